//! Whether the pages of a copy look as they did.

use super::CleanError;
use crate::render::{RenderError, RenderLimits, RenderedPage, picture_of, with_document};

/// Coarse enough that a page painted from its picture differs only where it is another.
const DPI: u16 = 48;
/// Side of a square of pixels that is compared as a whole.
const SIDE: usize = 4;
/// Most difference of a square's parts of colour, of 255.
const MOST: u32 = 40;

/// The pages (from 1) that differ.
pub(super) fn changed(
    before: &[u8],
    after: &[u8],
    limits: &RenderLimits,
) -> Result<Vec<u32>, CleanError> {
    let (before, after) = (pictures(before, limits)?, pictures(after, limits)?);
    if before.len() != after.len() {
        return Err(CleanError::Unwritable);
    }
    let pairs = before.iter().zip(&after).zip(1..);
    Ok(pairs
        .filter(|((before, after), _)| !same(before, after))
        .map(|(_, number)| number)
        .collect())
}

/// In grey at this resolution a page of A4 takes a quarter of a megabyte.
fn pictures(pdf: &[u8], limits: &RenderLimits) -> Result<Vec<RenderedPage>, RenderError> {
    let limits = *limits;
    with_document(pdf, limits, move |document, stop| {
        let pages = document.pages().iter();
        pages
            .map(|page| picture_of(page, DPI, &limits, stop))
            .collect()
    })
}

fn same(before: &RenderedPage, after: &RenderedPage) -> bool {
    // Sides are rounded: a pixel more or less is the same page.
    if before.width.abs_diff(after.width) > 1 || before.height.abs_diff(after.height) > 1 {
        return false;
    }
    let (before, after) = (squares(before), squares(after));
    before.iter().zip(&after).all(|(before, after)| {
        before.iter().zip(after).all(|(before, after)| {
            before
                .iter()
                .zip(after)
                .all(|(before, after)| before.abs_diff(*after) <= MOST)
        })
    })
}

/// The mean colour of each square, row by row.
fn squares(page: &RenderedPage) -> Vec<Vec<[u32; 3]>> {
    let row = usize::try_from(page.width).unwrap_or(usize::MAX).max(1) * 3;
    let rows: Vec<&[u8]> = page.rgb().chunks_exact(row).collect();
    rows.chunks_exact(SIDE)
        .map(|rows| {
            let across = row / 3 / SIDE;
            (0..across).map(|n| mean(rows, n * SIDE * 3)).collect()
        })
        .collect()
}

fn mean(rows: &[&[u8]], from: usize) -> [u32; 3] {
    let mut sum = [0_u32; 3];
    for row in rows {
        let part = row.get(from..from + SIDE * 3).unwrap_or_default();
        for pixel in part.chunks_exact(3) {
            for (sum, part) in sum.iter_mut().zip(pixel) {
                *sum += u32::from(*part);
            }
        }
    }
    let count = u32::try_from(SIDE * SIDE).unwrap_or(1);
    sum.map(|sum| sum / count)
}
