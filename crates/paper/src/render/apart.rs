//! Work on a stranger's file, apart from everything else: own thread, own stack, a deadline.

use super::RenderError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Most threads that may still run after their callers have gone; then nothing is begun.
pub const MOST_LATE: usize = 2;

/// Forms may call forms fifty deep, objects lie in objects five hundred deep.
const STACK: usize = 64 * 1024 * 1024;

/// Threads whose callers have gone.
static LATE: AtomicUsize = AtomicUsize::new(0);

/// Does the work and waits for it. The work looks at its flag now and then and stops when the
/// caller has gone. A panic is [`RenderError::Failed`], unless it carries a [`RenderError`].
pub(super) fn run<T: Send + 'static>(
    pdf: &[u8],
    patience: Duration,
    work: impl FnOnce(Vec<u8>, &Arc<AtomicBool>) -> Result<T, RenderError> + Send + 'static,
) -> Result<T, RenderError> {
    if LATE.load(Ordering::SeqCst) >= MOST_LATE {
        return Err(RenderError::Busy);
    }
    let over = Arc::new(AtomicBool::new(false));
    let (sender, receiver) = mpsc::sync_channel(1);
    let (pdf, flag) = (pdf.to_vec(), Arc::clone(&over));
    let begun = thread::Builder::new()
        .name("render".to_owned())
        .stack_size(STACK)
        .spawn(move || {
            let done = catch_unwind(AssertUnwindSafe(|| work(pdf, &flag)));
            let done = done.unwrap_or_else(|told| {
                let known = told.downcast_ref::<RenderError>().copied();
                Err(known.unwrap_or(RenderError::Failed))
            });
            // Nobody may be waiting any more.
            let _ = sender.send(done);
            if flag.swap(true, Ordering::SeqCst) {
                LATE.fetch_sub(1, Ordering::SeqCst);
            }
        });
    begun.map_err(|_| RenderError::Busy)?;
    match receiver.recv_timeout(patience) {
        Ok(done) => done,
        Err(RecvTimeoutError::Disconnected) => Err(RenderError::Failed),
        Err(RecvTimeoutError::Timeout) => {
            LATE.fetch_add(1, Ordering::SeqCst);
            // Whoever comes second takes the thread off the list.
            if over.swap(true, Ordering::SeqCst) {
                LATE.fetch_sub(1, Ordering::SeqCst);
            }
            Err(RenderError::TooSlow)
        }
    }
}
