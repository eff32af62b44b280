//! Pages drawn a moment ago: the same link with the same facts behind it is the same page.
//!
//! For the gate alone: mail scanners and whole offices open the same link again and again, and
//! drawing it, and even putting together what it is drawn from, was more than half of the work of
//! an answer. What the page is drawn from is compared each time, so nothing can be out of date.

use bytes::Bytes;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Most pages kept: a few kilobytes each.
const MOST: usize = 512;

/// Pages by their links, each with the facts it was drawn from.
pub(crate) struct Kept<F>(Mutex<HashMap<String, (F, Bytes)>>);

impl<F> Default for Kept<F> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<F: Clone + PartialEq> Kept<F> {
    /// The page of `link`, drawn by `draw` unless it was drawn from the same facts before.
    /// `draw` may look at nothing else.
    ///
    /// # Errors
    /// Those of `draw`; nothing is kept then.
    pub(crate) fn or_draw<E>(
        &self,
        link: &str,
        facts: &F,
        draw: impl FnOnce() -> Result<String, E>,
    ) -> Result<Bytes, E> {
        if let Some((known, page)) = self.lock().get(link)
            && known == facts
        {
            return Ok(page.clone());
        }
        let page = Bytes::from(draw()?);
        let mut kept = self.lock();
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(link.to_owned(), (facts.clone(), page.clone()));
        Ok(page)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, (F, Bytes)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn page(kept: &Kept<&'static str>, link: &str, facts: &'static str, text: &str) -> Bytes {
        let drawn: Result<_, Infallible> = kept.or_draw(link, &facts, || Ok(text.to_owned()));
        let Ok(page) = drawn;
        page
    }

    #[test]
    fn only_the_same_link_with_the_same_facts_is_the_same_page() {
        let kept = Kept::default();
        assert_eq!(page(&kept, "a", "monday", "first"), "first");
        assert_eq!(page(&kept, "a", "monday", "second"), "first");
        assert_eq!(page(&kept, "b", "monday", "third"), "third");
        assert_eq!(page(&kept, "a", "tuesday", "fourth"), "fourth");
        assert_eq!(page(&kept, "a", "monday", "fifth"), "fifth");
    }

    #[test]
    fn what_could_not_be_drawn_is_not_kept_and_it_never_grows() {
        let kept = Kept::default();
        let broken = kept.or_draw("a", &"monday", || Err("broken"));
        assert_eq!(broken, Err("broken"));
        assert_eq!(page(&kept, "a", "monday", "whole"), "whole");
        for number in 0..3 * MOST {
            page(&kept, &number.to_string(), "monday", "page");
        }
        assert!(kept.lock().len() <= MOST);
    }
}
