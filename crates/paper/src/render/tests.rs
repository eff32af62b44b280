mod hostile;
mod outside;

use super::*;
use crate::opinion::{OpinionFrame, draw_opinion, sample};
use crate::testing::{pdf_of, stream, text_of};
use crate::{Cover, covered_pages_to_pdf};
use kairan_domain::opinion::FormEdition;

/// One page of 100 × 100 points that draws this, with more objects from number 5 on.
fn page_of(instructions: &str, resources: &str, more: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources<<{resources}>>>>"
        ),
        stream("", instructions),
    ];
    objects.extend_from_slice(more);
    pdf_of(&objects, "")
}

/// Parts in a thousand of the page's rectangle (in parts of the page) that are darker than grey.
fn ink(page: &RenderedPage, (left, top, right, low): (f64, f64, f64, f64)) -> usize {
    let mut all = 0;
    let mut dark = 0;
    for (n, pixel) in page.rgb().chunks_exact(3).enumerate() {
        let n = u32::try_from(n).unwrap();
        let x = f64::from(n % page.width) / f64::from(page.width);
        let y = f64::from(n / page.width) / f64::from(page.height);
        if (left..right).contains(&x) && (top..low).contains(&y) {
            all += 1;
            dark += usize::from(pixel.iter().all(|part| *part < 128));
        }
    }
    dark * 1000 / all
}

const WHOLE: (f64, f64, f64, f64) = (0.0, 0.0, 1.0, 1.0);

fn limits() -> RenderLimits {
    // Tests are not optimised: less work, more patience.
    RenderLimits {
        work: 200_000_000,
        patience: Duration::from_mins(10),
        ..RenderLimits::default()
    }
}

fn opinion() -> Vec<u8> {
    let answers = sample::answers(FormEdition::E2026, &sample::raw());
    let frame = OpinionFrame {
        reference: "みどり市　被保険者番号 0000123456",
        foot: "受付番号 261122-01-K7M2-4Q9S",
    };
    draw_opinion(&answers, &frame).unwrap().pdf
}

#[test]
fn an_opinion_is_rendered_and_what_is_covered_is_gone() {
    let pdf = opinion();
    let pages = render_pages(&pdf, 40, &limits()).unwrap();
    assert_eq!(pages.len(), 2);
    assert_eq!((pages[0].width, pages[0].height), (330, 467));
    for page in &pages {
        assert!(ink(page, WHOLE) > 3, "the page is blank");
    }
    let covers = [Cover {
        left: 0.0,
        top: 0.05,
        width: 1.0,
        height: 0.25,
    }];
    let with = [pages[0].with_covers(&covers), pages[1].with_covers(&[])];
    let masked = covered_pages_to_pdf(&with, Some("12")).unwrap();
    assert_eq!(text_of(&masked.pdf), "資料番号 12資料番号 12");
    let again = render_pages(&masked.pdf, 40, &limits()).unwrap();
    // Within the cover, away from its edges.
    let inside = (0.02, 0.08, 0.98, 0.27);
    assert!(ink(&pages[0], inside) > 3);
    assert_eq!(ink(&again[0], inside), 0);
    let place = |page: &RenderedPage, x: u32, y: u32| {
        let at = usize::try_from((y * page.width + x) * 3).unwrap();
        page.rgb()[at..at + 3].to_vec()
    };
    let grey = place(&again[0], 20, 60);
    assert_eq!(grey, [205; 3]);
    for (x, y) in [(20, 60), (200, 100), (300, 120)] {
        assert_eq!(place(&again[0], x, y), grey);
    }
    assert!(ink(&again[1], WHOLE) > 3);
}

#[test]
fn one_page_is_a_png_for_the_screen() {
    let pdf = page_of("0 0 50 50 re f", "", &[]);
    let page = render_page(&pdf, 1, 110, &limits()).unwrap();
    assert_eq!((page.width, page.height), (152, 152));
    // The lower left quarter.
    assert_eq!(ink(&page, (0.0, 0.5, 0.49, 1.0)), 1000);
    assert_eq!(ink(&page, (0.51, 0.0, 1.0, 1.0)), 0);
    let png = page.png().unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(&png))
        .read_info()
        .unwrap();
    let mut rows = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut rows).unwrap();
    assert_eq!(rows, page.rgb());
    for number in [0, 2] {
        let told = render_page(&pdf, number, 110, &limits());
        assert_eq!(told, Err(RenderError::NoSuchPage { page: number }));
    }
    assert_eq!(format!("{page:?}"), "RenderedPage");
}

#[test]
fn japanese_without_its_font_is_drawn_with_ours() {
    let font = "<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/90ms-RKSJ-H/DescendantFonts[6 0 R]>>";
    let cid = "<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/DW 1000/FontDescriptor 7 0 R>>";
    let descriptor = "<</Type/FontDescriptor/FontName/Ryumin-Light/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>";
    // 意見, in CP932.
    let pdf = page_of(
        "BT /F 40 Tf 10 40 Td <88D38CA9> Tj ET",
        "/Font<</F 5 0 R>>",
        &[font, cid, descriptor].map(str::to_owned),
    );
    let page = render_page(&pdf, 1, 72, &limits()).unwrap();
    assert!(ink(&page, (0.1, 0.2, 0.5, 0.7)) > 50, "意 is missing");
    assert!(ink(&page, (0.5, 0.2, 0.9, 0.7)) > 50, "見 is missing");
}
