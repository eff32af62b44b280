//! From record to stored bytes and back.

use kairan_domain::ids::InsurerId;
use kairan_domain::text::hex;
use kairan_vault::{Entropy, FieldAad, Vault};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use zeroize::Zeroizing;

use super::Kind;
use super::recent::Recent;
use crate::engine::{Key, Row};
use crate::error::{CommitError, Damage, StoreError};
use crate::index::{IndexKey, IndexKeys, record_key};
use crate::versioned::Versioned;

/// The largest stored record.
pub(crate) const MOST_BYTES: usize = 64 * 1024;

const HEADER: usize = 1 + 16;
const TRAILER: usize = 4;

/// How one kind of record is written down. The trait of [`Record`](super::Record) that only
/// this crate can implement.
pub(crate) trait Coded: Clone + Send + Sync + 'static {
    /// Its kind.
    const KIND: Kind;
    /// The edition written today.
    const EDITION: u8 = 1;
    /// Whether it lies on the path of every range of a download or of every look at a gate.
    const OFTEN_READ: bool = false;
    /// The shape of its body on disk in that edition.
    type Form: Serialize + DeserializeOwned;

    /// Whose it is.
    fn owner(&self) -> InsurerId;
    /// Its id: what its key ends in.
    fn id(&self) -> Vec<u8>;
    /// Its body.
    fn to_form(&self) -> Self::Form;
    /// The record with this body.
    ///
    /// # Errors
    /// A sentence without the record's content.
    fn from_form(form: Self::Form) -> Result<Self, String>;
    /// The index rows it is found by.
    fn index(&self, keys: &mut IndexKeys<'_>);

    /// Reads a body of whatever edition.
    ///
    /// # Errors
    /// [`Damage::Edition`], [`Damage::Body`].
    fn read(edition: u8, body: &[u8]) -> Result<Self, Damage> {
        if edition != Self::EDITION {
            return Err(Damage::Edition(edition));
        }
        // serde_json's own words may quote the content.
        let form = serde_json::from_slice(body).map_err(|fault| Damage::Body(place_of(&fault)))?;
        Self::from_form(form).map_err(Damage::Body)
    }
}

fn place_of(fault: &serde_json::Error) -> String {
    format!("{:?} at column {}", fault.classify(), fault.column())
}

/// Seals and opens records.
#[derive(Clone)]
pub(crate) struct Codec {
    pub(crate) vault: Vault,
    pub(crate) entropy: Arc<dyn Entropy>,
    recent: Arc<Recent>,
}

impl Codec {
    pub(crate) fn new(vault: Vault, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            vault,
            entropy,
            recent: Arc::default(),
        }
    }

    /// The stored bytes of a record.
    pub(crate) fn write<T: Coded>(&self, record: &T) -> Result<Vec<u8>, CommitError> {
        let unwritable =
            |fault: serde_json::Error| CommitError::Store(StoreError::Write(place_of(&fault)));
        let body = Zeroizing::new(serde_json::to_vec(&record.to_form()).map_err(unwritable)?);
        let insurer = record.owner();
        let (place, id) = (insurer.to_string(), hex(&record.id()));
        let aad = aad(&place, T::KIND, &id, T::EDITION);
        let sealed = self.vault.seal_field(self.entropy.as_ref(), &aad, &body);
        let bytes = framed(T::EDITION, insurer, sealed.as_bytes());
        if bytes.len() > MOST_BYTES {
            return Err(CommitError::TooLarge {
                kind: T::KIND,
                bytes: bytes.len(),
                most: MOST_BYTES,
            });
        }
        Ok(bytes)
    }

    /// The record that lies under `key`.
    pub(crate) fn read<T: Coded>(&self, key: &[u8], row: &Row) -> Result<Versioned<T>, StoreError> {
        if T::OFTEN_READ
            && let Some(known) = self.recent.get::<T>(key, &row.bytes)
        {
            return Ok(Versioned::new(known, row.version));
        }
        let id = key.get(2..).unwrap_or_default();
        let record = self
            .open::<T>(id, &row.bytes)
            .map_err(|why| corrupt(T::KIND, id, why))?;
        let record = Arc::new(record);
        if T::OFTEN_READ {
            self.recent.keep(key, &row.bytes, &record);
        }
        Ok(Versioned::new(record, row.version))
    }

    fn open<T: Coded>(&self, id: &[u8], bytes: &[u8]) -> Result<T, Damage> {
        let frame = Frame::of(bytes)?;
        let (place, id) = (frame.insurer.to_string(), hex(id));
        let aad = aad(&place, T::KIND, &id, frame.edition);
        let body = self
            .vault
            .open_field(&aad, frame.sealed)
            .map_err(|why| Damage::Sealed(why.to_string()))?;
        T::read(frame.edition, &body)
    }

    /// The record's own key.
    pub(crate) fn key<T: Coded>(record: &T) -> Key {
        record_key(T::KIND, &record.id())
    }

    /// The index rows of a record.
    pub(crate) fn index<T: Coded>(&self, record: &T) -> Vec<IndexKey> {
        let mut keys = IndexKeys::of(&self.vault, record.id());
        record.index(&mut keys);
        keys.into_keys()
    }
}

fn aad<'a>(insurer: &'a str, kind: Kind, record: &'a str, edition: u8) -> FieldAad<'a> {
    FieldAad {
        insurer,
        kind: kind.name(),
        record,
        field: "body",
        edition,
    }
}

fn framed(edition: u8, insurer: InsurerId, sealed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEADER + sealed.len() + TRAILER);
    bytes.push(edition);
    bytes.extend_from_slice(insurer.as_bytes());
    bytes.extend_from_slice(sealed);
    bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
    bytes
}

/// A stored record taken apart, its checksum found right.
pub(crate) struct Frame<'a> {
    pub(crate) edition: u8,
    pub(crate) insurer: InsurerId,
    pub(crate) sealed: &'a [u8],
}

impl<'a> Frame<'a> {
    pub(crate) fn of(bytes: &'a [u8]) -> Result<Self, Damage> {
        let rest = checked(bytes)?;
        let (edition, rest) = rest.split_first().ok_or(Damage::CutOff)?;
        let (insurer, sealed) = rest.split_first_chunk().ok_or(Damage::CutOff)?;
        Ok(Self {
            edition: *edition,
            insurer: InsurerId::from_bytes(*insurer),
            sealed,
        })
    }
}

/// The bytes in front of a right checksum.
pub(super) fn checked(bytes: &[u8]) -> Result<&[u8], Damage> {
    let (rest, sum) = bytes.split_last_chunk::<TRAILER>().ok_or(Damage::CutOff)?;
    if crc32fast::hash(rest) == u32::from_be_bytes(*sum) {
        Ok(rest)
    } else {
        Err(Damage::Checksum)
    }
}

pub(crate) fn corrupt(kind: Kind, id: &[u8], why: Damage) -> StoreError {
    StoreError::Corrupt {
        kind,
        id: hex(id),
        why,
    }
}
