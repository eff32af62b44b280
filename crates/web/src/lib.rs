//! Pages: decoding of what browsers send, one use case, a reply.
//!
//! **No rule lives here.** A handler decodes, calls one function of `access` or `board`, and
//! shows what came back. Templates lie in `/templates`, inside the binary.
//!
//! **Deliberately does not know**: how anything is stored, hashed, mailed; sockets and TLS
//! (`kairan::serve`); which of the two listeners it is mounted on.
//!
//! **Start reading** at [`public_router`] and [`office_router`], then `kairan_edge::guard` (what every
//! request passes), then `public/gate.rs` for a page from end to end.
//!
//! **To add a page**: a template with its context in the head comment and a sample in
//! `templates/samples.json`; a file with the handler under `public/` or `console/`; its route
//! in that folder's `mod.rs`; its row in the authorization test.
//!
//! # Decisions
//! - 2026-11-22: templates are minijinja, parsed at start from the binary; a test renders every
//!   template in every state of `templates/samples.json`. It finds what a template asks for and
//!   a sample lacks; that handlers give what the samples hold, the journeys find.
//! - 2026-11-22: the two doors are separate route trees, not checks of `Host`.
//! - 2026-11-22: a reviewer's room is `/room/{key}/`, with a cookie of its own
//!   (`__Host-kairan_room_{key}`, hence `Path=/`): two meetings in two tabs do not end each other.
//!   The key is the end of the seat's id, no secret; the cookie decides.
//! - 2026-11-22: the room's cookie outlives signing out (until the browser closes). It opens
//!   nothing then, but lets the next page say why, and whom to phone.

mod assets;
mod console;
mod cookies;
mod doors;
mod kept;
mod pages;
mod public;
mod refusal;
mod refused_access;
mod site;
mod unsent;

pub use assets::prefix as assets_prefix;
pub use pages::{Pages, samples};
pub use site::Site;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use kairan_edge::{guard, path};

/// Bytes of a form before anybody is signed in: two or three short fields.
pub(crate) const SIGN_IN_FORM: usize = 8 * 1024;

/// Gate and reading room: faces the internet.
pub fn public_router(site: Site) -> Router {
    finish(public::routes().merge(doors::routes(false)), site)
}

/// Console: faces the town hall's network.
pub fn office_router(site: Site) -> Router {
    finish(console::routes(), site)
}

/// Both on one listener.
pub fn both_routers(site: Site) -> Router {
    let routes = public::routes().merge(console::routes());
    finish(routes.merge(doors::routes(true)), site)
}

fn finish(routes: Router<Site>, site: Site) -> Router {
    let reached = site.reached().clone();
    routes
        .route("/assets/{stamp}/{name}", get(assets::get))
        .fallback(async || http::StatusCode::NOT_FOUND)
        .layer(DefaultBodyLimit::max(site.most_form()))
        .layer(from_fn_with_state(site.clone(), unsent::keep))
        .layer(from_fn_with_state(reached.clone(), guard::same_origin))
        .layer(from_fn_with_state(site.clone(), refused_access::note))
        .layer(from_fn(path::straighten))
        .layer(from_fn_with_state(site.clone(), refusal::plain_pages))
        .layer(from_fn_with_state(reached, guard::headers))
        .with_state(site)
}
