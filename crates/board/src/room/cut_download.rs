//! A download that a replacement ended: the old version's bytes stop at once, so that what must
//! not be read is not read, and the reader's program says only "network error". The room says
//! what happened, until the new version has been opened.
//!
//! Decided on 2026-12-01: the ZIP is cut and not patched. Its length and ETag were promised before
//! the first byte, and an archive with one spoilt entry would look whole. The other materials
//! have not changed and are named as the ones to fetch again.

use super::Gone;
use kairan_domain::ids::SeatId;
use kairan_domain::material::{Material, MaterialVersion};
use kairan_domain::meeting::Packet;
use kairan_domain::viewing::{Manner, ViewingRecord, status_of};

/// What a download that ended half-way left behind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CutDownload {
    /// Replaced before all of the old version had arrived; since when.
    pub replaced: Vec<Gone>,
    /// Unchanged, in the same download, and not wholly arrived; since when.
    pub missing: Vec<Gone>,
}

impl CutDownload {
    pub(super) fn of(packet: &Packet, seat: SeatId, records: &[ViewingRecord]) -> Self {
        let open = || {
            let all = packet.materials.iter().zip(1..);
            all.filter(|(material, _)| material.is_open())
        };
        let half = |version: &MaterialVersion| {
            records.iter().find(|record| {
                record.version == version.id
                    && record.manner == Manner::Download
                    && record.complete_at.is_none()
            })
        };
        let mut cut = Self::default();
        let mut begun = Vec::new();
        for (material, no) in open() {
            let Some((current, before)) = material.versions.split_last() else {
                continue;
            };
            let seen = status_of(records, seat, current.id).first_at.is_some();
            let half = before.iter().rev().find_map(half);
            // Begun before the replacement, by which it can have been ended.
            let half =
                half.filter(|record| material.shown_at.is_some_and(|at| record.last_at < at));
            if let (false, Some(record)) = (seen, half) {
                begun.push(record.last_at);
                cut.replaced.extend(gone(no, material));
            }
        }
        for (material, no) in open() {
            // One download opens all its materials at one instant.
            let left = material.current().and_then(half);
            if left.is_some_and(|record| begun.contains(&record.last_at)) {
                cut.missing.extend(gone(no, material));
            }
        }
        cut
    }
}

fn gone(no: usize, material: &Material) -> Option<Gone> {
    Some(Gone {
        no,
        title: material.title.clone(),
        at: material.shown_at?,
    })
}
