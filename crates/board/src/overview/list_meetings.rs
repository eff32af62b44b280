//! The home page: meetings by date with state, "3/5 read" and trouble marks, searched by day,
//! month, number or panel. Changes nothing.

use super::has_read;
use super::read_count;
use super::trouble::{Trouble, is_near, last_letter, trouble_of};
use crate::error::ReadError;
use crate::facts::ReadCount;
use crate::query::{Query, parse_query};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kairan_access::{App, StaffOf};
use kairan_domain::date::{parse_date, parse_time, tokyo_day};
use kairan_domain::ids::MeetingId;
use kairan_domain::meeting::{Body, Meeting, Packet, State};
use kairan_store::{Cursor, MeetingsQuery, Order, Page, StoreError, Versioned};

/// Meetings on one page.
const PAGE: usize = 30;
/// Meetings found by number or panel at most: nobody reads further, one types more.
const FOUND: usize = 100;

/// One page of meetings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomePage {
    /// How the search was understood.
    pub query: Query,
    /// The meetings.
    pub rows: Vec<MeetingRow>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// One meeting in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingRow {
    /// Which.
    pub id: MeetingId,
    /// Where it stands.
    pub state: State,
    /// The day, if it is one yet.
    pub held_on: Option<Date>,
    /// The time.
    pub starts_at: Option<Time>,
    /// The number, may be empty in a draft.
    pub meeting_no: String,
    /// The panel.
    pub panel: Option<String>,
    /// Materials that can be read.
    pub materials: usize,
    /// Who has read, of how many.
    pub read: ReadCount,
    /// Seats that need a call.
    pub calls: usize,
    /// The most urgent reason among them.
    pub trouble: Option<Trouble>,
    /// When its text was last changed.
    pub changed_at: Timestamp,
}

/// One page of an insurer's meetings, latest date first.
///
/// # Errors
/// [`ReadError`]. A cursor that is none begins at the first page.
pub async fn list_meetings(
    app: &App,
    by: &StaffOf,
    typed: &str,
    cursor: Option<&str>,
) -> Result<HomePage, ReadError> {
    let now = app.now();
    let query = parse_query(typed, tokyo_day(now));
    let page = find(app, by, &query, cursor).await?;
    let mut rows = Vec::with_capacity(page.items.len());
    for meeting in &page.items {
        rows.push(row(app, meeting, now).await?);
    }
    Ok(HomePage {
        query,
        rows,
        next: page.next.map(|next| next.to_string()),
    })
}

async fn find(
    app: &App,
    by: &StaffOf,
    query: &Query,
    cursor: Option<&str>,
) -> Result<Page<Versioned<Meeting>>, StoreError> {
    let insurer = by.insurer();
    let (from, to) = match query {
        Query::Number(begins) => {
            let mut found = app.store.meetings_by_number(insurer, begins, FOUND).await?;
            if found.is_empty() {
                found = app.store.meetings_by_panel(insurer, begins, FOUND).await?;
            }
            return Ok(whole(found));
        }
        Query::Panel(begins) => {
            let found = app.store.meetings_by_panel(insurer, begins, FOUND).await?;
            return Ok(whole(found));
        }
        Query::All => (None, None),
        Query::Days { from, to } => (Some(*from), Some(*to)),
    };
    let cursor: Option<Cursor> = cursor.and_then(|text| text.parse().ok());
    let query = MeetingsQuery {
        from,
        to,
        order: Order::Newest,
        limit: PAGE,
        cursor,
    };
    app.store.meetings_page(insurer, &query).await
}

fn whole(mut items: Vec<Versioned<Meeting>>) -> Page<Versioned<Meeting>> {
    items.sort_by_key(|meeting| std::cmp::Reverse(day_of(meeting)));
    Page { items, next: None }
}

fn day_of(meeting: &Meeting) -> Option<Date> {
    match &meeting.body {
        Body::Draft(draft) => parse_date(&draft.raw.held_on).ok(),
        Body::Packet(packet) => Some(packet.plan.held_on),
    }
}

async fn row(app: &App, meeting: &Meeting, now: Timestamp) -> Result<MeetingRow, StoreError> {
    let mut row = MeetingRow {
        id: meeting.id,
        state: meeting.state(now),
        held_on: day_of(meeting),
        starts_at: None,
        meeting_no: String::new(),
        panel: None,
        materials: meeting
            .materials()
            .iter()
            .filter(|kept| kept.is_open())
            .count(),
        read: ReadCount::default(),
        calls: 0,
        trouble: None,
        changed_at: meeting.changed_at,
    };
    match &meeting.body {
        Body::Draft(draft) => {
            row.starts_at = parse_time(&draft.raw.starts_at).ok();
            row.meeting_no.clone_from(&draft.raw.meeting_no);
            row.panel = Some(draft.raw.panel.clone()).filter(|panel| !panel.is_empty());
            let filled = draft.raw.seats.iter().filter(|seat| !seat.is_blank());
            row.read.of = filled.filter(|seat| !seat.paper).count();
        }
        Body::Packet(packet) => {
            row.starts_at = packet.plan.starts_at;
            row.meeting_no.clone_from(&packet.plan.meeting_no);
            row.panel.clone_from(&packet.plan.panel);
            count(app, meeting.id, packet, &mut row, now).await?;
        }
    }
    Ok(row)
}

/// Locks are left to the board: one read per seat and row would make the list slow.
async fn count(
    app: &App,
    id: MeetingId,
    packet: &Packet,
    row: &mut MeetingRow,
    now: Timestamp,
) -> Result<(), StoreError> {
    let records = app.store.viewings_of(id).await?;
    row.read = read_count(packet, &records);
    if !matches!(row.state, State::Waiting | State::Open) {
        return Ok(());
    }
    let notices = app.store.notices_of(id).await?;
    let near = is_near(&packet.plan, row.state, now);
    let troubles = packet.electronic().filter_map(|seat| {
        let letter = last_letter(&notices, seat.id).map(|letter| &**letter);
        trouble_of(letter, (false, has_read(packet, seat.id, &records), near))
    });
    let troubles: Vec<Trouble> = troubles.collect();
    row.calls = troubles.iter().filter(|it| it.needs_call()).count();
    row.trouble = troubles.into_iter().min();
    Ok(())
}
