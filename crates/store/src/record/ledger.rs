//! The ledger on disk: how far every chain of audit records reaches.

use kairan_domain::ids::InsurerId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::codec::Coded;
use super::forms::{Bytes, Digest};
use super::{AuditSeal, Kind, NOBODY, stream_id};
use crate::index::IndexKeys;

/// How far every chain reaches: the mark below which nothing goes. One record for the whole
/// installation, so that no chain can be taken away whole; room for some 600 insurers. What is
/// held against it, and when: `seals/ledger.rs`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditLedger {
    pub(crate) streams: BTreeMap<[u8; 16], Reached>,
}

/// How far one chain reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reached {
    /// The last sealed number; 0 before the first seal.
    pub(crate) sealed_to: u64,
    /// Digest of the last seal; zeros before the first.
    pub(crate) head: [u8; 32],
    /// From this number on every record has a mark.
    pub(crate) marked_from: u64,
}

impl Reached {
    /// Where a chain begins.
    pub(crate) const BEGINNING: Self = Self {
        sealed_to: 0,
        head: [0; 32],
        marked_from: 1,
    };
}

impl AuditLedger {
    /// How far the chain of an insurer, or of the installation, reaches.
    pub(crate) fn reached(&self, insurer: Option<InsurerId>) -> Reached {
        let known = self.streams.get(&stream_id(insurer)).copied();
        known.unwrap_or(Reached::BEGINNING)
    }

    /// With one more seal.
    pub(crate) fn with(&self, seal: &AuditSeal, marked_from: u64) -> Self {
        let mut next = self.clone();
        let reached = Reached {
            sealed_to: seal.to,
            head: seal.digest,
            marked_from,
        };
        next.streams.insert(stream_id(seal.insurer), reached);
        next
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct LedgerForm {
    streams: Vec<ReachedForm>,
}

#[derive(Serialize, Deserialize)]
struct ReachedForm {
    #[serde(rename = "s")]
    stream: Bytes,
    #[serde(rename = "t")]
    sealed_to: u64,
    #[serde(rename = "h")]
    head: Digest,
    #[serde(rename = "m")]
    marked_from: u64,
}

impl Coded for AuditLedger {
    const KIND: Kind = Kind::AuditLedger;
    type Form = LedgerForm;

    fn owner(&self) -> InsurerId {
        NOBODY
    }

    fn id(&self) -> Vec<u8> {
        NOBODY.as_bytes().to_vec()
    }

    fn to_form(&self) -> LedgerForm {
        let streams = self.streams.iter().map(|(stream, reached)| ReachedForm {
            stream: Bytes(stream.to_vec()),
            sealed_to: reached.sealed_to,
            head: Digest(reached.head),
            marked_from: reached.marked_from,
        });
        LedgerForm {
            streams: streams.collect(),
        }
    }

    fn from_form(form: LedgerForm) -> Result<Self, String> {
        let mut streams = BTreeMap::new();
        for row in form.streams {
            let stream = row.stream.0.try_into();
            let stream = stream.map_err(|_| "a stream is not 16 bytes".to_owned())?;
            let reached = Reached {
                sealed_to: row.sealed_to,
                head: row.head.0,
                marked_from: row.marked_from,
            };
            streams.insert(stream, reached);
        }
        Ok(Self { streams })
    }

    fn index(&self, _: &mut IndexKeys<'_>) {}
}
