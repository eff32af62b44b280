//! What a page will cost to paint, found by walking through it: forms, patterns, soft masks and
//! drawn letters included. Beyond the limit the walk ends by unwinding with a [`RenderError`].

use super::RenderError;
use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::pattern::{Pattern, TilingPattern};
use hayro::hayro_interpret::util::x_y_advances;
use hayro::hayro_interpret::{
    BlendMode, CacheKey, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint,
    SoftMask,
};
use hayro::kurbo::{Affine, BezPath, Rect, Shape};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What anything drawn costs beside its area, in pixels.
const ITEM: f64 = 300.0;
/// What a stretch of a line costs.
const STRETCH: f64 = 20.0;
/// A picture of more pixels is not even looked at: A3 at 600 dpi has 70 million.
const MOST_PIXELS: f64 = 80_000_000.0;

pub(super) struct Scales {
    page: Rect,
    left: f64,
    stop: Arc<AtomicBool>,
    /// Soft masks are painted once.
    masks: BTreeSet<u128>,
}

impl Scales {
    pub(super) fn new(page: Rect, work: u64, stop: &Arc<AtomicBool>) -> Self {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a limit of some thousand millions"
        )]
        let left = work as f64;
        Self {
            page,
            left,
            stop: Arc::clone(stop),
            masks: BTreeSet::new(),
        }
    }

    fn spend(&mut self, pixels: f64) {
        self.left -= pixels;
        // What is no number is too much.
        if self.left.is_nan() || self.left < 0.0 {
            std::panic::resume_unwind(Box::new(RenderError::TooMuchWork));
        }
        if self.stop.load(Ordering::Relaxed) {
            std::panic::resume_unwind(Box::new(RenderError::TooSlow));
        }
    }

    /// Pixels of the page a rectangle covers.
    fn area(&self, rect: Rect) -> f64 {
        let seen = self.page.intersect(rect);
        seen.width().max(0.0) * seen.height().max(0.0)
    }

    fn mask(&mut self, mask: Option<&SoftMask<'_>>) {
        if let Some(mask) = mask
            && self.masks.insert(mask.cache_key())
        {
            self.spend(self.page.area() * 2.0);
            mask.interpret(self);
        }
    }

    fn props(&mut self, props: &DrawProps<'_>, area: Rect) {
        self.mask(props.soft_mask.as_ref());
        if let Paint::Pattern(pattern) = &props.paint
            && let Pattern::Tiling(tiling) = &**pattern
        {
            self.tiling(tiling, area);
        }
    }

    /// A tile is painted once where it repeats, else once for each place it touches.
    fn tiling(&mut self, tiling: &TilingPattern<'_>, area: Rect) {
        let seen = self.page.intersect(area);
        let own = tiling.matrix.inverse().transform_rect_bbox(seen);
        let copies = |visible: f64, cell: f64, step: f32| {
            let step = f64::from(step.abs());
            let span = if visible >= step {
                cell
            } else {
                visible + cell
            };
            (span / step).ceil().max(1.0) + 1.0
        };
        let across = copies(own.width(), tiling.bbox.width(), tiling.x_step);
        let down = copies(own.height(), tiling.bbox.height(), tiling.y_step);
        let (x, y) = x_y_advances(&tiling.matrix);
        let step = f64::from(tiling.x_step) * f64::from(tiling.y_step) * x.length() * y.length();
        let before = self.left;
        self.spend(ITEM + step.abs().min(self.page.area()));
        // `None` is a tile that cannot be read, and paints nothing.
        let _ = tiling.interpret(self, tiling.matrix, false);
        let one = before - self.left;
        self.spend(one * (across * down - 1.0).max(0.0));
    }

    /// A path of so many stretches; dashes make more of them.
    fn path(&mut self, stretches: f64, bounds: Rect, transform: Affine, mode: &DrawMode) {
        let mut cost = ITEM + stretches * STRETCH;
        let mut width = 0.0;
        if let DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) = mode {
            width = f64::from(stroke.line_width.abs());
            let dash: f64 = stroke
                .dash_array
                .iter()
                .map(|part| f64::from(part.abs()))
                .sum();
            if !stroke.dash_array.is_empty() {
                let length = stretches * (bounds.width() + bounds.height());
                let dashes = length / dash.max(f64::MIN_POSITIVE) + 1.0;
                let parts =
                    dashes * f64::from(u16::try_from(stroke.dash_array.len()).unwrap_or(u16::MAX));
                cost += parts * STRETCH;
            }
        }
        let reach = bounds.inflate(width, width);
        self.spend(cost + self.area(transform.transform_rect_bbox(reach)));
    }
}

fn stretches(path: &BezPath) -> f64 {
    f64::from(u32::try_from(path.elements().len()).unwrap_or(u32::MAX))
}

impl<'a> Device<'a> for Scales {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        let bounds = path.bounding_box();
        self.props(&props, props.transform.transform_rect_bbox(bounds));
        self.path(stretches(path), bounds, props.transform, mode);
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        let area = self.area(clip.path.bounding_box());
        self.spend(ITEM + stretches(&clip.path) * STRETCH + area);
    }

    fn push_transparency_group(&mut self, _: f32, mask: Option<SoftMask<'a>>, _: BlendMode) {
        self.mask(mask.as_ref());
        self.spend(ITEM + self.page.area() * 2.0);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        // Letters are drawn in a square of 1000, and seldom reach out of it far.
        let square = Rect::new(-500.0, -500.0, 1500.0, 1500.0);
        for glyph in run.glyphs() {
            let place = props.transform * glyph.transform();
            let bounds = place.transform_rect_bbox(square);
            self.props(&props, bounds);
            match &**glyph {
                Glyph::Outline(_) => self.path(1.0, square, place, mode),
                Glyph::Type3(drawn) => {
                    self.spend(ITEM);
                    drawn.interpret(self, props.transform, glyph.transform(), &props.paint);
                }
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.mask(props.soft_mask.as_ref());
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        if width * height > MOST_PIXELS {
            self.spend(f64::INFINITY);
        }
        let bounds = props
            .transform
            .transform_rect_bbox(Rect::new(0.0, 0.0, width, height));
        self.spend(ITEM + width * height * 4.0 + self.area(bounds));
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
