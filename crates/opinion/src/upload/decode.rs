//! Decoding pictures and searching PDFs: the most that a stranger with a letter can ask of the
//! processor. One at a time, off the async threads, and a short line before it.

use tokio::sync::Semaphore;

static ONE: Semaphore = Semaphore::const_new(1);
/// Uploads that may be in hand or wait at once; each holds its files in memory.
const MOST_WAITING: usize = 8;
static LINE: Semaphore = Semaphore::const_new(MOST_WAITING);

/// Why nothing was decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotDecoded {
    /// The line is full.
    Busy,
    /// A decoder broke off.
    BrokeOff,
}

/// Decodes on a blocking thread, one upload at a time.
pub(super) async fn decode<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, NotDecoded> {
    let _place = LINE.try_acquire().map_err(|_| NotDecoded::Busy)?;
    // Never closed.
    let _turn = ONE.acquire().await.map_err(|_| NotDecoded::Busy)?;
    #[expect(
        clippy::disallowed_methods,
        reason = "decoding pictures is processor work: the agreed place for it"
    )]
    let decoded = tokio::task::spawn_blocking(work).await;
    decoded.map_err(|_| NotDecoded::BrokeOff)
}
