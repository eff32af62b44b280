//! `/room/`: the materials of one meeting, for the reviewer inside.

use super::caller::{Inside, signed_out};
use crate::cookies::{self, Jar};
use crate::refusal::Reply;
use crate::site::Site;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};
use kairan_board::{ChangeError, Mark, Room, RoomMaterial, enter_room};
use kairan_domain::{date, words};
use minijinja::{Value, context};
use serde::Deserialize;

/// What the room's forms send.
#[derive(Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    csrf: String,
}

/// GET `/room/`.
pub(super) async fn show(State(site): State<Site>, inside: Inside) -> Reply {
    let room = enter_room(site.app(), &inside.by).await?;
    let total = room.materials.iter().map(|material| material.size).sum();
    let own = context! {
        meeting => meeting(&room),
        until => date::wareki_end_in_japan(room.until),
        remark => room.remark.as_ref().map(kairan_domain::secret::SecretText::expose),
        fresh => room.new_first.len(),
        materials => in_order(&room),
        total_size => words::size(total),
        read_all_at => room.read_all_at.map(date::wareki_minute),
    };
    Ok(site.page(
        StatusCode::OK,
        "reviewer/room.html",
        context! { ..own, ..frame(&room, &inside) },
    ))
}

/// What every page inside shows.
pub(super) fn frame(room: &Room, inside: &Inside) -> Value {
    context! {
        csrf => inside.csrf.as_str(),
        insurer => room.office.insurer.as_str(),
        reader => context! { name => room.reviewer.expose() },
        office => context! { name => room.office.office.as_str(), phone => room.office.phone.as_str(), hours => () },
    }
}

fn meeting(room: &Room) -> Value {
    context! {
        date => date::wareki(room.line.held_on),
        time => room.line.starts_at.map(date::clock_time),
        no => (!room.line.meeting_no.is_empty()).then_some(room.line.meeting_no.as_str()),
        panel => room.line.panel.as_deref(),
    }
}

/// New and replaced ones first, each with its place in the packet.
fn in_order(room: &Room) -> Vec<Value> {
    let numbered = || room.materials.iter().zip(1..);
    let marked = numbered().filter(|(material, _)| material.mark != Mark::None);
    let others = numbered().filter(|(material, _)| material.mark == Mark::None);
    marked
        .chain(others)
        .map(|(material, no)| line(material, no))
        .collect()
}

fn line(material: &RoomMaterial, no: usize) -> Value {
    let mark = match material.mark {
        Mark::New => "new",
        Mark::Replaced => "replaced",
        Mark::None => "",
    };
    context! {
        version_id => material.version.to_string(),
        no,
        title => material.title.expose(),
        mark,
        mark_at => (),
        pages => material.pages,
        size => words::size(material.size),
        opened_at => material.seen_at.map(date::short_minute),
        saved_at => (),
    }
}

/// POST `/room/read-all`.
pub(super) async fn read_all(
    State(site): State<Site>,
    inside: Inside,
    Form(sent): Form<Sent>,
) -> Reply {
    if !inside.sent(&site, &sent.csrf) {
        return Ok(StatusCode::FORBIDDEN.into_response());
    }
    match kairan_board::read_all(site.app(), &inside.by).await {
        Ok(()) => {}
        Err(ChangeError::NotFound | ChangeError::State(_)) => {
            return Ok(signed_out(&site, "ended"));
        }
        Err(error) => return Err(error.into()),
    }
    let room = enter_room(site.app(), &inside.by).await?;
    let unopened = room
        .materials
        .iter()
        .filter(|material| material.seen_at.is_none());
    let unopened: Vec<String> = unopened
        .map(|material| material.title.expose().to_owned())
        .collect();
    let own = context! {
        meeting => meeting(&room),
        at => date::wareki_minute_in_japan(site.app().now()),
        unopened,
    };
    Ok(site.page(
        StatusCode::OK,
        "reviewer/read_done.html",
        context! { ..own, ..frame(&room, &inside) },
    ))
}

/// POST `/room/sign-out`. Somebody already signed out is told the same.
pub(super) async fn sign_out(
    State(site): State<Site>,
    headers: HeaderMap,
    Form(sent): Form<Sent>,
) -> Reply {
    if let Some(cookie) = cookies::read(&headers, Jar::Room, &site)
        && kairan_access::csrf_fits(site.app(), &cookie, &sent.csrf)
    {
        kairan_access::leave_room(site.app(), &cookie).await?;
    }
    let mut reply = signed_out(&site, "asked");
    *reply.status_mut() = StatusCode::OK;
    reply
        .headers_mut()
        .append(SET_COOKIE, cookies::clear(Jar::Room, &site));
    Ok(reply)
}

/// Back to the list.
pub(super) fn to_room() -> Response {
    Redirect::to("/room/").into_response()
}
