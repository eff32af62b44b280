//! Rotation's second half: everything under an older ring key is sealed again under the active
//! one, records as well as the documents' data keys inside them. Sealed files stay as they are.

use kairan_domain::ids::FileId;
use kairan_domain::material::Part;
use kairan_domain::meeting::Meeting;
use kairan_domain::upload::Upload;
use kairan_vault::document::{self, PartNo, WrappedKey};

use crate::engine::{Batch, Condition, Key, Refused, Row};
use crate::error::{CommitError, Damage, OpenError, StoreError};
use crate::exchange::{Walk, identify};
use crate::record::{
    AuditCheck, AuditLedger, AuditSeal, Codec, Coded, Frame, HandOver, Kind, Throttled, corrupt,
    request_files,
};
use crate::schema;
use crate::store::Store;

/// Whoever read a record before the new key came may write its old inner keys back once more.
/// So everything is walked again until a walk finds nothing; this many walks are plenty.
const WALKS: usize = 5;

impl Store {
    /// Seals again whatever lies under another key than the active one; answers with how many
    /// records that were. Commits go on meanwhile.
    ///
    /// # Errors
    /// [`StoreError::ExportRuns`] while an export runs, [`StoreError::Corrupt`] for a record that
    /// does not open: nothing is lost, but its key cannot be retired.
    pub async fn rewrap(&self) -> Result<u64, StoreError> {
        let mut sealed_again = 0;
        for _ in 0..WALKS {
            let (stale, written) = self.walk_stale(true).await?;
            sealed_again += written;
            if stale == 0 {
                break;
            }
        }
        self.remark_tips(true).await?;
        let marked = schema::mark(self.0.engine.as_ref(), &self.0.codec, false).await;
        marked.map_err(|fault| match fault {
            OpenError::Store(fault) => fault,
            other => StoreError::Engine(other.to_string()),
        })?;

        Ok(sealed_again)
    }

    /// How many records still need another key than the active one.
    ///
    /// # Errors
    /// As [`Store::rewrap`].
    pub async fn stale_records(&self) -> Result<u64, StoreError> {
        Ok(self.walk_stale(false).await?.0 + self.remark_tips(false).await?)
    }

    /// Stale records found, and those of them sealed again.
    async fn walk_stale(&self, write: bool) -> Result<(u64, u64), StoreError> {
        let codec = &self.0.codec;
        let walk = Walk::begin(self.0.engine.as_ref())?;
        let (mut stale, mut written) = (0, 0);
        loop {
            let rows = walk.next().await?;
            if rows.is_empty() {
                return Ok((stale, written));
            }
            for (key, row) in rows {
                let Some((kind, _)) = identify(&key) else {
                    continue;
                };
                // Sealing it lets it go; there is nothing to write.
                if kind == Kind::Audit && !write {
                    stale += u64::from(self.needs_old_mark(&key, &row.bytes).await?);
                }
                let Some(bytes) = sealed_again(codec, kind, &key, &row)? else {
                    continue;
                };
                stale += 1;
                if write && self.replace(key, row.version, bytes).await? {
                    written += 1;
                }
            }
        }
    }

    /// Puts the new bytes in place, unless the record moved meanwhile.
    async fn replace(&self, key: Key, version: u64, bytes: Vec<u8>) -> Result<bool, StoreError> {
        let mut batch = Batch::default();
        batch
            .conditions
            .push((key.clone(), Condition::Version(version)));
        batch.writes.insert(key, Some(bytes));
        match self.0.engine.commit(batch).await {
            Ok(()) => Ok(true),
            Err(Refused::Condition(_)) => Ok(false),
            Err(Refused::Engine(fault)) => Err(fault),
        }
    }
}

/// The bytes under the active key; `None` when the row lies under it already or is not sealed.
fn sealed_again(
    codec: &Codec,
    kind: Kind,
    key: &[u8],
    row: &Row,
) -> Result<Option<Vec<u8>>, StoreError> {
    use kairan_domain::opinion_request::{KeptForm, OpinionDraft, OpinionRequest};
    use kairan_domain::{auth_key, clinic, credential, insurer, notice, session, staff, viewing};
    match kind {
        Kind::Insurer => of::<insurer::Insurer>(codec, key, row, |_| Vec::new()),
        Kind::Staff => of::<staff::Staff>(codec, key, row, |_| Vec::new()),
        Kind::Session => of::<session::Session>(codec, key, row, |_| Vec::new()),
        Kind::Meeting => of::<Meeting>(codec, key, row, |meeting| {
            let materials = meeting.materials_mut().iter_mut();
            let versions = materials.flat_map(|material| &mut material.versions);
            versions
                .flat_map(kairan_domain::material::MaterialVersion::files_mut)
                .collect()
        }),
        Kind::Reviewer => of::<credential::Reviewer>(codec, key, row, |_| Vec::new()),
        Kind::Credential => of::<credential::Credential>(codec, key, row, |_| Vec::new()),
        Kind::Throttle => of::<Throttled>(codec, key, row, |_| Vec::new()),
        Kind::HandOver => of::<HandOver>(codec, key, row, |_| Vec::new()),
        Kind::Upload => of::<Upload>(codec, key, row, |upload| {
            vec![(upload.file, &mut upload.parts)]
        }),
        Kind::Notice => of::<notice::Notice>(codec, key, row, |_| Vec::new()),
        Kind::Viewing => of::<viewing::ViewingRecord>(codec, key, row, |_| Vec::new()),
        Kind::OpinionRequest => of::<OpinionRequest>(codec, key, row, |request| {
            request_files(request)
                .map(|file| (file.file, &mut file.parts))
                .collect()
        }),
        Kind::OpinionDraft => of::<OpinionDraft>(codec, key, row, |_| Vec::new()),
        Kind::OpinionForm => of::<KeptForm>(codec, key, row, |_| Vec::new()),
        Kind::Clinic => of::<clinic::Clinic>(codec, key, row, |_| Vec::new()),
        Kind::Physician => of::<clinic::Physician>(codec, key, row, |_| Vec::new()),
        Kind::AuthKey => of::<auth_key::AuthKey>(codec, key, row, |_| Vec::new()),
        Kind::Unsent => of::<kairan_domain::unsent::Unsent>(codec, key, row, |_| Vec::new()),
        Kind::AuditSeal => of::<AuditSeal>(codec, key, row, |_| Vec::new()),
        Kind::AuditCheck => of::<AuditCheck>(codec, key, row, |_| Vec::new()),
        Kind::AuditLedger => of::<AuditLedger>(codec, key, row, |_| Vec::new()),
        Kind::Audit | Kind::Number | Kind::Schema => Ok(None),
    }
}

fn of<T: Coded>(
    codec: &Codec,
    key: &[u8],
    row: &Row,
    files: impl Fn(&mut T) -> Vec<(FileId, &mut Vec<Part>)>,
) -> Result<Option<Vec<u8>>, StoreError> {
    let damaged = |why: Damage| corrupt(T::KIND, key, why);
    let sealed = Frame::of(&row.bytes).map_err(damaged)?.sealed;
    let unreadable = |fault: &dyn std::fmt::Display| damaged(Damage::Sealed(fault.to_string()));
    let mut stale = codec
        .vault
        .needs_rewrap(sealed)
        .map_err(|fault| unreadable(&fault))?;
    let mut record = codec.read::<T>(key, row)?.into_value();
    for (file, parts) in files(&mut record) {
        let file = document::FileId(*file.as_bytes());
        for (number, part) in (0..).map(PartNo).zip(parts) {
            if codec
                .vault
                .needs_rewrap(&part.wrapped_key)
                .map_err(|fault| unreadable(&fault))?
            {
                let wrapped = WrappedKey::from_bytes(std::mem::take(&mut part.wrapped_key));
                let entropy = codec.entropy.as_ref();
                let again = codec.vault.rewrap_key(entropy, file, number, &wrapped);
                part.wrapped_key = again.map_err(|fault| unreadable(&fault))?.as_ref().to_vec();
                stale = true;
            }
        }
    }
    if !stale {
        return Ok(None);
    }
    match codec.write(&record) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(CommitError::Store(fault)) => Err(fault),
        Err(other) => Err(StoreError::Write(other.to_string())),
    }
}
