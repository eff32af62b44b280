//! The hand-over envelope on disk: viewing passwords sealed with a key that only one clerk's
//! cookie holds. One per meeting and clerk.

use jiff::Timestamp;
use kairan_domain::author::Author;
use kairan_domain::ids::{InsurerId, MeetingId};
use serde::{Deserialize, Serialize};
use std::fmt;

use super::Kind;
use super::codec::Coded;
use super::forms::{Bytes, Text};
use crate::index::{Index, IndexKeys, instant};

/// The envelope one clerk has for one meeting.
#[derive(Clone, PartialEq, Eq)]
pub struct HandOver {
    /// Whose.
    pub insurer: InsurerId,
    /// For which meeting.
    pub meeting: MeetingId,
    /// Whose cookie opens it.
    pub author: Author,
    /// The envelope as `kairan_vault::envelope` sealed it.
    pub sealed: Vec<u8>,
    /// When it was begun; swept a day later.
    pub made_at: Timestamp,
}

impl fmt::Debug for HandOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HandOver")
    }
}

pub(crate) fn hand_over_id(meeting: MeetingId, author: Author) -> Vec<u8> {
    [meeting.as_bytes().as_slice(), author.as_bytes()].concat()
}

#[derive(Serialize, Deserialize)]
pub(crate) struct HandOverForm {
    insurer: Text<InsurerId>,
    meeting: Text<MeetingId>,
    staff: Text<Author>,
    sealed: Bytes,
    made_at: Text<Timestamp>,
}

impl Coded for HandOver {
    const KIND: Kind = Kind::HandOver;
    type Form = HandOverForm;

    fn owner(&self) -> InsurerId {
        self.insurer
    }

    fn id(&self) -> Vec<u8> {
        hand_over_id(self.meeting, self.author)
    }

    fn to_form(&self) -> HandOverForm {
        HandOverForm {
            insurer: Text(self.insurer),
            meeting: Text(self.meeting),
            staff: Text(self.author),
            sealed: Bytes(self.sealed.clone()),
            made_at: Text(self.made_at),
        }
    }

    fn from_form(form: HandOverForm) -> Result<Self, String> {
        Ok(Self {
            insurer: form.insurer.0,
            meeting: form.meeting.0,
            author: form.staff.0,
            sealed: form.sealed.0,
            made_at: form.made_at.0,
        })
    }

    fn index(&self, keys: &mut IndexKeys<'_>) {
        keys.many(Index::EnvelopeMade, &[&instant(self.made_at)]);
    }
}
