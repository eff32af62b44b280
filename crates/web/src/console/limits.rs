//! Limits as pages show them before they are hit.

use kairan_domain::limits::Limits;
use kairan_domain::words;
use serde::Serialize;

/// `limits` of a template.
#[derive(Serialize)]
pub(crate) struct LimitsView {
    file: String,
    file_bytes: u64,
    files: usize,
    total: String,
    reviewers: usize,
    name_chars: usize,
    title_chars: usize,
    remark_chars: usize,
}

impl LimitsView {
    pub(crate) fn of(limits: &Limits) -> Self {
        Self {
            file: words::size(limits.max_file_size),
            file_bytes: limits.max_file_size,
            files: limits.max_materials,
            total: words::size(limits.max_total_size),
            reviewers: limits.max_reviewers,
            name_chars: limits.max_name,
            title_chars: limits.max_title,
            remark_chars: limits.max_remark,
        }
    }
}
