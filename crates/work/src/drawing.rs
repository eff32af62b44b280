//! The drawing workers: papers cost processor time and memory, so each kind is made one at a
//! time. Two kinds, because a stranger's file may take half a minute and a clerk's hand-over
//! sheet takes milliseconds.

use kairan_access::App;
use kairan_paper::{RenderLimits, Renderer};
use tokio::sync::Semaphore;

static PAPERS: Semaphore = Semaphore::const_new(1);
static PAGES: Semaphore = Semaphore::const_new(1);
/// Materials of the board: minutes for a large one, which no doctor waits for.
static MATERIALS: Semaphore = Semaphore::const_new(1);

/// What makes pictures of uploaded pages.
pub fn renderer(app: &App) -> Renderer {
    Renderer {
        limits: RenderLimits::default(),
        program: app.policies.render_program.clone(),
    }
}

/// Draws a paper of our own on a blocking thread, one at a time; `None` when drawing panicked.
pub async fn draw<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    in_turn(&PAPERS, work).await
}

/// Works on pages of somebody else's file, one file at a time; `None` when that panicked.
pub async fn work_on_pages<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    in_turn(&PAGES, work).await
}

/// Looks at a whole material of the board, one at a time; `None` when that panicked.
pub async fn work_on_material<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    in_turn(&MATERIALS, work).await
}

async fn in_turn<T: Send + 'static>(
    turns: &Semaphore,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    // Never closed.
    let _turn = turns.acquire().await.ok()?;
    #[expect(
        clippy::disallowed_methods,
        reason = "drawing a paper is processor work: the agreed place for it"
    )]
    let drawn = tokio::task::spawn_blocking(work).await;
    drawn.ok()
}
