//! The database's own record: which edition of the schema it has and which ring sealed it.
//!
//! The ring is told by a look-up value (its root outlives every rotation) and by a sealed
//! word under the newest key, so that an old copy of the right ring is recognised too.
//!
//! To change the schema (other keys, other index rows): raise [`EDITION`], and write the step
//! from the edition before into `upgrade.rs`.
//! An edition without a step only keeps older programs out, which would lose what they do not
//! know: 3 (2026-11-23) brought requests for opinions and materials with a source.
//! 4 (2026-11-23) counts open requests; an older program would not count what it writes.
//! 5 (2026-12-01) brings what was found in materials, and audit rows with a MAC.
//! The sealed word of that edition says that there is a ledger of the audit (`seals/ledger.rs`):
//! a database without it is refused, and an older schema record put back does not bring one anew.
//! A record whose *body* changes needs no step: its own edition byte tells how to read it.

use kairan_vault::{FieldAad, FieldError};
use serde::{Deserialize, Serialize};

use crate::engine::{Batch, Condition, Engine, Refused};
use crate::error::{OpenError, StoreError};
use crate::index::record_key;
use crate::record::{Bytes, Codec, Kind};
use crate::seals::{begin, ledger_key};
use crate::upgrade::upgrade;

/// The newest schema edition this program knows.
const EDITION: u32 = 5;
const WORD: &[u8] = b"kairan ledger";
const PLACE: FieldAad<'static> = FieldAad {
    insurer: "",
    kind: "schema",
    record: "",
    field: "word",
    edition: 1,
};

#[derive(Serialize, Deserialize)]
struct SchemaForm {
    edition: u32,
    ring: Bytes,
    word: Bytes,
    /// An import has begun and not ended.
    importing: bool,
}

fn failed(fault: impl std::fmt::Display) -> OpenError {
    OpenError::Store(StoreError::Engine(fault.to_string()))
}

/// What tells one ring from another, whatever key is active; it says nothing else.
pub(crate) fn ring_of(codec: &Codec) -> Vec<u8> {
    codec.vault.lookup("", "schema", "ring").to_vec()
}

fn form(codec: &Codec, importing: bool) -> SchemaForm {
    SchemaForm {
        edition: EDITION,
        ring: Bytes(ring_of(codec)),
        word: Bytes(
            codec
                .vault
                .seal_field(codec.entropy.as_ref(), &PLACE, WORD)
                .into_bytes(),
        ),
        importing,
    }
}

/// Judges the database, or marks a new one as this program's.
pub(crate) async fn check(engine: &dyn Engine, codec: &Codec) -> Result<(), OpenError> {
    let key = record_key(Kind::Schema, b"");
    let Some(row) = engine.get(&key).await? else {
        begin(engine, codec).await?;
        return write(engine, &form(codec, false), Condition::Absent).await;
    };
    let found: SchemaForm = serde_json::from_slice(&row.bytes).map_err(failed)?;
    if found.edition > EDITION {
        return Err(OpenError::Newer {
            found: found.edition,
            known: EDITION,
        });
    }
    let mine = form(codec, false);
    if found.ring.0 != mine.ring.0 {
        return Err(OpenError::OtherRing);
    }
    let has_ledger = match codec.vault.open_field(&PLACE, &found.word.0) {
        Ok(word) => word.as_slice() == WORD,
        // Retired since: only a ring newer than the database can say so.
        Err(FieldError::RetiredKey(_)) => found.edition >= 5,
        Err(FieldError::UnknownKey(id)) => return Err(OpenError::OlderRing(format!("key {id}"))),
        Err(_) => return Err(OpenError::OtherRing),
    };
    if found.importing {
        return Err(OpenError::HalfImported);
    }
    if found.edition < EDITION {
        upgrade(engine, codec, found.edition).await?;
    }
    if has_ledger && engine.get(&ledger_key()).await?.is_none() {
        return Err(OpenError::LedgerMissing);
    }
    if !has_ledger {
        begin(engine, codec).await?;
    }
    if found.edition < EDITION
        || !has_ledger
        || codec.vault.needs_rewrap(&found.word.0).map_err(failed)?
    {
        write(engine, &mine, Condition::Version(row.version)).await?;
    }
    Ok(())
}

/// Notes that an import begins or has ended, and that the ring in use seals this database.
pub(crate) async fn mark(
    engine: &dyn Engine,
    codec: &Codec,
    importing: bool,
) -> Result<(), OpenError> {
    let version = engine
        .get(&record_key(Kind::Schema, b""))
        .await?
        .map(|row| row.version);
    let condition = version.map_or(Condition::Absent, Condition::Version);
    write(engine, &form(codec, importing), condition).await
}

/// Marks the database as one of another edition.
#[cfg(test)]
pub(crate) async fn mark_as(
    engine: &dyn Engine,
    codec: &Codec,
    edition: u32,
) -> Result<(), OpenError> {
    let form = SchemaForm {
        edition,
        ..form(codec, false)
    };
    let row = engine.get(&record_key(Kind::Schema, b"")).await?;
    let condition = row.map_or(Condition::Absent, |row| Condition::Version(row.version));
    write(engine, &form, condition).await
}

async fn write(
    engine: &dyn Engine,
    form: &SchemaForm,
    condition: Condition,
) -> Result<(), OpenError> {
    let key = record_key(Kind::Schema, b"");
    let bytes = serde_json::to_vec(form).map_err(failed)?;
    let mut batch = Batch::default();
    batch.conditions.push((key.clone(), condition));
    batch.writes.insert(key, Some(bytes));
    engine.commit(batch).await.map_err(|refused| match refused {
        Refused::Engine(fault) => OpenError::Store(fault),
        Refused::Condition(_) => failed("the schema record moved while it was written"),
    })
}
