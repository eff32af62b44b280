use std::collections::{BTreeMap, BTreeSet};

use kairan_domain::opinion::{FormEdition, Privacy, RawOpinion, Value, fields, id};
use lopdf::content::Content;

use super::layout::{BOTTOM, Item, Piece};
use super::*;
use crate::testing::{pages_of, text_of, texts_of};

const FRAME: OpinionFrame<'_> = OpinionFrame {
    reference: "みどり市　被保険者番号 0000123456",
    foot: "受付番号 261122-01-K7M2-4Q9S",
};

fn sample(edition: FormEdition) -> Answers {
    sample::answers(edition, &sample::raw())
}

fn drawn(raw: &RawOpinion) -> OpinionPdf {
    let answers = sample::answers(FormEdition::E2026, raw);
    draw_opinion(&answers, &FRAME).unwrap()
}

/// The items of both pages.
fn items() -> impl Iterator<Item = Item> {
    let parts = |piece: &Piece| match *piece {
        Piece::Row(_, items) | Piece::RowOf(_, _, items) => vec![items],
        Piece::Pair(_, left, right) => vec![left, right],
        _ => Vec::new(),
    };
    let pieces = front::FRONT.iter().chain(back::BACK);
    pieces.flat_map(parts).flatten().copied()
}

#[test]
fn every_field_of_every_edition_has_its_place() {
    let places: Vec<FieldId> = front::FRONT
        .iter()
        .chain(back::BACK)
        .flat_map(|piece| piece.places())
        .collect();
    for edition in FormEdition::ALL {
        for field in fields(edition) {
            assert!(places.contains(&field.id), "{} has no place", field.id);
        }
    }
    let known: BTreeSet<FieldId> = FormEdition::ALL
        .into_iter()
        .flat_map(fields)
        .map(|field| field.id)
        .collect();
    for id in places {
        assert!(known.contains(&id), "{id} is no field");
    }
}

#[test]
fn every_choice_is_drawn_once() {
    let mut drawn: BTreeMap<FieldId, Vec<usize>> = BTreeMap::new();
    for item in items() {
        let (id, first, behind) = match item {
            Item::Boxes(id) => (id, 0, usize::MAX),
            Item::Some(id, first, behind, _) | Item::Underlined(id, _, first, behind, _) => {
                (id, first, behind)
            }
            _ => continue,
        };
        let count = super::draw::choices(id).len();
        drawn
            .entry(id)
            .or_default()
            .extend(first..behind.min(count));
    }
    for field in FormEdition::ALL.into_iter().flat_map(fields) {
        if field.choices().is_empty() || field.id == id::MEDICAL_NEED_UNDERLINED {
            continue;
        }
        let all: Vec<usize> = (0..field.choices().len()).collect();
        assert_eq!(drawn[&field.id], all, "{}", field.id);
    }
}

#[test]
fn every_title_and_heading_is_the_forms_own() {
    for item in items() {
        if let Item::Title(key) = item {
            assert!(super::draw::group(key).is_some_and(|group| !group.title.is_empty()));
        }
    }
    for piece in front::FRONT.iter().chain(back::BACK) {
        match piece {
            Piece::Heading(key) => assert!(super::draw::section(key).is_some(), "{key}"),
            Piece::Notes(key, _) => assert!(super::draw::group(key).is_some(), "{key}"),
            _ => {}
        }
    }
}

#[test]
fn nothing_runs_into_its_neighbour_or_off_the_page() {
    for edition in FormEdition::ALL {
        let answers = sample::answers(edition, &sample::full(edition));
        for paper in [Paper::Whole, Paper::Masked, Paper::ByHand] {
            let answers = &answers;
            for pieces in [front::FRONT, back::BACK] {
                let mut document = Document::new("");
                document.page(PageSize::A4, |canvas| {
                    let (mut rest, mut lost) = (Continued::default(), Unprintable::default());
                    let source = Source { answers, paper };
                    let mut page = Page::new(canvas, source, &mut rest, &mut lost);
                    let end = page.draw(pieces);
                    assert_eq!(page.overruns, Vec::<String>::new());
                    assert!(end <= BOTTOM + 0.5, "{end}");
                });
            }
        }
    }
}

#[test]
fn what_the_form_has_room_for_is_drawn_on_two_pages() {
    for edition in FormEdition::ALL {
        let answers = sample::answers(edition, &sample::full(edition));
        let pdf = draw_opinion(&answers, &FRAME).unwrap();
        assert_eq!((pdf.pages, pdf.continued), (2, Vec::new()));
        assert_eq!(pages_of(&pdf.pdf), [(595, 842); 2]);
        let text = text_of(&pdf.pdf);
        for (id, value) in answers.values() {
            if let Value::Text(words) = value {
                let words = words.expose().replace('\n', "");
                assert!(text.contains(&words), "{id}: {words}");
            }
        }
    }
}

#[test]
fn names_come_back_as_they_were_given() {
    let pdf = draw_opinion(&sample(FormEdition::E2021), &FRAME).unwrap();
    let text = text_of(&pdf.pdf);
    for words in [
        "髙﨑　𠮷男",
        "辻\u{E0100}　葛\u{E0100}子",
        "たかさき　よしお",
        "昭和13年3月5日",
        "160.5cm",
        "令和5年5月10日頃",
        "令和3年頃",
        "不詳",
        "被保険者番号 0000123456",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(text.contains("同意する") && text.contains("写しを添付"));
    let newer = text_of(
        &draw_opinion(&sample(FormEdition::E2026), &FRAME)
            .unwrap()
            .pdf,
    );
    assert!(!newer.contains("同意する") && !newer.contains("写しを添付"));
}

/// The check marks on each page: strokes of 1.2 points, which nothing else has.
fn marks(pdf: &[u8]) -> usize {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let pages = document.get_pages();
    let marks = |page: &lopdf::ObjectId| {
        let content = document.get_page_content(*page);
        let operations = Content::decode(&content).unwrap().operations;
        operations
            .iter()
            .filter(|op| op.operator == "w" && op.operands[0].as_float().unwrap() > 1.1)
            .count()
    };
    pages.values().map(marks).sum()
}

#[test]
fn each_answer_ticks_its_box_and_no_other() {
    let count = |answers: &Answers| -> usize {
        let ticks = |(id, value): (FieldId, &Value)| match value {
            Value::Ticked | Value::Chosen(_) => 1,
            Value::Several(choices) if id != id::MEDICAL_NEED_UNDERLINED => choices.len(),
            Value::Text(_) if id == id::CAUTION_OTHER => 1,
            _ => 0,
        };
        answers.values().map(ticks).sum()
    };
    for edition in FormEdition::ALL {
        for raw in [RawOpinion::new(), sample::raw(), sample::full(edition)] {
            let answers = sample::answers(edition, &raw);
            let pdf = draw_opinion(&answers, &FRAME).unwrap().pdf;
            assert_eq!(marks(&pdf), count(&answers));
        }
    }
}

#[test]
fn what_is_too_long_goes_on_whole_under_its_name() {
    let mut raw = sample::full(FormEdition::E2026);
    let course = "長い経過を、句読点「も」入れて書く。\n".repeat(105);
    let policy = "とても長い方針を書いた。".repeat(8);
    raw.put(id::TREATMENT_COURSE, course.as_str());
    raw.put(id::RISK_POLICY, &policy[..policy.len() - 3]);
    raw.put(id::SPECIAL_NOTES, "abc def ".repeat(250));
    let pdf = drawn(&raw);
    let went_on = [id::TREATMENT_COURSE, id::SPECIAL_NOTES];
    assert_eq!(pdf.continued, went_on);
    let texts = texts_of(&pdf.pdf);
    assert!(texts.len() == pdf.pages && pdf.pages >= 4);
    assert!(texts[0].contains("（続紙へ続く）") && texts[1].contains("（続紙へ続く）"));
    assert!(texts[0].contains(&format!("1 / {}", pdf.pages)));
    let rest = texts[2..].concat();
    assert!(rest.contains("経過及び治療内容（続き）") && rest.contains("特記すべき事項（続き）"));
    let all = texts.concat();
    assert_eq!(all.matches("句読点「も」入れて書く。").count(), 105);
    assert_eq!(
        (all.matches("abc").count(), all.matches("def").count()),
        (250, 250)
    );
}

#[test]
fn a_line_without_room_is_written_whole_on_the_continuation() {
    let mut raw = sample::raw();
    let long = "とても長い部位".repeat(14);
    raw.put(id::PRESSURE_ULCER_SITE, long.as_str());
    let pdf = drawn(&raw);
    assert_eq!(pdf.continued, [id::PRESSURE_ULCER_SITE]);
    let texts = texts_of(&pdf.pdf);
    assert!(texts[2].contains("褥瘡の部位") && texts[2].contains(&long));
    assert!(texts[1].contains("（続紙のとおり）") && !texts[1].contains("とても長い"));
}

#[test]
fn the_masked_edition_holds_nothing_that_names_anybody() {
    for edition in FormEdition::ALL {
        let answers = sample(edition);
        let pdf = draw_masked_opinion(&answers, "12").unwrap();
        let text = text_of(&pdf.pdf);
        let mut covered = 0;
        for (id, value) in answers.values() {
            let masked =
                fields(edition).any(|field| field.id == id && field.privacy == Privacy::Masked);
            if let (true, Value::Text(words)) = (masked, value) {
                covered += 1;
                assert!(!text.contains(words.expose()), "{id}");
            }
        }
        assert_eq!(covered, 11);
        assert!(!text.contains("髙") && !text.contains("𠮷") && !text.contains("葛"));
        assert!(text.contains("資料番号") && text.contains("12"));
        assert!(text.contains("昭和13年3月") && !text.contains("昭和13年3月5日"));
        assert!(text.contains("88"), "the age stays");
        assert!(!text.contains("被保険者番号") && !text.contains("K7M2"));
    }
}

#[test]
fn every_page_of_a_long_masked_opinion_has_the_case_number_and_no_name() {
    let mut raw = sample::raw();
    raw.put(id::TREATMENT_COURSE, "長い経過を書く。".repeat(200));
    raw.put(id::CLINIC_ADDRESS, "とても長い所在地".repeat(12));
    let answers = sample::answers(FormEdition::E2026, &raw);
    let masked = draw_masked_opinion(&answers, "30").unwrap();
    assert_eq!(masked.continued, [id::TREATMENT_COURSE]);
    let texts = texts_of(&masked.pdf);
    assert!(texts.len() > 2);
    for text in &texts {
        assert!(text.contains("資料番号") && text.contains("30"), "{text}");
        assert!(
            !text.contains("髙") && !text.contains("所在地とても"),
            "{text}"
        );
    }
    // Nothing about the file but its title and who made it; nothing beside the pages.
    let document = lopdf::Document::load_mem(&masked.pdf).unwrap();
    let info = document
        .trailer
        .get(b"Info")
        .unwrap()
        .as_reference()
        .unwrap();
    let info = document.get_dictionary(info).unwrap();
    let keys: Vec<&[u8]> = info.iter().map(|(key, _)| key.as_slice()).collect();
    assert!(
        keys.iter()
            .all(|key| [&b"Title"[..], b"Producer"].contains(key)),
        "{keys:?}"
    );
    for key in [
        &b"Metadata"[..],
        b"Names",
        b"Outlines",
        b"AcroForm",
        b"OCProperties",
    ] {
        assert!(document.catalog().unwrap().get(key).is_err());
    }
}

#[test]
fn the_form_for_the_hand_shows_only_what_the_request_knows() {
    let pdf = draw_opinion_form(&sample(FormEdition::E2026), &FRAME).unwrap();
    let text = text_of(&pdf.pdf);
    for words in ["髙﨑　𠮷男", "昭和13年3月5日", "みどり内科クリニック"] {
        assert!(text.contains(words), "{words}");
    }
    for words in ["辻", "脳梗塞", "令和8年11月", "88", "160.5"] {
        assert!(!text.contains(words), "{words}");
    }
    assert!(text.contains("昭・平・令　　年　　月　　日頃"));
    assert_eq!(marks(&pdf.pdf), 1, "the sex alone");
}

#[test]
fn a_character_no_font_has_is_reported_with_its_field() {
    let mut raw = sample::raw();
    raw.put(id::APPLICANT_NAME, "山田😀太郎");
    raw.put(id::SPECIAL_NOTES, "良好😀🎌");
    let answers = sample::answers(FormEdition::E2026, &raw);
    let pdf = draw_opinion(&answers, &FRAME).unwrap();
    let told: Vec<(FieldId, Vec<&str>)> = pdf
        .unprintable
        .fields()
        .map(|(id, missing)| (id, missing.characters().collect()))
        .collect();
    let expected = [
        (id::APPLICANT_NAME, vec!["😀"]),
        (id::SPECIAL_NOTES, vec!["🎌", "😀"]),
    ];
    assert_eq!(told, expected);
    for text in texts_of(&pdf.pdf) {
        assert!(text.contains("〓は印刷できない文字です（U+1F38C、U+1F600）"));
    }
    assert_eq!(Unprintable::in_answers(&answers), pdf.unprintable);
    assert!(Unprintable::in_answers(&sample(FormEdition::E2026)).is_empty());
}

#[test]
fn equal_answers_give_equal_small_files() {
    let usual = draw_opinion(&sample(FormEdition::E2021), &FRAME).unwrap();
    let again = draw_opinion(&sample(FormEdition::E2021), &FRAME).unwrap();
    assert_eq!(usual.pdf, again.pdf);
    assert!(usual.pdf.len() < 125_000, "{}", usual.pdf.len());
    // Full boxes with a third of their characters different, as in running text.
    let kanji = ('一'..='龠').filter(|c| crate::font::glyph_for(Font::Gothic, *c, None).is_some());
    let kanji: Vec<char> = kanji.step_by(20).take(300).collect();
    let mut raw = sample::full(FormEdition::E2026);
    raw.put(id::TREATMENT_COURSE, String::from_iter(&kanji).repeat(2));
    raw.put(id::SPECIAL_NOTES, String::from_iter(&kanji));
    let pdf = drawn(&raw);
    assert!(pdf.pdf.len() < 180_000, "{}", pdf.pdf.len());
}

#[test]
fn debug_shows_nothing_of_the_frame() {
    assert_eq!(format!("{FRAME:?}"), "OpinionFrame");
}
