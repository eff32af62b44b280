//! 認証キー: administrators make, rotate and revoke what systems call the API with.
//!
//! No menu leads here until there is an API to call (issue 10): a key that opens nothing yet would
//! only be a secret too many.

mod list;
mod new;
mod rotate;

use crate::console::reply::{go_saying, not_found};
use crate::console::said::Said;
use crate::console::when;
use crate::refusal::Reply;
use crate::site::Site;
use axum::Router;
use axum::routing::{get, post};
use jiff::SignedDuration;
use kairan_access::{KeyError, MadeKey};
use kairan_domain::auth_key::{AuthKey, KeyScope};
use serde::Serialize;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/console/keys", get(list::page).post(new::submit))
        .route("/console/keys/new", get(new::page))
        .route(
            "/console/keys/{auth_key}/rotate",
            get(rotate::page).post(rotate::submit),
        )
        .route("/console/keys/{auth_key}/revoke", post(rotate::revoke))
}

const LIST: &str = "/console/keys";

/// `console/keys/made.html`: the secret, this once.
#[derive(Serialize)]
struct MadeView {
    name: String,
    secret: String,
    until: String,
    /// Until when the old secret is valid beside it; `None` for a new key.
    overlap: Option<String>,
    rotated: bool,
}

impl MadeView {
    fn of(made: &MadeKey, site: &Site) -> Self {
        let rotated = made.key.secrets.len() > 1;
        let overlap = made.key.overlaps_until(site.app().now());
        Self {
            name: made.key.name.clone(),
            secret: made.secret.to_string(),
            until: last_day(&made.key),
            overlap: overlap.map(when::long),
            rotated,
        }
    }
}

/// The last day a key is good for.
fn last_day(key: &AuthKey) -> String {
    let within = key.until.checked_sub(SignedDuration::from_secs(1));
    when::day_of(within.unwrap_or(key.until))
}

/// What a key opens, in words.
fn opens(scope: KeyScope) -> String {
    let KeyScope::Insurer(rights) = scope else {
        return "医療機関の依頼と意見書".into();
    };
    let what = [
        (rights.meetings, "審査会資料"),
        (rights.opinions, "主治医意見書"),
    ];
    let what: Vec<&str> = what
        .iter()
        .filter_map(|(opens, name)| opens.then_some(*name))
        .collect();
    let how = if rights.changes {
        "登録・変更と参照"
    } else {
        "参照のみ"
    };
    format!("{}（{how}）", what.join("、"))
}

/// What is wrong with more than what was typed.
fn refused(error: KeyError) -> Reply {
    match error {
        KeyError::NotFound | KeyError::Faults(_) => Ok(not_found()),
        KeyError::Already => Ok(go_saying(LIST, Said::KeyBefore)),
        KeyError::Over => Ok(go_saying(LIST, Said::KeyOver)),
        KeyError::Store(error) => Err(error.into()),
    }
}
