//! The home page: meetings by date with state, "3/5 read" and trouble marks, searched by day,
//! month, number, panel or reviewer. Changes nothing.

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
use kairan_domain::meeting::{Body, Meeting, Packet, Stage, State};
use kairan_store::{Cursor, MeetingsQuery, Order, StoreError, Versioned};

/// Meetings on one page.
const PAGE: usize = 30;

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
    /// Whether its day is over.
    pub over: bool,
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
    /// Of a withdrawn one: when it is purged.
    pub purge_at: Option<Timestamp>,
}

/// One page of an insurer's meetings. Without a search the next one comes first, those to come
/// in their order, then those that are over, latest first. What is found comes latest first,
/// by its number by number. A page of a search may be empty and still have one behind it.
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
    let today = tokyo_day(now);
    let query = parse_query(typed, today);
    let (items, next) = find(app, by, &query, today, cursor).await?;
    let mut rows = Vec::with_capacity(items.len());
    for meeting in &items {
        rows.push(row(app, meeting, now).await?);
    }
    Ok(HomePage { query, rows, next })
}

/// Meetings, and where the next ones begin.
type FoundMeetings = (Vec<Versioned<Meeting>>, Option<String>);

/// What stands before a cursor into meetings found by number.
const BY_NUMBER: &str = "n";

async fn find(
    app: &App,
    by: &StaffOf,
    query: &Query,
    today: Date,
    cursor: Option<&str>,
) -> Result<FoundMeetings, StoreError> {
    let insurer = by.insurer();
    let (from, to) = match query {
        Query::Number(begins) => return find_number(app, by, begins, cursor).await,
        Query::Name(piece) => return find_name(app, by, piece, cursor).await,
        Query::All => return all(app, by, today, cursor).await,
        Query::Drafts => return drafts(app, by, cursor).await,
        Query::Days { from, to } => (Some(*from), Some(*to)),
    };
    let query = MeetingsQuery {
        from,
        to,
        order: Order::Newest,
        limit: PAGE,
        cursor: read_cursor(cursor),
        ..MeetingsQuery::default()
    };
    let page = app.store.meetings_page(insurer, &query).await?;
    Ok((page.items, page.next.map(|next| next.to_string())))
}

/// What stands before a cursor into meetings that are over; no cursor begins so by itself.
const OVER: &str = ".";

/// Drafts without a day, then from today on, then backwards from yesterday.
async fn all(
    app: &App,
    by: &StaffOf,
    today: Date,
    cursor: Option<&str>,
) -> Result<FoundMeetings, StoreError> {
    let over = cursor.and_then(|text| text.strip_prefix(OVER));
    let mut items = Vec::new();
    if over.is_none() {
        let ahead = MeetingsQuery {
            from: Some(today),
            undated: true,
            order: Order::Oldest,
            limit: PAGE,
            cursor: read_cursor(cursor),
            ..MeetingsQuery::default()
        };
        let page = app.store.meetings_page(by.insurer(), &ahead).await?;
        if let Some(next) = page.next {
            return Ok((page.items, Some(next.to_string())));
        }
        items = page.items;
    }
    let left = PAGE.saturating_sub(items.len());
    let behind = MeetingsQuery {
        to: today.yesterday().ok(),
        order: Order::Newest,
        // On a page that is full, only whether there is another.
        limit: left.max(1),
        cursor: read_cursor(over),
        ..MeetingsQuery::default()
    };
    let page = app.store.meetings_page(by.insurer(), &behind).await?;
    if left == 0 {
        let more = !page.items.is_empty();
        return Ok((items, more.then(|| OVER.to_owned())));
    }
    items.extend(page.items);
    Ok((items, page.next.map(|next| format!("{OVER}{next}"))))
}

/// Meetings looked at for one page of drafts at most.
const LOOKED_AT: usize = 300;

/// Drafts, latest day first. A page may be empty and still have one behind it.
async fn drafts(
    app: &App,
    by: &StaffOf,
    cursor: Option<&str>,
) -> Result<FoundMeetings, StoreError> {
    let query = MeetingsQuery {
        order: Order::Newest,
        limit: LOOKED_AT,
        cursor: read_cursor(cursor),
        ..MeetingsQuery::default()
    };
    let mut page = app.store.meetings_page(by.insurer(), &query).await?;
    page.items.retain(|meeting| meeting.packet().is_none());
    Ok((page.items, page.next.map(|next| next.to_string())))
}

/// By number; what is no number of any meeting may stand in a name.
async fn find_number(
    app: &App,
    by: &StaffOf,
    begins: &str,
    cursor: Option<&str>,
) -> Result<FoundMeetings, StoreError> {
    let place = cursor.map(|text| text.strip_prefix(BY_NUMBER));
    if place == Some(None) {
        return find_name(app, by, begins, cursor).await;
    }
    let place = read_cursor(place.flatten());
    let found = app
        .store
        .meetings_by_number(by.insurer(), begins, place.as_ref(), PAGE);
    let page = found.await?;
    if page.items.is_empty() && place.is_none() {
        return find_name(app, by, begins, None).await;
    }
    let next = page.next.map(|next| format!("{BY_NUMBER}{next}"));
    Ok((page.items, next))
}

/// By a piece of a panel's or reviewer's name.
async fn find_name(
    app: &App,
    by: &StaffOf,
    piece: &str,
    cursor: Option<&str>,
) -> Result<FoundMeetings, StoreError> {
    // A dot is in no cursor's own alphabet, so this one is never taken for one by number.
    let place = read_cursor(cursor.map(|text| text.strip_prefix('.').unwrap_or(text)));
    let found = app
        .store
        .meetings_with(by.insurer(), piece, place.as_ref(), PAGE);
    let page = found.await?;
    Ok((page.items, page.next.map(|next| format!(".{next}"))))
}

fn read_cursor(text: Option<&str>) -> Option<Cursor> {
    text.and_then(|text| text.parse().ok())
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
        over: day_of(meeting).is_some_and(|on| on < tokyo_day(now)),
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
        purge_at: None,
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
            if let Stage::Withdrawn { purge_at, .. } = packet.stage {
                row.purge_at = Some(purge_at);
            }
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
    if !row.state.links_live() {
        return Ok(());
    }
    let notices = app.store.notices_of(id).await?;
    let near = is_near(&packet.plan, row.state, now);
    let troubles = packet.electronic().filter_map(|seat| {
        let letter = last_letter(&notices, seat.id).map(|letter| &**letter);
        trouble_of(letter, None, has_read(packet, seat.id, &records), near)
    });
    let troubles: Vec<Trouble> = troubles.collect();
    row.calls = troubles.iter().filter(|it| it.needs_call()).count();
    row.trouble = troubles.into_iter().min();
    Ok(())
}
