//! GET `/console/audit`: who did what, newest first. The record holds ids; names are looked up
//! for the page. Day and number of a meeting are those of the time of the deed.

use crate::console::caller::Administrator;
use crate::console::clinics::clinic_path;
use crate::console::frame::Here;
use crate::console::pager::{Pager, Place};
use crate::console::requests::request_path;
use crate::console::when;
use crate::refusal::{Reply, Unavailable};
use crate::site::Site;
use axum::extract::{Query, State};
use kairan_access::{By, list_keys, list_staff};
use kairan_board::{
    AuditPage, AuditWanted, NumberedAudit, Query as Days, list_audit, parse_query, show_board,
};
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::date::{tokyo_day, wareki};
use kairan_domain::ids::{AuthKeyId, ClinicId, MaterialId, MeetingId, SeatId, StaffId};
use kairan_domain::words;
use kairan_opinion::{list_clinics, reference};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Serialize)]
struct View {
    q: String,
    until: Option<String>,
    only: Option<String>,
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
    what: String,
    about: Option<String>,
    about_url: Option<String>,
    meeting: Option<String>,
    changes: Vec<String>,
}

/// Names behind the ids of one page.
#[derive(Default)]
struct Names {
    staff: HashMap<StaffId, String>,
    seats: HashMap<SeatId, String>,
    meetings: HashMap<MeetingId, String>,
    materials: HashMap<MaterialId, String>,
    clinics: HashMap<ClinicId, String>,
    keys: HashMap<AuthKeyId, String>,
}

pub(super) async fn page(
    State(site): State<Site>,
    me: Administrator,
    Query(place): Query<Place>,
    Query(only): Query<Only>,
) -> Reply {
    let only = only.meeting.parse::<MeetingId>().ok();
    let until = match parse_query(&place.q, tokyo_day(site.app().now())) {
        Days::Days { to, .. } => Some(to),
        _ => None,
    };
    let wanted = AuditWanted {
        meeting: only,
        until,
        cursor: place.cursor(),
    };
    let audit = list_audit(site.app(), &me.by, wanted).await?;
    let names = names(&site, &me, &audit).await?;
    let view = View {
        q: place.q.clone(),
        until: until.map(wareki),
        only: only.map(|id| names.meetings.get(&id).cloned().unwrap_or_default()),
        pages: place.pager("/console/audit", audit.next.as_deref()),
        sealed: audit
            .sealed
            .map(|sealed| format!("{}（#{}）", when::second(sealed.newest_at), sealed.to)),
        checked: audit.checked.map(|check| when::long(check.at)),
        broken: audit.checked.and_then(|check| check.broken),
        records: folded(&audit)
            .into_iter()
            .map(|(numbered, times)| names.line(numbered.no, &numbered.record, times))
            .collect(),
    };
    Ok(me
        .frame
        .page("console/audit.html", Here::Audit)
        .reply(&site, &view))
}

/// `?meeting=…`: the records of one meeting alone.
#[derive(Default, Deserialize)]
pub(super) struct Only {
    #[serde(default)]
    meeting: String,
}

/// A draft saves itself at every pause of typing: what one person saved in one draft without
/// anything in between is one line, with how often.
fn folded(audit: &AuditPage) -> Vec<(&NumberedAudit, usize)> {
    let mut lines: Vec<(&NumberedAudit, usize)> = Vec::new();
    for numbered in &audit.records {
        let same = |last: &AuditRecord| {
            let next = &numbered.record;
            last.event == AuditEvent::DraftSaved
                && next.event == last.event
                && (next.actor, next.meeting) == (last.actor, last.meeting)
        };
        match lines.last_mut().filter(|(last, _)| same(&last.record)) {
            Some((_, times)) => *times += 1,
            None => lines.push((numbered, 1)),
        }
    }
    lines
}

async fn names(site: &Site, me: &Administrator, audit: &AuditPage) -> Result<Names, Unavailable> {
    let mut names = Names::default();
    for account in list_staff(site.app(), By::Administrator(&me.by)).await? {
        names
            .staff
            .insert(account.id, account.name.expose().to_owned());
    }
    let of_keys = |one: &NumberedAudit| {
        one.record.key.is_some() || matches!(one.record.actor, Actor::System(_))
    };
    if audit.records.iter().any(of_keys) {
        for key in list_keys(site.app(), &me.by).await? {
            names.keys.insert(key.id, key.name);
        }
    }
    if audit.records.iter().any(|one| one.record.clinic.is_some()) {
        for line in list_clinics(site.app(), &me.by, "").await? {
            names.clinics.insert(line.clinic.id, line.clinic.name);
        }
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
        names
            .materials
            .extend(board.materials.iter().zip(1..).map(|(material, no)| {
                let title = material.line.title.expose();
                (material.line.id, format!("資料{no}「{title}」"))
            }));
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
    fn line(&self, no: u64, record: &AuditRecord, times: usize) -> Line {
        let meeting = record
            .meeting
            .and_then(|id| Some((id, self.meetings.get(&id)?)));
        let account = record.staff.and_then(|id| self.staff.get(&id));
        let seat = record.seat.and_then(|id| self.seats.get(&id));
        let material = record.material.and_then(|id| self.materials.get(&id));
        let then = record
            .then
            .as_ref()
            .map(|then| words::meeting_then(then).unwrap_or_else(|| "日付のない下書き".to_owned()));
        // What a record does not tell of its time is told as it is now, and said to be.
        let then = then.or_else(|| meeting.map(|(_, line)| format!("{line}（現在）")));
        let request = record
            .request
            .map(|id| format!("依頼番号 {}", reference(id)));
        let clinic = record.clinic.and_then(|id| self.clinics.get(&id));
        // Where the key did it itself, it stands there already.
        let own = matches!(record.actor, Actor::System(_));
        let key = record.key.filter(|_| !own);
        let key = key.and_then(|id| self.keys.get(&id));
        let from = record.from.map(|from| format!("接続元 {from}"));
        let mut about: Vec<&str> = Vec::new();
        about.extend(request.as_deref());
        about.extend(clinic.map(String::as_str));
        about.extend(key.map(String::as_str));
        about.extend(then.as_deref());
        about.extend(account.map(String::as_str));
        about.extend(seat.map(String::as_str));
        about.extend(material.map(String::as_str));
        about.extend(from.as_deref());
        Line {
            no,
            at: when::second(record.at),
            who: self.who(record.actor),
            what: match times {
                1 if record.more.is_some() => format!(
                    "{}（前の記録のあと、ほかに{}回）",
                    words::audit_event(record.event),
                    record.more.unwrap_or_default()
                ),
                1 => words::audit_event(record.event).to_owned(),
                _ => format!("{}（続けて{times}回）", words::audit_event(record.event)),
            },
            about: (!about.is_empty()).then(|| about.join("　")),
            about_url: meeting
                .map(|(id, _)| format!("/console/meetings/{id}"))
                .or_else(|| record.request.map(request_path))
                .or_else(|| record.clinic.map(clinic_path)),
            meeting: meeting.map(|(id, _)| id.to_string()),
            changes: record.changes.iter().map(words::plan_change).collect(),
        }
    }

    fn who(&self, actor: Actor) -> String {
        match actor {
            Actor::Staff(id) => self
                .staff
                .get(&id)
                .cloned()
                // Every account of the console is known here, retired ones too.
                .unwrap_or_else(|| "医療機関のログイン".into()),
            Actor::System(id) => self
                .keys
                .get(&id)
                .map_or_else(|| "認証キー".into(), |name| format!("{name}（認証キー）")),
            Actor::Reviewer(seat) => self
                .seats
                .get(&seat)
                .map_or_else(|| "委員".into(), |name| format!("{name}（委員）")),
            Actor::Physician(_) => "医師（依頼書から）".into(),
            Actor::Stranger => "（ログイン前）".into(),
            Actor::Kairan => "Kairan（自動）".into(),
            Actor::Operator => "システム管理者".into(),
        }
    }
}
