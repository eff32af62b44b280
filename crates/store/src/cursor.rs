//! Where the next page begins.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// Which end of a list comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Newest, or latest date, first.
    #[default]
    Newest,
    /// Oldest first.
    Oldest,
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Where the next one begins; `None` on the last page.
    pub next: Option<Cursor>,
}

/// An opaque place in a list: the part of an index key behind the list's own prefix, so that
/// a cursor can never lead into another insurer's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(pub(crate) Vec<u8>);

/// The text is no cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a cursor")]
pub struct NotACursor;

const LONGEST: usize = 400;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(&self.0))
    }
}

impl FromStr for Cursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, NotACursor> {
        if text.is_empty() || text.len() > LONGEST {
            return Err(NotACursor);
        }
        URL_SAFE_NO_PAD
            .decode(text)
            .map(Self)
            .map_err(|_| NotACursor)
    }
}
