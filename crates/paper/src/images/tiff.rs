//! TIFF: every page, in the order of the file; thumbnails and masks in it are no pages.

use std::io::Cursor;

use ::tiff::decoder::{Decoder, DecodingResult, Limits};
use ::tiff::tags::Tag;
use ::tiff::{ColorType, TiffError};

use super::exif::Orientation;
use super::picture::{Colour, Data, Picture};
use super::{Claim, Fault, ImageLimits, UnsupportedKind, pixels, tiff_jpeg, tiff_strips};

type Reader<'a> = Decoder<Cursor<&'a [u8]>>;

/// Reduced copy (bit 0) or transparency mask (bit 2) of another page.
const NO_PAGE: u32 = 0b101;

/// Sizes of the pages, at most `most` of them, from the directories alone.
pub(super) fn claims(file: &[u8], most: usize) -> Result<Vec<Claim>, Fault> {
    let mut claims = Vec::new();
    let mut reader = open(file)?;
    loop {
        if is_page(&mut reader)? {
            claims.push(reader.dimensions().map_err(|error| fault(&error))?);
        }
        if claims.len() >= most || !reader.more_images() {
            break;
        }
        reader.next_image().map_err(|error| fault(&error))?;
    }
    if claims.is_empty() {
        return Err(Fault::Damaged);
    }
    Ok(claims)
}

/// Decodes page by page. The caller has checked their sizes.
pub(super) fn pictures(
    file: &[u8],
    limits: &ImageLimits,
    take: &mut dyn FnMut(Picture),
) -> Result<(), Fault> {
    // Four samples of sixteen bits.
    let most = usize::try_from(limits.pixels.saturating_mul(8)).unwrap_or(usize::MAX);
    let mut allowed = Limits::default();
    allowed.decoding_buffer_size = most;
    allowed.intermediate_buffer_size = most;
    let mut reader = open(file)?.with_limits(allowed.clone());
    for index in 0.. {
        if is_page(&mut reader)? {
            take(page(file, &mut reader, index, &allowed)?);
        }
        if !reader.more_images() {
            break;
        }
        reader.next_image().map_err(|error| fault(&error))?;
    }
    Ok(())
}

fn open(file: &[u8]) -> Result<Reader<'_>, Fault> {
    Decoder::new(Cursor::new(file)).map_err(|error| fault(&error))
}

fn number(reader: &mut Reader<'_>, tag: Tag) -> Result<Option<u32>, Fault> {
    reader.find_tag_unsigned(tag).map_err(|error| fault(&error))
}

fn is_page(reader: &mut Reader<'_>) -> Result<bool, Fault> {
    let kind = number(reader, Tag::NewSubfileType)?;
    Ok(kind.unwrap_or(0) & NO_PAGE == 0)
}

fn page(
    file: &[u8],
    reader: &mut Reader<'_>,
    index: usize,
    allowed: &Limits,
) -> Result<Picture, Fault> {
    let (width, height) = reader.dimensions().map_err(|error| fault(&error))?;
    let tag = number(reader, Tag::Orientation)?.and_then(|tag| u16::try_from(tag).ok());
    let orientation = Orientation::from_tag(tag.unwrap_or(1));
    if let Some(data) = tiff_jpeg::data(file, reader)? {
        return Ok(Picture {
            width,
            height,
            orientation,
            data,
        });
    }
    if number(reader, Tag::FillOrder)? != Some(LOW_BIT_FIRST) {
        return decoded(file, reader, orientation);
    }
    let turned = tiff_strips::turned(file, &tiff_strips::ranges(reader)?)?;
    let mut reader = open(&turned)?.with_limits(allowed.clone());
    reader.seek_to_image(index).map_err(|error| fault(&error))?;
    decoded(&turned, &mut reader, orientation)
}

fn decoded(
    file: &[u8],
    reader: &mut Reader<'_>,
    orientation: Orientation,
) -> Result<Picture, Fault> {
    let size = reader.dimensions().map_err(|error| fault(&error))?;
    if number(reader, Tag::Compression)? == Some(GROUP_3) {
        let rows = fax(file, reader)?;
        return Ok(packed(size, orientation, 1, rows));
    }
    let kind = reader.colortype().map_err(|error| fault(&error))?;
    if number(reader, Tag::PlanarConfiguration)? == Some(PLANAR) && kind.num_samples() > 1 {
        return Err(RARE);
    }
    let samples = reader.read_image().map_err(|error| fault(&error))?;
    let rows = match samples {
        DecodingResult::U8(rows) => rows,
        DecodingResult::U16(wide) => wide.iter().map(|value| high_byte(*value)).collect(),
        _ => return Err(RARE),
    };
    let (colour, rows) = match kind {
        ColorType::Gray(bits @ (1 | 2 | 4)) => return Ok(packed(size, orientation, bits, rows)),
        ColorType::Gray(8 | 16) => (Colour::Gray, rows),
        ColorType::RGB(8 | 16) => (Colour::Rgb, rows),
        ColorType::CMYK(8 | 16) => (Colour::Cmyk, rows),
        ColorType::RGBA(8 | 16) => (Colour::Rgb, pixels::on_white(&rows, 3)),
        _ => return Err(RARE),
    };
    Ok(Picture::of_bytes(size, orientation, colour, rows))
}

/// Tones of fewer than 8 bits, as they are stored.
fn packed(
    (width, height): (u32, u32),
    orientation: Orientation,
    bits: u8,
    rows: Vec<u8>,
) -> Picture {
    let colour = Colour::Gray;
    Picture {
        width,
        height,
        orientation,
        data: Data::Raster { colour, bits, rows },
    }
}

/// CCITT G3, which the `tiff` crate does not read; 1 for white.
fn fax(file: &[u8], reader: &mut Reader<'_>) -> Result<Vec<u8>, Fault> {
    if number(reader, Tag::Unknown(T4_OPTIONS))?.unwrap_or(0) & TWO_DIMENSIONAL != 0 {
        return Err(RARE);
    }
    let (width, height) = reader.dimensions().map_err(|error| fault(&error))?;
    let rows = tiff_strips::Rows {
        width,
        height,
        per_strip: number(reader, Tag::RowsPerStrip)?.unwrap_or(height),
    };
    let white_is_zero = number(reader, Tag::PhotometricInterpretation)? == Some(0);
    let strips = tiff_strips::ranges(reader)?;
    let mut rows = tiff_strips::group_3(file, &strips, &rows)?;
    if white_is_zero {
        for byte in &mut rows {
            *byte = !*byte;
        }
    }
    Ok(rows)
}

/// `FillOrder`: the first pel is the lowest bit.
const LOW_BIT_FIRST: u32 = 2;
/// `Compression`: CCITT T.4.
const GROUP_3: u32 = 3;
/// `T4Options`, and its bit 0.
const T4_OPTIONS: u16 = 292;
const TWO_DIMENSIONAL: u32 = 1;
/// `PlanarConfiguration`: each colour apart.
const PLANAR: u32 = 2;

pub(super) const RARE: Fault = Fault::Unsupported(UnsupportedKind::RareTiff);

fn high_byte(value: u16) -> u8 {
    value.to_be_bytes()[0]
}

pub(super) fn fault(error: &TiffError) -> Fault {
    match error {
        TiffError::UnsupportedError(_) => RARE,
        _ => Fault::Damaged,
    }
}
