//! From configuration to a working system: keys, store, documents, mail, rules.
//!
//! Engines are named here and nowhere else in this crate.

mod doors;
mod mail;
mod rules;

use std::fs;
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kairan_access::{AddressLimit, App, Clock, Hasher, Policies, Shelf};
use kairan_mail::Mailer;
use kairan_store::{Documents, DocumentsError, OpenError, SledOptions, Space, Store};
use kairan_vault::password::PasswordCost;
use kairan_vault::{Entropy, KeyRing, KeyRingError, Vault};
use tokio::sync::Mutex;

pub use self::doors::{
    Addresses, Certificates, DoorError, Sockets, doors, most_form, reached, rules,
};
pub use self::mail::{MailSetUpError, mailer, sender};
pub use self::rules::{limits, policies};
use crate::config::Config;
use crate::ops::Metrics;

/// Time and chance: real ones in production, fixed ones in tests.
#[derive(Clone)]
pub struct Nature {
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Random bytes.
    pub entropy: Arc<dyn Entropy>,
    /// What one password check costs; tests with hundreds of them take a cheap one.
    pub cost: PasswordCost,
    /// The program that renders strangers' pages, by its command `render-worker`; `None` where
    /// the running program has no such command: in tests.
    pub render_program: Option<PathBuf>,
}

/// An opened installation: what commands, loops and doors work with.
pub struct Installation {
    /// What the operator set.
    pub config: Config,
    /// What use cases work with.
    pub app: Arc<App>,
    /// The way out for letters.
    pub mailer: Mailer,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// Free space where the data lies.
    pub space: Space,
    /// One change of the key ring at a time.
    pub ring: Mutex<RingFile>,
}

/// Where the key ring lies.
pub struct RingFile(pub PathBuf);

/// Why an installation cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// The key ring is missing, unsafe or damaged.
    #[error(transparent)]
    Ring(#[from] KeyRingError),
    /// The database refuses.
    #[error("{folder}: {cause}")]
    Store {
        /// Where it lies.
        folder: PathBuf,
        /// Why it refuses.
        cause: OpenError,
    },
    /// The folder of sealed files refuses.
    #[error("{folder}: {cause}")]
    Documents {
        /// Where it lies.
        folder: PathBuf,
        /// Why it refuses.
        cause: DocumentsError,
    },
    /// The data folder is missing, closed to us or open to others.
    #[error("data.folder = {folder}: {cause}")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What is wrong.
        cause: String,
    },
    /// Mail is set up wrongly.
    #[error(transparent)]
    Mail(#[from] MailSetUpError),
}

impl Nature {
    /// The machine's clock and random source.
    pub fn real() -> Self {
        Self {
            clock: Arc::new(kairan_access::SystemClock),
            entropy: Arc::new(kairan_vault::SystemEntropy),
            cost: PasswordCost::STANDARD,
            render_program: None,
        }
    }

    /// As [`Nature::real`], for the executable `kairan` itself.
    pub fn of_executable() -> Self {
        Self {
            render_program: Some(own_program()),
            ..Self::real()
        }
    }
}

/// This very program. On Linux by the kernel's own name for it, which still stands when an
/// upgrade has put another file in its place.
fn own_program() -> PathBuf {
    let kernels = PathBuf::from("/proc/self/exe");
    if kernels.exists() {
        return kernels;
    }
    std::env::current_exe().unwrap_or(kernels)
}

impl Installation {
    /// Opens what `kairan init` made. `mailer` is given by whoever decides where letters go.
    pub async fn open(config: Config, mailer: Mailer, nature: Nature) -> Result<Self, SetUpError> {
        let ring = KeyRing::load(&config.data.key_ring_file)?;
        let vault = Vault::new(&ring);
        let store = open_store(&config, vault.clone(), &nature).await?;
        let folder = config.data.folder.join("documents");
        let documents =
            Documents::open(&folder).map_err(|cause| SetUpError::Documents { folder, cause })?;
        let policies = Policies {
            // Only where a stranger's file can end nothing but its own process.
            examine: nature.render_program.is_some(),
            render_program: nature.render_program.clone(),
            ..policies(&config)
        };
        let gate = &config.gate;
        let hasher = Hasher::new(
            vault.clone(),
            Arc::clone(&nature.entropy),
            nature.cost,
            usize::try_from(gate.checks_at_once).unwrap_or(1),
            usize::try_from(gate.checks_waiting).unwrap_or(8),
        );
        let app = App {
            store,
            documents,
            vault,
            hasher,
            clock: nature.clock,
            entropy: nature.entropy,
            addresses: AddressLimit::new(policies.address),
            shelf: Shelf::default(),
            limits: limits(&config),
            policies,
            public_url: config.public.url.clone(),
        };
        let space = Space::of(&config.data.folder, config.data.reserve.0);

        Ok(Self {
            ring: Mutex::new(RingFile(config.data.key_ring_file.clone())),
            app: Arc::new(app),
            mailer,
            metrics: Arc::default(),
            space,
            config,
        })
    }

    /// Lets writes under way finish and lets go of the data.
    pub async fn close(&self) {
        // How far readers came is folded in memory; it must not end with the process.
        kairan_board::settle_progress(&self.app).await;
        self.app.store.close().await;
    }
}

async fn open_store(config: &Config, vault: Vault, nature: &Nature) -> Result<Store, SetUpError> {
    check_folder(&config.data.folder)?;
    let folder = config.data.store_folder();
    let options = SledOptions {
        cache_bytes: config.data.cache.0,
        reserve_bytes: config.data.reserve.0,
    };
    Store::sled(&folder, vault, Arc::clone(&nature.entropy), options)
        .await
        .map_err(|cause| SetUpError::Store { folder, cause })
}

/// The data folder must be there and closed to others.
fn check_folder(folder: &Path) -> Result<(), SetUpError> {
    let wrong = |cause: String| SetUpError::Folder {
        folder: folder.to_owned(),
        cause,
    };
    let meta = match fs::metadata(folder) {
        Ok(meta) => meta,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(wrong(
                "is not there; run `kairan init` for a new installation".into(),
            ));
        }
        Err(error) => return Err(wrong(error.to_string())),
    };
    if !meta.is_dir() {
        return Err(wrong("is no folder".into()));
    }
    if meta.permissions().mode() & 0o077 != 0 {
        return Err(wrong(
            "may be opened by other users; run chmod 700 on it".into(),
        ));
    }

    Ok(())
}

/// Makes the data folder, closed to others, when there is none.
pub fn make_folder(folder: &Path) -> Result<(), SetUpError> {
    let made = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder);
    made.map_err(|error| SetUpError::Folder {
        folder: folder.to_owned(),
        cause: error.to_string(),
    })?;

    check_folder(folder)
}
