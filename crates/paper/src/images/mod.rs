//! Uploaded pictures of an opinion (JPEG, PNG, TIFF) become one PDF, a page of A4 each.
//!
//! What the camera or scanner wrote is kept: JPEG data goes into the PDF as it is, everything
//! else without loss. What nobody should see goes: places, times and names of devices in the
//! file's metadata, thumbnails, and bytes behind the end of the picture.
//!
//! Pages and pixels are counted from the headers of *all* files before any is decoded, so a small
//! file that claims a giant picture costs nothing.

mod covered;
mod exif;
mod jpeg;
mod kind;
mod picture;
mod pixels;
mod place;
mod png;
mod tiff;
mod tiff_jpeg;
mod tiff_strips;

use crate::document::Document;
use crate::error::PaperError;
use kind::Kind;
use picture::Picture;

pub use covered::{Cover, PagePicture, covered_pages_to_pdf};

/// How much may be uploaded at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImageLimits {
    /// Most pages of all files together.
    pub pages: usize,
    /// Most pixels of one page. 40 million: A4 in 600 dpi (34.8), a telephone's best picture.
    pub pixels: u64,
    /// Most pixels of all pages together: what the processor may be asked to do for one upload.
    pub pixels_in_all: u64,
}

impl Default for ImageLimits {
    fn default() -> Self {
        Self {
            pages: 20,
            pixels: 40_000_000,
            pixels_in_all: 400_000_000,
        }
    }
}

/// Kinds of file that are pictures, or contain them, but are not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnsupportedKind {
    /// HEIC/HEIF: a telephone's own format; it can be told to write JPEG.
    Heic,
    /// GIF.
    Gif,
    /// Windows bitmap.
    Bmp,
    /// WebP.
    WebP,
    /// A PDF (it is taken, but not as a picture).
    Pdf,
    /// A JPEG of a rare process (lossless, arithmetic, 12 bits, hierarchical).
    RareJpeg,
    /// A TIFF in a colour model or compression that is not read (two-dimensional CCITT G3, palette, planar).
    RareTiff,
}

/// Why pictures did not become a PDF. `file` counts from 1 in the order given.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    /// There is no file.
    #[error("no picture was given")]
    NoFiles,
    /// More pages than allowed; nothing was decoded.
    #[error("more than {limit} pages")]
    TooManyPages {
        /// Most pages allowed.
        limit: usize,
    },
    /// A page (or all together) has more pixels than allowed; nothing was decoded.
    #[error("file {file}: {width} × {height} pixels are more than {limit}")]
    TooManyPixels {
        /// Number of the file.
        file: usize,
        /// Width the file claims, pixels.
        width: u32,
        /// Height the file claims, pixels.
        height: u32,
        /// The limit that was passed, pixels.
        limit: u64,
    },
    /// Not a picture at all.
    #[error("file {file} is not a picture")]
    NotAnImage {
        /// Number of the file.
        file: usize,
    },
    /// A picture of a kind that is not taken.
    #[error("file {file} is of a kind that is not taken: {kind:?}")]
    UnsupportedKind {
        /// Number of the file.
        file: usize,
        /// Which kind.
        kind: UnsupportedKind,
    },
    /// Cut off or altered on the way.
    #[error("file {file} is damaged")]
    Damaged {
        /// Number of the file.
        file: usize,
    },
    /// The PDF could not be written.
    #[error(transparent)]
    Paper(#[from] PaperError),
}

/// What is wrong with one file, before its number is known.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    Damaged,
    Unsupported(UnsupportedKind),
}

impl Fault {
    fn at(self, file: usize) -> ImageError {
        match self {
            Self::Damaged => ImageError::Damaged { file },
            Self::Unsupported(kind) => ImageError::UnsupportedKind { file, kind },
        }
    }
}

/// The PDF made of pictures.
pub struct ImagesPdf {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Its pages, one per picture (a TIFF has several).
    pub pages: usize,
}

impl std::fmt::Debug for ImagesPdf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ImagesPdf")
    }
}

/// Width and height a header claims, pixels.
type Claim = (u32, u32);

/// Makes one PDF of the files in the order given; each picture fills an A4 page (upright or on
/// its side, as the picture is), turned as its EXIF orientation says, its shape kept.
/// `title` is shown in the viewer's title bar. Equal input gives equal bytes.
///
/// # Errors
/// [`ImageError`]; the limits are checked over all files before the first is decoded.
pub fn images_to_pdf(
    files: &[&[u8]],
    limits: &ImageLimits,
    title: &str,
) -> Result<ImagesPdf, ImageError> {
    if files.is_empty() {
        return Err(ImageError::NoFiles);
    }
    let mut claims = Claims::new(limits);
    for (n, file) in files.iter().enumerate() {
        claims.add(n + 1, file)?;
    }
    let mut document = Document::new(title);
    for (n, file) in files.iter().enumerate() {
        each_picture(file, limits, &mut |picture| {
            place::on_a_page(&mut document, picture);
        })
        .map_err(|fault| fault.at(n + 1))?;
    }
    let pages = document.page_count();
    let pdf = document.finish()?;
    Ok(ImagesPdf { pdf, pages })
}

fn each_picture(
    file: &[u8],
    limits: &ImageLimits,
    take: &mut dyn FnMut(Picture),
) -> Result<(), Fault> {
    match kind::of(file) {
        Some(Kind::Jpeg) => take(jpeg::picture(file)?),
        Some(Kind::Png) => take(png::picture(file)?),
        Some(Kind::Tiff) => tiff::pictures(file, limits, take)?,
        Some(Kind::Other(_)) | None => return Err(Fault::Damaged),
    }
    Ok(())
}

/// What the headers claim so far.
struct Claims<'a> {
    limits: &'a ImageLimits,
    pages: usize,
    pixels: u64,
}

impl<'a> Claims<'a> {
    fn new(limits: &'a ImageLimits) -> Self {
        Self {
            limits,
            pages: 0,
            pixels: 0,
        }
    }

    /// Reads the headers of one file.
    fn add(&mut self, file: usize, bytes: &[u8]) -> Result<(), ImageError> {
        let room = self.limits.pages.saturating_sub(self.pages);
        let claimed = match kind::of(bytes) {
            Some(Kind::Jpeg) => jpeg::claim(bytes).map(|claim| vec![claim]),
            Some(Kind::Png) => png::claim(bytes).map(|claim| vec![claim]),
            Some(Kind::Tiff) => tiff::claims(bytes, room + 1),
            Some(Kind::Other(kind)) => Err(Fault::Unsupported(kind)),
            None => return Err(ImageError::NotAnImage { file }),
        };
        let claimed = claimed.map_err(|fault| fault.at(file))?;
        self.pages += claimed.len();
        if self.pages > self.limits.pages {
            let limit = self.limits.pages;
            return Err(ImageError::TooManyPages { limit });
        }
        for (width, height) in claimed {
            let pixels = u64::from(width) * u64::from(height);
            self.pixels += pixels;
            let limit = if pixels > self.limits.pixels {
                self.limits.pixels
            } else if self.pixels > self.limits.pixels_in_all {
                self.limits.pixels_in_all
            } else {
                continue;
            };
            return Err(ImageError::TooManyPixels {
                file,
                width,
                height,
                limit,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
