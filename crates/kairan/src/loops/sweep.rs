//! What is over is erased: packets and requests past their time, uploads nobody goes on with or
//! submits, dead sessions, files without a record.

use jiff::SignedDuration;

use super::RoundFailed;
use crate::wire::Installation;

/// A file without a record is left alone this long: its upload may still run.
const ORPHAN_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// Purges meetings and requests, removes left uploads, envelopes, credentials and sessions.
///
/// # Errors
/// The store could not answer; the next round goes on.
pub async fn sweep_round(on: &Installation) -> Result<(), RoundFailed> {
    let app = &on.app;
    let purged = kairan_board::sweep_meetings(app)
        .await
        .map_err(RoundFailed::because)?;
    on.metrics.loops.purged.add(purged as u64);
    kairan_board::sweep_uploads(app)
        .await
        .map_err(RoundFailed::because)?;
    kairan_board::sweep_envelopes(app)
        .await
        .map_err(RoundFailed::because)?;
    kairan_board::sweep_credentials(app)
        .await
        .map_err(RoundFailed::because)?;
    let requests = kairan_opinion::sweep_requests(app)
        .await
        .map_err(RoundFailed::because)?;
    on.metrics.loops.purged.add(requests as u64);
    kairan_access::sweep_sessions(app)
        .await
        .map_err(RoundFailed::because)?;
    kairan_access::sweep_unsent(app)
        .await
        .map_err(RoundFailed::because)?;
    if purged > 0 {
        tracing::info!(purged, "meetings purged");
    }
    if requests > 0 {
        tracing::info!(requests, "requests for opinions purged");
    }

    Ok(())
}

/// Removes files that nobody submits, and files that no record names. Reads every open request
/// and the name of every file: no work for each minute.
///
/// # Errors
/// Store or folder could not answer.
pub async fn orphans_round(on: &Installation) -> Result<(), RoundFailed> {
    let app = &on.app;
    kairan_opinion::sweep_waiting(app)
        .await
        .map_err(RoundFailed::because)?;
    let Ok(older) = app.now().checked_sub(ORPHAN_AFTER) else {
        return Ok(());
    };
    let swept = kairan_store::sweep_orphans(&app.store, &app.documents, older)
        .await
        .map_err(RoundFailed::because)?;
    on.metrics.loops.orphans.add(swept.files);
    if swept.files > 0 {
        tracing::info!(
            files = swept.files,
            bytes = swept.bytes,
            "files without a record removed"
        );
    }

    Ok(())
}
