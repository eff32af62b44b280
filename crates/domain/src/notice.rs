//! 通知: the intent to tell one reviewer or one clinic something, and what became of its letter.
//!
//! A notice holds no token, no name, no address: the letter's facts are asked for when it is
//! sent, so a letter about what was withdrawn meanwhile is dropped, not sent.

mod cause;

pub use cause::{EnhancedCode, MailCause, enhanced_codes};

use crate::ids::{ClinicId, InsurerId, MeetingId, NoticeId, OpinionRequestId, SeatId};
use crate::secret::SecretText;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

/// What a notice tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// Materials can be read.
    Published,
    /// A material was replaced, added or taken away.
    MaterialsChanged,
    /// Day or time of the meeting changed, perhaps the access window with it.
    DateChanged,
    /// Only the access window changed.
    WindowChanged,
    /// The meeting was withdrawn.
    Withdrawn,
    /// A withdrawn meeting can be read again.
    Revived,
    /// The clerk sends the link again.
    Resent,
    /// A clinic is asked for an opinion; the letter with the way in goes by post.
    OpinionRequested,
    /// An opinion is still awaited.
    OpinionReminded,
    /// An opinion came back to be corrected.
    OpinionSentBack,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Published,
        Self::MaterialsChanged,
        Self::DateChanged,
        Self::WindowChanged,
        Self::Withdrawn,
        Self::Revived,
        Self::Resent,
        Self::OpinionRequested,
        Self::OpinionReminded,
        Self::OpinionSentBack,
    ];

    /// Those that tell a seat about a meeting.
    pub fn to_seats() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|kind| !kind.is_for_clinic())
    }

    /// Whether its letter shows the reader's link, so that the reader has a way in once it
    /// has arrived. Letters to clinics never do: what opens a request is in the printed letter.
    pub fn carries_link(self) -> bool {
        match self {
            Self::Published
            | Self::MaterialsChanged
            | Self::DateChanged
            | Self::WindowChanged
            | Self::Revived
            | Self::Resent => true,
            Self::Withdrawn
            | Self::OpinionRequested
            | Self::OpinionReminded
            | Self::OpinionSentBack => false,
        }
    }

    /// Whether it tells a clinic about a request; the others tell a seat about a meeting.
    pub fn is_for_clinic(self) -> bool {
        matches!(
            self,
            Self::OpinionRequested | Self::OpinionReminded | Self::OpinionSentBack
        )
    }
}

/// Whom a notice tells, and about what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeAbout {
    /// A reviewer, about a meeting.
    Seat {
        /// The meeting.
        meeting: MeetingId,
        /// The reviewer's place at it.
        seat: SeatId,
    },
    /// A clinic, about a request.
    Clinic {
        /// The clinic.
        clinic: ClinicId,
        /// The request.
        request: OpinionRequestId,
    },
}

impl NoticeAbout {
    /// The seat, if it tells one.
    pub fn seat(self) -> Option<SeatId> {
        match self {
            Self::Seat { seat, .. } => Some(seat),
            Self::Clinic { .. } => None,
        }
    }
}

/// A notice with its fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its id; also the stem of the Message-ID.
    pub id: NoticeId,
    /// Whose.
    pub insurer: InsurerId,
    /// To whom, about what.
    pub about: NoticeAbout,
    /// What it tells.
    pub kind: NoticeKind,
    /// When it was queued.
    pub made_at: Timestamp,
    /// Tries so far.
    pub tries: u32,
    /// Where it stands.
    pub state: NoticeState,
    /// The mail server's last words, cut to 200 characters; may name an address.
    pub reply: SecretText,
}

/// Where a notice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeState {
    /// Will be tried at this instant.
    Queued {
        /// When.
        next_at: Timestamp,
    },
    /// A delivery loop has it until this instant; then it is queued again.
    Leased {
        /// Until when.
        until: Timestamp,
    },
    /// The server took it.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// The server refused it for good.
    Refused {
        /// When.
        at: Timestamp,
    },
    /// Three days without success.
    GivenUp {
        /// When.
        at: Timestamp,
    },
    /// It came back after it had been sent.
    Returned {
        /// When.
        at: Timestamp,
    },
    /// What it would have told was no longer true.
    Dropped {
        /// When.
        at: Timestamp,
    },
}

/// What one delivery attempt came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Taken, with the server's words.
    Accepted(SecretText),
    /// To be tried again (4xx, no connection, time-out).
    Deferred(SecretText),
    /// Refused for good (5xx).
    Refused(SecretText),
    /// Nothing to send any more.
    Dropped,
}

/// A notice is given up after this long.
pub const GIVE_UP_AFTER: SignedDuration = SignedDuration::from_hours(72);
/// A delivery loop holds a notice this long.
pub const LEASE: SignedDuration = SignedDuration::from_mins(5);

/// The wait after `tries` failures: 1 min, doubling, at most 6 h.
pub fn backoff(tries: u32) -> SignedDuration {
    let doublings = tries.saturating_sub(1).min(9);
    SignedDuration::from_mins(1)
        .saturating_mul(1 << doublings)
        .min(SignedDuration::from_hours(6))
}

impl Notice {
    /// A notice queued `now`.
    pub fn queued(
        id: NoticeId,
        insurer: InsurerId,
        about: NoticeAbout,
        kind: NoticeKind,
        now: Timestamp,
    ) -> Self {
        let state = NoticeState::Queued { next_at: now };
        Self {
            id,
            insurer,
            about,
            kind,
            made_at: now,
            tries: 0,
            state,
            reply: SecretText::default(),
        }
    }

    /// Whether it tells this seat.
    pub fn is_to(&self, seat: SeatId) -> bool {
        self.about.seat() == Some(seat)
    }

    /// When the outbox should look at it next; `None` when it is done.
    pub fn due_at(&self) -> Option<Timestamp> {
        match self.state {
            NoticeState::Queued { next_at } => Some(next_at),
            NoticeState::Leased { until } => Some(until),
            _ => None,
        }
    }

    /// The notice after an attempt at `now`.
    #[must_use]
    pub fn settled(mut self, outcome: Outcome, now: Timestamp) -> Self {
        self.tries = self.tries.saturating_add(1);
        self.state = match &outcome {
            Outcome::Accepted(_) => NoticeState::Sent { at: now },
            Outcome::Refused(_) => NoticeState::Refused { at: now },
            Outcome::Dropped => NoticeState::Dropped { at: now },
            Outcome::Deferred(_) if now.duration_since(self.made_at) >= GIVE_UP_AFTER => {
                NoticeState::GivenUp { at: now }
            }
            Outcome::Deferred(_) => NoticeState::Queued {
                next_at: now
                    .checked_add(backoff(self.tries))
                    .unwrap_or(Timestamp::MAX),
            },
        };
        if let Outcome::Accepted(words) | Outcome::Deferred(words) | Outcome::Refused(words) =
            outcome
        {
            self.reply = SecretText::new(words.expose().chars().take(200).collect::<String>());
        }
        self
    }

    /// Why it did not arrive; `None` while it may, or did.
    pub fn cause(&self) -> Option<MailCause> {
        MailCause::of_state(&self.state, self.reply.expose())
    }

    /// The notice after its letter came back.
    #[must_use]
    pub fn returned(mut self, words: &SecretText, now: Timestamp) -> Self {
        self.state = NoticeState::Returned { at: now };
        self.reply = SecretText::new(words.expose().chars().take(200).collect::<String>());
        self
    }
}

/// What a letter says about the viewing password. Never the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordNote {
    /// The office tells it over another channel.
    Told,
    /// The one the reader has been using for this meeting.
    AsBefore,
    /// The one of the meeting held on this day.
    AsAt(Date),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_six_hours() {
        let minutes: Vec<i64> = (1..=11).map(|n| backoff(n).as_secs() / 60).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);
    }

    #[test]
    fn an_outage_is_given_up_after_three_days() {
        let made = Timestamp::UNIX_EPOCH;
        let about = NoticeAbout::Seat {
            meeting: MeetingId::from_bytes([2; 16]),
            seat: SeatId::from_bytes([3; 16]),
        };
        let notice = Notice::queued(
            NoticeId::from_bytes([4; 16]),
            InsurerId::from_bytes([1; 16]),
            about,
            NoticeKind::Published,
            made,
        );
        let words = SecretText::new("connection refused");
        let later = notice.clone().settled(
            Outcome::Deferred(words.clone()),
            made + SignedDuration::from_hours(71),
        );
        assert!(matches!(later.state, NoticeState::Queued { .. }));
        let over = notice.settled(
            Outcome::Deferred(words),
            made + SignedDuration::from_hours(72),
        );
        assert!(matches!(over.state, NoticeState::GivenUp { .. }));
    }
}
