//! 審査会(開催回) on disk, with its seats and materials in one record, and how it is found.

use jiff::Timestamp;
use jiff::civil::Date;
use kairan_domain::author::Author;
use kairan_domain::date::parse_date;
use kairan_domain::ids::{InsurerId, MeetingId};
use kairan_domain::material::MaterialVersion;
use kairan_domain::meeting::{Body, Draft, Meeting, Packet, Place, Stage};
use kairan_domain::raw::{RawMeeting, SeatPassword};
use serde::{Deserialize, Serialize};

use super::Kind;
use super::codec::Coded;
use super::draft::RawForm;
use super::forms::Text;
use super::material::MaterialForm;
use super::packet::PacketForm;
use crate::error::ConflictOn;
use crate::index::{Index, IndexKeys, instant, name_key, ordered, source_key, words};

#[derive(Serialize, Deserialize)]
pub(crate) struct MeetingForm {
    id: Text<MeetingId>,
    insurer: Text<InsurerId>,
    made_at: Text<Timestamp>,
    made_by: Text<Author>,
    changed_at: Text<Timestamp>,
    changed_by: Text<Author>,
    body: BodyForm,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BodyForm {
    Draft {
        raw: RawForm,
        materials: Vec<MaterialForm>,
    },
    Packet(PacketForm),
}

impl From<&Body> for BodyForm {
    fn from(body: &Body) -> Self {
        match body {
            Body::Draft(draft) => Self::Draft {
                raw: (&draft.raw).into(),
                materials: draft.materials.iter().map(Into::into).collect(),
            },
            Body::Packet(packet) => Self::Packet(packet.into()),
        }
    }
}

impl From<BodyForm> for Body {
    fn from(form: BodyForm) -> Self {
        match form {
            BodyForm::Draft { raw, materials } => Self::Draft(Draft {
                raw: raw.into(),
                materials: materials.into_iter().map(Into::into).collect(),
            }),
            BodyForm::Packet(packet) => Self::Packet(packet.into()),
        }
    }
}

/// The day as it stands in the index: undated drafts before all days.
pub(crate) fn day_key(on: Option<Date>) -> [u8; 9] {
    let mut key = [0; 9];
    if let Some(on) = on {
        let day = i64::from(on.year()) * 512 + i64::from(on.month()) * 32 + i64::from(on.day());
        key[0] = 1;
        key[1..].copy_from_slice(&ordered(day));
    }
    key
}

/// The day behind the first byte of a [`day_key`].
pub(super) fn day_of_key(key: [u8; 8]) -> Option<Date> {
    let day = i64::from_be_bytes(key) ^ i64::MIN;
    let part = |number: i64| i8::try_from(number % 32).ok();
    let year = i16::try_from(day.div_euclid(512)).ok()?;
    let rest = day.rem_euclid(512);
    Date::new(year, part(rest / 32)?, part(rest)?).ok()
}

/// The names of a meeting's seats, as far as there are any.
pub(crate) fn seat_names(meeting: &Meeting) -> impl Iterator<Item = &str> {
    let (drafted, seated) = match &meeting.body {
        Body::Draft(draft) => (draft.raw.seats.as_slice(), [].as_slice()),
        Body::Packet(packet) => ([].as_slice(), packet.seats.as_slice()),
    };
    let drafted = drafted.iter().map(|seat| seat.name.expose());
    let seated = seated.iter().map(|seat| seat.name.expose());
    drafted.chain(seated).filter(|name| !name.trim().is_empty())
}

/// The panel's name, if there is one.
pub(crate) fn panel_of(meeting: &Meeting) -> Option<&str> {
    match &meeting.body {
        Body::Draft(draft) => Some(draft.raw.panel.as_str()),
        Body::Packet(packet) => packet.plan.panel.as_deref(),
    }
}

impl Coded for Meeting {
    const KIND: Kind = Kind::Meeting;
    const OFTEN_READ: bool = true;
    type Form = MeetingForm;

    fn owner(&self) -> InsurerId {
        self.insurer
    }

    fn id(&self) -> Vec<u8> {
        self.id.as_bytes().to_vec()
    }

    fn to_form(&self) -> MeetingForm {
        MeetingForm {
            id: Text(self.id),
            insurer: Text(self.insurer),
            made_at: Text(self.made_at),
            made_by: Text(self.made_by),
            changed_at: Text(self.changed_at),
            changed_by: Text(self.changed_by),
            body: (&self.body).into(),
        }
    }

    fn from_form(form: MeetingForm) -> Result<Self, String> {
        Ok(Self {
            id: form.id.0,
            insurer: form.insurer.0,
            made_at: form.made_at.0,
            made_by: form.made_by.0,
            changed_at: form.changed_at.0,
            changed_by: form.changed_by.0,
            body: form.body.into(),
        })
    }

    fn index(&self, keys: &mut IndexKeys<'_>) {
        let facts = match &self.body {
            Body::Draft(draft) => {
                index_draft(&draft.raw, keys);
                (
                    parse_date(&draft.raw.held_on).ok(),
                    draft.raw.meeting_no.as_str(),
                    Some(draft.raw.panel.as_str()),
                )
            }
            Body::Packet(packet) => {
                index_packet(packet, keys);
                (
                    Some(packet.plan.held_on),
                    packet.plan.meeting_no.as_str(),
                    packet.plan.panel.as_deref(),
                )
            }
        };
        let (held_on, number, panel) = facts;
        let insurer = self.insurer.as_bytes();
        let day = day_key(held_on);
        keys.many(Index::MeetingDate, &[insurer, &day]);
        // The NUL ends the text, so that a prefix never meets what is behind it. Numbers are read
        // upwards, so their days run backwards: of one number the latest meeting comes first.
        let latest_first = day.map(|byte| !byte);
        keys.many(
            Index::MeetingNumber,
            &[insurer, &words(number), b"\0", &latest_first],
        );
        if let Some(panel) = panel.map(words).filter(|panel| !panel.is_empty()) {
            keys.many(Index::MeetingPanel, &[insurer, &panel, b"\0", &day]);
        }
        for name in seat_names(self) {
            let name = name_key(keys.vault(), self.insurer, name);
            keys.many(Index::MeetingName, &[insurer, &name, &day]);
        }
        for source in self.materials().iter().filter_map(|it| it.source.as_ref()) {
            keys.behind(source_key(self.insurer, source));
        }
        let materials = self.materials().iter();
        let versions = materials.flat_map(|material| &material.versions);
        for (file, parts) in versions.flat_map(MaterialVersion::files) {
            // Purge empties the parts: what is left tells who read what and keeps no file.
            if !parts.is_empty() {
                keys.many(Index::FileUse, &[file.as_bytes()]);
            }
        }
    }
}

fn index_draft(raw: &RawMeeting, keys: &mut IndexKeys<'_>) {
    for seat in &raw.seats {
        if let SeatPassword::CarriedOver { credential, .. } = &seat.password {
            keys.many(Index::MeetingCredential, &[credential.as_bytes()]);
        }
    }
}

fn index_packet(packet: &Packet, keys: &mut IndexKeys<'_>) {
    match packet.stage {
        Stage::Published => keys.many(Index::MeetingOver, &[&instant(packet.plan.window.until)]),
        Stage::Withdrawn { purge_at, .. } => keys.many(Index::MeetingPurge, &[&instant(purge_at)]),
        // Nothing opens it any more and nothing is due.
        Stage::Purged { .. } => return,
    }
    for seat in &packet.seats {
        if let Place::Electronic {
            credential, link, ..
        } = &seat.place
        {
            keys.one(Index::MeetingLink, &[&link.digest], ConflictOn::Link);
            keys.many(Index::MeetingCredential, &[credential.as_bytes()]);
        }
    }
}
