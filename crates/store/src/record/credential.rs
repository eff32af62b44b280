//! Viewing passwords on disk: their hashes.

use jiff::Timestamp;
use kairan_domain::credential::Credential;
use kairan_domain::ids::{CredentialId, InsurerId, ReviewerId};
use serde::{Deserialize, Serialize};

use super::Kind;
use super::codec::Coded;
use super::forms::{Secret, Text};
use crate::index::{Index, IndexKeys};

#[derive(Serialize, Deserialize)]
pub(crate) struct CredentialForm {
    id: Text<CredentialId>,
    insurer: Text<InsurerId>,
    reviewer: Text<ReviewerId>,
    hash: Secret,
    made_at: Text<Timestamp>,
    until: Text<Timestamp>,
    /// Records from before it was kept count as handed over, as they did then.
    #[serde(default, skip_serializing_if = "is_over")]
    waits: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_over(waits: &bool) -> bool {
    !waits
}

impl Coded for Credential {
    const KIND: Kind = Kind::Credential;
    type Form = CredentialForm;

    fn owner(&self) -> InsurerId {
        self.insurer
    }

    fn id(&self) -> Vec<u8> {
        self.id.as_bytes().to_vec()
    }

    fn to_form(&self) -> CredentialForm {
        CredentialForm {
            id: Text(self.id),
            insurer: Text(self.insurer),
            reviewer: Text(self.reviewer),
            hash: Secret(self.hash.clone()),
            made_at: Text(self.made_at),
            until: Text(self.until),
            waits: self.waits,
        }
    }

    fn from_form(form: CredentialForm) -> Result<Self, String> {
        Ok(Self {
            id: form.id.0,
            insurer: form.insurer.0,
            reviewer: form.reviewer.0,
            hash: form.hash.0,
            made_at: form.made_at.0,
            until: form.until.0,
            waits: form.waits,
        })
    }

    fn index(&self, keys: &mut IndexKeys<'_>) {
        keys.many(Index::CredentialOfInsurer, &[self.insurer.as_bytes()]);
        keys.many(Index::CredentialOfReviewer, &[self.reviewer.as_bytes()]);
    }
}
