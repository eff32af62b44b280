//! POST `/console/staff/{staff}/retire`.

use super::reset::refused;
use crate::console::at::At;
use crate::console::caller::Administrator;
use crate::console::posted::Form;
use crate::console::reply::go_saying;
use crate::console::said::Said;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use kairan_access::{By, retire_staff};
use kairan_domain::ids::StaffId;

pub(super) async fn submit(
    State(site): State<Site>,
    At(id): At<StaffId>,
    Form { caller: me, .. }: Form<Administrator>,
) -> Reply {
    match retire_staff(site.app(), By::Administrator(&me.by), id).await {
        Ok(()) => Ok(go_saying("/console/staff", Said::Retired)),
        Err(error) => refused(error),
    }
}
