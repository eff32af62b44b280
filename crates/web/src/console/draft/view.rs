//! The registration form as its template wants it, from what is stored or from what was typed.

use super::typed::{Choice, TypedRow};
use crate::console::fields::At;
use crate::console::limits::LimitsView;
use kairan_board::{EarlierMeeting, FormView, KnownPeople, MaterialLine, UploadLine};
use kairan_domain::date;
use kairan_domain::ids::MaterialId;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::raw::{RawMeeting, RawSeat, SeatPassword};
use kairan_domain::staff::PersonName;
use kairan_domain::words;
use serde::Serialize;

/// `console/meeting_edit.html`.
#[derive(Serialize)]
pub(crate) struct EditView {
    pub(crate) meeting_id: String,
    pub(crate) fresh: bool,
    pub(crate) version: String,
    pub(crate) form: PlanView,
    pub(crate) rows: Vec<RowView>,
    pub(crate) known_reviewers: Vec<KnownReviewer>,
    pub(crate) panels: Vec<String>,
    pub(crate) models: Vec<Model>,
    pub(crate) materials: Vec<MaterialView>,
    pub(crate) unfinished: Vec<Unfinished>,
    pub(crate) limits: LimitsView,
    pub(crate) errors: Vec<At>,
    pub(crate) corrections: Vec<At>,
    pub(crate) conflict: Option<super::conflict::Conflict>,
    pub(crate) saved_at: Option<String>,
}

/// The fields above and below the rows, with the Japanese era beside each day.
#[derive(Serialize)]
pub(crate) struct PlanView {
    held_on: String,
    starts_at: String,
    meeting_no: String,
    panel: String,
    reviewer_count: String,
    from_on: String,
    from_at: String,
    until_on: String,
    until_at: String,
    remark: String,
    held_on_era: String,
    from_era: String,
    until_era: String,
}

/// One reviewer's row.
#[derive(Serialize)]
pub(crate) struct RowView {
    no: usize,
    seat_id: String,
    name: String,
    mail: String,
    password: String,
    way: &'static str,
    choice: &'static str,
    can_carry: bool,
    has_password: bool,
    carry_text: Option<&'static str>,
}

/// One material's row.
#[derive(Serialize)]
pub(crate) struct MaterialView {
    id: String,
    version_id: String,
    no: usize,
    title: String,
    file_name: String,
    pages: u32,
    size: String,
    /// The place of an earlier material with the very same content.
    same_as: Option<usize>,
}

/// An earlier meeting whose reviewers can be taken.
#[derive(Serialize)]
pub(crate) struct Model {
    value: String,
    text: String,
}

impl Model {
    fn of(meeting: &EarlierMeeting) -> Self {
        let panel = meeting.panel.as_deref().unwrap_or("審査会");
        let text = format!(
            "{} {panel}（{}人）",
            date::wareki(meeting.held_on),
            meeting.reviewers
        );
        Self {
            value: meeting.id.to_string(),
            text,
        }
    }
}

/// Somebody of an earlier meeting.
#[derive(Serialize)]
pub(crate) struct KnownReviewer {
    name: String,
    mail: String,
}

impl KnownReviewer {
    fn of((name, mail): &(PersonName, MailAddress)) -> Self {
        Self {
            name: name.expose().to_owned(),
            mail: mail.expose().to_owned(),
        }
    }
}

/// An upload that was cut.
#[derive(Serialize)]
pub(crate) struct Unfinished {
    file_name: String,
    text: String,
}

impl PlanView {
    /// The fields as typed.
    pub(crate) fn of(raw: &RawMeeting) -> Self {
        Self {
            held_on: raw.held_on.clone(),
            starts_at: raw.starts_at.clone(),
            meeting_no: raw.meeting_no.clone(),
            panel: raw.panel.clone(),
            reviewer_count: raw.reviewer_count.clone(),
            from_on: raw.from_on.clone(),
            from_at: raw.from_at.clone(),
            until_on: raw.until_on.clone(),
            until_at: raw.until_at.clone(),
            remark: raw.remark.expose().to_owned(),
            held_on_era: era(&raw.held_on),
            from_era: era(&raw.from_on),
            until_era: era(&raw.until_on),
        }
    }
}

fn era(typed: &str) -> String {
    date::parse_date(typed)
        .map(date::wareki)
        .unwrap_or_default()
}

impl RowView {
    /// A stored row.
    pub(crate) fn stored(no: usize, seat: &RawSeat) -> Self {
        let has_password = matches!(seat.password, SeatPassword::New { .. });
        let can_carry = matches!(seat.password, SeatPassword::CarriedOver { .. });
        let choice = match seat.password {
            SeatPassword::None => Choice::Auto,
            SeatPassword::New { .. } => Choice::Keep,
            SeatPassword::CarriedOver { .. } => Choice::Carry,
        };
        Self {
            no,
            seat_id: seat.id.to_string(),
            name: seat.name.expose().to_owned(),
            mail: seat.mail.expose().to_owned(),
            password: String::new(),
            way: way(seat.paper),
            choice: choice.code(),
            can_carry,
            has_password,
            carry_text: can_carry.then_some("前回までの審査会のパスワードを、そのまま使います。"),
        }
    }

    /// A row as typed, over what is stored of it.
    pub(crate) fn typed(no: usize, row: &TypedRow, stored: Option<&RawSeat>) -> Self {
        let below = stored.map(|seat| Self::stored(no, seat));
        Self {
            no,
            seat_id: row.seat.map(|seat| seat.to_string()).unwrap_or_default(),
            name: row.name.expose().to_owned(),
            mail: row.mail.expose().to_owned(),
            password: row.password.expose().to_owned(),
            way: way(row.paper),
            choice: row.choice.code(),
            can_carry: below.as_ref().is_some_and(|row| row.can_carry),
            has_password: below.as_ref().is_some_and(|row| row.has_password),
            carry_text: below.and_then(|row| row.carry_text),
        }
    }
}

impl RowView {
    /// A typed password that was refused comes back into its field, to be mended.
    pub(crate) fn keep_refused(&mut self, typed: &TypedRow) {
        self.choice = Choice::Type.code();
        typed.password.expose().clone_into(&mut self.password);
    }
}

fn way(paper: bool) -> &'static str {
    if paper { "paper" } else { "electronic" }
}

impl MaterialView {
    /// A material of the list; `title` as typed where it was.
    pub(crate) fn of(no: usize, line: &MaterialLine, title: Option<&str>) -> Self {
        Self {
            id: line.id.to_string(),
            version_id: line.version.to_string(),
            no,
            title: title.unwrap_or(line.title.expose()).to_owned(),
            file_name: line.file_name.expose().to_owned(),
            pages: line.pages,
            size: words::size(line.size),
            same_as: None,
        }
    }

    /// The list, each with the earlier one it repeats.
    pub(crate) fn list(
        lines: &[MaterialLine],
        title: impl Fn(MaterialId) -> Option<String>,
    ) -> Vec<Self> {
        let views = lines.iter().enumerate().map(|(place, line)| {
            let same = |earlier: &MaterialLine| earlier.sha256 == line.sha256;
            let first = lines[..place].iter().position(same);
            Self {
                same_as: first.map(|first| first + 1),
                ..Self::of(place + 1, line, title(line.id).as_deref())
            }
        });
        views.collect()
    }
}

impl MaterialView {
    /// A material of which only what was typed is known.
    pub(crate) fn unknown(no: usize, id: MaterialId, title: &str) -> Self {
        Self {
            id: id.to_string(),
            version_id: String::new(),
            no,
            title: title.to_owned(),
            file_name: String::new(),
            pages: 0,
            size: String::new(),
            same_as: None,
        }
    }
}

impl Unfinished {
    fn of(line: &UploadLine) -> Self {
        let text = format!(
            "{}のうち{}まで送りました",
            words::size(line.size),
            words::size(line.received)
        );
        Self {
            file_name: line.file_name.expose().to_owned(),
            text,
        }
    }
}

impl EditView {
    /// The form as stored, no fault shown.
    pub(crate) fn stored(form: &FormView, limits: LimitsView, known: &KnownPeople) -> Self {
        let rows = form
            .raw
            .seats
            .iter()
            .zip(1..)
            .map(|(seat, no)| RowView::stored(no, seat));
        Self {
            meeting_id: form.meeting.to_string(),
            fresh: form.raw.held_on.is_empty() && form.raw.seats.iter().all(RawSeat::is_blank),
            version: form.edition.to_string(),
            form: PlanView::of(&form.raw),
            rows: rows.collect(),
            known_reviewers: known.reviewers.iter().map(KnownReviewer::of).collect(),
            panels: known.panels.clone(),
            models: known.meetings.iter().map(Model::of).collect(),
            materials: MaterialView::list(&form.materials, |_| None),
            unfinished: form.uploads.iter().map(Unfinished::of).collect(),
            limits,
            errors: Vec::new(),
            corrections: Vec::new(),
            conflict: None,
            saved_at: None,
        }
    }
}
