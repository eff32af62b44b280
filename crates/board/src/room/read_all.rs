//! A reviewer says to have read everything, or takes it back. The clerk's board shows it; nobody is mailed.

use crate::edit::{ATTEMPTS, moved};
use crate::error::ChangeError;
use jiff::Timestamp;
use kairan_access::{App, ReviewerOf};
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::meeting::{Packet, Place, State, WrongState};
use kairan_store::Changes;

/// What a reviewer has said about having read everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadAll {
    /// Nothing.
    No,
    /// At this instant, and nothing has come in since.
    Said(Timestamp),
    /// At this instant, but something was added or replaced later.
    Outdated(Timestamp),
}

impl ReadAll {
    /// A word given before a material came in says nothing about that material.
    pub fn judge(packet: &Packet, said_at: Option<Timestamp>) -> Self {
        let newest = packet
            .open_materials()
            .filter_map(|open| open.shown_at)
            .max();
        match said_at {
            None => Self::No,
            Some(at) if newest.is_some_and(|newest| newest > at) => Self::Outdated(at),
            Some(at) => Self::Said(at),
        }
    }

    /// The instant, where the word still stands.
    pub fn standing(self) -> Option<Timestamp> {
        match self {
            Self::Said(at) => Some(at),
            Self::No | Self::Outdated(_) => None,
        }
    }
}

/// Notes it; saying it again changes the instant.
///
/// # Errors
/// [`ChangeError`].
pub async fn read_all(app: &App, by: &ReviewerOf) -> Result<(), ChangeError> {
    say(app, by, AuditEvent::ReadAll, Some(app.now())).await
}

/// The reviewer has pressed it too early: as if nothing had been said.
///
/// # Errors
/// [`ChangeError`].
pub async fn take_back_read_all(app: &App, by: &ReviewerOf) -> Result<(), ChangeError> {
    say(app, by, AuditEvent::ReadAllTakenBack, None).await
}

async fn say(
    app: &App,
    by: &ReviewerOf,
    event: AuditEvent,
    said_at: Option<Timestamp>,
) -> Result<(), ChangeError> {
    let now = app.now();
    let audit = AuditRecord::new(Some(by.insurer()), now, by.actor(), event)
        .of_meeting(by.meeting())
        .of_seat(by.seat());

    for _ in 0..ATTEMPTS {
        let read = app.store.meeting(by.insurer(), by.meeting()).await?;
        let read = read.ok_or(ChangeError::NotFound)?;
        let mut meeting = (*read).clone();
        let state = meeting.state(now);
        let packet = meeting.packet_in(&[State::Open], now)?;
        let Place::Electronic { read_all_at, .. } = &mut packet.seat_mut(by.seat())?.place else {
            return Err(WrongState::Is(state).into());
        };
        if said_at.is_none() && read_all_at.is_none() {
            return Ok(());
        }
        *read_all_at = said_at;

        let mut changes = Changes::new(audit.clone());
        changes.update(&read, meeting);
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return Ok(outcome?);
        }
    }
    Err(ChangeError::Contended)
}
