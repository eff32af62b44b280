//! Who is told what: notices for the seats of a packet.

use jiff::Timestamp;
use kairan_access::App;
use kairan_domain::ids::{NoticeId, SeatId};
use kairan_domain::meeting::Meeting;
use kairan_domain::notice::{Notice, NoticeAbout, NoticeKind, NoticeState};
use kairan_domain::viewing::ViewingRecord;
use kairan_store::Versioned;

/// One notice for each of these seats.
pub(crate) fn tell(
    app: &App,
    meeting: &Meeting,
    seats: impl IntoIterator<Item = SeatId>,
    kind: NoticeKind,
    now: Timestamp,
) -> Vec<Notice> {
    let notice = |seat| {
        let id = NoticeId::new(now, app.id_bytes());
        let about = NoticeAbout::Seat {
            meeting: meeting.id,
            seat,
        };
        Notice::queued(id, meeting.insurer, about, kind, now)
    };
    seats.into_iter().map(notice).collect()
}

/// All seats that get mail.
pub(crate) fn electronic(meeting: &Meeting) -> Vec<SeatId> {
    let packet = meeting.packet();
    packet.map_or_else(Vec::new, |packet| {
        packet.electronic().map(|seat| seat.id).collect()
    })
}

/// Whether a letter that already waits will send the reviewer to the room anyway: then a
/// second one about its contents would only be noise.
pub(crate) fn is_waiting(notices: &[Versioned<Notice>], seat: SeatId) -> bool {
    notices.iter().any(|notice| {
        notice.is_to(seat)
            && notice.kind.carries_link()
            && matches!(notice.state, NoticeState::Queued { .. })
    })
}

/// Whether a seat has been told something by mail, or is being told right now.
pub(crate) fn was_told(notices: &[Versioned<Notice>], seat: SeatId) -> bool {
    notices.iter().any(|notice| {
        let out = matches!(
            notice.state,
            NoticeState::Sent { .. } | NoticeState::Leased { .. }
        );
        notice.is_to(seat) && notice.kind.carries_link() && out
    })
}

/// Seats that have opened any of these versions.
pub(crate) fn have_opened(
    records: &[Versioned<ViewingRecord>],
    versions: &[kairan_domain::ids::VersionId],
) -> Vec<SeatId> {
    let mut seats: Vec<SeatId> = records
        .iter()
        .filter(|record| versions.contains(&record.version))
        .map(|record| record.seat)
        .collect();
    seats.sort_unstable();
    seats.dedup();
    seats
}
