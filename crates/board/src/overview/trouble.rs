//! What about a seat needs a phone call, most urgent first.

use jiff::{SignedDuration, Timestamp};
use kairan_domain::date::from_tokyo;
use kairan_domain::ids::SeatId;
use kairan_domain::meeting::{Plan, State};
use kairan_domain::notice::{MailCause, Notice, NoticeState};
use kairan_domain::throttle::Verdict;
use kairan_store::Versioned;

/// Somebody who has not read this long before the meeting is called.
pub const NEAR: SignedDuration = SignedDuration::from_hours(48);

/// Why a reviewer should be called. The order is that of urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// The mail server refused the letter, for this cause.
    MailRefused(MailCause),
    /// The letter came back, for this cause.
    MailReturned(MailCause),
    /// Three days of trying did not bring it out; the last words gave this cause.
    MailGivenUp(MailCause),
    /// Locked after too many wrong passwords.
    Locked,
    /// Mistyped so often that the gate makes them wait, and not come in since.
    Mistyped,
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
    let cause = notice.cause().unwrap_or(MailCause::Unclear);
    match notice.state {
        NoticeState::Refused { .. } => Some(Trouble::MailRefused(cause)),
        NoticeState::Returned { .. } => Some(Trouble::MailReturned(cause)),
        NoticeState::GivenUp { .. } => Some(Trouble::MailGivenUp(cause)),
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

/// What the gate has against a seat: a lock, or waits that its reviewer has not got past.
pub(super) fn gate_trouble(gate: Verdict, mistakes: u32, free: u32) -> Option<Trouble> {
    match gate {
        Verdict::Locked(_) => Some(Trouble::Locked),
        Verdict::Wait(_) | Verdict::Open => (mistakes > free).then_some(Trouble::Mistyped),
    }
}

/// The trouble of one seat with a link.
pub(super) fn trouble_of(
    letter: Option<&Notice>,
    gate: Option<Trouble>,
    has_read: bool,
    near: bool,
) -> Option<Trouble> {
    let mail = letter
        .filter(|letter| letter.kind.carries_link())
        .and_then(mail_trouble);
    let unread = (near && !has_read).then_some(Trouble::Unread);
    // Who has read everything has evidently got the link, and been inside.
    let mail = mail.filter(|_| !has_read);
    let gate = gate.filter(|it| !(has_read && *it == Trouble::Mistyped));
    [mail, gate, unread].into_iter().flatten().min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_for_mistakes_is_called_and_one_slip_is_nobodys_business() {
        let later = Timestamp::MAX;
        for (gate, mistakes, trouble) in [
            (Verdict::Open, 0, None),
            (Verdict::Open, 3, None),
            (Verdict::Wait(later), 4, Some(Trouble::Mistyped)),
            (Verdict::Open, 4, Some(Trouble::Mistyped)),
            (Verdict::Locked(later), 10, Some(Trouble::Locked)),
        ] {
            assert_eq!(gate_trouble(gate, mistakes, 3), trouble);
        }
        let read = trouble_of(None, Some(Trouble::Mistyped), true, true);
        assert_eq!(read, None);
        let unread = trouble_of(None, Some(Trouble::Mistyped), false, true);
        assert_eq!(unread, Some(Trouble::Mistyped));
    }
}
