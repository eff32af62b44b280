use super::*;
use crate::testing::{pages_of, text_of, texts_of};

fn sheet<'a>(name: &'a str, password: &'a str) -> HandOverSheet<'a> {
    HandOverSheet {
        insurer_name: "みどり市 福祉部 介護保険課 認定係",
        office: "介護保険課 認定係",
        office_phone: "012-345-6789（内線 123）",
        reviewer_name: name,
        meeting_line: "令和8年12月3日(木) 午後1時30分　第3合議体",
        mail_hint: "t•••••@example.jp",
        password,
        access_line: "令和8年11月26日(木) 午前9時から 12月3日(木) 午後5時まで",
        url_hint: "https://kairan.example.jp/r/",
        made_on_line: "令和8年11月22日(日) 作成",
    }
}

#[test]
fn each_reviewer_gets_a_page_with_name_and_password() {
    let sheets = [
        sheet("髙﨑　𠮷男", "kf7m-3wtp-x9hd-ra"),
        sheet("辻\u{E0100}　葛\u{E0100}子", "h4nd-8rcy-x2vb"),
        sheet("渡邉\u{E0103}　太郎", "Pa55!word_ab"),
    ];
    let pdf = draw_hand_over_sheets(&sheets).unwrap();
    let texts = texts_of(&pdf);
    assert_eq!(texts.len(), 3);
    for (text, sheet) in texts.iter().zip(sheets) {
        assert!(
            text.contains(&format!("{}　様", sheet.reviewer_name)),
            "{text}"
        );
        assert!(text.contains(sheet.password), "{text}");
        assert!(text.contains(sheet.meeting_line) && text.contains(sheet.office_phone));
    }
    assert!(!texts[0].contains(sheets[1].password));
    assert_eq!(pages_of(&pdf), [(595, 842); 3]);
}

#[test]
fn one_sheet_stays_small() {
    let pdf = draw_hand_over_sheets(&[sheet("髙﨑　𠮷男", "kf7m-3wtp-x9hd-ra")]).unwrap();
    assert!(pdf.len() < 60_000, "{} bytes", pdf.len());
}

#[test]
fn a_name_no_font_has_is_marked_and_explained() {
    let pdf = draw_hand_over_sheets(&[sheet("山田😀", "kf7m-3wtp-x9hd-ra")]).unwrap();
    let text = text_of(&pdf);
    assert!(
        text.contains("〓は印刷できない文字です（U+1F600）"),
        "{text}"
    );
    assert!(text.contains("山田😀　様"));
}

#[test]
fn a_password_that_cannot_be_printed_is_refused_without_telling_it() {
    for password in ["abc😀defghij", "abc\ndefghij", "abc\u{7}defghij"] {
        let error = draw_hand_over_sheets(&[sheet("山田", password)]).unwrap_err();
        assert!(matches!(error, PaperError::SecretNotPrintable));
        assert!(!format!("{error}{error:?}").contains("abc"));
    }
}

#[test]
fn every_password_the_rules_allow_can_be_printed() {
    // 14 signs in groups as Kairan makes them, then up to the longest that may be typed.
    for length in [10, 17, 18, 34, 40, 51, 52, 128] {
        let password: String = "abcd-efg2".chars().cycle().take(length).collect();
        let pdf = draw_hand_over_sheets(&[sheet("山田", &password)]).unwrap();
        assert_eq!(pages_of(&pdf).len(), 1);
        let letters: String = text_of(&pdf).chars().filter(char::is_ascii).collect();
        assert!(letters.contains(&password), "{length}: {letters}");
    }
    let too_long = "a".repeat(129);
    assert!(matches!(
        draw_hand_over_sheets(&[sheet("山田", &too_long)]),
        Err(PaperError::TooLong { what: "password" })
    ));
}

#[test]
fn lines_as_long_as_the_limits_allow_still_fit() {
    let name = "長".repeat(40);
    let mail = format!("{}@example.jp", "m".repeat(243));
    let full = HandOverSheet {
        insurer_name: &name,
        office_phone: &name,
        mail_hint: &mail,
        ..sheet(&name, "kf7m-3wtp-x9hd-ra")
    };
    let text = text_of(&draw_hand_over_sheets(&[full]).unwrap());
    assert!(text.contains(&name) && text.contains(&mail));
}

#[test]
fn a_field_that_cannot_fit_is_named() {
    let name = "長".repeat(1200);
    assert!(matches!(
        draw_hand_over_sheets(&[sheet(&name, "kf7m-3wtp-x9hd-ra")]),
        Err(PaperError::TooLong {
            what: "reviewer name"
        })
    ));
    assert!(matches!(
        draw_hand_over_sheets(&[]),
        Err(PaperError::Nothing { what: "sheets" })
    ));
}

#[test]
fn debug_shows_neither_name_nor_password() {
    let shown = format!("{:?}", sheet("山田", "kf7m-3wtp-x9hd-ra"));
    assert_eq!(shown, "HandOverSheet");
}
