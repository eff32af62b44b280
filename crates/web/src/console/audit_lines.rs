//! GET `/console/audit/lines`: the insurer's audit records as JSON Lines, oldest first, for keeping
//! elsewhere or for another system. Written while they are read, page by page.

use crate::console::caller::Administrator;
use crate::refusal::Reply;
use crate::site::Site;
use axum::body::Body;
use axum::extract::State;
use axum::response::IntoResponse as _;
use futures_util::stream;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use kairan_board::{AuditLines, audit_lines};
use kairan_domain::date::tokyo_day;
use kairan_edge::disposition::{self, Manner};

pub(super) async fn get(State(site): State<Site>, me: Administrator) -> Reply {
    let name = format!("監査記録-{}.jsonl", tokyo_day(site.app().now()));
    let first = audit_lines(site.app(), &me.by, 0).await?;
    let by = me.by;
    let pages = stream::try_unfold(Some(first), move |page: Option<AuditLines>| {
        let (site, by) = (site.clone(), by.clone());
        async move {
            let Some(page) = page else { return Ok(None) };
            let next = match page.next {
                Some(behind) => Some(audit_lines(site.app(), &by, behind).await?),
                None => None,
            };
            Ok::<_, kairan_board::ReadError>(Some((page.text, next)))
        }
    });
    let headers = [
        (CONTENT_TYPE, "application/jsonl".parse()),
        (CACHE_CONTROL, "no-store".parse()),
        (
            CONTENT_DISPOSITION,
            Ok(disposition::value(Manner::Attachment, &name)),
        ),
    ];
    let mut reply = Body::from_stream(pages).into_response();
    for (header, value) in headers {
        if let Ok(value) = value {
            reply.headers_mut().insert(header, value);
        }
    }
    Ok(reply)
}
