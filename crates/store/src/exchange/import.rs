//! Reading an export into an empty store.

use thiserror::Error;
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _};

use super::Transferred;
use super::line::{EDITION, Line, unhex};
use super::rows::{identify, index_rows, key_of};
use crate::engine::{Batch, Condition, Refused, Row};
use crate::error::{OpenError, StoreError};
use crate::record::{Bytes, Kind};
use crate::schema;
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
        self.refuse_unless_empty().await?;
        let engine = self.0.engine.as_ref();
        schema::mark(engine, &self.0.codec, true).await?;
        let records = self.take_in(from).await?;
        schema::mark(engine, &self.0.codec, false).await?;
        Ok(Transferred { records })
    }

    async fn refuse_unless_empty(&self) -> Result<(), ImportError> {
        let walk = super::export::Walk::begin(self.0.engine.as_ref())?;
        loop {
            let rows = walk.next().await?;
            if rows.iter().any(|(key, _)| identify(key).is_some()) {
                return Err(ImportError::NotEmpty);
            }
            if rows.is_empty() {
                return Ok(());
            }
        }
    }

    async fn take_in(&self, from: &mut (impl AsyncBufRead + Unpin)) -> Result<u64, ImportError> {
        let mut text = String::new();
        let (mut at, mut records, mut begun) = (0, 0, false);
        let mut batch = Batch::default();
        loop {
            text.clear();
            let read = from
                .read_line(&mut text)
                .await
                .map_err(|fault| ImportError::Read(fault.to_string()))?;
            if read == 0 {
                return Err(if begun {
                    ImportError::CutOff
                } else {
                    ImportError::NotAnExport
                });
            }
            at += 1;
            match serde_json::from_str(&text) {
                Ok(Line::Begin {
                    kairan_export: EDITION,
                }) if !begun => begun = true,
                Ok(Line::Row {
                    kind,
                    id,
                    bytes: Bytes(bytes),
                }) if begun => {
                    self.take_row(&mut batch, &kind, &id, bytes)
                        .map_err(|fault| fault.unwrap_or(ImportError::Line(at)))?;
                    records += 1;
                }
                Ok(Line::End { end }) if begun && end == records => break,
                Ok(Line::End { .. }) if begun => return Err(ImportError::CutOff),
                _ if begun => return Err(ImportError::Line(at)),
                _ => return Err(ImportError::NotAnExport),
            }
            if batch.conditions.len() >= TOGETHER {
                self.apply(std::mem::take(&mut batch), at).await?;
            }
        }
        self.apply(batch, at).await?;
        Ok(records)
    }

    /// `Err(None)`: the line itself is not readable.
    fn take_row(
        &self,
        batch: &mut Batch,
        kind: &str,
        id: &str,
        bytes: Vec<u8>,
    ) -> Result<(), Option<ImportError>> {
        let (kind, key) = unhex(id).and_then(|id| key_of(kind, &id)).ok_or(None)?;
        let row = Row { version: 0, bytes };
        let index =
            index_rows(&self.0.codec, kind, &key, &row).map_err(|fault| Some(fault.into()))?;
        for entry in index {
            if entry.unique.is_some() || kind == Kind::Audit {
                batch
                    .conditions
                    .push((entry.key.clone(), Condition::Absent));
            }
            if let Some(tally) = entry.tally {
                *batch.tallies.entry(tally).or_default() += 1;
            }
            if batch.writes.insert(entry.key, Some(key.clone())).is_some() {
                return Err(None);
            }
        }
        batch.conditions.push((key.clone(), Condition::Absent));
        if batch.writes.insert(key, Some(row.bytes)).is_some() {
            return Err(None);
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
