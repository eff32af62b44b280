//! 参照状況 on disk: one record per seat, version and manner; listed by their own keys.

use jiff::Timestamp;
use kairan_domain::ids::{InsurerId, MeetingId, SeatId, VersionId};
use kairan_domain::viewing::{Manner, Ranges, ViewingRecord};
use serde::{Deserialize, Serialize};

use super::Kind;
use super::codec::Coded;
use super::forms::{Name, Text};
use crate::index::IndexKeys;

pub(crate) fn viewing_id(
    meeting: MeetingId,
    seat: SeatId,
    version: VersionId,
    manner: Manner,
) -> Vec<u8> {
    let manner: &[u8] = match manner {
        Manner::View => b"v",
        Manner::Download => b"d",
    };
    [
        meeting.as_bytes().as_slice(),
        seat.as_bytes(),
        version.as_bytes(),
        manner,
    ]
    .concat()
}

#[derive(Serialize, Deserialize)]
pub(crate) struct ViewingForm {
    insurer: Text<InsurerId>,
    meeting: Text<MeetingId>,
    seat: Text<SeatId>,
    version: Text<VersionId>,
    manner: Name<Manner>,
    first_at: Text<Timestamp>,
    last_at: Text<Timestamp>,
    times: u32,
    handed: Vec<(u64, u64)>,
    complete_at: Option<Text<Timestamp>>,
}

impl Coded for ViewingRecord {
    const KIND: Kind = Kind::Viewing;
    const OFTEN_READ: bool = true;
    type Form = ViewingForm;

    fn owner(&self) -> InsurerId {
        self.insurer
    }

    fn id(&self) -> Vec<u8> {
        viewing_id(self.meeting, self.seat, self.version, self.manner)
    }

    fn to_form(&self) -> ViewingForm {
        ViewingForm {
            insurer: Text(self.insurer),
            meeting: Text(self.meeting),
            seat: Text(self.seat),
            version: Text(self.version),
            manner: Name(self.manner),
            first_at: Text(self.first_at),
            last_at: Text(self.last_at),
            times: self.times,
            handed: self.handed.0.clone(),
            complete_at: self.complete_at.map(Text),
        }
    }

    fn from_form(form: ViewingForm) -> Result<Self, String> {
        Ok(Self {
            insurer: form.insurer.0,
            meeting: form.meeting.0,
            seat: form.seat.0,
            version: form.version.0,
            manner: form.manner.0,
            first_at: form.first_at.0,
            last_at: form.last_at.0,
            times: form.times,
            handed: Ranges(form.handed),
            complete_at: form.complete_at.map(|at| at.0),
        })
    }

    fn index(&self, _: &mut IndexKeys<'_>) {}
}
