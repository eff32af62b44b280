//! The form of a meeting as a page shows it: what was typed, or what was published in the
//! words one would type.

use crate::edit::{edition, load};
use crate::error::ReadError;
use crate::passwords::run_out;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kairan_access::{App, ClerkOf};
use kairan_domain::check::{Correction, Fault, check_meeting, corrections};
use kairan_domain::date::in_tokyo;
use kairan_domain::ids::{MaterialId, MeetingId, SeatId, UploadId, VersionId};
use kairan_domain::material::{Material, MaterialVersion};
use kairan_domain::meeting::{Body, Meeting, Place, Plan, State};
use kairan_domain::raw::{RawMeeting, RawSeat, SeatPassword};
use kairan_domain::secret::SecretText;
use kairan_domain::upload::{Upload, UploadTarget};

/// A meeting's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormView {
    /// Which meeting.
    pub meeting: MeetingId,
    /// To be handed back as `seen`.
    pub edition: u64,
    /// Where it stands.
    pub state: State,
    /// The fields and rows.
    pub raw: RawMeeting,
    /// The materials, in order.
    pub materials: Vec<MaterialLine>,
    /// Uploads that were begun and not finished, to be resumed.
    pub uploads: Vec<UploadLine>,
    /// What stands in the way of publishing; empty once published.
    pub faults: Vec<Fault>,
    /// What would be put right.
    pub corrections: Vec<Correction>,
}

/// A material in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialLine {
    /// Which.
    pub id: MaterialId,
    /// Its current version.
    pub version: VersionId,
    /// Title.
    pub title: SecretText,
    /// File name.
    pub file_name: SecretText,
    /// Bytes.
    pub size: u64,
    /// Pages.
    pub pages: u32,
    /// SHA-256 of its content: the same file chosen twice has the same.
    pub sha256: [u8; 32],
    /// When the current version came in.
    pub added_at: Timestamp,
    /// Taken away from reviewers.
    pub withdrawn_at: Option<Timestamp>,
    /// Whether reviewers may read it.
    pub open: bool,
    /// Earlier versions, newest first: for the clerk's eyes.
    pub outdated: Vec<OutdatedLine>,
}

/// An earlier version of a material.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutdatedLine {
    /// Which.
    pub version: VersionId,
    /// File name.
    pub file_name: SecretText,
    /// Bytes.
    pub size: u64,
    /// Pages.
    pub pages: u32,
    /// When it came in.
    pub added_at: Timestamp,
}

/// An upload under way in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadLine {
    /// Which.
    pub id: UploadId,
    /// File name.
    pub file_name: SecretText,
    /// Bytes announced.
    pub size: u64,
    /// Bytes that are safe.
    pub received: u64,
    /// What it becomes.
    pub target: UploadTarget,
}

/// The form of a meeting in any state.
///
/// # Errors
/// [`ReadError`].
pub async fn read_form(app: &App, by: &ClerkOf, meeting: MeetingId) -> Result<FormView, ReadError> {
    let read = load(app, by, meeting).await?;
    let uploads = app.store.uploads_of(meeting).await?;
    let mut view = form_of(app, &read);
    view.uploads = uploads.iter().map(|upload| upload_line(upload)).collect();
    let over = run_out(app, &view.raw.seats, app.now()).await?;
    view.faults.extend(over);
    Ok(view)
}

/// The form without its uploads.
pub(crate) fn form_of(app: &App, meeting: &Meeting) -> FormView {
    let now = app.now();
    let (raw, faults, put_right) = match &meeting.body {
        Body::Draft(draft) => {
            let checked = check_meeting(&draft.raw, &draft.materials, &app.limits, now);
            let put_right = corrections(&draft.raw);
            (
                draft.raw.clone(),
                checked.err().unwrap_or_default(),
                put_right,
            )
        }
        Body::Packet(packet) => {
            let mut raw = raw_of_plan(&packet.plan);
            raw.reviewer_count = packet.seats.len().to_string();
            raw.seats = packet.seats.iter().map(raw_seat).collect();
            (raw, Vec::new(), Vec::new())
        }
    };
    FormView {
        meeting: meeting.id,
        edition: edition(meeting),
        state: meeting.state(now),
        raw,
        materials: meeting
            .materials()
            .iter()
            .filter_map(material_line)
            .collect(),
        uploads: Vec::new(),
        faults,
        corrections: put_right,
    }
}

fn raw_seat(seat: &kairan_domain::meeting::Seat) -> RawSeat {
    let mail = match &seat.place {
        Place::Electronic { mail, .. } => SecretText::new(mail.expose()),
        Place::Paper { .. } => SecretText::default(),
    };
    RawSeat {
        id: seat.id,
        name: SecretText::new(seat.name.expose()),
        mail,
        paper: !seat.place.is_electronic(),
        password: SeatPassword::None,
    }
}

/// One material as a line; a material without any version has none.
pub(crate) fn material_line(material: &Material) -> Option<MaterialLine> {
    let current = material.current()?;
    let outdated = material.versions.iter().rev().skip(1);
    Some(MaterialLine {
        id: material.id,
        version: current.id,
        title: material.title.clone(),
        file_name: current.file_name.clone(),
        size: current.size,
        pages: current.pages,
        sha256: current.sha256,
        added_at: current.added_at,
        withdrawn_at: material.withdrawn_at,
        open: material.is_open(),
        outdated: outdated.map(outdated_line).collect(),
    })
}

fn outdated_line(version: &MaterialVersion) -> OutdatedLine {
    OutdatedLine {
        version: version.id,
        file_name: version.file_name.clone(),
        size: version.size,
        pages: version.pages,
        added_at: version.added_at,
    }
}

fn upload_line(upload: &Upload) -> UploadLine {
    UploadLine {
        id: upload.id,
        file_name: upload.file_name.clone(),
        size: upload.size,
        received: upload.received(),
        target: upload.target,
    }
}

/// A published plan in the words one would type; no rows.
pub fn raw_of_plan(plan: &Plan) -> RawMeeting {
    let (from, until) = (in_tokyo(plan.window.from), in_tokyo(plan.window.until));
    RawMeeting {
        held_on: day(plan.held_on),
        starts_at: plan.starts_at.map(clock).unwrap_or_default(),
        meeting_no: plan.meeting_no.clone(),
        panel: plan.panel.clone().unwrap_or_default(),
        reviewer_count: String::new(),
        from_on: day(from.date()),
        from_at: clock(from.time()),
        until_on: day(until.date()),
        until_at: clock(until.time()),
        remark: plan.remark.clone().unwrap_or_default(),
        seats: Vec::new(),
    }
}

fn day(on: Date) -> String {
    on.to_string()
}

/// `13:30`.
pub(crate) fn clock(at: Time) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// The seat's row in a form, if it is there.
pub(crate) fn row_of(raw: &RawMeeting, seat: SeatId) -> Option<&RawSeat> {
    raw.seats.iter().find(|row| row.id == seat)
}
