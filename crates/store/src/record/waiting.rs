//! Files that wait for their sender's word, as part of a request's record.

use jiff::Timestamp;
use kairan_domain::opinion_request::{ChosenFile, WaitingFiles};
use serde::{Deserialize, Serialize};

use super::forms::{Secret, Text};
use super::opinion_version::FileForm;

#[derive(Serialize, Deserialize)]
pub(super) struct WaitingForm {
    pages: FileForm,
    chosen: Vec<(Secret, u64)>,
    count: usize,
    at: Text<Timestamp>,
}

impl From<&WaitingFiles> for WaitingForm {
    fn from(files: &WaitingFiles) -> Self {
        let chosen = files.chosen.iter();
        Self {
            pages: (&files.pages).into(),
            chosen: chosen
                .map(|one| (Secret(one.name.clone()), one.size))
                .collect(),
            count: files.count,
            at: Text(files.at),
        }
    }
}

impl From<WaitingForm> for WaitingFiles {
    fn from(form: WaitingForm) -> Self {
        let chosen = form.chosen.into_iter();
        Self {
            pages: form.pages.into(),
            chosen: chosen
                .map(|(name, size)| ChosenFile { name: name.0, size })
                .collect(),
            count: form.count,
            at: form.at.0,
        }
    }
}
