//! GET `…/form.pdf`, `…/versions/{no}/opinion.pdf` and `…/masked.pdf`: the official form with
//! its head filled in, and the pages of what came. Each look is audited.

use super::letter::unprinted;
use super::request_path;
use crate::console::at::{At, Number};
use crate::console::caller::{Clerk, Staff};
use crate::console::reply::{not_found, pdf};
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use kairan_domain::ids::OpinionRequestId;
use kairan_opinion::{PagesError, Which, draw_form, open_opinion};

pub(super) async fn form(
    State(site): State<Site>,
    clerk: Clerk,
    At(id): At<OpinionRequestId>,
) -> Reply {
    match draw_form(site.app(), &clerk.by, id).await {
        Ok(form) => Ok(pdf(form, "主治医意見書.pdf")),
        Err(error) => unprinted(error, &request_path(id)),
    }
}

pub(super) async fn opinion(
    State(site): State<Site>,
    staff: Staff,
    At(id): At<OpinionRequestId>,
    Number(version): Number,
) -> Reply {
    pages(&site, &staff, id, version, Which::Whole).await
}

pub(super) async fn masked(
    State(site): State<Site>,
    staff: Staff,
    At(id): At<OpinionRequestId>,
    Number(version): Number,
) -> Reply {
    pages(&site, &staff, id, version, Which::Masked).await
}

async fn pages(
    site: &Site,
    staff: &Staff,
    id: OpinionRequestId,
    version: u32,
    which: Which,
) -> Reply {
    match open_opinion(site.app(), &staff.by, id, version, which).await {
        Ok(pages) => Ok(pdf(pages.pdf, &pages.file_name)),
        Err(PagesError::NotFound) => Ok(not_found()),
        Err(error @ (PagesError::File(_) | PagesError::Store(_))) => Err(error.into()),
    }
}
