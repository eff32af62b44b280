//! JPEG: the compressed data goes into the PDF unchanged; only the segments a reader needs are
//! copied, so positions, times, thumbnails and hidden tails stay behind.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::exif::{self, Orientation};
use super::picture::{Data, Picture};
use super::{Claim, Fault, UnsupportedKind};

/// What a walk over the segments of a file found.
struct Walked {
    frame: Frame,
    orientation: Orientation,
    /// Adobe's marker: which colour transform, if present.
    adobe: Option<u8>,
    /// The file without what a reader does not need.
    clean: Vec<u8>,
}

/// The start-of-frame segment.
#[derive(Clone, Copy)]
struct Frame {
    width: u16,
    height: u16,
    components: u8,
}

/// Width and height, from the frame header alone.
pub(super) fn claim(file: &[u8]) -> Result<Claim, Fault> {
    let frame = walk(file, true)?.frame;
    Ok((u32::from(frame.width), u32::from(frame.height)))
}

/// The picture. The caller has checked its size.
pub(super) fn picture(file: &[u8]) -> Result<Picture, Fault> {
    let walked = walk(file, false)?;
    decode(&walked.clean, Some(ColorSpace::Luma)).map_err(|()| Fault::Damaged)?;
    let components = walked.frame.components;
    Ok(Picture {
        width: u32::from(walked.frame.width),
        height: u32::from(walked.frame.height),
        orientation: walked.orientation,
        data: Data::Jpeg {
            bytes: walked.clean,
            components,
            colour_transform: None,
            inverted: components == 4 && walked.adobe.is_some(),
        },
    })
}

/// Decodes to the colour space asked for (or the stored one). Tells whether a reader will be able to.
pub(super) fn decode(stream: &[u8], space: Option<ColorSpace>) -> Result<Vec<u8>, ()> {
    let options = DecoderOptions::default()
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX));
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(stream), options);
    decoder.decode_headers().map_err(drop)?;
    let stored = decoder.input_colorspace().ok_or(())?;
    // Brightness alone is enough to know that three components are whole, and takes a third.
    let wanted = match (space, stored) {
        (Some(ColorSpace::Luma), ColorSpace::YCbCr) => ColorSpace::Luma,
        (Some(ColorSpace::Luma) | None, stored) => stored,
        (Some(space), _) => space,
    };
    decoder.set_options(options.jpeg_set_out_colorspace(wanted));
    decoder.decode().map_err(drop)
}

/// Walks the segments; `head_only` stops at the frame header.
fn walk(file: &[u8], head_only: bool) -> Result<Walked, Fault> {
    let mut walk = Walk {
        file,
        at: 2,
        frame: None,
        scans: 0,
        orientation: Orientation::Upright,
        adobe: None,
        clean: vec![0xFF, 0xD8],
    };
    while walk.segment()? {
        if head_only && walk.frame.is_some() {
            break;
        }
    }
    let frame = walk.frame.ok_or(Fault::Damaged)?;
    if !head_only && walk.scans == 0 {
        return Err(Fault::Damaged);
    }
    Ok(Walked {
        frame,
        orientation: walk.orientation,
        adobe: walk.adobe,
        clean: walk.clean,
    })
}

struct Walk<'a> {
    file: &'a [u8],
    at: usize,
    frame: Option<Frame>,
    scans: usize,
    orientation: Orientation,
    adobe: Option<u8>,
    clean: Vec<u8>,
}

impl Walk<'_> {
    /// Takes one segment; `false` at the end of the picture.
    fn segment(&mut self) -> Result<bool, Fault> {
        let marker = self.marker()?;
        match marker {
            0xD9 => {
                self.clean.extend([0xFF, 0xD9]);
                return Ok(false);
            }
            0xC0..=0xC2 => self.start_of_frame(marker)?,
            0xC3 | 0xC5..=0xC7 | 0xC8..=0xCF | 0xDE | 0xDF => {
                return Err(Fault::Unsupported(UnsupportedKind::RareJpeg));
            }
            // Tables, restart interval.
            0xC4 | 0xDB | 0xDD => self.copy(marker)?,
            0xDA => {
                self.copy(marker)?;
                self.scan();
                self.scans += 1;
            }
            0xE0 => self.jfif()?,
            0xE1 => self.application_1()?,
            0xEE => self.application_14()?,
            0x01 | 0xD0..=0xD8 => {}
            _ => {
                self.body()?;
            }
        }
        Ok(true)
    }

    fn marker(&mut self) -> Result<u8, Fault> {
        if self.file.get(self.at) != Some(&0xFF) {
            return Err(Fault::Damaged);
        }
        while self.file.get(self.at) == Some(&0xFF) {
            self.at += 1;
        }
        let marker = *self.file.get(self.at).ok_or(Fault::Damaged)?;
        self.at += 1;
        Ok(marker)
    }

    /// What follows a marker: the bytes after the length.
    fn body(&mut self) -> Result<std::ops::Range<usize>, Fault> {
        let length = self.file.get(self.at..self.at + 2).ok_or(Fault::Damaged)?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let (start, end) = (self.at + 2, self.at + length);
        if length < 2 || end > self.file.len() {
            return Err(Fault::Damaged);
        }
        self.at = end;
        Ok(start..end)
    }

    fn copy(&mut self, marker: u8) -> Result<(), Fault> {
        let from = self.at;
        let body = self.body()?;
        self.clean.extend([0xFF, marker]);
        self.clean.extend_from_slice(&self.file[from..body.end]);
        Ok(())
    }

    fn start_of_frame(&mut self, marker: u8) -> Result<(), Fault> {
        let from = self.at;
        self.copy(marker)?;
        let body = &self.file[from + 2..self.at];
        let [precision, h1, h0, w1, w0, components, ..] = *body else {
            return Err(Fault::Damaged);
        };
        if precision != 8 || ![1, 3, 4].contains(&components) {
            return Err(Fault::Unsupported(UnsupportedKind::RareJpeg));
        }
        let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
        if width == 0 || height == 0 || self.frame.is_some() {
            return Err(Fault::Damaged);
        }
        self.frame = Some(Frame {
            width,
            height,
            components,
        });
        Ok(())
    }

    /// Compressed data up to the next marker that is neither stuffing nor a restart.
    fn scan(&mut self) {
        let from = self.at;
        while let Some(pair) = self.file.get(self.at..self.at + 2) {
            if pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xD0..=0xD7 | 0xFF) {
                break;
            }
            self.at += 1;
        }
        self.clean.extend_from_slice(&self.file[from..self.at]);
    }

    /// Keeps that this is JFIF (it settles the colours) without the thumbnail it may hold.
    fn jfif(&mut self) -> Result<(), Fault> {
        let body = self.body()?;
        let body = &self.file[body];
        if body.starts_with(b"JFIF\0") && body.len() >= 14 {
            self.clean.extend([0xFF, 0xE0, 0, 16]);
            self.clean.extend_from_slice(&body[..12]);
            self.clean.extend([0, 0]);
        }
        Ok(())
    }

    fn application_1(&mut self) -> Result<(), Fault> {
        let body = self.body()?;
        if let Some(block) = self.file[body].strip_prefix(b"Exif\0\0") {
            self.orientation = exif::orientation(block);
        }
        Ok(())
    }

    fn application_14(&mut self) -> Result<(), Fault> {
        let from = self.at;
        let body = self.body()?;
        let body = &self.file[body];
        if body.starts_with(b"Adobe") && body.len() == 12 {
            self.adobe = Some(body[11]);
            self.clean.extend([0xFF, 0xEE]);
            self.clean.extend_from_slice(&self.file[from..self.at]);
        }
        Ok(())
    }
}
