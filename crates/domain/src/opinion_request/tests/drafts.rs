//! Two people write at one draft.

use super::*;
use crate::opinion::{FieldId, FormEdition};
use proptest::prelude::*;

const NOTE: FieldId = id::SPECIAL_NOTES;

fn draft(texts: &[(FieldId, &str)]) -> OpinionDraft {
    let mut raw = RawOpinion::new();
    for (id, text) in texts {
        raw.put(*id, *text);
    }
    OpinionDraft::begin(&request(), FormEdition::E2026, raw, noon(today()))
}

/// These fields changed on a page that showed `seen`.
fn change(draft: &mut OpinionDraft, seen: &Seen, texts: &[(FieldId, &str)]) -> Merged {
    let mut raw = RawOpinion::new();
    for (id, text) in texts {
        raw.put(*id, *text);
    }
    let edits = Edits::of(&raw, texts.iter().map(|(id, _)| *id));
    draft.merge(seen, &edits, noon(today()))
}

#[test]
fn what_two_typed_in_different_fields_is_both_kept() {
    let mut draft = draft(&[]);
    let seen = draft.seen();
    let first = change(&mut draft, &seen, &[(id::DIAGNOSIS_1_NAME, "脳梗塞")]);
    assert_eq!(first.taken, [id::DIAGNOSIS_1_NAME]);
    let second = change(&mut draft, &seen, &[(NOTE, "歩行は見守り")]);
    assert_eq!(
        (second.taken.as_slice(), second.conflicts.len()),
        (&[NOTE][..], 0)
    );
    assert_eq!(
        second.fresh,
        [id::DIAGNOSIS_1_NAME],
        "the page is told what is new"
    );
    assert_eq!(draft.texts.text(id::DIAGNOSIS_1_NAME), "脳梗塞");
    assert_eq!(draft.revision, 2);
}

#[test]
fn a_field_changed_by_both_keeps_the_first_and_shows_both() {
    let mut draft = draft(&[(NOTE, "以前")]);
    let seen = draft.seen();
    change(&mut draft, &seen, &[(NOTE, "甲")]);
    let late = change(&mut draft, &seen, &[(NOTE, "乙")]);
    let text = |text: &str| vec![SecretText::new(text)];
    let both = FieldConflict {
        field: NOTE,
        mine: text("乙"),
        theirs: text("甲"),
    };
    assert_eq!(late.conflicts, [both]);
    assert_eq!((draft.texts.text(NOTE), draft.revision), ("甲", 1));
    // Told of it, the writer decides, and that is an ordinary change.
    let seen = draft.seen();
    change(&mut draft, &seen, &[(NOTE, "乙")]);
    assert_eq!(draft.texts.text(NOTE), "乙");
    // The same words typed twice are no conflict.
    let same = change(&mut draft, &seen, &[(NOTE, "乙")]);
    assert_eq!(same, Merged::default());
}

#[test]
fn a_whole_form_sent_without_javascript_takes_back_nothing() {
    let mut draft = draft(&[(NOTE, "一行目\n二行目"), (id::LIMB_LOSS, "1")]);
    let shown = draft.texts.clone();
    let seen: Seen = draft.seen().to_string().parse().unwrap();
    change(&mut draft, &seen, &[(id::DIAGNOSIS_1_NAME, "脳梗塞")]);

    // As a browser sends it: line ends of its own, unticked boxes not at all.
    let mut sent = shown;
    sent.put(NOTE, "一行目\r\n二行目");
    sent.put(id::LIMB_LOSS, "");
    let edits = Edits::whole(FormEdition::E2026, &sent);
    let merged = draft.merge(&seen, &edits, noon(today()));
    assert_eq!(merged.taken, [id::LIMB_LOSS]);
    assert_eq!(merged.conflicts, []);
    assert_eq!(merged.fresh, [id::DIAGNOSIS_1_NAME]);
    assert_eq!(draft.texts.text(NOTE), "一行目\n二行目");
    assert_eq!(draft.texts.text(id::DIAGNOSIS_1_NAME), "脳梗塞");
}

#[test]
fn clearing_a_field_somebody_else_changed_is_told_too() {
    let mut draft = draft(&[(NOTE, "以前")]);
    let seen = draft.seen();
    change(&mut draft, &seen, &[(NOTE, "甲")]);
    let cleared = change(&mut draft, &seen, &[(NOTE, "")]);
    assert_eq!(cleared.conflicts[0].mine, []);
    assert_eq!(draft.texts.text(NOTE), "甲");
}

#[test]
fn what_a_page_showed_travels_as_text() {
    let draft = draft(&[(NOTE, "秘密")]);
    let text = draft.seen().to_string();
    assert_eq!(text.parse(), Ok(draft.seen()));
    assert!(text.parse::<Seen>().unwrap().is_now(&draft));
    for text in [
        "",
        "1",
        "x-",
        "1-abc",
        "1-xxxxxxxx",
        "-00000000",
        "1-あああ",
    ] {
        assert_eq!(text.parse::<Seen>(), Err(NotSeen), "{text}");
    }
    // A form of another length (Kairan was renewed): everything counts as touched.
    let old: Seen = "0-00000000".parse().unwrap();
    assert!(!old.is_now(&draft));
    // An empty mark is no text, whatever the texts of others.
    assert_ne!(Seen::of(0, &RawOpinion::new()), draft.seen());
}

#[test]
fn a_file_replaces_and_tells_what_stood_there() {
    let mut draft = draft(&[(NOTE, "手で書いた")]);
    let mut file = RawOpinion::new();
    file.put(NOTE, "ファイルの内容");
    file.put(id::DIAGNOSIS_1_NAME, "脳梗塞");
    let replaced = draft.put(&file, noon(today()));
    let was: Vec<(FieldId, usize)> = replaced
        .iter()
        .map(|one| (one.field, one.was.len()))
        .collect();
    assert_eq!(was, [(id::DIAGNOSIS_1_NAME, 0), (NOTE, 1)]);
    assert_eq!(draft.texts.text(NOTE), "ファイルの内容");
    assert_eq!(
        draft.put(&file, noon(today())),
        [],
        "nothing left to replace"
    );
}

#[test]
fn a_receipt_number_begins_with_the_day_and_ends_in_the_request_number() {
    let request = OpinionRequestId::from_bytes([0xFF; 16]);
    let at = "2026-11-22T15:30:00Z".parse().unwrap();
    let first = receipt_number(request, 1, at);
    assert!(first.starts_with("261123-"), "{first}: the day in Tokyo");
    assert_eq!(first, format!("261123-01-{}", request_number(request)));
    let other = OpinionRequestId::from_bytes([0xFE; 16]);
    let typed = first.replace('-', "").to_lowercase();
    for typed in [&first, &typed, "ＺＺＺＺ－ＺＺＺＺ", " zzzz zzzz "] {
        assert!(is_number_of(typed, request), "{typed}");
        assert!(!is_number_of(typed, other), "{typed}");
    }
    for typed in ["", "ZZZZ", "01-ZZZZ-ZZZZ", "ABCDEFGH-ZZZZ-ZZZZ"] {
        assert!(!is_number_of(typed, request), "{typed}");
    }
    assert_ne!(first, receipt_number(request, 2, at));
    assert_ne!(
        first,
        receipt_number(OpinionRequestId::from_bytes([0xFE; 16]), 1, at)
    );
}

/// What one of two writers does: which of them, which field, which words, and whether the page
/// was opened anew before.
type Step = (bool, usize, usize, bool);

proptest! {
    /// Whatever two people type in whatever order, each text is in the draft, was replaced by
    /// somebody who had seen it, or is told to its writer beside the other's.
    #[test]
    fn two_writers_lose_nothing(
        steps in prop::collection::vec((any::<bool>(), 0..4_usize, 0..4_usize, any::<bool>()), 1..40),
    ) {
        const FIELDS: [FieldId; 4] =
            [NOTE, id::DIAGNOSIS_1_NAME, id::TREATMENT_COURSE, id::LIMB_LOSS];
        const WORDS: [&str; 4] = ["", "甲", "乙", "丙"];
        let mut draft = draft(&[(NOTE, "以前")]);
        let mut pages = [draft.clone(), draft.clone()];
        let steps: Vec<Step> = steps;
        for (who, field, words, anew) in steps {
            let page = &mut pages[usize::from(who)];
            if anew {
                *page = draft.clone();
            }
            let (field, words) = (FIELDS[field], WORDS[words]);
            let before = draft.texts.clone();
            let merged = change(&mut draft, &page.seen(), &[(field, words)]);
            for other in FIELDS.into_iter().filter(|other| *other != field) {
                prop_assert_eq!(draft.texts.texts(other), before.texts(other));
            }
            let mut mine = RawOpinion::new();
            mine.put(field, words);
            let mine = mine.texts(field);
            let untouched = page.texts.texts(field) == mine;
            let stands = draft.texts.texts(field) == mine;
            let told = merged.conflicts.iter().any(|conflict| {
                conflict.mine == mine && conflict.theirs == before.texts(field)
            });
            prop_assert!(stands || untouched || told);
            let seen_first = page.texts.texts(field) == before.texts(field);
            let replaced = draft.texts.texts(field) != before.texts(field);
            prop_assert!(!replaced || seen_first);
        }
    }
}

#[test]
fn where_request_and_draft_differ_is_told_with_who_moved() {
    let mut draft = draft(&[
        (id::APPLICANT_NAME, "高崎吉男"),
        (id::BIRTH_DATE, "昭和15年5月10日"),
        (id::PHONE, "0123-45-6789"),
    ]);
    let seen = draft.seen();
    change(&mut draft, &seen, &[(id::PHONE, "0123-45-0000")]);
    let mut request = RawOpinion::new();
    request.put(id::APPLICANT_NAME, "髙﨑　𠮷男");
    request.put(id::BIRTH_DATE, "1940-05-10");
    request.put(id::PHONE, "0123-45-6789");
    request.put(id::ADDRESS, "");
    let differing = draft.differing(&request);
    let told: Vec<_> = differing
        .iter()
        .map(|one| (one.field, one.request[0].expose(), one.is_newer))
        .collect();
    assert_eq!(
        told,
        [
            (id::APPLICANT_NAME, "髙﨑　𠮷男", true),
            (id::PHONE, "0123-45-6789", false),
        ]
    );
    request.put(id::APPLICANT_NAME, "高崎吉男");
    assert_eq!(draft.differing(&request).len(), 1);
}
