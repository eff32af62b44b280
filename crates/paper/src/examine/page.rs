//! One page: painted, walked through, judged; and its annotations.

use super::judge::{Seen, judge};
use super::letters::Walked;
use super::texts::{bare, stretches, tells, whole, words};
use super::walk::Walker;
use super::{DPI, Findings, objects};
use crate::render::{RenderError, RenderLimits, picture_of, settings};
use hayro::hayro_interpret::{
    Context, InterpreterCache, RenderContent, TransformExt, interpret_page,
};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, Rect};
use kairan_domain::examination::{Finding, FindingKind, Place};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Adds what is found; answers all text of the page.
pub(super) fn look<'a>(
    page: &'a Page<'a>,
    number: u32,
    limits: &RenderLimits,
    stop: &Arc<AtomicBool>,
    findings: &mut Findings,
) -> Result<String, RenderError> {
    let picture = picture_of(page, DPI, limits, stop)?;
    let (width, _) = page.render_dimensions();
    let scale = f64::from(picture.width) / f64::from(width).max(1.0);
    let bounds = Rect::new(
        0.0,
        0.0,
        f64::from(picture.width),
        f64::from(picture.height),
    );
    let walked = walk(page, scale, bounds, stop);
    let seen = Seen {
        picture: &picture,
        page: bounds,
    };
    let hidden = judge(&walked, &seen);
    for stretch in stretches(&walked.letters, &hidden) {
        let finding = Finding {
            kind: stretch.kind,
            page: Some(number),
            place: Some(place(stretch.place, scale)),
            words: words(&stretch.text),
        };
        findings.add(finding, stretch.text);
    }
    objects::look_at_page(page, number, findings);
    let text = whole(&walked.letters);
    for told in walked.instead {
        if tells(&told) && !bare(&text).contains(&bare(&told)) {
            let finding = Finding {
                kind: FindingKind::ReplacedText,
                page: Some(number),
                place: None,
                words: words(&told),
            };
            findings.add(finding, told);
        }
    }
    Ok(text)
}

fn walk<'a>(page: &'a Page<'a>, scale: f64, bounds: Rect, stop: &Arc<AtomicBool>) -> Walked {
    let mut walker = Walker::new(bounds, stop);
    for part in [RenderContent::PAGE, RenderContent::ANNOTATIONS] {
        if part == RenderContent::ANNOTATIONS {
            walker.annotations();
        }
        let transform = Affine::scale(scale) * page.initial_transform(true).to_kurbo();
        let cache = InterpreterCache::new();
        let mut settings = settings();
        settings.render_content = part;
        let mut context = Context::new(transform, bounds, &cache, page.xref(), settings);
        interpret_page(page, &mut context, &mut walker);
    }
    walker.walked()
}

/// In points, grown to whole ones.
pub(super) fn place(rect: Rect, scale: f64) -> Place {
    let (left, top) = (
        point((rect.x0 / scale).floor()),
        point((rect.y0 / scale).floor()),
    );
    Place {
        left,
        top,
        width: point((rect.x1 / scale).ceil()).saturating_sub(left),
        height: point((rect.y1 / scale).ceil()).saturating_sub(top),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "beyond a million points nothing is told apart"
)]
fn point(at: f64) -> i32 {
    at.clamp(-1e6, 1e6) as i32
}
