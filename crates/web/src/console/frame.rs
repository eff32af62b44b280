//! What every page of the console has around its own content.

use crate::console::said::Notice;
use crate::site::Site;
use axum::response::Response;
use http::StatusCode;
use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

/// Who is signed in, as the header shows it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Me {
    pub(crate) name: String,
    pub(crate) role: &'static str,
    pub(crate) administrator: bool,
}

/// The frame of one person's pages.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frame {
    /// Token for the page's forms; empty before sign-in.
    pub(crate) csrf: String,
    /// Name of the insurer.
    pub(crate) insurer: Option<String>,
    /// `None` until the sign-in is complete: then there is no menu.
    pub(crate) me: Option<Me>,
}

/// The entry of the menu a page belongs to.
#[derive(Debug, Clone, Copy, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Here {
    /// 審査会資料.
    Meetings,
    /// 主治医意見書.
    Requests,
    /// 医療機関.
    Clinics,
    /// 職員.
    Staff,
    /// 認証キー.
    Keys,
    /// 監査記録.
    Audit,
    /// None of them.
    #[default]
    #[serde(rename = "")]
    Elsewhere,
}

#[derive(Serialize)]
struct Around<'a> {
    csrf: &'a str,
    insurer: Option<&'a str>,
    me: Option<&'a Me>,
    here: Here,
    notice: Option<Notice>,
}

/// A page about to be sent.
pub(crate) struct Page<'a> {
    frame: &'a Frame,
    template: &'static str,
    here: Here,
    status: StatusCode,
    notice: Option<Notice>,
}

impl Frame {
    /// A page out of this template.
    pub(crate) fn page(&self, template: &'static str, here: Here) -> Page<'_> {
        Page {
            frame: self,
            template,
            here,
            status: StatusCode::OK,
            notice: None,
        }
    }
}

impl Page<'_> {
    /// With what the last action did.
    pub(crate) fn telling(mut self, notice: Option<Notice>) -> Self {
        self.notice = notice;
        self
    }

    /// With a status other than 200.
    pub(crate) fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The reply: `view` is the page's own part of the context.
    pub(crate) fn reply(self, site: &Site, view: &impl Serialize) -> Response {
        let view = Value::from(Serde(view));
        let Frame { csrf, insurer, me } = self.frame;
        let around = Around {
            csrf,
            insurer: insurer.as_deref(),
            me: me.as_ref(),
            here: self.here,
            notice: self.notice,
        };
        site.page(
            self.status,
            self.template,
            context! { ..Value::from(Serde(around)), ..view },
        )
    }
}
