//! Pages of somebody else's PDF as pictures: what a clerk draws masks on, and, at print
//! resolution, what [`crate::covered_pages_to_pdf`] covers.
//!
//! The file is a stranger's. It is read by `hayro` (pure Rust, no unsafe code), which knows no
//! limits. So what a page costs is weighed before it is painted: decompressed bytes, pixels of
//! pictures, area painted, however deep forms call forms. What gets past the scales meets the
//! clock. And because an end of memory or stack ends a process whatever it catches, a
//! [`Renderer`] with a program does the work in a process of its own ([`work`] is that process's
//! whole life) with bounds of the system on memory and time; it ends with its caller's patience.
//!
//! Without a program the work is done in a thread of this process with a deep stack: a panic is
//! an error, but the deadline only frees the caller, and while [`MOST_LATE`] such threads still
//! run nothing more is begun.

mod apart;
mod fonts;
mod message;
mod outside;
mod page;
mod streams;
#[cfg(test)]
mod tests;
mod weigh;
mod worker;

pub use apart::MOST_LATE;
pub use outside::COMMAND;
pub use worker::work;

pub(crate) use fonts::settings;
pub(crate) use page::render as picture_of;

use crate::clean::{self, CleanError, CleanOrder, Cleaned};
use crate::examine::{self, Findings};
use crate::images::{Cover, PagePicture};
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use kairan_domain::examination::Place;
use message::Order;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// How much may be asked of one PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenderLimits {
    /// Most pages.
    pub pages: usize,
    /// Most pixels of one page's picture; a larger page is rendered more coarsely. Nine million:
    /// A4 at 300 dpi.
    pub pixels: u64,
    /// Most work for one page, in painted pixels; a drawn line or letter counts for some hundred.
    pub work: u64,
    /// How long the caller waits.
    pub patience: Duration,
    /// Most bytes of addresses a process for rendering may have; one for a scan of A4 at 600 dpi
    /// in colour needs a quarter of it (measured). Has no meaning without a process.
    pub memory: u64,
}

impl Default for RenderLimits {
    fn default() -> Self {
        Self {
            pages: 20,
            pixels: 9_000_000,
            work: 4_000_000_000,
            patience: Duration::from_secs(30),
            memory: 3 << 29,
        }
    }
}

/// Most pixels of all pages of one file together: twenty pages of A4 at 150 dpi have 44 million.
const PIXELS_IN_ALL: u64 = 48_000_000;

/// Where pages are rendered, and within which bounds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Renderer {
    /// How much may be asked of one PDF.
    pub limits: RenderLimits,
    /// The program that, with the word [`COMMAND`], calls [`work`]. `None`: this process does the
    /// work itself, and may end over it.
    pub program: Option<PathBuf>,
}

impl Renderer {
    /// Renders one page (from 1): for the screen, 110 dpi is enough to read.
    ///
    /// Blocks until it is done or patience ends: call it on a blocking thread.
    ///
    /// # Errors
    /// [`RenderError`].
    pub fn page(&self, pdf: &[u8], number: usize, dpi: u16) -> Result<RenderedPage, RenderError> {
        let Some(program) = &self.program else {
            return render_page(pdf, number, dpi, &self.limits);
        };
        let wanted = u64::try_from(number).unwrap_or(u64::MAX);
        if wanted == Order::ALL || wanted >= Order::EXAMINE {
            return Err(RenderError::NoSuchPage { page: number });
        }
        let order = Order::new(wanted, dpi, self.limits);
        let mut pages = outside::pages(program, &order, pdf)?;
        pages.pop().ok_or(RenderError::Failed)
    }

    /// Renders every page: for print, 150 dpi is enough.
    ///
    /// # Errors
    /// As [`Renderer::page`].
    pub fn pages(&self, pdf: &[u8], dpi: u16) -> Result<Vec<RenderedPage>, RenderError> {
        match &self.program {
            Some(program) => {
                outside::pages(program, &Order::new(Order::ALL, dpi, self.limits), pdf)
            }
            None => render_pages(pdf, dpi, &self.limits),
        }
    }
}

/// Why pages did not become pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// Not a PDF, or too damaged to be read.
    #[error("the PDF cannot be read")]
    Unreadable,
    /// It opens with a password only.
    #[error("the PDF is encrypted")]
    Encrypted,
    /// It has no page of this number.
    #[error("there is no page {page}")]
    NoSuchPage {
        /// The page asked for, from 1.
        page: usize,
    },
    /// More pages than allowed; nothing was rendered.
    #[error("more than {limit} pages")]
    TooManyPages {
        /// Most pages allowed.
        limit: usize,
    },
    /// More pixels, bytes or drawing than allowed.
    #[error("the PDF asks for too much work")]
    TooMuchWork,
    /// It took longer than the caller waits.
    #[error("rendering took too long")]
    TooSlow,
    /// Others that took too long are still running; try later.
    #[error("rendering is busy with earlier files")]
    Busy,
    /// The renderer gave up in a way that is its own fault.
    #[error("the PDF could not be rendered")]
    Failed,
}

/// A page as a picture. Debug prints nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct RenderedPage {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    rgb: Vec<u8>,
}

impl fmt::Debug for RenderedPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RenderedPage")
    }
}

/// How far a frame stands from what it is around, in pixels.
const FRAME: i32 = 4;

impl RenderedPage {
    /// Red, green, blue of each pixel, row by row from the top.
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// The picture with what shall be covered on it.
    pub fn with_covers<'a>(&'a self, covers: &'a [Cover]) -> PagePicture<'a> {
        PagePicture {
            width: self.width,
            height: self.height,
            rgb: &self.rgb,
            covers,
        }
    }

    /// Draws a red frame around a place, in pixels; of a picture at 72 dpi these are points.
    pub fn frame(&mut self, place: Place) {
        let (left, top) = (place.left - FRAME, place.top - FRAME);
        let right = place.left.saturating_add(place.width) + FRAME;
        let low = place.top.saturating_add(place.height) + FRAME;
        let side = |side: u32| i32::try_from(side).unwrap_or(i32::MAX);
        let (across, down) = (0..side(self.width), 0..side(self.height));
        for y in top.max(0)..low.min(down.end) {
            for x in left.max(0)..right.min(across.end) {
                let rim = x < left + 2 || x >= right - 2 || y < top + 2 || y >= low - 2;
                let at = usize::try_from((y * across.end + x) * 3).unwrap_or(usize::MAX);
                if rim && let Some(pixel) = self.rgb.get_mut(at..at.saturating_add(3)) {
                    pixel.copy_from_slice(&[214, 0, 32]);
                }
            }
        }
    }

    /// The picture as PNG, for the screen.
    ///
    /// # Errors
    /// [`RenderError::Failed`] when it cannot be written.
    pub fn png(&self) -> Result<Vec<u8>, RenderError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Fast);
        let mut writer = encoder.write_header().map_err(|_| RenderError::Failed)?;
        let written = writer.write_image_data(&self.rgb);
        written.map_err(|_| RenderError::Failed)?;
        writer.finish().map_err(|_| RenderError::Failed)?;
        Ok(bytes)
    }
}

/// One page (from 1), in this process.
fn render_page(
    pdf: &[u8],
    number: usize,
    dpi: u16,
    limits: &RenderLimits,
) -> Result<RenderedPage, RenderError> {
    let limits = *limits;
    apart::run(pdf, limits.patience, move |pdf, stop| {
        let document = open(pdf, &limits)?;
        let found = number.checked_sub(1).and_then(|n| document.pages().get(n));
        let page = found.ok_or(RenderError::NoSuchPage { page: number })?;
        page::render(page, dpi, &limits, stop)
    })
}

/// Every page, in this process.
fn render_pages(
    pdf: &[u8],
    dpi: u16,
    limits: &RenderLimits,
) -> Result<Vec<RenderedPage>, RenderError> {
    let limits = *limits;
    apart::run(pdf, limits.patience, move |pdf, stop| {
        let document = open(pdf, &limits)?;
        let pages = document.pages().iter();
        let each = PIXELS_IN_ALL / u64::try_from(pages.len()).unwrap_or(u64::MAX).max(1);
        let limits = RenderLimits {
            pixels: limits.pixels.min(each),
            ..limits
        };
        pages
            .map(|page| page::render(page, dpi, &limits, stop))
            .collect()
    })
}

/// Work of another kind on a file, in this process: opened and apart like rendering.
pub(crate) fn with_document<T: Send + 'static>(
    pdf: &[u8],
    limits: RenderLimits,
    work: impl FnOnce(&Pdf, &Arc<AtomicBool>) -> Result<T, RenderError> + Send + 'static,
) -> Result<T, RenderError> {
    apart::run(pdf, limits.patience, move |pdf, stop| {
        work(&open(pdf, &limits)?, stop)
    })
}

/// [`crate::examine`] in the program's process.
pub(crate) fn examine_outside(
    program: &Path,
    limits: RenderLimits,
    pdf: &[u8],
) -> Result<Findings, RenderError> {
    let order = Order::new(Order::EXAMINE, 0, limits);
    outside::run(program, &order, &[pdf], examine::read_answer)
}

/// [`crate::clean`] in the program's process.
pub(crate) fn clean_outside(
    program: &Path,
    limits: RenderLimits,
    wanted: &CleanOrder,
    pdf: &[u8],
) -> Result<Cleaned, CleanError> {
    let order = Order::new(Order::CLEAN, 0, limits);
    let mut head = Vec::new();
    // Memory takes everything.
    clean::write_order(&mut head, wanted).map_err(|_| RenderError::Failed)?;
    let read = |from: &mut _| clean::read_answer(from).map(Ok);
    outside::run(program, &order, &[&head, pdf], read)?
}

fn open(pdf: Vec<u8>, limits: &RenderLimits) -> Result<Pdf, RenderError> {
    streams::check(&pdf)?;
    let document = Pdf::new(pdf).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => RenderError::Encrypted,
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => RenderError::Unreadable,
    })?;
    match document.pages().len() {
        0 => Err(RenderError::Unreadable),
        pages if pages > limits.pages => Err(RenderError::TooManyPages {
            limit: limits.pages,
        }),
        _ => Ok(document),
    }
}
