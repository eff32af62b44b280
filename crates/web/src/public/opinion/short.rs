//! `/o`: for whoever types the address from the letter: short code and passcode. Which codes
//! exist, and what became of a request, is told to nobody without the right passcode.

use super::closed::{self, Closed};
use super::door::{NO_PASSCODE, entered, misshapen, retry, sentence, wait};
use super::frame;
use crate::refusal::Reply;
use crate::site::Site;
use axum::Form;
use axum::extract::{Extension, State};
use axum::response::Response;
use http::StatusCode;
use kairan_access::{LetterError, open_by_short_code};
use kairan_domain::secret::SecretText;
use kairan_domain::short_code::ShortCode;
use kairan_domain::words;
use kairan_edge::ClientAddr;
use minijinja::{Value, context};
use serde::Deserialize;

const WRONG: &str =
    "受付コードかパスコードが違います。お手元の依頼書をご確認のうえ、もう一度入れてください。";
const NO_CODE: &str = "受付コードが入力されていません。依頼書の受付コードを入れてください。";

/// What the form sends; the passcode never prints.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    code: String,
    #[serde(default)]
    passcode: String,
}

/// GET.
pub(super) async fn show(State(site): State<Site>) -> Response {
    form(
        &site,
        "",
        StatusCode::OK,
        context! { errors => none(), wait => () },
    )
}

/// POST.
pub(super) async fn open(
    State(site): State<Site>,
    Extension(ClientAddr(from)): Extension<ClientAddr>,
    Form(typed): Form<Typed>,
) -> Reply {
    let passcode = SecretText::new(typed.passcode);
    if let Some(words) = misshapen(&passcode) {
        let mut errors = vec![context! { field => "passcode", text => words }];
        if let Some(text) = misread(&typed.code) {
            errors.insert(0, context! { field => "code", text });
        }
        let own = context! { errors, wait => () };
        return Ok(form(
            &site,
            &typed.code,
            StatusCode::UNPROCESSABLE_ENTITY,
            own,
        ));
    }
    let error = match open_by_short_code(site.app(), &typed.code, &passcode, from).await {
        Ok(opened) => return Ok(entered(&site, &opened)),
        Err(LetterError::Store(failure)) => return Err(failure.into()),
        Err(error) => error,
    };
    Ok(refused(&site, &typed.code, error))
}

/// What is wrong with a short code, by what was typed alone.
fn misread(code: &str) -> Option<&'static str> {
    if code.trim().is_empty() {
        return Some(NO_CODE);
    }
    ShortCode::parse(code).err().map(words::short_code_fault)
}

fn refused(site: &Site, code: &str, error: LetterError) -> Response {
    let again = |errors: Value| {
        let own = context! { errors, wait => () };
        form(site, code, StatusCode::UNPROCESSABLE_ENTITY, own)
    };
    match error {
        LetterError::Missing {
            code: true,
            passcode: true,
        } => again(Value::from(vec![
            context! { field => "code", text => NO_CODE },
            context! { field => "passcode", text => NO_PASSCODE },
        ])),
        LetterError::Missing { code: true, .. } => again(sentence("code", NO_CODE)),
        LetterError::Missing { .. } => again(sentence("passcode", NO_PASSCODE)),
        LetterError::Code(fault) => again(sentence("code", words::short_code_fault(fault))),
        LetterError::Wait { until }
        | LetterError::TooManyFromAddress { until }
        | LetterError::Locked { until } => {
            let own = context! { errors => none(), wait => wait(site, until) };
            let page = form(site, code, StatusCode::TOO_MANY_REQUESTS, own);
            retry(site, until, page)
        }
        LetterError::Busy(_) => {
            let closed = Closed::busy(None, "/o".to_owned());
            closed::page(site, StatusCode::SERVICE_UNAVAILABLE, &closed)
        }
        LetterError::Over(over) => closed::page(site, StatusCode::OK, &Closed::of(&over)),
        LetterError::Wrong | LetterError::Unknown | LetterError::Store(_) => {
            again(sentence("", WRONG))
        }
    }
}

fn none() -> Vec<Value> {
    Vec::new()
}

fn form(site: &Site, code: &str, status: StatusCode, own: Value) -> Response {
    let typed = context! { code => code };
    let page = context! { ..typed, ..own, ..frame::outside(None) };
    site.page(status, "opinion/short.html", page)
}
