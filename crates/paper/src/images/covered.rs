//! The board's edition of an uploaded opinion: pages that were rendered to pictures, with what the
//! clerk covered painted into the pixels, so that nothing lies beneath.
//!
//! Who renders the pages is not this crate's matter; 150 dpi is enough to read and to print.

use std::fmt;

use super::ImagesPdf;
use super::exif::Orientation;
use super::picture::{Colour, Picture};
use super::pixels::to_usize;
use super::place;
use crate::canvas::{Area, Canvas};
use crate::document::Document;
use crate::error::PaperError;
use crate::font::Font;
use crate::text::{Align, Ink, Style, measure};

/// A rendered page. Debug prints nothing of it.
#[derive(Clone, Copy)]
pub struct PagePicture<'a> {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Red, green, blue of each pixel, row by row from the top, 8 bits each.
    pub rgb: &'a [u8],
    /// What is covered on this page.
    pub covers: &'a [Cover],
}

impl fmt::Debug for PagePicture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PagePicture")
    }
}

/// A covered rectangle in parts of the page (0 to 1) from its upper left corner; what reaches
/// over the edge is cut off, and every pixel it touches is covered whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cover {
    /// Left edge.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// The grey of covered places, as in the drawn masked edition.
const GREY: u8 = 205;

/// Makes the PDF: each page a picture alone, the case number, if it is to be on them, in the
/// upper right corner of each.
///
/// # Errors
/// [`PaperError::Nothing`] without pages; [`PaperError::WrongSize`] for a picture whose samples
/// are not width × height × 3; [`PaperError::MissingGlyphs`] for a case number no font can draw.
pub fn covered_pages_to_pdf(
    pages: &[PagePicture<'_>],
    case_no: Option<&str>,
) -> Result<ImagesPdf, PaperError> {
    if pages.is_empty() {
        return Err(PaperError::Nothing { what: "pages" });
    }
    let mut document = Document::new("主治医意見書");
    for (n, page) in pages.iter().enumerate() {
        let size = to_usize(page.width) * to_usize(page.height) * 3;
        if page.rgb.len() != size || size == 0 {
            return Err(PaperError::WrongSize { page: n + 1 });
        }
        let mut rgb = page.rgb.to_vec();
        for cover in page.covers {
            paint(&mut rgb, (page.width, page.height), *cover);
        }
        let size = (page.width, page.height);
        let (colour, rows) = if rgb.chunks_exact(3).all(|p| p[0] == p[1] && p[1] == p[2]) {
            (Colour::Gray, rgb.iter().step_by(3).copied().collect())
        } else {
            (Colour::Rgb, rgb)
        };
        let picture = Picture::of_bytes(size, Orientation::Upright, colour, rows);
        place::on_a_page(&mut document, picture);
        if let Some(case_no) = case_no {
            let number = document.page_count();
            document.amend(number, |canvas| label(canvas, case_no));
        }
    }
    Ok(ImagesPdf {
        pages: document.page_count(),
        pdf: document.finish()?,
    })
}

fn paint(rgb: &mut [u8], (width, height): (u32, u32), cover: Cover) {
    let (left, right) = span(cover.left, cover.width, width);
    let (top, low) = span(cover.top, cover.height, height);
    for row in rgb
        .chunks_exact_mut(to_usize(width) * 3)
        .take(low)
        .skip(top)
    {
        row[left * 3..right * 3].fill(GREY);
    }
}

/// The pixels a stretch touches: first, and behind last. What is no number covers everything.
fn span(start: f32, length: f32, pixels: u32) -> (usize, usize) {
    if !start.is_finite() || !length.is_finite() {
        return (0, to_usize(pixels));
    }
    let all = f64::from(pixels);
    let first = (f64::from(start) * all).floor().clamp(0.0, all);
    let end = (f64::from(start + length.max(0.0)) * all).ceil();
    (whole(first), whole(end.clamp(first, all)))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole numbers between 0 and a picture's pixels"
)]
fn whole(value: f64) -> usize {
    value as usize
}

/// The case number on white, above whatever the page shows there.
fn label(canvas: &mut Canvas<'_>, case_no: &str) {
    let style = Style::new(Font::GothicBold, 13.0).align(Align::Center);
    let text = format!("資料番号 {case_no}");
    let width = measure(&text, style.font, style.size) + 6.0;
    let place = Area::new(canvas.size().width - width - 6.0, 4.0, width, 8.0);
    canvas.fill(place, Ink::WHITE);
    canvas.outline(place, Ink::BLACK, 0.8);
    canvas.text_in(place, &text, style);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{pages_of, text_of};

    const SECRET: [u8; 3] = [17, 34, 51];

    fn samples(pdf: &[u8]) -> Vec<Vec<u8>> {
        let document = lopdf::Document::load_mem(pdf).unwrap();
        let image = |object: &lopdf::Object| {
            let stream = object.as_stream().ok()?;
            let kind = stream.dict.get(b"Subtype").ok()?.as_name().ok()?;
            (kind == b"Image").then(|| stream.decompressed_content().unwrap())
        };
        document.objects.values().filter_map(image).collect()
    }

    fn page<'a>(rgb: &'a [u8], covers: &'a [Cover]) -> PagePicture<'a> {
        PagePicture {
            width: 20,
            height: 30,
            rgb,
            covers,
        }
    }

    #[test]
    fn what_is_covered_is_gone_and_the_rest_stays() {
        // Secret pixels in the upper third, others below.
        let mut rgb = SECRET.repeat(20 * 10);
        rgb.extend([200, 100, 0].repeat(20 * 20));
        let covers = [Cover {
            left: -0.5,
            top: 0.01,
            width: 3.0,
            height: 0.33,
        }];
        let made =
            covered_pages_to_pdf(&[page(&rgb, &covers), page(&rgb, &[])], Some("12")).unwrap();
        assert_eq!((made.pages, pages_of(&made.pdf).len()), (2, 2));
        assert_eq!(text_of(&made.pdf), "資料番号 12資料番号 12");
        let rows: Vec<Vec<u8>> = samples(&made.pdf);
        let holds = |rows: &Vec<u8>, pixel: [u8; 3]| rows.chunks_exact(3).any(|p| p == pixel);
        assert!(!holds(&rows[0], SECRET) && holds(&rows[0], [200, 100, 0]));
        assert!(holds(&rows[0], [GREY; 3]) && holds(&rows[1], SECRET));
    }

    #[test]
    fn covers_reach_every_pixel_they_touch_and_none_outside() {
        assert_eq!(span(0.26, 0.1, 10), (2, 4));
        assert_eq!(span(0.95, 9.0, 10), (9, 10));
        assert_eq!(span(2.0, 1.0, 10), (10, 10));
        assert_eq!(span(-1.0, 0.5, 10), (0, 0));
        assert_eq!(span(f32::NAN, 0.1, 10), (0, 10));
        assert_eq!(span(0.5, f32::INFINITY, 10), (0, 10));
        assert_eq!(span(0.5, -0.3, 10), (5, 5));
    }

    #[test]
    fn pictures_that_lie_about_their_size_are_refused() {
        assert!(matches!(
            covered_pages_to_pdf(&[page(&[0; 5], &[])], None),
            Err(PaperError::WrongSize { page: 1 })
        ));
        assert!(matches!(
            covered_pages_to_pdf(&[], None),
            Err(PaperError::Nothing { what: "pages" })
        ));
        assert_eq!(format!("{:?}", page(&[], &[])), "PagePicture");
    }
}
