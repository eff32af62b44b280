//! GET `/console/requests/{request}`: one request with its whole history and what can be done
//! now.

use super::about::find;
use super::refused::unread;
use super::show_view::View;
use crate::console::at::At;
use crate::console::caller::Staff;
use crate::console::frame::Here;
use crate::console::said::Told;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use kairan_access::letter_shut_until;
use kairan_domain::ids::OpinionRequestId;
use kairan_opinion::request_changes;

pub(super) async fn page(
    State(site): State<Site>,
    staff: Staff,
    At(id): At<OpinionRequestId>,
    Query(told): Query<Told>,
) -> Reply {
    let page = match find(&site, &staff.by, id).await {
        Ok(page) => page,
        Err(instead) => return instead,
    };
    let changes = match request_changes(site.app(), &staff.by, id).await {
        Ok(changes) => changes,
        Err(error) => return unread(error),
    };
    let shut = letter_shut_until(site.app(), &staff.by, id).await?;
    let clerk = staff.by.as_clerk().is_some();
    let view = View::of((&page, &changes), (clerk, shut), told.said());
    Ok(staff
        .frame
        .page("console/requests/request.html", Here::Requests)
        .telling(told.notice())
        .reply(&site, &view))
}
