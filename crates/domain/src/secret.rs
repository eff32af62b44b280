//! Text that must not reach logs, panics or test output: names, addresses, tokens, hashes.
//!
//! No `Display`; `Debug` prints the type's name alone. Whoever needs the text says
//! [`SecretText::expose`], which is easy to search for.

use std::fmt;

/// Personal or secret text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SecretText(String);

impl SecretText {
    /// Takes the text in.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText")
    }
}

/// Declares a checked personal text: private field, `expose`, no `Display`, silent `Debug`.
macro_rules! personal_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The text itself.
            pub fn expose(&self) -> &str {
                &self.0
            }

            /// A value that was checked before and kept since (the record codec's door).
            pub fn from_kept(text: String) -> Self {
                Self(text)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
}
pub(crate) use personal_text;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_holds_no_text() {
        assert_eq!(format!("{:?}", SecretText::new("山田太郎")), "SecretText");
    }
}
