//! Work on a stranger's file in a process of its own: what ends it ends nothing else.

use super::message::{Order, read_answer};
use super::{RenderError, RenderedPage};
use std::io::{self, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;

/// The word with which a program is asked to call [`super::work`].
pub const COMMAND: &str = "render-worker";

/// Ended and buried when it is let go of, whatever happened.
struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Has the program render.
pub(super) fn pages(
    program: &Path,
    order: &Order,
    pdf: &[u8],
) -> Result<Vec<RenderedPage>, RenderError> {
    run(program, order, &[pdf], |from| {
        read_answer(from, &order.limits)
    })
}

/// Has the program carry out the order. The file passes through a pipe, never over the disk, and
/// nothing of our environment goes along.
pub(super) fn run<T: Send>(
    program: &Path,
    order: &Order,
    parts: &[&[u8]],
    read: impl FnOnce(&mut BufReader<ChildStdout>) -> io::Result<Result<T, RenderError>> + Send,
) -> Result<T, RenderError> {
    let begun = Command::new(program)
        .arg(COMMAND)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut worker = Worker(begun.map_err(|_| RenderError::Busy)?);
    let (Some(mut to), Some(from)) = (worker.0.stdin.take(), worker.0.stdout.take()) else {
        return Err(RenderError::Failed);
    };
    let (sender, receiver) = mpsc::sync_channel(1);
    // Both threads end with the process, and that at the latest when patience does.
    thread::scope(|scope| {
        let feed = move || {
            // A process that has ended takes nothing more; its answer says why.
            let _ = order.write(&mut to).and_then(|()| {
                let mut parts = parts.iter();
                parts.try_for_each(|part| io::Write::write_all(&mut to, part))
            });
        };
        let listen = move || {
            let answer = read(&mut BufReader::new(from));
            // Nobody may be waiting any more.
            let _ = sender.send(answer);
        };
        let named = || thread::Builder::new().name("render".to_owned());
        for begun in [
            named().spawn_scoped(scope, feed).err(),
            named().spawn_scoped(scope, listen).err(),
        ] {
            if begun.is_some() {
                drop(worker);
                return Err(RenderError::Busy);
            }
        }
        match receiver.recv_timeout(order.limits.patience) {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => Err(why(&error, worker)),
            Err(RecvTimeoutError::Timeout) => {
                drop(worker);
                Err(RenderError::TooSlow)
            }
            Err(RecvTimeoutError::Disconnected) => Err(RenderError::Failed),
        }
    })
}

/// Why there is no answer. The system's bounds and an end of memory or stack end a process by a
/// signal.
fn why(error: &io::Error, mut worker: Worker) -> RenderError {
    if error.kind() != io::ErrorKind::UnexpectedEof {
        return RenderError::Failed;
    }
    match worker.0.wait() {
        Ok(status) if status.signal().is_some() => RenderError::TooMuchWork,
        _ => RenderError::Failed,
    }
}
