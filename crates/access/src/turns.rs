//! Attempts at one secret take turns: each is judged with all earlier ones already counted, so
//! that a hundred guesses sent at once learn no more than a hundred sent one after another.
//!
//! In this process alone. Correctness does not hang on it: who is let in is decided by the
//! commit, on the condition that no mistake was counted in between.

use kairan_domain::ids::{CredentialId, OpinionRequestId, StaffId};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OwnedMutexGuard;

/// What is tried at a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Tried {
    /// A viewing password.
    Credential(CredentialId),
    /// A link together with an e-mail address that is not the seat's: digests of both.
    StrangeMail([u8; 32], [u8; 32]),
    /// A login id, by its digest, from one network.
    LoginFrom([u8; 32], IpAddr),
    /// A login id, by its digest, from anywhere.
    Login([u8; 32]),
    /// The current password of somebody signed in.
    Account(StaffId),
    /// The passcode of a letter, behind its link.
    Letter(OpinionRequestId),
    /// A short code, by its digest, from one network.
    ShortCodeFrom([u8; 32], IpAddr),
    /// A short code, by its digest, from anywhere.
    ShortCode([u8; 32]),
}

impl Tried {
    /// Whether it is the login id with this digest, from wherever.
    pub(crate) fn is_login(&self, digest: &[u8; 32]) -> bool {
        matches!(self, Self::LoginFrom(login, _) | Self::Login(login) if login == digest)
    }
}

/// Whose turn it is, for everything tried at this moment.
#[derive(Clone, Default)]
pub(crate) struct Turns(Arc<Mutex<HashMap<Tried, Arc<tokio::sync::Mutex<()>>>>>);

/// One attempt's turn; the next one begins when it is dropped.
pub(crate) struct Turn {
    tried: Tried,
    turns: Turns,
    own: Arc<tokio::sync::Mutex<()>>,
    guard: Option<OwnedMutexGuard<()>>,
}

impl Turns {
    /// Waits until every earlier attempt at `tried` is done.
    pub(crate) async fn take(&self, tried: Tried) -> Turn {
        let own = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(turns.entry(tried).or_default())
        };
        let mut turn = Turn {
            tried,
            turns: self.clone(),
            own,
            guard: None,
        };
        turn.guard = Some(Arc::clone(&turn.own).lock_owned().await);
        turn
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.guard = None;
        let mut turns = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        // The map's and this one: nobody else waits.
        if Arc::strong_count(&self.own) == 2 {
            turns.remove(&self.tried);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIED: Tried = Tried::Login([1; 32]);

    #[tokio::test]
    async fn the_second_waits_for_the_first_and_nothing_stays_behind() {
        let turns = Turns::default();
        let first = turns.take(TRIED).await;
        let other = turns.take(Tried::Login([2; 32])).await;
        let waiting = tokio::spawn({
            let turns = turns.clone();
            async move { drop(turns.take(TRIED).await) }
        });
        let gone = tokio::spawn({
            let turns = turns.clone();
            async move { drop(turns.take(TRIED).await) }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        gone.abort();
        assert!(gone.await.unwrap_err().is_cancelled());

        drop((first, other));
        waiting.await.unwrap();

        assert!(turns.0.lock().unwrap().is_empty());
    }
}
