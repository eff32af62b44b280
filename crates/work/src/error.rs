//! The refusal every use case that shows something shares, and the way failures of the store
//! become a use case's own error.

use kairan_access::StoreFailure;
use thiserror::Error;

/// Why something cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// There is no such thing within this insurer.
    #[error("not found")]
    NotFound,
    /// The store could not answer.
    #[error(transparent)]
    Store(StoreFailure),
}

/// Lets `?` turn failures of the store into the `Store` variant of a use case's error.
#[macro_export]
macro_rules! store_fails_into {
    ($($error:ty),+ $(,)?) => {$(
        impl From<$crate::store::StoreError> for $error {
            fn from(error: $crate::store::StoreError) -> Self {
                Self::Store(error.into())
            }
        }

        impl From<$crate::store::CommitError> for $error {
            fn from(error: $crate::store::CommitError) -> Self {
                Self::Store(error.into())
            }
        }
    )+};
}
store_fails_into!(ReadError);
