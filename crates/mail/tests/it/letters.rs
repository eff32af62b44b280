//! What the reviewer reads.

use crate::support::{URL, check_text, facts, office};
use kairan_domain::notice::NoticeKind;
use kairan_domain::secret::SecretText;
use kairan_mail::letter::{MaterialChanges, News, PreviewFacts, test_letter};
use kairan_mail::{Letter, LetterError, preview, render};

pub(crate) fn file_stem(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Published => "published",
        NoticeKind::MaterialsChanged => "materials_changed",
        NoticeKind::DateChanged => "date_changed",
        NoticeKind::WindowChanged => "window_changed",
        NoticeKind::Withdrawn => "withdrawn",
        NoticeKind::Revived => "revived",
        NoticeKind::Resent => "resent",
        NoticeKind::OpinionRequested => "opinion_requested",
        NoticeKind::OpinionReminded => "opinion_reminded",
        NoticeKind::OpinionSentBack => "opinion_sent_back",
    }
}

pub(crate) fn check_letter(stem: &str, letter: &Letter) {
    let shown = format!("件名: {}\n\n{}", letter.subject, letter.text.expose());
    check_text(&format!("{stem}.txt"), &shown);
    check_text(&format!("{stem}.html"), letter.html.expose());
}

#[test]
fn every_notice_reads_as_agreed() {
    for kind in NoticeKind::to_seats() {
        check_letter(file_stem(kind), &render(&facts(kind)).unwrap());
    }
    check_letter("test", &test_letter().unwrap());
}

#[test]
fn a_letter_shows_a_link_exactly_when_its_kind_carries_one() {
    for kind in NoticeKind::to_seats() {
        let letter = render(&facts(kind)).unwrap();
        for body in [letter.text, letter.html] {
            assert_eq!(body.expose().contains(URL), kind.carries_link(), "{kind:?}");
        }
        let without = News::of(kind, None, MaterialChanges::default());
        assert_eq!(
            without.map(|news| news.kind()),
            (!kind.carries_link()).then_some(kind),
            "a kind that has lost its link is never told as another one"
        );
    }
}

#[test]
fn a_meeting_without_time_and_panel_leaves_no_empty_lines() {
    let mut bare = facts(NoticeKind::Published);
    bare.meeting.starts_at = None;
    bare.meeting.panel = None;
    check_letter("published_bare", &render(&bare).unwrap());
}

#[test]
fn before_a_number_is_given_there_is_no_line_for_it() {
    let mut unnumbered = facts(NoticeKind::Published);
    unnumbered.meeting.meeting_no = String::new();
    let letter = render(&unnumbered).unwrap();
    assert!(!letter.text.expose().contains("審査会番号"));
    assert!(!letter.html.expose().contains("審査会番号"));
}

#[test]
fn changes_that_were_not_counted_are_not_mentioned() {
    let mut uncounted = facts(NoticeKind::MaterialsChanged);
    if let News::MaterialsChanged(_, changes) = &mut uncounted.news {
        *changes = MaterialChanges::default();
    }
    let text = render(&uncounted).unwrap().text;
    assert!(!text.expose().contains("変わったところ"));
    assert!(!text.expose().contains("0件") && !text.expose().contains("全部で"));
}

#[test]
fn the_link_stands_alone_on_its_line() {
    for kind in NoticeKind::to_seats() {
        let letter = render(&facts(kind)).unwrap();
        let alone = letter
            .text
            .expose()
            .lines()
            .filter(|line| *line == URL)
            .count();
        let expected = usize::from(kind != NoticeKind::Withdrawn);
        assert_eq!(alone, expected, "{kind:?}");
        assert_eq!(
            letter.text.expose().matches("http").count() - expected,
            usize::from(alone > 0),
            "{kind:?}"
        );
        assert_eq!(letter.html.expose().contains(URL), alone > 0, "{kind:?}");
    }
}

/// Whatever looks like a password: ten or more ASCII letters and digits in one run. In a letter
/// only the link and the mail addresses may look like that.
#[test]
fn no_letter_holds_anything_like_a_password() {
    for kind in NoticeKind::to_seats() {
        let facts = facts(kind);
        let letter = render(&facts).unwrap();
        let text = letter
            .text
            .expose()
            .replace(URL, "")
            .replace(facts.reader.mail.expose(), "");
        for source in [letter.subject.as_str(), text.as_str()] {
            let runs = source.split(|c: char| !c.is_ascii_graphic());
            for run in runs.map(|run| run.trim_matches(|c: char| !c.is_ascii_alphanumeric())) {
                let telephone = run.bytes().all(|b| b.is_ascii_digit() || b == b'-');
                assert!(run.len() < 10 || telephone, "{kind:?}: {run}");
            }
        }
        for line in letter
            .text
            .expose()
            .lines()
            .filter(|line| line.contains("パスワード"))
        {
            assert!(
                line.is_ascii() || !line.bytes().any(|b| b.is_ascii_alphanumeric()),
                "{kind:?}: {line}"
            );
        }
    }
}

#[test]
fn html_loads_nothing_and_runs_nothing() {
    for kind in NoticeKind::to_seats() {
        let html = render(&facts(kind)).unwrap().html;
        for foreign in [
            "<img", "<script", "<link", "src=", "url(", "@import", "<iframe", "<form",
        ] {
            assert!(!html.expose().contains(foreign), "{kind:?}: {foreign}");
        }
    }
}

#[test]
fn names_are_text_never_markup() {
    let mut hostile = facts(NoticeKind::Published);
    hostile.office.insurer = "<b>市</b>\r\nBcc: all@example.jp".to_owned();
    hostile.meeting.panel = Some("\"><script>alert(1)</script>".to_owned());
    let letter = render(&hostile).unwrap();
    assert!(!letter.html.expose().contains("<b>市") && !letter.html.expose().contains("<script"));
    assert!(!letter.subject.contains('\n') && !letter.subject.contains('\r'));
    assert!(
        letter
            .text
            .expose()
            .lines()
            .all(|line| !line.starts_with("Bcc:"))
    );
}

#[test]
fn a_link_that_is_no_web_address_makes_no_letter() {
    for bad in [
        "",
        "javascript:alert(1)",
        "https://kairan.example.jp/r/a b",
        "https://x/\r\nBcc: y",
    ] {
        let mut wrong = facts(NoticeKind::Resent);
        if let News::Resent(link) = &mut wrong.news {
            *link = SecretText::new(bad);
        }
        assert_eq!(render(&wrong), Err(LetterError::Link), "{bad}");
    }
}

#[test]
fn a_preview_shows_the_letter_without_link_and_name() {
    let sample = facts(NoticeKind::Published);
    let preview_facts = PreviewFacts {
        office: office(),
        meeting: sample.meeting.clone(),
        public_url: "https://kairan.example.jp".to_owned(),
        changes: MaterialChanges::default(),
    };
    for kind in NoticeKind::to_seats() {
        let shown = preview(kind, &preview_facts).unwrap();
        assert!(shown.text.expose().starts_with("（委員のお名前） 様"));
        assert_eq!(shown.subject, render(&facts(kind)).unwrap().subject);
        assert!(!shown.text.expose().contains("髙﨑 𠮷男"));
    }
}

#[test]
fn debug_output_of_a_letter_holds_no_text() {
    let shown = format!("{:?}", render(&facts(NoticeKind::Published)).unwrap());
    assert!(!shown.contains("/r/") && !shown.contains("𠮷男"));
}
