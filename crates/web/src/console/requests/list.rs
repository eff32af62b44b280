//! GET `/console/requests` and POST `/console/requests/search`: the work list. First whom to
//! call today, then what is open by what there is to do about it.

use super::refused::unread;
use super::{days, legal_days, request_path, state};
use crate::console::badge::Badge;
use crate::console::caller::Staff;
use crate::console::frame::Here;
use crate::console::pager::{Pager, Place};
use crate::console::posted::Form;
use crate::console::said::Told;
use crate::console::when;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use kairan_domain::opinion_request::{Chase, DaysLeft, RequestState};
use kairan_domain::secret::SecretText;
use kairan_opinion::{RequestRow, RequestsFilter, Tab, WorkList, list_requests};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct View<'a> {
    may_write: bool,
    q: &'a str,
    searched: bool,
    total: String,
    tabs: Vec<TabView>,
    calls: Vec<Call>,
    groups: Vec<Group>,
    letters: usize,
    pages: Option<Pager>,
}

#[derive(Serialize)]
struct TabView {
    url: String,
    text: &'static str,
    count: Option<usize>,
    here: bool,
}

/// One of today's calls.
#[derive(Serialize)]
struct Call {
    id: String,
    why: &'static str,
    phone: String,
    last: Option<String>,
    urgent: bool,
    #[serde(flatten)]
    row: Row,
}

#[derive(Serialize)]
struct Group {
    title: Option<&'static str>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    url: String,
    name: String,
    insured_no: String,
    clinic: String,
    physician: Option<String>,
    due: String,
    due_left: Option<Badge>,
    legal: String,
    legal_left: Option<Badge>,
    state: Badge,
    marks: Vec<Badge>,
}

/// `?show=…`: which part of the list.
#[derive(Default, Deserialize)]
pub(super) struct Show {
    #[serde(default)]
    show: String,
}

const TABS: [(Tab, &str, &str); 7] = [
    (Tab::Open, "", "対応中"),
    (Tab::Overdue, "overdue", "期限超過"),
    (Tab::Arrived, "arrived", "届いた"),
    (Tab::SentBack, "back", "差戻し中"),
    (Tab::Unprinted, "unprinted", "依頼書が未印刷"),
    (Tab::Today, "today", "今日の連絡"),
    (Tab::Ended, "ended", "終わった依頼"),
];

pub(super) async fn page(
    State(site): State<Site>,
    staff: Staff,
    Query(show): Query<Show>,
    Query(place): Query<Place>,
    Query(told): Query<Told>,
) -> Reply {
    let tab = TABS
        .iter()
        .find(|(_, code, _)| *code == show.show)
        .map_or(Tab::Open, |(tab, ..)| *tab);
    let filter = RequestsFilter {
        tab,
        next: place.cursor().map(str::to_owned),
        ..RequestsFilter::default()
    };
    let list = match list_requests(site.app(), &staff.by, &filter).await {
        Ok(list) => list,
        Err(error) => return unread(error),
    };
    let first = tab == Tab::Open && place.cursor().is_none();
    let calls = if first && list.calls_today + list.checks_today > 0 {
        calls(&site, &staff).await?
    } else {
        Vec::new()
    };
    let path = TABS
        .iter()
        .find(|(one, ..)| *one == tab)
        .map_or_else(String::new, |(_, code, _)| tab_url(code));
    let view = View {
        may_write: staff.by.as_clerk().is_some(),
        q: "",
        searched: false,
        total: String::new(),
        tabs: tabs(&list, tab),
        calls,
        letters: list.unprinted,
        pages: Some(place.pager(&path, list.next.as_deref())),
        groups: groups(&list.rows, tab == Tab::Open),
    };
    Ok(staff
        .frame
        .page("console/requests/list.html", Here::Requests)
        .telling(told.notice())
        .reply(&site, &view))
}

pub(super) async fn search(
    State(site): State<Site>,
    Form {
        caller: staff,
        fields,
    }: Form<Staff>,
) -> Reply {
    let q = fields.text("q").trim();
    if q.is_empty() {
        return Ok(crate::console::reply::go("/console/requests"));
    }
    let filter = RequestsFilter {
        typed: SecretText::new(q),
        ..RequestsFilter::default()
    };
    let list = match list_requests(site.app(), &staff.by, &filter).await {
        Ok(list) => list,
        Err(error) => return unread(error),
    };
    let view = View {
        may_write: staff.by.as_clerk().is_some(),
        q,
        searched: true,
        total: format!("{}件", list.rows.len()),
        tabs: Vec::new(),
        calls: Vec::new(),
        letters: 0,
        pages: None,
        groups: groups(&list.rows, false),
    };
    Ok(staff
        .frame
        .page("console/requests/list.html", Here::Requests)
        .reply(&site, &view))
}

async fn calls(site: &Site, staff: &Staff) -> Result<Vec<Call>, crate::refusal::Unavailable> {
    let today = RequestsFilter {
        tab: Tab::Today,
        ..RequestsFilter::default()
    };
    let list = list_requests(site.app(), &staff.by, &today).await?;
    Ok(list.rows.iter().map(Call::of).collect())
}

fn tab_url(code: &str) -> String {
    if code.is_empty() {
        "/console/requests".to_owned()
    } else {
        format!("/console/requests?show={code}")
    }
}

fn tabs(list: &WorkList, here: Tab) -> Vec<TabView> {
    let of = |state| list.counts.get(&state).copied().unwrap_or_default();
    let count = |tab| match tab {
        Tab::Open => Some(list.counts.values().sum()),
        Tab::Overdue => Some(list.overdue),
        Tab::Arrived => Some(of(RequestState::Submitted)),
        Tab::SentBack => Some(of(RequestState::SentBack)),
        Tab::Unprinted => Some(list.unprinted),
        Tab::Today => Some(list.calls_today + list.checks_today),
        Tab::Ended => None,
    };
    TABS.iter()
        .map(|(tab, code, text)| TabView {
            url: tab_url(code),
            text,
            count: count(*tab),
            here: *tab == here,
        })
        .collect()
}

/// What stands together in the list of everything open, in the order of urgency.
fn group_of(row: &RequestRow) -> &'static str {
    match (row.state, row.days_left) {
        (RequestState::Submitted, _) => "届いた意見書（確かめてください）",
        (RequestState::SentBack, _) => "差し戻した依頼",
        (_, DaysLeft::Over(_)) => "期限を過ぎた依頼",
        (_, DaysLeft::Today | DaysLeft::Left(..=super::SOON)) => "期限が近い依頼",
        _ => "提出を待っている依頼",
    }
}

const ORDER: [&str; 5] = [
    "期限を過ぎた依頼",
    "期限が近い依頼",
    "届いた意見書（確かめてください）",
    "差し戻した依頼",
    "提出を待っている依頼",
];

fn groups(rows: &[RequestRow], parted: bool) -> Vec<Group> {
    if !parted {
        let rows: Vec<Row> = rows.iter().map(Row::of).collect();
        let title = None;
        return (!rows.is_empty())
            .then_some(Group { title, rows })
            .into_iter()
            .collect();
    }
    let groups = ORDER.iter().map(|title| Group {
        title: Some(*title),
        rows: rows
            .iter()
            .filter(|row| group_of(row) == *title)
            .map(Row::of)
            .collect(),
    });
    groups.filter(|group| !group.rows.is_empty()).collect()
}

impl Row {
    fn of(row: &RequestRow) -> Self {
        let awaited = row.state.is_writable();
        let over = matches!(
            row.state,
            RequestState::Accepted | RequestState::Cancelled | RequestState::Reassigned
        );
        Self {
            url: request_path(row.id),
            name: row.name.expose().to_owned(),
            insured_no: row.insured_no.expose().to_owned(),
            clinic: row.clinic.clone(),
            physician: row.physician.as_ref().map(|name| name.expose().to_owned()),
            due: when::short_day(row.due_on),
            due_left: awaited.then(|| days(row.days_left)),
            legal: when::short_day(row.legal_limit),
            legal_left: (!over).then(|| legal_days(row.legal_left)),
            state: state(row.state),
            marks: marks(row),
        }
    }
}

fn marks(row: &RequestRow) -> Vec<Badge> {
    let unprinted = row.state.is_writable() && !row.printed;
    let came_late = row.late && row.arrival.is_some();
    let unprinted = unprinted.then(|| Badge::warn("依頼書が未印刷"));
    let late = came_late.then(|| Badge::warn("期限後の提出"));
    unprinted.into_iter().chain(late).collect()
}

impl Call {
    fn of(row: &RequestRow) -> Self {
        Self {
            id: row.id.to_string(),
            why: why(row.chase),
            phone: row.clinic_phone.clone(),
            last: (row.reminders > 0).then(|| format!("これまでの督促：{}回", row.reminders)),
            urgent: row.chase == Chase::Call,
            row: Row::of(row),
        }
    }
}

/// What to do about a request today.
pub(super) fn why(chase: Chase) -> &'static str {
    match chase {
        Chase::Call => "電話で督促してください",
        Chase::Check => "書き始めているか、電話で確かめてください",
        Chase::Wait => "",
    }
}
