use super::*;
use crate::testing::{pages_of, text_of, texts_of};

fn sheet<'a>(name: &'a str, password: &'a str) -> HandOverSheet<'a> {
    HandOverSheet {
        insurer_name: "みどり市 福祉部 介護保険課 認定係",
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
        sheet("髙﨑　𠮷男", "k7mf-3xqp-w9ta"),
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
    let pdf = draw_hand_over_sheets(&[sheet("髙﨑　𠮷男", "k7mf-3xqp-w9ta")]).unwrap();
    assert!(pdf.len() < 60_000, "{} bytes", pdf.len());
}

#[test]
fn a_name_no_font_has_is_marked_and_explained() {
    let pdf = draw_hand_over_sheets(&[sheet("山田😀", "k7mf-3xqp-w9ta")]).unwrap();
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
fn long_passwords_take_more_rows_and_too_long_ones_are_refused() {
    let long = "abcd-efgh-jkmn-pqrs-tuvw-xyz2-3456-789a";
    let text = text_of(&draw_hand_over_sheets(&[sheet("山田", long)]).unwrap());
    let squeezed: String = text.split("小文字").collect::<Vec<_>>().concat();
    assert!(squeezed.contains("abcd-efgh-jkmn-"), "{text}");
    let too_long = "a".repeat(49);
    assert!(matches!(
        draw_hand_over_sheets(&[sheet("山田", &too_long)]),
        Err(PaperError::TooLong { what: "password" })
    ));
}

#[test]
fn a_field_that_cannot_fit_is_named() {
    let name = "長".repeat(80);
    assert!(matches!(
        draw_hand_over_sheets(&[sheet(&name, "k7mf-3xqp-w9ta")]),
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
    let shown = format!("{:?}", sheet("山田", "k7mf-3xqp-w9ta"));
    assert_eq!(shown, "HandOverSheet");
}
