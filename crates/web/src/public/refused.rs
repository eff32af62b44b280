//! What the gate answers to an attempt that did not open it.

use super::frame;
use super::gate::{form_context, page_of};
use crate::site::Site;
use axum::response::Response;
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use jiff::Timestamp;
use kairan_access::{GateError, GateView};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::{date, words};
use minijinja::{Value, context};

/// Neither word tells which of the two was wrong.
const WRONG: &str = "メールアドレスかパスワードが違います。お手元の用紙やメモをご確認のうえ、もう一度入力してください。";
const NO_MAIL: &str =
    "メールアドレスが入力されていません。案内のメールが届いたアドレスを入力してください。";
const NO_PASSWORD: &str =
    "パスワードが入力されていません。事務局がお伝えしたパスワードを入力してください。";
const MAIL_AS_PASSWORD: &str = "パスワードの欄にメールアドレスが入っています。事務局がお伝えしたパスワードを入力してください。";

/// The answer; `mail` as it was typed.
pub(super) fn refused(
    site: &Site,
    view: &GateView,
    (token, mail): (&str, &str),
    error: GateError,
) -> Response {
    let checked = MailAddress::check(mail);
    let mail = checked.map_or(mail.to_owned(), |mail| mail.expose().to_owned());
    let again = |errors: &[(&str, &str)]| {
        let page = context! { inside => (), ..form_context(view, token, &mail, errors) };
        site.page(StatusCode::UNPROCESSABLE_ENTITY, "reviewer/gate.html", page)
    };
    match error {
        GateError::Missing {
            mail: true,
            password: true,
        } => again(&[("mail", NO_MAIL), ("password", NO_PASSWORD)]),
        GateError::Missing { mail: true, .. } => again(&[("mail", NO_MAIL)]),
        GateError::Missing { .. } => again(&[("password", NO_PASSWORD)]),
        GateError::Mail(fault) => again(&[("mail", words::mail_error(fault))]),
        GateError::MailAsPassword => again(&[("password", MAIL_AS_PASSWORD)]),
        GateError::Wrong => again(&[("", WRONG)]),
        GateError::Wait { until } | GateError::TooManyFromAddress { until } => {
            let form = form_context(view, token, &mail, &[]);
            waiting(site, until, "reviewer/gate_wait.html", form)
        }
        GateError::Locked { until } => {
            let own = context! { retry_url => format!("/r/{token}") };
            let page = context! { ..own, ..frame::gate(view.facts()) };
            waiting(site, until, "reviewer/gate_locked.html", page)
        }
        GateError::Busy(_) => busy(site, view, token),
        // The view was read after the refusal, so it shows the state that refused.
        GateError::Unknown
        | GateError::NotYet { .. }
        | GateError::Closed { .. }
        | GateError::Withdrawn => page_of(site, view, token),
        GateError::Store(failure) => {
            tracing::error!(error = %failure, "gate");
            crate::refusal::plain(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

fn busy(site: &Site, view: &GateView, token: &str) -> Response {
    let own = context! { retry_url => format!("/r/{token}") };
    let page = context! { ..own, ..frame::gate(view.facts()) };
    let mut reply = site.page(StatusCode::SERVICE_UNAVAILABLE, "reviewer/busy.html", page);
    let headers = reply.headers_mut();
    headers.insert(RETRY_AFTER, HeaderValue::from_static("10"));
    reply
}

/// How long nothing is looked at. What a lock takes is a rule for everybody, not this seat's
/// count: it tells nobody how near it is.
fn waiting(site: &Site, until: Timestamp, name: &str, page: Value) -> Response {
    let left = until.duration_since(site.app().now());
    let seconds = left.as_secs().max(1);
    let policy = &site.app().policies.gate;
    let own = context! {
        left_text => date::time_left(left),
        seconds,
        until => date::wareki_minute_in_japan(until),
        lock_at => policy.lock_at,
        lock_for => date::time_left(policy.lock_for),
    };
    let mut reply = site.page(
        StatusCode::TOO_MANY_REQUESTS,
        name,
        context! { ..own, ..page },
    );
    if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
        reply.headers_mut().insert(RETRY_AFTER, value);
    }
    reply
}
