//! A post that keeps every letter in memory and answers what it is told to.

use crate::mailbox::Letter;
use async_trait::async_trait;
use kairan_domain::notice::Outcome;
use kairan_domain::secret::SecretText;
use kairan_mail::{Parcel, Post};
use std::sync::{Mutex, PoisonError};

/// Keeps letters; defers them while it is told to be away.
#[derive(Default)]
pub struct Recorder {
    kept: Mutex<Vec<Letter>>,
    away: Mutex<bool>,
}

impl Recorder {
    /// The letters kept so far, oldest first.
    pub fn letters(&self) -> Vec<Letter> {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// From now on every letter is put off, or taken again.
    pub fn be_away(&self, away: bool) {
        *self.away.lock().unwrap_or_else(PoisonError::into_inner) = away;
    }
}

#[async_trait]
impl Post for Recorder {
    async fn send(&self, parcel: &Parcel) -> Outcome {
        if *self.away.lock().unwrap_or_else(PoisonError::into_inner) {
            return Outcome::Deferred(SecretText::new("connection refused"));
        }
        let letter = Letter::of_parcel(parcel.bytes(), parcel.to().expose());
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(letter);
        Outcome::Accepted(SecretText::new("250 2.0.0 kept in memory"))
    }
}
