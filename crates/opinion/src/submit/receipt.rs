//! What the doctor is told after handing something in.

use jiff::Timestamp;
use kairan_domain::opinion_request::{Arrival, OpinionRequest, OpinionVersion, receipt_number};

/// A submission that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// 受付番号 ([`receipt_number`]).
    pub number: String,
    /// Which submission, from 1.
    pub version: u32,
    /// How it came.
    pub arrival: Arrival,
    /// When it was taken.
    pub at: Timestamp,
    /// After the due date.
    pub late: bool,
    /// Pages of the PDF that is kept; `None` when only its arrival was recorded.
    pub pages: Option<u32>,
}

impl Receipt {
    pub(crate) fn of(request: &OpinionRequest, version: &OpinionVersion) -> Self {
        Self {
            number: receipt_number(request.id, version.number, version.at),
            version: version.number,
            arrival: version.arrival,
            at: version.at,
            late: version.late,
            pages: version.pdf.as_ref().map(|pdf| pdf.pages),
        }
    }
}
