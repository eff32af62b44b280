//! One page: weighed, then painted.

use super::weigh::Scales;
use super::{RenderError, RenderLimits, RenderedPage, fonts};
use hayro::hayro_interpret::{Context, InterpreterCache, TransformExt, interpret_page};
use hayro::hayro_syntax::object::{Array, Stream};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, Rect};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render as paint};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Most bytes of what a page says to draw; pictures and fonts lie elsewhere.
const MOST_INSTRUCTIONS: usize = 64 * 1024 * 1024;
/// The painter counts in 16 bits.
const MOST_SIDE: f32 = 16_000.0;

pub(crate) fn render<'a>(
    page: &'a Page<'a>,
    dpi: u16,
    limits: &RenderLimits,
    stop: &Arc<AtomicBool>,
) -> Result<RenderedPage, RenderError> {
    if stop.load(Ordering::SeqCst) {
        return Err(RenderError::TooSlow);
    }
    if instructions(page) > MOST_INSTRUCTIONS {
        return Err(RenderError::TooMuchWork);
    }
    let scale = scale(page, dpi, limits)?;
    weigh(page, scale, limits, stop);
    let settings = PixmapSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
    };
    let cache = RenderCache::new();
    let drawing = RenderSettings::default();
    let picture = paint(page, &cache, &fonts::settings(), &drawing, &settings);
    // The paper is white and nothing shines through: the colours are as they are.
    let pixels = picture.data().iter();
    Ok(RenderedPage {
        width: picture.width().into(),
        height: picture.height().into(),
        rgb: pixels
            .flat_map(|pixel| [pixel.r, pixel.g, pixel.b])
            .collect(),
    })
}

/// Bytes of the page's instructions, counted as far as the most: a list may name one stream a
/// million times.
fn instructions(page: &Page<'_>) -> usize {
    let Some(parts) = page.raw().get::<Array<'_>>(b"Contents") else {
        return 0;
    };
    let mut bytes: usize = 0;
    for part in parts.iter::<Stream<'_>>() {
        // One byte for each, so that a million empty ones count.
        bytes += 1 + part.decoded_data().map_or(0, |data| data.len());
        if bytes > MOST_INSTRUCTIONS {
            break;
        }
    }
    bytes
}

/// Pixels per point.
fn scale(page: &Page<'_>, dpi: u16, limits: &RenderLimits) -> Result<f32, RenderError> {
    let (width, height) = page.render_dimensions();
    if !(width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0) {
        return Err(RenderError::Unreadable);
    }
    let wanted = f32::from(dpi) / 72.0;
    #[expect(clippy::cast_precision_loss, reason = "a limit of some millions")]
    let pixels = limits.pixels as f32;
    let scale = wanted
        .min((pixels / (width * height)).sqrt())
        .min(MOST_SIDE / width.max(height));
    // A page that is less than a pixel thin at this scale is none.
    if width * scale >= 1.0 && height * scale >= 1.0 {
        Ok(scale)
    } else {
        Err(RenderError::Unreadable)
    }
}

/// Walks through the page without painting.
fn weigh<'a>(page: &'a Page<'a>, scale: f32, limits: &RenderLimits, stop: &Arc<AtomicBool>) {
    let (width, height) = page.render_dimensions();
    let all = Rect::new(
        0.0,
        0.0,
        f64::from(width * scale),
        f64::from(height * scale),
    );
    let place = Affine::scale(scale.into()) * page.initial_transform(true).to_kurbo();
    let cache = InterpreterCache::new();
    let mut context = Context::new(place, all, &cache, page.xref(), fonts::settings());
    let mut scales = Scales::new(all, limits.work, stop);
    interpret_page(page, &mut context, &mut scales);
}
