//! `/r/{token}`: what the link in a mail opens.
//!
//! GET and HEAD show, and change nothing: mail scanners open links, follow them, even press
//! buttons. Only a POST with the right address and password goes on, to `/room/`, so that the
//! token leaves the address bar.

use super::frame;
use crate::cookies::{self, Jar};
use crate::refusal::Reply;
use crate::site::{ClientAddr, Site};
use axum::Form;
use axum::extract::{Extension, Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{RETRY_AFTER, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use jiff::Timestamp;
use kairan_access::{GateError, GateView};
use kairan_domain::date;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::secret::SecretText;
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

/// GET: the form, or why there is none.
pub(super) async fn show(State(site): State<Site>, Path(token): Path<String>) -> Reply {
    let view = kairan_access::look_at_gate(site.app(), &token).await?;
    Ok(page_of(&site, &view, &token))
}

fn page_of(site: &Site, view: &GateView, token: &str) -> Response {
    let facts = frame::gate(view.facts());
    let retry_url = format!("/r/{token}");
    let show = |status, name: &str, more: Value| {
        site.page(status, name, context! { ..more, ..facts.clone() })
    };
    match view {
        GateView::Unknown => show(
            StatusCode::NOT_FOUND,
            "reviewer/unknown_link.html",
            context! {},
        ),
        GateView::Entry(_) => form(site, view, token, "", &[]),
        GateView::NotYet(known) => show(
            StatusCode::OK,
            "reviewer/not_yet_open.html",
            context! { opens => date::wareki_minute_in_japan(known.window.from), retry_url },
        ),
        GateView::Closed(known) => show(
            StatusCode::OK,
            "reviewer/closed.html",
            context! { closed => date::wareki_end_in_japan(known.window.until) },
        ),
        GateView::Withdrawn(_) => show(StatusCode::OK, "reviewer/withdrawn.html", context! {}),
    }
}

/// The form, with what was typed (never the password) and what is wrong.
fn form(
    site: &Site,
    view: &GateView,
    token: &str,
    mail: &str,
    errors: &[(&str, &str)],
) -> Response {
    let status = if errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let errors: Vec<Value> = errors
        .iter()
        .map(|&(field, text)| context! { field, text })
        .collect();
    let none: Vec<Value> = Vec::new();
    let own = context! { action => format!("/r/{token}"), mail, errors, corrections => none };
    site.page(
        status,
        "reviewer/gate.html",
        context! { ..own, ..frame::gate(view.facts()) },
    )
}

/// POST: the only way in.
pub(super) async fn open(
    State(site): State<Site>,
    Path(token): Path<String>,
    Extension(ClientAddr(from)): Extension<ClientAddr>,
    Form(typed): Form<Typed>,
) -> Reply {
    let password = SecretText::new(typed.password);
    let opened =
        kairan_access::open_gate(site.app(), &token, &typed.mail, password.expose(), from).await;
    match opened {
        Ok(session) => {
            let cookie = cookies::set(Jar::Room, &session.to_text(), &site);
            Ok(([(SET_COOKIE, cookie)], Redirect::to("/room/")).into_response())
        }
        Err(error) => {
            let view = kairan_access::look_at_gate(site.app(), &token).await?;
            Ok(refused(&site, &view, &token, &typed.mail, error))
        }
    }
}

/// Neither word tells which of the two was wrong.
const WRONG: &str =
    "メールアドレスかパスワードが違います。お手元の用紙をご確認のうえ、もう一度入力してください。";
const NO_MAIL: &str =
    "メールアドレスが入力されていません。案内のメールが届いたアドレスを入力してください。";
const NO_PASSWORD: &str =
    "パスワードが入力されていません。事務局がお伝えしたパスワードを入力してください。";

fn refused(site: &Site, view: &GateView, token: &str, mail: &str, error: GateError) -> Response {
    let mail = MailAddress::check(mail).map_or(mail.to_owned(), |mail| mail.expose().to_owned());
    let again = |errors: &[(&str, &str)]| form(site, view, token, &mail, errors);
    match error {
        GateError::Missing {
            mail: true,
            password: true,
        } => again(&[("mail", NO_MAIL), ("password", NO_PASSWORD)]),
        GateError::Missing { mail: true, .. } => again(&[("mail", NO_MAIL)]),
        GateError::Missing { .. } => again(&[("password", NO_PASSWORD)]),
        GateError::Wrong => again(&[("", WRONG)]),
        GateError::Wait { until } | GateError::TooManyFromAddress { until } => {
            waiting(site, view, token, until, false)
        }
        GateError::Locked { until } => waiting(site, view, token, until, true),
        GateError::Busy(_) => {
            let own = context! { retry_url => format!("/r/{token}") };
            let page = context! { ..own, ..frame::gate(view.facts()) };
            let mut reply = site.page(StatusCode::SERVICE_UNAVAILABLE, "reviewer/busy.html", page);
            reply
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from_static("10"));
            reply
        }
        // The view was read after the refusal, so it shows the state that refused.
        GateError::Unknown
        | GateError::NotYet { .. }
        | GateError::Closed { .. }
        | GateError::Withdrawn => page_of(site, view, token),
        GateError::Store(failure) => {
            tracing::error!(error = %failure, "gate");
            site.error_page(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

fn waiting(site: &Site, view: &GateView, token: &str, until: Timestamp, locked: bool) -> Response {
    let left = date::time_left(until.duration_since(site.app().now()));
    let retry_url = format!("/r/{token}");
    let (name, own) = if locked {
        let until = format!(
            "{}（日本時間）",
            date::clock_time(date::in_tokyo(until).time())
        );
        (
            "reviewer/gate_locked.html",
            context! { left_text => left, until, retry_url },
        )
    } else {
        (
            "reviewer/gate_wait.html",
            context! { wait_text => left, retry_url },
        )
    };
    let mut reply = site.page(
        StatusCode::TOO_MANY_REQUESTS,
        name,
        context! { ..own, ..frame::gate(view.facts()) },
    );
    let seconds = until.duration_since(site.app().now()).as_secs().max(1);
    if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
        reply.headers_mut().insert(RETRY_AFTER, value);
    }
    reply
}
