//! What a stored row is, told by its key, and which index rows belong to it.

use kairan_domain::auth_key::AuthKey;
use kairan_domain::clinic::{Clinic, Physician};
use kairan_domain::credential::{Credential, Reviewer};
use kairan_domain::insurer::Insurer;
use kairan_domain::meeting::Meeting;
use kairan_domain::notice::Notice;
use kairan_domain::opinion_request::{KeptForm, OpinionDraft, OpinionRequest};
use kairan_domain::session::Session;
use kairan_domain::staff::Staff;
use kairan_domain::unsent::Unsent;
use kairan_domain::upload::Upload;
use kairan_domain::viewing::ViewingRecord;

use crate::engine::{Key, Row};
use crate::error::{Damage, StoreError};
use crate::index::{IndexKey, audit_pointers, record_key};
use crate::record::{
    AuditCheck, AuditLedger, AuditSeal, Codec, Coded, HandOver, Kind, Throttled, corrupt,
    read_audit,
};

/// Kind and id of a row that is exported; `None` for index rows and the store's own.
pub(crate) fn identify(key: &[u8]) -> Option<(Kind, &[u8])> {
    match key {
        [b'a', id @ ..] => Some((Kind::Audit, id)),
        [b'c', id @ ..] => Some((Kind::Number, id)),
        [b'r', byte, id @ ..] => Kind::sealed()
            .find(|kind| kind.byte() == *byte)
            .map(|kind| (kind, id)),
        _ => None,
    }
}

/// The key of a row from its kind and id.
pub(super) fn key_of(kind: &str, id: &[u8]) -> Option<(Kind, Key)> {
    match kind {
        "audit" => Some((Kind::Audit, [b"a", id].concat())),
        "number" => Some((Kind::Number, [b"c", id].concat())),
        name => {
            let kind = Kind::sealed().find(|kind| kind.name() == name)?;
            Some((kind, record_key(kind, id)))
        }
    }
}

/// The index rows that belong to a row. Reads the record, so a damaged one is found here.
pub(crate) fn index_rows(
    codec: &Codec,
    kind: Kind,
    key: &[u8],
    row: &Row,
) -> Result<Vec<IndexKey>, StoreError> {
    match kind {
        Kind::Insurer => of::<Insurer>(codec, key, row),
        Kind::Staff => of::<Staff>(codec, key, row),
        Kind::Session => of::<Session>(codec, key, row),
        Kind::Meeting => of::<Meeting>(codec, key, row),
        Kind::Reviewer => of::<Reviewer>(codec, key, row),
        Kind::Credential => of::<Credential>(codec, key, row),
        Kind::Throttle => of::<Throttled>(codec, key, row),
        Kind::HandOver => of::<HandOver>(codec, key, row),
        Kind::Upload => of::<Upload>(codec, key, row),
        Kind::Notice => of::<Notice>(codec, key, row),
        Kind::Viewing => of::<ViewingRecord>(codec, key, row),
        Kind::OpinionRequest => of::<OpinionRequest>(codec, key, row),
        Kind::OpinionDraft => of::<OpinionDraft>(codec, key, row),
        Kind::OpinionForm => of::<KeptForm>(codec, key, row),
        Kind::Clinic => of::<Clinic>(codec, key, row),
        Kind::Physician => of::<Physician>(codec, key, row),
        Kind::AuthKey => of::<AuthKey>(codec, key, row),
        Kind::Unsent => of::<Unsent>(codec, key, row),
        Kind::AuditSeal => of::<AuditSeal>(codec, key, row),
        Kind::AuditCheck => of::<AuditCheck>(codec, key, row),
        Kind::AuditLedger => of::<AuditLedger>(codec, key, row),
        Kind::Audit => audit_pointer(key, row),
        Kind::Number if row.bytes.len() == 16 => Ok(Vec::new()),
        Kind::Number | Kind::Schema => Err(corrupt(kind, key, Damage::CutOff)),
    }
}

fn of<T: Coded>(codec: &Codec, key: &[u8], row: &Row) -> Result<Vec<IndexKey>, StoreError> {
    let record = codec.read::<T>(key, row)?;
    Ok(codec.index(&*record))
}

fn audit_pointer(key: &[u8], row: &Row) -> Result<Vec<IndexKey>, StoreError> {
    let record = read_audit(&row.bytes).map_err(|why| corrupt(Kind::Audit, key, why))?;
    let number = key.last_chunk::<8>().filter(|_| key.len() == 1 + 16 + 8);
    let number = number.ok_or_else(|| corrupt(Kind::Audit, key, Damage::CutOff))?;
    let pointers = audit_pointers(&record).into_iter();
    Ok(pointers
        .map(|prefix| IndexKey::plain([prefix.as_slice(), number].concat()))
        .collect())
}
