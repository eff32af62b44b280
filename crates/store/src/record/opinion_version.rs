//! Submitted versions and reminders as part of a request's record.

use jiff::Timestamp;
use kairan_domain::author::Author;
use kairan_domain::ids::FileId;
use kairan_domain::incoming::CaseNo;
use kairan_domain::opinion::FormEdition;
use kairan_domain::opinion_request::{
    Arrival, CoverBox, OpinionFile, OpinionVersion, Reminder, ReminderMethod,
};
use serde::{Deserialize, Serialize};

use super::forms::{Digest, Name, Secret, Text};
use super::material::{PartForm, part_forms, parts};

#[derive(Serialize, Deserialize)]
pub(crate) struct VersionForm {
    number: u32,
    arrival: Name<Arrival>,
    at: Text<Timestamp>,
    late: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    form: Option<Name<FormEdition>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pdf: Option<FileForm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    masked: Option<FileForm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    masked_as: Option<Text<CaseNo>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    covers: Vec<Vec<[u16; 4]>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confirmed: Option<(Text<Timestamp>, Text<Author>)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sent_back: Option<(Text<Timestamp>, Secret)>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct FileForm {
    file: Text<FileId>,
    size: u64,
    pages: u32,
    sha256: Digest,
    parts: Vec<PartForm>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ReminderForm {
    at: Text<Timestamp>,
    by: Text<Author>,
    method: Name<ReminderMethod>,
    memo: Secret,
}

impl From<&OpinionFile> for FileForm {
    fn from(file: &OpinionFile) -> Self {
        Self {
            file: Text(file.file),
            size: file.size,
            pages: file.pages,
            sha256: Digest(file.sha256),
            parts: part_forms(&file.parts),
        }
    }
}

impl From<FileForm> for OpinionFile {
    fn from(form: FileForm) -> Self {
        Self {
            file: form.file.0,
            size: form.size,
            pages: form.pages,
            sha256: form.sha256.0,
            parts: parts(form.parts),
        }
    }
}

impl From<&OpinionVersion> for VersionForm {
    fn from(version: &OpinionVersion) -> Self {
        let sent_back = version.sent_back.as_ref();
        Self {
            number: version.number,
            arrival: Name(version.arrival),
            at: Text(version.at),
            late: version.late,
            form: version.form.map(Name),
            pdf: version.pdf.as_ref().map(Into::into),
            masked: version.masked.as_ref().map(Into::into),
            masked_as: version.masked_as.clone().map(Text),
            covers: version.covers.iter().map(|page| box_forms(page)).collect(),
            confirmed: version.confirmed.map(|(at, by)| (Text(at), Text(by))),
            sent_back: sent_back.map(|(at, reason)| (Text(*at), Secret(reason.clone()))),
        }
    }
}

impl From<VersionForm> for OpinionVersion {
    fn from(form: VersionForm) -> Self {
        Self {
            number: form.number,
            arrival: form.arrival.0,
            at: form.at.0,
            late: form.late,
            form: form.form.map(|edition| edition.0),
            pdf: form.pdf.map(Into::into),
            masked: form.masked.map(Into::into),
            masked_as: form.masked_as.map(|text| text.0),
            covers: form.covers.iter().map(|page| boxes(page)).collect(),
            confirmed: form.confirmed.map(|(at, by)| (at.0, by.0)),
            sent_back: form.sent_back.map(|(at, reason)| (at.0, reason.0)),
        }
    }
}

fn box_forms(page: &[CoverBox]) -> Vec<[u16; 4]> {
    let form = |one: &CoverBox| [one.left, one.top, one.width, one.height];
    page.iter().map(form).collect()
}

fn boxes(page: &[[u16; 4]]) -> Vec<CoverBox> {
    let one = |[left, top, width, height]: &[u16; 4]| CoverBox {
        left: *left,
        top: *top,
        width: *width,
        height: *height,
    };
    page.iter().map(one).collect()
}

impl From<&Reminder> for ReminderForm {
    fn from(reminder: &Reminder) -> Self {
        Self {
            at: Text(reminder.at),
            by: Text(reminder.by),
            method: Name(reminder.method),
            memo: Secret(reminder.memo.clone()),
        }
    }
}

impl From<ReminderForm> for Reminder {
    fn from(form: ReminderForm) -> Self {
        Self {
            at: form.at.0,
            by: form.by.0,
            method: form.method.0,
            memo: form.memo.0,
        }
    }
}
