//! An account as pages show it: without hash, secret or recovery codes.

use jiff::Timestamp;
use kairan_domain::ids::{InsurerId, StaffId};
use kairan_domain::staff::{Login, PersonName, Role, Staff};
use sha2::{Digest, Sha256};

/// An account as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffView {
    /// Its id.
    pub id: StaffId,
    /// Whose.
    pub insurer: InsurerId,
    /// Login id.
    pub login: Login,
    /// The person.
    pub name: PersonName,
    /// What it may do.
    pub role: Role,
    /// Still has the initial password.
    pub must_change: bool,
    /// Since when the second factor is set up.
    pub second_factor_at: Option<Timestamp>,
    /// Recovery codes not yet used.
    pub recovery_codes: usize,
    /// Since when it may not sign in.
    pub retired_at: Option<Timestamp>,
    /// When it was made.
    pub made_at: Timestamp,
    /// Until when sign-ins are refused somewhere because of mistakes; only in a list.
    pub shut_until: Option<Timestamp>,
    /// Stands for the password it has now, and tells nothing about it: who resets the account
    /// hands it back, so that the same page sent twice resets once.
    pub seen: u64,
}

impl StaffView {
    pub(crate) fn of(staff: &Staff) -> Self {
        let factor = staff.second_factor.as_ref();
        Self {
            id: staff.id,
            insurer: staff.insurer,
            login: staff.login.clone(),
            name: staff.name.clone(),
            role: staff.role,
            must_change: staff.must_change,
            second_factor_at: factor.map(|factor| factor.set_up_at),
            recovery_codes: factor.map_or(0, |factor| factor.recovery.len()),
            retired_at: staff.retired_at,
            made_at: staff.made_at,
            shut_until: None,
            seen: seen(staff),
        }
    }
}

fn seen(staff: &Staff) -> u64 {
    let digest: [u8; 32] = Sha256::digest(staff.password.expose()).into();
    let (first, _) = digest.split_first_chunk().unwrap_or((&[0; 8], &[]));
    u64::from_be_bytes(*first)
}
