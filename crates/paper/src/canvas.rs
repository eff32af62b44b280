//! A page to draw on. Millimetres from the top left corner; printpdf counts from the bottom.

use printpdf::{
    Color, CurTransMat, Line, LineCapStyle, LineJoinStyle, LinePoint, Op, PaintMode, PdfFontHandle,
    Point, Polygon, PolygonRing, Pt, Rect, Rgb, TextItem, TextMatrix, WindingOrder, XObjectId,
    XObjectTransform,
};

use crate::document::{FontUse, PageSize, Slot};
use crate::error::{Missing, PaperError};
use crate::font::Font;
use crate::text::{Align, Glyph, Ink, Laid, Line as TextLine, Style, lay_out};
use crate::units::{MM_PER_PT, advance_mm, count, pt, round2};

/// Part of the em above the baseline: BIZ UD's ideographic em box.
const ASCENT: f32 = 0.88;

/// Smallest legible size in points.
const SMALLEST: f32 = 7.0;

/// A rectangle on the page in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Area {
    /// A rectangle from its left, top, width and height.
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self {
            x,
            y,
            width,
            height,
        }
    }

    /// The area smaller by `by` on every side.
    #[must_use]
    pub fn inset(self, by: f32) -> Self {
        Self::new(
            self.x + by,
            self.y + by,
            self.width - 2.0 * by,
            self.height - 2.0 * by,
        )
    }
}

/// A page being drawn.
pub struct Canvas<'d> {
    size: PageSize,
    ops: Vec<Op>,
    fonts: &'d mut FontUse,
    missing: &'d mut Missing,
    fill: Option<Ink>,
    stroke: Option<(Ink, f32)>,
}

impl<'d> Canvas<'d> {
    pub(crate) fn new(size: PageSize, fonts: &'d mut FontUse, missing: &'d mut Missing) -> Self {
        let ops = vec![
            Op::SetLineCapStyle {
                cap: LineCapStyle::Round,
            },
            Op::SetLineJoinStyle {
                join: LineJoinStyle::Round,
            },
        ];
        Self {
            size,
            ops,
            fonts,
            missing,
            fill: None,
            stroke: None,
        }
    }

    pub(crate) fn into_ops(self) -> Vec<Op> {
        self.ops
    }

    /// Size of the page.
    pub fn size(&self) -> PageSize {
        self.size
    }

    /// Draws a text in a column whose top left corner is (`x`, `y`); gives its height.
    pub fn text(&mut self, x: f32, y: f32, width: f32, text: &str, style: Style) -> f32 {
        let laid = lay_out(text, style, width);
        self.laid(x, y, width, &laid);
        laid.height()
    }

    /// Draws one line on the baseline centre of `area`: vertically centred, aligned by the style.
    pub fn text_in(&mut self, area: Area, text: &str, style: Style) {
        let laid = lay_out(text, style, area.width);
        let y = area.y + (area.height - laid.height()) / 2.0;
        self.laid(area.x, y, area.width, &laid);
    }

    /// Draws a text that normally takes one line centred in the height of `area`; smaller, and
    /// then on more lines, if it must (not below 7 points).
    ///
    /// # Errors
    /// [`PaperError::TooLong`] naming `what` when it does not fit even then.
    pub fn fit_in(
        &mut self,
        area: Area,
        text: &str,
        style: Style,
        what: &'static str,
    ) -> Result<(), PaperError> {
        let style = style.leading(area.height / (style.size * MM_PER_PT));
        let laid = crate::text::fit(text, style, area.width, area.height, SMALLEST)
            .ok_or(PaperError::TooLong { what })?;
        let y = area.y + (area.height - laid.height()) / 2.0;
        self.laid(area.x, y, area.width, &laid);
        Ok(())
    }

    /// Draws lines laid out before.
    pub fn laid(&mut self, x: f32, y: f32, width: f32, laid: &Laid) {
        self.missing.merge(laid.missing.clone());
        let step = laid.style.line_height();
        let first =
            y + (step - laid.style.size * MM_PER_PT) / 2.0 + ASCENT * laid.style.size * MM_PER_PT;
        for (n, line) in laid.lines.iter().enumerate() {
            let left = match laid.style.align {
                Align::Left => x,
                Align::Center => x + (width - line.width) / 2.0,
                Align::Right => x + width - line.width,
            };
            self.glyphs(left, first + count(n) * step, line, laid.style);
        }
    }

    /// One line of glyphs with its baseline at `baseline`, run by run of one embedded font.
    fn glyphs(&mut self, x: f32, baseline: f32, line: &TextLine, style: Style) {
        if line.glyphs.is_empty() {
            return;
        }
        self.fill_ink(style.ink);
        self.ops.push(Op::StartTextSection);
        let mut pen = x;
        let mut run: Option<(Slot, f32, Vec<printpdf::Codepoint>)> = None;
        for glyph in &line.glyphs {
            let (slot, id) = self.fonts.place(glyph);
            let code = printpdf::Codepoint::with_cid(id, 0.0, glyph.cluster.text());
            match &mut run {
                Some((current, _, codes)) if *current == slot => codes.push(code),
                _ => {
                    self.show(run.take(), baseline, style.size);
                    run = Some((slot, pen, vec![code]));
                }
            }
            pen += glyph_mm(glyph, style.size);
        }
        self.show(run, baseline, style.size);
        self.ops.push(Op::EndTextSection);
    }

    fn show(
        &mut self,
        run: Option<(Slot, f32, Vec<printpdf::Codepoint>)>,
        baseline: f32,
        size: f32,
    ) {
        let Some((slot, x, codes)) = run else { return };
        let (x, y) = (pt(x), pt(self.size.height - baseline));
        self.ops.push(Op::SetFont {
            font: PdfFontHandle::External(slot.id()),
            size: Pt(size),
        });
        self.ops.push(Op::SetTextMatrix {
            matrix: TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, x.0, y.0]),
        });
        self.ops.push(Op::ShowText {
            items: vec![TextItem::GlyphIds(codes)],
        });
    }

    /// A filled rectangle.
    pub fn fill(&mut self, area: Area, ink: Ink) {
        self.fill_ink(ink);
        self.rectangle(area, PaintMode::Fill);
    }

    /// The outline of a rectangle, `weight` in points.
    pub fn outline(&mut self, area: Area, ink: Ink, weight: f32) {
        self.stroke_ink(ink, weight);
        self.rectangle(area, PaintMode::Stroke);
    }

    fn rectangle(&mut self, area: Area, mode: PaintMode) {
        let rectangle = Rect {
            x: pt(area.x),
            y: pt(self.size.height - area.y - area.height),
            width: pt(area.width),
            height: pt(area.height),
            mode: Some(mode),
            winding_order: None,
        };
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    /// A straight line between two points, `weight` in points.
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), ink: Ink, weight: f32) {
        self.path(&[from, to], ink, weight);
    }

    /// An open line through several points.
    pub fn path(&mut self, points: &[(f32, f32)], ink: Ink, weight: f32) {
        self.stroke_ink(ink, weight);
        let points = points.iter().map(|p| self.point(*p, false)).collect();
        self.ops.push(Op::DrawLine {
            line: Line {
                points,
                is_closed: false,
            },
        });
    }

    /// A closed shape. A point with `true` is a Bézier handle (two handles, then the end point).
    pub fn shape(&mut self, points: &[(f32, f32, bool)], paint: Paint) {
        let points = points
            .iter()
            .map(|(x, y, handle)| self.point((*x, *y), *handle))
            .collect();
        let mode = self.apply(paint);
        self.ops.push(Op::DrawPolygon {
            polygon: Polygon {
                rings: vec![PolygonRing { points }],
                mode,
                winding_order: WindingOrder::NonZero,
            },
        });
    }

    fn apply(&mut self, paint: Paint) -> PaintMode {
        match paint {
            Paint::Fill(ink) => {
                self.fill_ink(ink);
                PaintMode::Fill
            }
            Paint::Stroke(ink, weight) => {
                self.stroke_ink(ink, weight);
                PaintMode::Stroke
            }
            Paint::Both(fill, ink, weight) => {
                self.fill_ink(fill);
                self.stroke_ink(ink, weight);
                PaintMode::FillStroke
            }
        }
    }

    /// A QR code as vector squares, quiet zone of four modules included in `area` (which is square).
    ///
    /// # Errors
    /// [`PaperError::QrTooLong`] when the content is too long.
    pub fn qr(&mut self, area: Area, content: &str) -> Result<(), PaperError> {
        let code = qrcode::QrCode::with_error_correction_level(content, qrcode::EcLevel::M)
            .map_err(|_| PaperError::QrTooLong)?;
        let modules = code.width();
        let step = area.width / count(modules + 8);
        self.fill(area, Ink::WHITE);
        for (row, colors) in code.to_colors().chunks(modules).enumerate() {
            let y = area.y + step * count(row + 4);
            let mut at = 0;
            for run in colors.chunk_by(|a, b| a == b) {
                if run[0] == qrcode::Color::Dark {
                    let x = area.x + step * count(at + 4);
                    self.fill(Area::new(x, y, step * count(run.len()), step), Ink(0, 0, 0));
                }
                at += run.len();
            }
        }
        Ok(())
    }

    /// Places a picture kept by the document: `matrix` lays its unit square on the page, in
    /// millimetres counted from the lower left corner.
    pub(crate) fn place_picture(&mut self, id: XObjectId, matrix: [f32; 6]) {
        self.ops.push(Op::SaveGraphicsState);
        self.ops.push(Op::SetTransformationMatrix {
            matrix: CurTransMat::Raw(matrix.map(|mm| pt(mm).0)),
        });
        self.ops.push(Op::UseXobject {
            id,
            transform: XObjectTransform {
                no_auto_scale: true,
                ..XObjectTransform::default()
            },
        });
        self.ops.push(Op::RestoreGraphicsState);
    }

    /// Page number at the foot, e.g. `2 / 5`.
    pub fn page_number(&mut self, page: usize, of: usize) {
        let style = Style::new(Font::Gothic, 8.0)
            .align(Align::Center)
            .ink(Ink::GREY);
        let area = Area::new(0.0, self.size.height - 12.0, self.size.width, 5.0);
        self.text_in(area, &format!("{page} / {of}"), style);
    }

    fn point(&self, (x, y): (f32, f32), bezier: bool) -> LinePoint {
        LinePoint {
            p: Point {
                x: pt(x),
                y: pt(self.size.height - y),
            },
            bezier,
        }
    }

    fn fill_ink(&mut self, ink: Ink) {
        if self.fill != Some(ink) {
            self.fill = Some(ink);
            self.ops.push(Op::SetFillColor { col: color(ink) });
        }
    }

    fn stroke_ink(&mut self, ink: Ink, weight: f32) {
        if self.stroke != Some((ink, weight)) {
            self.stroke = Some((ink, weight));
            self.ops.push(Op::SetOutlineColor { col: color(ink) });
            self.ops.push(Op::SetOutlineThickness { pt: Pt(weight) });
        }
    }
}

/// How a closed shape is painted. Weights in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Paint {
    /// Filled.
    Fill(Ink),
    /// Outlined.
    Stroke(Ink, f32),
    /// Filled with the first ink, outlined with the second.
    Both(Ink, Ink, f32),
}

fn color(ink: Ink) -> Color {
    let part = |value: u8| round2(f32::from(value) / 255.0);
    Color::Rgb(Rgb {
        r: part(ink.0),
        g: part(ink.1),
        b: part(ink.2),
        icc_profile: None,
    })
}

fn glyph_mm(glyph: &Glyph, size: f32) -> f32 {
    advance_mm(u32::from(glyph.advance), size)
}
