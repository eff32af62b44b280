//! Stores to try things on.

use kairan_store::{SledOptions, Store};
use kairan_vault::{KeyRing, SeededEntropy, Vault};
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// A store that is removed at the end.
pub(crate) struct Fresh {
    pub(crate) store: Store,
    /// Only the embedded engine has one.
    pub(crate) folder: Option<TempDir>,
}

pub(crate) fn ring(seed: u64) -> KeyRing {
    KeyRing::generate(&SeededEntropy::new(seed), "2026-11-22")
}

pub(crate) fn vault() -> Vault {
    Vault::new(&ring(1))
}

pub(crate) fn entropy() -> Arc<SeededEntropy> {
    Arc::new(SeededEntropy::new(2))
}

pub(crate) async fn memory() -> Fresh {
    let store = Store::memory(vault(), entropy()).await.unwrap();
    Fresh {
        store,
        folder: None,
    }
}

pub(crate) async fn sled() -> Fresh {
    let folder = TempDir::new().unwrap();
    let store = reopen(folder.path()).await;
    Fresh {
        store,
        folder: Some(folder),
    }
}

pub(crate) async fn reopen(folder: &Path) -> Store {
    Store::sled(folder, vault(), entropy(), options())
        .await
        .unwrap()
}

pub(crate) fn options() -> SledOptions {
    SledOptions {
        cache_bytes: 4 << 20,
        reserve_bytes: 0,
    }
}
