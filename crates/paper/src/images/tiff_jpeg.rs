//! JPEG inside TIFF, as colour scanners write it. One strip is taken over as it is; several are
//! decoded and joined, because viewers show seams between neighbouring pictures.

use std::io::Cursor;
use std::ops::Range;

use ::tiff::decoder::Decoder;
use ::tiff::tags::Tag;
use zune_jpeg::zune_core::colorspace::ColorSpace;

use super::jpeg;
use super::picture::{Colour, Data};
use super::pixels::to_usize;
use super::tiff::fault;
use super::tiff_strips;
use super::{Fault, UnsupportedKind};

/// `Compression`: JPEG (technical note 2; the old kind, 6, is not read).
const JPEG: u16 = 7;
/// `PhotometricInterpretation`.
const RGB: u16 = 2;

/// The samples of the current page if they are JPEG.
pub(super) fn data(
    file: &[u8],
    reader: &mut Decoder<Cursor<&[u8]>>,
) -> Result<Option<Data>, Fault> {
    let compression: Option<u16> = reader
        .find_tag_unsigned(Tag::Compression)
        .map_err(|error| fault(&error))?;
    if compression != Some(JPEG) {
        return Ok(None);
    }
    let photometric: u16 = reader
        .get_tag_unsigned(Tag::PhotometricInterpretation)
        .map_err(|error| fault(&error))?;
    let (width, height) = reader.dimensions().map_err(|error| fault(&error))?;
    let streams = streams(file, reader)?;
    // Without a marker of its own a reader would take three components for YCbCr.
    let as_stored = photometric == RGB;
    if let [only] = streams.as_slice() {
        return one(only, (width, height), as_stored).map(Some);
    }
    joined(&streams, (width, height), as_stored).map(Some)
}

fn one(stream: &[u8], size: (u32, u32), as_stored: bool) -> Result<Data, Fault> {
    if jpeg::claim(stream)? != size {
        return Err(Fault::Damaged);
    }
    let mut data = jpeg::picture(stream)?.data;
    if let Data::Jpeg {
        components: 3,
        colour_transform,
        ..
    } = &mut data
        && as_stored
    {
        *colour_transform = Some(false);
    }
    Ok(data)
}

fn joined(
    streams: &[Vec<u8>],
    (width, height): (u32, u32),
    as_stored: bool,
) -> Result<Data, Fault> {
    let mut rows = Vec::new();
    let mut seen = 0;
    let mut samples = 0;
    for stream in streams {
        let (strip_width, strip_height) = jpeg::claim(stream)?;
        seen += strip_height;
        if strip_width != width || seen > height.saturating_add(strip_height) {
            return Err(Fault::Damaged);
        }
        let space = if as_stored {
            None
        } else {
            Some(ColorSpace::RGB)
        };
        let strip = jpeg::decode(stream, space).map_err(|()| Fault::Damaged)?;
        samples = strip.len() / (to_usize(strip_width) * to_usize(strip_height));
        rows.extend(strip);
    }
    let whole = to_usize(width) * to_usize(height) * samples;
    if rows.len() < whole {
        return Err(Fault::Damaged);
    }
    rows.truncate(whole);
    let colour = match samples {
        1 => Colour::Gray,
        3 => Colour::Rgb,
        _ => return Err(Fault::Unsupported(UnsupportedKind::RareTiff)),
    };
    Ok(Data::Raster {
        colour,
        bits: 8,
        rows,
    })
}

/// A complete JPEG stream per strip: the tables all strips share, then the strip's own data.
fn streams(file: &[u8], reader: &mut Decoder<Cursor<&[u8]>>) -> Result<Vec<Vec<u8>>, Fault> {
    let tables = match reader
        .find_tag(Tag::JPEGTables)
        .map_err(|error| fault(&error))?
    {
        Some(value) => value.into_u8_vec().map_err(|error| fault(&error))?,
        None => Vec::new(),
    };
    let tables = tables
        .strip_suffix(&[0xFF, 0xD9])
        .unwrap_or(&tables)
        .to_vec();
    let strip = |range: &Range<usize>| {
        let strip = file.get(range.clone())?;
        if tables.is_empty() {
            return Some(strip.to_vec());
        }
        let own = strip.strip_prefix(&[0xFF, 0xD8])?;
        Some([tables.as_slice(), own].concat())
    };
    tiff_strips::ranges(reader)?
        .iter()
        .map(|range| strip(range).ok_or(Fault::Damaged))
        .collect()
}
