//! One line of an export.

use serde::{Deserialize, Serialize};

use crate::record::Bytes;

pub(super) const EDITION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Line {
    Begin {
        kairan_export: u32,
    },
    Row {
        kind: String,
        id: String,
        bytes: Bytes,
    },
    End {
        end: u64,
    },
}

pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}
