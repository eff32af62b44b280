//! 通知 on disk, found by meeting or request and by the instant the outbox should look at it next.

use jiff::Timestamp;
use kairan_domain::ids::{ClinicId, InsurerId, MeetingId, NoticeId, OpinionRequestId, SeatId};
use kairan_domain::notice::{Notice, NoticeAbout, NoticeKind, NoticeState};
use serde::{Deserialize, Serialize};

use super::Kind;
use super::codec::Coded;
use super::forms::{Name, Secret, Text};
use crate::index::{Index, IndexKeys, instant};

#[derive(Serialize, Deserialize)]
pub(crate) struct NoticeForm {
    id: Text<NoticeId>,
    insurer: Text<InsurerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    meeting: Option<Text<MeetingId>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seat: Option<Text<SeatId>>,
    /// Added on 2026-11-23 with the one below; until then every notice told a seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clinic: Option<Text<ClinicId>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    request: Option<Text<OpinionRequestId>>,
    kind: Name<NoticeKind>,
    made_at: Text<Timestamp>,
    tries: u32,
    state: StateForm,
    reply: Secret,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StateForm {
    Queued { next_at: Text<Timestamp> },
    Leased { until: Text<Timestamp> },
    Sent { at: Text<Timestamp> },
    Refused { at: Text<Timestamp> },
    GivenUp { at: Text<Timestamp> },
    Returned { at: Text<Timestamp> },
    Dropped { at: Text<Timestamp> },
}

impl From<NoticeState> for StateForm {
    fn from(state: NoticeState) -> Self {
        match state {
            NoticeState::Queued { next_at } => Self::Queued {
                next_at: Text(next_at),
            },
            NoticeState::Leased { until } => Self::Leased { until: Text(until) },
            NoticeState::Sent { at } => Self::Sent { at: Text(at) },
            NoticeState::Refused { at } => Self::Refused { at: Text(at) },
            NoticeState::GivenUp { at } => Self::GivenUp { at: Text(at) },
            NoticeState::Returned { at } => Self::Returned { at: Text(at) },
            NoticeState::Dropped { at } => Self::Dropped { at: Text(at) },
        }
    }
}

impl From<StateForm> for NoticeState {
    fn from(form: StateForm) -> Self {
        match form {
            StateForm::Queued { next_at } => Self::Queued { next_at: next_at.0 },
            StateForm::Leased { until } => Self::Leased { until: until.0 },
            StateForm::Sent { at } => Self::Sent { at: at.0 },
            StateForm::Refused { at } => Self::Refused { at: at.0 },
            StateForm::GivenUp { at } => Self::GivenUp { at: at.0 },
            StateForm::Returned { at } => Self::Returned { at: at.0 },
            StateForm::Dropped { at } => Self::Dropped { at: at.0 },
        }
    }
}

impl NoticeForm {
    fn about(&self) -> Result<NoticeAbout, String> {
        match (&self.meeting, &self.seat, &self.clinic, &self.request) {
            (Some(meeting), Some(seat), None, None) => Ok(NoticeAbout::Seat {
                meeting: meeting.0,
                seat: seat.0,
            }),
            (None, None, Some(clinic), Some(request)) => Ok(NoticeAbout::Clinic {
                clinic: clinic.0,
                request: request.0,
            }),
            _ => Err("neither to a seat nor to a clinic".to_owned()),
        }
    }
}

impl Coded for Notice {
    const KIND: Kind = Kind::Notice;
    type Form = NoticeForm;

    fn owner(&self) -> InsurerId {
        self.insurer
    }

    fn id(&self) -> Vec<u8> {
        self.id.as_bytes().to_vec()
    }

    fn to_form(&self) -> NoticeForm {
        let (seat, clinic) = match self.about {
            NoticeAbout::Seat { meeting, seat } => (Some((meeting, seat)), None),
            NoticeAbout::Clinic { clinic, request } => (None, Some((clinic, request))),
        };
        NoticeForm {
            id: Text(self.id),
            insurer: Text(self.insurer),
            meeting: seat.map(|(meeting, _)| Text(meeting)),
            seat: seat.map(|(_, seat)| Text(seat)),
            clinic: clinic.map(|(clinic, _)| Text(clinic)),
            request: clinic.map(|(_, request)| Text(request)),
            kind: Name(self.kind),
            made_at: Text(self.made_at),
            tries: self.tries,
            state: self.state.into(),
            reply: Secret(self.reply.clone()),
        }
    }

    fn from_form(form: NoticeForm) -> Result<Self, String> {
        Ok(Self {
            about: form.about()?,
            id: form.id.0,
            insurer: form.insurer.0,
            kind: form.kind.0,
            made_at: form.made_at.0,
            tries: form.tries,
            state: form.state.into(),
            reply: form.reply.0,
        })
    }

    fn index(&self, keys: &mut IndexKeys<'_>) {
        match &self.about {
            NoticeAbout::Seat { meeting, .. } => {
                keys.many(Index::NoticeOfMeeting, &[meeting.as_bytes()]);
            }
            NoticeAbout::Clinic { request, .. } => {
                keys.many(Index::NoticeOfRequest, &[request.as_bytes()]);
            }
        }
        if let Some(due) = self.due_at() {
            keys.many(Index::NoticeDue, &[&instant(due)]);
        }
    }
}
