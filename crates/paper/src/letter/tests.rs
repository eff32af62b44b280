use kairan_domain::opinion::FormEdition;

use super::*;
use crate::error::PaperError;
use crate::opinion::{OpinionFrame, sample};
use crate::testing::{pages_of, text_of, texts_of};

const SENDER: Sender<'_> = Sender {
    name: "みどり市長　緑川　一郎",
    office: "みどり市 福祉部 介護保険課 認定係",
    address: "〒123-4500　みどり市本町１丁目１番１号",
    phone: "012-345-6789（内線 123）",
};

const TO: Addressee<'_> = Addressee {
    postal_code: "123-4567",
    address: "みどり市駅前２丁目１番地　みどりメディカルビル３階",
    clinic: "医療法人みどり会　みどり内科クリニック",
    physician: "辻\u{E0100}　葛\u{E0100}子",
};

const WHO: Applicant<'_> = Applicant {
    name: "髙﨑　𠮷男",
    kana: "たかさき　よしお",
    birth: "昭和13年3月5日（88歳）",
    sex: "男",
    insured_no: "0000123456",
};

const LETTER: RequestLetter<'_> = RequestLetter {
    sender: SENDER,
    to: TO,
    applicant: WHO,
    date_line: "令和8年11月22日",
    reference_line: "依頼番号 2026-000123",
    kind_line: "更新申請（令和8年11月20日）／在宅・２回目以上",
    due_line: "令和8年12月5日(土)",
    url: "https://kairan.example.jp/o/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
    typed_address: "https://kairan.example.jp/o",
    short_code: "7KQ2-M9XP-4",
    passcode: "hd4n-8rcy-x2vb",
    form: None,
};

const REMINDER: ReminderLetter<'_> = ReminderLetter {
    sender: SENDER,
    to: TO,
    applicant: WHO,
    date_line: "令和8年12月8日",
    reference_line: "依頼番号 2026-000123",
    requested_line: "令和8年11月22日(日)",
    due_line: "令和8年12月5日(土)（3日過ぎています）",
};

const RECEIPT: Receipt<'_> = Receipt {
    sender: SENDER,
    number: "261122-01-K7M2-4Q9S",
    received_line: "令和8年11月22日(日) 午後2時32分（日本時間）",
    version_line: "第1版",
    clinic: "医療法人みどり会　みどり内科クリニック",
    physician: "辻\u{E0100}　葛\u{E0100}子",
    applicant: "髙﨑　𠮷男",
    reference: "2026-000123",
    content_line: "主治医意見書　2ページ",
};

#[test]
fn a_request_tells_whom_by_when_and_how() {
    let text = text_of(&draw_request_letters(&[LETTER], Sides::One).unwrap());
    for words in [
        "〒123-4567",
        "辻\u{E0100}　葛\u{E0100}子　先生",
        "髙﨑　𠮷男　様",
        "令和8年12月5日(土)",
        "7KQ2-M9XP-4",
        "hd4n-8rcy-x2vb",
        "https://kairan.example.jp/o",
        "電話 012-345-6789（内線 123）",
        "被保険者番号 0000123456",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(
        !text.contains("0123456789abcdef"),
        "the link is a QR code alone"
    );
}

#[test]
fn many_letters_with_their_forms_are_one_file_and_sheets_never_mix() {
    let edition = FormEdition::E2026;
    let answers = sample::answers(edition, &sample::raw());
    let form = PaperForm {
        answers: &answers,
        frame: OpinionFrame::default(),
    };
    let letter = RequestLetter {
        form: Some(form),
        ..LETTER
    };
    let one = draw_request_letters(&[letter, LETTER], Sides::One).unwrap();
    assert_eq!(pages_of(&one).len(), 1 + 2 + 1);
    let two = draw_request_letters(&[letter, LETTER], Sides::Two).unwrap();
    let texts = texts_of(&two);
    assert_eq!(texts.len(), 2 + 2 + 2);
    assert!(texts[1].is_empty() && texts[5].is_empty());
    assert!(texts[2].contains("主治医意見書") && texts[4].contains("（依頼）"));
    assert!(!texts[2].contains("脳梗塞"), "the form is empty");
}

#[test]
fn the_window_shows_the_addressee_and_nothing_else() {
    let pdf = draw_request_letters(&[LETTER], Sides::One).unwrap();
    let document = lopdf::Document::load_mem(&pdf).unwrap();
    let page = *document.get_pages().values().next().unwrap();
    let content = document.get_page_content(page);
    let operations = lopdf::content::Content::decode(&content)
        .unwrap()
        .operations;
    let mm = |object: &lopdf::Object| object.as_float().unwrap() * 25.4 / 72.0;
    let mut inside = 0;
    for operation in operations.iter().filter(|op| op.operator == "Tm") {
        let (x, y) = (
            mm(&operation.operands[4]),
            297.0 - mm(&operation.operands[5]),
        );
        // Baselines. The window may show paper up to 112 mm across and 59 mm down.
        if y < 62.0 && x < 115.0 {
            inside += 1;
            let seen = (22.9..89.0).contains(&x) && (17.0..40.0).contains(&y);
            assert!(seen, "{x} {y}");
        }
    }
    assert!(inside >= 4, "{inside}");
}

#[test]
fn a_secret_that_cannot_be_typed_is_refused_without_telling_it() {
    for passcode in ["", "abc😀def", "abc def", "あいう"] {
        let letter = RequestLetter { passcode, ..LETTER };
        let error = draw_request_letters(&[letter], Sides::One).unwrap_err();
        assert!(matches!(error, PaperError::SecretNotPrintable));
    }
}

#[test]
fn long_names_still_fit_and_rare_ones_are_explained() {
    let long = "長".repeat(45);
    let letter = RequestLetter {
        to: Addressee {
            address: &long,
            clinic: &long[..90],
            physician: "山田😀太郎",
            ..TO
        },
        applicant: Applicant {
            name: &long[..90],
            kana: &long[..90],
            ..WHO
        },
        ..LETTER
    };
    let text = text_of(&draw_request_letters(&[letter], Sides::One).unwrap());
    assert!(text.contains(&long) && text.contains("〓は印刷できない文字です（U+1F600）"));
    assert!(matches!(
        draw_request_letters(&[], Sides::One),
        Err(PaperError::Nothing { what: "letters" })
    ));
}

#[test]
fn a_reminder_holds_no_way_in() {
    let pdf = draw_reminder_letters(&[REMINDER, REMINDER]).unwrap();
    assert_eq!(pages_of(&pdf), [(595, 842); 2]);
    let text = text_of(&pdf);
    assert!(text.contains("（督促）") && text.contains("3日過ぎています"));
    assert!(text.contains("髙﨑　𠮷男　様") && !text.contains("7KQ2") && !text.contains("http"));
    assert!(matches!(
        draw_reminder_letters(&[]),
        Err(PaperError::Nothing { what: "letters" })
    ));
}

#[test]
fn a_receipt_shows_its_number_and_moment() {
    let pdf = draw_receipt(&RECEIPT).unwrap();
    assert_eq!(pages_of(&pdf).len(), 1);
    let text = text_of(&pdf);
    for words in [
        "261122-01-K7M2-4Q9S",
        "午後2時32分（日本時間）",
        "辻\u{E0100}　葛\u{E0100}子",
        "第1版",
    ] {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn debug_shows_nobody() {
    let shown = format!("{LETTER:?} {REMINDER:?} {RECEIPT:?} {TO:?} {WHO:?}");
    assert_eq!(
        shown,
        "RequestLetter ReminderLetter Receipt Addressee Applicant"
    );
}
