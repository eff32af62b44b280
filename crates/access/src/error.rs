//! Why a use case of this crate refuses. Closed lists without words: the page has the words.

mod letter;

pub use self::letter::{LetterError, NotInside};

use jiff::Timestamp;
use kairan_domain::insurer::InsurerFault;
use kairan_domain::mail_address::MailAddressError;
use kairan_domain::password::PasswordError;
use kairan_domain::staff::StaffFault;
use kairan_store::{CommitError, StoreError};
use thiserror::Error;

use crate::hasher::Busy;
use crate::threshold::Refused;

/// The store could not answer. For the log and for a plain "try again later".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(transparent)]
pub struct StoreFailure(CommitError);

impl StoreFailure {
    /// Whether reading and deciding again may succeed.
    pub(crate) fn is_conflict(&self) -> bool {
        matches!(self.0, CommitError::Conflict(_))
    }
}

impl From<CommitError> for StoreFailure {
    fn from(error: CommitError) -> Self {
        Self(error)
    }
}

impl From<StoreError> for StoreFailure {
    fn from(error: StoreError) -> Self {
        Self(error.into())
    }
}

/// Lets `?` turn failures of the store into the `Store` variant of a use case's error.
macro_rules! store_fails_into {
    ($($error:ty),+ $(,)?) => {$(
        impl From<StoreError> for $error {
            fn from(error: StoreError) -> Self {
                Self::Store(error.into())
            }
        }

        impl From<CommitError> for $error {
            fn from(error: CommitError) -> Self {
                Self::Store(error.into())
            }
        }
    )+};
}

/// Why nobody is signed in at the console. Unknown login, wrong password, a wait, a lock and
/// a retired account are all `Refused`, and cost the same work.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignInError {
    /// No.
    #[error("refused")]
    Refused,
    /// Too many mistakes came from this address; nothing is evaluated before `until`.
    #[error("too many mistakes from this address")]
    TooManyFromAddress {
        /// When it listens again.
        until: Timestamp,
    },
    /// Too many sign-ins at this moment.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

/// Why a step of somebody who has already given the right password is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StepError {
    /// The session is over, or it stands at another step: sign in again.
    #[error("not at this step")]
    SignedOut,
    /// The old password or the code is wrong, or the code was used before.
    #[error("wrong")]
    Wrong,
    /// Nothing is evaluated before `until`.
    #[error("wait")]
    Wait {
        /// When it is evaluated again.
        until: Timestamp,
    },
    /// Locked; an administrator's reset ends it earlier.
    #[error("locked")]
    Locked {
        /// When the lock runs out.
        until: Timestamp,
    },
    /// The new password cannot be taken.
    #[error(transparent)]
    NewPassword(PasswordError),
    /// The new password is the old one.
    #[error("the new password is the old one")]
    SamePassword,
    /// Too many sign-ins at this moment.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

/// Why an account is not made, reset or retired.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AccountError {
    /// There is no such account, or no such clinic, within this insurer.
    #[error("no such account")]
    Unknown,
    /// The login id is taken.
    #[error("the login id is taken")]
    LoginTaken,
    /// What was typed cannot be taken; every fault.
    #[error("not an account")]
    Faults(Vec<StaffFault>),
    /// Nobody resets or retires the own account: another administrator does.
    #[error("the own account")]
    OwnAccount,
    /// The account, or the clinic it would be for, is retired.
    #[error("retired")]
    Retired,
    /// It has another password than when the page was drawn.
    #[error("the account changed")]
    Changed,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

/// Why an insurer is not made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InsurerError {
    /// What was typed cannot be taken; every fault.
    #[error("not an insurer")]
    Faults(Vec<InsurerFault>),
    /// There is an insurer with this number.
    #[error("the insurer number is taken")]
    NumberTaken,
    /// There is no insurer with this number.
    #[error("there is no insurer with this number")]
    Unknown,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

/// Why the gate stays shut. For the office's phone and the meeting's line, ask
/// [`look_at_gate`](crate::look_at_gate) again: it writes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GateError {
    /// No such link. Neither hashing nor a write was spent.
    #[error("no such link")]
    Unknown,
    /// A field is empty; nothing was evaluated or counted.
    #[error("a field is empty")]
    Missing {
        /// No e-mail address was typed.
        mail: bool,
        /// No password was typed.
        password: bool,
    },
    /// What was typed is no address; nothing was evaluated or counted.
    #[error("not an address")]
    Mail(MailAddressError),
    /// The address was typed as the password too; nothing was evaluated or counted.
    #[error("the address in place of the password")]
    MailAsPassword,
    /// The address or the password is wrong.
    #[error("wrong")]
    Wrong,
    /// Not evaluated before `until`.
    #[error("wait")]
    Wait {
        /// When it is evaluated again.
        until: Timestamp,
    },
    /// Locked until then, or until a clerk clears it.
    #[error("locked")]
    Locked {
        /// When the lock runs out.
        until: Timestamp,
    },
    /// The window has not begun.
    #[error("not yet open")]
    NotYet {
        /// When it begins.
        from: Timestamp,
    },
    /// The window is over.
    #[error("closed")]
    Closed {
        /// Since when.
        until: Timestamp,
    },
    /// The meeting was withdrawn.
    #[error("withdrawn")]
    Withdrawn,
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

/// Lets the doors behind a secret link refuse in their own words.
macro_rules! refused_is {
    ($($error:ty),+ $(,)?) => {$(
        impl From<Refused> for $error {
            fn from(refused: Refused) -> Self {
                match refused {
                    Refused::Wrong => Self::Wrong,
                    Refused::Wait(until) => Self::Wait { until },
                    Refused::Locked(until) => Self::Locked { until },
                }
            }
        }
    )+};
}

refused_is!(GateError, LetterError);

/// Why a lock is not cleared.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ClearError {
    /// There is no such meeting or request, or no electronic seat with this id in it.
    #[error("no such seat")]
    Unknown,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

store_fails_into!(
    SignInError,
    StepError,
    AccountError,
    InsurerError,
    GateError,
    LetterError,
    NotInside,
    ClearError
);
