//! The sealed files: one folder per file, one object per part, `ab/<file id>/<part>` with
//! `ab` the end of the id (its beginning is the time of making and would not spread).
//!
//! What is written is bytes; sealing them is `kairan_vault::document`'s work, done before.
//! [`PlainFile`] reads them in the clear.

mod error;
mod folder;
mod plain;
mod reader;
mod sweep;
mod writer;

pub use error::DocumentsError;
pub use plain::{FileError, PlainFile};
pub use reader::PartReader;
pub use sweep::{SweepError, Swept, sweep_orphans};
pub use writer::PartWriter;

use jiff::Timestamp;
use kairan_domain::ids::FileId;
use object_store::local::LocalFileSystem;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder of sealed files. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Documents(Arc<Folder>);

#[derive(Debug)]
struct Folder {
    root: PathBuf,
    objects: LocalFileSystem,
}

/// A file that lies in the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredFile {
    /// Its id.
    pub file: FileId,
    /// Sealed bytes of all its parts.
    pub bytes: u64,
    /// When something of it was last written.
    pub changed_at: Timestamp,
}

impl Documents {
    /// Opens the folder `root`, making it when there is none.
    ///
    /// # Errors
    /// [`DocumentsError::Io`].
    pub fn open(root: &Path) -> Result<Self, DocumentsError> {
        std::fs::create_dir_all(root)?;
        let root = root.canonicalize()?;
        // Durable: temporary file, fsync, rename, fsync of the folder.
        let objects = LocalFileSystem::new_with_prefix(&root)?.with_fsync(true);
        Ok(Self(Arc::new(Folder { root, objects })))
    }

    /// Begins a part. Nothing of it can be seen before [`PartWriter::finish`].
    ///
    /// The caller has the upload's turn and has just read its record, which does not name this
    /// part: one that lies here all the same is what a crash between writing and committing
    /// left, and is removed.
    ///
    /// # Errors
    /// [`DocumentsError::NoSpace`], [`DocumentsError::Io`].
    pub async fn create(&self, file: FileId, part: u32) -> Result<PartWriter, DocumentsError> {
        let path = self.part_path(file, part);
        if path.exists() {
            folder::blocking(move || folder::remove_part(&path)).await?;
        }
        PartWriter::begin(Arc::clone(&self.0), object_path(file, part)).await
    }

    /// Removes temporary files last written before `older_than`: what killed writers left.
    ///
    /// # Errors
    /// [`DocumentsError::Io`].
    pub async fn remove_leftovers(&self, older_than: Timestamp) -> Result<u64, DocumentsError> {
        let root = self.0.root.clone();
        folder::blocking(move || folder::remove_leftovers(&root, older_than)).await
    }

    /// Opens a part for reading.
    ///
    /// # Errors
    /// [`DocumentsError::Missing`] when there is none.
    pub fn open_part(&self, file: FileId, part: u32) -> Result<PartReader, DocumentsError> {
        PartReader::open(&self.part_path(file, part))
    }

    /// Removes a file with all its parts; one that is not there is removed already.
    ///
    /// # Errors
    /// [`DocumentsError::Io`].
    pub async fn delete(&self, file: FileId) -> Result<(), DocumentsError> {
        let path = self.file_path(file);
        folder::blocking(move || folder::remove(&path)).await
    }

    /// Every file in the folder, finished or not.
    ///
    /// # Errors
    /// [`DocumentsError::Io`].
    pub async fn list(&self) -> Result<Vec<StoredFile>, DocumentsError> {
        let root = self.0.root.clone();
        folder::blocking(move || folder::walk(&root)).await
    }

    /// Sealed bytes of one file; zero when it is not there.
    ///
    /// # Errors
    /// [`DocumentsError::Io`].
    pub async fn size(&self, file: FileId) -> Result<u64, DocumentsError> {
        let path = self.file_path(file);
        folder::blocking(move || Ok(folder::measure(&path)?.map_or(0, |(bytes, _)| bytes))).await
    }

    /// Copies every finished part into another folder, which may hold some already. Done
    /// *after* [`Store::export`](crate::Store::export), it holds every file the export names,
    /// except those erased since. Answers with the files copied.
    ///
    /// # Errors
    /// [`DocumentsError::Io`].
    pub async fn copy_to(&self, to: &Path) -> Result<u64, DocumentsError> {
        let (from, to) = (self.0.root.clone(), to.to_owned());
        folder::blocking(move || folder::copy(&from, &to)).await
    }

    /// The folder itself, to watch its disk's space.
    pub fn root(&self) -> &Path {
        &self.0.root
    }

    fn file_path(&self, file: FileId) -> PathBuf {
        let id = file.to_string();
        self.0.root.join(&id[id.len() - 2..]).join(id)
    }

    fn part_path(&self, file: FileId, part: u32) -> PathBuf {
        self.file_path(file).join(part.to_string())
    }
}

fn object_path(file: FileId, part: u32) -> object_store::path::Path {
    let id = file.to_string();
    object_store::path::Path::from(format!("{}/{id}/{part}", &id[id.len() - 2..]))
}
