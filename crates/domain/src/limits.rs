//! Every limit of what may be entered, with a safe default; the operator's config sets them,
//! pages show them before they are hit.

/// Limits of what may be entered. Lengths count Unicode scalar values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Largest PDF, in bytes.
    pub max_file_size: u64,
    /// Materials of one meeting.
    pub max_materials: usize,
    /// Versions of one material that are kept.
    pub max_versions: usize,
    /// Bytes of all materials of one meeting together.
    pub max_total_size: u64,
    /// Reviewers of one meeting.
    pub max_reviewers: usize,
    /// A reviewer's name, a panel's name, a meeting number.
    pub max_name: usize,
    /// A material's title or file name.
    pub max_title: usize,
    /// The remark to reviewers.
    pub max_remark: usize,
    /// Days a meeting may lie ahead.
    pub max_days_ahead: i32,
    /// Longest access window, in days.
    pub max_window_days: i32,
    /// Bytes of one submission of an opinion as files, all of them together.
    pub max_opinion_upload: u64,
    /// Pages of one submission of an opinion as files.
    pub max_opinion_pages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_size: 200 * 1024 * 1024,
            max_materials: 40,
            max_versions: 20,
            max_total_size: 1024 * 1024 * 1024,
            max_reviewers: 30,
            max_name: 40,
            max_title: 120,
            max_remark: 1000,
            max_days_ahead: 400,
            max_window_days: 120,
            max_opinion_upload: 50 * 1024 * 1024,
            max_opinion_pages: 20,
        }
    }
}
