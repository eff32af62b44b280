//! Files made to hurt: each has an answer, none a panic.

use super::*;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;

#[track_caller]
fn refused(pdf: &[u8], why: RenderError) {
    assert_eq!(render_pages(pdf, 72, &limits()).unwrap_err(), why);
}

#[test]
fn what_is_no_pdf_is_unreadable() {
    let good = page_of("0 0 9 9 re f", "", &[]);
    for bytes in [
        &b""[..],
        b"%PDF-1.7",
        b"\x89PNG\r\n",
        &good[..60],
        &[0xFF; 3000],
    ] {
        refused(bytes, RenderError::Unreadable);
    }
}

#[test]
fn forms_that_call_forms_are_weighed_before_they_are_drawn() {
    let form = |n: usize, draws: &str| {
        let next = n + 1;
        let dict = format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 100 100]/Resources<</XObject<</X {next} 0 R>>>>"
        );
        stream(&dict, draws)
    };
    for leaf in ["0 0 100 100 re f", ""] {
        let mut more: Vec<String> = (5..35).map(|n| form(n, "/X Do /X Do")).collect();
        more.push(form(35, leaf));
        refused(
            &page_of("/X Do", "/XObject<</X 5 0 R>>", &more),
            RenderError::TooMuchWork,
        );
    }
    // One that calls itself ends at the renderer's own depth, and the page is drawn.
    let own = [form(4, "0 0 50 100 re f /X Do")];
    let page = render_pages(
        &page_of("/X Do", "/XObject<</X 5 0 R>>", &own),
        72,
        &limits(),
    );
    assert_eq!(ink(&page.unwrap()[0], WHOLE), 500);
}

#[test]
fn giant_pictures_are_not_unpacked() {
    let picture = |width: u32, height: u32| {
        let dict = format!(
            "/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceRGB/BitsPerComponent 8"
        );
        let more = [stream(&dict, "x")];
        page_of("100 0 0 100 0 0 cm /X Do", "/XObject<</X 5 0 R>>", &more)
    };
    refused(&picture(60_000, 60_000), RenderError::TooMuchWork);
    assert!(render_pages(&picture(20, 20), 72, &limits()).is_ok());
    let mut size = vec![0xFF, 0x4F, 0xFF, 0x51, 0, 41, 0, 0];
    size.extend([0x00, 0x02, 0, 0, 0x00, 0x02, 0, 0]);
    let mut jpeg2000 = picture(20, 20);
    jpeg2000.extend(size);
    refused(&jpeg2000, RenderError::TooMuchWork);
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn bombs_are_counted_not_kept() {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..200 {
        encoder.write_all(&zeros).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    for bomb in [bomb.clone(), packed(&bomb), bomb[2..].to_vec()] {
        let mut file = b"%PDF-1.7\n4 0 obj <<>> stream\r\n".to_vec();
        file.extend(bomb);
        refused(&file, RenderError::TooMuchWork);
    }
    let text = packed(b"0 0 9 9 re f");
    assert_eq!(streams::check(&[b"stream\n", &text[..]].concat()), Ok(()));
}

#[test]
fn one_stream_named_a_million_times_is_read_a_few_times() {
    let many = "4 0 R ".repeat(300_000);
    let pages = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents[{many}]>>");
    let pdf = pdf_of(
        &[
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            pages,
            stream("", &"q Q ".repeat(100)),
        ],
        "",
    );
    refused(&pdf, RenderError::TooMuchWork);
}

#[test]
fn tiny_tiles_and_dashes_are_weighed() {
    let tile = |step: &str| {
        let dict = format!(
            "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 100 100]/XStep {step}/YStep {step}/Resources<<>>"
        );
        let more = [stream(&dict, "0 0 50 50 re f")];
        page_of(
            "/Pattern cs /P scn 0 0 100 100 re f",
            "/Pattern<</P 5 0 R>>",
            &more,
        )
    };
    refused(&tile("0.05"), RenderError::TooMuchWork);
    assert!(render_pages(&tile("10"), 72, &limits()).is_ok());
    let dashed = "[0.0000001] 0 d 1 w 0 0 m 100 100 l S";
    refused(&page_of(dashed, "", &[]), RenderError::TooMuchWork);
    let filled = "0 0 100 100 re f ".repeat(30_000);
    refused(&page_of(&filled, "", &[]), RenderError::TooMuchWork);
}

#[test]
fn pages_of_odd_sizes_are_bounded_or_unreadable() {
    let sized = |media: &str| {
        pdf_of(
            &[
                "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
                "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
                format!("<</Type/Page/Parent 2 0 R/MediaBox[{media}]>>"),
            ],
            "",
        )
    };
    let bounded = RenderLimits {
        pixels: 250_000,
        ..limits()
    };
    let pages = render_pages(&sized("0 0 14400 14400"), 300, &bounded).unwrap();
    assert!((490..=500).contains(&pages[0].width));
    assert_eq!(pages[0].width, pages[0].height);
    refused(&sized("0 0 1000000 0.001"), RenderError::Unreadable);
}

#[test]
fn page_trees_that_turn_in_circles_or_go_on_forever_end() {
    let tree = |kids: &str| {
        pdf_of(
            &[
                "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
                format!("<</Type/Pages/Kids[{kids}]/Count 9>>"),
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>".to_owned(),
            ],
            "",
        )
    };
    let page = render_pages(&tree("2 0 R 3 0 R 2 0 R"), 72, &limits());
    assert_eq!(page.unwrap().len(), 1);
    let inline = "<</Type/Page/MediaBox[0 0 9 9]>> ".repeat(21);
    refused(&tree(&inline), RenderError::TooManyPages { limit: 20 });
    let deep = "[".repeat(200_000);
    let answer = render_pages(&tree(&deep), 72, &limits());
    assert!(matches!(answer, Err(RenderError::Unreadable) | Ok(_)));
}

#[test]
fn a_file_with_any_byte_altered_has_an_answer() {
    let good = page_of(
        "q 1 0 0 1 5 5 cm [3 2] 0 d 0 0 m 50 60 l S Q BT /F 20 Tf (abc) Tj ET",
        "/Font<</F 5 0 R>>",
        &["<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned()],
    );
    let mut seed: u32 = 7;
    for _ in 0..120 {
        let mut bad = good.clone();
        for _ in 0..4 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let place = usize::try_from(seed >> 8).unwrap() % bad.len();
            bad[place] = u8::try_from(seed & 0xFF).unwrap();
        }
        if let Ok(pages) = render_pages(&bad, 20, &limits()) {
            assert!(!pages.is_empty());
        }
    }
}

#[test]
fn who_waits_too_long_is_told_and_the_work_ends() {
    let hasty = RenderLimits {
        patience: Duration::ZERO,
        ..limits()
    };
    let filled = page_of(&"0 0 100 100 re f ".repeat(20_000), "", &[]);
    let told = render_page(&filled, 1, 72, &hasty);
    assert!(matches!(
        told,
        Err(RenderError::TooSlow | RenderError::Busy)
    ));
}
