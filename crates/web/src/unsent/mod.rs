//! A form whose session was over when it was sent costs nobody what was typed: it is kept for
//! whoever typed it ([`kairan_access::keep_unsent`]), and stands filled on its page again once
//! they have signed in. Nothing is carried out by itself; the person presses the button again.
//!
//! One layer around every route, so that no form can be forgotten: [`keep`] looks at each post
//! before its handler, and at each page that is asked for with `?unsent=`.
//!
//! # Decisions
//! - 2026-12-01: the page is refilled as it leaves ([`mod@refill`]), not by each handler: sixty forms
//!   would need sixty ways back, and the next one would forget its own. Where rows follow from
//!   what was typed (the draft), the handler also draws by [`Back`].
//! - 2026-12-01: only who comes back by the address the post was led to is shown the form. A list
//!   of kept forms after each sign-in would let somebody who left words at a shared computer put
//!   them before their owner anywhere.

mod at;
mod posted;
mod refill;

pub(crate) use at::Back;

use crate::console::reply::{go, wants_json};
use crate::site::Site;
use at::{Place, page_of_post, writer_at};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use kairan_access::{
    Keeping, Named, PostedForm, drop_unsent, find_unsent, keep_unsent, latest_unsent, named,
};
use kairan_domain::date;
use kairan_domain::ids::UnsentId;
use kairan_domain::secret::SecretText;
use kairan_domain::unsent::{Unsent, Writer};
use posted::Posted;
use refill::refill;
use serde::Serialize;

/// Bytes of a page that is refilled; the longest draft takes some 200 KB.
const MOST_PAGE: usize = 8 * 1024 * 1024;

/// Around every route.
pub(crate) async fn keep(State(site): State<Site>, request: Request, next: Next) -> Response {
    let Some(place) = Place::of(request.uri().path()) else {
        return next.run(request).await;
    };
    if *request.method() == Method::POST && !wants_json(request.headers()) {
        return posted(&site, place, request, next).await;
    }
    if *request.method() != Method::GET {
        return next.run(request).await;
    }
    match asked_for(request.uri().query()) {
        Some(id) => shown(&site, id, request, next).await,
        None if place.is_letters_first(request.uri().path()) => {
            first_page(&site, place, request, next).await
        }
        None => next.run(request).await,
    }
}

fn asked_for(query: Option<&str>) -> Option<UnsentId> {
    let mut pairs = query?.split('&').filter_map(|pair| pair.split_once('='));
    let (_, id) = pairs.find(|(name, _)| *name == "unsent")?;
    id.parse().ok()
}

async fn posted(site: &Site, place: Place, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let form = Posted::look(&parts.headers, body, site.most_form()).await;
    let token = form.token().unwrap_or_default().to_owned();
    let Some(typist) = named(site.app(), &token) else {
        return onward(parts, form, next).await;
    };
    // The store does not answer: the handler says so, and keeps what it can on its page.
    let Ok(here) = writer_at(site, place, &parts.headers).await else {
        return onward(parts, form, next).await;
    };
    let live = here.as_ref().is_some_and(|here| here.fits(site, &token));
    if live {
        let was_kept = form.field("unsent").and_then(|id| id.parse().ok());
        let reply = onward(parts, form, next).await;
        forget(site, typist, was_kept, reply.status()).await;
        return reply;
    }
    if here
        .as_ref()
        .is_some_and(|here| here.writer != typist.writer)
    {
        // Somebody else is signed in here by now: their handler refuses the foreign token.
        let kept = kept(site, &parts, &token, form).await;
        return kept.map_or_else(
            |error| error,
            |_| crate::refusal::plain(StatusCode::FORBIDDEN),
        );
    }
    if let (None, Writer::Letter(_)) = (&here, typist.writer) {
        // The way back is the letter's: its page tells so, and the first page inside leads on.
        if let Err(error) = kept(site, &parts, &token, form).await {
            return error;
        }
        return next.run(Request::from_parts(parts, Body::empty())).await;
    }
    let page = page_of_post(&parts);
    match kept(site, &parts, &token, form).await {
        Ok(Keeping::Kept(id)) => led_back(
            place,
            &with_query(&page, "unsent", &id.to_string()),
            here.is_some(),
        ),
        Ok(Keeping::TooLong) => led_back(
            place,
            &with_query(&page, "said", "unsent-too-long"),
            here.is_some(),
        ),
        Ok(Keeping::Nobody) => crate::refusal::plain(StatusCode::FORBIDDEN),
        Err(error) => error,
    }
}

async fn onward(parts: Parts, form: Posted, next: Next) -> Response {
    next.run(Request::from_parts(parts, form.into_body())).await
}

async fn kept(site: &Site, parts: &Parts, token: &str, form: Posted) -> Result<Keeping, Response> {
    let whole = form.whole(parts).await;
    let posted = PostedForm {
        page: page_of_post(parts),
        action: parts.uri.path().to_owned(),
        fields: whole.fields,
        files: whole.files,
    };
    let kept = keep_unsent(site.app(), token, posted).await;
    kept.map_err(|error| crate::refusal::Unavailable::from(error).into_response())
}

/// Sent after all: not needed any longer. What failed on our side may be sent once more.
async fn forget(site: &Site, typist: Named, id: Option<UnsentId>, status: StatusCode) {
    let Some(id) = id.filter(|_| !status.is_server_error()) else {
        return;
    };
    if let Err(error) = drop_unsent(site.app(), typist.writer, id).await {
        tracing::warn!(%error, "a form that was sent is kept a little longer");
    }
}

/// To the page, by way of the sign-in unless a session stands.
fn led_back(place: Place, page: &str, signed_in: bool) -> Response {
    if signed_in {
        go(page)
    } else {
        go(&crate::console::path_with_next(place.sign_in(), Some(page)))
    }
}

fn with_query(page: &str, name: &str, value: &str) -> String {
    let joint = if page.contains('?') { '&' } else { '?' };
    format!("{page}{joint}{name}={value}")
}

/// The first page behind a letter's door: tells of words that came too late, and where they are.
async fn first_page(site: &Site, place: Place, request: Request, next: Next) -> Response {
    let here = writer_at(site, place, request.headers())
        .await
        .ok()
        .flatten();
    let reply = next.run(request).await;
    let Some(here) = here.filter(|here| matches!(here.writer, Writer::Letter(_))) else {
        return reply;
    };
    match latest_unsent(site.app(), here.writer).await {
        Ok(Some(unsent)) if reply.status().is_success() => {
            let to = with_query(&unsent.page, "unsent", &unsent.id.to_string());
            let view = Waiting {
                at: date::short_minute(unsent.at),
                to,
            };
            with_part(reply, site.part("parts/unsent_waiting.html", &view)).await
        }
        // The words are a kindness: the page does without.
        _ => reply,
    }
}

#[derive(Serialize)]
struct Waiting {
    at: String,
    to: String,
}

async fn with_part(reply: Response, part: Option<String>) -> Response {
    let (head, body) = reply.into_parts();
    let Ok(page) = to_bytes(body, MOST_PAGE).await else {
        return crate::refusal::plain(StatusCode::INTERNAL_SERVER_ERROR);
    };
    let page = readable(&page);
    let html = part.map_or_else(|| page.to_string(), |part| above(&page, &part));
    in_place(head, html)
}

/// Another text under the same head.
fn in_place(mut head: http::response::Parts, html: String) -> Response {
    head.headers.remove(CONTENT_LENGTH);
    head.headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    Response::from_parts(head, Body::from(html))
}

/// A page with what was typed in its form.
async fn shown(site: &Site, id: UnsentId, mut request: Request, next: Next) -> Response {
    let Some(unsent) = unsent_for(site, id, request.uri().path(), request.headers()).await else {
        return next.run(request).await;
    };
    request.extensions_mut().insert(Back::of(&unsent));
    let reply = next.run(request).await;
    if reply.status().is_redirection() {
        return led_on(reply, &unsent);
    }
    let reply = if is_html(reply.headers()) {
        reply
    } else {
        site.error_page_of(reply.status(), None)
    };
    filled(site, reply, &unsent).await
}

async fn unsent_for(site: &Site, id: UnsentId, path: &str, headers: &HeaderMap) -> Option<Unsent> {
    let here = writer_at(site, Place::of(path)?, headers).await.ok()??;
    find_unsent(site.app(), here.writer, id).await.ok()?
}

/// The page has moved on (published, submitted): the words go along, to be told there. To a
/// sign-in, for a session that ended in this moment, they do not.
fn led_on(mut reply: Response, unsent: &Unsent) -> Response {
    let to = reply
        .headers()
        .get(LOCATION)
        .and_then(|to| to.to_str().ok());
    let to = to.filter(|to| !to.contains("/sign-in") && !to.contains("unsent="));
    let onward = to.map(|to| {
        let (page, place) = to
            .split_once('#')
            .map_or((to, None), |(page, place)| (page, Some(place)));
        let page = with_query(page, "unsent", &unsent.id.to_string());
        place.map_or_else(|| page.clone(), |place| format!("{page}#{place}"))
    });
    if let Some(onward) = onward.and_then(|to| HeaderValue::try_from(to).ok()) {
        reply.headers_mut().insert(LOCATION, onward);
    }
    reply
}

fn is_html(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

/// What is told above the form.
#[derive(Serialize)]
struct View<'a> {
    at: String,
    /// Whether the form stands on this page.
    found: bool,
    /// Whether anything was typed, or a button alone was pressed.
    typed: bool,
    files: Vec<&'a str>,
    passwords: bool,
    left: Vec<String>,
}

async fn filled(site: &Site, reply: Response, unsent: &Unsent) -> Response {
    let (head, body) = reply.into_parts();
    let Ok(page) = to_bytes(body, MOST_PAGE).await else {
        return crate::refusal::plain(StatusCode::INTERNAL_SERVER_ERROR);
    };
    let page = readable(&page);
    let refilled = refill(
        &page,
        &unsent.action,
        &unsent.fields,
        &unsent.id.to_string(),
    );
    let visible = |name: &str| !matches!(name, "version" | "seen" | "intent");
    let fields = || unsent.fields.iter().filter(|field| visible(&field.name));
    let view = View {
        at: date::short_minute(unsent.at),
        found: refilled.found,
        typed: fields().any(|field| !field.value.expose().is_empty()),
        files: unsent.files.iter().map(SecretText::expose).collect(),
        passwords: fields()
            .any(|field| field.name.contains("password") && !field.name.ends_with("_choice")),
        left: refilled.left,
    };
    let html = match site.part("parts/unsent.html", &view) {
        Some(told) => above(&refilled.html, &told),
        None => refilled.html,
    };
    in_place(head, html)
}

/// The page with `told` on top of its main part.
fn above(page: &str, told: &str) -> String {
    let main = page
        .find("<main")
        .and_then(|at| Some(at + page[at..].find('>')? + 1));
    match main {
        Some(at) => [&page[..at], told, &page[at..]].concat(),
        None => [page, told].concat(),
    }
}

/// Text as far as it can be read: our own pages, and what a browser sends as UTF-8.
#[expect(
    clippy::disallowed_methods,
    reason = "a byte that is no text is shown as one that is not; the rest of what was typed is kept"
)]
fn readable(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}
