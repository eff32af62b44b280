//! What a reviewer finds in the room: the meeting's line, the office to call, the materials
//! with what is new or replaced since this seat last read, first of all. Changes nothing.

use super::CutDownload;
use super::read_all::ReadAll;
use crate::error::ReadError;
use crate::facts::office;
use jiff::Timestamp;
use kairan_access::{App, ReviewerOf};
use kairan_domain::ids::{MaterialId, VersionId};
use kairan_domain::insurer::Office;
use kairan_domain::material::{Material, MaterialVersion};
use kairan_domain::meeting::{Packet, Place};
use kairan_domain::meeting_line::MeetingLine;
use kairan_domain::secret::SecretText;
use kairan_domain::staff::PersonName;
use kairan_domain::viewing::{Manner, VersionStatus, ViewingRecord, status_of};

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
    /// Materials that were here and have been taken away, in the clerk's order.
    pub withdrawn: Vec<Gone>,
    /// What a download that a replacement ended left behind.
    pub cut: CutDownload,
    /// Last instant of reading.
    pub until: Timestamp,
    /// What the reviewer said about having read everything.
    pub read_all: ReadAll,
    /// Materials never opened or replaced since, in order: to be shown on top.
    pub new_first: Vec<MaterialId>,
}

impl Room {
    /// The materials this seat has not opened in their current version.
    pub fn unopened(&self) -> impl Iterator<Item = &RoomMaterial> {
        let materials = self.materials.iter();
        materials.filter(|material| material.viewed_at.is_none() && material.saved_at.is_none())
    }
}

/// A material that was taken away or replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Its number.
    pub no: usize,
    /// Title.
    pub title: SecretText,
    /// Since when.
    pub at: Timestamp,
}

/// One material in the room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomMaterial {
    /// Its number, from 1: kept when others are taken away.
    pub no: usize,
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
    /// Since when the current version can be read.
    pub shown_at: Option<Timestamp>,
    /// When this seat last opened the current version in the browser.
    pub viewed_at: Option<Timestamp>,
    /// When this seat last saved the current version, alone or with all.
    pub saved_at: Option<Timestamp>,
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
        .materials
        .iter()
        .zip(1..)
        .filter(|(material, _)| material.is_open())
        .filter_map(|(material, no)| {
            let mark = mark(material, &status, began_at);
            room_material(no, material, mark, &records)
        })
        .collect();
    let new_first = materials
        .iter()
        .filter(|material| material.mark != Mark::None)
        .map(|material| material.id)
        .collect();
    let read_all_at = match &seat.place {
        Place::Electronic { read_all_at, .. } => *read_all_at,
        Place::Paper { .. } => None,
    };
    Ok(Room {
        office,
        line: MeetingLine::of(&packet.plan),
        reviewer: seat.name.clone(),
        remark: packet.plan.remark.clone(),
        materials,
        withdrawn: gone(packet),
        cut: CutDownload::of(packet, by.seat(), &records),
        until: packet.plan.window.until,
        read_all: ReadAll::judge(packet, read_all_at),
        new_first,
    })
}

/// What stood in the room and was taken away.
fn gone(packet: &Packet) -> Vec<Gone> {
    let gone = packet
        .materials
        .iter()
        .zip(1..)
        .filter_map(|(material, no)| {
            Some(Gone {
                no,
                title: material.title.clone(),
                at: material.shown_at.and(material.withdrawn_at)?,
            })
        });
    gone.collect()
}

fn mark(
    material: &Material,
    status: &impl Fn(VersionId) -> VersionStatus,
    began_at: Option<Timestamp>,
) -> Mark {
    let first = |version: &MaterialVersion| status(version.id).first_at;
    let mut newest_first = material.versions.iter().rev();
    let seen = newest_first.next().and_then(first).is_some();
    let had_opened = newest_first.any(|version| first(version).is_some());
    let came_later = began_at
        .zip(material.shown_at)
        .is_some_and(|(began, shown)| shown > began);
    match (seen, had_opened, came_later) {
        (true, ..) | (false, false, false) => Mark::None,
        (false, true, _) => Mark::Replaced,
        (false, false, true) => Mark::New,
    }
}

fn room_material(
    no: usize,
    material: &Material,
    mark: Mark,
    records: &[ViewingRecord],
) -> Option<RoomMaterial> {
    let current = material.current()?;
    let last = |manner| {
        let mut own = records
            .iter()
            .filter(|record| record.version == current.id && record.manner == manner);
        own.next().map(|record| record.last_at)
    };
    Some(RoomMaterial {
        no,
        id: material.id,
        version: current.id,
        title: material.title.clone(),
        file_name: current.file_name.clone(),
        size: current.size,
        pages: current.pages,
        mark,
        shown_at: material.shown_at,
        viewed_at: last(Manner::View),
        saved_at: last(Manner::Download),
    })
}
