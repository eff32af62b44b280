//! GET `/console/requests` and POST `/console/requests/search`: the work list. First whom to
//! call today, then what is open by what there is to do about it.

use super::list_rows::{Call, Group, groups};
use super::refused::unread;
use crate::console::caller::Staff;
use crate::console::frame::Here;
use crate::console::pager::{Pager, Place};
use crate::console::posted::Form;
use crate::console::said::Told;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use kairan_domain::opinion_request::RequestState;
use kairan_domain::secret::SecretText;
use kairan_opinion::{RequestsFilter, Tab, WorkList, list_requests};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct View<'a> {
    may_write: bool,
    q: &'a str,
    searched: bool,
    partly: bool,
    total: String,
    tabs: Vec<TabView>,
    calls: Vec<Call>,
    calls_total: usize,
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
        partly: false,
        total: String::new(),
        tabs: tabs(&list, tab),
        calls,
        calls_total: list.calls_today + list.checks_today,
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
        partly: list.partly,
        total: format!("{}件", list.rows.len()),
        tabs: Vec::new(),
        calls: Vec::new(),
        calls_total: 0,
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
