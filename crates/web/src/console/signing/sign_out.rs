//! POST `/console/sign-out`: ends the session at any step.

use crate::console::caller::Session;
use crate::console::posted::Form;
use crate::console::reply::go_saying;
use crate::console::said::Said;
use crate::cookies::{self, Jar};
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use http::header::SET_COOKIE;
use kairan_access::{Door, sign_out};

pub(super) async fn submit(State(site): State<Site>, form: Form<Session>) -> Reply {
    sign_out(site.app(), Door::Console, &form.caller.cookie).await?;
    // The envelopes' key stays: passwords not yet handed over must survive a lunch break.
    let mut reply = go_saying("/console/sign-in", Said::SignedOut);
    reply
        .headers_mut()
        .append(SET_COOKIE, cookies::clear(Jar::Staff, &site));
    Ok(reply)
}
