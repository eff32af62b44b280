//! `/room/{key}/`: the materials of one meeting, for the reviewer inside.
//!
//! Every POST is answered with a redirect, so that a tab that a browser restores, or a reload,
//! asks by GET for an address that has a page.

use super::caller::{Guest, Inside, over_page, room_path};
use crate::cookies::{self, Jar};
use crate::refusal::Reply;
use crate::site::Site;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode};
use kairan_access::{RoomKey, already_inside};
use kairan_board::{ChangeError, Gone, Mark, ReadAll, Room, RoomMaterial, enter_room};
use kairan_domain::{date, words};
use minijinja::{Value, context};
use serde::Deserialize;

/// What the room's forms send.
#[derive(Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    csrf: String,
    /// Said once more, after being told what has not been opened.
    #[serde(default)]
    sure: String,
}

/// GET `/room/`: on to the one room this browser has open, or the choice between several.
pub(super) async fn choose(State(site): State<Site>, headers: HeaderMap) -> Reply {
    let mut open = Vec::new();
    // More cookies than a browser of one reviewer ever holds are not looked at.
    for (key, cookie) in cookies::rooms(&headers, &site).into_iter().take(20) {
        let inside = already_inside(site.app(), &cookie).await?;
        if let Some(by) = inside.filter(|by| by.room() == key)
            && let Some(packet) = by.as_read().packet()
        {
            open.push((packet.plan.held_on, room_path(key, "")));
        }
    }
    open.sort();
    if let [(_, only)] = &open[..] {
        return Ok(to(only));
    }
    if open.is_empty() {
        return Ok(over_page(&site, None));
    }
    let rooms: Vec<Value> = open
        .into_iter()
        .map(|(on, url)| context! { date => date::wareki(on), url })
        .collect();
    let page = context! { reader => (), office => (), rooms };
    Ok(site.page(StatusCode::OK, "reviewer/rooms.html", page))
}

/// GET `/room/{key}`: as typed by hand.
pub(super) async fn with_slash(Path(key): Path<String>) -> Response {
    match key.parse::<RoomKey>() {
        Ok(key) => to(&room_path(key, "")),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// GET `/room/{key}/in`: where the gate leads. A browser that comes without the cookie it was
/// given a moment ago takes none.
pub(super) async fn arrive(State(site): State<Site>, guest: Guest) -> Response {
    match guest {
        Guest::Inside(inside) => to(&inside.path("")),
        Guest::Over(over) => over_page(&site, Some(&over)),
        Guest::Nobody => {
            let page = context! { reader => (), office => () };
            site.page(StatusCode::UNAUTHORIZED, "reviewer/no_cookie.html", page)
        }
    }
}

/// GET `/room/{key}/`.
pub(super) async fn show(State(site): State<Site>, inside: Inside) -> Reply {
    let room = enter_room(site.app(), &inside.by).await?;
    let total = room.materials.iter().map(|material| material.size).sum();
    let withdrawn = room.withdrawn.iter().map(|gone| {
        context! { no => gone.no, title => gone.title.expose(), at => date::short_minute(gone.at) }
    });
    let named = |gone: &[Gone]| -> Vec<String> {
        let title = |it: &Gone| format!("{}. {}", it.no, it.title.expose());
        gone.iter().map(title).collect()
    };
    let own = context! {
        cut => named(&room.cut.replaced),
        missing => named(&room.cut.missing),
        meeting => meeting(&room),
        until => date::wareki_end_in_japan(room.until),
        remark => room.remark.as_ref().map(kairan_domain::secret::SecretText::expose),
        fresh => room.new_first.len(),
        materials => in_order(&room),
        withdrawn => withdrawn.collect::<Vec<Value>>(),
        total_size => words::size(total),
        read_all_at => room.read_all.standing().map(date::wareki_minute),
        read_before => matches!(room.read_all, ReadAll::Outdated(_)),
    };
    Ok(inside.page(&site, &room, "reviewer/room.html", own))
}

impl Inside {
    fn page(&self, site: &Site, room: &Room, name: &str, own: Value) -> Response {
        site.page(
            StatusCode::OK,
            name,
            context! { ..own, ..frame(room, self) },
        )
    }
}

/// What every page inside shows.
pub(super) fn frame(room: &Room, inside: &Inside) -> Value {
    context! {
        csrf => inside.csrf.as_str(),
        room_url => inside.path(""),
        insurer => room.office.insurer.as_str(),
        reader => context! { name => room.reviewer.expose() },
        office => context! { name => room.office.office.as_str(), phone => room.office.phone.as_str() },
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

/// New and replaced ones first, each with its number.
fn in_order(room: &Room) -> Vec<Value> {
    let marked = room.materials.iter().filter(|it| it.mark != Mark::None);
    let others = room.materials.iter().filter(|it| it.mark == Mark::None);
    marked.chain(others).map(line).collect()
}

fn line(material: &RoomMaterial) -> Value {
    let mark = match material.mark {
        Mark::New => "new",
        Mark::Replaced => "replaced",
        Mark::None => "",
    };
    context! {
        version_id => material.version.to_string(),
        no => material.no,
        title => material.title.expose(),
        mark,
        mark_at => material.shown_at.map(date::short_minute),
        pages => material.pages,
        size => words::size(material.size),
        opened_at => material.viewed_at.map(date::short_minute),
        saved_at => material.saved_at.map(date::short_minute),
    }
}

/// POST `/room/{key}/read-all`. Whoever has not opened everything is asked first.
pub(super) async fn read_all(
    State(site): State<Site>,
    inside: Inside,
    Form(sent): Form<Sent>,
) -> Reply {
    if !inside.sent(&site, &sent.csrf) {
        return Ok(StatusCode::FORBIDDEN.into_response());
    }
    let room = enter_room(site.app(), &inside.by).await?;
    if sent.sure.is_empty() && room.unopened().next().is_some() {
        return Ok(to(&inside.path("read-all")));
    }
    match kairan_board::read_all(site.app(), &inside.by).await {
        Ok(()) => Ok(to(&inside.path("read-done"))),
        // The window ended at this moment: the room's own page says so.
        Err(ChangeError::NotFound | ChangeError::State(_)) => Ok(to(&inside.path(""))),
        Err(error) => Err(error.into()),
    }
}

/// POST `/room/{key}/read-all/undo`: pressed too early.
pub(super) async fn take_back(
    State(site): State<Site>,
    inside: Inside,
    Form(sent): Form<Sent>,
) -> Reply {
    if !inside.sent(&site, &sent.csrf) {
        return Ok(StatusCode::FORBIDDEN.into_response());
    }
    match kairan_board::take_back_read_all(site.app(), &inside.by).await {
        Ok(()) | Err(ChangeError::NotFound | ChangeError::State(_)) => Ok(to(&inside.path(""))),
        Err(error) => Err(error.into()),
    }
}

/// GET `/room/{key}/read-all`: the question before it is sent.
pub(super) async fn ask_read_all(State(site): State<Site>, inside: Inside) -> Reply {
    let room = enter_room(site.app(), &inside.by).await?;
    let unopened = titles_unopened(&room);
    if unopened.is_empty() || room.read_all.standing().is_some() {
        return Ok(to(&inside.path("")));
    }
    let own = context! { unopened };
    Ok(inside.page(&site, &room, "reviewer/read_ask.html", own))
}

/// GET `/room/{key}/read-done`: what was sent.
pub(super) async fn read_done(State(site): State<Site>, inside: Inside) -> Reply {
    let room = enter_room(site.app(), &inside.by).await?;
    let Some(at) = room.read_all.standing() else {
        return Ok(to(&inside.path("")));
    };
    let own = context! {
        meeting => meeting(&room),
        at => date::wareki_minute_in_japan(at),
        unopened => titles_unopened(&room),
    };
    Ok(inside.page(&site, &room, "reviewer/read_done.html", own))
}

fn titles_unopened(room: &Room) -> Vec<String> {
    let title = |material: &RoomMaterial| material.title.expose().to_owned();
    room.unopened().map(title).collect()
}

/// POST `/room/{key}/sign-out`. Somebody already signed out is told the same. The cookie stays
/// until the browser is closed: it opens nothing, but tells the next page whom to phone.
pub(super) async fn sign_out(
    State(site): State<Site>,
    guest: Guest,
    Path(key): Path<RoomName>,
    Form(sent): Form<Sent>,
) -> Reply {
    if let Guest::Inside(inside) = guest
        && inside.sent(&site, &sent.csrf)
    {
        kairan_access::leave_room(site.app(), inside.cookie()).await?;
    }
    Ok(to(&format!("/room/{}/left", key.key)))
}

/// The key in an address, already found to be one.
#[derive(Deserialize)]
pub(super) struct RoomName {
    key: String,
}

/// GET `/room/{key}/left`: the page after signing out; the room for whoever is still inside.
pub(super) async fn left(State(site): State<Site>, guest: Guest) -> Response {
    let mut page = match guest {
        Guest::Inside(inside) => return to(&inside.path("")),
        Guest::Over(over) => over_page(&site, Some(&over)),
        Guest::Nobody => {
            let page = context! { reader => (), office => (), meeting => (), reason => "left" };
            site.page(StatusCode::OK, "reviewer/signed_out.html", page)
        }
    };
    *page.status_mut() = StatusCode::OK;
    page
}

/// GET of an address that takes POST alone, as a restored tab asks: the room, or why not.
pub(super) async fn back(guest: Inside) -> Response {
    to(&guest.path(""))
}

/// Onward by GET.
pub(super) fn to(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// Whose reviewer's cookies a request carries, to tell whom to phone on a page that is about
/// nothing in particular.
pub(crate) async fn office_of(site: &Site, headers: &HeaderMap) -> Option<Value> {
    for (_, cookie) in cookies::rooms(headers, site).into_iter().take(3) {
        if let Ok(Some(facts)) = kairan_access::office_behind(site.app(), &cookie).await {
            return Some(super::frame::gate(Some(&facts)));
        }
    }
    None
}

/// Sets nothing but the cookie of the room just opened.
pub(super) fn entered(site: &Site, room: RoomKey, cookie: &str) -> Response {
    let set = cookies::set(Jar::Room(room), cookie, site);
    let headers = [(http::header::SET_COOKIE, set)];
    (headers, Redirect::to(&room_path(room, "in"))).into_response()
}
