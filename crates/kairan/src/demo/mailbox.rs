//! `/dev/mailbox`: the letters that would have left, for whoever sits at this machine.
//!
//! The page shows links that open reviewers' doors, so it answers only to a browser on this very
//! machine: loopback peer, loopback name (a page elsewhere cannot point a name at us), and no sign
//! of a proxy in between.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, FORWARDED, HOST, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderValue, StatusCode};
use jiff::Timestamp;
use kairan_domain::date;
use kairan_domain::ids::NoticeId;
use kairan_edge::client::PeerAddr;
use kairan_mail::mailbox::{MailboxFolder, Shown};
use kairan_web::Pages;
use minijinja::{Value, context};

#[derive(Clone)]
struct Mailbox {
    folder: MailboxFolder,
    pages: Arc<Pages>,
    paper: Arc<std::path::Path>,
}

/// The two pages, and the request letter at `paper` as a doctor gets it by post.
///
/// # Errors
/// A template of the binary does not parse: a fault of this build.
pub fn routes(
    folder: MailboxFolder,
    paper: PathBuf,
) -> Result<Router, Box<dyn std::error::Error + Send + Sync>> {
    let pages = Arc::new(Pages::load()?);
    Ok(Router::new()
        .route("/dev/mailbox", get(list))
        .route("/dev/mailbox/{notice}", get(letter))
        .route("/dev/letter.pdf", get(paper_letter))
        .layer(from_fn(only_here))
        .with_state(Mailbox {
            folder,
            pages,
            paper: paper.into(),
        }))
}

async fn only_here(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let host = headers
        .get(HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    // HTTP/2 names the host in the address.
    let host = request
        .uri()
        .authority()
        .map_or(host, |authority| authority.as_str());
    let peer = request
        .extensions()
        .get::<PeerAddr>()
        .map(|peer| peer.0.ip().to_canonical());
    let proxied = headers.contains_key(FORWARDED)
        || headers
            .keys()
            .any(|name| name.as_str().starts_with("x-forwarded"))
        || headers.contains_key("x-real-ip")
        || headers.contains_key("via");
    if proxied || !is_loopback_name(host) || !peer.is_some_and(|ip| ip.is_loopback()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut answer = next.run(request).await;
    let headers = answer.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
             form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
        ),
    );
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));

    answer
}

fn is_loopback_name(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// A text, or a link to itself.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    link: bool,
    text: String,
}

async fn list(State(mailbox): State<Mailbox>) -> Response {
    let Ok(letters) = mailbox.folder.list().await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let letters: Vec<Value> = letters
        .iter()
        .map(|shown| {
            context! {
                id => shown.notice.to_string(),
                at => when(shown.date),
                to => shown.to.expose(),
                subject => shown.subject.as_str(),
            }
        })
        .collect();
    let page = context! { letters => letters, ..frame() };
    mailbox
        .pages
        .reply(StatusCode::OK, "dev/mailbox.html", page)
}

async fn letter(State(mailbox): State<Mailbox>, Path(notice): Path<String>) -> Response {
    let Ok(notice) = notice.parse::<NoticeId>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match mailbox.folder.read(notice).await {
        Ok(Some(shown)) => {
            let page = context! { letter => shown_letter(&shown), ..frame() };
            mailbox.pages.reply(StatusCode::OK, "dev/mail.html", page)
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn paper_letter(State(mailbox): State<Mailbox>) -> Response {
    match tokio::fs::read(&mailbox.paper).await {
        Ok(pdf) => ([(CONTENT_TYPE, "application/pdf")], pdf).into_response(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            StatusCode::NOT_FOUND.into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What every page needs.
fn frame() -> Value {
    context! { assets => kairan_web::assets_prefix(), csrf => "", insurer => (), notice => () }
}

fn shown_letter(shown: &Shown) -> Value {
    let parts: Vec<Value> = parts(shown.text.expose())
        .into_iter()
        .map(|part| context! { link => part.link, text => part.text })
        .collect();
    context! {
        at => when(shown.date),
        from => shown.from.as_str(),
        to => shown.to.expose(),
        reply_to => shown.reply_to.as_str(),
        subject => shown.subject.as_str(),
        parts => parts,
    }
}

fn when(at: Option<Timestamp>) -> String {
    at.map(date::wareki_minute).unwrap_or_default()
}

/// The text cut at its links.
fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("http://").or_else(|| rest.find("https://")) {
        let (before, from) = rest.split_at(start);
        let end = from
            .find(|c: char| c.is_whitespace() || !c.is_ascii())
            .unwrap_or(from.len());
        let (link, after) = from.split_at(end);
        parts.push(Part {
            link: false,
            text: before.to_owned(),
        });
        parts.push(Part {
            link: true,
            text: link.to_owned(),
        });
        rest = after;
    }
    parts.push(Part {
        link: false,
        text: rest.to_owned(),
    });
    parts.retain(|part| !part.text.is_empty());

    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_answered() {
        for name in [
            "localhost",
            "localhost:8080",
            "127.0.0.1:8080",
            "[::1]:8080",
        ] {
            assert!(is_loopback_name(name), "{name}");
        }
        for name in [
            "",
            "kairan.example.jp",
            "127.0.0.1.evil.example",
            "192.0.2.1:80",
        ] {
            assert!(!is_loopback_name(name), "{name}");
        }
    }

    #[test]
    fn a_text_is_cut_at_its_links() {
        let part = |link, text: &str| Part {
            link,
            text: text.to_owned(),
        };
        assert_eq!(
            parts("開く\nhttp://127.0.0.1:1/r/x\n以上"),
            [
                part(false, "開く\n"),
                part(true, "http://127.0.0.1:1/r/x"),
                part(false, "\n以上")
            ]
        );
        assert_eq!(parts("なし"), [part(false, "なし")]);
    }
}
