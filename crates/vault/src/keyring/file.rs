//! The ring's file: JSON, mode 0600, replaced as a whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::error::RingFault;
use super::{KeyId, KeyRing, KeyRingError, KeyState, RingKey};
use crate::secret::SecretBytes;

const EDITION: u32 = 1;
/// Room for several thousand keys; a larger file is something else.
const MAX_BYTES: u64 = 1 << 20;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RingFile {
    edition: u32,
    index_key: Material,
    pepper: PepperEntry,
    keys: Vec<KeyEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PepperEntry {
    id: u32,
    material: Material,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyEntry {
    id: u32,
    made_at: String,
    state: StateWord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    material: Option<Material>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum StateWord {
    Active,
    Kept,
    Retired,
}

/// Only the edition, to recognise a file this version cannot read otherwise.
#[derive(Deserialize)]
struct EditionOnly {
    edition: u32,
}

/// 32 bytes as base64.
#[derive(Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Material(SecretBytes<32>);

impl TryFrom<String> for Material {
    type Error = &'static str;

    fn try_from(mut text: String) -> Result<Self, Self::Error> {
        let decoded = STANDARD.decode(&text).map(Zeroizing::new);
        text.zeroize();
        let mut bytes: [u8; 32] = decoded
            .ok()
            .and_then(|bytes| bytes.as_slice().try_into().ok())
            .ok_or("not 32 bytes of base64")?;
        Ok(Self(SecretBytes::take(&mut bytes)))
    }
}

impl Clone for Material {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl From<Material> for String {
    fn from(material: Material) -> Self {
        STANDARD.encode(material.0.expose())
    }
}

impl KeyRing {
    /// Reads a ring. Its file must be readable by its owner alone.
    ///
    /// # Errors
    ///
    /// A [`KeyRingError`] that says what the operator should do.
    pub fn load(path: &Path) -> Result<Self, KeyRingError> {
        let text = read_private(path)?;
        if let Ok(EditionOnly { edition }) = serde_json::from_slice(&text)
            && edition != EDITION
        {
            return Err(KeyRingError::NewerEdition {
                path: path.to_owned(),
                edition,
            });
        }
        let file: RingFile = serde_json::from_slice(&text)
            .map_err(|error| damaged(path, RingFault::Shape(error.line())))?;
        Self::from_file(file).map_err(|fault| damaged(path, fault))
    }

    /// Writes a new ring and never overwrites anything.
    ///
    /// # Errors
    ///
    /// [`KeyRingError::AlreadyThere`] or [`KeyRingError::Io`].
    pub fn save_new(&self, path: &Path) -> Result<(), KeyRingError> {
        write_private(path, &self.to_text()).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => KeyRingError::AlreadyThere(path.to_owned()),
            _ => not_written(path, error),
        })
    }

    /// Replaces the ring at `path` with this later edition of it: either the
    /// old or the new file is there, whatever happens in between.
    ///
    /// # Errors
    ///
    /// [`KeyRingError::OtherRing`] or [`KeyRingError::WouldLoseKeys`] when the
    /// file is not an earlier edition of this ring; else as [`KeyRing::load`].
    pub fn save(&self, path: &Path) -> Result<(), KeyRingError> {
        self.succeeds(&Self::load(path)?, path)?;

        let fresh = beside(path);
        let replaced = clear(&fresh)
            .and_then(|()| write_private(&fresh, &self.to_text()))
            .and_then(|()| fs::rename(&fresh, path))
            .and_then(|()| sync_folder(path));
        replaced.map_err(|error| not_written(path, error))
    }

    /// Refuses to write over a ring whose keys this one does not have.
    fn succeeds(&self, old: &Self, path: &Path) -> Result<(), KeyRingError> {
        if old.fingerprint() != self.fingerprint() {
            return Err(KeyRingError::OtherRing {
                expected: old.fingerprint(),
                found: self.fingerprint(),
            });
        }
        let all_here = old
            .keys
            .iter()
            .all(|theirs| self.keys.iter().any(|ours| ours.succeeds(theirs)));
        if all_here {
            Ok(())
        } else {
            Err(KeyRingError::WouldLoseKeys(path.to_owned()))
        }
    }

    fn to_text(&self) -> Zeroizing<Vec<u8>> {
        let file = RingFile {
            edition: EDITION,
            index_key: Material(self.index.clone()),
            pepper: PepperEntry {
                id: self.pepper_id,
                material: Material(self.pepper.clone()),
            },
            keys: self.keys.iter().map(RingKey::to_entry).collect(),
        };
        let mut text = Zeroizing::new(Vec::with_capacity(1024 + 256 * self.keys.len()));
        serde_json::to_writer_pretty(&mut *text, &file).expect("a ring is plain JSON");
        text.push(b'\n');
        text
    }

    fn from_file(file: RingFile) -> Result<Self, RingFault> {
        let keys = file
            .keys
            .into_iter()
            .map(RingKey::from_entry)
            .collect::<Result<Vec<_>, _>>()?;
        if !keys.is_sorted_by(|one, next| one.id < next.id) {
            return Err(RingFault::Order);
        }
        let active = keys.iter().filter(|key| key.state == KeyState::Active);
        if active.count() != 1 {
            return Err(RingFault::ActiveKeys);
        }
        Ok(Self {
            index: file.index_key.0,
            pepper_id: file.pepper.id,
            pepper: file.pepper.material.0,
            keys,
        })
    }
}

impl RingKey {
    fn succeeds(&self, earlier: &Self) -> bool {
        self.id == earlier.id
            && (self.state == KeyState::Retired || self.material == earlier.material)
    }

    fn to_entry(&self) -> KeyEntry {
        KeyEntry {
            id: self.id.get(),
            made_at: self.made_at.clone(),
            state: match self.state {
                KeyState::Active => StateWord::Active,
                KeyState::Kept => StateWord::Kept,
                KeyState::Retired => StateWord::Retired,
            },
            material: self.material.clone().map(Material),
        }
    }

    fn from_entry(entry: KeyEntry) -> Result<Self, RingFault> {
        let id = KeyId::new(entry.id);
        let state = match entry.state {
            StateWord::Active => KeyState::Active,
            StateWord::Kept => KeyState::Kept,
            StateWord::Retired => KeyState::Retired,
        };
        if (state == KeyState::Retired) == entry.material.is_some() {
            return Err(RingFault::Material(id));
        }
        Ok(Self {
            id,
            made_at: entry.made_at,
            state,
            material: entry.material.map(|material| material.0),
        })
    }
}

/// Reads the file after checking rights and size of what was really opened.
fn read_private(path: &Path) -> Result<Zeroizing<Vec<u8>>, KeyRingError> {
    let not_read = |source| KeyRingError::Io {
        path: path.to_owned(),
        doing: "read",
        source,
    };
    let file = File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => KeyRingError::Missing(path.to_owned()),
        _ => not_read(error),
    })?;
    let facts = file.metadata().map_err(not_read)?;
    if !facts.is_file() || facts.len() > MAX_BYTES {
        return Err(KeyRingError::NotARing(path.to_owned()));
    }
    let mode = facts.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(KeyRingError::TooOpen {
            path: path.to_owned(),
            mode,
        });
    }
    // Sized beforehand: growing would leave copies of the keys behind.
    let room = usize::try_from(MAX_BYTES.min(facts.len()) + 1).unwrap_or(0);
    let mut text = Zeroizing::new(Vec::with_capacity(room));
    file.take(MAX_BYTES)
        .read_to_end(&mut text)
        .map_err(not_read)?;
    Ok(text)
}

/// Creates the file for its owner alone and returns once it is on the disk.
fn write_private(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(text)?;
    file.sync_all()?;
    sync_folder(path)
}

/// Makes a created or renamed name durable.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    File::open(folder)?.sync_all()
}

/// The name a new edition is written under before it takes the real one.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}

/// Removes what a crash in the middle of saving left.
fn clear(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn damaged(path: &Path, fault: RingFault) -> KeyRingError {
    KeyRingError::Damaged {
        path: path.to_owned(),
        fault,
    }
}

fn not_written(path: &Path, source: io::Error) -> KeyRingError {
    KeyRingError::Io {
        path: path.to_owned(),
        doing: "written",
        source,
    }
}
