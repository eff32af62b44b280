//! What staff see of meetings: the list, one meeting's board, its register on paper, its
//! versions, the audit.

mod board;
mod draw_register;
mod list_audit;
mod list_meetings;
mod open_version;
mod trouble;

pub use board::{Board, BoardMaterial, SeatLine, SeatNotice, SeatVersion, show_board};
pub use draw_register::{RegisterError, draw_register};
pub use list_audit::{
    AuditLines, AuditPage, AuditWanted, Checked, Sealed, audit_lines, list_audit,
};
pub use list_meetings::{HomePage, MeetingRow, list_meetings};
pub use open_version::{LookError, StaffReading, open_version};
pub use trouble::{NEAR, Trouble};

use kairan_domain::ids::{SeatId, VersionId};
use kairan_domain::meeting::{Packet, Seat};
use kairan_domain::viewing::ViewingRecord;
use kairan_store::Versioned;

/// Whether a seat has opened the current version of everything that can be read.
fn has_read(packet: &Packet, seat: SeatId, records: &[Versioned<ViewingRecord>]) -> bool {
    let opened = |version: VersionId| {
        records
            .iter()
            .any(|record| record.seat == seat && record.version == version)
    };
    let mut versions = packet
        .open_materials()
        .filter_map(|material| material.current())
        .peekable();
    versions.peek().is_some() && versions.all(|version| opened(version.id))
}

fn read_count(packet: &Packet, records: &[Versioned<ViewingRecord>]) -> crate::facts::ReadCount {
    let seats: Vec<&Seat> = packet.electronic().collect();
    let read = seats
        .iter()
        .filter(|seat| has_read(packet, seat.id, records))
        .count();
    crate::facts::ReadCount {
        read,
        of: seats.len(),
    }
}
