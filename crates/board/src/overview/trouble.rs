//! What about a seat needs a phone call, most urgent first.

use jiff::{SignedDuration, Timestamp};
use kairan_domain::date::from_tokyo;
use kairan_domain::ids::SeatId;
use kairan_domain::meeting::{Plan, State};
use kairan_domain::notice::{Notice, NoticeState};
use kairan_store::Versioned;

/// Somebody who has not read this long before the meeting is called.
pub const NEAR: SignedDuration = SignedDuration::from_hours(48);

/// Why a reviewer should be called. The order is that of urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// The mail server refused the letter.
    MailRefused,
    /// The letter came back.
    MailReturned,
    /// Three days of trying did not bring it out.
    MailGivenUp,
    /// Locked after too many wrong passwords.
    Locked,
    /// The meeting is near and not everything has been opened.
    Unread,
    /// The letter is still waiting after failed tries.
    MailDelayed,
}

impl Trouble {
    /// Whether somebody should be called now: a letter that is merely late is tried again.
    pub fn needs_call(self) -> bool {
        self != Self::MailDelayed
    }
}

/// The letter that counts for a seat: the newest one that was not dropped.
pub(super) fn last_letter(
    notices: &[Versioned<Notice>],
    seat: SeatId,
) -> Option<&Versioned<Notice>> {
    notices
        .iter()
        .filter(|notice| notice.is_to(seat))
        .filter(|notice| !matches!(notice.state, NoticeState::Dropped { .. }))
        .max_by_key(|notice| (notice.made_at, notice.id))
}

/// What the fate of a letter means.
pub(super) fn mail_trouble(notice: &Notice) -> Option<Trouble> {
    match notice.state {
        NoticeState::Refused { .. } => Some(Trouble::MailRefused),
        NoticeState::Returned { .. } => Some(Trouble::MailReturned),
        NoticeState::GivenUp { .. } => Some(Trouble::MailGivenUp),
        NoticeState::Queued { .. } | NoticeState::Leased { .. } if notice.tries > 0 => {
            Some(Trouble::MailDelayed)
        }
        _ => None,
    }
}

/// Whether a reviewer who has not read everything should be reminded by phone.
pub(super) fn is_near(plan: &Plan, state: State, now: Timestamp) -> bool {
    let begins = from_tokyo(plan.held_on, plan.starts_at.unwrap_or_default());
    state == State::Open && begins.is_some_and(|begins| begins.duration_since(now) <= NEAR)
}

/// The trouble of one seat with a link.
pub(super) fn trouble_of(
    letter: Option<&Notice>,
    (locked, has_read, near): (bool, bool, bool),
) -> Option<Trouble> {
    let mail = letter
        .filter(|letter| letter.kind.carries_link())
        .and_then(mail_trouble);
    let locked = locked.then_some(Trouble::Locked);
    let unread = (near && !has_read).then_some(Trouble::Unread);
    // Who has read everything has evidently got the link.
    let mail = mail.filter(|_| !has_read);
    [mail, locked, unread].into_iter().flatten().min()
}
