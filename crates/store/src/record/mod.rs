//! How records are written down: one file per kind, with its disk form and its index keys.
//!
//! On disk: edition byte ‖ insurer (16 bytes) ‖ sealed JSON of the form ‖ CRC-32 of all before
//! (big endian). The seal's associated data are insurer, kind, key (hex), `body`, edition.

mod audit;
mod codec;
mod credential;
mod draft;
mod forms;
mod hand_over;
mod insurer;
mod material;
mod meeting;
mod names;
mod notice;
mod packet;
mod recent;
mod reviewer;
mod seal;
mod seat;
mod session;
mod staff;
mod throttle;
mod upload;
mod viewing;

pub(crate) use audit::{read_audit, write_audit};
pub(crate) use codec::Coded;
pub(crate) use codec::{Codec, Frame, corrupt, hex};
pub(crate) use forms::Bytes;
pub use hand_over::HandOver;
pub(crate) use hand_over::hand_over_id;
pub(crate) use meeting::{day_key, panel_of, seat_names};
pub use seal::{AuditCheck, AuditSeal};
pub(crate) use seal::{MARK, stream_id};
pub(crate) use session::owner_key;
pub use throttle::{ThrottleKey, Throttled};
pub(crate) use viewing::viewing_id;

use kairan_domain::ids::InsurerId;
use std::fmt;

/// A kind of record. Its byte is part of stored keys, its name of exports; neither changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// [`kairan_domain::insurer::Insurer`].
    Insurer,
    /// [`kairan_domain::staff::Staff`].
    Staff,
    /// [`kairan_domain::session::Session`].
    Session,
    /// [`kairan_domain::meeting::Meeting`].
    Meeting,
    /// [`kairan_domain::credential::Reviewer`].
    Reviewer,
    /// [`kairan_domain::credential::Credential`].
    Credential,
    /// [`Throttled`].
    Throttle,
    /// [`HandOver`].
    HandOver,
    /// [`kairan_domain::upload::Upload`].
    Upload,
    /// [`kairan_domain::notice::Notice`].
    Notice,
    /// [`kairan_domain::viewing::ViewingRecord`].
    Viewing,
    /// [`kairan_domain::audit::AuditRecord`]; numbered, never changed.
    Audit,
    /// [`AuditSeal`].
    AuditSeal,
    /// [`AuditCheck`].
    AuditCheck,
    /// A meeting number given out; never deleted.
    Number,
    /// The database's own record.
    Schema,
}

impl Kind {
    /// Every kind that is kept as a sealed record.
    pub(crate) const SEALED: [Self; 13] = [
        Self::Insurer,
        Self::Staff,
        Self::Session,
        Self::Meeting,
        Self::Reviewer,
        Self::Credential,
        Self::Throttle,
        Self::HandOver,
        Self::Upload,
        Self::Notice,
        Self::Viewing,
        Self::AuditSeal,
        Self::AuditCheck,
    ];

    pub(crate) fn byte(self) -> u8 {
        match self {
            Self::Insurer => b'I',
            Self::Staff => b'S',
            Self::Session => b's',
            Self::Meeting => b'M',
            Self::Reviewer => b'R',
            Self::Credential => b'C',
            Self::Throttle => b'T',
            Self::HandOver => b'H',
            Self::Upload => b'U',
            Self::Notice => b'N',
            Self::Viewing => b'V',
            Self::Audit => b'A',
            Self::AuditSeal => b'L',
            Self::AuditCheck => b'K',
            Self::Number => b'n',
            Self::Schema => b'm',
        }
    }

    /// The kind's name in exports and in associated data.
    pub fn name(self) -> &'static str {
        match self {
            Self::Insurer => "insurer",
            Self::Staff => "staff",
            Self::Session => "session",
            Self::Meeting => "meeting",
            Self::Reviewer => "reviewer",
            Self::Credential => "credential",
            Self::Throttle => "throttle",
            Self::HandOver => "hand_over",
            Self::Upload => "upload",
            Self::Notice => "notice",
            Self::Viewing => "viewing",
            Self::Audit => "audit",
            Self::AuditSeal => "audit_seal",
            Self::AuditCheck => "audit_check",
            Self::Number => "number",
            Self::Schema => "schema",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What can be kept in a [`Store`](crate::Store). Implemented here alone.
#[expect(
    private_bounds,
    reason = "sealed: how a record is written down is nobody else's business"
)]
pub trait Record: Coded {
    /// Whose it is.
    fn insurer(&self) -> InsurerId;
}

impl<T: Coded> Record for T {
    fn insurer(&self) -> InsurerId {
        self.owner()
    }
}

/// Stands for the installation where a record belongs to no insurer.
pub(crate) const NOBODY: InsurerId = InsurerId::from_bytes([0; 16]);
