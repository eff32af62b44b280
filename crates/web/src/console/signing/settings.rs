//! GET and POST `/console/settings`: the own password, authenticator, recovery codes, and where
//! one is signed in. Clinics' accounts have the same page.

use super::{busy, elsewhere, wait};
use crate::console::caller::Session;
use crate::console::fields::{self, At, Fields};
use crate::console::frame::Here;
use crate::console::posted::Form;
use crate::console::reply::go;
use crate::cookies::{self, Jar};
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use http::header::SET_COOKIE;
use kairan_access::{Door, OwnSession, StaffView, StepError, own_sessions, renew_second_factor};
use kairan_domain::date;
use kairan_domain::session::Step;
use serde::Serialize;

/// What the page shows at either door.
#[derive(Serialize)]
pub(crate) struct View {
    name: String,
    login: String,
    recovery_codes: usize,
    set_up_at: Option<String>,
    sessions: Vec<Line>,
    pub(crate) errors: Vec<At>,
}

#[derive(Serialize)]
struct Line {
    made_at: String,
    used_at: String,
    is_this: bool,
}

impl View {
    pub(crate) fn of(staff: &StaffView, sessions: &[OwnSession], errors: Vec<At>) -> Self {
        let line = |session: &OwnSession| Line {
            made_at: date::short_minute(session.made_at),
            used_at: date::short_minute(session.used_at),
            is_this: session.is_this,
        };
        Self {
            name: staff.name.expose().to_owned(),
            login: staff.login.expose().to_owned(),
            recovery_codes: staff.recovery_codes,
            set_up_at: staff.second_factor_at.map(date::wareki_minute),
            sessions: sessions.iter().map(line).collect(),
            errors,
        }
    }
}

pub(super) async fn page(State(site): State<Site>, session: Session) -> Reply {
    show(&site, &session, Vec::new()).await
}

pub(super) async fn submit(
    State(site): State<Site>,
    Form { caller, fields }: Form<Session>,
) -> Reply {
    let errors = missing(&fields);
    if !errors.is_empty() {
        return show(&site, &caller, errors).await;
    }
    let (password, code) = (fields.text("password"), fields.text("code"));
    match renew_second_factor(site.app(), Door::Console, &caller.cookie, password, code).await {
        Ok(token) => {
            let mut reply = go("/console/second-factor");
            let cookie = cookies::set(Jar::Staff, &token.to_text(), &site);
            reply.headers_mut().append(SET_COOKIE, cookie);
            Ok(reply)
        }
        Err(StepError::SignedOut) => Ok(go("/console/sign-in")),
        Err(StepError::Store(error)) => Err(error.into()),
        Err(error) => show(&site, &caller, vec![refused(&site, &error)]).await,
    }
}

async fn show(site: &Site, session: &Session, errors: Vec<At>) -> Reply {
    if let Some(reply) = elsewhere(session, Step::Done) {
        return Ok(reply);
    }
    let sessions = own_sessions(site.app(), Door::Console, &session.cookie).await?;
    let status = fields::status(&errors);
    let view = View::of(&session.kept.staff, &sessions, errors);
    Ok(session
        .frame
        .page("console/settings.html", Here::Elsewhere)
        .status(status)
        .reply(site, &view))
}

/// What was left empty.
pub(crate) fn missing(fields: &Fields) -> Vec<At> {
    let wanted = [
        ("password", "いまのパスワードを入力してください。"),
        ("code", "認証アプリの数字か、回復コードを入力してください。"),
    ];
    let empty = |(name, _): &(&str, &str)| fields.text(name).trim().is_empty();
    let faults = wanted.into_iter().filter(empty);
    faults.map(|(name, text)| At::new(name, text)).collect()
}

/// Which of the two was wrong is not told.
pub(crate) fn refused(site: &Site, error: &StepError) -> At {
    match *error {
        StepError::Wait { until } | StepError::Locked { until } => wait(site.app().now(), until),
        StepError::Busy(_) => busy(),
        _ => At::whole(
            "パスワードか数字が違います。数字は、アプリに次の数字が出てから入力してください。",
        ),
    }
}
