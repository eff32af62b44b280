//! Erasing files whose records are gone.

use kairan_access::App;
use kairan_domain::ids::FileId;

/// Erases files no record names any more. A failure is logged only: without their keys they
/// are noise already, and the orphan sweep comes back for them.
pub(crate) async fn delete_files(app: &App, files: impl IntoIterator<Item = FileId>) {
    for file in files {
        if let Err(error) = app.documents.delete(file).await {
            tracing::warn!(%error, %file, "an erased document's file is left for the sweep");
        }
    }
}
