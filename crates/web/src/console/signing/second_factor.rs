//! GET and POST `/console/second-factor`: the authenticator app is set up; the answer to the
//! right digits shows the recovery codes, this once.

use super::{busy, elsewhere, qr, wait};
use crate::console::caller::Session;
use crate::console::fields;
use crate::console::fields::At;
use crate::console::frame::Here;
use crate::console::posted::Form;
use crate::console::reply::go;
use crate::cookies::{self, Jar};
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use axum::response::Response;
use http::header::SET_COOKIE;
use kairan_access::{Door, RecoveryCodes, StepError, begin_second_factor, confirm_second_factor};
use kairan_domain::date;
use kairan_domain::secret::SecretText;
use kairan_domain::session::Step;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    qr_svg: String,
    secret: String,
    account: String,
    errors: Vec<At>,
}

#[derive(Serialize)]
struct CodesView<'a> {
    codes: Vec<&'a str>,
    login: &'a str,
    made_at: String,
}

pub(super) async fn page(State(site): State<Site>, session: Session) -> Reply {
    show(&site, &session, Vec::new()).await
}

pub(super) async fn submit(
    State(site): State<Site>,
    Form { caller, fields }: Form<Session>,
) -> Reply {
    let code = fields.text("code").trim();
    if code.is_empty() {
        return show(
            &site,
            &caller,
            vec![At::new("code", "数字を入れてください。")],
        )
        .await;
    }
    let error = match confirm_second_factor(site.app(), Door::Console, &caller.cookie, code).await {
        Ok((token, codes)) => {
            let mut reply = recovery_codes(&site, &caller, &codes);
            reply.headers_mut().append(
                SET_COOKIE,
                cookies::set(Jar::Staff, &token.to_text(), &site),
            );
            return Ok(reply);
        }
        Err(StepError::SignedOut) => return Ok(go("/console/")),
        Err(StepError::Wait { until } | StepError::Locked { until }) => {
            wait(site.app().now(), until)
        }
        Err(StepError::Busy(_)) => busy(),
        Err(StepError::Store(error)) => return Err(error.into()),
        Err(StepError::Wrong | StepError::NewPassword(_) | StepError::SamePassword) => {
            At::new("code", WRONG)
        }
    };
    show(&site, &caller, vec![error]).await
}

pub(crate) const WRONG: &str = "数字が違います。アプリにいま出ている数字を入れてください。合わないときは、スマートフォンの時刻が自動で合うようになっているかを確かめてください。";

async fn show(site: &Site, session: &Session, errors: Vec<At>) -> Reply {
    if let Some(reply) = elsewhere(session, Step::SetUpSecondFactor) {
        return Ok(reply);
    }
    let set_up = match begin_second_factor(site.app(), Door::Console, &session.cookie).await {
        Ok(set_up) => set_up,
        Err(StepError::Store(error)) => return Err(error.into()),
        Err(_) => return Ok(go("/console/sign-in")),
    };
    let qr_svg = qr::svg(set_up.otpauth_uri.expose())?;
    let status = fields::status(&errors);
    let secret = set_up.secret_groups.expose().to_owned();
    let view = View {
        qr_svg,
        secret,
        account: account(session),
        errors,
    };
    Ok(session
        .frame
        .page("console/second_factor_set_up.html", Here::Elsewhere)
        .status(status)
        .reply(site, &view))
}

/// As apps name the entry: the issuer and the account of the QR code.
fn account(session: &Session) -> String {
    format!("Kairan: {}", session.kept.staff.login.expose())
}

fn recovery_codes(site: &Site, session: &Session, codes: &RecoveryCodes) -> Response {
    let view = CodesView {
        codes: codes.0.iter().map(SecretText::expose).collect(),
        login: session.kept.staff.login.expose(),
        made_at: date::wareki_minute_in_japan(site.app().now()),
    };
    session
        .frame
        .page("console/recovery_codes.html", Here::Elsewhere)
        .reply(site, &view)
}
