//! GET and POST `/console/staff/{staff}/reset`: a new initial password, second factor and
//! sessions gone. A reload of the answer is refused: the password that was shown stays the right
//! one.

use super::{MadeView, Who};
use crate::console::at::At;
use crate::console::caller::Administrator;
use crate::console::frame::Here;
use crate::console::posted::Form;
use crate::console::reply::{go_saying, not_found};
use crate::console::said::Said;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use kairan_access::{AccountError, By, list_staff, reset_staff};
use kairan_domain::ids::StaffId;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    who: Who,
}

pub(super) async fn page(
    State(site): State<Site>,
    me: Administrator,
    At(id): At<StaffId>,
) -> Reply {
    let staff = list_staff(site.app(), By::Administrator(&me.by)).await?;
    let found = staff
        .iter()
        .find(|account| account.id == id && account.retired_at.is_none());
    Ok(match found {
        Some(account) if id != me.by.staff() => me
            .frame
            .page("console/staff_reset.html", Here::Staff)
            .reply(
                &site,
                &View {
                    who: Who::of(account),
                },
            ),
        Some(_) => go_saying("/console/staff", Said::OwnAccount),
        None => not_found(),
    })
}

pub(super) async fn submit(
    State(site): State<Site>,
    At(id): At<StaffId>,
    Form { caller: me, fields }: Form<Administrator>,
) -> Reply {
    // A page without it was none of ours: it resets nothing either.
    let seen = fields.text("seen").parse().unwrap_or_default();
    match reset_staff(site.app(), By::Administrator(&me.by), (id, Some(seen))).await {
        Ok(made) => {
            let page = me.frame.page("console/staff_made.html", Here::Staff);
            Ok(page.reply(&site, &MadeView::of(&made, true)))
        }
        Err(error) => refused(error),
    }
}

/// Why an account was not changed.
pub(super) fn refused(error: AccountError) -> Reply {
    match error {
        AccountError::OwnAccount => Ok(go_saying("/console/staff", Said::OwnAccount)),
        AccountError::Changed => Ok(go_saying("/console/staff", Said::ResetBefore)),
        AccountError::Store(error) => Err(error.into()),
        AccountError::Unknown
        | AccountError::Retired
        | AccountError::LoginTaken
        | AccountError::Faults(_) => Ok(not_found()),
    }
}
