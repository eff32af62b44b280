//! `/opinion/{key}/previous`: begin from the own last opinion about the person.

use super::caller::Doctor;
use crate::console::posted::Form;
use crate::console::reply::go;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use kairan_domain::date::{tokyo_day, wareki};
use kairan_domain::opinion::fields;
use kairan_opinion::{TakeOverError, WritingError, open_writing, take_over_previous};
use minijinja::context;

/// GET: what would be taken over.
pub(super) async fn show(State(site): State<Site>, doctor: Doctor) -> Reply {
    let writing = open_writing(site.app(), &doctor.by).await?;
    if !writing.asked.is_writable() {
        return Ok(go(&doctor.path("")));
    }
    let lasting = fields(writing.edition).filter(|field| field.lasting);
    let own = context! {
        at => writing.previous.map(|at| wareki(tokyo_day(at))),
        fields => lasting.map(|field| field.name).collect::<Vec<_>>(),
    };
    Ok(doctor.page(&site, "opinion/previous.html", (&writing.asked, own)))
}

/// POST.
pub(super) async fn take(State(site): State<Site>, form: Form<Doctor>) -> Reply {
    let doctor = form.caller;
    match take_over_previous(site.app(), &doctor.by).await {
        Ok(taken) => {
            let filled = taken.saved.merged.taken.len();
            Ok(go(&doctor.path(&format!("write?taken={filled}"))))
        }
        // The page says that there is none, or the first one why nothing can be written.
        Err(TakeOverError::NoPrevious) => Ok(go(&doctor.path("previous"))),
        Err(TakeOverError::Writing(WritingError::Refused(_))) => Ok(go(&doctor.path(""))),
        Err(error) => Err(error.into()),
    }
}
