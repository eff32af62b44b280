//! Deciding anew when somebody else was faster.

use kairan_store::CommitError;

/// How often a change is decided anew because the record moved in between. Sixteen people
/// pressing at once are one town hall; beyond that the answer is "try again".
pub const ATTEMPTS: usize = 16;

/// Whether somebody was faster, so that the change is to be decided anew.
pub fn moved(outcome: &Result<(), CommitError>) -> bool {
    matches!(outcome, Err(CommitError::Conflict(_)))
}
