//! What comes and goes: uploads, notices, viewing records.

use jiff::Timestamp;
use kairan_domain::ids::{MeetingId, NoticeId, OpinionRequestId, SeatId, UploadId, VersionId};
use kairan_domain::notice::Notice;
use kairan_domain::upload::Upload;
use kairan_domain::viewing::{Manner, ViewingRecord};

use super::WHOLE;
use crate::engine::behind;
use crate::error::StoreError;
use crate::index::{Index, instant};
use crate::record::{Kind, viewing_id};
use crate::store::Store;
use crate::versioned::Versioned;

type Read<T> = Result<Option<Versioned<T>>, StoreError>;
type List<T> = Result<Vec<Versioned<T>>, StoreError>;

impl Store {
    /// An upload under way.
    pub async fn upload(&self, id: UploadId) -> Read<Upload> {
        self.fetch(id.as_bytes()).await
    }

    /// The uploads under way for a meeting, oldest first.
    pub async fn uploads_of(&self, meeting: MeetingId) -> List<Upload> {
        self.listed(&Index::UploadOfMeeting.key(&[meeting.as_bytes()]), WHOLE)
            .await
    }

    /// Uploads that have not grown since before an instant.
    pub async fn uploads_idle_before(&self, at: Timestamp, limit: usize) -> List<Upload> {
        let index = Index::UploadGrew;
        self.listed_before(index.key(&[]), index.key(&[&instant(at)]), limit)
            .await
    }

    /// A notice.
    pub async fn notice(&self, id: NoticeId) -> Read<Notice> {
        self.fetch(id.as_bytes()).await
    }

    /// All notices about a meeting, oldest first.
    pub async fn notices_of(&self, meeting: MeetingId) -> List<Notice> {
        self.listed(&Index::NoticeOfMeeting.key(&[meeting.as_bytes()]), WHOLE)
            .await
    }

    /// All notices about a request, oldest first.
    pub async fn notices_of_request(&self, request: OpinionRequestId) -> List<Notice> {
        self.listed(&Index::NoticeOfRequest.key(&[request.as_bytes()]), WHOLE)
            .await
    }

    /// Notices the outbox should look at by `now`: queued ones and those whose lease ran out,
    /// longest due first.
    pub async fn notices_due(&self, now: Timestamp, limit: usize) -> List<Notice> {
        let index = Index::NoticeDue;
        self.listed_before(index.key(&[]), behind(&index.key(&[&instant(now)])), limit)
            .await
    }

    /// The instant at which the outbox should look again; `None` when it is empty.
    pub async fn next_notice_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let first: Vec<Versioned<Notice>> = self.listed(&Index::NoticeDue.key(&[]), 1).await?;
        Ok(first.first().and_then(|notice| notice.due_at()))
    }

    /// How one seat has read one version in one manner.
    pub async fn viewing(
        &self,
        meeting: MeetingId,
        seat: SeatId,
        version: VersionId,
        manner: Manner,
    ) -> Read<ViewingRecord> {
        self.fetch(&viewing_id(meeting, seat, version, manner))
            .await
    }

    /// All viewing records of a meeting.
    pub async fn viewings_of(&self, meeting: MeetingId) -> List<ViewingRecord> {
        self.own(Kind::Viewing, meeting.as_bytes()).await
    }

    /// One seat's viewing records.
    pub async fn viewings_of_seat(&self, meeting: MeetingId, seat: SeatId) -> List<ViewingRecord> {
        self.own(
            Kind::Viewing,
            &[meeting.as_bytes().as_slice(), seat.as_bytes()].concat(),
        )
        .await
    }
}
