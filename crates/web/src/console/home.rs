//! GET `/console/`: the meetings by date, found by day, month, number, panel or reviewer.

use crate::console::badge::Badge;
use crate::console::caller::Staff;
use crate::console::frame::Here;
use crate::console::pager::{Pager, Place};
use crate::console::said::Told;
use crate::console::{trouble, when};
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query as UrlQuery, State};
use jiff::Timestamp;
use kairan_board::{MeetingRow, Query, list_meetings};
use kairan_domain::meeting::State as MeetingState;
use kairan_domain::words;
use serde::Serialize;

#[derive(Serialize)]
struct View<'a> {
    q: &'a str,
    may_write: bool,
    months: Vec<Month>,
    pages: Pager,
    total: String,
    space: Option<&'static str>,
}

#[derive(Serialize)]
struct Month {
    /// The part of the list that begins here.
    part: Option<&'static str>,
    title: String,
    meetings: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    url: String,
    date: String,
    date_full: String,
    time: Option<String>,
    no: Option<String>,
    panel: Option<String>,
    state: Badge,
    seats: usize,
    materials: usize,
    read: Option<Read>,
    marks: Vec<Badge>,
}

#[derive(Serialize)]
struct Read {
    done: usize,
    of: usize,
    text: String,
}

const AHEAD: &str = "これからの審査会";
const OVER: &str = "終わった審査会";
const NO_SPACE: &str = "サーバーの空き容量が足りないため、新しい資料の登録を止めています。システム管理者に連絡してください。閲覧や削除はできます。";

pub(super) async fn page(
    State(site): State<Site>,
    staff: Staff,
    UrlQuery(place): UrlQuery<Place>,
    UrlQuery(told): UrlQuery<Told>,
) -> Reply {
    let found = list_meetings(site.app(), &staff.by, &place.q, place.cursor()).await?;
    let more = if found.next.is_some() { "以上" } else { "" };
    let view = View {
        q: &place.q,
        may_write: staff.by.as_clerk().is_some(),
        pages: place.pager("/console/", found.next.as_deref()),
        total: format!("{}件{more}", found.rows.len()),
        months: months(found.rows, found.query == Query::All),
        space: (!site.app().store.space_ok()).then_some(NO_SPACE),
    };
    Ok(staff
        .frame
        .page("console/home.html", Here::Meetings)
        .telling(told.notice())
        .reply(&site, &view))
}

/// The rows come by date; each stretch of one month gets its heading. `parted`: first what is
/// to come, then what is over.
fn months(rows: Vec<MeetingRow>, parted: bool) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    let mut last = None;
    for row in rows {
        let part = parted.then_some(if row.over { OVER } else { AHEAD });
        let title = row
            .held_on
            .map_or_else(|| "開催予定日が未定".to_owned(), when::month);
        let begins = part != last;
        last = part;
        let row = Row::of(&row);
        match months
            .last_mut()
            .filter(|month| !begins && month.title == title)
        {
            Some(month) => month.meetings.push(row),
            None => months.push(Month {
                part: part.filter(|_| begins),
                title,
                meetings: vec![row],
            }),
        }
    }
    months
}

impl Row {
    fn of(row: &MeetingRow) -> Self {
        let date = row
            .held_on
            .map_or_else(|| "日付未定".to_owned(), when::short_day);
        Self {
            url: format!("/console/meetings/{}", row.id),
            date,
            date_full: row.held_on.map(when::day).unwrap_or_default(),
            time: when::time(row.starts_at),
            no: (!row.meeting_no.is_empty()).then(|| row.meeting_no.clone()),
            panel: row.panel.clone(),
            state: state(row.state, row.purge_at),
            seats: row.read.of,
            materials: row.materials,
            read: read(row),
            marks: marks(row),
        }
    }
}

fn read(row: &MeetingRow) -> Option<Read> {
    let (done, of) = (row.read.read, row.read.of);
    let counts = row.state != MeetingState::Draft && of > 0;
    counts.then(|| Read {
        done,
        of,
        text: format!("{done}/{of}人 すべて開いた"),
    })
}

fn marks(row: &MeetingRow) -> Vec<Badge> {
    let Some(reason) = row.trouble else {
        return Vec::new();
    };
    let calls = (row.calls > 0).then(|| Badge::bad(format!("要電話 {}人", row.calls)));
    let reason = Badge::warn(trouble::short(reason));
    calls.into_iter().chain([reason]).collect()
}

/// A meeting's state as a badge; of one that was withdrawn, also until when it can come back.
pub(super) fn state(state: MeetingState, purge_at: Option<Timestamp>) -> Badge {
    let text = words::state(state);
    match state {
        MeetingState::Open => Badge::info(text),
        MeetingState::Withdrawn => Badge::warn(match purge_at {
            Some(at) => format!("{text}（{}に廃棄）", when::short_day_of(at)),
            None => text.to_owned(),
        }),
        MeetingState::Draft
        | MeetingState::Waiting
        | MeetingState::Closed
        | MeetingState::Purged => Badge::plain(text),
    }
}
