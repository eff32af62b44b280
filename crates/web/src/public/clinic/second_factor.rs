//! `/clinic/second-factor`: the authenticator app is set up; the answer to the right digits
//! shows the recovery codes, this once.

use super::caller::{Session, page};
use crate::console::fields::At;
use crate::console::posted::Form;
use crate::console::reply::go;
use crate::console::signing::{WRONG_FIRST_CODE, busy, qr, wait};
use crate::cookies::{self, Jar};
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use axum::response::Response;
use http::header::SET_COOKIE;
use kairan_access::{Door, RecoveryCodes, StepError, begin_second_factor, confirm_second_factor};
use kairan_domain::date;
use kairan_domain::session::Step;
use minijinja::context;

/// GET.
pub(super) async fn show(State(site): State<Site>, session: Session) -> Reply {
    form(&site, &session, Vec::new()).await
}

/// POST.
pub(super) async fn submit(
    State(site): State<Site>,
    Form { caller, fields }: Form<Session>,
) -> Reply {
    let code = fields.text("code").trim();
    if code.is_empty() {
        let error = At::new("code", "数字を入れてください。");
        return form(&site, &caller, vec![error]).await;
    }
    let error = match confirm_second_factor(site.app(), Door::Clinic, &caller.cookie, code).await {
        Ok((token, codes)) => {
            let mut reply = recovery_codes(&site, &caller, &codes);
            let cookie = cookies::set(Jar::Clinic, &token.to_text(), &site);
            reply.headers_mut().append(SET_COOKIE, cookie);
            return Ok(reply);
        }
        Err(StepError::SignedOut) => return Ok(go("/clinic/requests")),
        Err(StepError::Wait { until } | StepError::Locked { until }) => {
            wait(site.app().now(), until)
        }
        Err(StepError::Busy(_)) => busy(),
        Err(StepError::Store(error)) => return Err(error.into()),
        Err(StepError::Wrong | StepError::NewPassword(_) | StepError::SamePassword) => {
            At::new("code", WRONG_FIRST_CODE)
        }
    };
    form(&site, &caller, vec![error]).await
}

async fn form(site: &Site, session: &Session, errors: Vec<At>) -> Reply {
    if let Some(reply) = session.elsewhere(Step::SetUpSecondFactor) {
        return Ok(reply);
    }
    let begun = begin_second_factor(site.app(), Door::Clinic, &session.cookie).await;
    let set_up = match begun {
        Ok(set_up) => set_up,
        Err(StepError::Store(error)) => return Err(error.into()),
        Err(_) => return Ok(go("/clinic/sign-in")),
    };
    let own = context! {
        qr_svg => qr::svg(set_up.otpauth_uri.expose())?,
        secret => set_up.secret_groups.expose(),
        account => format!("Kairan: {}", session.kept.staff.login.expose()),
    };
    let name = "clinic/second_factor_set_up.html";
    Ok(page(site, Some(session), name, (own, errors)))
}

fn recovery_codes(site: &Site, session: &Session, codes: &RecoveryCodes) -> Response {
    let codes = codes.0.iter().map(|code| code.expose().to_owned());
    let own = context! {
        codes => codes.collect::<Vec<String>>(),
        login => session.kept.staff.login.expose(),
        made_at => date::wareki_minute_in_japan(site.app().now()),
    };
    page(
        site,
        Some(session),
        "clinic/recovery_codes.html",
        (own, Vec::new()),
    )
}
