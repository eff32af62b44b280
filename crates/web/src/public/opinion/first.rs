//! `/opinion/{key}/`: whom it concerns, until when, and what to do.
//!
//! Every POST below is answered with a redirect, so that a reload, or a tab that a browser
//! restores, asks by GET for an address that has a page.

use super::caller::{Doctor, Guest, room_path};
use super::closed::{self, Closed};
use super::waiting;
use crate::console::reply::go;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kairan_domain::date;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{DaysLeft, RequestKind, RequestState};
use kairan_domain::words;
use kairan_opinion::{Asked, SubmittedLine, Writing, open_writing};
use minijinja::{Value, context};

/// GET `/opinion/{key}`: as typed by hand.
pub(super) async fn with_slash(Path(key): Path<String>) -> Response {
    match key.parse::<OpinionRequestId>() {
        Ok(key) => go(&room_path(key, "")),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// GET `/opinion/{key}/in`: where the door leads. A browser that comes without the cookie it
/// was given a moment ago takes none.
pub(super) async fn arrive(State(site): State<Site>, guest: Guest) -> Response {
    let closed = |closed: &Closed<'_>| closed::page(&site, StatusCode::UNAUTHORIZED, closed);
    match guest {
        Guest::Inside(doctor) => go(&doctor.path("")),
        Guest::Over(over) => closed(&Closed::of(&over)),
        Guest::Nobody => closed(&Closed::NO_COOKIE),
    }
}

/// GET of an address that takes POST alone, as a restored tab asks.
pub(super) async fn back(doctor: Doctor) -> Response {
    go(&doctor.path(""))
}

/// GET `/opinion/{key}/`.
pub(super) async fn show(State(site): State<Site>, doctor: Doctor) -> Reply {
    let writing = open_writing(site.app(), &doctor.by).await?;
    let last = writing.versions.last();
    let request = doctor.by.as_read();
    let own = context! {
        facts => facts(&writing.asked),
        due => due(&writing.asked),
        state => state(writing.asked.state),
        saved_at => writing.saved_at.map(date::short_minute),
        sent_back => sent_back(&writing),
        receipt => last.map(receipt),
        versions => versions(&writing),
        readable => request.readable_until(&site.app().policies.chase).map(date::wareki),
        waiting => waiting::told(&doctor),
        set_aside => writing.is_set_aside(),
        previous => writing.previous.is_some(),
    };
    Ok(doctor.page(&site, "opinion/first.html", (&writing.asked, own)))
}

fn state(state: RequestState) -> &'static str {
    match state {
        RequestState::Requested => "open",
        RequestState::Drafting => "begun",
        RequestState::SentBack => "sent_back",
        RequestState::Submitted => "waiting",
        // The other two open to nobody.
        RequestState::Accepted | RequestState::Cancelled | RequestState::Reassigned => "accepted",
    }
}

fn facts(asked: &Asked) -> Vec<Value> {
    let (plan, insured) = (&asked.plan, &asked.plan.insured);
    let born = date::wareki(insured.birth_date);
    let born = match insured.age_on(asked.today) {
        Some(age) => format!("{born}　{age}歳　{}", insured.sex.label()),
        None => format!("{born}　{}", insured.sex.label()),
    };
    let name = format!("{}（{}）", insured.name.expose(), insured.kana.expose());
    let fee = format!("{}・{}", plan.times.label(), plan.care.label());
    let address = format!(
        "{} {}",
        insured.postal_code.expose(),
        insured.address.expose()
    );
    let physician = asked.physician.as_ref().map_or("", |one| one.name.expose());
    let asked_of = format!("{}　{physician}", asked.clinic.name);
    let application = format!(
        "{}申請　{}",
        plan.application.label(),
        date::wareki(plan.applied_on)
    );
    // 「初回」 beside 「２回目以上」 of the next line reads as a contradiction; it tells a doctor nothing.
    let kind = match plan.kind {
        RequestKind::First => "",
        RequestKind::Again | RequestKind::NewOpinion => plan.kind.label(),
    };
    [
        ("氏名", name.as_str()),
        ("生年月日・性別", born.as_str()),
        ("住所", address.trim()),
        ("被保険者番号", insured.number.expose()),
        ("申請", application.as_str()),
        ("依頼区分", kind),
        ("作成回数・場所", fee.as_str()),
        ("医療機関・医師", asked_of.trim()),
        ("依頼番号", asked.reference.as_str()),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(label, text)| context! { label, text })
    .collect()
}

/// Until when, and how long that is.
pub(super) fn due(asked: &Asked) -> Value {
    context! {
        day => date::wareki(asked.plan.due_on),
        left => words::days_left(asked.days_left),
        over => matches!(asked.days_left, DaysLeft::Over(_)),
    }
}

/// Why and when it was sent back, while that is to be put right.
pub(super) fn sent_back(writing: &Writing) -> Option<Value> {
    if writing.asked.state != RequestState::SentBack {
        return None;
    }
    let (at, reason) = writing.versions.last()?.sent_back.as_ref()?;
    Some(context! { at => date::short_minute(*at), reason => reason.expose() })
}

/// What a submission is quoted by.
pub(super) fn receipt(version: &SubmittedLine) -> Value {
    context! {
        number => version.receipt.as_str(),
        at => date::wareki_minute_in_japan(version.at),
        version => version.number,
        late => version.late,
    }
}

fn versions(writing: &Writing) -> Vec<Value> {
    let last = writing.versions.last().map(|version| version.number);
    let newest_first = writing.versions.iter().rev();
    newest_first
        .map(|version| {
            context! {
                number => version.number,
                at => date::short_minute(version.at),
                way => version.arrival.label(),
                has_pdf => version.pages.is_some(),
                late => version.late,
                current => Some(version.number) == last,
            }
        })
        .collect()
}
