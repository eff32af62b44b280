//! Pages on which something hides, as pictures.

use super::DPI;
use super::rewrite::Sheet;
use crate::render::{RenderError, RenderLimits, picture_of};
use hayro::hayro_syntax::Pdf;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Most bytes of all pictures of one copy before they are packed: forty pages of A4 in grey.
const MOST: usize = 240_000_000;

pub(super) fn sheets(
    document: &Pdf,
    wanted: &[u32],
    limits: &RenderLimits,
    stop: &Arc<AtomicBool>,
) -> Result<BTreeMap<u32, Sheet>, RenderError> {
    let mut sheets = BTreeMap::new();
    let mut room = MOST;
    for (page, number) in document.pages().iter().zip(1..) {
        if !wanted.contains(&number) {
            continue;
        }
        let picture = picture_of(page, DPI, limits, stop)?;
        let rgb = picture.rgb();
        let grey = rgb.chunks_exact(3).all(|p| p[0] == p[1] && p[1] == p[2]);
        let samples: Vec<u8> = if grey {
            rgb.iter().step_by(3).copied().collect()
        } else {
            rgb.to_vec()
        };
        room = room
            .checked_sub(samples.len())
            .ok_or(RenderError::TooMuchWork)?;
        sheets.insert(
            number,
            Sheet {
                width: picture.width,
                height: picture.height,
                size: page.render_dimensions(),
                samples,
                grey,
            },
        );
    }
    Ok(sheets)
}
