//! Wrong passwords counted, on disk: one record per credential or account that has any.

use jiff::Timestamp;
use kairan_domain::ids::{CredentialId, InsurerId, OpinionRequestId, StaffId};
use kairan_domain::throttle::Throttle;
use serde::{Deserialize, Serialize};

use super::codec::Coded;
use super::forms::Text;
use super::{Kind, NOBODY};
use crate::index::IndexKeys;

/// Whose mistakes are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ThrottleKey {
    /// At the gate.
    Credential(CredentialId),
    /// At the console.
    Staff(StaffId),
    /// At the door of a request's letter.
    Letter(OpinionRequestId),
}

impl ThrottleKey {
    pub(crate) fn bytes(self) -> Vec<u8> {
        match self {
            Self::Credential(id) => [b"C", id.as_bytes().as_slice()].concat(),
            Self::Staff(id) => [b"S", id.as_bytes().as_slice()].concat(),
            Self::Letter(id) => [b"L", id.as_bytes().as_slice()].concat(),
        }
    }
}

/// The mistakes counted for one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttled {
    /// Whose.
    pub key: ThrottleKey,
    /// How many, and what follows.
    pub throttle: Throttle,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ThrottleForm {
    key: KeyForm,
    failures: u32,
    until: Option<Text<Timestamp>>,
    locked: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyForm {
    Credential(Text<CredentialId>),
    Staff(Text<StaffId>),
    Letter(Text<OpinionRequestId>),
}

impl Coded for Throttled {
    const KIND: Kind = Kind::Throttle;
    type Form = ThrottleForm;

    fn owner(&self) -> InsurerId {
        NOBODY
    }

    fn id(&self) -> Vec<u8> {
        self.key.bytes()
    }

    fn to_form(&self) -> ThrottleForm {
        ThrottleForm {
            key: match self.key {
                ThrottleKey::Credential(id) => KeyForm::Credential(Text(id)),
                ThrottleKey::Staff(id) => KeyForm::Staff(Text(id)),
                ThrottleKey::Letter(id) => KeyForm::Letter(Text(id)),
            },
            failures: self.throttle.failures,
            until: self.throttle.until.map(Text),
            locked: self.throttle.locked,
        }
    }

    fn from_form(form: ThrottleForm) -> Result<Self, String> {
        Ok(Self {
            key: match form.key {
                KeyForm::Credential(id) => ThrottleKey::Credential(id.0),
                KeyForm::Staff(id) => ThrottleKey::Staff(id.0),
                KeyForm::Letter(id) => ThrottleKey::Letter(id.0),
            },
            throttle: Throttle {
                failures: form.failures,
                until: form.until.map(|at| at.0),
                locked: form.locked,
            },
        })
    }

    fn index(&self, _: &mut IndexKeys<'_>) {}
}
