//! Two clerks at one draft: what differs between what is stored and what was typed.

use super::show::clock_of;
use super::typed::{Typed, TypedRow};
use crate::refusal::Unavailable;
use crate::site::Site;
use kairan_access::StaffOf;
use kairan_board::{Changer, FormView, who_changed};
use kairan_domain::check::Field;
use kairan_domain::raw::{RawMeeting, RawSeat};
use kairan_domain::text;
use kairan_domain::words;
use serde::Serialize;

/// What the page shows side by side.
#[derive(Serialize)]
pub(crate) struct Conflict {
    /// It was the same person, on another page.
    pub(crate) own: bool,
    pub(crate) who: String,
    pub(crate) at: String,
    pub(crate) fields: Vec<Difference>,
}

impl Conflict {
    /// What another clerk stored, with who and when.
    pub(crate) async fn with(
        site: &Site,
        by: &StaffOf,
        theirs: &FormView,
        fields: Vec<Difference>,
    ) -> Result<Self, Unavailable> {
        let who = who_changed(site.app(), by, theirs.meeting).await?;
        Ok(Self {
            own: who == Changer::Yourself,
            who: match who {
                Changer::Yourself => "別の画面".to_owned(),
                Changer::Colleague(name) => format!("{}さん", name.expose()),
                Changer::Gone => "ほかの担当者".to_owned(),
            },
            at: clock_of(theirs.edition),
            fields,
        })
    }
}

/// One field that differs.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Difference {
    label: String,
    theirs: String,
    yours: String,
}

/// Everything that differs; empty when the same thing was typed twice (a reload, a double click).
pub(crate) fn differences(theirs: &FormView, yours: &Typed) -> Vec<Difference> {
    let mut found = plan_differences(&theirs.raw, &yours.plan);
    let mut note =
        |label: String, theirs: &str, yours: &str| found.extend(difference(label, theirs, yours));
    for (row, no) in yours.rows.iter().zip(1..) {
        let stored = theirs
            .raw
            .seats
            .iter()
            .find(|seat| Some(seat.id) == row.seat);
        note(
            format!("委員{no}"),
            &stored.map(stored_row).unwrap_or_default(),
            &typed_row(row),
        );
    }
    for seat in &theirs.raw.seats {
        if !yours.rows.iter().any(|row| row.seat == Some(seat.id)) {
            note("委員".into(), &stored_row(seat), "");
        }
    }
    for (id, title) in &yours.titles {
        if let Some(line) = theirs.materials.iter().find(|line| line.id == *id) {
            note("資料の題名".into(), line.title.expose(), title);
        }
    }
    found
}

/// What differs above and below the rows; all there is to a published meeting.
///
/// Taken apart field by field: one forgotten here would be lost without a word, because an empty
/// answer means that the same thing was sent twice.
pub(crate) fn plan_differences(theirs: &RawMeeting, yours: &RawMeeting) -> Vec<Difference> {
    let RawMeeting {
        held_on,
        starts_at,
        meeting_no,
        panel,
        reviewer_count,
        from_on,
        from_at,
        until_on,
        until_at,
        remark,
        seats: _,
    } = theirs;
    let minute = |on: &str, at: &str| format!("{on} {at}");
    let (from, until) = (minute(from_on, from_at), minute(until_on, until_at));
    let your_from = minute(&yours.from_on, &yours.from_at);
    let your_until = minute(&yours.until_on, &yours.until_at);
    let pairs = [
        (Field::HeldOn, held_on, &yours.held_on),
        (Field::StartsAt, starts_at, &yours.starts_at),
        (Field::MeetingNo, meeting_no, &yours.meeting_no),
        (Field::Panel, panel, &yours.panel),
        (Field::ReviewerCount, reviewer_count, &yours.reviewer_count),
        (Field::AccessFrom, &from, &your_from),
        (Field::AccessUntil, &until, &your_until),
    ];
    let remark = (Field::Remark, remark.expose(), yours.remark.expose());
    pairs
        .into_iter()
        .map(|(field, theirs, yours)| (field, theirs.as_str(), yours.as_str()))
        .chain([remark])
        .filter_map(|(field, theirs, yours)| {
            difference(words::field(field).to_owned(), theirs, yours)
        })
        .collect()
}

/// Nothing differs where only spaces and full-width forms do: those Kairan puts right itself.
fn difference(label: String, theirs: &str, yours: &str) -> Option<Difference> {
    let plain = |typed: &str| text::half_width(&text::many_lines(typed)).trim().to_owned();
    (plain(theirs) != plain(yours)).then(|| Difference {
        label,
        theirs: theirs.trim().to_owned(),
        yours: yours.trim().to_owned(),
    })
}

fn stored_row(seat: &RawSeat) -> String {
    row_text(seat.name.expose(), seat.mail.expose(), seat.paper)
}

fn typed_row(row: &TypedRow) -> String {
    row_text(row.name.expose(), row.mail.expose(), row.paper)
}

fn row_text(name: &str, mail: &str, paper: bool) -> String {
    if name.trim().is_empty() && mail.trim().is_empty() {
        return String::new();
    }
    let way = if paper { "紙" } else { "電子" };
    format!("{}　{}　{way}", text::one_line(name), text::one_line(mail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kairan_domain::secret::SecretText;

    #[test]
    fn only_what_differs_is_shown() {
        let theirs = RawMeeting {
            panel: "第1合議体".into(),
            held_on: "2026-12-03".into(),
            ..RawMeeting::default()
        };
        let same = RawMeeting {
            panel: "第１合議体 ".into(),
            ..theirs.clone()
        };
        assert_eq!(plan_differences(&theirs, &same), []);
        let other = RawMeeting {
            panel: "第2合議体".into(),
            ..theirs.clone()
        };
        let found = plan_differences(&theirs, &other);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].theirs.as_str(), found[0].yours.as_str()),
            ("第1合議体", "第2合議体")
        );
    }

    #[test]
    fn a_difference_in_any_field_is_shown() {
        let changes: [fn(&mut RawMeeting); 10] = [
            |raw| raw.held_on = "2026-12-03".into(),
            |raw| raw.starts_at = "13:30".into(),
            |raw| raw.meeting_no = "41".into(),
            |raw| raw.panel = "第1合議体".into(),
            |raw| raw.reviewer_count = "5".into(),
            |raw| raw.from_on = "2026-11-24".into(),
            |raw| raw.from_at = "9:00".into(),
            |raw| raw.until_on = "2026-12-10".into(),
            |raw| raw.until_at = "17:00".into(),
            |raw| raw.remark = SecretText::new("差替えあり"),
        ];
        for (at, change) in changes.into_iter().enumerate() {
            let mut yours = RawMeeting::default();
            change(&mut yours);
            let found = plan_differences(&RawMeeting::default(), &yours);
            assert_eq!(found.len(), 1, "change {at}");
        }
    }
}
