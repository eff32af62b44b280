//! Authentication keys (認証キー): made, listed, rotated, revoked by an administrator; opened by
//! whoever has one.

pub(crate) mod list_keys;
pub(crate) mod make_key;
pub(crate) mod open_by_key;
pub(crate) mod revoke_key;
pub(crate) mod rotate_key;

use crate::app::App;
use crate::error::StoreFailure;
use crate::witness::AdministratorOf;
use kairan_domain::auth_key::{AuthKey, KeyFault};
use kairan_domain::ids::AuthKeyId;
use kairan_store::{CommitError, StoreError, Versioned};
use kairan_vault::{KEY_MARK, KeyToken};
use thiserror::Error;
use zeroize::Zeroizing;

/// Why a key was not made or changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// There is no such key within this insurer.
    #[error("not found")]
    NotFound,
    /// What was typed cannot be taken.
    #[error("{} faults", .0.len())]
    Faults(Vec<KeyFault>),
    /// The same page was sent twice: the key is made, its secret was shown the first time.
    #[error("the key is made already")]
    Already,
    /// It opens nothing any more: a new one is made instead.
    #[error("the key is over")]
    Over,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

impl From<StoreError> for KeyError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

impl From<CommitError> for KeyError {
    fn from(error: CommitError) -> Self {
        Self::Store(error.into())
    }
}

/// Why nothing was opened. What is told of a key is told only to whoever has its secret.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotOpened {
    /// No such key: mistyped, or never one of ours.
    #[error("unknown key")]
    Unknown,
    /// A key of ours that opens nothing now.
    #[error(transparent)]
    Refused(#[from] kairan_domain::auth_key::KeyRefusal),
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

impl From<StoreError> for NotOpened {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

/// How a secret is written: shown once, sent with every request.
fn text_of(token: &KeyToken) -> Zeroizing<String> {
    Zeroizing::new(format!("{KEY_MARK}{}", *token.to_text()))
}

/// The insurer's key, or nothing.
async fn own_key(
    app: &App,
    by: &AdministratorOf,
    id: AuthKeyId,
) -> Result<Versioned<AuthKey>, KeyError> {
    let found = app.store.auth_key(id).await?;
    let own = found.filter(|key| key.insurer == by.insurer());
    own.ok_or(KeyError::NotFound)
}
