//! A clerk corrects a reviewer's e-mail address in a published meeting: the letter was refused,
//! came back, or went to somebody else. The seat gets another link and another password, the
//! old link and whatever was opened with it end at once; letters sent before and what was read
//! stay on the board. A new letter is queued to the new address. Audited.
//!
//! A password never follows to another address (design §4). Only where the new address already
//! has one at this insurer that can be carried over does the seat point to that, as in a
//! registration.

use super::reissue_password::{ReissueError, put};
use crate::edit::{ATTEMPTS, audit, load, moved};
use crate::envelope::Entry;
use crate::error::{ReadError, store_fails_into};
use crate::notices::tell;
use crate::passwords::{RowPassword, carried_over, clear_text, make};
use crate::publish::Person;
use jiff::Timestamp;
use kairan_access::{App, ClerkOf, StoreFailure};
use kairan_domain::audit::AuditEvent;
use kairan_domain::check::CheckedPassword;
use kairan_domain::ids::{CredentialId, MeetingId, ReviewerId, SeatId};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::{AddressFault, CHANGEABLE, Meeting, Packet, Place, WrongState};
use kairan_domain::notice::{Notice, NoticeKind, NoticeState};
use kairan_domain::password::{PasswordContext, PasswordError, ViewingPassword};
use kairan_domain::raw::SeatPassword;
use kairan_domain::secret::SecretText;
use kairan_store::{Changes, SessionOwner, StoreError, ThrottleKey, Versioned};
use kairan_vault::envelope::EnvelopeKey;
use thiserror::Error;

/// What the clerk typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAddress {
    /// The address the page showed: another clerk's correction is not overwritten.
    pub was: SecretText,
    /// The right one.
    pub mail: SecretText,
    /// What is wanted of the password; `Keep` and `Carry` mean the one this address already
    /// has, else a made one.
    pub password: RowPassword,
}

/// An address was corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Corrected {
    /// Full-width forms or spaces in what was typed were put right.
    pub put_right: bool,
    /// The address had a password already, which the reviewer goes on using.
    pub carried_over: bool,
    /// A letter leaves; not while the links are closed.
    pub told: bool,
}

/// Why an address was not corrected.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AddressError {
    /// There is no such meeting within this insurer.
    #[error("not found")]
    NotFound,
    /// Not in this state, or no electronic seat.
    #[error(transparent)]
    State(#[from] WrongState),
    /// What was typed cannot be taken: address, password, or both.
    #[error("what was typed cannot be taken")]
    Faults(Option<AddressFault>, Option<PasswordError>),
    /// Another clerk corrected it meanwhile.
    #[error("another clerk corrected it")]
    Changed,
    /// Others were changing the same records all the time.
    #[error("others are changing the same records")]
    Contended,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

store_fails_into!(AddressError);

/// Gives a seat another address; a new password is shown until handed over.
///
/// # Errors
/// [`AddressError`].
pub async fn correct_address(
    app: &App,
    by: &ClerkOf,
    key: &EnvelopeKey,
    id: MeetingId,
    seat: SeatId,
    new: &NewAddress,
) -> Result<Corrected, AddressError> {
    let now = app.now();
    let read = load(app, by, id).await?;
    let packet = open_packet(&read, now)?;
    let mail = match judge(packet, seat, new)? {
        Judged::Done => return Ok(done_before(&read, now)),
        Judged::New(mail) => mail,
    };
    let (password, entry) = password(app, by, packet, seat, &mail, new, now).await?;
    let carried_over = entry.is_none();

    let correction = Correction {
        meeting: id,
        seat,
        mail: &mail,
        password: &password,
        entry: entry.as_ref(),
        now,
    };

    for _ in 0..ATTEMPTS {
        let read = load(app, by, id).await?;
        if matches!(judge(open_packet(&read, now)?, seat, new)?, Judged::Done) {
            return Ok(done_before(&read, now));
        }
        let changes = correction.changes(app, by, key, &read).await?;
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            return Ok(outcome.map(|()| Corrected {
                put_right: new.mail.expose().trim() != mail.expose(),
                carried_over,
                told: read.state(now).links_live(),
            })?);
        }
    }
    Err(AddressError::Contended)
}

/// What is to happen to the seat.
struct Correction<'a> {
    meeting: MeetingId,
    seat: SeatId,
    mail: &'a MailAddress,
    password: &'a CheckedPassword,
    entry: Option<&'a Entry>,
    now: Timestamp,
}

impl Correction<'_> {
    /// All of it, in one commit.
    async fn changes(
        &self,
        app: &App,
        by: &ClerkOf,
        key: &EnvelopeKey,
        read: &Versioned<Meeting>,
    ) -> Result<Changes, AddressError> {
        let (id, seat) = (self.meeting, self.seat);
        let now = self.now;
        let corrected = audit(by, AuditEvent::AddressCorrected, id, now).of_seat(seat);
        let mut changes = Changes::new(corrected.as_of(read));
        let mut meeting = (**read).clone();
        let live = meeting.state(now).links_live();
        let (reviewer, old) = self.move_seat(app, by, &mut meeting, &mut changes).await?;
        let_go(app, id, seat, reviewer, old, &mut changes).await?;
        drop_waiting(app, id, seat, now, &mut changes).await?;
        for notice in tell(
            app,
            &meeting,
            live.then_some(seat),
            NoticeKind::Published,
            now,
        ) {
            changes.queue(notice);
        }
        changes.update(read, meeting);
        if let Some(entry) = self.entry {
            put(app, by, key, id, entry.clone(), &mut changes).await?;
        }
        Ok(changes)
    }

    /// Puts the new place where the old one was; answers with whom and what the old one held.
    async fn move_seat(
        &self,
        app: &App,
        by: &ClerkOf,
        meeting: &mut Meeting,
        changes: &mut Changes,
    ) -> Result<(ReviewerId, CredentialId), AddressError> {
        let packet = meeting.packet_in(CHANGEABLE, self.now)?;
        let (until, published_at) = (packet.plan.window.until, packet.published_at);
        let seat = packet.seat_mut(self.seat)?;
        let person = Person {
            name: &seat.name,
            mail: self.mail,
            password: self.password,
        };
        let place = person.seat(app, by, until, self.now, changes).await?;
        // The password to carry over went in this very moment: the clerk tries again.
        let mut place = place.ok_or(AddressError::Contended)?;
        let Place::Electronic {
            reviewer,
            credential,
            read_all_at,
            ..
        } = &seat.place
        else {
            return Err(WrongState::NoSeat.into());
        };
        if let Place::Electronic {
            read_all_at: kept,
            handed_over_at,
            ..
        } = &mut place
        {
            *kept = *read_all_at;
            // What is carried over counts as handed over since publishing, as for everybody else.
            *handed_over_at = handed_over_at.map(|_| published_at);
        }
        let old = (*reviewer, *credential);
        seat.place = place;
        Ok(old)
    }
}

fn done_before(meeting: &Meeting, now: Timestamp) -> Corrected {
    Corrected {
        told: meeting.state(now).links_live(),
        ..Corrected::default()
    }
}

fn open_packet(meeting: &Meeting, now: Timestamp) -> Result<&Packet, WrongState> {
    let state = meeting.state(now);
    let packet = meeting.packet().filter(|_| CHANGEABLE.contains(&state));
    packet.ok_or(WrongState::Is(state))
}

enum Judged {
    New(MailAddress),
    /// A second click: the seat has this address, and the page showed another one.
    Done,
}

fn judge(packet: &Packet, seat: SeatId, new: &NewAddress) -> Result<Judged, AddressError> {
    let place = packet.seat(seat).map(|seat| &seat.place);
    let Some(Place::Electronic { mail, .. }) = place else {
        return Err(WrongState::NoSeat.into());
    };
    let as_shown = new.was.expose() == mail.expose();
    match packet.new_address(seat, new.mail.expose()) {
        Err(AddressFault::Unchanged) if !as_shown => Ok(Judged::Done),
        _ if !as_shown => Err(AddressError::Changed),
        Ok(mail) => Ok(Judged::New(mail)),
        Err(fault) => {
            let context = context(packet, None);
            let password = clear_typed(&new.password, &context).err();
            Err(AddressError::Faults(Some(fault), password))
        }
    }
}

fn context<'a>(packet: &'a Packet, mail: Option<&'a MailAddress>) -> PasswordContext<'a> {
    PasswordContext {
        mail,
        held_on: Some(packet.plan.held_on),
        meeting_no: &packet.plan.meeting_no,
    }
}

/// A typed password, judged.
fn clear_typed(wish: &RowPassword, context: &PasswordContext<'_>) -> Result<(), PasswordError> {
    match wish {
        RowPassword::Typed(typed) => ViewingPassword::check(typed.expose(), context).map(|_| ()),
        RowPassword::Keep | RowPassword::Make | RowPassword::Carry => Ok(()),
    }
}

/// The password of the new address; with an entry for the envelope if it is a new one.
async fn password(
    app: &App,
    by: &ClerkOf,
    packet: &Packet,
    seat: SeatId,
    mail: &MailAddress,
    new: &NewAddress,
    now: Timestamp,
) -> Result<(CheckedPassword, Option<Entry>), AddressError> {
    let clear = match clear_text(app, &new.password, &context(packet, Some(mail))) {
        Some(judged) => judged.map_err(|error| AddressError::Faults(None, Some(error)))?,
        None => match carried_over(app, by.insurer(), mail, now).await? {
            Some(SeatPassword::CarriedOver { credential, .. }) => {
                return Ok((CheckedPassword::CarriedOver(credential), None));
            }
            _ => make(app),
        },
    };
    let hash = app.hasher.hash_batch(&clear.canonical()).await;
    let entry = Entry {
        seat,
        made_at: now,
        password: clear,
    };
    Ok((CheckedPassword::New { hash, made_at: now }, Some(entry)))
}

/// What was opened with the old link ends. The old password goes, unless another meeting uses
/// it, and with it the record of whoever was known by the old address.
async fn let_go(
    app: &App,
    id: MeetingId,
    seat: SeatId,
    reviewer: ReviewerId,
    old: CredentialId,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let users = app.store.meetings_of_credential(old).await?;
    let last = users.iter().all(|user| user.id == id);
    for session in &app.store.sessions_of(SessionOwner::Seat(seat)).await? {
        changes.delete(session);
    }
    if !last {
        return Ok(());
    }
    if let Some(credential) = app.store.credential(old).await? {
        changes.delete(&credential);
    }
    if let Some(throttle) = app.store.throttle(ThrottleKey::Credential(old)).await? {
        changes.delete(&throttle);
    }
    let known = app.store.reviewer(reviewer).await?;
    if let Some(known) = known.filter(|known| known.credential == Some(old)) {
        changes.delete(&known);
    }
    Ok(())
}

/// Letters of the seat still on their way are dropped: the new one says it all.
async fn drop_waiting(
    app: &App,
    id: MeetingId,
    seat: SeatId,
    now: Timestamp,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    for notice in &app.store.notices_of(id).await? {
        if notice.is_to(seat) && notice.due_at().is_some() {
            let state = NoticeState::Dropped { at: now };
            let dropped = Notice {
                state,
                ..(**notice).clone()
            };
            changes.update(notice, dropped);
        }
    }
    Ok(())
}

impl From<ReadError> for AddressError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::NotFound => Self::NotFound,
            ReadError::Store(failure) => Self::Store(failure),
        }
    }
}

impl From<ReissueError> for AddressError {
    fn from(error: ReissueError) -> Self {
        match error {
            ReissueError::NotFound => Self::NotFound,
            ReissueError::State(state) => Self::State(state),
            ReissueError::Password(error) => Self::Faults(None, Some(error)),
            ReissueError::NothingAsked | ReissueError::Contended => Self::Contended,
            ReissueError::Store(failure) => Self::Store(failure),
        }
    }
}
