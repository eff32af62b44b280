//! GET and POST `…/accept`, POST `…/accept/undo`; GET and POST `…/send-back` and `…/cancel`: what becomes of a request. What
//! is accepted or sent back is what the page has shown.

use super::about::{About, find};
use super::refused::undone;
use super::request_path;
use super::show_view::pdf_url;
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::fields;
use crate::console::frame::Here;
use crate::console::posted::Form;
use crate::console::reply::go_saying;
use crate::console::said::Said;
use crate::console::when;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{MOST_REASON, OpinionRefusal, RequestState};
use kairan_domain::words;
use kairan_opinion::{
    ChangeError, RequestPage, TakeBackError, VersionLine, accept_opinion, cancel_request,
    send_back_opinion, take_back_acceptance,
};
use serde::Serialize;

#[derive(Serialize)]
struct SendBackView {
    request: About,
    version: VersionView,
    form: Typed,
    mail: bool,
    phone: String,
    max_reason: usize,
    errors: Vec<fields::At>,
}

/// A version in a sentence.
#[derive(Serialize)]
pub(super) struct VersionView {
    pub(super) no: u32,
    at: String,
    how: &'static str,
    pdf_url: Option<String>,
}

#[derive(Serialize)]
struct CancelView {
    request: About,
    drafting: bool,
    phone: String,
    form: Typed,
    max_reason: usize,
    errors: Vec<fields::At>,
}

#[derive(Serialize)]
struct Typed {
    reason: String,
}

#[derive(Serialize)]
struct AcceptView {
    request: About,
    version: VersionView,
    late: bool,
    pages: Option<u32>,
    /// When the doctor's draft, which goes with acceptance, was saved last.
    draft_saved_at: Option<String>,
}

pub(super) async fn page_accept(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
) -> Reply {
    let page = match find(&site, &clerk.by, id).await {
        Ok(page) => page,
        Err(instead) => return instead,
    };
    let waits = page.row.state == RequestState::Submitted;
    let Some(version) = page.versions.last().filter(|_| waits) else {
        return Ok(go_saying(&request_path(id), Said::RequestState));
    };
    let view = AcceptView {
        request: About::of(&page.row),
        version: VersionView::of(&page, version),
        late: version.late,
        pages: version.pages,
        draft_saved_at: page.draft_saved_at.map(when::long),
    };
    let page = clerk
        .frame
        .page("console/requests/accept.html", Here::Requests);
    Ok(page.reply(&site, &view))
}

/// `accept/undo`.
pub(super) async fn take_back(
    State(site): State<Site>,
    At(id): At<OpinionRequestId>,
    Form { caller: clerk, .. }: Form<Clerk>,
) -> Reply {
    match take_back_acceptance(site.app(), &clerk.by, id).await {
        Ok(()) => Ok(go_saying(&request_path(id), Said::AcceptanceTakenBack)),
        Err(TakeBackError::InMeeting) => Ok(go_saying(&request_path(id), Said::OpinionInMeeting)),
        Err(TakeBackError::Change(error)) => undone(error, id),
    }
}

pub(super) async fn accept(
    State(site): State<Site>,
    At(id): At<OpinionRequestId>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let seen = fields.text("seen").parse().unwrap_or_default();
    match accept_opinion(site.app(), &clerk.by, id, seen).await {
        Ok(()) => Ok(go_saying(&request_path(id), Said::OpinionAccepted)),
        Err(error) => undone(error, id),
    }
}

pub(super) async fn page_send_back(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
) -> Reply {
    show_send_back(&site, &clerk, id, ("", Vec::new())).await
}

pub(super) async fn send_back(
    State(site): State<Site>,
    At(id): At<OpinionRequestId>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let seen = fields.text("seen").parse().unwrap_or_default();
    let reason = fields.text("reason");
    match send_back_opinion(site.app(), &clerk.by, id, seen, reason).await {
        Ok(()) => Ok(go_saying(&request_path(id), Said::OpinionSentBack)),
        Err(ChangeError::Refused(refusal @ OpinionRefusal::Reason { .. })) => {
            show_send_back(&site, &clerk, id, (reason, at_reason(refusal))).await
        }
        Err(error) => undone(error, id),
    }
}

fn at_reason(refusal: OpinionRefusal) -> Vec<fields::At> {
    vec![fields::At::new("reason", words::opinion_refusal(refusal))]
}

impl VersionView {
    pub(super) fn of(page: &RequestPage, version: &VersionLine) -> Self {
        Self {
            no: version.number,
            at: when::long(version.at),
            how: version.arrival.label(),
            pdf_url: pdf_url(page, version),
        }
    }
}

async fn show_send_back(
    site: &Site,
    clerk: &Clerk,
    id: OpinionRequestId,
    (reason, errors): (&str, Vec<fields::At>),
) -> Reply {
    let page = match find(site, &clerk.by, id).await {
        Ok(page) => page,
        Err(instead) => return instead,
    };
    let waits = page.row.state == RequestState::Submitted;
    let Some(version) = page.versions.last().filter(|_| waits) else {
        return Ok(go_saying(&request_path(id), Said::RequestState));
    };
    let view = SendBackView {
        request: About::of(&page.row),
        version: VersionView::of(&page, version),
        form: Typed {
            reason: reason.to_owned(),
        },
        mail: page.clinic.mail.is_some(),
        phone: page.clinic.phone.clone(),
        max_reason: MOST_REASON,
        errors,
    };
    Ok(clerk
        .frame
        .page("console/requests/send_back.html", Here::Requests)
        .status(fields::status(&view.errors))
        .reply(site, &view))
}

pub(super) async fn page_cancel(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
) -> Reply {
    show_cancel(&site, &clerk, id, ("", Vec::new())).await
}

pub(super) async fn cancel(
    State(site): State<Site>,
    At(id): At<OpinionRequestId>,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let reason = fields.text("reason");
    match cancel_request(site.app(), &clerk.by, id, reason).await {
        Ok(()) => Ok(go_saying(&request_path(id), Said::RequestCancelled)),
        Err(ChangeError::Refused(refusal @ OpinionRefusal::Reason { .. })) => {
            show_cancel(&site, &clerk, id, (reason, at_reason(refusal))).await
        }
        Err(error) => undone(error, id),
    }
}

async fn show_cancel(
    site: &Site,
    clerk: &Clerk,
    id: OpinionRequestId,
    (reason, errors): (&str, Vec<fields::At>),
) -> Reply {
    let page = match find(site, &clerk.by, id).await {
        Ok(page) => page,
        Err(instead) => return instead,
    };
    let state = page.row.state;
    if !state.is_writable() && state != RequestState::Submitted {
        return Ok(go_saying(&request_path(id), Said::RequestState));
    }
    let view = CancelView {
        request: About::of(&page.row),
        drafting: state == RequestState::Drafting,
        phone: page.clinic.phone.clone(),
        form: Typed {
            reason: reason.to_owned(),
        },
        max_reason: MOST_REASON,
        errors,
    };
    Ok(clerk
        .frame
        .page("console/requests/cancel.html", Here::Requests)
        .status(fields::status(&view.errors))
        .reply(site, &view))
}
