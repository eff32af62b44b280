//! What the ring's file says: JSON, checked as a whole when it is read.

use std::io::{self, ErrorKind};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize, Serializer};
use zeroize::{Zeroize, Zeroizing};

use super::disk;
use super::error::RingFault;
use super::{KeyId, KeyRing, KeyRingError, KeyState, RingKey};
use crate::secret::SecretBytes;

const EDITION: u32 = 1;

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
#[derive(Deserialize)]
#[serde(try_from = "String")]
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

impl Serialize for Material {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Zeroizing::new(STANDARD.encode(self.0.expose())))
    }
}

impl KeyRing {
    /// Reads a ring. Its file must be readable by its owner alone.
    ///
    /// # Errors
    ///
    /// A [`KeyRingError`] that says what the operator should do.
    pub fn load(path: &Path) -> Result<Self, KeyRingError> {
        let text = disk::read(path)?;
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
        disk::create(path, &self.to_text()).map_err(|error| match error.kind() {
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

        disk::replace(path, &self.to_text()).map_err(|error| not_written(path, error))
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

fn damaged(path: &Path, fault: RingFault) -> KeyRingError {
    KeyRingError::Damaged {
        path: path.to_owned(),
        fault,
    }
}

fn not_written(path: &Path, source: io::Error) -> KeyRingError {
    KeyRingError::Io {
        path: path.to_owned(),
        doing: "written (its folder must be writable as well)",
        source,
    }
}
