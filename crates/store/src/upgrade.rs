//! Bringing a database of an earlier schema edition up to this program's, one step per edition.
//!
//! Nothing else runs meanwhile, and the edition is marked last: a step that was killed is done
//! again from its beginning, so each may only do what may be done twice.

use std::collections::BTreeMap;

use crate::engine::{Batch, Direction, Engine, Key, Refused, Scan, behind};
use crate::error::StoreError;
use crate::exchange::index_rows;
use crate::index::{Index, record_key};
use crate::record::{Codec, Kind};

/// Rows read and written together.
const TOGETHER: usize = 1_000;

/// All steps from an edition on.
pub(crate) async fn upgrade(
    engine: &dyn Engine,
    codec: &Codec,
    found: u32,
) -> Result<(), StoreError> {
    if found < 2 {
        tracing::info!("bringing the database up to schema edition 2; this may take a minute");
        meetings_by_day_and_name(engine, codec).await?;
    }
    if found < 4 {
        tracing::info!("bringing the database up to schema edition 4; this may take a minute");
        requests_are_counted(engine, codec).await?;
    }
    Ok(())
}

/// Edition 2: numbers and panels are listed by day, and meetings by the names at their seats.
async fn meetings_by_day_and_name(engine: &dyn Engine, codec: &Codec) -> Result<(), StoreError> {
    let new = [
        Index::MeetingNumber,
        Index::MeetingPanel,
        Index::MeetingName,
    ];
    let prefix = record_key(Kind::Meeting, b"");
    let mut from = prefix.clone();
    loop {
        let found = scan(engine, from, behind(&prefix)).await?;
        let Some(last) = found.last() else { break };
        from = [last.0.as_slice(), &[0]].concat();
        let mut batch = Batch::default();
        for (key, row) in found {
            let rows = index_rows(codec, Kind::Meeting, &key, &row)?;
            let rows = rows
                .into_iter()
                .filter(|row| new.iter().any(|index| row.key.starts_with(&index.key(&[]))));
            let rows = rows.map(|row| (row.key, Some(key.clone())));
            batch.writes.extend(rows);
        }
        commit(engine, batch).await?;
    }
    for old in [7, 8] {
        let prefix = vec![b'i', old];
        loop {
            let found = scan(engine, prefix.clone(), behind(&prefix)).await?;
            if found.is_empty() {
                break;
            }
            let mut batch = Batch::default();
            batch
                .writes
                .extend(found.into_iter().map(|(key, _)| (key, None)));
            commit(engine, batch).await?;
        }
    }
    Ok(())
}

/// Edition 4: requests are counted by due date and by how long is waited, and found by the end
/// of their id. Counts are written as they come out, not added to: done again, they are the same.
async fn requests_are_counted(engine: &dyn Engine, codec: &Codec) -> Result<(), StoreError> {
    let new = [
        Index::RequestAwaited,
        Index::RequestReference,
        Index::RequestFilesWait,
    ];
    let prefix = record_key(Kind::OpinionRequest, b"");
    let (mut from, mut tallies) = (prefix.clone(), BTreeMap::<Key, u64>::new());
    loop {
        let found = scan(engine, from, behind(&prefix)).await?;
        let Some(last) = found.last() else { break };
        from = [last.0.as_slice(), &[0]].concat();
        let mut batch = Batch::default();
        for (key, row) in found {
            for entry in index_rows(codec, Kind::OpinionRequest, &key, &row)? {
                if let Some(tally) = entry.tally {
                    *tallies.entry(tally).or_default() += 1;
                }
                if new
                    .iter()
                    .any(|index| entry.key.starts_with(&index.key(&[])))
                {
                    batch.writes.insert(entry.key, Some(key.clone()));
                }
            }
        }
        commit(engine, batch).await?;
    }
    let mut batch = Batch::default();
    let tallies = tallies.into_iter();
    let rows = tallies.map(|(key, count)| (key, Some(count.to_be_bytes().to_vec())));
    batch.writes.extend(rows);
    commit(engine, batch).await
}

async fn scan(
    engine: &dyn Engine,
    from: Key,
    to: Key,
) -> Result<Vec<(Key, crate::engine::Row)>, StoreError> {
    let scan = Scan {
        from,
        to,
        limit: TOGETHER,
        direction: Direction::Up,
        follow: false,
    };
    let found = engine.scan(scan).await?.into_iter();
    Ok(found
        .filter_map(|found| Some((found.row_key, found.row?)))
        .collect())
}

async fn commit(engine: &dyn Engine, batch: Batch) -> Result<(), StoreError> {
    engine.commit(batch).await.map_err(|refused| match refused {
        Refused::Engine(fault) => fault,
        Refused::Condition(_) => StoreError::Engine("a condition nobody made".to_owned()),
    })
}

#[cfg(test)]
mod tests;
