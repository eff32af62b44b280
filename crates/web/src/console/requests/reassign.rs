//! GET and POST `/console/requests/{request}/reassign`: another doctor is asked instead, by a
//! new request.

use super::about::{About, find};
use super::edit::said;
use super::request_path;
use super::roster::{Group, Roster};
use super::typed::at_field;
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::fields;
use crate::console::frame::Here;
use crate::console::posted::Form;
use crate::console::refused::NOT_STORED;
use crate::console::reply::{go_saying, not_found};
use crate::console::said::Said;
use crate::refusal::{Reply, Unavailable};
use crate::site::Site;
use axum::extract::State;
use http::StatusCode;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::RequestState;
use kairan_opinion::{Reassignment, RegisterError, reassign_request};
use serde::Serialize;

#[derive(Serialize)]
struct View {
    request: About,
    drafting: bool,
    form: Typed,
    clinics: Vec<String>,
    physicians: Vec<Group>,
    errors: Vec<fields::At>,
}

#[derive(Default, Serialize)]
struct Typed {
    clinic: String,
    physician: String,
}

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
) -> Reply {
    let told = (StatusCode::OK, Vec::new());
    show(&site, &clerk, id, Typed::default(), told).await
}

pub(super) async fn submit(
    State(site): State<Site>,
    At(id): At<OpinionRequestId>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let typed = Typed {
        clinic: fields.text("clinic").to_owned(),
        physician: fields.text("physician").to_owned(),
    };
    let roster = Roster::of(site.app(), &clerk.by, None).await?;
    let to = Reassignment {
        clinic: roster.key_of(&typed.clinic),
        physician: typed.physician.clone(),
        ..Reassignment::default()
    };
    match reassign_request(site.app(), &clerk.by, id, &to).await {
        Ok(new) => {
            let told = match said(&new.warnings) {
                Said::RequestRegistered => Said::RequestReassigned,
                odd => odd,
            };
            Ok(go_saying(&request_path(new.id), told))
        }
        Err(error) => match told(error) {
            Ok(told) => show(&site, &clerk, id, typed, told).await,
            Err(None) => Ok(not_found()),
            Err(Some(said)) => Ok(go_saying(&request_path(id), said)),
        },
    }
}

type Told = (StatusCode, Vec<fields::At>);

/// What to say at the form; `Err`: the form makes no sense any more.
fn told(error: RegisterError) -> Result<Told, Option<Said>> {
    let whole = |status| Ok((status, vec![fields::At::whole(NOT_STORED)]));
    match error {
        RegisterError::NotFound => Err(None),
        RegisterError::Refused(_) | RegisterError::ChangedMeanwhile => {
            Err(Some(Said::RequestState))
        }
        RegisterError::NoSpace => Err(Some(Said::NoSpace)),
        RegisterError::Faults(faults) => {
            let faults = faults.iter().map(at_field).collect();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, faults))
        }
        RegisterError::Duplicate(_) | RegisterError::Contended => whole(StatusCode::CONFLICT),
        RegisterError::Store(error) => {
            let Unavailable = error.into();
            whole(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

async fn show(
    site: &Site,
    clerk: &Clerk,
    id: OpinionRequestId,
    form: Typed,
    (status, errors): Told,
) -> Reply {
    let page = match find(site, &clerk.by, id).await {
        Ok(page) => page,
        Err(instead) => return instead,
    };
    if !page.row.state.is_writable() {
        return Ok(go_saying(&request_path(id), Said::RequestState));
    }
    let roster = Roster::of(site.app(), &clerk.by, None).await?;
    let view = View {
        request: About::of(&page.row),
        drafting: page.row.state == RequestState::Drafting,
        form,
        clinics: roster.clinics(),
        physicians: roster.physicians(),
        errors,
    };
    Ok(clerk
        .frame
        .page("console/requests/reassign.html", Here::Requests)
        .status(status)
        .reply(site, &view))
}
