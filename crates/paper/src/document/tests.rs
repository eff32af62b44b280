use super::*;
use crate::canvas::Area;
use crate::font::Font;
use crate::testing::{bookmarks_of, pages_of, text_of};
use crate::text::Style;

const NAMES: &str = "髙﨑𠮷辻\u{E0100}葛\u{E0100}塚\u{FA10}邉\u{E0103}";

fn one_page(text: &str, font: Font) -> Document {
    let mut document = Document::new("試験");
    document.page(PageSize::A4, |canvas| {
        canvas.text(20.0, 20.0, 170.0, text, Style::new(font, 12.0));
    });
    document
}

#[test]
fn text_comes_back_exactly() {
    for font in [Font::Mincho, Font::Gothic, Font::GothicBold] {
        let pdf = one_page(NAMES, font).finish().unwrap();
        assert_eq!(text_of(&pdf), NAMES, "{font:?}");
    }
}

#[test]
fn two_texts_of_one_glyph_both_come_back() {
    // Both characters share one glyph in BIZ UD; the second goes to a second copy of the font.
    let text = "塚辻辻\u{E0100}塚";
    assert_eq!(
        text_of(&one_page(text, Font::Mincho).finish().unwrap()),
        text
    );
}

#[test]
fn a_missing_character_refuses_the_document() {
    let error = one_page("山田😀", Font::Gothic).finish().unwrap_err();
    match error {
        PaperError::MissingGlyphs(missing) => {
            assert_eq!(missing.characters().collect::<Vec<_>>(), ["😀"]);
        }
        other => panic!("{other}"),
    }
}

#[test]
fn a_marked_document_keeps_the_missing_character_as_text() {
    let pdf = one_page("〓山田😀🙂", Font::Gothic)
        .finish_marked()
        .unwrap();
    assert_eq!(text_of(&pdf), "〓山田😀🙂");
}

#[test]
fn fonts_are_reduced_to_what_is_used() {
    let pdf = one_page("介護認定審査会の資料", Font::Mincho)
        .finish()
        .unwrap();
    assert!(pdf.len() < 20_000, "{} bytes", pdf.len());
}

#[test]
fn equal_input_gives_equal_bytes() {
    let draw = || one_page(NAMES, Font::Gothic).finish().unwrap();
    assert_eq!(draw(), draw());
}

#[test]
fn pages_have_the_size_asked_for() {
    let mut document = Document::new("二枚");
    for size in [PageSize::A4, PageSize::A4_LANDSCAPE] {
        document.page(size, |canvas| {
            canvas.outline(
                Area::new(10.0, 10.0, 50.0, 50.0),
                crate::text::Ink::BLACK,
                1.0,
            );
        });
    }
    let sizes = pages_of(&document.finish().unwrap());
    assert_eq!(sizes, [(595, 842), (842, 595)]);
}

#[test]
fn bookmarks_lead_to_their_pages() {
    let mut document = Document::new("しおり");
    for name in ["資料番号 1", "資料番号 2", "資料番号 3"] {
        document.bookmark(name);
        document.page(PageSize::A4, |_| ());
    }
    let pdf = document.finish().unwrap();
    assert_eq!(
        bookmarks_of(&pdf),
        [("資料番号 1", 1), ("資料番号 2", 2), ("資料番号 3", 3)]
            .map(|(name, page)| (name.to_owned(), page))
    );
}

#[test]
fn a_qr_code_too_long_is_an_error() {
    let mut document = Document::new("QR");
    let area = Area::new(20.0, 20.0, 40.0, 40.0);
    let (short, long) = document.page(PageSize::A4, |canvas| {
        (
            canvas.qr(area, "https://kairan.example.jp/o/abcdefgh"),
            canvas.qr(area, &"x".repeat(3000)),
        )
    });
    assert!(short.is_ok());
    assert!(matches!(long, Err(PaperError::QrTooLong)));
}
