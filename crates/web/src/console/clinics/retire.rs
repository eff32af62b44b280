//! POST `…/retire` and `…/revive` of a clinic or a doctor: asked no more, or asked again.

use super::clinic_path;
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::posted::Form;
use crate::console::reply::{go_counting, go_saying, not_found};
use crate::console::said::Said;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use http::StatusCode;
use kairan_domain::ids::{ClinicId, PhysicianId};
use kairan_opinion::{
    ChangeError, Retired, retire_clinic, retire_physician, revive_clinic, revive_physician,
};

pub(super) async fn clinic(
    State(site): State<Site>,
    At(id): At<ClinicId>,
    Form { caller: clerk, .. }: Form<Clerk>,
) -> Reply {
    let done = retire_clinic(site.app(), &clerk.by, id).await;
    told(id, done.map(|Retired { open }| open), Said::ClinicRetired)
}

pub(super) async fn clinic_again(
    State(site): State<Site>,
    At(id): At<ClinicId>,
    Form { caller: clerk, .. }: Form<Clerk>,
) -> Reply {
    let done = revive_clinic(site.app(), &clerk.by, id).await;
    told(id, done.map(|()| 0), Said::ClinicRevived)
}

pub(super) async fn physician(
    State(site): State<Site>,
    At(clinic): At<ClinicId>,
    At(id): At<PhysicianId>,
    Form { caller: clerk, .. }: Form<Clerk>,
) -> Reply {
    let done = retire_physician(site.app(), &clerk.by, id).await;
    let open = done.map(|Retired { open }| open);
    told(clinic, open, Said::PhysicianRetired)
}

pub(super) async fn physician_again(
    State(site): State<Site>,
    At(clinic): At<ClinicId>,
    At(id): At<PhysicianId>,
    Form { caller: clerk, .. }: Form<Clerk>,
) -> Reply {
    let done = revive_physician(site.app(), &clerk.by, id).await;
    told(clinic, done.map(|()| 0), Said::PhysicianRevived)
}

fn told(clinic: ClinicId, open: Result<usize, ChangeError>, said: Said) -> Reply {
    let back = clinic_path(clinic);
    match open {
        Ok(0) => Ok(go_saying(&back, said)),
        Ok(open) => Ok(go_counting(&back, said, open)),
        Err(ChangeError::NotFound) => Ok(not_found()),
        Err(ChangeError::Store(error)) => Err(error.into()),
        Err(_) => Ok(crate::refusal::plain(StatusCode::CONFLICT)),
    }
}
