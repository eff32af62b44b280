//! 参照状況: who has opened what, derived from records appended by the reading room.

use crate::ids::{InsurerId, MeetingId, SeatId, VersionId};
use jiff::Timestamp;

/// How a version was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Manner {
    /// 参照: opened in the browser.
    View,
    /// ダウンロード: saved, alone or in the ZIP.
    Download,
}

/// One seat's reading of one version in one manner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewingRecord {
    /// Whose.
    pub insurer: InsurerId,
    /// Which meeting.
    pub meeting: MeetingId,
    /// Which seat.
    pub seat: SeatId,
    /// Which version.
    pub version: VersionId,
    /// How.
    pub manner: Manner,
    /// First opening: durable before the first byte left.
    pub first_at: Timestamp,
    /// Last opening.
    pub last_at: Timestamp,
    /// Openings counted (a resumed download within an hour is the same one).
    pub times: u32,
    /// Ranges handed over, merged.
    pub handed: Ranges,
    /// When the ranges first covered the whole version.
    pub complete_at: Option<Timestamp>,
}

/// Disjoint byte ranges in order, `start..end`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ranges(pub Vec<(u64, u64)>);

impl Ranges {
    /// Adds `start..end`, merging what touches. Beyond 64 pieces the smallest gap is *not*
    /// closed but the newest piece dropped: a record stays small and never claims too much.
    pub fn add(&mut self, start: u64, end: u64) {
        if start >= end {
            return;
        }
        let mut merged = (start, end);
        self.0.retain(|piece| {
            let apart = piece.1 < merged.0 || piece.0 > merged.1;
            if !apart {
                merged = (merged.0.min(piece.0), merged.1.max(piece.1));
            }
            apart
        });
        if self.0.len() < 64 {
            let place = self.0.partition_point(|piece| piece.0 < merged.0);
            self.0.insert(place, merged);
        }
    }

    /// Adds all of another set.
    pub fn union(&mut self, other: &Self) {
        for (start, end) in &other.0 {
            self.add(*start, *end);
        }
    }

    /// Whether they cover `0..size`.
    pub fn cover(&self, size: u64) -> bool {
        size == 0
            || self
                .0
                .first()
                .is_some_and(|piece| piece.0 == 0 && piece.1 >= size)
    }
}

/// What a seat has done with one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VersionStatus {
    /// First opening in any manner.
    pub first_at: Option<Timestamp>,
    /// Last opening in any manner.
    pub last_at: Option<Timestamp>,
    /// Opened in the browser.
    pub viewed: bool,
    /// Downloaded.
    pub downloaded: bool,
    /// Wholly handed over in some manner.
    pub complete: bool,
}

/// Derives what one seat has done with one version.
pub fn status_of(records: &[ViewingRecord], seat: SeatId, version: VersionId) -> VersionStatus {
    let mut status = VersionStatus::default();
    for record in records
        .iter()
        .filter(|r| r.seat == seat && r.version == version)
    {
        status.first_at = Some(
            status
                .first_at
                .map_or(record.first_at, |at| at.min(record.first_at)),
        );
        status.last_at = Some(
            status
                .last_at
                .map_or(record.last_at, |at| at.max(record.last_at)),
        );
        status.viewed |= record.manner == Manner::View;
        status.downloaded |= record.manner == Manner::Download;
        status.complete |= record.complete_at.is_some();
    }
    status
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_merge_and_cover() {
        let mut ranges = Ranges::default();
        for (start, end) in [(10, 20), (30, 40), (20, 30), (5, 5)] {
            ranges.add(start, end);
        }
        assert_eq!(ranges.0, [(10, 40)]);
        assert!(!ranges.cover(40));
        ranges.add(0, 11);
        assert!(ranges.cover(40));
    }

    #[test]
    fn a_record_never_grows_beyond_its_bound_nor_claims_too_much() {
        let mut ranges = Ranges::default();
        for piece in 0..200 {
            ranges.add(piece * 10, piece * 10 + 5);
        }
        assert_eq!(ranges.0.len(), 64);
        assert!(!ranges.cover(2000));
    }
}
