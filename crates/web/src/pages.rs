//! The templates: parsed once, rendered with a context the handler gives.
//!
//! A page that cannot be rendered is our fault: it is logged by its name, and the person gets
//! the plain 500 page.

use crate::kept::Kept;
use axum::response::{Html, IntoResponse, Response};
use http::StatusCode;
use include_dir::{Dir, include_dir};
use kairan_access::GateFacts;
use minijinja::{AutoEscape, Environment, Value};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../templates");

/// Every template of the program, ready to render.
pub struct Pages {
    environment: Environment<'static>,
    kept: Kept<GateFacts>,
}

impl Pages {
    /// Parses the templates that lie in the binary.
    ///
    /// # Errors
    /// The first template that does not parse; a test renders them all, so no release has one.
    pub fn load() -> Result<Self, minijinja::Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(minijinja::UndefinedBehavior::SemiStrict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.add_filter("dialled", kairan_domain::text::dialled);
        for (name, source) in html_files(&TEMPLATES) {
            environment.add_template(name, source)?;
        }
        Ok(Self {
            environment,
            kept: Kept::default(),
        })
    }

    /// The names of all templates.
    pub fn names(&self) -> Vec<&str> {
        self.environment.templates().map(|(name, _)| name).collect()
    }

    /// The text of a page.
    ///
    /// # Errors
    /// What the template misses in its context.
    pub fn text(&self, name: &str, context: impl Into<Value>) -> Result<String, minijinja::Error> {
        self.environment.get_template(name)?.render(context)
    }

    /// A page as a reply.
    pub fn reply(&self, status: StatusCode, name: &str, context: impl Into<Value>) -> Response {
        reply_of(status, name, self.text(name, context))
    }

    /// A page as a reply, for one that is asked for again and again: its link, and all the facts
    /// `context` is made of.
    pub(crate) fn reply_kept(
        &self,
        name: &'static str,
        link: &str,
        facts: &GateFacts,
        context: impl FnOnce() -> Value,
    ) -> Response {
        let drawn = self
            .kept
            .or_draw(link, facts, || self.text(name, context()));
        reply_of(StatusCode::OK, name, drawn)
    }
}

fn reply_of<T>(status: StatusCode, name: &str, page: Result<T, minijinja::Error>) -> Response
where
    Html<T>: IntoResponse,
{
    match page {
        Ok(page) => (status, Html(page)).into_response(),
        Err(error) => {
            // `Display` of the error names template and line, never a value of the context.
            tracing::error!(template = name, kind = ?error.kind(), line = error.line(), "page not rendered");
            (StatusCode::INTERNAL_SERVER_ERROR, Html(BROKEN)).into_response()
        }
    }
}

/// Shown when even the error page fails.
const BROKEN: &str = "<!doctype html><html lang=\"ja\"><title>エラー</title><h1>画面を表示できません</h1><p>少し待ってから、もう一度開いてください。続くときは事務局に電話してください。</p></html>";

fn html_files(dir: &'static Dir<'static>) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    for file in dir.files() {
        if let (Some(name), Some(source)) = (file.path().to_str(), file.contents_utf8())
            && file
                .path()
                .extension()
                .is_some_and(|ending| ending == "html")
        {
            found.push((name, source));
        }
    }
    for inner in dir.dirs() {
        // Letters are rendered by `mail`, with its own environment.
        if inner.path().to_str() != Some("mail") {
            found.extend(html_files(inner));
        }
    }
    found
}

/// A file under `templates/assets`.
pub(crate) fn asset(name: &str) -> Option<&'static [u8]> {
    TEMPLATES
        .get_file(format!("assets/{name}"))
        .map(include_dir::File::contents)
}

/// All assets with their names, in a fixed order.
pub(crate) fn assets() -> Vec<(&'static str, &'static [u8])> {
    let mut all: Vec<(&str, &[u8])> = TEMPLATES
        .get_dir("assets")
        .map(|dir| {
            dir.files()
                .filter_map(|file| Some((file.path().file_name()?.to_str()?, file.contents())))
                .collect()
        })
        .unwrap_or_default();
    all.sort_unstable();
    all
}

/// The sample contexts of every template, for the test that renders them all.
pub fn samples() -> Option<&'static str> {
    TEMPLATES
        .get_file("samples.json")
        .and_then(include_dir::File::contents_utf8)
}
