//! 審査会資料 as part of a meeting's record.

use jiff::Timestamp;
use kairan_domain::author::Author;
use kairan_domain::ids::{FileId, MaterialId, VersionId};
use kairan_domain::incoming::{CaseNo, MaterialSource};
use kairan_domain::material::{Material, MaterialVersion, Original, Part};
use serde::{Deserialize, Serialize};

use super::examined::ExaminedForm;
use super::forms::{Bytes, Digest, Secret, Text};

#[derive(Serialize, Deserialize)]
pub(crate) struct MaterialForm {
    id: Text<MaterialId>,
    title: Secret,
    versions: Vec<VersionForm>,
    withdrawn_at: Option<Text<Timestamp>>,
    shown_at: Option<Text<Timestamp>>,
    /// Added on 2026-11-23 with the one below; until then every material was a clerk's file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<Text<MaterialSource>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    case_no: Option<Text<CaseNo>>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct VersionForm {
    id: Text<VersionId>,
    file: Text<FileId>,
    file_name: Secret,
    size: u64,
    pages: u32,
    sha256: Digest,
    crc32: u32,
    parts: Vec<PartForm>,
    added_at: Text<Timestamp>,
    added_by: Text<Author>,
    /// Added on 2026-12-01 with the one below; nothing was examined before.
    #[serde(default, skip_serializing_if = "ExaminedForm::is_never")]
    examined: ExaminedForm,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    original: Option<OriginalForm>,
}

#[derive(Serialize, Deserialize)]
struct OriginalForm {
    file: Text<FileId>,
    size: u64,
    sha256: Digest,
    crc32: u32,
    parts: Vec<PartForm>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct PartForm {
    len: u64,
    key: Bytes,
}

pub(super) fn part_forms(parts: &[Part]) -> Vec<PartForm> {
    parts
        .iter()
        .map(|part| PartForm {
            len: part.len,
            key: Bytes(part.wrapped_key.clone()),
        })
        .collect()
}

pub(super) fn parts(forms: Vec<PartForm>) -> Vec<Part> {
    forms
        .into_iter()
        .map(|form| Part {
            len: form.len,
            wrapped_key: form.key.0,
        })
        .collect()
}

impl From<&MaterialVersion> for VersionForm {
    fn from(version: &MaterialVersion) -> Self {
        Self {
            id: Text(version.id),
            file: Text(version.file),
            file_name: Secret(version.file_name.clone()),
            size: version.size,
            pages: version.pages,
            sha256: Digest(version.sha256),
            crc32: version.crc32,
            parts: part_forms(&version.parts),
            added_at: Text(version.added_at),
            added_by: Text(version.added_by),
            examined: (&version.examined).into(),
            original: version.original.as_ref().map(|original| OriginalForm {
                file: Text(original.file),
                size: original.size,
                sha256: Digest(original.sha256),
                crc32: original.crc32,
                parts: part_forms(&original.parts),
            }),
        }
    }
}

impl From<VersionForm> for MaterialVersion {
    fn from(form: VersionForm) -> Self {
        Self {
            id: form.id.0,
            file: form.file.0,
            file_name: form.file_name.0,
            size: form.size,
            pages: form.pages,
            sha256: form.sha256.0,
            crc32: form.crc32,
            parts: parts(form.parts),
            added_at: form.added_at.0,
            added_by: form.added_by.0,
            examined: form.examined.into(),
            original: form.original.map(|original| Original {
                file: original.file.0,
                size: original.size,
                sha256: original.sha256.0,
                crc32: original.crc32,
                parts: parts(original.parts),
            }),
        }
    }
}

impl From<&Material> for MaterialForm {
    fn from(material: &Material) -> Self {
        Self {
            id: Text(material.id),
            title: Secret(material.title.clone()),
            versions: material.versions.iter().map(Into::into).collect(),
            withdrawn_at: material.withdrawn_at.map(Text),
            shown_at: material.shown_at.map(Text),
            source: material.source.map(Text),
            case_no: material.case_no.clone().map(Text),
        }
    }
}

impl From<MaterialForm> for Material {
    fn from(form: MaterialForm) -> Self {
        Self {
            id: form.id.0,
            title: form.title.0,
            versions: form.versions.into_iter().map(Into::into).collect(),
            withdrawn_at: form.withdrawn_at.map(|at| at.0),
            shown_at: form.shown_at.map(|at| at.0),
            source: form.source.map(|source| source.0),
            case_no: form.case_no.map(|number| number.0),
        }
    }
}
