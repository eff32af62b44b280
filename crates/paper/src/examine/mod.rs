//! What a PDF carries that nobody sees on its pages: text under covers, comments, layers that
//! are off, attachments, scripts, earlier revisions, names of people and files.
//!
//! A page is looked at twice: painted into a picture, and walked through with a device that
//! keeps every letter with its place and everything that may cover it. A letter is unseen when
//! its place on the picture is one flat colour, when something opaque was painted over it
//! later, or when it lies outside the page. Everything else is read from the file's objects.
//!
//! The file is a stranger's: with a [`Renderer`]'s program all of it happens in the bounded
//! process of [`crate::render`].
//!
//! # Decisions
//! - 2026-12-01: **a picture over the whole page does not count as a cover**: scanners put the
//!   recognised text under the scan. Such text is judged by the picture alone.
//! - 2026-12-01: **place is counted as shown** (points from the upper left corner, after
//!   turning), so that a frame can be drawn on the page's picture.
//! - 2026-12-01: a letter that fills its own box (一, ■) is flat though seen; it counts only when
//!   its surroundings are flat too.

mod judge;
mod letters;
mod objects;
mod page;
mod revisions;
mod strings;
#[cfg(test)]
pub(crate) mod tests;
mod texts;
mod walk;
mod wire;

pub(crate) use wire::{read_answer, write_answer};

use crate::render::{RenderError, RenderLimits, Renderer, examine_outside, with_document};
use kairan_domain::examination::{Finding, FindingKind};
use kairan_domain::secret::SecretText;
use std::fmt;
use std::time::Duration;

/// Most findings of one file that are told one by one.
pub const MOST_FINDINGS: usize = 400;
/// Most pages whose text is told, in bytes of all of it.
const MOST_TEXT: usize = 4 * 1024 * 1024;
/// Resolution of the pictures that are looked at: a letter of 5 points has seven rows.
const DPI: u16 = 96;

/// The bounds for looking at a material of the board: more pages than an opinion has, each
/// painted more coarsely.
pub fn limits() -> RenderLimits {
    RenderLimits {
        pages: 600,
        pixels: 3_000_000,
        work: 4_000_000_000,
        patience: Duration::from_mins(4),
        memory: 3 << 29,
    }
}

/// What was found in a file. Debug prints no word of it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// Pages.
    pub pages: u32,
    /// What was found, by page; of the whole file first.
    pub found: Vec<Finding>,
    /// The words of each finding, in the same order.
    words: Vec<SecretText>,
    /// How many more there were than [`MOST_FINDINGS`].
    pub more: u32,
    /// All text of each page, seen or not.
    texts: Vec<SecretText>,
    /// What screen readers are told in place of what is shown, until it is compared with that.
    instead: Vec<String>,
}

impl fmt::Debug for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.found).finish()
    }
}

impl Findings {
    /// The unseen words of the finding of this index.
    pub fn words_of(&self, index: usize) -> Option<&SecretText> {
        self.words.get(index)
    }

    /// All text of each page that can be read by programs, in drawing order; pages behind the
    /// bound on its size have none.
    pub fn texts(&self) -> &[SecretText] {
        &self.texts
    }

    /// Whether something of this kind was found.
    pub fn has(&self, kind: FindingKind) -> bool {
        self.found.iter().any(|finding| finding.kind == kind)
    }

    /// The first page on which viewers show what our pictures do not; 1 where the page is not known.
    pub fn first_undrawn(&self) -> Option<u32> {
        let mut found = self.found.iter();
        let first = found.find(|finding| finding.kind == FindingKind::Undrawn)?;
        Some(first.page.unwrap_or(1))
    }

    /// Whether somebody must decide before a reviewer gets the file.
    pub fn asks(&self) -> bool {
        self.more > 0 || self.found.iter().any(|finding| finding.kind.asks())
    }

    fn add(&mut self, finding: Finding, words: String) {
        if self.found.len() < MOST_FINDINGS {
            self.found.push(finding);
            self.words.push(SecretText::new(words));
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// What is told in place of what is shown is unseen only where it says something else.
    fn compare(&mut self) {
        let told = std::mem::take(&mut self.instead);
        if told.is_empty() {
            return;
        }
        let shown: String = self
            .texts
            .iter()
            .map(|text| texts::bare(text.expose()))
            .collect();
        for text in told {
            if texts::tells(&text) && !shown.contains(&texts::bare(&text)) {
                let finding = Finding {
                    kind: FindingKind::Description,
                    page: None,
                    place: None,
                    words: texts::words(&text),
                };
                self.add(finding, text);
            }
        }
    }

    /// Keeps each finding's words beside it.
    fn sort(&mut self) {
        let words = std::mem::take(&mut self.words);
        let mut both: Vec<_> = self.found.drain(..).zip(words).collect();
        both.sort_by_key(|(finding, _)| (finding.page, finding.kind, finding.place));
        (self.found, self.words) = both.into_iter().unzip();
    }
}

impl Renderer {
    /// Looks for what the file carries unseen.
    ///
    /// Blocks until it is done or patience ends: call it on a blocking thread.
    ///
    /// # Errors
    /// [`RenderError`]: then the file was not examined.
    pub fn examine(&self, pdf: &[u8]) -> Result<Findings, RenderError> {
        match &self.program {
            Some(program) => examine_outside(program, self.limits, pdf),
            None => examine(pdf, &self.limits),
        }
    }
}

/// In this process.
pub(crate) fn examine(pdf: &[u8], limits: &RenderLimits) -> Result<Findings, RenderError> {
    let limits = *limits;
    with_document(pdf, limits, move |document, stop| {
        let mut findings = Findings::default();
        revisions::look(document.data().as_ref(), &mut findings);
        objects::look(document, &mut findings);
        let mut room = MOST_TEXT;
        for (page, number) in document.pages().iter().zip(1..) {
            let text = page::look(page, number, &limits, stop, &mut findings)?;
            let kept = if text.len() <= room {
                text
            } else {
                String::new()
            };
            room -= kept.len();
            findings.texts.push(SecretText::new(kept));
            findings.pages = number;
        }
        findings.compare();
        findings.sort();
        Ok(findings)
    })
}
