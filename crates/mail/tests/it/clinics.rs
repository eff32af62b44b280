//! What a clinic reads.

use crate::letters::{check_letter, file_stem};
use crate::support::{mail, notice, now, office, sender};
use jiff::civil::date;
use kairan_domain::notice::NoticeKind;
use kairan_mail::letter::{ClinicFacts, ClinicNews, MaterialChanges, News, RequestLine};
use kairan_mail::{LetterError, render_to_clinic};

const PAGE: &str = "https://kairan.example.jp/clinic";
const ALL: [ClinicNews; 3] = [
    ClinicNews::Requested,
    ClinicNews::Reminded,
    ClinicNews::SentBack,
];

fn facts(news: ClinicNews) -> ClinicFacts {
    ClinicFacts {
        office: office(),
        clinic: "医療法人 髙﨑クリニック".to_owned(),
        mail: mail("jimu@clinic.example.jp"),
        request: RequestLine {
            reference: "2026-000123".to_owned(),
            due_on: date(2026, 12, 6),
        },
        clinic_page: Some(PAGE.to_owned()),
        news,
    }
}

#[test]
fn every_notice_to_a_clinic_reads_as_agreed() {
    for news in ALL {
        let letter = render_to_clinic(&facts(news)).unwrap();
        check_letter(file_stem(news.kind()), &letter);
    }
}

#[test]
fn every_kind_tells_either_a_seat_or_a_clinic() {
    for kind in NoticeKind::ALL {
        let to_clinic = ClinicNews::of(kind);
        assert_eq!(to_clinic.is_some(), kind.is_for_clinic(), "{kind:?}");
        if let Some(news) = to_clinic {
            assert_eq!(news.kind(), kind);
            assert!(!kind.carries_link());
            assert!(News::of(kind, None, MaterialChanges::default()).is_none());
        }
    }
}

/// The printed letter is the way in: no mail shows more of an address than the clinics' door.
#[test]
fn a_letter_to_a_clinic_opens_nothing() {
    for news in ALL {
        let without = ClinicFacts {
            clinic_page: None,
            ..facts(news)
        };
        for (facts, pages) in [(facts(news), 1), (without, 0)] {
            let letter = render_to_clinic(&facts).unwrap();
            let text = letter.text.expose();
            assert_eq!(text.matches("http").count(), pages, "{news:?}");
            assert_eq!(text.lines().filter(|line| *line == PAGE).count(), pages);
            assert!(!text.contains("/o/") && !letter.html.expose().contains("/o/"));
            let blank = text.lines().collect::<Vec<_>>();
            let twice = blank
                .windows(3)
                .any(|lines| lines.iter().all(|it| it.is_empty()));
            assert!(!twice, "{text}");
        }
    }
}

#[test]
fn html_to_a_clinic_loads_nothing_and_names_are_text() {
    for news in ALL {
        let mut hostile = facts(news);
        hostile.clinic = "<script>alert(1)</script>\r\nBcc: all@example.jp".to_owned();
        let letter = render_to_clinic(&hostile).unwrap();
        let html = letter.html.expose();
        for foreign in [
            "<img", "<script", "<link", "src=", "url(", "@import", "<form",
        ] {
            assert!(!html.contains(foreign), "{news:?}: {foreign}");
        }
        let mut lines = letter.text.expose().lines();
        assert!(lines.all(|line| !line.starts_with("Bcc:")));
    }
}

#[test]
fn a_page_that_is_no_web_address_makes_no_letter() {
    let mut wrong = facts(ClinicNews::Reminded);
    wrong.clinic_page = Some("javascript:alert(1)".to_owned());
    assert_eq!(render_to_clinic(&wrong), Err(LetterError::Link));
}

#[test]
fn a_clinic_is_the_only_recipient() {
    let facts = facts(ClinicNews::Requested);
    let parcel = sender().compose(notice(), &facts, now()).unwrap();
    let whole = String::from_utf8(parcel.bytes().to_vec()).unwrap();
    assert!(
        whole.contains("\r\nTo: jimu@clinic.example.jp\r\n"),
        "{whole}"
    );
    assert!(whole.contains("\r\nReply-To: "), "{whole}");
}
