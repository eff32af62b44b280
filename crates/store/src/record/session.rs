//! Sessions on disk: found by digest, by owner (to end them) and by age (to sweep them).

use jiff::Timestamp;
use kairan_domain::ids::{CredentialId, InsurerId, MeetingId, OpinionRequestId, SeatId, StaffId};
use kairan_domain::session::{Ending, Session, Step, Subject};
use serde::{Deserialize, Serialize};

use super::Kind;
use super::codec::Coded;
use super::forms::{Digest, Name, Text};
use crate::index::{Index, IndexKeys, instant};
use crate::read::SessionOwner;

#[derive(Serialize, Deserialize)]
pub(crate) struct SessionForm {
    digest: Digest,
    subject: SubjectForm,
    made_at: Text<Timestamp>,
    used_at: Text<Timestamp>,
    /// Added on 2026-11-22; a record without it has not been ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended: Option<Name<Ending>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SubjectForm {
    Staff {
        insurer: Text<InsurerId>,
        staff: Text<StaffId>,
        step: Name<Step>,
    },
    Reviewer {
        insurer: Text<InsurerId>,
        meeting: Text<MeetingId>,
        seat: Text<SeatId>,
        credential: Text<CredentialId>,
    },
    Physician {
        insurer: Text<InsurerId>,
        request: Text<OpinionRequestId>,
        printed_at: Text<Timestamp>,
    },
}

impl From<&Subject> for SubjectForm {
    fn from(subject: &Subject) -> Self {
        match *subject {
            Subject::Staff {
                insurer,
                staff,
                step,
            } => Self::Staff {
                insurer: Text(insurer),
                staff: Text(staff),
                step: Name(step),
            },
            Subject::Reviewer {
                insurer,
                meeting,
                seat,
                credential,
            } => Self::Reviewer {
                insurer: Text(insurer),
                meeting: Text(meeting),
                seat: Text(seat),
                credential: Text(credential),
            },
            Subject::Physician {
                insurer,
                request,
                printed_at,
            } => Self::Physician {
                insurer: Text(insurer),
                request: Text(request),
                printed_at: Text(printed_at),
            },
        }
    }
}

impl From<SubjectForm> for Subject {
    fn from(form: SubjectForm) -> Self {
        match form {
            SubjectForm::Staff {
                insurer,
                staff,
                step,
            } => Self::Staff {
                insurer: insurer.0,
                staff: staff.0,
                step: step.0,
            },
            SubjectForm::Reviewer {
                insurer,
                meeting,
                seat,
                credential,
            } => Self::Reviewer {
                insurer: insurer.0,
                meeting: meeting.0,
                seat: seat.0,
                credential: credential.0,
            },
            SubjectForm::Physician {
                insurer,
                request,
                printed_at,
            } => Self::Physician {
                insurer: insurer.0,
                request: request.0,
                printed_at: printed_at.0,
            },
        }
    }
}

/// Under what an owner's sessions are listed.
pub(crate) fn owner_key(owner: SessionOwner) -> [u8; 17] {
    let (tag, id) = match owner {
        SessionOwner::Staff(id) => (b'S', *id.as_bytes()),
        SessionOwner::Meeting(id) => (b'M', *id.as_bytes()),
        SessionOwner::Seat(id) => (b'P', *id.as_bytes()),
        SessionOwner::Credential(id) => (b'C', *id.as_bytes()),
        SessionOwner::OpinionRequest(id) => (b'O', *id.as_bytes()),
    };
    let mut key = [tag; 17];
    key[1..].copy_from_slice(&id);
    key
}

impl Coded for Session {
    const KIND: Kind = Kind::Session;
    const OFTEN_READ: bool = true;
    type Form = SessionForm;

    fn owner(&self) -> InsurerId {
        match self.subject {
            Subject::Staff { insurer, .. }
            | Subject::Reviewer { insurer, .. }
            | Subject::Physician { insurer, .. } => insurer,
        }
    }

    fn id(&self) -> Vec<u8> {
        self.digest.to_vec()
    }

    fn to_form(&self) -> SessionForm {
        SessionForm {
            digest: Digest(self.digest),
            subject: (&self.subject).into(),
            made_at: Text(self.made_at),
            used_at: Text(self.used_at),
            ended: self.ended.map(Name),
        }
    }

    fn from_form(form: SessionForm) -> Result<Self, String> {
        Ok(Self {
            digest: form.digest.0,
            subject: form.subject.into(),
            made_at: form.made_at.0,
            used_at: form.used_at.0,
            ended: form.ended.map(|why| why.0),
        })
    }

    /// Nothing of `used_at`: touching a session then writes one row.
    fn index(&self, keys: &mut IndexKeys<'_>) {
        let owners = match self.subject {
            Subject::Staff { staff, .. } => vec![SessionOwner::Staff(staff)],
            Subject::Physician { request, .. } => vec![SessionOwner::OpinionRequest(request)],
            Subject::Reviewer {
                meeting,
                seat,
                credential,
                ..
            } => {
                vec![
                    SessionOwner::Meeting(meeting),
                    SessionOwner::Seat(seat),
                    SessionOwner::Credential(credential),
                ]
            }
        };
        for owner in owners {
            keys.many(Index::SessionOwner, &[&owner_key(owner)]);
        }
        keys.many(Index::SessionMade, &[&instant(self.made_at)]);
    }
}
