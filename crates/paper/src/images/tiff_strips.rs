//! The stored bytes of a TIFF page, strip by strip, for what the `tiff` crate does not read.

use std::io::Cursor;
use std::ops::Range;

use ::tiff::decoder::Decoder;
use ::tiff::tags::Tag;

use super::Fault;
use super::pixels::to_usize;
use super::tiff::{RARE, fault};

/// Where the strips of the current page lie in the file. Tiles are not read.
pub(super) fn ranges(reader: &mut Decoder<Cursor<&[u8]>>) -> Result<Vec<Range<usize>>, Fault> {
    let mut list = |tag| {
        reader
            .find_tag_unsigned_vec::<u64>(tag)
            .map_err(|error| fault(&error))
    };
    let (Some(offsets), Some(lengths)) = (list(Tag::StripOffsets)?, list(Tag::StripByteCounts)?)
    else {
        return Err(RARE);
    };
    let range = |(offset, length): (&u64, &u64)| {
        let start = usize::try_from(*offset).ok()?;
        Some(start..start.checked_add(usize::try_from(*length).ok()?)?)
    };
    offsets
        .iter()
        .zip(&lengths)
        .map(|pair| range(pair).ok_or(Fault::Damaged))
        .collect()
}

/// A copy of the file in which the bits of these strips stand in the usual order (FillOrder 1),
/// as fax servers often do not write them.
pub(super) fn turned(file: &[u8], strips: &[Range<usize>]) -> Result<Vec<u8>, Fault> {
    let mut file = file.to_vec();
    for strip in strips {
        let bytes = file.get_mut(strip.clone()).ok_or(Fault::Damaged)?;
        for byte in bytes {
            *byte = byte.reverse_bits();
        }
    }
    Ok(file)
}

/// Rows of one strip and how many the page has.
pub(super) struct Rows {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) per_strip: u32,
}

/// Decodes CCITT G3 with one-dimensional lines (T.4, "MH"), as fax machines send it: rows of one
/// bit, 1 for black, padded to bytes.
pub(super) fn group_3(file: &[u8], strips: &[Range<usize>], rows: &Rows) -> Result<Vec<u8>, Fault> {
    let width = u16::try_from(rows.width).map_err(|_| Fault::Damaged)?;
    let stride = to_usize(rows.width.div_ceil(8));
    let mut out = Vec::with_capacity(stride * to_usize(rows.height));
    let mut left = rows.height;
    for strip in strips {
        let bytes = file.get(strip.clone()).ok_or(Fault::Damaged)?;
        let mut due = rows.per_strip.min(left);
        left -= due;
        let input = bytes
            .iter()
            .map(|byte| Ok::<u8, std::convert::Infallible>(*byte));
        let mut decoder = fax::decoder::Group3Decoder::new(input).map_err(|_| Fault::Damaged)?;
        while due > 0 {
            // The last line of a strip need not be followed by an end-of-line code.
            let ended = !matches!(
                decoder.advance(),
                Ok(fax::decoder::DecodeStatus::Incomplete)
            );
            line(decoder.transitions(), width, stride, &mut out);
            due -= 1;
            if ended && due > 0 {
                return Err(Fault::Damaged);
            }
        }
    }
    if left > 0 {
        return Err(Fault::Damaged);
    }
    Ok(out)
}

fn line(transitions: &[u16], width: u16, stride: usize, out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + stride, 0);
    for (x, pel) in fax::decoder::pels(transitions, width).enumerate() {
        if pel == fax::Color::Black {
            out[start + x / 8] |= 0x80 >> (x % 8);
        }
    }
}
