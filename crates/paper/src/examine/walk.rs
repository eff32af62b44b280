//! The device that keeps letters and covers instead of painting them.

use super::letters::{CoverKind, Letter, OpaqueCover, Walked};
use super::strings::text;
use crate::render::RenderError;
use hayro::hayro_interpret::font::{Glyph, GlyphRun};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};
use hayro::hayro_syntax::object::{Dict, String as PdfString};
use hayro::kurbo::{Affine, BezPath, Rect, Shape};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Most letters of a page: a page of a dictionary has ten thousand.
const MOST_LETTERS: usize = 100_000;
/// Most covers that are kept; those behind it are judged by the picture alone.
const MOST_COVERS: usize = 8_000;
/// Outlines with more parts are judged by the picture alone.
const MOST_PARTS: usize = 64;
/// Where a letter without ink stands: above and below its base line, in thousandths.
const ABOVE: f64 = 750.0;
const BELOW: f64 = 50.0;

pub(super) struct Walker {
    page: Rect,
    kind: CoverKind,
    turn: u32,
    clips: Vec<Clip>,
    /// Whether what is drawn covers what lies below; one for each group.
    groups: Vec<bool>,
    /// Ink of a glyph in its own space: box and how much of it is filled.
    inks: HashMap<u128, (Rect, f64)>,
    stop: Arc<AtomicBool>,
    walked: Walked,
}

#[derive(Clone, Copy)]
struct Clip {
    bounds: Rect,
    /// Whether the bounds are all there is to it.
    plain: bool,
}

impl Walker {
    pub(super) fn new(page: Rect, stop: &Arc<AtomicBool>) -> Self {
        Self {
            page,
            kind: CoverKind::Shape,
            turn: 0,
            clips: Vec::new(),
            groups: Vec::new(),
            inks: HashMap::new(),
            stop: Arc::clone(stop),
            walked: Walked::default(),
        }
    }

    /// What follows belongs to annotations.
    pub(super) fn annotations(&mut self) {
        self.kind = CoverKind::Annotation;
    }

    pub(super) fn walked(self) -> Walked {
        self.walked
    }

    fn next(&mut self) -> u32 {
        if self.stop.load(Ordering::Relaxed) {
            std::panic::resume_unwind(Box::new(RenderError::TooSlow));
        }
        self.turn = self.turn.saturating_add(1);
        self.turn
    }

    fn clip(&self) -> Clip {
        self.clips.last().copied().unwrap_or(Clip {
            bounds: self.page,
            plain: true,
        })
    }

    fn cover(&mut self, kind: CoverKind, bounds: Rect, outline: Option<BezPath>) {
        let clip = self.clip();
        let turn = self.next();
        let opaque = self.groups.iter().all(|opaque| *opaque);
        let bounds = bounds.intersect(clip.bounds);
        // Lines and dots cover no letter.
        let large = bounds.width() >= 2.0 && bounds.height() >= 2.0;
        if opaque && clip.plain && large && self.walked.covers.len() < MOST_COVERS {
            let kind = if self.kind == CoverKind::Annotation {
                self.kind
            } else {
                kind
            };
            self.walked.covers.push(OpaqueCover {
                kind,
                turn,
                bounds,
                outline,
            });
        }
    }

    fn letter(&mut self, glyph: &Glyph<'_>, place: Affine, look: &Look) {
        if self.walked.letters.len() >= MOST_LETTERS {
            std::panic::resume_unwind(Box::new(RenderError::TooMuchWork));
        }
        let (ink, filled, width) = self.ink(glyph);
        let drawn = ink.width() > 0.0 && ink.height() > 0.0;
        let standing = Rect::new(0.0, -BELOW, width.max(1.0), ABOVE);
        let own = if drawn { ink } else { standing };
        let clip = self.clip().bounds;
        let turn = self.next();
        let unit = place.transform_rect_bbox(Rect::new(0.0, 0.0, 1000.0, 1000.0));
        self.walked.letters.push(Letter {
            text: text_of(glyph),
            place: place.transform_rect_bbox(own),
            colour: look.colour,
            invisible: look.invisible || !drawn,
            filled,
            size: unit.height().max(1.0),
            clip,
            turn,
        });
    }

    /// Box of the ink, how much of it is filled, and the advance, in thousandths.
    fn ink(&mut self, glyph: &Glyph<'_>) -> (Rect, f64, f64) {
        match glyph {
            Glyph::Outline(outline) => {
                let width = outline.advance_width().map_or(500.0, f64::from);
                let known = self.inks.entry(outline.identifier().cache_key());
                let (ink, filled) = *known.or_insert_with(|| {
                    let path = outline.outline();
                    let bounds = path.bounding_box();
                    let filled = path.area().abs() / bounds.area().max(1.0);
                    (bounds, filled.min(1.0))
                });
                (ink, filled, width)
            }
            // Drawn by instructions: judged by the box it takes.
            Glyph::Type3(drawn) => {
                let width = drawn.advance_width().map_or(500.0, f64::from);
                (Rect::new(0.0, 0.0, width.max(1.0), ABOVE), 0.5, width)
            }
        }
    }
}

/// How letters of one run look.
struct Look {
    colour: Option<[u8; 3]>,
    invisible: bool,
}

impl Look {
    fn of(props: &DrawProps<'_>, mode: &DrawMode) -> Self {
        let rgba = solid(&props.paint);
        Self {
            colour: rgba.map(|[r, g, b, _]| [r, g, b]),
            invisible: matches!(mode, DrawMode::Invisible) || rgba.is_some_and(|c| c[3] < 8),
        }
    }
}

fn solid(paint: &Paint<'_>) -> Option<[u8; 4]> {
    match paint {
        Paint::Color(colour) => Some(colour.to_rgba().to_rgba8()),
        Paint::Pattern(_) => None,
    }
}

fn text_of(glyph: &Glyph<'_>) -> String {
    match glyph.as_unicode() {
        Some(BfString::Char(c)) => c.to_string(),
        Some(BfString::String(text)) => text,
        // Copied as something, whatever it is.
        None => char::REPLACEMENT_CHARACTER.to_string(),
    }
}

impl<'a> Device<'a> for Walker {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        let fills = matches!(mode, DrawMode::Fill(_) | DrawMode::FillAndStroke(..));
        let covers = fills
            && props.blend_mode == BlendMode::Normal
            && props.soft_mask.is_none()
            && solid(&props.paint).is_some_and(|colour| colour[3] >= 250)
            && path.elements().len() <= MOST_PARTS;
        if covers {
            let outline = props.transform * path.clone();
            self.cover(CoverKind::Shape, outline.bounding_box(), Some(outline));
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        let before = self.clip();
        let bounds = clip.path.bounding_box();
        // Four corners and the way back: most clips are rectangles.
        let plain = (clip.path.area().abs() - bounds.area()).abs() < bounds.area() * 0.01;
        self.clips.push(Clip {
            bounds: before.bounds.intersect(bounds),
            plain: before.plain && plain,
        });
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, b: BlendMode) {
        self.groups
            .push(opacity >= 0.98 && mask.is_none() && b == BlendMode::Normal);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        // Filled and stroked comes as two runs.
        if matches!(mode, DrawMode::Stroke(_)) && self.repeats(run, props.transform) {
            return;
        }
        let look = Look::of(&props, mode);
        for glyph in run.glyphs() {
            self.letter(glyph, props.transform * glyph.transform(), &look);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let Image::Raster(raster) = &image else {
            return;
        };
        let dict = raster.stream().dict();
        let through = [&b"SMask"[..], b"Mask", b"SMaskInData"];
        let opaque = props.blend_mode == BlendMode::Normal
            && props.soft_mask.is_none()
            && through.iter().all(|key| !dict.contains_key(key));
        if opaque {
            let (width, height) = (f64::from(image.width()), f64::from(image.height()));
            let path = props.transform * Rect::new(0.0, 0.0, width, height).to_path(0.1);
            self.cover(CoverKind::Picture, path.bounding_box(), Some(path));
        }
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        let told = properties.and_then(|all| all.get::<PdfString<'_>>(b"ActualText"));
        if let Some(told) = told {
            self.walked.instead.push(text(told.as_bytes()));
        }
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }
}

impl Walker {
    /// Whether the last letters are these.
    fn repeats(&self, run: &GlyphRun<'_, '_>, transform: Affine) -> bool {
        let count = run.glyphs().len();
        let Some(first) = run.glyphs().first() else {
            return true;
        };
        let at = (transform * first.transform()).translation();
        let from = self.walked.letters.len().checked_sub(count);
        from.and_then(|from| self.walked.letters.get(from))
            .is_some_and(|letter| {
                let place = letter.place.inflate(letter.size, letter.size);
                place.contains(at.to_point())
            })
    }
}
