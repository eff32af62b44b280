//! The clerk's board of one meeting: a line per seat with letter, gate, lock and what was
//! opened when; those who need a call on top. Derived from records each time; changes nothing.

use super::trouble::{Trouble, gate_trouble, is_near, last_letter, trouble_of};
use super::{has_read, read_count};
use crate::edit::{edition, load};
use crate::error::ReadError;
use crate::facts::ReadCount;
use crate::form::{MaterialLine, material_line};
use crate::room::ReadAll;
use jiff::Timestamp;
use kairan_access::{App, StaffOf};
use kairan_domain::audit::{Actor, AuditEvent};
use kairan_domain::ids::{CredentialId, MaterialId, MeetingId, SeatId, VersionId};
use kairan_domain::meeting::{Meeting, Packet, Place, Seat, Stage, State};
use kairan_domain::meeting_line::MeetingLine;
use kairan_domain::notice::{Notice, NoticeKind, NoticeState};
use kairan_domain::secret::SecretText;
use kairan_domain::staff::PersonName;
use kairan_domain::throttle::Verdict;
use kairan_domain::viewing::{VersionStatus, ViewingRecord, status_of};
use kairan_store::{NumberedAudit, StoreError, ThrottleKey, Versioned};

/// The board of one meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// Which meeting.
    pub meeting: MeetingId,
    /// To be handed back as `seen` when the plan is changed.
    pub edition: u64,
    /// Where it stands.
    pub state: State,
    /// Date, number, panel, window; `None` for a draft.
    pub line: Option<MeetingLine>,
    /// Remark to reviewers.
    pub remark: Option<SecretText>,
    /// When it was published.
    pub published_at: Option<Timestamp>,
    /// When it will be purged, if withdrawn.
    pub purge_at: Option<Timestamp>,
    /// Who has read, of how many.
    pub read: ReadCount,
    /// Calls to make first, then in the order of the form.
    pub seats: Vec<SeatLine>,
    /// The materials, in order.
    pub materials: Vec<BoardMaterial>,
}

/// One material on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardMaterial {
    /// The material.
    pub line: MaterialLine,
    /// Seats that have opened its current version.
    pub opened: usize,
}

/// One seat on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatLine {
    /// Which.
    pub seat: SeatId,
    /// Its place in the form, from 1.
    pub number: usize,
    /// Name.
    pub name: PersonName,
    /// Gets paper: none of the rest but `given` applies.
    pub paper: bool,
    /// When paper was given, last, and whether materials have changed since.
    pub given: Option<(Timestamp, bool)>,
    /// The address.
    pub mail: SecretText,
    /// The letter that counts.
    pub letter: Option<SeatNotice>,
    /// Every letter, newest first.
    pub letters: Vec<SeatNotice>,
    /// When the gate was first passed.
    pub gate_passed_at: Option<Timestamp>,
    /// Whether the gate listens.
    pub gate: Verdict,
    /// How often its password was mistyped since it was last right.
    pub mistakes: u32,
    /// When the password was handed over (or carried over).
    pub handed_over_at: Option<Timestamp>,
    /// "I have read everything".
    pub read_all_at: Option<Timestamp>,
    /// The current version of each material that can be read.
    pub versions: Vec<SeatVersion>,
    /// Versions opened that can no longer be read: replaced or withdrawn ones.
    pub earlier: Vec<SeatVersion>,
    /// All current ones opened.
    pub has_read: bool,
    /// Why to call.
    pub trouble: Option<Trouble>,
}

/// A letter and its fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatNotice {
    /// What it tells.
    pub kind: NoticeKind,
    /// Where it stands.
    pub state: NoticeState,
    /// Tries so far.
    pub tries: u32,
    /// When it was queued.
    pub made_at: Timestamp,
    /// The server's last words.
    pub reply: SecretText,
}

impl SeatNotice {
    fn of(notice: &Notice) -> Self {
        Self {
            kind: notice.kind,
            state: notice.state,
            tries: notice.tries,
            made_at: notice.made_at,
            reply: notice.reply.clone(),
        }
    }
}

/// What a seat has done with a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatVersion {
    /// The material.
    pub material: MaterialId,
    /// The version.
    pub version: VersionId,
    /// What was done with it.
    pub status: VersionStatus,
    /// An earlier version had been opened, this one not yet.
    pub outdated: bool,
}

/// The board of a meeting.
///
/// # Errors
/// [`ReadError`].
pub async fn show_board(app: &App, by: &StaffOf, id: MeetingId) -> Result<Board, ReadError> {
    let now = app.now();
    let read = load(app, by, id).await?;
    let mut board = bare(&read, now);
    let Some(packet) = read.packet() else {
        let lines = read.materials().iter().filter_map(material_line);
        board.materials = lines
            .map(|line| BoardMaterial { line, opened: 0 })
            .collect();
        return Ok(board);
    };
    let records = app.store.viewings_of(id).await?;
    let facts = Facts {
        packet,
        notices: &app.store.notices_of(id).await?,
        audit: &app.store.audit_of_meeting(by.insurer(), id).await?,
        plain: &records
            .iter()
            .map(|record| (**record).clone())
            .collect::<Vec<_>>(),
        records: &records,
        near: is_near(&packet.plan, board.state, now),
    };
    for (seat, number) in packet.seats.iter().zip(1..) {
        board.seats.push(facts.line(app, seat, number).await?);
    }
    // Stable: within the same urgency the order of the form stays.
    board
        .seats
        .sort_by_key(|line| (line.trouble.is_none(), line.trouble));
    board.read = read_count(packet, &records);
    board.materials = materials(packet, &records);
    board.line = Some(MeetingLine::of(&packet.plan));
    board.remark.clone_from(&packet.plan.remark);
    board.published_at = Some(packet.published_at);
    board.purge_at = match packet.stage {
        Stage::Withdrawn { purge_at, .. } => Some(purge_at),
        _ => None,
    };
    Ok(board)
}

fn bare(meeting: &Meeting, now: Timestamp) -> Board {
    Board {
        meeting: meeting.id,
        edition: edition(meeting),
        state: meeting.state(now),
        line: None,
        remark: None,
        published_at: None,
        purge_at: None,
        read: ReadCount::default(),
        seats: Vec::new(),
        materials: Vec::new(),
    }
}

struct Facts<'a> {
    packet: &'a Packet,
    notices: &'a [Versioned<Notice>],
    audit: &'a [NumberedAudit],
    records: &'a [Versioned<ViewingRecord>],
    plain: &'a [ViewingRecord],
    near: bool,
}

impl Facts<'_> {
    async fn line(&self, app: &App, seat: &Seat, number: usize) -> Result<SeatLine, StoreError> {
        let mut line = SeatLine {
            seat: seat.id,
            number,
            name: seat.name.clone(),
            paper: true,
            given: None,
            mail: SecretText::default(),
            letter: None,
            letters: Vec::new(),
            gate_passed_at: None,
            gate: Verdict::Open,
            mistakes: 0,
            handed_over_at: None,
            read_all_at: None,
            versions: Vec::new(),
            earlier: Vec::new(),
            has_read: false,
            trouble: None,
        };
        let Place::Electronic {
            mail,
            credential,
            handed_over_at,
            read_all_at,
            ..
        } = &seat.place
        else {
            line.given = match seat.place {
                Place::Paper { given_at } => given_at.map(|at| (at, self.packet.paper_is_old(at))),
                Place::Electronic { .. } => None,
            };
            return Ok(line);
        };
        line.paper = false;
        line.mail = SecretText::new(mail.expose());
        line.handed_over_at = *handed_over_at;
        line.read_all_at = ReadAll::judge(self.packet, *read_all_at).standing();
        (line.gate, line.mistakes) = gate(app, *credential).await?;
        line.gate_passed_at = self.gate_passed_at(seat.id);
        line.versions = self.versions(seat.id);
        line.earlier = self.earlier(seat.id);
        line.has_read = has_read(self.packet, seat.id, self.records);
        let letter = last_letter(self.notices, seat.id);
        let gate = gate_trouble(line.gate, line.mistakes, app.policies.gate.free);
        line.trouble = trouble_of(
            letter.map(|letter| &**letter),
            gate,
            line.has_read,
            self.near,
        );
        line.letter = letter.map(|notice| SeatNotice::of(notice));
        line.letters = self.letters(seat.id);
        Ok(line)
    }

    fn letters(&self, seat: SeatId) -> Vec<SeatNotice> {
        let own = self.notices.iter().filter(|notice| notice.is_to(seat));
        let mut own: Vec<&Notice> = own.map(|notice| &**notice).collect();
        own.sort_by_key(|notice| std::cmp::Reverse((notice.made_at, notice.id)));
        own.into_iter().map(SeatNotice::of).collect()
    }

    fn gate_passed_at(&self, seat: SeatId) -> Option<Timestamp> {
        self.audit
            .iter()
            .map(|numbered| &numbered.record)
            .filter(|record| record.event == AuditEvent::GatePassed)
            .find(|record| record.seat == Some(seat) || record.actor == Actor::Reviewer(seat))
            .map(|record| record.at)
    }

    fn versions(&self, seat: SeatId) -> Vec<SeatVersion> {
        let open = self.packet.open_materials();
        open.filter_map(|material| {
            let current = material.current()?;
            let status = status_of(self.plain, seat, current.id);
            let mut earlier = material.versions.iter().rev().skip(1);
            let opened = |id| status_of(self.plain, seat, id).first_at.is_some();
            Some(SeatVersion {
                material: material.id,
                version: current.id,
                outdated: status.first_at.is_none() && earlier.any(|version| opened(version.id)),
                status,
            })
        })
        .collect()
    }

    /// What the seat opened and nobody can open any more.
    fn earlier(&self, seat: SeatId) -> Vec<SeatVersion> {
        let mut found = Vec::new();
        for material in &self.packet.materials {
            let current = material.current().filter(|_| material.is_open());
            let gone = material.versions.iter().rev();
            let gone = gone.filter(|version| current.is_none_or(|kept| kept.id != version.id));
            found.extend(gone.filter_map(|version| {
                let status = status_of(self.plain, seat, version.id);
                status.first_at?;
                Some(SeatVersion {
                    material: material.id,
                    version: version.id,
                    status,
                    outdated: true,
                })
            }));
        }
        found
    }
}

/// Whether it may be tried, and how often it was mistyped since it was last right.
async fn gate(app: &App, credential: CredentialId) -> Result<(Verdict, u32), StoreError> {
    let key = ThrottleKey::Credential(credential);
    let throttled = app.store.throttle(key).await?;
    Ok(throttled.map_or((Verdict::Open, 0), |found| {
        (found.throttle.judge(app.now()), found.throttle.failures)
    }))
}

fn materials(packet: &Packet, records: &[Versioned<ViewingRecord>]) -> Vec<BoardMaterial> {
    let lines = packet.materials.iter().filter_map(material_line);
    lines
        .map(|line| {
            let opened = crate::notices::have_opened(records, &[line.version]).len();
            BoardMaterial { line, opened }
        })
        .collect()
}
