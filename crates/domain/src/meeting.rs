//! 審査会(開催回) and the life of its packet.
//!
//! `Draft` → `Published` → `Closed` → `Purged`; `Withdrawn` → `Published` or → `Purged`
//! (design §4). A draft is what was typed; publishing turns it into a [`Packet`] that fixes
//! who may read what. Every transition is a method that checks the state it starts from.

use crate::author::Author;
use crate::ids::{CredentialId, InsurerId, MaterialId, MeetingId, ReviewerId, SeatId};
use crate::mail_address::{MailAddress, MailAddressError};
use crate::material::{Material, MaterialVersion};
use crate::raw::RawMeeting;
use crate::secret::SecretText;
use crate::staff::PersonName;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use thiserror::Error;

/// A meeting with its seats and materials: one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its id.
    pub id: MeetingId,
    /// Whose.
    pub insurer: InsurerId,
    /// When its draft was begun.
    pub made_at: Timestamp,
    /// By whom.
    pub made_by: Author,
    /// Last change.
    pub changed_at: Timestamp,
    /// By whom.
    pub changed_by: Author,
    /// What it is made of.
    pub body: Body,
}

/// Draft or packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Not yet published.
    Draft(Draft),
    /// Published at least once.
    Packet(Packet),
}

/// What was typed so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// The fields.
    pub raw: RawMeeting,
    /// Materials, in order.
    pub materials: Vec<Material>,
}

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// Date, number, window, remark.
    pub plan: Plan,
    /// Who may read.
    pub seats: Vec<Seat>,
    /// What, in order.
    pub materials: Vec<Material>,
    /// When first published.
    pub published_at: Timestamp,
    /// Where in its life.
    pub stage: Stage,
}

/// The checked fields of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// 開催予定日.
    pub held_on: Date,
    /// Start time.
    pub starts_at: Option<Time>,
    /// 審査会番号: unique per insurer and fiscal year, never used again.
    pub meeting_no: String,
    /// 合議体.
    pub panel: Option<String>,
    /// When the links open and stop.
    pub window: AccessWindow,
    /// Remark to reviewers.
    pub remark: Option<SecretText>,
}

/// 閲覧開始/期限.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessWindow {
    /// First instant of reading.
    pub from: Timestamp,
    /// First instant at which reading has ended.
    pub until: Timestamp,
}

/// A reviewer's place at one meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Its id.
    pub id: SeatId,
    /// Name as given for this meeting.
    pub name: PersonName,
    /// Link or paper.
    pub place: Place,
}

/// How the reviewer of a seat gets the materials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// By link.
    Electronic {
        /// The reviewer's record.
        reviewer: ReviewerId,
        /// Where the link goes.
        mail: MailAddress,
        /// The password.
        credential: CredentialId,
        /// The link.
        link: AccessLink,
        /// When the clerk ticked that the password was handed over.
        handed_over_at: Option<Timestamp>,
        /// When the reviewer said to have read everything.
        read_all_at: Option<Timestamp>,
    },
    /// On paper.
    Paper {
        /// When the clerk ticked that the materials were given, last.
        given_at: Option<Timestamp>,
    },
}

/// 閲覧URL: the digest finds the seat; the token itself lies sealed, to be mailed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessLink {
    /// The token as it stands in the URL.
    pub token: SecretText,
    /// Its digest.
    pub digest: [u8; 32],
}

/// Stored part of a packet's life; [`State`] adds what follows from the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Links work within the window.
    Published,
    /// Links are dead; purged on that day unless revived.
    Withdrawn {
        /// Since when.
        at: Timestamp,
        /// When it is purged.
        purge_at: Timestamp,
    },
    /// Documents, keys, addresses are erased.
    Purged {
        /// Since when.
        at: Timestamp,
    },
}

/// Where a meeting stands at some instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// 下書き.
    Draft,
    /// Published, links not yet open.
    Waiting,
    /// Published, links open.
    Open,
    /// Window over.
    Closed,
    /// 取下げ.
    Withdrawn,
    /// 廃棄.
    Purged,
}

impl State {
    /// Whether links of a meeting in this state open already, or will by themselves.
    pub fn links_live(self) -> bool {
        matches!(self, Self::Waiting | Self::Open)
    }
}

/// Why a transition is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WrongState {
    /// The meeting is in this state, which does not allow it.
    #[error("not possible in this state")]
    Is(State),
    /// There is no such material.
    #[error("no such material")]
    NoMaterial,
    /// There is no such seat.
    #[error("no such seat")]
    NoSeat,
    /// The last material that can be read may not go; withdraw the meeting instead.
    #[error("the last material")]
    LastMaterial,
}

/// Why a published seat cannot be given this address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AddressFault {
    /// It is no address.
    #[error(transparent)]
    Mail(#[from] MailAddressError),
    /// The seat has it already.
    #[error("the same address as now")]
    Unchanged,
    /// Another seat of the meeting has it.
    #[error("the address of seat {row}")]
    Taken {
        /// Which, from 1.
        row: usize,
    },
}

/// What became of the materials since some instant, and how many can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MaterialChanges {
    /// 差替え.
    pub replaced: usize,
    /// 追加.
    pub added: usize,
    /// 取下げ.
    pub withdrawn: usize,
    /// All that reviewers can read now; 0: not counted.
    pub total: usize,
}

impl Meeting {
    /// Where it stands `now`.
    pub fn state(&self, now: Timestamp) -> State {
        match &self.body {
            Body::Draft(_) => State::Draft,
            Body::Packet(packet) => packet.state(now),
        }
    }

    /// The materials, in order.
    pub fn materials(&self) -> &[Material] {
        match &self.body {
            Body::Draft(draft) => &draft.materials,
            Body::Packet(packet) => &packet.materials,
        }
    }

    /// The materials, to be changed.
    pub fn materials_mut(&mut self) -> &mut Vec<Material> {
        match &mut self.body {
            Body::Draft(draft) => &mut draft.materials,
            Body::Packet(packet) => &mut packet.materials,
        }
    }

    /// The packet, if published at least once.
    pub fn packet(&self) -> Option<&Packet> {
        match &self.body {
            Body::Packet(packet) => Some(packet),
            Body::Draft(_) => None,
        }
    }

    /// The draft, if not yet published.
    pub fn draft(&self) -> Option<&Draft> {
        match &self.body {
            Body::Draft(draft) => Some(draft),
            Body::Packet(_) => None,
        }
    }

    /// The packet, when its state is one of `allowed`.
    ///
    /// # Errors
    /// [`WrongState::Is`].
    pub fn packet_in(
        &mut self,
        allowed: &[State],
        now: Timestamp,
    ) -> Result<&mut Packet, WrongState> {
        let state = self.state(now);
        match &mut self.body {
            Body::Packet(packet) if allowed.contains(&state) => Ok(packet),
            _ => Err(WrongState::Is(state)),
        }
    }

    /// The draft, to be changed.
    ///
    /// # Errors
    /// [`WrongState::Is`] once published.
    pub fn draft_mut(&mut self, now: Timestamp) -> Result<&mut Draft, WrongState> {
        let state = self.state(now);
        match &mut self.body {
            Body::Draft(draft) => Ok(draft),
            Body::Packet(_) => Err(WrongState::Is(state)),
        }
    }
}

/// States in which a packet may still be changed.
pub const CHANGEABLE: &[State] = &[State::Waiting, State::Open, State::Closed];

impl Packet {
    /// Where it stands `now`.
    pub fn state(&self, now: Timestamp) -> State {
        match self.stage {
            Stage::Withdrawn { .. } => State::Withdrawn,
            Stage::Purged { .. } => State::Purged,
            Stage::Published if now >= self.plan.window.until => State::Closed,
            Stage::Published if now < self.plan.window.from => State::Waiting,
            Stage::Published => State::Open,
        }
    }

    /// The seat with this id.
    pub fn seat(&self, id: SeatId) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.id == id)
    }

    /// The seat with this id, to be changed.
    ///
    /// # Errors
    /// [`WrongState::NoSeat`].
    pub fn seat_mut(&mut self, id: SeatId) -> Result<&mut Seat, WrongState> {
        self.seats
            .iter_mut()
            .find(|seat| seat.id == id)
            .ok_or(WrongState::NoSeat)
    }

    /// Seats that get a link.
    pub fn electronic(&self) -> impl Iterator<Item = &Seat> {
        self.seats
            .iter()
            .filter(|seat| matches!(seat.place, Place::Electronic { .. }))
    }

    /// Materials reviewers may read, in order.
    pub fn open_materials(&self) -> impl Iterator<Item = &Material> {
        self.materials.iter().filter(|material| material.is_open())
    }

    /// The address a seat is to have instead of its own, judged like one of a registration.
    ///
    /// # Errors
    /// [`AddressFault`].
    pub fn new_address(&self, id: SeatId, typed: &str) -> Result<MailAddress, AddressFault> {
        let new = MailAddress::check(typed)?;
        for (seat, row) in self.seats.iter().zip(1..) {
            match &seat.place {
                Place::Electronic { mail, .. } if mail.key() != new.key() => {}
                Place::Electronic { .. } if seat.id == id => return Err(AddressFault::Unchanged),
                Place::Electronic { .. } => return Err(AddressFault::Taken { row }),
                Place::Paper { .. } => {}
            }
        }
        Ok(new)
    }

    /// What became of the materials after `since`, as somebody sees it who knows them as they
    /// were then.
    pub fn changes_since(&self, since: Timestamp) -> MaterialChanges {
        let mut changes = MaterialChanges {
            total: self.open_materials().count(),
            ..MaterialChanges::default()
        };
        for material in &self.materials {
            let came_after = |version: &MaterialVersion| version.added_at > since;
            let new = material.versions.first().is_none_or(came_after);
            let newer = material.current().is_some_and(came_after);
            match material.withdrawn_at {
                Some(at) if at > since && !new => changes.withdrawn += 1,
                None if new => changes.added += 1,
                None if newer => changes.replaced += 1,
                _ => {}
            }
        }
        changes
    }

    /// Whether paper given at `since` is no longer what reviewers should have.
    pub fn paper_is_old(&self, since: Timestamp) -> bool {
        let changes = self.changes_since(since);
        changes.added + changes.replaced + changes.withdrawn > 0
    }

    /// Puts a new version in place of the current one: link and password stay.
    ///
    /// # Errors
    /// [`WrongState::NoMaterial`].
    pub fn replace(
        &mut self,
        id: MaterialId,
        version: MaterialVersion,
        now: Timestamp,
    ) -> Result<(), WrongState> {
        let material = self
            .materials
            .iter_mut()
            .find(|m| m.id == id)
            .ok_or(WrongState::NoMaterial)?;
        material.versions.push(version);
        material.shown_at = Some(now);
        material.withdrawn_at = None;
        Ok(())
    }

    /// Takes one material away from reviewers.
    ///
    /// # Errors
    /// [`WrongState::NoMaterial`], [`WrongState::LastMaterial`].
    pub fn withdraw_material(&mut self, id: MaterialId, now: Timestamp) -> Result<(), WrongState> {
        if !self.open_materials().any(|m| m.id != id) {
            return Err(WrongState::LastMaterial);
        }
        let material = self
            .materials
            .iter_mut()
            .find(|m| m.id == id && m.is_open())
            .ok_or(WrongState::NoMaterial)?;
        material.withdrawn_at = Some(now);
        Ok(())
    }
}

impl Place {
    /// Whether this seat gets a link.
    pub fn is_electronic(&self) -> bool {
        matches!(self, Self::Electronic { .. })
    }
}
