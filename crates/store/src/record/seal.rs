//! Seals over audit records on disk, and what the last check of them found.

use jiff::Timestamp;
use kairan_domain::ids::InsurerId;
use serde::{Deserialize, Serialize};

use super::codec::Coded;
use super::forms::{Bytes, Digest, Text};
use super::{Kind, NOBODY};
use crate::index::IndexKeys;

/// Bytes of a record's digest that are kept in its seal, to name a record that was changed.
pub(crate) const MARK: usize = 8;

/// 封: a stretch of an insurer's audit records, closed: whoever changes one of them afterwards,
/// or takes one away, is found out. What is digested, and how: `seals/mod.rs`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditSeal {
    /// Whose records; `None` for the installation's own.
    pub insurer: Option<InsurerId>,
    /// Number of the first record under it.
    pub from: u64,
    /// Number of the last one.
    pub to: u64,
    /// Digest of the seal before it; zeros for the first.
    pub previous: [u8; 32],
    /// SHA-256 over `previous` and all records.
    pub digest: [u8; 32],
    /// The beginning of each record's own digest, in order; empty once the records are pruned.
    pub(crate) marks: Vec<[u8; MARK]>,
    /// The latest instant its records tell of.
    pub newest_at: Timestamp,
    /// When it was made.
    pub sealed_at: Timestamp,
    /// When its records were removed at the end of their storage; the seal stays as the
    /// chain's anchor.
    pub pruned_at: Option<Timestamp>,
}

/// What the last check of an insurer's audit records found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditCheck {
    /// Whose records; `None` for the installation's own.
    pub insurer: Option<InsurerId>,
    /// When.
    pub at: Timestamp,
    /// How many records were read.
    pub records: u64,
    /// The first record with which something is wrong.
    pub broken: Option<u64>,
}

/// Where the records of an insurer, or of the installation, stand.
pub(crate) fn stream_id(insurer: Option<InsurerId>) -> [u8; 16] {
    *insurer.unwrap_or(NOBODY).as_bytes()
}

#[derive(Serialize, Deserialize)]
pub(crate) struct SealForm {
    insurer: Option<Text<InsurerId>>,
    from: u64,
    to: u64,
    previous: Digest,
    digest: Digest,
    marks: Bytes,
    newest_at: Text<Timestamp>,
    sealed_at: Text<Timestamp>,
    pruned_at: Option<Text<Timestamp>>,
}

impl Coded for AuditSeal {
    const KIND: Kind = Kind::AuditSeal;
    type Form = SealForm;

    fn owner(&self) -> InsurerId {
        self.insurer.unwrap_or(NOBODY)
    }

    fn id(&self) -> Vec<u8> {
        [stream_id(self.insurer).as_slice(), &self.from.to_be_bytes()].concat()
    }

    fn to_form(&self) -> SealForm {
        SealForm {
            insurer: self.insurer.map(Text),
            from: self.from,
            to: self.to,
            previous: Digest(self.previous),
            digest: Digest(self.digest),
            marks: Bytes(self.marks.concat()),
            newest_at: Text(self.newest_at),
            sealed_at: Text(self.sealed_at),
            pruned_at: self.pruned_at.map(Text),
        }
    }

    fn from_form(form: SealForm) -> Result<Self, String> {
        let (marks, rest) = form.marks.0.as_chunks::<MARK>();
        if !rest.is_empty() {
            return Err("marks are cut off".to_owned());
        }
        Ok(Self {
            insurer: form.insurer.map(|id| id.0),
            from: form.from,
            to: form.to,
            previous: form.previous.0,
            digest: form.digest.0,
            marks: marks.to_vec(),
            newest_at: form.newest_at.0,
            sealed_at: form.sealed_at.0,
            pruned_at: form.pruned_at.map(|at| at.0),
        })
    }

    fn index(&self, _: &mut IndexKeys<'_>) {}
}

#[derive(Serialize, Deserialize)]
pub(crate) struct CheckForm {
    insurer: Option<Text<InsurerId>>,
    at: Text<Timestamp>,
    records: u64,
    broken: Option<u64>,
}

impl Coded for AuditCheck {
    const KIND: Kind = Kind::AuditCheck;
    type Form = CheckForm;

    fn owner(&self) -> InsurerId {
        self.insurer.unwrap_or(NOBODY)
    }

    fn id(&self) -> Vec<u8> {
        stream_id(self.insurer).to_vec()
    }

    fn to_form(&self) -> CheckForm {
        CheckForm {
            insurer: self.insurer.map(Text),
            at: Text(self.at),
            records: self.records,
            broken: self.broken,
        }
    }

    fn from_form(form: CheckForm) -> Result<Self, String> {
        Ok(Self {
            insurer: form.insurer.map(|id| id.0),
            at: form.at.0,
            records: form.records,
            broken: form.broken,
        })
    }

    fn index(&self, _: &mut IndexKeys<'_>) {}
}
