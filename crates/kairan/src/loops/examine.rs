//! Materials that came into a draft are examined while the clerk goes on with the form.

use std::sync::Arc;

use crate::serve::Stop;
use crate::wire::Installation;

/// Examines what comes until told to stop. What is not done then, the confirmation page does.
pub(super) async fn run(on: Arc<Installation>, stop: Stop) {
    loop {
        let (insurer, meeting) = tokio::select! {
            () = stop.wait() => return,
            next = kairan_board::next_to_examine() => next,
        };
        let examined = tokio::select! {
            () = stop.wait() => return,
            examined = kairan_board::examine_waiting(&on.app, insurer, meeting) => examined,
        };
        // A draft that was deleted meanwhile has nothing to examine.
        if let Err(error) = examined
            && error != kairan_board::ReadError::NotFound
        {
            on.metrics.loops.failed.add(1);
            tracing::error!(%error, "materials could not be examined");
        }
    }
}
