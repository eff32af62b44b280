//! Which waiting file goes with a change of its request.

use kairan_domain::ids::FileId;
use kairan_domain::opinion_request::OpinionRequest;

/// The file of those that waited `before` and are neither waiting nor submitted `after`.
pub(crate) fn left_behind(before: &OpinionRequest, after: &OpinionRequest) -> Option<FileId> {
    let waited = before.waiting.as_ref()?.pages.file;
    let waits = after.waiting_as(waited).is_some();
    let mut submitted = after.versions.iter().filter_map(|one| one.pdf.as_ref());
    let named = waits || submitted.any(|pdf| pdf.file == waited);
    (!named).then_some(waited)
}
