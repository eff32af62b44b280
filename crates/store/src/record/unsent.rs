//! Forms posted after their session was over, on disk: found by whoever typed them, and by age.

use jiff::Timestamp;
use kairan_domain::ids::{InsurerId, OpinionRequestId, StaffId, UnsentId};
use kairan_domain::unsent::{Unsent, UnsentField, Writer};
use serde::{Deserialize, Serialize};

use super::Kind;
use super::codec::Coded;
use super::forms::{Secret, Text};
use crate::index::{Index, IndexKeys, instant};

#[derive(Serialize, Deserialize)]
pub(crate) struct UnsentForm {
    id: Text<UnsentId>,
    insurer: Text<InsurerId>,
    writer: WriterForm,
    page: String,
    action: String,
    fields: Vec<FieldForm>,
    files: Vec<Secret>,
    at: Text<Timestamp>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WriterForm {
    Account(Text<StaffId>),
    Letter(Text<OpinionRequestId>),
}

#[derive(Serialize, Deserialize)]
struct FieldForm {
    name: String,
    value: Secret,
}

/// Under what a person's forms are listed.
pub(crate) fn writer_key(writer: Writer) -> [u8; 17] {
    let (tag, id) = match writer {
        Writer::Account(id) => (b'S', *id.as_bytes()),
        Writer::Letter(id) => (b'O', *id.as_bytes()),
    };
    let mut key = [tag; 17];
    key[1..].copy_from_slice(&id);
    key
}

impl Coded for Unsent {
    const KIND: Kind = Kind::Unsent;
    type Form = UnsentForm;

    fn owner(&self) -> InsurerId {
        self.insurer
    }

    fn id(&self) -> Vec<u8> {
        self.id.as_bytes().to_vec()
    }

    fn to_form(&self) -> UnsentForm {
        let field = |field: &UnsentField| FieldForm {
            name: field.name.clone(),
            value: Secret(field.value.clone()),
        };
        UnsentForm {
            id: Text(self.id),
            insurer: Text(self.insurer),
            writer: match self.writer {
                Writer::Account(id) => WriterForm::Account(Text(id)),
                Writer::Letter(id) => WriterForm::Letter(Text(id)),
            },
            page: self.page.clone(),
            action: self.action.clone(),
            fields: self.fields.iter().map(field).collect(),
            files: self.files.iter().cloned().map(Secret).collect(),
            at: Text(self.at),
        }
    }

    fn from_form(form: UnsentForm) -> Result<Self, String> {
        let field = |field: FieldForm| UnsentField {
            name: field.name,
            value: field.value.0,
        };
        Ok(Self {
            id: form.id.0,
            insurer: form.insurer.0,
            writer: match form.writer {
                WriterForm::Account(id) => Writer::Account(id.0),
                WriterForm::Letter(id) => Writer::Letter(id.0),
            },
            page: form.page,
            action: form.action,
            fields: form.fields.into_iter().map(field).collect(),
            files: form.files.into_iter().map(|name| name.0).collect(),
            at: form.at.0,
        })
    }

    fn index(&self, keys: &mut IndexKeys<'_>) {
        keys.many(Index::UnsentWriter, &[&writer_key(self.writer)]);
        keys.many(Index::UnsentMade, &[&instant(self.at)]);
    }
}
