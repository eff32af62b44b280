//! The one drawing worker: papers cost processor time and memory, and nobody waits for two.

use kairan_access::App;
use kairan_paper::{RenderLimits, Renderer};
use tokio::sync::Semaphore;

static ONE: Semaphore = Semaphore::const_new(1);

/// What makes pictures of uploaded pages.
pub(crate) fn renderer(app: &App) -> Renderer {
    Renderer {
        limits: RenderLimits::default(),
        program: app.policies.render_program.clone(),
    }
}

/// Draws on a blocking thread, one paper at a time; `None` when drawing panicked.
pub(crate) async fn draw<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    // Never closed.
    let _turn = ONE.acquire().await.ok()?;
    #[expect(
        clippy::disallowed_methods,
        reason = "drawing a paper is processor work: the agreed place for it"
    )]
    let drawn = tokio::task::spawn_blocking(work).await;
    drawn.ok()
}
