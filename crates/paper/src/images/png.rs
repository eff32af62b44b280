//! PNG: decoded without loss; what has fewer than 8 bits or a palette keeps them, transparency is
//! laid on white. Of an animation the first picture is taken.

use std::io::Cursor;

use ::png::{BitDepth, ColorType, Decoder, Info, Limits, Transformations};

use super::exif::{self, Orientation};
use super::picture::{Colour, Data, Picture};
use super::{Claim, Fault, pixels};

/// Memory the decoder may take beside the picture itself (palettes, metadata).
const BESIDE: usize = 1 << 20;

/// Width and height, from the header alone.
pub(super) fn claim(file: &[u8]) -> Result<Claim, Fault> {
    let mut decoder = decoder(file, 0);
    let info = decoder.read_header_info().map_err(|_| Fault::Damaged)?;
    Ok((info.width, info.height))
}

/// A decoder for rows of `row` bytes at most.
fn decoder(file: &[u8], row: usize) -> Decoder<Cursor<&[u8]>> {
    let bytes = BESIDE + row.saturating_mul(4);
    let mut decoder = Decoder::new_with_limits(Cursor::new(file), Limits { bytes });
    // Compressed texts and colour profiles are bombs of their own, and nobody reads them here.
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder
}

/// The picture. The caller has checked its size.
pub(super) fn picture(file: &[u8]) -> Result<Picture, Fault> {
    let (width, _) = claim(file)?;
    // Sixteen bits of four samples.
    let row = usize::try_from(width).map_err(|_| Fault::Damaged)? * 8;
    let head = decoder(file, row).read_info().map_err(|_| Fault::Damaged)?;
    let info = head.info();
    let orientation = info
        .exif_metadata
        .as_ref()
        .map_or(Orientation::Upright, |block| exif::orientation(block));
    if let Some(colour) = packed(info) {
        let bits = info.bit_depth as u8;
        let (_, rows) = rows(file, row, Transformations::IDENTITY)?;
        return Ok(Picture {
            width,
            height: info.height,
            orientation,
            data: Data::Raster { colour, bits, rows },
        });
    }
    let (kind, rows) = rows(
        file,
        row,
        Transformations::STRIP_16 | Transformations::EXPAND,
    )?;
    let (colour, rows) = match kind {
        ColorType::Grayscale => (Colour::Gray, rows),
        ColorType::Rgb => (Colour::Rgb, rows),
        ColorType::GrayscaleAlpha => (Colour::Gray, pixels::on_white(&rows, 1)),
        ColorType::Rgba => (Colour::Rgb, pixels::on_white(&rows, 3)),
        ColorType::Indexed => return Err(Fault::Damaged),
    };
    Ok(Picture::of_bytes(
        (width, info.height),
        orientation,
        colour,
        rows,
    ))
}

/// The colours of a picture whose samples a PDF can hold as they are stored.
fn packed(info: &Info<'_>) -> Option<Colour> {
    if info.trns.is_some() {
        return None;
    }
    match info.color_type {
        ColorType::Grayscale
            if info.bit_depth != BitDepth::Eight && info.bit_depth != BitDepth::Sixteen =>
        {
            Some(Colour::Gray)
        }
        ColorType::Indexed => Some(Colour::Indexed(info.palette.as_ref()?.to_vec())),
        _ => None,
    }
}

fn rows(file: &[u8], row: usize, how: Transformations) -> Result<(ColorType, Vec<u8>), Fault> {
    let mut decoder = decoder(file, row);
    decoder.set_transformations(how);
    let mut reader = decoder.read_info().map_err(|_| Fault::Damaged)?;
    let mut rows = vec![0; reader.output_buffer_size().ok_or(Fault::Damaged)?];
    let frame = reader.next_frame(&mut rows).map_err(|_| Fault::Damaged)?;
    rows.truncate(frame.buffer_size());
    Ok((frame.color_type, rows))
}
