//! TIFF: every page, in the order of the file; thumbnails and masks in it are no pages.

use std::io::Cursor;

use ::tiff::decoder::{Decoder, DecodingResult, Limits};
use ::tiff::tags::Tag;
use ::tiff::{ColorType, TiffError};

use super::exif::Orientation;
use super::picture::{Colour, Data, Picture};
use super::{Claim, Fault, ImageLimits, UnsupportedKind, pixels, tiff_jpeg};

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
    let mut reader = open(file)?.with_limits(allowed);
    loop {
        if is_page(&mut reader)? {
            take(page(file, &mut reader)?);
        }
        if !reader.more_images() {
            return Ok(());
        }
        reader.next_image().map_err(|error| fault(&error))?;
    }
}

fn open(file: &[u8]) -> Result<Reader<'_>, Fault> {
    Decoder::new(Cursor::new(file)).map_err(|error| fault(&error))
}

fn is_page(reader: &mut Reader<'_>) -> Result<bool, Fault> {
    let kind: Option<u32> = reader
        .find_tag_unsigned(Tag::NewSubfileType)
        .map_err(|error| fault(&error))?;
    Ok(kind.unwrap_or(0) & NO_PAGE == 0)
}

fn page(file: &[u8], reader: &mut Reader<'_>) -> Result<Picture, Fault> {
    let size = reader.dimensions().map_err(|error| fault(&error))?;
    let tag: Option<u16> = reader
        .find_tag_unsigned(Tag::Orientation)
        .map_err(|error| fault(&error))?;
    let orientation = Orientation::from_tag(tag.unwrap_or(1));
    if let Some(data) = tiff_jpeg::data(file, reader)? {
        return Ok(Picture {
            width: size.0,
            height: size.1,
            orientation,
            data,
        });
    }
    let planes: Option<u16> = reader
        .find_tag_unsigned(Tag::PlanarConfiguration)
        .map_err(|error| fault(&error))?;
    let kind = reader.colortype().map_err(|error| fault(&error))?;
    if planes == Some(2) && kind.num_samples() > 1 {
        return Err(RARE);
    }
    let samples = reader.read_image().map_err(|error| fault(&error))?;
    let rows = match samples {
        DecodingResult::U8(rows) => rows,
        DecodingResult::U16(wide) => wide.iter().map(|value| high_byte(*value)).collect(),
        _ => return Err(RARE),
    };
    let (colour, rows) = match kind {
        ColorType::Gray(bits @ (1 | 2 | 4)) => {
            let colour = Colour::Gray;
            return Ok(Picture {
                width: size.0,
                height: size.1,
                orientation,
                data: Data::Raster { colour, bits, rows },
            });
        }
        ColorType::Gray(8 | 16) => (Colour::Gray, rows),
        ColorType::RGB(8 | 16) => (Colour::Rgb, rows),
        ColorType::CMYK(8 | 16) => (Colour::Cmyk, rows),
        ColorType::RGBA(8 | 16) => (Colour::Rgb, pixels::on_white(&rows, 3)),
        _ => return Err(RARE),
    };
    Ok(Picture::of_bytes(size, orientation, colour, rows))
}

const RARE: Fault = Fault::Unsupported(UnsupportedKind::RareTiff);

fn high_byte(value: u16) -> u8 {
    value.to_be_bytes()[0]
}

pub(super) fn fault(error: &TiffError) -> Fault {
    match error {
        TiffError::UnsupportedError(_) => RARE,
        _ => Fault::Damaged,
    }
}
