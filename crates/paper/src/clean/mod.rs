//! A copy of a PDF without what nobody sees on its pages.
//!
//! The copy is written anew from what the pages need: one revision, no descriptions, no data of
//! programs. [`Cleaning::Everything`] also draws visible annotations into their pages, drops
//! attachments, scripts, layers and structure, and makes a picture of every page on which text
//! hides: nothing lies beneath a picture. Then the pages are compared with the original's, and
//! the copy is examined again; what fails is no copy.
//!
//! # Decisions
//! - 2026-12-01: **keys are kept, not removed**: catalog and pages are built from a list of what
//!   is needed, since no list of what may carry something is ever complete.
//! - 2026-12-01: **a page of a picture has no text**: what remains visible of it could be kept for
//!   searching only where every letter is known to be seen, which is what was in doubt.
//! - 2026-12-01: a page that changes although it was only written anew becomes a picture too.

mod compare;
mod flatten;
mod picture;
mod rewrite;
#[cfg(test)]
mod tests;
mod wire;

pub(crate) use wire::{read_answer, read_order, write_answer, write_order};

use crate::check::rows_are_small;
use crate::examine::{Findings, examine};
use crate::render::{RenderError, RenderLimits, Renderer, clean_outside, with_document};
use kairan_domain::secret::SecretText;
use rewrite::{Rewritten, Sheet};
use std::collections::BTreeMap;

/// Resolution of pages that become pictures, in dpi: good to read and to print.
const DPI: u16 = 170;

/// How much is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cleaning {
    /// Title, names, descriptions, thumbnails, data of programs, earlier revisions. The pages
    /// stay as they are, with links, fields, bookmarks and structure.
    Metadata,
    /// All that is not seen.
    Everything,
}

/// What shall be cleaned, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanOrder {
    /// How much is taken away.
    pub cleaning: Cleaning,
    /// The title of the copy.
    pub title: SecretText,
}

/// A clean copy. Debug prints nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// The file.
    pub pdf: Vec<u8>,
    /// The pages (from 1) that are pictures now.
    pub pictures: Vec<u32>,
}

impl std::fmt::Debug for Cleaned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cleaned")
    }
}

/// Why there is no clean copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CleanError {
    /// The file could not be looked at.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// It is encrypted, if only against changes.
    #[error("the PDF is encrypted")]
    Encrypted,
    /// It is built in a way that cannot be written anew.
    #[error("the PDF cannot be written anew")]
    Unwritable,
    /// A page would not look the same.
    #[error("page {page} would change")]
    Changed {
        /// Which, from 1.
        page: u32,
    },
    /// Something would still be carried.
    #[error("the copy is not clean")]
    StillThere,
}

impl Renderer {
    /// Makes a clean copy. Blocks: call it on a blocking thread.
    ///
    /// # Errors
    /// [`CleanError`]: there is no copy then.
    pub fn clean(&self, pdf: &[u8], order: &CleanOrder) -> Result<Cleaned, CleanError> {
        match &self.program {
            Some(program) => clean_outside(program, self.limits, order, pdf),
            None => clean(pdf, order, &self.limits),
        }
    }
}

/// In this process.
pub(crate) fn clean(
    pdf: &[u8],
    order: &CleanOrder,
    limits: &RenderLimits,
) -> Result<Cleaned, CleanError> {
    if !rows_are_small(pdf) {
        return Err(CleanError::Unwritable);
    }
    let mut wanted = match order.cleaning {
        Cleaning::Metadata => Vec::new(),
        Cleaning::Everything => {
            let found = examine(pdf, limits)?;
            // What viewers draw and we do not would be lost, and might be what hides a name.
            if let Some(undrawn) = found.first_undrawn() {
                return Err(CleanError::Changed { page: undrawn });
            }
            hiding(&found)
        }
    };
    // What changes, or still hides something, becomes a picture; a second time nothing is left.
    for _ in 0..3 {
        let copy = write(pdf, order, &wanted, limits)?;
        let mut wrong = compare::changed(pdf, &copy, limits)?;
        if order.cleaning == Cleaning::Everything {
            let again = examine(&copy, limits)?;
            wrong.extend(hiding(&again));
            if wrong.is_empty() && again.asks() {
                return Err(CleanError::StillThere);
            }
        }
        let first = wrong.first().copied();
        match first {
            None => {
                return Ok(Cleaned {
                    pdf: copy,
                    pictures: wanted,
                });
            }
            Some(page) if order.cleaning == Cleaning::Metadata || wanted.contains(&page) => {
                return Err(CleanError::Changed { page });
            }
            Some(_) => wanted.extend(wrong),
        }
        wanted.sort_unstable();
        wanted.dedup();
    }
    Err(CleanError::StillThere)
}

/// Pages on which something hides.
fn hiding(found: &Findings) -> Vec<u32> {
    let hiding = found
        .found
        .iter()
        .filter(|finding| finding.kind.hides_text());
    let mut pages: Vec<u32> = hiding.filter_map(|finding| finding.page).collect();
    pages.dedup();
    pages
}

fn write(
    pdf: &[u8],
    order: &CleanOrder,
    pictures: &[u32],
    limits: &RenderLimits,
) -> Result<Vec<u8>, CleanError> {
    let sheets: BTreeMap<u32, Sheet> = if pictures.is_empty() {
        BTreeMap::new()
    } else {
        let wanted = pictures.to_vec();
        let limits = *limits;
        with_document(pdf, limits, move |document, stop| {
            picture::sheets(document, &wanted, &limits, stop)
        })?
    };
    let mut copy = Rewritten::read(pdf)?;
    match order.cleaning {
        Cleaning::Metadata => copy.without_metadata(),
        Cleaning::Everything => copy.pages_alone(&sheets)?,
    }
    copy.finish(order.title.expose())
}
