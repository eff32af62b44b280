//! Bringing a database of an earlier schema edition up to this program's, one step per edition.
//!
//! Nothing else runs meanwhile, and the edition is marked last: a step that was killed is done
//! again from its beginning, so each may only do what may be done twice.

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
mod tests {
    use super::*;
    use jiff::Timestamp;
    use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
    use kairan_domain::ids::{InsurerId, MeetingId, SeatId, StaffId};
    use kairan_domain::meeting::{Body, Draft, Meeting};
    use kairan_domain::raw::RawSeat;
    use kairan_domain::secret::SecretText;
    use kairan_vault::{KeyRing, SeededEntropy, Vault};
    use std::path::Path;
    use std::sync::Arc;

    use crate::changes::Changes;
    use crate::schema;
    use crate::store::{SledOptions, Store};

    const INSURER: InsurerId = InsurerId::from_bytes([1; 16]);

    fn draft(number: u16) -> Meeting {
        let mut raw = kairan_domain::raw::RawMeeting {
            meeting_no: number.to_string(),
            panel: "第1合議体".to_owned(),
            ..Default::default()
        };
        raw.seats.push(RawSeat {
            name: SecretText::new("山田 花子"),
            ..RawSeat::empty(SeatId::from_bytes([3; 16]))
        });
        let mut id = [0; 16];
        id[..2].copy_from_slice(&number.to_be_bytes());
        let (at, by) = (Timestamp::UNIX_EPOCH, StaffId::from_bytes([2; 16]));
        Meeting {
            id: MeetingId::from_bytes(id),
            insurer: INSURER,
            made_at: at,
            made_by: by,
            changed_at: at,
            changed_by: by,
            body: Body::Draft(Draft {
                raw,
                materials: Vec::new(),
            }),
        }
    }

    async fn open(folder: Option<&Path>) -> Store {
        let vault = Vault::new(&KeyRing::generate(&SeededEntropy::new(1), "2026-11-22"));
        let entropy = Arc::new(SeededEntropy::new(2));
        match folder {
            None => Store::memory(vault, entropy).await.unwrap(),
            Some(folder) => Store::sled(folder, vault, entropy, SledOptions::default())
                .await
                .unwrap(),
        }
    }

    /// Puts the rows back as edition 1 wrote them.
    async fn make_old(store: &Store) {
        let mut batch = Batch::default();
        for index in [24, 25, 26] {
            let prefix = vec![b'i', index];
            let end = behind(&prefix);
            for (key, row) in scan(store.0.engine.as_ref(), prefix, end).await.unwrap() {
                let mut old = vec![b'i', index - 17];
                old.extend_from_slice(&key[2..]);
                if index < 26 {
                    batch.writes.insert(old, Some(row.bytes));
                }
                batch.writes.insert(key, None);
            }
        }
        commit(store.0.engine.as_ref(), batch).await.unwrap();
        schema::mark_as(store.0.engine.as_ref(), &store.0.codec, 1)
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn a_database_of_edition_1_is_brought_up() {
        let folder = tempfile::tempdir().unwrap();
        for place in [None, Some(folder.path())] {
            let store = open(place).await;
            let note = AuditRecord::new(
                Some(INSURER),
                Timestamp::UNIX_EPOCH,
                Actor::Operator,
                AuditEvent::DraftMade,
            );
            let mut changes = Changes::new(note);
            for number in 1..=1_200 {
                changes.insert(draft(number));
            }
            store.commit(changes).await.unwrap();
            let whole = store.check_all().await.unwrap();
            make_old(&store).await;
            assert!(!store.check_all().await.unwrap().is_sound());

            // Opening does it; memory has nothing to open again.
            let store = if place.is_some() {
                store.close().await;
                open(place).await
            } else {
                schema::check(store.0.engine.as_ref(), &store.0.codec)
                    .await
                    .unwrap();
                store
            };

            assert_eq!(store.check_all().await.unwrap(), whole);
            let found = store.meetings_with(INSURER, "花", None, 5).await.unwrap();
            assert_eq!(found.items.len(), 5);
            // Marked: another start has nothing to do.
            let commits = store.counts().commits;
            schema::check(store.0.engine.as_ref(), &store.0.codec)
                .await
                .unwrap();
            assert_eq!(store.counts().commits, commits);
        }
    }
}
