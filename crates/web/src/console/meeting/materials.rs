//! The materials of a published meeting with their versions, newest first.

use crate::console::when;
use kairan_board::{BoardMaterial, MaterialLine, SeatLine};
use kairan_domain::ids::VersionId;
use kairan_domain::words;
use serde::Serialize;

/// `materials` of `console/meeting.html`.
#[derive(Serialize)]
pub(super) struct MaterialView {
    id: String,
    no: usize,
    title: String,
    withdrawn: Option<String>,
    versions: Vec<VersionView>,
}

#[derive(Serialize)]
struct VersionView {
    id: String,
    no: usize,
    current: bool,
    file_name: String,
    pages: u32,
    size: String,
    at: String,
    opened_by: usize,
}

impl MaterialView {
    pub(super) fn of(no: usize, material: &BoardMaterial, seats: &[SeatLine]) -> Self {
        let line = &material.line;
        Self {
            id: line.id.to_string(),
            no,
            title: line.title.expose().to_owned(),
            withdrawn: line
                .withdrawn_at
                .map(|at| format!("{}に取り下げました", when::short(at))),
            versions: versions(line, material.opened, seats),
        }
    }
}

fn versions(line: &MaterialLine, opened: usize, seats: &[SeatLine]) -> Vec<VersionView> {
    let last = line.outdated.len() + 1;
    let current = VersionView {
        id: line.version.to_string(),
        no: last,
        current: true,
        file_name: line.file_name.expose().to_owned(),
        pages: line.pages,
        size: words::size(line.size),
        at: when::short(line.added_at),
        opened_by: opened,
    };
    let earlier = line.outdated.iter().zip((1..last).rev());
    let outdated = earlier.map(|(version, no)| VersionView {
        id: version.version.to_string(),
        no,
        current: false,
        file_name: version.file_name.expose().to_owned(),
        pages: version.pages,
        size: words::size(version.size),
        at: when::short(version.added_at),
        opened_by: opened_by(version.version, seats),
    });
    std::iter::once(current).chain(outdated).collect()
}

fn opened_by(version: VersionId, seats: &[SeatLine]) -> usize {
    let opened = |seat: &&SeatLine| {
        seat.earlier
            .iter()
            .any(|earlier| earlier.version == version)
    };
    seats.iter().filter(opened).count()
}
