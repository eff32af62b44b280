//! 審査会資料: a PDF with a title, in versions. Only the newest version is read.

use crate::author::Author;
use crate::examination::Examined;
use crate::ids::{FileId, MaterialId, VersionId};
use crate::incoming::{CaseNo, MaterialSource};
use crate::secret::SecretText;
use jiff::Timestamp;

/// One independently sealed stretch of a file: its plain length and its wrapped data key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Plain bytes.
    pub len: u64,
    /// The data key, wrapped; losing it is losing the part.
    pub wrapped_key: Vec<u8>,
}

/// One version of a material: a file that came in whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialVersion {
    /// Its id.
    pub id: VersionId,
    /// The sealed file.
    pub file: FileId,
    /// The name the clerk's computer gave, without folders.
    pub file_name: SecretText,
    /// Plain bytes.
    pub size: u64,
    /// Pages of the PDF.
    pub pages: u32,
    /// SHA-256 of the plain bytes; also the ETag.
    pub sha256: [u8; 32],
    /// CRC-32 of the plain bytes, for ZIP.
    pub crc32: u32,
    /// The sealed stretches in order; emptied by purge.
    pub parts: Vec<Part>,
    /// When it came in.
    pub added_at: Timestamp,
    /// Who brought it.
    pub added_by: Author,
    /// What was found in it that nobody sees.
    pub examined: Examined,
    /// The file as it was brought, where reviewers are given a copy of it.
    pub original: Option<Original>,
}

/// A file as it was brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// The sealed file.
    pub file: FileId,
    /// Plain bytes.
    pub size: u64,
    /// SHA-256 of the plain bytes.
    pub sha256: [u8; 32],
    /// CRC-32 of the plain bytes.
    pub crc32: u32,
    /// The sealed stretches in order; emptied by purge.
    pub parts: Vec<Part>,
}

impl MaterialVersion {
    /// The file as it was brought.
    pub fn brought(&self) -> Original {
        self.original.clone().unwrap_or_else(|| Original {
            file: self.file,
            size: self.size,
            sha256: self.sha256,
            crc32: self.crc32,
            parts: self.parts.clone(),
        })
    }

    /// Gives reviewers a copy from now on, or the file as it was brought; answers with a copy
    /// that was given before and is named by nothing any more.
    pub fn give(&mut self, copy: Option<Original>) -> Option<FileId> {
        let brought = self.brought();
        let before = self.original.is_some().then_some(self.file);
        let (given, original) = match copy {
            Some(copy) => (copy, Some(brought)),
            None => (brought, None),
        };
        self.file = given.file;
        self.size = given.size;
        self.sha256 = given.sha256;
        self.crc32 = given.crc32;
        self.parts = given.parts;
        self.original = original;
        before
    }

    /// Its sealed files with their stretches.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &Vec<Part>)> {
        let original = self.original.iter();
        std::iter::once((self.file, &self.parts))
            .chain(original.map(|original| (original.file, &original.parts)))
    }

    /// The same, to be sealed anew or emptied.
    pub fn files_mut(&mut self) -> impl Iterator<Item = (FileId, &mut Vec<Part>)> {
        let original = self.original.iter_mut();
        std::iter::once((self.file, &mut self.parts))
            .chain(original.map(|original| (original.file, &mut original.parts)))
    }
}

/// A material of one meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// Its id.
    pub id: MaterialId,
    /// What reviewers see.
    pub title: SecretText,
    /// Oldest first, never empty; the last one is current.
    pub versions: Vec<MaterialVersion>,
    /// Taken away from reviewers; kept for the clerk.
    pub withdrawn_at: Option<Timestamp>,
    /// Since when reviewers have been able to read the current version; `None` in a draft.
    pub shown_at: Option<Timestamp>,
    /// Where it came from; `None`: a clerk brought it as a file.
    pub source: Option<MaterialSource>,
    /// 資料番号, when it has one of its own.
    pub case_no: Option<CaseNo>,
}

impl Material {
    /// The version reviewers read.
    pub fn current(&self) -> Option<&MaterialVersion> {
        self.versions.last()
    }

    /// Whether reviewers may read it.
    pub fn is_open(&self) -> bool {
        self.withdrawn_at.is_none()
            && self
                .current()
                .is_some_and(|version| !version.parts.is_empty())
    }
}

/// A title proposed from a file name: without folders and `.pdf`.
pub fn title_from(file_name: &str) -> String {
    let name = crate::text::one_line(file_name);
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name
        .strip_suffix(".pdf")
        .or_else(|| name.strip_suffix(".PDF"))
        .unwrap_or(name);
    if stem.is_empty() {
        "資料".to_owned()
    } else {
        stem.to_owned()
    }
}

/// The file name as kept and shown: no folders, no invisible marks, at most `most`
/// characters with the ending kept, `資料.pdf` when nothing is left.
pub fn safe_file_name(given: &str, most: usize) -> String {
    let stem: String = title_from(given)
        .chars()
        .map(|c| {
            if matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') {
                '_'
            } else {
                c
            }
        })
        .take(most.saturating_sub(4))
        .collect();
    let stem = stem.trim_matches(['.', ' ']);
    if stem.is_empty() {
        "資料.pdf".to_owned()
    } else {
        format!("{stem}.pdf")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_lose_what_is_dangerous_and_keep_what_is_japanese() {
        for (given, kept) in [
            ("審査会資料(1〜15).pdf", "審査会資料(1〜15).pdf"),
            ("C:\\Users\\jimu\\資料.PDF", "資料.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("..", "資料.pdf"),
            ("a\u{202E}fdp.exe", "afdp.exe.pdf"),
            ("か\u{3099}いこ\u{3099}.pdf", "がいご.pdf"),
            ("😀𠮷.pdf", "😀𠮷.pdf"),
            ("a:b?.pdf", "a_b_.pdf"),
        ] {
            assert_eq!(safe_file_name(given, 120), kept);
        }
        assert_eq!(safe_file_name(&"あ".repeat(300), 120).chars().count(), 120);
    }
}
