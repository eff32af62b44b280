//! What can go wrong while drawing.

use std::collections::BTreeSet;
use std::fmt;

/// Why a paper could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// Characters (or variation sequences) that none of the fonts can draw.
    #[error("no font can draw: {0}")]
    MissingGlyphs(Missing),
    /// A secret on the sheet has a character that cannot be printed. Tells nothing about the secret.
    #[error("the secret to print holds a character that cannot be printed")]
    SecretNotPrintable,
    /// A list that must not be empty is empty (`what` names it).
    #[error("nothing to draw: {what} is empty")]
    Nothing {
        /// The empty list.
        what: &'static str,
    },
    /// A text stays too long for its place even at the smallest legible size.
    #[error("the text of {what} does not fit its place")]
    TooLong {
        /// The field.
        what: &'static str,
    },
    /// A rendered page has not the samples its size needs.
    #[error("the picture of page {page} has not the size it claims")]
    WrongSize {
        /// Number of the page.
        page: usize,
    },
    /// The address is too long for a QR code.
    #[error("the address does not fit a QR code")]
    QrTooLong,
    /// A font program could not be reduced to the glyphs used.
    #[error("a font could not be reduced: {0}")]
    Subset(#[from] subsetter::Error),
    /// The PDF could not be written to memory.
    #[error("the PDF could not be written: {0}")]
    Write(#[from] std::io::Error),
}

/// The characters of a text that no font can draw; each once.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Missing(BTreeSet<String>);

impl Missing {
    /// Whether everything could be drawn.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The missing characters, each as the text it came from (a sequence keeps its selector).
    pub fn characters(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Code points in the customary notation, e.g. `U+8FBB U+E0105、U+1F600`: for a footnote.
    pub fn code_points(&self) -> String {
        let one = |text: &String| {
            let points: Vec<String> = text
                .chars()
                .map(|c| format!("U+{:04X}", u32::from(c)))
                .collect();
            points.join(" ")
        };
        self.0.iter().map(one).collect::<Vec<_>>().join("、")
    }

    pub(crate) fn add(&mut self, text: String) {
        self.0.insert(text);
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code_points())
    }
}

impl fmt::Debug for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Missing({})", self.code_points())
    }
}
