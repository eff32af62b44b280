//! What a reviewer finds in the room: the meeting's line, the office to call, the materials
//! with what is new or replaced since this seat last read, first of all. Changes nothing.

use crate::error::ReadError;
use crate::facts::{MeetingLine, Office, office};
use jiff::Timestamp;
use kairan_access::{App, ReviewerOf};
use kairan_domain::ids::{MaterialId, VersionId};
use kairan_domain::material::Material;
use kairan_domain::meeting::Place;
use kairan_domain::secret::SecretText;
use kairan_domain::staff::PersonName;
use kairan_domain::viewing::{VersionStatus, ViewingRecord, status_of};

/// The reading room of one seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Whose meeting, and whom to call.
    pub office: Office,
    /// Date, time, number, panel, window.
    pub line: MeetingLine,
    /// The reviewer's name as given for this meeting.
    pub reviewer: PersonName,
    /// Remark of the office.
    pub remark: Option<SecretText>,
    /// The materials in the clerk's order.
    pub materials: Vec<RoomMaterial>,
    /// Last instant of reading.
    pub until: Timestamp,
    /// When the reviewer said to have read everything.
    pub read_all_at: Option<Timestamp>,
    /// Materials never opened or replaced since, in order: to be shown on top.
    pub new_first: Vec<MaterialId>,
}

/// One material in the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomMaterial {
    /// Which.
    pub id: MaterialId,
    /// Its current version.
    pub version: VersionId,
    /// Title.
    pub title: SecretText,
    /// File name of a download.
    pub file_name: SecretText,
    /// Bytes.
    pub size: u64,
    /// Pages.
    pub pages: u32,
    /// New, replaced, or neither.
    pub mark: Mark,
    /// When this seat last opened the current version.
    pub seen_at: Option<Timestamp>,
}

/// What stands beside a material.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Came in after this seat had begun to read.
    New,
    /// Replaced since this seat opened an earlier version.
    Replaced,
    /// Neither.
    None,
}

/// The room of the seat that `by` stands for.
///
/// # Errors
/// [`ReadError`].
pub async fn enter_room(app: &App, by: &ReviewerOf) -> Result<Room, ReadError> {
    let packet = by.as_read().packet().ok_or(ReadError::NotFound)?;
    let seat = packet.seat(by.seat()).ok_or(ReadError::NotFound)?;
    let office = office(app, by.insurer()).await?;
    let records = app.store.viewings_of_seat(by.meeting(), by.seat()).await?;
    let records: Vec<ViewingRecord> = records
        .into_iter()
        .map(kairan_store::Versioned::into_value)
        .collect();

    let status = |version| status_of(&records, by.seat(), version);
    let began_at = records.iter().map(|record| record.first_at).min();
    let materials: Vec<RoomMaterial> = packet
        .open_materials()
        .filter_map(|material| room_material(material, &status, began_at))
        .collect();
    let new_first = materials
        .iter()
        .filter(|material| material.mark != Mark::None)
        .map(|material| material.id)
        .collect();
    let read_all_at = match &seat.place {
        Place::Electronic { read_all_at, .. } => *read_all_at,
        Place::Paper => None,
    };
    Ok(Room {
        office,
        line: MeetingLine::of(&packet.plan),
        reviewer: seat.name.clone(),
        remark: packet.plan.remark.clone(),
        materials,
        until: packet.plan.window.until,
        read_all_at,
        new_first,
    })
}

fn room_material(
    material: &Material,
    status: &impl Fn(VersionId) -> VersionStatus,
    began_at: Option<Timestamp>,
) -> Option<RoomMaterial> {
    let current = material.current()?;
    let seen_at = status(current.id).last_at;
    let earlier = material.versions.iter().rev().skip(1);
    let had_opened = earlier
        .into_iter()
        .any(|version| status(version.id).first_at.is_some());
    let came_later = began_at
        .zip(material.shown_at)
        .is_some_and(|(began, shown)| shown > began);
    let mark = if seen_at.is_some() {
        Mark::None
    } else if had_opened {
        Mark::Replaced
    } else if came_later {
        Mark::New
    } else {
        Mark::None
    };
    Some(RoomMaterial {
        id: material.id,
        version: current.id,
        title: material.title.clone(),
        file_name: current.file_name.clone(),
        size: current.size,
        pages: current.pages,
        mark,
        seen_at,
    })
}
