//! Who is signed in: a record per session, found by the digest of an opaque cookie.

use crate::ids::{CredentialId, InsurerId, MeetingId, OpinionRequestId, SeatId, StaffId};
use jiff::{SignedDuration, Timestamp};

/// How far a staff sign-in has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Password right, the initial one must be changed now.
    ChangePassword,
    /// Password right, the second factor must be set up now.
    SetUpSecondFactor,
    /// Password right, a code is awaited.
    EnterCode,
    /// Signed in.
    Done,
}

/// Whom a session stands for and what it may open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A console account.
    Staff {
        /// Insurer.
        insurer: InsurerId,
        /// Account.
        staff: StaffId,
        /// How far the sign-in has come.
        step: Step,
    },
    /// A reviewer inside one meeting's room.
    Reviewer {
        /// Insurer.
        insurer: InsurerId,
        /// Meeting.
        meeting: MeetingId,
        /// Seat.
        seat: SeatId,
        /// The credential the gate was opened with; a re-issue ends the session.
        credential: CredentialId,
    },
    /// Whoever opened a request's letter: the doctor, or who writes for them.
    Physician {
        /// Insurer.
        insurer: InsurerId,
        /// The one request it opens.
        request: OpinionRequestId,
        /// The print of the letter it was opened with; a re-print ends the session.
        printed_at: Timestamp,
    },
}

/// Why a session was ended before its time. The record stays until it is swept, so that whoever
/// still holds its cookie can be told what happened; it opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Its owner signed out.
    Left,
    /// It was used outside the window: reopening the window does not bring it back.
    Closed,
    /// The meeting was withdrawn.
    Withdrawn,
    /// The viewing password was re-issued.
    Reissued,
    /// The request letter was printed again: it has a new passcode.
    Reprinted,
    /// The request was cancelled.
    Cancelled,
    /// Another doctor is asked instead.
    Reassigned,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the cookie's token; the key of the record.
    pub digest: [u8; 32],
    /// Whom it stands for.
    pub subject: Subject,
    /// Since when.
    pub made_at: Timestamp,
    /// Last use, kept to the minute.
    pub used_at: Timestamp,
    /// Set once it was ended before its time.
    pub ended: Option<Ending>,
}

/// How long a session lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionPolicy {
    /// Without use.
    pub idle: SignedDuration,
    /// At most.
    pub most: SignedDuration,
}

impl SessionPolicy {
    /// Staff: 1 hour without use, 12 hours at most.
    pub const STAFF: Self = Self {
        idle: SignedDuration::from_hours(1),
        most: SignedDuration::from_hours(12),
    };
    /// Reviewers read for an afternoon: 4 hours without use, 12 hours at most.
    pub const REVIEWER: Self = Self {
        idle: SignedDuration::from_hours(4),
        most: SignedDuration::from_hours(12),
    };
    /// Doctors write between two patients: 4 hours without use, 12 hours at most.
    pub const PHYSICIAN: Self = Self {
        idle: SignedDuration::from_hours(4),
        most: SignedDuration::from_hours(12),
    };
}

impl Session {
    /// Whether it still opens anything `now`.
    pub fn is_alive(&self, now: Timestamp, policy: &SessionPolicy) -> bool {
        self.ended.is_none()
            && now.duration_since(self.used_at) < policy.idle
            && now.duration_since(self.made_at) < policy.most
    }

    /// The same session, ended. The first reason stays.
    #[must_use]
    pub fn ending(&self, why: Ending) -> Self {
        Self {
            ended: self.ended.or(Some(why)),
            ..self.clone()
        }
    }
}
