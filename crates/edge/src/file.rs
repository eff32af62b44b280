//! A file as a reply: whole, a range, or only what is told about it.

use crate::range::{Asked, asked};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE,
    ETAG,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use kairan_domain::text;
use std::ops::Range;

/// What is told about a file before its bytes.
pub struct Facts {
    /// Bytes of the whole.
    pub size: u64,
    /// Content digest: the entity tag.
    pub digest: [u8; 32],
    /// Media type.
    pub kind: &'static str,
    /// `Content-Disposition`.
    pub disposition: HeaderValue,
}

impl Facts {
    fn etag(&self) -> String {
        format!("\"{}\"", text::hex(&self.digest[..16]))
    }

    /// Which bytes a request asks for.
    pub fn asked(&self, headers: &HeaderMap) -> Asked {
        asked(headers, self.size, &self.etag())
    }

    /// The reply that carries `body`, or none of it.
    pub fn reply(&self, asked: &Asked, body: Body) -> Response {
        let (status, part) = match asked {
            Asked::Whole => (StatusCode::OK, 0..self.size),
            Asked::Part(part) => (StatusCode::PARTIAL_CONTENT, part.clone()),
            Asked::Known => (StatusCode::NOT_MODIFIED, 0..0),
            Asked::Outside => (StatusCode::RANGE_NOT_SATISFIABLE, 0..0),
        };
        let mut reply = (status, body).into_response();
        let headers = reply.headers_mut();
        let mut set = |name, value: String| {
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        };
        set(ETAG, self.etag());
        set(ACCEPT_RANGES, "bytes".to_owned());
        // No copy stays on a shared computer. Ranges and resuming go by ETag and If-Range, which
        // ask for no stored copy.
        set(CACHE_CONTROL, "no-store".to_owned());
        set(CONTENT_TYPE, self.kind.to_owned());
        if *asked == Asked::Outside {
            set(CONTENT_RANGE, format!("bytes */{}", self.size));
        } else if *asked != Asked::Known {
            set(CONTENT_LENGTH, (part.end - part.start).to_string());
        }
        if let Asked::Part(part) = asked {
            set(
                CONTENT_RANGE,
                format!("bytes {}-{}/{}", part.start, part.end - 1, self.size),
            );
        }
        headers.insert(CONTENT_DISPOSITION, self.disposition.clone());
        reply
    }
}

/// The bytes to hand over, or `None` when the reply has no body.
pub fn wanted(facts: &Facts, asked: &Asked, method: &Method) -> Option<Range<u64>> {
    match asked {
        _ if *method == Method::HEAD => None,
        Asked::Whole => Some(0..facts.size),
        Asked::Part(part) => Some(part.clone()),
        Asked::Known | Asked::Outside => None,
    }
}
