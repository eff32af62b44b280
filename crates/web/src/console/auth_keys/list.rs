//! GET `/console/keys`: every key of the insurer, how it stands and where it was used last.

use super::{last_day, opens};
use crate::console::badge::Badge;
use crate::console::caller::Administrator;
use crate::console::frame::Here;
use crate::console::said::Told;
use crate::console::when;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::{Query, State};
use jiff::Timestamp;
use kairan_access::list_keys;
use kairan_domain::auth_key::{AuthKey, KeyScope, KeyState, KeyUse};
use kairan_domain::ids::ClinicId;
use kairan_domain::words;
use kairan_opinion::list_clinics;
use serde::Serialize;
use std::collections::HashMap;

#[derive(Serialize)]
struct View {
    keys: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    opens: String,
    clinic: Option<String>,
    networks: Vec<String>,
    state: Badge,
    until: String,
    overlap: Option<String>,
    used: Option<String>,
    refused: Option<String>,
    over: bool,
}

pub(super) async fn page(
    State(site): State<Site>,
    me: Administrator,
    Query(told): Query<Told>,
) -> Reply {
    let now = site.app().now();
    let keys = list_keys(site.app(), &me.by).await?;
    let mut clinics = HashMap::new();
    if keys
        .iter()
        .any(|key| matches!(key.scope, KeyScope::Clinic(_)))
    {
        for line in list_clinics(site.app(), &me.by, "").await? {
            clinics.insert(line.clinic.id, line.clinic.name);
        }
    }
    let view = View {
        keys: keys.iter().map(|key| Row::of(key, &clinics, now)).collect(),
    };
    Ok(me
        .frame
        .page("console/keys/list.html", Here::Keys)
        .telling(told.notice())
        .reply(&site, &view))
}

impl Row {
    fn of(key: &AuthKey, clinics: &HashMap<ClinicId, String>, now: Timestamp) -> Self {
        let state = key.state(now);
        let clinic = match key.scope {
            KeyScope::Clinic(id) => clinics.get(&id).cloned(),
            KeyScope::Insurer(_) => None,
        };
        Self {
            id: key.id.to_string(),
            name: key.name.clone(),
            opens: opens(key.scope),
            clinic,
            networks: key.networks.iter().map(ToString::to_string).collect(),
            state: badge(state),
            until: last_day(key),
            overlap: key.overlaps_until(now).map(when::short),
            used: key.used.map(called),
            refused: key.refused.map(called),
            over: matches!(state, KeyState::Ended | KeyState::Revoked),
        }
    }
}

/// `12月1日 14:05（10.1.2.3）`.
fn called(call: KeyUse) -> String {
    format!("{}（{}）", when::short(call.at), call.from)
}

fn badge(state: KeyState) -> Badge {
    let text = words::key_state(state);
    match state {
        KeyState::Valid => Badge::good(text),
        KeyState::EndsSoon => Badge::warn(text),
        KeyState::Ended | KeyState::Revoked => Badge::plain(text),
    }
}
