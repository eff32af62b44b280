//! [`Store`]: the typed door to an engine.

use kairan_vault::{Entropy, Vault};
use std::path::Path;
use std::sync::Arc;

use crate::changes::Changes;
use crate::engine::{Batch, Counts, Engine, MemoryEngine, Refused, SledEngine};
use crate::error::{CommitError, ConflictOn, OpenError, StoreError};
use crate::record::Codec;
use crate::schema;
use crate::space::Space;

/// Everything Kairan knows, except the bytes of documents. Cheap to clone.
#[derive(Clone)]
pub struct Store(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) engine: Box<dyn Engine>,
    pub(crate) codec: Codec,
    space: Space,
}

/// How the embedded database is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SledOptions {
    /// Bytes of pages kept in memory.
    pub cache_bytes: u64,
    /// Free bytes below which [`Store::space_ok`] says no.
    pub reserve_bytes: u64,
}

impl Default for SledOptions {
    /// 16 MiB of cache, 512 MiB in reserve.
    fn default() -> Self {
        Self {
            cache_bytes: 16 << 20,
            reserve_bytes: 512 << 20,
        }
    }
}

impl Store {
    /// A store that lives as long as the process.
    ///
    /// # Errors
    /// [`OpenError`], as for every store.
    pub async fn memory(vault: Vault, entropy: Arc<dyn Entropy>) -> Result<Self, OpenError> {
        let engine = MemoryEngine::new()?;
        Self::open(Box::new(engine), vault, entropy, Space::unlimited()).await
    }

    /// The store in the folder `path`, made when there is none.
    ///
    /// # Errors
    /// [`OpenError`]: in use, from a newer Kairan, sealed with another key ring, damaged.
    pub async fn sled(
        path: &Path,
        vault: Vault,
        entropy: Arc<dyn Entropy>,
        options: SledOptions,
    ) -> Result<Self, OpenError> {
        let engine = SledEngine::open(path, options.cache_bytes)?;
        let space = Space::of(path, options.reserve_bytes);
        Self::open(Box::new(engine), vault, entropy, space).await
    }

    async fn open(
        engine: Box<dyn Engine>,
        vault: Vault,
        entropy: Arc<dyn Entropy>,
        space: Space,
    ) -> Result<Self, OpenError> {
        let codec = Codec::new(vault, entropy);
        schema::check(engine.as_ref(), &codec).await?;
        Ok(Self(Arc::new(Inner {
            engine,
            codec,
            space,
        })))
    }

    /// Makes all of `changes` or none of them; durable when it returns `Ok`.
    ///
    /// # Errors
    /// [`CommitError::Conflict`] when something moved since it was read: read again and
    /// decide again. The other kinds do not go away by trying again.
    pub async fn commit(&self, changes: Changes) -> Result<(), CommitError> {
        let (batch, means) = changes.lower(&self.0.codec)?;
        self.write(batch, &means).await
    }

    /// Hands a batch to the engine; `means` says what each of its conditions stands for.
    pub(crate) async fn write(
        &self,
        batch: Batch,
        means: &[ConflictOn],
    ) -> Result<(), CommitError> {
        self.0
            .engine
            .commit(batch)
            .await
            .map_err(|refused| match refused {
                Refused::Condition(place) => match means.get(place) {
                    Some(conflict) => CommitError::Conflict(*conflict),
                    None => {
                        CommitError::Store(StoreError::Engine("a condition nobody made".to_owned()))
                    }
                },
                Refused::Engine(fault) => CommitError::Store(fault),
            })
    }

    /// Whether there is room above the reserve: registrations and uploads ask first.
    pub fn space_ok(&self) -> bool {
        self.0.space.is_enough()
    }

    /// `false` once a write has failed. Nothing is written any more: reopen or end.
    pub fn healthy(&self) -> bool {
        self.0.engine.healthy()
    }

    /// What the engine has done since it was opened.
    pub fn counts(&self) -> Counts {
        self.0.engine.counts()
    }

    /// Bytes the database takes on disk.
    ///
    /// # Errors
    /// [`StoreError::Engine`].
    pub fn size(&self) -> Result<u64, StoreError> {
        self.0.engine.size()
    }

    /// Lets commits under way finish and refuses all later work.
    pub async fn close(&self) {
        self.0.engine.close().await;
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}
