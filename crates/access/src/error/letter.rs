//! Why the doctors' door refuses.

use super::StoreFailure;
use crate::hasher::Busy;
use crate::letter::look_at_letter::LetterOver;
use jiff::Timestamp;
use kairan_domain::short_code::ShortCodeFault;
use thiserror::Error;

/// Why a letter stays shut. For the office's phone at its link, ask
/// [`look_at_letter`](crate::look_at_letter) again: it writes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LetterError {
    /// No such link. Neither hashing nor a write was spent.
    #[error("no such link")]
    Unknown,
    /// A field is empty; nothing was evaluated or counted.
    #[error("a field is empty")]
    Missing {
        /// No short code was typed, where one is asked for.
        code: bool,
        /// No passcode was typed.
        passcode: bool,
    },
    /// What was typed can be no short code; nothing was evaluated or counted.
    #[error(transparent)]
    Code(ShortCodeFault),
    /// The passcode is wrong; by short code also: no letter has this code.
    #[error("wrong")]
    Wrong,
    /// Not evaluated before `until`.
    #[error("wait")]
    Wait {
        /// When it is evaluated again.
        until: Timestamp,
    },
    /// Locked until then, or until a clerk clears it or prints the letter again. Never by short
    /// code.
    #[error("locked")]
    Locked {
        /// When the lock runs out.
        until: Timestamp,
    },
    /// The letter opens nothing any more. By short code told only for the right passcode.
    #[error("over")]
    Over(Box<LetterOver>),
    /// Too many sign-ins at this moment.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// Too many mistakes came from this address; nothing is evaluated before `until`.
    #[error("too many mistakes from this address")]
    TooManyFromAddress {
        /// When it listens again.
        until: Timestamp,
    },
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

impl LetterError {
    pub(crate) fn missing(code: bool, passcode: bool) -> Self {
        Self::Missing { code, passcode }
    }
}

/// Why somebody is not inside a request, with a letter's session or a clinic's account.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotInside {
    /// No session for this request, as far as we know; the clinic has no such request.
    #[error("nobody")]
    Nobody,
    /// The session, or the request, is over.
    #[error("over")]
    Over(Box<LetterOver>),
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}
