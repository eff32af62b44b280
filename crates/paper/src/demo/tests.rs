use super::*;
use crate::testing::{pages_of, text_of, texts_of};

#[test]
fn the_packet_of_thirty_cases_is_as_in_practice() {
    let packet = demo_packet(30, 1).unwrap();
    let names: Vec<&str> = packet.iter().map(|d| d.file_name.as_str()).collect();
    assert_eq!(
        names,
        [
            "審査会対象者一覧.pdf",
            "審査会資料(1～15).pdf",
            "審査会資料(16～30).pdf",
            "予備判定記入表.pdf"
        ]
    );
    let pages: usize = packet.iter().map(|d| pages_of(&d.pdf).len()).sum();
    assert!((120..=126).contains(&pages), "{pages} pages");
    let bytes: usize = packet.iter().map(|d| d.pdf.len()).sum();
    assert!(bytes < 1_500_000, "{bytes} bytes");
}

#[test]
fn every_page_of_a_case_carries_its_number_and_names_nobody() {
    let packet = demo_packet(3, 7).unwrap();
    let texts = texts_of(&packet[1].pdf);
    assert_eq!(texts.len(), 12);
    for (n, text) in texts.iter().enumerate() {
        let number = format!("資料番号{}", n / 4 + 1);
        assert!(text.contains(&number), "page {n}: {text}");
        assert!(text.contains("架空の事例"));
        assert!(!text.contains('様'));
    }
    assert!(texts[2].matches("マスキング").count() >= 4);
}

#[test]
fn the_lists_hold_every_case() {
    let packet = demo_packet(45, 3).unwrap();
    let list = text_of(&packet[0].pdf);
    assert!(list.contains("対象者 45人"));
    let sheet = text_of(&packet.last().unwrap().pdf);
    assert!(sheet.contains("二次判定（予備）"));
    assert_eq!(packet.len(), 5);
}

#[test]
fn the_seed_fixes_the_packet() {
    assert_eq!(demo_packet(2, 5).unwrap(), demo_packet(2, 5).unwrap());
    assert_ne!(
        demo_packet(2, 5).unwrap()[1].pdf,
        demo_packet(2, 6).unwrap()[1].pdf
    );
}

#[test]
fn any_seed_can_be_drawn() {
    for seed in 0..12 {
        assert!(demo_packet(8, seed).is_ok(), "seed {seed}");
    }
    assert!(matches!(demo_packet(0, 1), Err(PaperError::Nothing { .. })));
}
