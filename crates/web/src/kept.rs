//! Pages drawn a moment ago: the same template with the same context is the same page.
//!
//! For the gate alone: mail scanners and whole offices open the same link again and again, and
//! drawing it was more than half of the work of an answer. The context is the key, so nothing
//! can be out of date.

use bytes::Bytes;
use minijinja::Value;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Most pages kept: a few kilobytes each.
const MOST: usize = 512;

/// What a page is made of: the template's name and its context as JSON.
type Made = (&'static str, String);

/// Pages drawn a moment ago.
#[derive(Default)]
pub(crate) struct Kept(Mutex<HashMap<Made, Bytes>>);

impl Kept {
    /// The page, drawn by `draw` unless it is known.
    ///
    /// # Errors
    /// Those of `draw`; nothing is kept then.
    pub(crate) fn or_draw<E>(
        &self,
        name: &'static str,
        context: &Value,
        draw: impl FnOnce() -> Result<String, E>,
    ) -> Result<Bytes, E> {
        let Ok(json) = serde_json::to_string(context) else {
            return draw().map(Bytes::from);
        };
        let made = (name, json);
        if let Some(page) = self.lock().get(&made) {
            return Ok(page.clone());
        }
        let page = Bytes::from(draw()?);
        let mut kept = self.lock();
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(made, page.clone());
        Ok(page)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Made, Bytes>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::context;
    use std::convert::Infallible;

    fn page(kept: &Kept, name: &'static str, context: &Value, text: &str) -> Bytes {
        let drawn: Result<_, Infallible> = kept.or_draw(name, context, || Ok(text.to_owned()));
        let Ok(page) = drawn;
        page
    }

    #[test]
    fn only_the_same_template_with_the_same_context_is_the_same_page() {
        let kept = Kept::default();
        let monday = context! { day => "月曜日", office => context! { phone => "1" } };
        assert_eq!(page(&kept, "gate", &monday, "first"), "first");
        assert_eq!(page(&kept, "gate", &monday, "second"), "first");
        assert_eq!(page(&kept, "closed", &monday, "third"), "third");
        let moved = context! { day => "月曜日", office => context! { phone => "2" } };
        assert_eq!(page(&kept, "gate", &moved, "fourth"), "fourth");
    }

    #[test]
    fn what_could_not_be_drawn_is_not_kept_and_it_never_grows() {
        let kept = Kept::default();
        let nothing = context! {};
        assert_eq!(
            kept.or_draw("gate", &nothing, || Err("broken")),
            Err("broken")
        );
        assert_eq!(page(&kept, "gate", &nothing, "whole"), "whole");
        for number in 0..3 * MOST {
            page(&kept, "gate", &context! { number }, "page");
        }
        assert!(kept.lock().len() <= MOST);
    }
}
