//! How records are written down: one file per kind, with its disk form and its index keys.
//!
//! On disk: edition byte ‖ insurer (16 bytes) ‖ sealed JSON of the form ‖ CRC-32 of all before
//! (big endian). The seal's associated data are insurer, kind, key (hex), `body`, edition.

mod audit;
mod auth_key;
mod clinic;
mod codec;
mod credential;
mod draft;
mod examined;
mod forms;
mod hand_over;
mod insured;
mod insurer;
mod ledger;
mod material;
mod meeting;
mod names;
mod notice;
mod opinion_request;
mod opinion_texts;
mod opinion_version;
mod packet;
mod recent;
mod reviewer;
mod seal;
mod seat;
mod session;
mod staff;
mod throttle;
mod unsent;
mod upload;
mod viewing;
mod waiting;
mod worklist;

pub(crate) use audit::{
    Marked, audit_json, finisher, marked, marked_before, read_audit, read_tip, write_audit,
};
pub(crate) use codec::Coded;
pub(crate) use codec::{Codec, Frame, corrupt};
pub(crate) use forms::Bytes;
pub use hand_over::HandOver;
pub(crate) use hand_over::hand_over_id;
pub use ledger::AuditLedger;
pub(crate) use ledger::Reached;
pub(crate) use meeting::{day_key, panel_of, seat_names};
pub(crate) use opinion_request::request_files;
pub(crate) use opinion_texts::kept_form_id;
pub use seal::{AuditCheck, AuditSeal};
pub(crate) use seal::{MARK, stream_id};
pub(crate) use session::owner_key;
pub use throttle::{ThrottleKey, Throttled};
pub(crate) use unsent::writer_key;
pub(crate) use viewing::viewing_id;
pub(crate) use worklist::{
    awaited_key, awaited_of_key, due_of_place, is_over, list_place, reference_key, state_byte,
};

use kairan_domain::ids::InsurerId;
use std::fmt;

/// The kinds with byte and name, written down once: a kind missing from a list kept by hand would
/// be neither exported nor sealed again, and retiring its key would erase it.
macro_rules! kinds {
    ($($(#[$doc:meta])+ $kind:ident = $byte:literal $name:literal $form:ident),+ $(,)?) => {
        /// A kind of record. Its byte is part of stored keys, its name of exports; neither changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[$doc])+ $kind,)+
        }

        impl Kind {
            /// Every kind.
            const ALL: &[Self] = &[$(Self::$kind),+];

            pub(crate) fn byte(self) -> u8 {
                match self {
                    $(Self::$kind => $byte,)+
                }
            }

            /// The kind's name in exports and in associated data.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }

            fn form(self) -> Form {
                match self {
                    $(Self::$kind => Form::$form,)+
                }
            }
        }
    };
}

/// How the rows of a kind are kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As a sealed record: exported, sealed again when keys rotate, counted before a key goes.
    Sealed,
    /// Readable, in a form of its own.
    Plain,
}

kinds! {
    /// [`kairan_domain::insurer::Insurer`].
    Insurer = b'I' "insurer" Sealed,
    /// [`kairan_domain::staff::Staff`].
    Staff = b'S' "staff" Sealed,
    /// [`kairan_domain::session::Session`].
    Session = b's' "session" Sealed,
    /// [`kairan_domain::meeting::Meeting`].
    Meeting = b'M' "meeting" Sealed,
    /// [`kairan_domain::credential::Reviewer`].
    Reviewer = b'R' "reviewer" Sealed,
    /// [`kairan_domain::credential::Credential`].
    Credential = b'C' "credential" Sealed,
    /// [`Throttled`].
    Throttle = b'T' "throttle" Sealed,
    /// [`HandOver`].
    HandOver = b'H' "hand_over" Sealed,
    /// [`kairan_domain::upload::Upload`].
    Upload = b'U' "upload" Sealed,
    /// [`kairan_domain::notice::Notice`].
    Notice = b'N' "notice" Sealed,
    /// [`kairan_domain::viewing::ViewingRecord`].
    Viewing = b'V' "viewing" Sealed,
    /// [`kairan_domain::opinion_request::OpinionRequest`].
    OpinionRequest = b'O' "opinion_request" Sealed,
    /// [`kairan_domain::opinion_request::OpinionDraft`].
    OpinionDraft = b'D' "opinion_draft" Sealed,
    /// [`kairan_domain::opinion_request::KeptForm`].
    OpinionForm = b'F' "opinion_form" Sealed,
    /// [`kairan_domain::clinic::Clinic`].
    Clinic = b'c' "clinic" Sealed,
    /// [`kairan_domain::clinic::Physician`].
    Physician = b'P' "physician" Sealed,
    /// [`kairan_domain::auth_key::AuthKey`].
    AuthKey = b'k' "auth_key" Sealed,
    /// [`kairan_domain::audit::AuditRecord`]; numbered, never changed.
    Audit = b'A' "audit" Plain,
    /// [`kairan_domain::unsent::Unsent`].
    Unsent = b'u' "unsent" Sealed,
    /// [`AuditSeal`].
    AuditSeal = b'L' "audit_seal" Sealed,
    /// [`AuditCheck`].
    AuditCheck = b'K' "audit_check" Sealed,
    /// [`AuditLedger`].
    AuditLedger = b'W' "audit_ledger" Sealed,
    /// A meeting number given out; never deleted.
    Number = b'n' "number" Plain,
    /// The database's own record.
    Schema = b'm' "schema" Plain,
}

impl Kind {
    /// Every kind that is kept as a sealed record.
    pub(crate) fn sealed() -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(|kind| kind.form() == Form::Sealed)
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

#[cfg(test)]
mod tests {
    use super::Kind;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_kinds_share_a_byte_or_a_name() {
        let bytes: BTreeSet<u8> = Kind::ALL.iter().map(|kind| kind.byte()).collect();
        let names: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(
            (bytes.len(), names.len()),
            (Kind::ALL.len(), Kind::ALL.len())
        );
    }

    #[test]
    fn what_is_not_sealed_holds_no_person() {
        let sealed: Vec<Kind> = Kind::sealed().collect();
        let plain = Kind::ALL.iter().filter(|kind| !sealed.contains(kind));
        let plain: Vec<&str> = plain.map(|kind| kind.name()).collect();
        assert_eq!(plain, ["audit", "number", "schema"]);
    }
}
