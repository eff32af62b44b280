//! `/r/{token}`: what the link in a mail opens.
//!
//! GET and HEAD show, and change nothing: mail scanners open links, follow them, even press
//! buttons. Only a POST with the right address and password goes on, to `/room/{key}/`, so that
//! the token leaves the address bar.

use super::caller::room_path;
use super::refused::refused;
use super::{frame, room};
use crate::cookies::{self, Jar};
use crate::refusal::Reply;
use crate::site::Site;
use axum::Form;
use axum::extract::{Extension, Path, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use kairan_access::{GateView, already_inside, look_at_gate};
use kairan_domain::date;
use kairan_domain::secret::SecretText;
use kairan_edge::ClientAddr;
use minijinja::{Value, context};
use serde::Deserialize;

/// What the gate's form sends; the password never prints.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    mail: String,
    #[serde(default)]
    password: String,
}

/// GET: the form, or why there is none. Who is inside already, by the cookie of that very seat,
/// is shown the way on; for everybody else the page is the same.
pub(super) async fn show(
    State(site): State<Site>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Reply {
    let token = token.as_str();
    let view = look_at_gate(site.app(), token).await?;
    if let GateView::Entry(facts) = &view
        && let Some(cookie) = cookies::read(&headers, Jar::Room(facts.room), &site)
        && let Some(by) = already_inside(site.app(), &cookie).await?
        && by.room() == facts.room
    {
        let packet = by.as_read().packet();
        let seat = packet.and_then(|packet| packet.seat(by.seat()));
        let inside = context! {
            name => seat.map(|seat| seat.name.expose()),
            url => room_path(facts.room, ""),
        };
        let page = context! { inside, ..empty_form(&view, token) };
        return Ok(site.page(StatusCode::OK, "reviewer/gate.html", page));
    }
    Ok(page_of(&site, &view, token))
}

/// The page for a link as it stands.
pub(super) fn page_of(site: &Site, view: &GateView, token: &str) -> Response {
    let show = |status, name: &str, more: Value| {
        let facts = frame::gate(view.facts());
        site.page(status, name, context! { ..more, ..facts })
    };
    match view {
        GateView::Unknown => show(
            StatusCode::NOT_FOUND,
            "reviewer/unknown_link.html",
            context! {},
        ),
        GateView::Entry(facts) => site.page_kept(
            "reviewer/gate.html",
            token,
            facts,
            || context! { inside => (), ..empty_form(view, token) },
        ),
        GateView::NotYet(known) => show(
            StatusCode::OK,
            "reviewer/not_yet_open.html",
            context! {
                opens => date::wareki_minute_in_japan(known.window.from),
                retry_url => format!("/r/{token}"),
            },
        ),
        GateView::Closed(known) => show(
            StatusCode::OK,
            "reviewer/closed.html",
            context! { closed => date::wareki_end_in_japan(known.window.until) },
        ),
        GateView::Withdrawn(_) => show(StatusCode::OK, "reviewer/withdrawn.html", context! {}),
    }
}

fn empty_form(view: &GateView, token: &str) -> Value {
    form_context(view, token, "", &[])
}

/// The form, with what was typed (never the password) and what is wrong.
pub(super) fn form_context(
    view: &GateView,
    token: &str,
    mail: &str,
    errors: &[(&str, &str)],
) -> Value {
    let errors: Vec<Value> = errors
        .iter()
        .map(|&(field, text)| context! { field, text })
        .collect();
    let none: Vec<Value> = Vec::new();
    let own = context! { action => format!("/r/{token}"), mail, errors, corrections => none };
    context! { ..own, ..frame::gate(view.facts()) }
}

/// POST: the only way in.
pub(super) async fn open(
    State(site): State<Site>,
    Path(token): Path<String>,
    Extension(ClientAddr(from)): Extension<ClientAddr>,
    Form(typed): Form<Typed>,
) -> Reply {
    let (token, password) = (token.as_str(), SecretText::new(typed.password));
    let opened =
        kairan_access::open_gate(site.app(), token, &typed.mail, password.expose(), from).await;
    let error = match opened {
        Ok(session) => {
            let cookie = session.to_text();
            if let Some(by) = already_inside(site.app(), &cookie).await? {
                return Ok(room::entered(&site, by.room(), &cookie));
            }
            // It closed, or was withdrawn, at this very moment: the page of the link says so.
            None
        }
        Err(error) => Some(error),
    };
    let view = look_at_gate(site.app(), token).await?;
    Ok(match error {
        Some(error) => refused(&site, &view, (token, &typed.mail), error),
        None => page_of(&site, &view, token),
    })
}
