//! GET and POST `/console/sign-in`: login id and password.

use super::{Next, busy, onward, wait};
use crate::console::caller::Session;
use crate::console::fields::{At, Fields};
use crate::console::frame::{Frame, Here};
use crate::console::own_path::own_path;
use crate::console::reply::go;
use crate::console::said::{Notice, Told};
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Extension, Query, State};
use axum::response::Response;
use http::StatusCode;
use kairan_access::{Door, SignInError, sign_in};
use kairan_domain::date;
use kairan_domain::session::Step;
use kairan_edge::ClientAddr;
use serde::Serialize;

#[derive(Default, Serialize)]
struct View<'a> {
    login: &'a str,
    next: &'a str,
    errors: Vec<At>,
}

pub(super) async fn page(
    State(site): State<Site>,
    Query(next): Query<Next>,
    Query(told): Query<Told>,
    session: Result<Session, Response>,
) -> Response {
    let next = next.path().unwrap_or_default();
    if session.is_ok_and(|session| session.kept.step == Step::Done) {
        return go(if next.is_empty() { "/console/" } else { next });
    }
    let view = View {
        next,
        ..View::default()
    };
    Frame::default()
        .page("console/sign_in.html", Here::Elsewhere)
        .telling(told.notice().or_else(|| kept(next)))
        .reply(&site, &view)
}

/// What somebody reads whose form came after the session's end.
pub(crate) fn kept(next: &str) -> Option<Notice> {
    next.contains("unsent=").then(|| Notice::info(KEPT))
}

const KEPT: &str = "ログインの時間が切れていました。送られた内容はお預かりしています。ログインすると、入力した画面に戻ります（ファイルとパスワードは除きます）。";

pub(super) async fn submit(
    State(site): State<Site>,
    Extension(ClientAddr(from)): Extension<ClientAddr>,
    axum::Form(pairs): axum::Form<Vec<(String, String)>>,
) -> Reply {
    let fields = Fields::new(pairs);
    let (login, password) = (fields.text("login").trim(), fields.text("password"));
    let next = own_path(fields.text("next"));
    let mut errors = missing(login, password);
    if errors.is_empty() {
        match sign_in(site.app(), Door::Console, login, password, from).await {
            Ok((token, step)) => return Ok(onward(&site, &token.to_text(), step, next)),
            Err(SignInError::Store(error)) => return Err(error.into()),
            Err(SignInError::Refused) => errors.push(At::whole(refused(&site, "管理者"))),
            Err(SignInError::TooManyFromAddress { until }) => {
                errors.push(wait(site.app().now(), until));
            }
            Err(SignInError::Busy(_)) => errors.push(busy()),
        }
    }
    let view = View {
        login,
        next: next.unwrap_or_default(),
        errors,
    };
    let frame = Frame::default();
    let page = frame.page("console/sign_in.html", Here::Elsewhere);
    Ok(page
        .status(StatusCode::UNPROCESSABLE_ENTITY)
        .reply(&site, &view))
}

/// One sentence for unknown, wrong, waiting, locked and retired: which of them is nobody's
/// business before the password is right. `whom`: who can help.
pub(crate) fn refused(site: &Site, whom: &str) -> String {
    let rule = &site.app().policies.console;
    format!(
        "ログインできませんでした。利用者IDとパスワードを確かめてください。間違いが{}回を超えると、正しいパスワードでも入れない時間ができます（{}から{}）。少し待ってから、もう一度お試しください。{}回になると{}入れなくなります。お急ぎのときは、{whom}に「ログインのやり直し」を頼んでください。",
        rule.free,
        date::time_left(rule.first_wait),
        date::time_left(rule.longest_wait),
        rule.lock_at,
        date::time_left(rule.lock_for),
    )
}

pub(crate) fn missing(login: &str, password: &str) -> Vec<At> {
    let mut errors = Vec::new();
    if login.is_empty() {
        errors.push(At::new("login", "利用者IDを入れてください。"));
    }
    if password.is_empty() {
        errors.push(At::new("password", "パスワードを入れてください。"));
    }
    errors
}
