//! Tells the audit of what somebody signed in at the console was refused: a page their role may not
//! see, or one that is not there for their insurer.

use crate::cookies::{self, Jar};
use crate::site::Site;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::StatusCode;
use kairan_access::{note_refused_access, staff_session};
use kairan_edge::ClientAddr;

pub(crate) async fn note(State(site): State<Site>, request: Request, next: Next) -> Response {
    let at_console = request.uri().path().starts_with("/console/");
    let cookie = cookies::read(request.headers(), Jar::Staff, &site).filter(|_| at_console);
    let from = request.extensions().get::<ClientAddr>().copied();
    let reply = next.run(request).await;
    let refused = matches!(
        reply.status(),
        StatusCode::FORBIDDEN | StatusCode::NOT_FOUND
    );
    if let (true, Some(cookie), Some(ClientAddr(from))) = (refused, cookie, from) {
        tell(&site, &cookie, from).await;
    }
    reply
}

/// Its failure changes no answer.
async fn tell(site: &Site, cookie: &str, from: std::net::IpAddr) {
    let session = match staff_session(site.app(), cookie).await {
        Ok(Some(session)) => session,
        Ok(None) => return,
        Err(error) => return tracing::warn!(%error, "a refusal was not noted"),
    };
    if let Some(by) = session.witness()
        && let Err(error) = note_refused_access(site.app(), &by, from).await
    {
        tracing::warn!(%error, "a refusal was not noted");
    }
}
