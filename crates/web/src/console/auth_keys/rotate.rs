//! GET and POST `/console/keys/{auth_key}/rotate`: another secret; POST `…/revoke`: none any more.

use super::{LIST, MadeView, last_day, opens, refused};
use crate::console::at::At;
use crate::console::caller::Administrator;
use crate::console::frame::Here;
use crate::console::posted::Form;
use crate::console::reply::{go_saying, not_found};
use crate::console::said::Said;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use kairan_access::{OVERLAPS, list_keys, revoke_key, rotate_key, secrets_seen};
use kairan_domain::ids::AuthKeyId;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    id: String,
    name: String,
    opens: String,
    until: String,
    seen: String,
    overlaps: Vec<Overlap>,
}

#[derive(Serialize)]
struct Overlap {
    value: String,
    text: &'static str,
}

/// A week: time for a vendor to come by.
const USUAL: i64 = OVERLAPS[2];

pub(super) async fn page(
    State(site): State<Site>,
    me: Administrator,
    At(id): At<AuthKeyId>,
) -> Reply {
    let keys = list_keys(site.app(), &me.by).await?;
    let Some(key) = keys.iter().find(|key| key.id == id) else {
        return Ok(not_found());
    };
    let words = ["すぐに使えなくする", "1日", "1週間", "30日"];
    let overlaps = OVERLAPS.iter().zip(words);
    let view = View {
        id: key.id.to_string(),
        name: key.name.clone(),
        opens: opens(key.scope),
        until: last_day(key),
        seen: secrets_seen(key).to_string(),
        overlaps: overlaps
            .map(|(hours, text)| Overlap {
                value: hours.to_string(),
                text,
            })
            .collect(),
    };
    let page = me.frame.page("console/keys/rotate.html", Here::Keys);
    Ok(page.reply(&site, &view))
}

pub(super) async fn submit(
    State(site): State<Site>,
    At(id): At<AuthKeyId>,
    Form { caller: me, fields }: Form<Administrator>,
) -> Reply {
    // A page without it was none of ours: it rotates nothing.
    let seen = fields.text("seen").parse().unwrap_or_default();
    let overlap = fields.text("overlap").parse().unwrap_or(USUAL);
    match rotate_key(site.app(), &me.by, id, seen, overlap).await {
        Ok(made) => {
            let page = me.frame.page("console/keys/made.html", Here::Keys);
            Ok(page.reply(&site, &MadeView::of(&made, &site)))
        }
        Err(error) => refused(error),
    }
}

pub(super) async fn revoke(
    State(site): State<Site>,
    At(id): At<AuthKeyId>,
    Form { caller: me, .. }: Form<Administrator>,
) -> Reply {
    match revoke_key(site.app(), &me.by, id).await {
        Ok(()) => Ok(go_saying(LIST, Said::KeyRevoked)),
        Err(error) => refused(error),
    }
}
