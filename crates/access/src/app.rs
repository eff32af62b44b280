//! Everything a use case works with, built once by the binary.

use crate::address_limit::AddressLimit;
use crate::clock::Clock;
use crate::hasher::Hasher;
use crate::policies::Policies;
use crate::shelf::Shelf;
use jiff::Timestamp;
use kairan_domain::limits::Limits;
use kairan_store::{Documents, Store};
use kairan_vault::{Entropy, SessionToken, Vault, entropy};
use std::fmt;
use std::sync::Arc;

/// How often a use case reads and decides again when somebody else changed a record in between.
pub(crate) const TRIES: u32 = 8;

/// The first argument of every use case.
pub struct App {
    /// The records.
    pub store: Store,
    /// The sealed files.
    pub documents: Documents,
    /// The keys.
    pub vault: Vault,
    /// Password hashing, few at a time.
    pub hasher: Hasher,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub entropy: Arc<dyn Entropy>,
    /// Mistakes per client address.
    pub addresses: AddressLimit,
    /// What may be entered.
    pub limits: Limits,
    /// Numbers of sign-in, sessions, retention.
    pub policies: Policies,
    /// What rooms remember in this process alone.
    pub shelf: Shelf,
    /// The start of every link in a mail, without a slash at its end.
    pub public_url: String,
}

impl App {
    /// The instant it is. Read once at the top of a use case.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The random part of a new id.
    pub fn id_bytes(&self) -> [u8; 10] {
        entropy::bytes(self.entropy.as_ref())
    }

    /// A fresh session token.
    pub fn token(&self) -> SessionToken {
        SessionToken::random(self.entropy.as_ref())
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("App")
    }
}
