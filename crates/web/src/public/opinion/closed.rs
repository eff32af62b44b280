//! The page for what does not open: why, and what to do. Of whom it was about nothing is told.

use super::frame;
use crate::site::Site;
use axum::response::Response;
use http::HeaderValue;
use http::StatusCode;
use http::header::RETRY_AFTER;
use kairan_access::{LetterFacts, LetterOver, WhyLetterOver};
use minijinja::context;

/// Why something does not open.
pub(super) struct Closed<'a> {
    reason: &'static str,
    facts: Option<&'a LetterFacts>,
    at: Option<String>,
    again: Option<String>,
}

impl<'a> Closed<'a> {
    /// No session here.
    pub(super) const NOBODY: Self = Self::plain("nobody");
    /// No such letter.
    pub(super) const UNKNOWN: Self = Self::plain("unknown");
    /// Left a moment ago.
    pub(super) const LEFT: Self = Self::plain("left");
    /// The browser takes no cookies.
    pub(super) const NO_COOKIE: Self = Self::plain("no_cookie");

    const fn plain(reason: &'static str) -> Self {
        Self {
            reason,
            facts: None,
            at: None,
            again: None,
        }
    }

    /// A letter or a session that is over.
    pub(super) fn of(over: &'a LetterOver) -> Self {
        let reason = match over.why {
            WhyLetterOver::Accepted => "accepted",
            WhyLetterOver::Cancelled => "cancelled",
            WhyLetterOver::Reassigned => "reassigned",
            WhyLetterOver::Reprinted => "reprinted",
            WhyLetterOver::Left => "left",
            WhyLetterOver::Idle => "idle",
        };
        Self {
            facts: Some(&over.facts),
            ..Self::plain(reason)
        }
    }

    /// Locked until then.
    pub(super) fn locked(facts: Option<&'a LetterFacts>, until: String, again: String) -> Self {
        Self {
            facts,
            at: Some(until),
            again: Some(again),
            ..Self::plain("locked")
        }
    }

    /// Too many at this moment.
    pub(super) fn busy(facts: Option<&'a LetterFacts>, again: String) -> Self {
        Self {
            facts,
            again: Some(again),
            ..Self::plain("busy")
        }
    }

    /// What a script tells whoever is writing.
    pub(super) fn sentence(&self) -> &'static str {
        match self.reason {
            "accepted" => "この意見書は受領されたため、保存できません。",
            "cancelled" | "reassigned" => {
                "この作成依頼は取り消されたため、保存できません。画面を開き直して確かめてください。"
            }
            "reprinted" => {
                "依頼書が印刷し直されたため、画面が閉じられました。書いた内容はこの画面に残っています。別のタブで新しい依頼書のパスコードを入れると、つづけて保存できます。"
            }
            _ => {
                "安全のため画面が閉じられました。書いた内容はこの画面に残っています。別のタブで依頼書のQRコードかアドレスを開き、パスコードを入れると、つづけて保存できます。"
            }
        }
    }
}

/// The page.
pub(super) fn page(site: &Site, status: StatusCode, closed: &Closed<'_>) -> Response {
    let own = context! { reason => closed.reason, at => closed.at.clone(), again => closed.again.clone() };
    let page = context! { ..own, ..frame::outside(closed.facts) };
    let mut reply = site.page(status, "opinion/closed.html", page);
    if closed.reason == "busy" {
        let soon = HeaderValue::from_static("10");
        reply.headers_mut().insert(RETRY_AFTER, soon);
    }
    reply
}
