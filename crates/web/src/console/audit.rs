//! GET `/console/audit`: who did what, newest first. The record holds ids; names are looked up
//! for the page.

use crate::console::caller::Administrator;
use crate::console::frame::Here;
use crate::console::pager::{Pager, Place};
use crate::console::when;
use crate::refusal::{Reply, Unavailable};
use crate::site::Site;
use axum::extract::{Query, State};
use kairan_access::{By, list_staff};
use kairan_board::{AuditPage, list_audit, show_board};
use kairan_domain::audit::{Actor, AuditRecord};
use kairan_domain::ids::{MeetingId, SeatId, StaffId};
use kairan_domain::words;
use serde::Serialize;
use std::collections::HashMap;

#[derive(Serialize)]
struct View {
    records: Vec<Line>,
    pages: Pager,
    sealed: Option<String>,
    checked: Option<String>,
    broken: Option<u64>,
}

#[derive(Serialize)]
struct Line {
    no: u64,
    at: String,
    who: String,
    what: &'static str,
    about: Option<String>,
    about_url: Option<String>,
}

/// Names behind the ids of one page.
#[derive(Default)]
struct Names {
    staff: HashMap<StaffId, String>,
    seats: HashMap<SeatId, String>,
    meetings: HashMap<MeetingId, String>,
}

pub(super) async fn page(
    State(site): State<Site>,
    me: Administrator,
    Query(place): Query<Place>,
) -> Reply {
    let audit = list_audit(site.app(), &me.by, None, place.cursor()).await?;
    let names = names(&site, &me, &audit).await?;
    let view = View {
        pages: place.pager("/console/audit", audit.next.as_deref()),
        sealed: audit
            .sealed
            .map(|sealed| format!("{}（#{}）", when::second(sealed.newest_at), sealed.to)),
        checked: audit.checked.map(|check| when::long(check.at)),
        broken: audit.checked.and_then(|check| check.broken),
        records: audit
            .records
            .iter()
            .map(|numbered| names.line(numbered.no, &numbered.record))
            .collect(),
    };
    Ok(me
        .frame
        .page("console/audit.html", Here::Audit)
        .reply(&site, &view))
}

async fn names(site: &Site, me: &Administrator, audit: &AuditPage) -> Result<Names, Unavailable> {
    let mut names = Names::default();
    for account in list_staff(site.app(), By::Administrator(&me.by)).await? {
        names
            .staff
            .insert(account.id, account.name.expose().to_owned());
    }
    let mut meetings: Vec<MeetingId> = audit
        .records
        .iter()
        .filter_map(|numbered| numbered.record.meeting)
        .collect();
    meetings.sort_unstable();
    meetings.dedup();
    for meeting in meetings {
        // A deleted draft is no longer there; its line then names no meeting.
        let Ok(board) = show_board(site.app(), &me.by, meeting).await else {
            continue;
        };
        let line = board
            .line
            .map_or_else(|| "下書き".to_owned(), |line| line.in_words());
        names.meetings.insert(meeting, line);
        names.seats.extend(
            board
                .seats
                .iter()
                .map(|seat| (seat.seat, seat.name.expose().to_owned())),
        );
    }
    Ok(names)
}

impl Names {
    fn line(&self, no: u64, record: &AuditRecord) -> Line {
        let meeting = record
            .meeting
            .and_then(|id| Some((id, self.meetings.get(&id)?)));
        let account = record.staff.and_then(|id| self.staff.get(&id));
        let seat = record.seat.and_then(|id| self.seats.get(&id));
        let mut about: Vec<&str> = Vec::new();
        about.extend(meeting.map(|(_, line)| line.as_str()));
        about.extend(account.map(String::as_str));
        about.extend(seat.map(String::as_str));
        Line {
            no,
            at: when::second(record.at),
            who: self.who(record.actor),
            what: words::audit_event(record.event),
            about: (!about.is_empty()).then(|| about.join("　")),
            about_url: meeting.map(|(id, _)| format!("/console/meetings/{id}")),
        }
    }

    fn who(&self, actor: Actor) -> String {
        match actor {
            Actor::Staff(id) => self
                .staff
                .get(&id)
                .cloned()
                .unwrap_or_else(|| "職員".into()),
            Actor::Reviewer(seat) => self
                .seats
                .get(&seat)
                .map_or_else(|| "委員".into(), |name| format!("{name}（委員）")),
            Actor::Stranger => "（ログイン前）".into(),
            Actor::Kairan => "Kairan（自動）".into(),
            Actor::Operator => "システム管理者".into(),
        }
    }
}
