//! A letter wrapped and addressed: what a [`crate::Post`] takes away.

use kairan_domain::ids::NoticeId;
use kairan_domain::secret::SecretText;
use lettre::address::Envelope;
use std::fmt;

/// A message ready to leave: one recipient, all ASCII on the wire.
#[derive(Clone)]
pub struct Parcel {
    notice: NoticeId,
    envelope: Envelope,
    bytes: Vec<u8>,
}

impl Parcel {
    pub(crate) fn new(notice: NoticeId, envelope: Envelope, bytes: Vec<u8>) -> Self {
        Self {
            notice,
            envelope,
            bytes,
        }
    }

    /// The notice this letter tells.
    pub fn notice(&self) -> NoticeId {
        self.notice
    }

    /// The message as it goes over the wire, CR LF throughout.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The one recipient.
    pub fn to(&self) -> SecretText {
        SecretText::new(
            self.envelope
                .to()
                .first()
                .map(ToString::to_string)
                .unwrap_or_default(),
        )
    }

    /// Where it returns to.
    pub fn return_path(&self) -> String {
        self.envelope
            .from()
            .map(ToString::to_string)
            .unwrap_or_default()
    }

    pub(crate) fn envelope(&self) -> &Envelope {
        &self.envelope
    }
}

impl fmt::Debug for Parcel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parcel({})", self.notice)
    }
}
