//! One line of an export.

use serde::{Deserialize, Serialize};

use crate::record::Bytes;

/// Written today.
pub(super) const EDITION: u32 = 2;
/// Without a signature; until 2026-11.
pub(super) const UNSIGNED: u32 = 1;
/// What the signature is a mark of.
pub(super) const SIGNED: &str = "export";

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Line {
    Begin {
        kairan_export: u32,
        /// What tells one key ring from another.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ring: Option<Bytes>,
    },
    Row {
        kind: String,
        id: String,
        bytes: Bytes,
    },
    End {
        end: u64,
        /// SHA-256 over all lines before, each with its line end, and its mark.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        digest: Option<Bytes>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mark: Option<Bytes>,
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
