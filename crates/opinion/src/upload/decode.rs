//! Decoding pictures and searching PDFs: the most that a stranger with a letter can ask of the
//! processor. One at a time, off the async threads, and a short line before it. Pictures of one
//! request are made one after another before they stand in the line of all: whoever sends a page
//! that takes long to draw makes himself wait, and another doctor for one such page at most.

use kairan_domain::ids::OpinionRequestId;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};

/// Files are looked through; each in the line holds its upload in memory.
static FILES: LazyLock<Desk> = LazyLock::new(|| Desk::new(8));
/// Pages are made into small pictures: at most one of each request stands in this line.
static PICTURES: Semaphore = Semaphore::const_new(1);
/// The lines of requests for their pictures; those that nobody stands in are forgotten.
static OWN_LINES: LazyLock<Mutex<HashMap<OpinionRequestId, Arc<Desk>>>> =
    LazyLock::new(Mutex::default);
/// Pictures of one request in hand or awaited: a browser asks for all pages of a set at once.
const MOST_PICTURES: usize = 24;

/// Where one work is done at a time.
struct Desk {
    one: Arc<Semaphore>,
    /// How many may be in hand or wait.
    line: Arc<Semaphore>,
    most: usize,
}

/// A place in the line and at the desk.
struct Turn {
    _place: OwnedSemaphorePermit,
    _one: OwnedSemaphorePermit,
}

impl Desk {
    fn new(most: usize) -> Self {
        Self {
            one: Arc::new(Semaphore::new(1)),
            line: Arc::new(Semaphore::new(most)),
            most,
        }
    }

    /// Whether nobody works or waits here.
    fn is_idle(&self) -> bool {
        self.line.available_permits() == self.most
    }

    async fn turn(&self) -> Result<Turn, NotDecoded> {
        let place = Arc::clone(&self.line).try_acquire_owned();
        let place = place.map_err(|_| NotDecoded::Busy)?;
        // Never closed.
        let one = Arc::clone(&self.one).acquire_owned().await;
        Ok(Turn {
            _place: place,
            _one: one.map_err(|_| NotDecoded::Busy)?,
        })
    }
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
    let _turn = FILES.turn().await?;
    off_the_threads(work).await
}

/// The right to make one small picture of a request's page. Whatever that takes is read once
/// the turn has come: nobody waits with a file in memory.
pub(super) struct PictureTurn {
    _own: Turn,
    _of_all: SemaphorePermit<'static>,
}

/// Waits for the turn.
pub(super) async fn picture_turn(request: OpinionRequestId) -> Result<PictureTurn, NotDecoded> {
    let desk = {
        let mut lines = OWN_LINES.lock().unwrap_or_else(PoisonError::into_inner);
        lines.retain(|_, desk| !desk.is_idle());
        let fresh = || Arc::new(Desk::new(MOST_PICTURES));
        Arc::clone(lines.entry(request).or_insert_with(fresh))
    };
    let own = desk.turn().await?;
    // Never closed.
    let of_all = PICTURES.acquire().await.map_err(|_| NotDecoded::Busy)?;
    Ok(PictureTurn {
        _own: own,
        _of_all: of_all,
    })
}

impl PictureTurn {
    /// Makes the picture, on a blocking thread.
    pub(super) async fn draw<T: Send + 'static>(
        self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, NotDecoded> {
        // The turn goes along: a browser that hangs up does not end the work.
        off_the_threads(move || {
            let _until_done = self;
            work()
        })
        .await
    }
}

async fn off_the_threads<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, NotDecoded> {
    #[expect(
        clippy::disallowed_methods,
        reason = "decoding pictures is processor work: the agreed place for it"
    )]
    let decoded = tokio::task::spawn_blocking(work).await;
    decoded.map_err(|_| NotDecoded::BrokeOff)
}
