//! Reading an export into an empty store.

use kairan_domain::ids::InsurerId;
use kairan_vault::MARK;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use thiserror::Error;
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _};

use super::Transferred;
use super::line::{EDITION, Line, SIGNED, UNSIGNED, unhex};
use super::rows::{identify, index_rows, key_of};
use crate::engine::{Batch, Condition, Refused, Row, tip_key};
use crate::error::{OpenError, StoreError};
use crate::record::{Bytes, Kind, Marked, NOBODY, finisher, marked};
use crate::schema;
use crate::seals::{Broken, begin, ledger_key, place};
use crate::store::Store;

/// Lines committed together.
const TOGETHER: usize = 200;

/// Why an import stopped. The store it went into is refused from then on.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ImportError {
    /// The store is not empty.
    #[error("import needs an empty database")]
    NotEmpty,
    /// No export, or one of an edition this program does not know.
    #[error("this is no export that this Kairan can read")]
    NotAnExport,
    /// The line is not what the format says.
    #[error("line {0} of the export is not readable")]
    Line(u64),
    /// The export ends early, or lines are missing.
    #[error("the export is cut off")]
    CutOff,
    /// Two lines say the same record, or give one unique key to two.
    #[error("near line {0} the export says something twice")]
    Twice(u64),
    /// A copy of before 2026-12, which is not signed, where a signed one is asked for.
    #[error(
        "the export is not signed: it is of an earlier Kairan, or somebody has made it one; if you know where it has been since, import it with --unsigned"
    )]
    Unsigned,
    /// An audit record is not what was exported.
    #[error("line {line}: audit record {no} is not what was written: its mark is wrong")]
    AuditRecord {
        /// The line.
        line: u64,
        /// The record's number.
        no: u64,
    },
    /// A chain of audit records is not whole.
    #[error("the audit of {whose} is not what was sealed: {broken}")]
    Audit {
        /// An insurer's id, or the installation.
        whose: String,
        /// The first thing that is wrong.
        broken: Broken,
    },
    /// The whole is not what was exported.
    #[error("the export was changed after it was written, or signed with another key ring")]
    Changed,
    /// The bytes cannot be read.
    #[error("the export cannot be read: {0}")]
    Read(String),
    /// A record does not open with this key ring, or the store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store's own record cannot be written.
    #[error(transparent)]
    Open(#[from] OpenError),
}

/// Audit records imported so far: the last number of each stream.
type Ends = BTreeMap<[u8; 16], u64>;

/// What has been read.
#[derive(Default)]
struct Intake {
    batch: Batch,
    records: u64,
    ends: Ends,
    ledger: bool,
}

/// A record's line.
struct RowLine {
    kind: String,
    id: String,
    bytes: Vec<u8>,
}

/// What the first line said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begun {
    Signed,
    Unsigned,
}

impl Store {
    /// Takes an export in. The store must be empty and have the ring of the one exported.
    /// When it fails, the database is marked and refused until it is removed and the import
    /// done again.
    ///
    /// # Errors
    /// [`ImportError`].
    pub async fn import(
        &self,
        from: &mut (impl AsyncBufRead + Unpin),
    ) -> Result<Transferred, ImportError> {
        self.import_one(from, false).await
    }

    /// As [`Store::import`], and takes a copy without a signature: one that was written before
    /// there were any. Its audit is taken as it lies there, so only a copy may be read that nobody
    /// could change.
    ///
    /// # Errors
    /// [`ImportError`].
    pub async fn import_unsigned(
        &self,
        from: &mut (impl AsyncBufRead + Unpin),
    ) -> Result<Transferred, ImportError> {
        self.import_one(from, true).await
    }

    async fn import_one(
        &self,
        from: &mut (impl AsyncBufRead + Unpin),
        unsigned: bool,
    ) -> Result<Transferred, ImportError> {
        self.refuse_unless_empty().await?;
        let engine = self.0.engine.as_ref();
        schema::mark(engine, &self.0.codec, true).await?;
        let records = self.take_in(from, unsigned).await?;
        schema::mark(engine, &self.0.codec, false).await?;
        Ok(Transferred { records })
    }

    async fn refuse_unless_empty(&self) -> Result<(), ImportError> {
        let walk = super::export::Walk::begin(self.0.engine.as_ref())?;
        loop {
            let rows = walk.next().await?;
            // A new database has its own ledger, in which nothing stands.
            let mut kinds = rows.iter().filter_map(|(key, _)| identify(key));
            if kinds.any(|(kind, _)| kind != Kind::AuditLedger) {
                return Err(ImportError::NotEmpty);
            }
            if rows.is_empty() {
                return Ok(());
            }
        }
    }

    async fn take_in(
        &self,
        from: &mut (impl AsyncBufRead + Unpin),
        unsigned: bool,
    ) -> Result<u64, ImportError> {
        let (mut text, mut sum) = (String::new(), Sha256::new());
        let (mut at, mut begun, mut intake) = (0, None, Intake::default());
        loop {
            text.clear();
            let read = from
                .read_line(&mut text)
                .await
                .map_err(|fault| ImportError::Read(fault.to_string()))?;
            if read == 0 {
                return Err(begun.map_or(ImportError::NotAnExport, |_| ImportError::CutOff));
            }
            at += 1;
            match (serde_json::from_str(&text), begun) {
                (
                    Ok(Line::Begin {
                        kairan_export,
                        ring,
                    }),
                    None,
                ) => {
                    if ring.is_some_and(|ring| ring.0 != schema::ring_of(&self.0.codec)) {
                        return Err(OpenError::OtherRing.into());
                    }
                    begun = Some(match kairan_export {
                        EDITION => Begun::Signed,
                        UNSIGNED if unsigned => Begun::Unsigned,
                        UNSIGNED => return Err(ImportError::Unsigned),
                        _ => return Err(ImportError::NotAnExport),
                    });
                }
                (
                    Ok(Line::Row {
                        kind,
                        id,
                        bytes: Bytes(bytes),
                    }),
                    Some(_),
                ) => self.take_row(&mut intake, at, RowLine { kind, id, bytes })?,
                (Ok(Line::End { end, digest, mark }), Some(begun)) => {
                    self.apply(std::mem::take(&mut intake.batch), at).await?;
                    let signed = digest.zip(mark).is_some_and(|(digest, mark)| {
                        self.is_signed(&sum.finalize(), end, &digest.0, &mark.0)
                    });
                    return self.finish(&intake, begun, end, signed).await;
                }
                (_, Some(_)) => return Err(ImportError::Line(at)),
                (_, None) => return Err(ImportError::NotAnExport),
            }
            sum.update(&text);
            if intake.batch.conditions.len() >= TOGETHER {
                self.apply(std::mem::take(&mut intake.batch), at).await?;
            }
        }
    }

    fn is_signed(&self, sum: &[u8], end: u64, digest: &[u8], mark: &[u8]) -> bool {
        let Ok(mark) = <&[u8; MARK]>::try_from(mark) else {
            return false;
        };
        let (vault, count) = (&self.0.codec.vault, end.to_be_bytes());
        let checked = vault.check_mark(SIGNED, &[digest, &count], mark);
        checked.is_ok() && sum == digest
    }

    /// Everything is in: is it all, and is it what was exported?
    async fn finish(
        &self,
        intake: &Intake,
        begun: Begun,
        end: u64,
        signed: bool,
    ) -> Result<u64, ImportError> {
        self.write_tips(&intake.ends).await?;
        if begun == Begun::Unsigned {
            if end != intake.records {
                return Err(ImportError::CutOff);
            }
            self.begin_ledger(intake.ledger).await?;
            return Ok(intake.records);
        }
        // First what can be named; that nothing else was changed says the signature.
        for stream in intake.ends.keys().copied() {
            let insurer = InsurerId::from_bytes(stream);
            let insurer = (insurer != NOBODY).then_some(insurer);
            if let Some(broken) = self.verify_audit(insurer).await?.broken {
                let whose = insurer.map_or("the installation".to_owned(), |id| id.to_string());
                return Err(ImportError::Audit { whose, broken });
            }
        }
        if end != intake.records {
            return Err(ImportError::CutOff);
        }
        if signed {
            Ok(intake.records)
        } else {
            Err(ImportError::Changed)
        }
    }

    /// A copy of before there was a ledger gets one from its chains as they came.
    async fn begin_ledger(&self, came_along: bool) -> Result<(), ImportError> {
        if !came_along {
            let mut batch = Batch::default();
            batch.writes.insert(ledger_key(), None);
            self.apply(batch, 0).await?;
            begin(self.0.engine.as_ref(), &self.0.codec).await?;
        }
        Ok(())
    }

    async fn write_tips(&self, ends: &Ends) -> Result<(), ImportError> {
        let (mut batch, marks) = (Batch::default(), finisher(&self.0.codec));
        for (stream, no) in ends {
            let stream = [b"a".as_slice(), stream].concat();
            let tip = marks.0.tip(&stream, *no);
            batch.writes.insert(tip_key(&stream), Some(tip));
        }
        self.apply(batch, 0).await
    }

    fn take_row(&self, intake: &mut Intake, at: u64, line: RowLine) -> Result<(), ImportError> {
        let unreadable = || ImportError::Line(at);
        let (kind, key) = unhex(&line.id)
            .and_then(|id| key_of(&line.kind, &id))
            .ok_or_else(unreadable)?;
        let row = Row {
            version: 0,
            bytes: line.bytes,
        };
        if let (Kind::Audit, Some((stream, no))) = (kind, place(&key)) {
            let prefix = [b"a".as_slice(), &stream].concat();
            let mark = marked(&self.0.codec.vault, &prefix, no, &row.bytes);
            if mark == Marked::Wrong {
                return Err(ImportError::AuditRecord { line: at, no });
            }
            let end = intake.ends.entry(stream).or_default();
            *end = no.max(*end);
        }
        intake.ledger |= kind == Kind::AuditLedger;
        intake.records += 1;
        let batch = &mut intake.batch;
        for entry in index_rows(&self.0.codec, kind, &key, &row)? {
            if entry.unique.is_some() || kind == Kind::Audit {
                batch
                    .conditions
                    .push((entry.key.clone(), Condition::Absent));
            }
            if let Some(tally) = entry.tally {
                *batch.tallies.entry(tally).or_default() += 1;
            }
            if batch.writes.insert(entry.key, Some(key.clone())).is_some() {
                return Err(unreadable());
            }
        }
        if kind != Kind::AuditLedger {
            batch.conditions.push((key.clone(), Condition::Absent));
        }
        if batch.writes.insert(key, Some(row.bytes)).is_some() {
            return Err(unreadable());
        }
        Ok(())
    }

    async fn apply(&self, batch: Batch, at: u64) -> Result<(), ImportError> {
        self.0
            .engine
            .commit(batch)
            .await
            .map_err(|refused| match refused {
                Refused::Condition(_) => ImportError::Twice(at),
                Refused::Engine(fault) => ImportError::Store(fault),
            })
    }
}
