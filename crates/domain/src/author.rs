//! Who at the insurer did something: a person with an account, or the insurer's system with an
//! authentication key.

use crate::ids::{AuthKeyId, NotAnId, StaffId};
use std::fmt;
use std::str::FromStr;

/// Whose deed it is. Written as the account's id alone, or as `key-` and the key's id, so that
/// what was written before there were keys reads as it always did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Author {
    /// 事務局担当者.
    Staff(StaffId),
    /// The insurer's system.
    System(AuthKeyId),
}

const KEY: &str = "key-";

impl Author {
    /// The 16 bytes of the id; no account and no key share them.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        match self {
            Self::Staff(id) => id.as_bytes(),
            Self::System(id) => id.as_bytes(),
        }
    }

    /// The account, unless a system did it.
    pub fn staff(self) -> Option<StaffId> {
        match self {
            Self::Staff(id) => Some(id),
            Self::System(_) => None,
        }
    }
}

impl From<StaffId> for Author {
    fn from(id: StaffId) -> Self {
        Self::Staff(id)
    }
}

impl fmt::Display for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Staff(id) => id.fmt(f),
            Self::System(id) => write!(f, "{KEY}{id}"),
        }
    }
}

impl FromStr for Author {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        match text.strip_prefix(KEY) {
            Some(id) => id.parse().map(Self::System),
            None => text.parse().map(Self::Staff),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_written_as_it_was_before_there_were_keys() {
        let id = StaffId::from_bytes([7; 16]);
        assert_eq!(Author::Staff(id).to_string(), id.to_string());
        for author in [
            Author::Staff(id),
            Author::System(AuthKeyId::from_bytes([9; 16])),
        ] {
            assert_eq!(author.to_string().parse::<Author>().unwrap(), author);
        }
        assert!("key-".parse::<Author>().is_err());
    }
}
