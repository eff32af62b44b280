//! Decoding pictures and searching PDFs: the most that a stranger with a letter can ask of the
//! processor. One at a time, off the async threads, and a short line before it.

use tokio::sync::Semaphore;

/// Files are looked through; each in the line holds its upload in memory.
static FILES: Desk = Desk::new(8);
/// Pages are made into small pictures; a browser asks for those of one set at once.
static PICTURES: Desk = Desk::new(48);

/// Where one work is done at a time.
struct Desk {
    one: Semaphore,
    /// How many may be in hand or wait.
    line: Semaphore,
}

/// Why nothing was decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotDecoded {
    /// The line is full.
    Busy,
    /// A decoder broke off.
    BrokeOff,
}

/// Looks through the files of one upload, on a blocking thread.
pub(super) async fn decode<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, NotDecoded> {
    FILES.work(work).await
}

/// Makes one small picture, on a blocking thread; no upload waits for it.
pub(super) async fn picture<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, NotDecoded> {
    PICTURES.work(work).await
}

impl Desk {
    const fn new(most: usize) -> Self {
        Self {
            one: Semaphore::const_new(1),
            line: Semaphore::const_new(most),
        }
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, NotDecoded> {
        let _place = self.line.try_acquire().map_err(|_| NotDecoded::Busy)?;
        // Never closed.
        let _turn = self.one.acquire().await.map_err(|_| NotDecoded::Busy)?;
        #[expect(
            clippy::disallowed_methods,
            reason = "decoding pictures is processor work: the agreed place for it"
        )]
        let decoded = tokio::task::spawn_blocking(work).await;
        decoded.map_err(|_| NotDecoded::BrokeOff)
    }
}
