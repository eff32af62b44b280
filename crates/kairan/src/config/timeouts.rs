//! `[timeouts]`: how long a client may keep us waiting.

use serde::{Deserialize, Serialize};

use super::Faults;
use super::units::{ByteSize, Span};

/// Every wait has an end: slow clients are cut.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Timeouts {
    /// From the connection to its first bytes.
    pub first_byte: Span,
    /// The TLS handshake as a whole.
    pub tls_handshake: Span,
    /// From the first byte of a request to the end of its headers.
    pub header: Span,
    /// Within this span at least `min_progress` bytes of a body must move, in either direction.
    pub body_progress: Span,
    /// See `body_progress`.
    pub min_progress: ByteSize,
    /// A connection kept open between requests.
    pub idle: Span,
    /// At shutdown: how long running requests may take to end.
    pub drain: Span,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            first_byte: Span::seconds(10),
            tls_handshake: Span::seconds(10),
            header: Span::seconds(15),
            body_progress: Span::seconds(30),
            min_progress: ByteSize(4 << 10),
            idle: Span::minutes(2),
            drain: Span::seconds(30),
        }
    }
}

impl Timeouts {
    pub(super) fn check(&self, faults: &mut Faults) {
        let all = [
            ("timeouts.first_byte", self.first_byte),
            ("timeouts.tls_handshake", self.tls_handshake),
            ("timeouts.header", self.header),
            ("timeouts.body_progress", self.body_progress),
            ("timeouts.idle", self.idle),
            ("timeouts.drain", self.drain),
        ];
        for (path, span) in all {
            let sane = span >= Span::seconds(1) && span <= Span::hours(1);
            faults.require(sane, path, "must lie between 1s and 1h");
        }
    }
}
