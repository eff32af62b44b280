//! GET `/console/keys/new` and POST `/console/keys`: a new key. What was typed stays in the form
//! when it cannot be taken.

use super::{MadeView, refused};
use crate::console::caller::Administrator;
use crate::console::fields::{self, At, Fields};
use crate::console::frame::Here;
use crate::console::posted::Form;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use kairan_access::{KeyError, make_key, new_key_id};
use kairan_domain::auth_key::{KeyFault, RawAuthKey};
use kairan_domain::ids::AuthKeyId;
use kairan_domain::words;
use kairan_opinion::list_clinics;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    id: String,
    form: Typed,
    clinics: Vec<Clinic>,
    errors: Vec<At>,
}

#[derive(Serialize)]
struct Clinic {
    value: String,
    text: String,
}

/// What stands in the fields.
#[derive(Default, Serialize)]
struct Typed {
    name: String,
    meetings: bool,
    opinions: bool,
    changes: bool,
    clinic: String,
    until: String,
    networks: String,
}

impl From<&RawAuthKey> for Typed {
    fn from(raw: &RawAuthKey) -> Self {
        Self {
            name: raw.name.clone(),
            meetings: raw.meetings,
            opinions: raw.opinions,
            changes: raw.changes,
            clinic: raw.clinic.clone(),
            until: raw.until.clone(),
            networks: raw.networks.clone(),
        }
    }
}

pub(super) async fn page(State(site): State<Site>, me: Administrator) -> Reply {
    let id = new_key_id(site.app());
    let fresh = RawAuthKey {
        meetings: true,
        opinions: true,
        changes: true,
        ..RawAuthKey::default()
    };
    show(&site, &me, id, &fresh, Vec::new()).await
}

pub(super) async fn submit(
    State(site): State<Site>,
    Form { caller: me, fields }: Form<Administrator>,
) -> Reply {
    let id = fields.text("key").parse::<AuthKeyId>();
    let id = id.unwrap_or_else(|_| new_key_id(site.app()));
    let raw = raw(&fields);
    match make_key(site.app(), &me.by, id, &raw).await {
        Ok(made) => {
            let page = me.frame.page("console/keys/made.html", Here::Keys);
            Ok(page.reply(&site, &MadeView::of(&made, &site)))
        }
        Err(KeyError::Faults(faults)) => {
            let errors = faults.iter().map(at_field).collect();
            show(&site, &me, id, &raw, errors).await
        }
        Err(error) => refused(error),
    }
}

fn raw(fields: &Fields) -> RawAuthKey {
    let text = |name| fields.text(name).to_owned();
    RawAuthKey {
        name: text("name"),
        meetings: fields.ticked("meetings"),
        opinions: fields.ticked("opinions"),
        changes: fields.ticked("changes"),
        clinic: text("clinic"),
        until: text("until"),
        networks: text("networks"),
    }
}

async fn show(
    site: &Site,
    me: &Administrator,
    id: AuthKeyId,
    raw: &RawAuthKey,
    errors: Vec<At>,
) -> Reply {
    let status = fields::status(&errors);
    let clinics = list_clinics(site.app(), &me.by, "").await?;
    let clinics = clinics
        .into_iter()
        .filter(|line| line.clinic.retired_at.is_none());
    let view = View {
        id: id.to_string(),
        form: raw.into(),
        clinics: clinics
            .map(|line| Clinic {
                value: line.clinic.id.to_string(),
                text: line.clinic.name,
            })
            .collect(),
        errors,
    };
    Ok(me
        .frame
        .page("console/keys/new.html", Here::Keys)
        .status(status)
        .reply(site, &view))
}

fn at_field(fault: &KeyFault) -> At {
    let field = match fault {
        KeyFault::Name { .. } => "name",
        KeyFault::Opens => "opens",
        KeyFault::Clinic => "clinic",
        KeyFault::UntilNotADay | KeyFault::UntilOutside { .. } => "until",
        KeyFault::Network { .. } | KeyFault::Networks { .. } => "networks",
    };
    At::new(field, words::key_fault(fault))
}
