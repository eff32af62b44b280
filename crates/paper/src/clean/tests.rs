use super::*;
use crate::examine::tests::found;
use crate::examine::tests::made::{Made, NAME, cases};
use kairan_domain::examination::FindingKind;
use std::time::Duration;

fn limits() -> RenderLimits {
    RenderLimits {
        patience: Duration::from_mins(10),
        ..crate::examine::limits()
    }
}

fn order(cleaning: Cleaning) -> CleanOrder {
    CleanOrder {
        cleaning,
        title: SecretText::new("審査会資料 その1"),
    }
}

/// All its text.
fn text_of(pdf: &[u8]) -> String {
    let found = found(pdf);
    found.texts().iter().map(SecretText::expose).collect()
}

/// The name, however it may be written.
fn holds_name(pdf: &[u8]) -> bool {
    let plain = lopdf::Document::load_mem(pdf).unwrap();
    let mut all = Vec::new();
    for object in plain.objects.values() {
        if let lopdf::Object::Stream(stream) = object {
            all.extend(stream.decompressed_content().unwrap_or_default());
        }
    }
    all.extend_from_slice(pdf);
    all.windows(NAME.len()).any(|part| part == NAME.as_bytes())
}

#[test]
fn everything_unseen_is_gone_from_the_clean_copy() {
    for case in cases() {
        let copy = clean(&case.bytes, &order(Cleaning::Everything), &limits());
        let copy = copy.unwrap_or_else(|error| panic!("{}: {error}", case.name));
        let left = found(&copy.pdf);
        let left: Vec<_> = left.found.iter().map(|finding| finding.kind).collect();
        // Its own title is all it says of itself.
        assert_eq!(left, [FindingKind::Title], "{}", case.name);
        assert!(!holds_name(&copy.pdf), "{}", case.name);
        assert_eq!(
            copy.pictures.len(),
            usize::from(case.kind.hides_text()),
            "{}",
            case.name
        );
        if copy.pictures.is_empty() {
            assert!(
                text_of(&copy.pdf).contains("Visible words"),
                "{}",
                case.name
            );
        }
        assert_eq!(
            compare::changed(&case.bytes, &copy.pdf, &limits()),
            Ok(vec![])
        );
    }
}

#[test]
fn without_metadata_the_pages_are_as_they_were() {
    for case in cases() {
        let copy = clean(&case.bytes, &order(Cleaning::Metadata), &limits()).unwrap();
        let left = found(&copy.pdf);
        for kind in [
            FindingKind::Author,
            FindingKind::Producer,
            FindingKind::Xmp,
            FindingKind::Thumbnail,
            FindingKind::ProgramData,
            FindingKind::EarlierRevision,
        ] {
            assert!(!left.has(kind), "{}: {kind:?}", case.name);
        }
        assert!(copy.pictures.is_empty());
        let seen = text_of(&case.bytes).contains("Visible words");
        assert_eq!(text_of(&copy.pdf).contains("Visible words"), seen);
    }
}

#[test]
fn what_an_annotation_shows_stays_on_the_page() {
    let mut made = Made::drawing("");
    made.page = "/Annots[6 0 R]/Rotate 90".into();
    made.more = vec![
        "<</Type/Annot/Subtype/Stamp/F 4/Rect[40 40 140 90]/Contents(TANAKA HANAKO)/AP<</N 7 0 R>>>>"
            .into(),
        crate::testing::stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 10 10]/Matrix[0 1 -1 0 0 0]",
            "1 0 0 rg 0 0 10 5 re f",
        ),
    ];
    let before = made.bytes();
    let copy = clean(&before, &order(Cleaning::Everything), &limits()).unwrap();
    assert!(copy.pictures.is_empty());
    assert!(!holds_name(&copy.pdf));
    assert!(!found(&copy.pdf).has(FindingKind::Annotation));
    // Without it the pages would differ.
    made.page = "/Rotate 90".into();
    assert_eq!(compare::changed(&before, &copy.pdf, &limits()), Ok(vec![]));
    assert_eq!(
        compare::changed(&before, &made.bytes(), &limits()),
        Ok(vec![1])
    );
}

#[test]
fn an_order_and_its_answer_pass_from_process_to_process() {
    let order = order(Cleaning::Everything);
    let mut wire = Vec::new();
    write_order(&mut wire, &order).unwrap();
    assert_eq!(read_order(&mut wire.as_slice()).unwrap(), order);
    let cleaned = Cleaned {
        pdf: b"%PDF".to_vec(),
        pictures: vec![1, 7],
    };
    for answer in [
        Ok(cleaned),
        Err(CleanError::Changed { page: 3 }),
        Err(CleanError::StillThere),
        Err(CleanError::Encrypted),
        Err(RenderError::TooSlow.into()),
    ] {
        let mut wire = Vec::new();
        write_answer(&mut wire, &answer).unwrap();
        assert_eq!(read_answer(&mut wire.as_slice()).unwrap(), answer);
    }
}
