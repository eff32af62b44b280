//! Writing an export while the store goes on serving.

use kairan_domain::text::hex;
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

use super::Transferred;
use super::line::{EDITION, Line, SIGNED};
use super::rows::identify;
use crate::engine::Engine;
use crate::error::StoreError;
use crate::record::Bytes;
use crate::schema::ring_of;
use crate::store::Store;

/// Rows read at once; commits wait for no more than reading these.
const CHUNK: usize = 256;

/// A walk over all rows that ends with this value, even when the export is cut off.
pub(crate) struct Walk<'a>(&'a dyn Engine);

impl<'a> Walk<'a> {
    pub(crate) fn begin(engine: &'a dyn Engine) -> Result<Self, StoreError> {
        engine.begin_snapshot()?;
        Ok(Self(engine))
    }

    pub(crate) async fn next(
        &self,
    ) -> Result<Vec<(crate::engine::Key, crate::engine::Row)>, StoreError> {
        self.0.next_rows(CHUNK).await
    }
}

impl Drop for Walk<'_> {
    fn drop(&mut self) {
        self.0.end_snapshot();
    }
}

fn unwritable(fault: impl std::fmt::Display) -> StoreError {
    StoreError::Write(fault.to_string())
}

async fn put(
    to: &mut (impl AsyncWrite + Unpin),
    sum: &mut Sha256,
    line: &Line,
) -> Result<(), StoreError> {
    let mut text = serde_json::to_vec(line).map_err(unwritable)?;
    text.push(b'\n');
    sum.update(&text);
    to.write_all(&text).await.map_err(unwritable)
}

impl Store {
    /// Writes every record as it stands at this moment; commits go on meanwhile.
    ///
    /// # Errors
    /// [`StoreError::ExportRuns`] while another export runs, [`StoreError::Write`] when the
    /// bytes cannot go where they should.
    pub async fn export(
        &self,
        to: &mut (impl AsyncWrite + Unpin),
    ) -> Result<Transferred, StoreError> {
        let walk = Walk::begin(self.0.engine.as_ref())?;
        let mut sum = Sha256::new();
        put(
            to,
            &mut sum,
            &Line::Begin {
                kairan_export: EDITION,
                ring: Some(Bytes(ring_of(&self.0.codec))),
            },
        )
        .await?;
        let mut records = 0;
        loop {
            let rows = walk.next().await?;
            if rows.is_empty() {
                break;
            }
            for (key, row) in rows {
                let Some((kind, id)) = identify(&key) else {
                    continue;
                };
                let line = Line::Row {
                    kind: kind.name().to_owned(),
                    id: hex(id),
                    bytes: Bytes(row.bytes),
                };
                put(to, &mut sum, &line).await?;
                records += 1;
            }
        }
        let digest = sum.clone().finalize();
        let count = u64::to_be_bytes(records);
        let mark = self.0.codec.vault.mark(SIGNED, &[&digest, &count]);
        let end = Line::End {
            end: records,
            digest: Some(Bytes(digest.to_vec())),
            mark: Some(Bytes(mark.to_vec())),
        };
        put(to, &mut sum, &end).await?;
        to.flush().await.map_err(unwritable)?;
        Ok(Transferred { records })
    }
}
