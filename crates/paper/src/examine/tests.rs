pub(crate) mod made;

use super::*;
use kairan_domain::examination::Place;
use made::{Made, NAME, cases};

pub(crate) fn found(bytes: &[u8]) -> Findings {
    let limits = RenderLimits {
        patience: Duration::from_mins(10),
        ..limits()
    };
    examine(bytes, &limits).unwrap()
}

#[test]
fn every_way_to_carry_something_unseen_is_found() {
    for case in cases() {
        let found = found(&case.bytes);
        let of_kind: Vec<usize> = (0..found.found.len())
            .filter(|index| found.found[*index].kind == case.kind)
            .collect();
        assert_eq!(of_kind.len(), 1, "{}: {found:?}", case.name);
        if case.named {
            let words = found.words_of(of_kind[0]).unwrap().expose();
            assert_eq!(
                words.replace(' ', ""),
                NAME.replace(' ', ""),
                "{}",
                case.name
            );
            assert_eq!(found.found[of_kind[0]].words, 2, "{}", case.name);
        }
        let others = |finding: &&Finding| finding.kind != case.kind && finding.kind.hides_text();
        let others: Vec<_> = found.found.iter().filter(others).collect();
        assert!(others.is_empty(), "{}: {others:?}", case.name);
        assert_eq!(found.pages, 1);
    }
}

#[test]
fn the_place_is_where_the_words_are_on_the_page_as_shown() {
    let mut made = Made::drawing("0 g BT /F 10 Tf 20 100 Td (NAME) Tj ET 0 g 15 95 60 15 re f");
    made.page = "/Rotate 90/CropBox[10 20 200 200]".into();
    let found = found(&made.bytes());
    let place = found.found[0].place.unwrap();
    // Turned to the right: what was 80 above the lower edge is 80 from the left.
    assert!((78..=81).contains(&place.left), "{place:?}");
    assert!((9..=12).contains(&place.top), "{place:?}");
    assert!((6..=10).contains(&place.width), "{place:?}");
    assert!((26..=34).contains(&place.height), "{place:?}");
}

#[test]
fn what_is_seen_is_not_found() {
    for draws in [
        // Letters that fill their box, thin ones, small ones, pale ones, on a dark ground.
        "BT /F 12 Tf 20 100 Td (| - . , _ I l i 1 / ') Tj ET",
        "BT /F 3 Tf 20 100 Td (Small print of 3 points: il1.) Tj ET",
        "0.92 g BT /F 12 Tf 20 100 Td (Draft) Tj ET",
        "0 g 10 90 150 25 re f 1 g BT /F 12 Tf 20 100 Td (White on black) Tj ET",
        "0.9 g 10 90 150 25 re f 0 g BT /F 12 Tf 20 100 Td (A row of a table) Tj ET",
        "BT 2 Tr /F 12 Tf 20 100 Td (Bold by a line) Tj ET",
        "BT 1 Tr /F 24 Tf 20 100 Td (Outline) Tj ET",
        // A line below, a frame around, a box beside.
        "BT /F 12 Tf 20 100 Td (Underlined) Tj ET 20 98 60 1 re f 15 95 100 20 re S 130 90 40 40 re f",
    ] {
        let found = found(&Made::drawing(draws).bytes());
        assert_eq!(found.found, [], "{draws}");
    }
}

/// What viewers show and our pictures do not: a cover among it would be dropped (corpus of
/// 2026-12-01: a name stood readable in eleven of 88 ways to draw one).
fn undrawn() -> Vec<(&'static str, Vec<u8>)> {
    let annotated = |entries: &str| {
        let mut made = Made::drawing("0 g BT /F 12 Tf 20 100 Td (NAME) Tj ET");
        made.page = "/Annots[6 0 R]".into();
        made.more = vec![format!("<</Type/Annot/F 4/Rect[10 90 160 120]{entries}>>")];
        made
    };
    let drawing = |dict: &str, data: &str| {
        let mut made =
            Made::drawing("0 g BT /F 12 Tf 20 100 Td (NAME) Tj ET q 150 0 0 30 10 90 cm /X Do Q");
        made.resources = "/XObject<</X 6 0 R>>".into();
        made.more = vec![crate::testing::stream(dict, data)];
        made.bytes()
    };
    let mut field = annotated("/Subtype/Widget/FT/Tx/T(a)/V(YAMADA)/DA(/F 12 Tf)");
    field.catalog = "/AcroForm<</Fields[6 0 R]/NeedAppearances true>>".into();
    let picture =
        "/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray";
    vec![
        (
            "a square",
            annotated("/Subtype/Square/C[0 0 0]/IC[0 0 0]").bytes(),
        ),
        (
            "a marker",
            annotated("/Subtype/Highlight/C[0 0 0]/QuadPoints[10 120 160 120 10 90 160 90]")
                .bytes(),
        ),
        (
            "ink",
            annotated("/Subtype/Ink/BS<</W 40>>/InkList[[10 105 160 105]]").bytes(),
        ),
        (
            "free text",
            annotated("/Subtype/FreeText/C[0 0 0]/DA(/F 12 Tf)").bytes(),
        ),
        (
            "a line",
            annotated("/Subtype/Line/L[10 105 160 105]/BS<</W 40>>").bytes(),
        ),
        (
            "a field's ground",
            annotated("/Subtype/Widget/FT/Tx/T(a)/MK<</BG[0 0 0]>>").bytes(),
        ),
        ("a field's value", field.bytes()),
        (
            "space before a JPEG",
            drawing(&format!("{picture}/Filter/DCTDecode"), "\r\nxx"),
        ),
        (
            "runs without an end",
            drawing(&format!("{picture}/Filter/RunLengthDecode"), "\u{3}abcd"),
        ),
        ("rows that are missing", drawing(picture, "abc")),
        (
            "a form without its box",
            drawing("/Type/XObject/Subtype/Form", "0 g 0 0 1 1 re f"),
        ),
    ]
}

#[test]
fn what_pictures_would_not_show_is_found_and_drawn_covers_are_not_taken_for_it() {
    for (what, bytes) in undrawn() {
        assert!(found(&bytes).has(FindingKind::Undrawn), "{what}");
    }
    let mut drawn = Made::drawing("");
    drawn.page = "/Annots[6 0 R]".into();
    drawn.more = vec![
        "<</Type/Annot/Subtype/Square/F 4/Rect[10 90 160 120]/AP<</N 7 0 R>>>>".into(),
        crate::testing::stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 150 30]",
            "0 g 0 0 150 30 re f",
        ),
    ];
    for bytes in [
        drawn.bytes(),
        Made::drawing("0 g 10 90 150 30 re f").bytes(),
    ] {
        assert!(!found(&bytes).has(FindingKind::Undrawn));
    }
}

/// A clean copy of such a file would lose the cover and show what is beneath it.
#[test]
fn no_clean_copy_is_made_of_what_pictures_would_not_show() {
    let order = crate::clean::CleanOrder {
        cleaning: crate::clean::Cleaning::Everything,
        title: SecretText::new("資料"),
    };
    for (what, bytes) in undrawn() {
        let cleaned = crate::clean::clean(&bytes, &order, &limits());
        assert!(cleaned.is_err(), "{what}");
    }
}

#[test]
fn words_show_in_no_debug_output() {
    let case = cases().remove(0);
    let found = found(&case.bytes);
    let shown = format!("{found:?}");
    assert!(
        shown.contains("CoveredText") && !shown.contains("TANAKA"),
        "{shown}"
    );
    assert_eq!(found.texts().len(), 1);
    assert!(found.texts()[0].expose().contains(NAME));
}

#[test]
fn what_was_found_passes_from_process_to_process() {
    for case in cases() {
        let found = found(&case.bytes);
        let mut wire = Vec::new();
        write_answer(&mut wire, Ok(found.clone())).unwrap();
        let read = read_answer(&mut wire.as_slice()).unwrap().unwrap();
        assert!(read == found, "{}", case.name);
    }
    let place = Place {
        left: -1,
        top: 0,
        width: 1,
        height: 2,
    };
    let finding = Finding {
        kind: FindingKind::CoveredText,
        page: Some(1),
        place: Some(place),
        words: 1,
    };
    let mut many = Findings::default();
    for _ in 0..=MOST_FINDINGS {
        many.add(finding, NAME.to_owned());
    }
    assert_eq!((many.found.len(), many.more), (MOST_FINDINGS, 1));
}
