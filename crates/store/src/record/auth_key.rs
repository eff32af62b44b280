//! Authentication keys on disk: digests alone, found by any of them.

use jiff::Timestamp;
use kairan_domain::auth_key::{AuthKey, KeyScope, KeySecret, KeyUse, Rights};
use kairan_domain::ids::{AuthKeyId, ClinicId, InsurerId, StaffId};
use kairan_domain::network::Network;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

use super::Kind;
use super::codec::Coded;
use super::forms::{Digest, Text};
use crate::error::ConflictOn;
use crate::index::{Index, IndexKeys};

#[derive(Serialize, Deserialize)]
pub(crate) struct AuthKeyForm {
    id: Text<AuthKeyId>,
    insurer: Text<InsurerId>,
    name: String,
    scope: ScopeForm,
    networks: Vec<Text<Network>>,
    until: Text<Timestamp>,
    secrets: Vec<SecretForm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revoked_at: Option<Text<Timestamp>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    used: Option<UseForm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refused: Option<UseForm>,
    made_at: Text<Timestamp>,
    made_by: Text<StaffId>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ScopeForm {
    Insurer {
        meetings: bool,
        opinions: bool,
        changes: bool,
    },
    Clinic(Text<ClinicId>),
}

#[derive(Serialize, Deserialize)]
struct SecretForm {
    digest: Digest,
    made_at: Text<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Text<Timestamp>>,
}

#[derive(Serialize, Deserialize)]
struct UseForm {
    at: Text<Timestamp>,
    from: Text<IpAddr>,
}

impl From<KeyUse> for UseForm {
    fn from(used: KeyUse) -> Self {
        Self {
            at: Text(used.at),
            from: Text(used.from),
        }
    }
}

impl From<UseForm> for KeyUse {
    fn from(form: UseForm) -> Self {
        Self {
            at: form.at.0,
            from: form.from.0,
        }
    }
}

impl From<KeyScope> for ScopeForm {
    fn from(scope: KeyScope) -> Self {
        match scope {
            KeyScope::Insurer(rights) => Self::Insurer {
                meetings: rights.meetings,
                opinions: rights.opinions,
                changes: rights.changes,
            },
            KeyScope::Clinic(clinic) => Self::Clinic(Text(clinic)),
        }
    }
}

impl From<ScopeForm> for KeyScope {
    fn from(form: ScopeForm) -> Self {
        match form {
            ScopeForm::Insurer {
                meetings,
                opinions,
                changes,
            } => Self::Insurer(Rights {
                meetings,
                opinions,
                changes,
            }),
            ScopeForm::Clinic(clinic) => Self::Clinic(clinic.0),
        }
    }
}

impl From<&KeySecret> for SecretForm {
    fn from(secret: &KeySecret) -> Self {
        Self {
            digest: Digest(secret.digest),
            made_at: Text(secret.made_at),
            until: secret.until.map(Text),
        }
    }
}

impl From<SecretForm> for KeySecret {
    fn from(form: SecretForm) -> Self {
        Self {
            digest: form.digest.0,
            made_at: form.made_at.0,
            until: form.until.map(|at| at.0),
        }
    }
}

impl Coded for AuthKey {
    const KIND: Kind = Kind::AuthKey;
    type Form = AuthKeyForm;

    fn owner(&self) -> InsurerId {
        self.insurer
    }

    fn id(&self) -> Vec<u8> {
        self.id.as_bytes().to_vec()
    }

    fn to_form(&self) -> AuthKeyForm {
        AuthKeyForm {
            id: Text(self.id),
            insurer: Text(self.insurer),
            name: self.name.clone(),
            scope: self.scope.into(),
            networks: self.networks.iter().copied().map(Text).collect(),
            until: Text(self.until),
            secrets: self.secrets.iter().map(SecretForm::from).collect(),
            revoked_at: self.revoked_at.map(Text),
            used: self.used.map(UseForm::from),
            refused: self.refused.map(UseForm::from),
            made_at: Text(self.made_at),
            made_by: Text(self.made_by),
        }
    }

    fn from_form(form: AuthKeyForm) -> Result<Self, String> {
        Ok(Self {
            id: form.id.0,
            insurer: form.insurer.0,
            name: form.name,
            scope: form.scope.into(),
            networks: form.networks.into_iter().map(|text| text.0).collect(),
            until: form.until.0,
            secrets: form.secrets.into_iter().map(KeySecret::from).collect(),
            revoked_at: form.revoked_at.map(|at| at.0),
            used: form.used.map(KeyUse::from),
            refused: form.refused.map(KeyUse::from),
            made_at: form.made_at.0,
            made_by: form.made_by.0,
        })
    }

    fn index(&self, keys: &mut IndexKeys<'_>) {
        for secret in &self.secrets {
            // 256 random bits never meet; the row is unique because it is looked up alone.
            keys.one(
                Index::AuthKeyDigest,
                &[&secret.digest],
                ConflictOn::KeyDigest,
            );
        }
        keys.many(Index::AuthKeyOfInsurer, &[self.insurer.as_bytes()]);
    }
}
