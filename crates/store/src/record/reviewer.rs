//! 委員 on disk; unique by address within an insurer.

use jiff::Timestamp;
use kairan_domain::credential::Reviewer;
use kairan_domain::ids::{CredentialId, InsurerId, ReviewerId};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::staff::PersonName;
use serde::{Deserialize, Serialize};

use super::Kind;
use super::codec::Coded;
use super::forms::Text;
use crate::error::ConflictOn;
use crate::index::{Index, IndexKeys, mail_key};

#[derive(Serialize, Deserialize)]
pub(crate) struct ReviewerForm {
    id: Text<ReviewerId>,
    insurer: Text<InsurerId>,
    name: String,
    mail: String,
    credential: Option<Text<CredentialId>>,
    made_at: Text<Timestamp>,
}

impl Coded for Reviewer {
    const KIND: Kind = Kind::Reviewer;
    type Form = ReviewerForm;

    fn owner(&self) -> InsurerId {
        self.insurer
    }

    fn id(&self) -> Vec<u8> {
        self.id.as_bytes().to_vec()
    }

    fn to_form(&self) -> ReviewerForm {
        ReviewerForm {
            id: Text(self.id),
            insurer: Text(self.insurer),
            name: self.name.expose().to_owned(),
            mail: self.mail.expose().to_owned(),
            credential: self.credential.map(Text),
            made_at: Text(self.made_at),
        }
    }

    fn from_form(form: ReviewerForm) -> Result<Self, String> {
        Ok(Self {
            id: form.id.0,
            insurer: form.insurer.0,
            name: PersonName::from_kept(form.name),
            mail: MailAddress::from_kept(form.mail),
            credential: form.credential.map(|id| id.0),
            made_at: form.made_at.0,
        })
    }

    fn index(&self, keys: &mut IndexKeys<'_>) {
        let mail = mail_key(keys.vault(), self.insurer, &self.mail);
        keys.one(Index::ReviewerMail, &[&mail], ConflictOn::ReviewerMail);
        keys.many(Index::ReviewerOfInsurer, &[self.insurer.as_bytes()]);
    }
}
