//! What a doctor has written, on disk: the draft, and the answers of each submitted version.

use jiff::Timestamp;
use kairan_domain::ids::{InsurerId, OpinionRequestId};
use kairan_domain::opinion::{FieldId, FormEdition, RawOpinion, field_named};
use kairan_domain::opinion_request::{KeptForm, OpinionDraft};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::Kind;
use super::codec::Coded;
use super::forms::{Name, Secret, Text};
use crate::index::IndexKeys;

#[derive(Serialize, Deserialize)]
pub(crate) struct DraftForm {
    insurer: Text<InsurerId>,
    request: Text<OpinionRequestId>,
    edition: Name<FormEdition>,
    texts: BTreeMap<String, Vec<Secret>>,
    revision: u32,
    changed: BTreeMap<String, u32>,
    saved_at: Text<Timestamp>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct KeptFormForm {
    insurer: Text<InsurerId>,
    request: Text<OpinionRequestId>,
    version: u32,
    edition: Name<FormEdition>,
    texts: BTreeMap<String, Vec<Secret>>,
}

fn text_forms(raw: &RawOpinion) -> BTreeMap<String, Vec<Secret>> {
    raw.iter()
        .map(|(id, texts)| {
            let texts = texts.iter().cloned().map(Secret).collect();
            (id.as_str().to_owned(), texts)
        })
        .collect()
}

/// Fields are never renamed or removed, so a name that is not known is no draft of ours.
fn known(name: &str) -> Result<FieldId, String> {
    let field = field_named(name).ok_or("a field that the form does not have")?;
    Ok(field.id)
}

fn texts(forms: BTreeMap<String, Vec<Secret>>) -> Result<RawOpinion, String> {
    let mut raw = RawOpinion::new();
    for (name, texts) in forms {
        let texts = texts.into_iter().map(|text| text.0.expose().to_owned());
        raw.put_all(known(&name)?, texts);
    }
    Ok(raw)
}

impl Coded for OpinionDraft {
    const KIND: Kind = Kind::OpinionDraft;
    type Form = DraftForm;

    fn owner(&self) -> InsurerId {
        self.insurer
    }

    /// One draft per request.
    fn id(&self) -> Vec<u8> {
        self.request.as_bytes().to_vec()
    }

    fn to_form(&self) -> DraftForm {
        let changed = self.changed.iter();
        DraftForm {
            insurer: Text(self.insurer),
            request: Text(self.request),
            edition: Name(self.edition),
            texts: text_forms(&self.texts),
            revision: self.revision,
            changed: changed.map(|(id, at)| (id.to_string(), *at)).collect(),
            saved_at: Text(self.saved_at),
        }
    }

    fn from_form(form: DraftForm) -> Result<Self, String> {
        let changed = form.changed.into_iter();
        let changed = changed.map(|(name, at)| Ok((known(&name)?, at)));
        Ok(Self {
            insurer: form.insurer.0,
            request: form.request.0,
            edition: form.edition.0,
            texts: texts(form.texts)?,
            revision: form.revision,
            changed: changed.collect::<Result<_, String>>()?,
            saved_at: form.saved_at.0,
        })
    }

    fn index(&self, _: &mut IndexKeys<'_>) {}
}

/// The key of a version's answers: behind its request, so that all of them lie together.
pub(crate) fn kept_form_id(request: OpinionRequestId, version: u32) -> Vec<u8> {
    [request.as_bytes().as_slice(), &version.to_be_bytes()].concat()
}

impl Coded for KeptForm {
    const KIND: Kind = Kind::OpinionForm;
    type Form = KeptFormForm;

    fn owner(&self) -> InsurerId {
        self.insurer
    }

    fn id(&self) -> Vec<u8> {
        kept_form_id(self.request, self.version)
    }

    fn to_form(&self) -> KeptFormForm {
        KeptFormForm {
            insurer: Text(self.insurer),
            request: Text(self.request),
            version: self.version,
            edition: Name(self.edition),
            texts: text_forms(&self.texts),
        }
    }

    fn from_form(form: KeptFormForm) -> Result<Self, String> {
        Ok(Self {
            insurer: form.insurer.0,
            request: form.request.0,
            version: form.version,
            edition: form.edition.0,
            texts: texts(form.texts)?,
        })
    }

    fn index(&self, _: &mut IndexKeys<'_>) {}
}
