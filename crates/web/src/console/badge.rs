//! A word with a colour; the word alone says everything.

use serde::Serialize;

/// A badge of `parts/page.html`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Badge {
    kind: &'static str,
    text: String,
}

macro_rules! kinds {
    ($($name:ident),+) => {
        impl Badge {$(
            /// A badge of this kind.
            pub(crate) fn $name(text: impl Into<String>) -> Self {
                Self { kind: stringify!($name), text: text.into() }
            }
        )+}
    };
}

kinds!(plain, info, good, warn, bad);
