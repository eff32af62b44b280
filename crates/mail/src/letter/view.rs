//! Facts as the templates see them: finished Japanese phrases, one line each.

use super::{LetterError, LetterFacts, MaterialChanges, News};
use kairan_domain::date::{clock_time, wareki, wareki_end, wareki_minute};
use kairan_domain::meeting::AccessWindow;
use kairan_domain::notice::PasswordNote;
use kairan_domain::secret::SecretText;
use kairan_domain::text::{dialled, one_line};
use minijinja::{Value, context};

/// The context of every notice's templates.
pub(super) fn of(facts: &LetterFacts) -> Result<Value, LetterError> {
    let (link, changes) = match &facts.news {
        News::Published(link)
        | News::DateChanged(link)
        | News::WindowChanged(link)
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
        password => password(facts.reader.password),
        held_on => wareki(meeting.held_on),
        starts_at => meeting.starts_at.map(clock_time),
        meeting_no => one_line(&meeting.meeting_no),
        panel => meeting.panel.as_deref().map(one_line),
        link => link.map(|link| link_view(link, meeting.window)).transpose()?,
        changes => changes.and_then(counted),
        total => changes.map_or(0, |changes| changes.total),
        outdates => changes.is_some_and(outdates),
    })
}

/// Where the viewing password comes from: one line.
fn password(note: PasswordNote) -> String {
    match note {
        PasswordNote::Told => "このメールとは別に、事務局からお伝えするもの".to_owned(),
        PasswordNote::AsBefore => "これまでと同じもの".to_owned(),
        PasswordNote::AsAt(on) => {
            format!("前回の審査会（{}月{}日）と同じもの", on.month(), on.day())
        }
    }
}

fn link_view(link: &SecretText, window: AccessWindow) -> Result<Value, LetterError> {
    let url = link.expose();
    if !is_plain_url(url) {
        return Err(LetterError::Link);
    }
    // Checked to hold no character HTML minds; escaped slashes would stand in the way of
    // programs that look for addresses in the source.
    Ok(context! {
        url => Value::from_safe_string(url.to_owned()),
        from => wareki_minute(window.from),
        until => wareki_end(window.until),
    })
}

pub(super) fn is_plain_url(url: &str) -> bool {
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

/// `資料の差替え 1件・追加 2件`; `None` when nothing was counted.
fn counted(changes: MaterialChanges) -> Option<String> {
    let parts: Vec<String> = [
        ("差替え", changes.replaced),
        ("追加", changes.added),
        ("取下げ", changes.withdrawn),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(what, count)| format!("{what} {count}件"))
    .collect();
    (!parts.is_empty()).then(|| format!("資料の{}", parts.join("・")))
}

/// Whether something a reader may have kept is no longer to be used.
fn outdates(changes: MaterialChanges) -> bool {
    changes.replaced > 0 || changes.withdrawn > 0
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
