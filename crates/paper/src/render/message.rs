//! What passes between a process and the one that renders for it: both are the same program, so
//! there are no editions. Numbers are eight bytes, the lowest first.
//!
//! The order: page, resolution, the limits; then the PDF to the end. The answer: a kind, a number;
//! if it is pages, as many times width, height, and three bytes for each pixel.

use super::{RenderError, RenderLimits, RenderedPage};
use std::io::{self, Read, Write};
use std::time::Duration;

/// What shall be rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Order {
    /// From 1, or [`Order::ALL`].
    pub(super) page: u64,
    pub(super) dpi: u16,
    pub(super) limits: RenderLimits,
}

const PAGES: u64 = 0;

impl Order {
    /// Every page.
    pub(super) const ALL: u64 = 0;
    /// No page: what the file carries unseen; the answer is [`crate::examine`]'s.
    pub(super) const EXAMINE: u64 = u64::MAX - 1;
    /// No page: a clean copy; [`crate::clean`]'s own order stands before the PDF.
    pub(super) const CLEAN: u64 = u64::MAX;

    pub(super) fn new(page: u64, dpi: u16, limits: RenderLimits) -> Self {
        Self { page, dpi, limits }
    }

    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let limits = &self.limits;
        let patience = u64::try_from(limits.patience.as_millis()).unwrap_or(u64::MAX);
        let parts = [
            self.page,
            self.dpi.into(),
            number(limits.pages),
            limits.pixels,
            limits.work,
            patience,
            limits.memory,
        ];
        parts.iter().try_for_each(|part| put(to, *part))
    }

    pub(super) fn read(from: &mut impl Read) -> io::Result<Self> {
        Ok(Self {
            page: take(from)?,
            dpi: small(take(from)?)?,
            limits: RenderLimits {
                pages: small(take(from)?)?,
                pixels: take(from)?,
                work: take(from)?,
                patience: Duration::from_millis(take(from)?),
                memory: take(from)?,
            },
        })
    }
}

pub(super) fn write_answer(
    to: &mut impl Write,
    answer: &Result<Vec<RenderedPage>, RenderError>,
) -> io::Result<()> {
    let (kind, with) = match answer {
        Ok(pages) => (PAGES, number(pages.len())),
        Err(RenderError::Unreadable) => (1, 0),
        Err(RenderError::Encrypted) => (2, 0),
        Err(RenderError::NoSuchPage { page }) => (3, number(*page)),
        Err(RenderError::TooManyPages { limit }) => (4, number(*limit)),
        Err(RenderError::TooMuchWork) => (5, 0),
        Err(RenderError::TooSlow) => (6, 0),
        Err(RenderError::Busy) => (7, 0),
        Err(RenderError::Failed) => (8, 0),
    };
    put(to, kind)?;
    put(to, with)?;
    for page in answer.iter().flatten() {
        put(to, page.width.into())?;
        put(to, page.height.into())?;
        to.write_all(&page.rgb)?;
    }
    to.flush()
}

/// Reads an answer. Whoever wrote it has read a stranger's file: nothing in it is believed beyond
/// the limits.
pub(super) fn read_answer(
    from: &mut impl Read,
    limits: &RenderLimits,
) -> io::Result<Result<Vec<RenderedPage>, RenderError>> {
    let (kind, with) = (take(from)?, take(from)?);
    Ok(Err(match kind {
        PAGES => return pages(from, small(with)?, limits).map(Ok),
        1 => RenderError::Unreadable,
        2 => RenderError::Encrypted,
        3 => RenderError::NoSuchPage { page: small(with)? },
        4 => RenderError::TooManyPages {
            limit: small(with)?,
        },
        5 => RenderError::TooMuchWork,
        6 => RenderError::TooSlow,
        7 => RenderError::Busy,
        8 => RenderError::Failed,
        _ => return Err(odd()),
    }))
}

fn pages(
    from: &mut impl Read,
    count: usize,
    limits: &RenderLimits,
) -> io::Result<Vec<RenderedPage>> {
    if count == 0 || count > limits.pages {
        return Err(odd());
    }
    let mut pages = Vec::new();
    for _ in 0..count {
        let (width, height): (u32, u32) = (small(take(from)?)?, small(take(from)?)?);
        let pixels = u64::from(width) * u64::from(height);
        // Sides are rounded up to whole pixels.
        if pixels > limits.pixels + u64::from(width) + u64::from(height) {
            return Err(odd());
        }
        let mut rgb = vec![0; small(pixels * 3)?];
        from.read_exact(&mut rgb)?;
        pages.push(RenderedPage { width, height, rgb });
    }
    Ok(pages)
}

fn put(to: &mut impl Write, value: u64) -> io::Result<()> {
    to.write_all(&value.to_le_bytes())
}

fn take(from: &mut impl Read) -> io::Result<u64> {
    let mut bytes = [0; 8];
    from.read_exact(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes))
}

fn number(value: usize) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

fn small<T: TryFrom<u64>>(value: u64) -> io::Result<T> {
    T::try_from(value).map_err(|_| odd())
}

fn odd() -> io::Error {
    io::ErrorKind::InvalidData.into()
}
