//! What every handler holds: the use cases' `App`, the templates, the addresses we answer to.

use crate::assets;
use crate::pages::Pages;
use axum::response::Response;
use http::StatusCode;
use kairan_access::{App, GateFacts};
use kairan_edge::guard::Reached;
use minijinja::context;
use std::sync::Arc;

/// What every handler holds.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    app: Arc<App>,
    pages: Pages,
    reached: Reached,
    most_form: usize,
}

impl Site {
    /// `most_form` are the bytes of a form without files.
    pub fn new(app: Arc<App>, pages: Pages, reached: Reached, most_form: usize) -> Self {
        Self(Arc::new(Inner {
            app,
            pages,
            reached,
            most_form,
        }))
    }

    /// The use cases' surroundings.
    pub(crate) fn app(&self) -> &App {
        &self.0.app
    }

    /// Where browsers reach us.
    pub(crate) fn reached(&self) -> &Reached {
        &self.0.reached
    }

    /// Whether cookies are `Secure`.
    pub(crate) fn secure(&self) -> bool {
        self.0.reached.secure
    }

    /// Bytes of a form without files.
    pub(crate) fn most_form(&self) -> usize {
        self.0.most_form
    }

    /// A page; `assets` and empty `csrf`, `insurer`, `notice` are added where the context has none.
    pub(crate) fn page(
        &self,
        status: StatusCode,
        name: &str,
        context: minijinja::Value,
    ) -> Response {
        self.0.pages.reply(status, name, with_common(context))
    }

    /// A piece of a page; `None` when it cannot be drawn, which a test keeps from happening.
    pub(crate) fn part(&self, name: &str, view: &impl serde::Serialize) -> Option<String> {
        let context = minijinja::Value::from(minijinja::value::Serde(view));
        self.0.pages.text(name, context).ok()
    }

    /// A page that is asked for again and again, drawn from these facts and the link alone: the
    /// gate's.
    pub(crate) fn page_kept(
        &self,
        name: &'static str,
        link: &str,
        facts: &GateFacts,
        context: impl FnOnce() -> minijinja::Value,
    ) -> Response {
        let context = || with_common(context());
        self.0.pages.reply_kept(name, link, facts, context)
    }

    /// The same with whom to phone and whose office it is, where that is known.
    pub(crate) fn error_page_of(
        &self,
        status: StatusCode,
        known: Option<minijinja::Value>,
    ) -> Response {
        let name = format!("errors/{}.html", status.as_u16());
        self.page(status, &name, known.unwrap_or_else(|| context! {}))
    }
}

fn with_common(context: minijinja::Value) -> minijinja::Value {
    let common = context! { assets => assets::prefix(), csrf => "", insurer => (), notice => (), me => (), here => "" };
    context! { ..context, ..common }
}
