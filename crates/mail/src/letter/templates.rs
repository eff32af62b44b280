//! The templates, inside the binary, and the environment they are rendered in.

use super::{Letter, LetterError};
use include_dir::{Dir, include_dir};
use kairan_domain::notice::NoticeKind;
use kairan_domain::secret::SecretText;
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, Value};
use std::sync::LazyLock;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../templates/mail");

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    // A misspelt name must fail a test, not vanish from a letter.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // A block tag on a line of its own leaves no line behind.
    if let Ok(syntax) = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
    {
        environment.set_syntax(syntax);
    }
    environment.set_loader(|name| {
        Ok(FILES
            .get_file(name)
            .and_then(|file| file.contents_utf8())
            .map(str::to_owned))
    });
    environment
});

/// The three templates of one letter.
pub(super) struct Set {
    subject: &'static str,
    text: &'static str,
    html: &'static str,
}

macro_rules! set {
    ($folder:literal) => {
        Set {
            subject: concat!($folder, "/subject.txt"),
            text: concat!($folder, "/body.txt"),
            html: concat!($folder, "/body.html"),
        }
    };
}

/// The letter of `send-test-mail`.
pub(super) const TEST: Set = set!("test");

/// The templates of a notice.
pub(super) fn set_of(kind: NoticeKind) -> &'static Set {
    match kind {
        NoticeKind::Published => &const { set!("published") },
        NoticeKind::MaterialsChanged => &const { set!("materials_changed") },
        NoticeKind::DateChanged => &const { set!("date_changed") },
        NoticeKind::WindowChanged => &const { set!("window_changed") },
        NoticeKind::Withdrawn => &const { set!("withdrawn") },
        NoticeKind::Revived => &const { set!("revived") },
        NoticeKind::Resent => &const { set!("resent") },
        NoticeKind::OpinionRequested => &const { set!("opinion_requested") },
        NoticeKind::OpinionReminded => &const { set!("opinion_reminded") },
        NoticeKind::OpinionSentBack => &const { set!("opinion_sent_back") },
    }
}

/// Renders one set.
pub(super) fn letter(set: &Set, view: &Value) -> Result<Letter, LetterError> {
    Ok(Letter {
        subject: filled(set.subject, view)?.trim().to_owned(),
        text: SecretText::new(filled(set.text, view)?),
        html: SecretText::new(filled(set.html, view)?),
    })
}

fn filled(name: &'static str, view: &Value) -> Result<String, LetterError> {
    let fault = |fault: minijinja::Error| {
        // The kind alone: minijinja's detail may quote what was being written.
        tracing::error!(template = name, kind = ?fault.kind(), "mail template failed");
        LetterError::Template(name)
    };
    ENVIRONMENT
        .get_template(name)
        .and_then(|template| template.render(view))
        .map_err(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_belongs_to_a_letter_or_is_shared() {
        let mut known: Vec<&str> = NoticeKind::ALL
            .iter()
            .flat_map(|kind| names(set_of(*kind)))
            .collect();
        known.extend(names(&TEST));
        let files = FILES.dirs().flat_map(Dir::files);
        for path in files.map(|file| file.path().to_str().unwrap()) {
            assert!(
                known.contains(&path) || path.starts_with("shared/"),
                "{path} belongs to no letter"
            );
        }
    }

    fn names(set: &Set) -> [&'static str; 3] {
        [set.subject, set.text, set.html]
    }
}
