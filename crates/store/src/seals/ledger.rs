//! The mark below which no chain goes.
//!
//! One sealed record, the ledger, says for every chain how far it is sealed and with which digest;
//! each seal is written together with it. Behind the last seal the engine's writer keeps a stream's
//! *tip*: its last number, marked with the ring, written with every record. So whoever cuts a chain
//! must put back an older ledger or tip as well, and has one only from a copy of that very moment.
//!
//! Held against it: every seal before it is made, every check, the server's start
//! ([`Store::audit_stands`]) and an import. That there is a ledger says the schema's sealed word.

use kairan_domain::ids::InsurerId;
use std::collections::BTreeMap;

use super::Broken;
use crate::engine::{Batch, Condition, Direction, Engine, Key, Refused, Scan, behind, tip_key};
use crate::error::{OpenError, StoreError};
use crate::index::{audit_stream, record_key};
use crate::record::{
    AuditLedger, AuditSeal, Codec, Kind, Marked, NOBODY, Reached, finisher, marked, marked_before,
    read_tip, stream_id,
};
use crate::store::Store;
use crate::versioned::Versioned;

/// Where the ledger lies.
pub(crate) fn ledger_key() -> Key {
    record_key(Kind::AuditLedger, NOBODY.as_bytes())
}

/// What a stream's tip tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tip {
    Missing,
    Wrong,
    At(u64),
}

impl Tip {
    /// What is wrong with it, where the chain is known to reach a number and has marks from another
    /// one on.
    pub(super) fn fault(self, last: u64, marked_from: u64) -> Option<Broken> {
        match self {
            Self::Wrong => Some(Broken::TipWrong(last)),
            Self::Missing if last >= marked_from => Some(Broken::TipWrong(last)),
            Self::At(tip) if tip > last => Some(Broken::Missing(last.saturating_add(1))),
            Self::Missing | Self::At(_) => None,
        }
    }
}

impl Store {
    /// The ledger as it stands.
    pub(super) async fn ledger(&self) -> Result<Option<Versioned<AuditLedger>>, StoreError> {
        let key = ledger_key();
        let row = self.0.engine.get(&key).await?;
        row.map(|row| self.0.codec.read(&key, &row)).transpose()
    }

    /// How far a chain must reach.
    pub(super) async fn reached(&self, insurer: Option<InsurerId>) -> Result<Reached, StoreError> {
        let ledger = self.ledger().await?;
        Ok(ledger.map_or(Reached::BEGINNING, |ledger| ledger.reached(insurer)))
    }

    pub(super) async fn tip(&self, insurer: Option<InsurerId>) -> Result<Tip, StoreError> {
        let stream = audit_stream(insurer);
        let row = self.0.engine.get(&tip_key(&stream)).await?;
        Ok(match row {
            None => Tip::Missing,
            Some(row) => {
                read_tip(&self.0.codec.vault, &stream, &row.bytes).map_or(Tip::Wrong, Tip::At)
            }
        })
    }

    /// Whether a chain still reaches as far as it is known to have reached: a few reads, for the
    /// server's start. That all below is right shows [`Store::verify_audit`].
    ///
    /// # Errors
    /// [`StoreError`] when the store fails.
    pub async fn audit_stands(
        &self,
        insurer: Option<InsurerId>,
    ) -> Result<Result<(), Broken>, StoreError> {
        let reached = self.reached(insurer).await?;
        let seal = self.last_seal(insurer).await?;
        if let Some(fault) = seal_fault(reached, seal.as_deref()) {
            return Ok(Err(fault));
        }
        let tip = self.tip(insurer).await?;
        let last = last_number(self.0.engine.as_ref(), &audit_stream(insurer)).await?;
        let last = last.unwrap_or(0).max(reached.sealed_to);
        Ok(tip.fault(last, reached.marked_from).map_or(Ok(()), Err))
    }

    /// Marks all tips again with the active key; answers with how many were left under an older
    /// one before, and writes nothing unless told to.
    pub(crate) async fn remark_tips(&self, write: bool) -> Result<u64, StoreError> {
        let prefix = tip_key(b"");
        let scan = Scan {
            from: prefix.clone(),
            to: behind(&prefix),
            limit: usize::MAX,
            direction: Direction::Up,
            follow: false,
        };
        let (vault, mut stale) = (&self.0.codec.vault, 0);
        for found in self.0.engine.scan(scan).await? {
            let stream = found.key[prefix.len()..].to_vec();
            let Some(row) = found.row else { continue };
            let mark = row.bytes.get(8..).and_then(|mark| mark.try_into().ok());
            let old =
                mark.is_some_and(|mark| kairan_vault::marked_with(mark) != vault.active_key());
            // A wrong one stays: it is evidence.
            let Some(no) = read_tip(vault, &stream, &row.bytes).filter(|_| old) else {
                continue;
            };
            stale += 1;
            if write {
                let mut batch = Batch::default();
                let version = Condition::Version(row.version);
                batch.conditions.push((found.key.clone(), version));
                let tip = finisher(&self.0.codec).0.tip(&stream, no);
                batch.writes.insert(found.key, Some(tip));
                match self.0.engine.commit(batch).await {
                    // Written meanwhile: then it has the new key's mark.
                    Ok(()) | Err(Refused::Condition(_)) => {}
                    Err(Refused::Engine(fault)) => return Err(fault),
                }
            }
        }
        Ok(stale)
    }

    /// Whether a stored record still needs an older key: it has that key's mark, and no seal yet.
    pub(crate) async fn needs_old_mark(
        &self,
        key: &[u8],
        bytes: &[u8],
    ) -> Result<bool, StoreError> {
        if !marked_before(&self.0.codec.vault, bytes) {
            return Ok(false);
        }
        let Some((stream, no)) = place(key) else {
            return Ok(false);
        };
        let ledger = self.ledger().await?;
        let reached = ledger.and_then(|ledger| ledger.streams.get(&stream).copied());
        Ok(no > reached.unwrap_or(Reached::BEGINNING).sealed_to)
    }
}

/// Stream and number of an audit record's key.
pub(crate) fn place(key: &[u8]) -> Option<([u8; 16], u64)> {
    let (stream, no) = key.strip_prefix(b"a")?.split_first_chunk::<16>()?;
    Some((*stream, u64::from_be_bytes(*no.first_chunk::<8>()?)))
}

/// What is wrong with the last seal, held against the ledger.
pub(super) fn seal_fault(reached: Reached, last: Option<&AuditSeal>) -> Option<Broken> {
    let to = last.map_or(0, |seal| seal.to);
    if to < reached.sealed_to {
        return Some(Broken::SealsCut(to + 1, reached.sealed_to));
    }
    if to > reached.sealed_to {
        return Some(Broken::LedgerBehind(reached.sealed_to + 1));
    }
    let head = last.map_or([0; 32], |seal| seal.digest);
    (head != reached.head).then_some(Broken::OtherHead(to))
}

/// The last number of a stream's rows.
async fn last_number(engine: &dyn Engine, stream: &[u8]) -> Result<Option<u64>, StoreError> {
    let last = last_of(engine, stream).await?;
    Ok(last.and_then(|(key, _)| place(&key)).map(|(_, no)| no))
}

async fn last_of(
    engine: &dyn Engine,
    prefix: &[u8],
) -> Result<Option<(Key, crate::engine::Row)>, StoreError> {
    let scan = Scan {
        from: prefix.to_vec(),
        to: behind(prefix),
        limit: 1,
        direction: Direction::Down,
        follow: false,
    };
    let found = engine.scan(scan).await?.pop();
    Ok(found.and_then(|found| Some((found.row_key, found.row?))))
}

/// Begins the ledger of a database that has none: chains of before are taken as their last seals
/// say, and marks are asked for from the next record of each. Done again, it changes nothing.
///
/// # Errors
/// [`OpenError::LedgerMissing`] when there are records with marks: then there was a ledger.
pub(crate) async fn begin(engine: &dyn Engine, codec: &Codec) -> Result<(), OpenError> {
    if engine.get(&ledger_key()).await?.is_some() {
        return Ok(());
    }
    let mut ledger = AuditLedger {
        streams: BTreeMap::new(),
    };
    let end = behind(b"a");
    let mut from = b"a".to_vec();
    loop {
        let scan = Scan {
            from: from.clone(),
            to: end.clone(),
            limit: 1,
            direction: Direction::Up,
            follow: false,
        };
        let Some(found) = engine.scan(scan).await?.pop() else {
            break;
        };
        let Some((stream, _)) = place(&found.key) else {
            break;
        };
        let prefix = [b"a".as_slice(), &stream].concat();
        from = behind(&prefix);
        let reached = as_found(engine, codec, &prefix, stream).await?;
        ledger.streams.insert(stream, reached);
    }
    let bytes = codec.write(&ledger).map_err(OpenError::failed)?;
    let mut batch = Batch::default();
    batch.conditions.push((ledger_key(), Condition::Absent));
    batch.writes.insert(ledger_key(), Some(bytes));
    engine.commit(batch).await.map_err(|refused| match refused {
        Refused::Engine(fault) => OpenError::Store(fault),
        Refused::Condition(_) => OpenError::failed("the ledger came into being meanwhile"),
    })
}

async fn as_found(
    engine: &dyn Engine,
    codec: &Codec,
    prefix: &[u8],
    stream: [u8; 16],
) -> Result<Reached, OpenError> {
    let insurer = InsurerId::from_bytes(stream);
    let insurer = (insurer != NOBODY).then_some(insurer);
    let last = last_of(engine, prefix).await?;
    let (mut marked_from, mut reached) = (1, Reached::BEGINNING);
    if let Some((key, row)) = last {
        let no = place(&key).map_or(0, |(_, no)| no);
        if marked(&codec.vault, prefix, no, &row.bytes) == Marked::Right {
            return Err(OpenError::LedgerMissing);
        }
        marked_from = no + 1;
    }
    let seals = record_key(Kind::AuditSeal, &stream_id(insurer));
    if let Some((key, row)) = last_of(engine, &seals).await? {
        let seal = codec.read::<AuditSeal>(&key, &row)?;
        (reached.sealed_to, reached.head) = (seal.to, seal.digest);
    }
    reached.marked_from = marked_from.max(reached.sealed_to + 1);
    Ok(reached)
}
