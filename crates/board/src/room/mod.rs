//! The reading room: what a reviewer sees and does once the gate has opened.

mod cut_download;
mod download_all;
mod enter_room;
mod open_material;
mod read_all;

pub use cut_download::CutDownload;
pub use download_all::{ZipFacts, download_all, look_at_zip};
pub use enter_room::{Gone, Mark, Room, RoomMaterial, enter_room};
pub use open_material::{MaterialFacts, OpenError, look_at_material, open_material};
pub use read_all::{ReadAll, read_all, take_back_read_all};

use jiff::{SignedDuration, Timestamp};
use kairan_access::{App, ReviewerOf};
use kairan_domain::ids::VersionId;
use kairan_domain::viewing::{Manner, Ranges, ViewingRecord};
use kairan_store::{Changes, StoreError, Versioned};

/// A part asked for within this long after an opening belongs to that opening.
pub const SAME_OPENING: SignedDuration = SignedDuration::from_hours(1);

/// Requests of one seat that get in each other's way this close together are one opening: a
/// viewer that asks for a file on many connections at once.
const SAME_MOMENT: SignedDuration = SignedDuration::from_secs(10);

/// How close to an opening already recorded this request may be to belong to it.
fn belongs_within(partial: bool, attempt: usize) -> SignedDuration {
    match attempt {
        _ if partial => SAME_OPENING,
        0 => SignedDuration::ZERO,
        _ => SAME_MOMENT,
    }
}

/// What is to be written for one opening: the record as read, and as it becomes.
struct Opening {
    read: Option<Versioned<ViewingRecord>>,
    record: ViewingRecord,
}

impl Opening {
    /// `None` when this request goes on with an opening already recorded.
    async fn of(
        app: &App,
        by: &ReviewerOf,
        version: VersionId,
        manner: Manner,
        within: SignedDuration,
        now: Timestamp,
    ) -> Result<Option<Self>, StoreError> {
        let read = app
            .store
            .viewing(by.meeting(), by.seat(), version, manner)
            .await?;
        let record = match &read {
            Some(before) if now.duration_since(before.last_at) < within => {
                return Ok(None);
            }
            Some(before) => ViewingRecord {
                last_at: now,
                times: before.times.saturating_add(1),
                ..(**before).clone()
            },
            None => ViewingRecord {
                insurer: by.insurer(),
                meeting: by.meeting(),
                seat: by.seat(),
                version,
                manner,
                first_at: now,
                last_at: now,
                times: 1,
                handed: Ranges::default(),
                complete_at: None,
            },
        };
        Ok(Some(Self { read, record }))
    }

    fn write(self, changes: &mut Changes) {
        match &self.read {
            Some(read) => changes.update(read, self.record),
            None => changes.insert(self.record),
        };
    }
}
