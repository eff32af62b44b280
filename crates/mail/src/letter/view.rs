//! Facts as the templates see them: finished Japanese phrases, one line each.

use super::{LetterError, LetterFacts, Link, News};
use jiff::Timestamp;
use jiff::civil::Time;
use kairan_domain::date::{clock_time, in_tokyo, wareki, wareki_minute};
use kairan_domain::text::one_line;
use minijinja::{Value, context};

/// The context of every notice's templates.
pub(super) fn of(facts: &LetterFacts) -> Result<Value, LetterError> {
    let (link, changes) = match &facts.news {
        News::Published(link)
        | News::DateChanged(link)
        | News::Revived(link)
        | News::Resent(link) => (Some(link), None),
        News::MaterialsChanged(link, changes) => (Some(link), Some(*changes)),
        News::Withdrawn => (None, None),
    };
    let meeting = &facts.meeting;
    Ok(context! {
        insurer => one_line(&facts.office.insurer),
        office => one_line(&facts.office.office),
        phone => one_line(&facts.office.phone),
        phone_digits => dialled(&facts.office.phone),
        name => one_line(facts.reader.name.expose()),
        mail => facts.reader.mail.expose(),
        held_on => wareki(meeting.held_on),
        starts_at => meeting.starts_at.map(clock_time),
        meeting_no => one_line(&meeting.meeting_no),
        panel => meeting.panel.as_deref().map(one_line),
        link => link.map(link_view).transpose()?,
        changes => changes.and_then(super::MaterialChanges::words),
        outdates => changes.is_some_and(super::MaterialChanges::outdates),
    })
}

fn link_view(link: &Link) -> Result<Value, LetterError> {
    let url = link.url.expose();
    if !is_plain_url(url) {
        return Err(LetterError::Link);
    }
    // Checked to hold no character HTML minds; escaped slashes would stand in the way of
    // programs that look for addresses in the source.
    Ok(context! {
        url => Value::from_safe_string(url.to_owned()),
        from => wareki_minute(link.window.from),
        until => until_words(link.window.until),
    })
}

fn is_plain_url(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && rest
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$()*+,;=%".contains(&b))
    })
}

/// Midnight belongs to the day it ends: `12月1日(火) 夜12時`, not `12月2日(水) 午前0時`.
fn until_words(until: Timestamp) -> String {
    let local = in_tokyo(until);
    match local.date().yesterday() {
        Ok(day_before) if local.time() == Time::midnight() => {
            format!("{} 夜12時", wareki(day_before))
        }
        _ => wareki_minute(until),
    }
}

/// The digits a telephone dials when the number is touched; empty when there is more to it
/// than digits and separators (an extension in words, say).
fn dialled(phone: &str) -> String {
    let plain = phone
        .chars()
        .all(|c| c.is_ascii_digit() || "-() +".contains(c));
    if plain {
        phone
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};
    use kairan_domain::date::from_tokyo;

    #[test]
    fn midnight_is_told_as_the_end_of_the_day_before() {
        let at = |hour| from_tokyo(date(2026, 12, 2), time(hour, 0, 0, 0)).unwrap();
        assert_eq!(until_words(at(0)), "令和8年12月1日(火) 夜12時");
        assert_eq!(until_words(at(17)), "令和8年12月2日(水) 午後5時");
    }

    #[test]
    fn a_link_is_a_web_address_and_nothing_else() {
        assert!(is_plain_url("https://kairan.example.jp/r/0a-_9"));
        for bad in [
            "",
            "https://",
            "javascript:alert(1)",
            "https://a/\nBcc: x",
            "https://a/\"><b>",
            "https://a/ b",
        ] {
            assert!(!is_plain_url(bad), "{bad}");
        }
    }

    #[test]
    fn only_plain_numbers_are_dialled() {
        assert_eq!(dialled("043-245-5111"), "0432455111");
        assert_eq!(dialled("043-245-5111(内線 12)"), "");
    }
}
