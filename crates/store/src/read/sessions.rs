//! Sessions: found by their cookie's digest, ended by whoever they belong to.

use jiff::Timestamp;
use kairan_domain::ids::{CredentialId, MeetingId, OpinionRequestId, SeatId, StaffId};
use kairan_domain::session::Session;

use super::WHOLE;
use crate::error::StoreError;
use crate::index::{Index, instant};
use crate::record::owner_key;
use crate::store::Store;
use crate::versioned::Versioned;

/// What a session hangs on: when it goes, its sessions end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionOwner {
    /// An account: logout everywhere, retire, reset.
    Staff(StaffId),
    /// A meeting: withdraw, purge.
    Meeting(MeetingId),
    /// A seat.
    Seat(SeatId),
    /// A viewing password: re-issue.
    Credential(CredentialId),
    /// A request: re-print, cancel, reassign, purge.
    OpinionRequest(OpinionRequestId),
}

impl Store {
    /// The session whose cookie has this digest.
    pub async fn session(
        &self,
        digest: &[u8; 32],
    ) -> Result<Option<Versioned<Session>>, StoreError> {
        self.fetch(digest).await
    }

    /// All sessions that hang on `owner`.
    pub async fn sessions_of(
        &self,
        owner: SessionOwner,
    ) -> Result<Vec<Versioned<Session>>, StoreError> {
        self.listed(&Index::SessionOwner.key(&[&owner_key(owner)]), WHOLE)
            .await
    }

    /// Sessions begun before an instant, oldest first: for the sweep.
    pub async fn sessions_before(
        &self,
        at: Timestamp,
        limit: usize,
    ) -> Result<Vec<Versioned<Session>>, StoreError> {
        let index = Index::SessionMade;
        self.listed_before(index.key(&[]), index.key(&[&instant(at)]), limit)
            .await
    }
}
