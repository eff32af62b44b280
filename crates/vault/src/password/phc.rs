//! The text of a password hash, in the manner of PHC strings:
//! `$argon2id$v=19$m=19456,t=2,p=1,pepper=1$<salt>$<tag>`.

use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use thiserror::Error;

use super::{PasswordCost, PasswordHash};

/// The text is not a password hash, or its cost is out of bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a password hash, or its cost is out of bounds")]
pub struct NotAPasswordHash;

impl PasswordHash {
    /// The text to store. It belongs in a record, never in a log.
    pub fn to_text(&self) -> String {
        format!(
            "$argon2id$v=19$m={},t={},p={},pepper={}${}${}",
            self.cost.memory_kib,
            self.cost.passes,
            self.cost.lanes,
            self.pepper,
            STANDARD_NO_PAD.encode(self.salt),
            STANDARD_NO_PAD.encode(self.tag),
        )
    }
}

impl FromStr for PasswordHash {
    type Err = NotAPasswordHash;

    fn from_str(text: &str) -> Result<Self, NotAPasswordHash> {
        parse(text).ok_or(NotAPasswordHash)
    }
}

fn parse(text: &str) -> Option<PasswordHash> {
    let rest = text.strip_prefix("$argon2id$v=19$")?;
    let (settings, rest) = rest.split_once('$')?;
    let (salt, tag) = rest.split_once('$')?;

    let mut settings = settings.split(',');
    let mut setting = |name: &str| number(settings.next()?.strip_prefix(name)?);
    let (memory_kib, passes, lanes, pepper) = (
        setting("m=")?,
        setting("t=")?,
        setting("p=")?,
        setting("pepper=")?,
    );
    if settings.next().is_some() {
        return None;
    }
    Some(PasswordHash {
        cost: PasswordCost::bounded(memory_kib, passes, lanes)?,
        pepper,
        salt: exactly(salt)?,
        tag: exactly(tag)?,
    })
}

/// A decimal number in its one usual form: no sign, no leading zero.
fn number(text: &str) -> Option<u32> {
    let value: u32 = text.parse().ok()?;
    (value.to_string() == text).then_some(value)
}

fn exactly<const N: usize>(text: &str) -> Option<[u8; N]> {
    STANDARD_NO_PAD.decode(text).ok()?.try_into().ok()
}
