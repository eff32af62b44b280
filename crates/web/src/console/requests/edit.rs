//! GET and POST `/console/requests/new` and `/console/requests/{request}/change`: a request's
//! form. Somebody who is not on the roster yet is put there on the way; nothing typed is lost.

use super::about::find;
use super::edit_view::{Whose, With, show};
use super::received::{Adding, add_to_roster};
use super::request_path;
use super::roster::Roster;
use super::typed::{at_field, blank, raw_of};
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::fields::{self, Fields};
use crate::console::posted::Form;
use crate::console::refused::NOT_STORED;
use crate::console::reply::{go_saying, not_found};
use crate::console::said::Said;
use crate::refusal::{Reply, Unavailable};
use crate::site::Site;
use axum::extract::State;
use http::StatusCode;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{RawOpinionRequest, RequestState};
use kairan_opinion::{
    RegisterError, RegisterWarning, change_request, raw_of_plan, register_request,
};

pub(super) async fn page_new(State(site): State<Site>, clerk: Clerk) -> Reply {
    let insurer_no = kairan_opinion::insurer_no(site.app(), &clerk.by).await?;
    let raw = blank(insurer_no.to_string());
    show(&site, &clerk, None, &raw, With::default()).await
}

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
) -> Reply {
    let page = match find(&site, &clerk.by, id).await {
        Ok(page) => page,
        Err(instead) => return instead,
    };
    let changeable = matches!(
        page.row.state,
        RequestState::Requested | RequestState::Drafting
    );
    if !changeable {
        return Ok(go_saying(&request_path(id), Said::RequestState));
    }
    let raw = raw_of_plan(&page.plan);
    let whose = Some((id, page.edition));
    show(&site, &clerk, whose, &raw, With::default()).await
}

pub(super) async fn submit_new(
    State(site): State<Site>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    save(&site, &clerk, None, &fields).await
}

pub(super) async fn submit(
    State(site): State<Site>,
    At(id): At<OpinionRequestId>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let seen = fields.text("version").parse().unwrap_or_default();
    save(&site, &clerk, Some((id, seen)), &fields).await
}

async fn save(site: &Site, clerk: &Clerk, whose: Whose, fields: &Fields) -> Reply {
    let roster = Roster::of(site.app(), &clerk.by, None).await?;
    let mut raw = raw_of(fields);
    raw.clinic = roster.key_of(&raw.clinic);
    if matches!(fields.text("intent"), "add_clinic" | "add_physician") {
        let with = add_to_roster(site, clerk, fields, &mut raw).await;
        return show(site, clerk, whose, &raw, with).await;
    }
    let done = match whose {
        None => register_request(site.app(), &clerk.by, &raw)
            .await
            .map(|done| (done.id, said(&done.warnings))),
        Some((id, seen)) => change_request(site.app(), &clerk.by, id, seen, &raw)
            .await
            .map(|_| (id, Said::RequestChanged)),
    };
    match done {
        Ok((id, said)) => Ok(go_saying(&request_path(id), said)),
        Err(error) => refused(site, clerk, (whose, &raw, fields), error).await,
    }
}

/// What a new request's page tells first.
pub(super) fn said(warnings: &[RegisterWarning]) -> Said {
    let still_open = |warning: &RegisterWarning| matches!(warning, RegisterWarning::StillOpen(_));
    if warnings.iter().any(still_open) {
        Said::RequestStillOpen
    } else if warnings.is_empty() {
        Said::RequestRegistered
    } else {
        Said::RequestDueLate
    }
}

async fn refused(
    site: &Site,
    clerk: &Clerk,
    (whose, raw, fields): (Whose, &RawOpinionRequest, &Fields),
    error: RegisterError,
) -> Reply {
    let mut with = With {
        adding: Adding::of(fields),
        status: StatusCode::UNPROCESSABLE_ENTITY,
        ..With::default()
    };
    match error {
        RegisterError::NotFound => return Ok(not_found()),
        RegisterError::Refused(_) => {
            let back = whose.map_or_else(
                || "/console/requests".to_owned(),
                |(id, _)| request_path(id),
            );
            return Ok(go_saying(&back, Said::RequestState));
        }
        RegisterError::Faults(faults) => {
            with.errors = faults.iter().map(at_field).collect();
        }
        RegisterError::Duplicate(other) => {
            with.duplicate = Some(other);
            with.errors = vec![fields::At::new("kind", DUPLICATE)];
            with.status = StatusCode::CONFLICT;
        }
        RegisterError::ChangedMeanwhile => {
            with.errors = vec![fields::At::whole(CHANGED)];
            with.status = StatusCode::CONFLICT;
        }
        RegisterError::Contended => {
            with.errors = vec![fields::At::whole(NOT_STORED)];
            with.status = StatusCode::CONFLICT;
        }
        RegisterError::NoSpace => {
            with.errors = vec![fields::At::whole(NO_SPACE)];
            with.status = StatusCode::SERVICE_UNAVAILABLE;
        }
        RegisterError::Store(error) => {
            let Unavailable = error.into();
            with.errors = vec![fields::At::whole(NOT_STORED)];
            with.status = StatusCode::SERVICE_UNAVAILABLE;
        }
    }
    // Whoever is not on the roster can be put there at once.
    if with.errors.iter().any(|at| at.is_at("clinic")) && !raw.clinic.trim().is_empty() {
        with.adding_open = "clinic";
        with.adding.name_if_empty(&raw.clinic);
    }
    show(site, clerk, whose, raw, with).await
}

const DUPLICATE: &str = "同じ方の同じ申請日の「初回」の依頼が、すでにあります。別の医師にも頼むときは「再依頼」か「再意見書」を選んでください。";
const CHANGED: &str = "この画面を開いたあとに、ほかの担当者が内容を変えました。保存していません。いまの内容を別のタブで確かめてから、もう一度押すと、この画面の内容で保存します。";
const NO_SPACE: &str = "サーバーの空き容量が足りないため、いまは登録できません。入力はこの画面に残っています。システム管理者に連絡してください。";
