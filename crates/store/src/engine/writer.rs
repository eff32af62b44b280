//! The one thread that writes: takes whatever commits are waiting, admits them one after
//! another, applies them as one sled batch (recovered whole or not at all) and flushes once.
//! Every commit is answered after that flush, so an answer always means "durable".

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use tokio::sync::oneshot;

use super::group::{Group, Numbers};
use super::sled::{Shared, failed};
use super::sled_rows::SledRows;
use super::{Batch, Refused};
use crate::error::StoreError;

/// A group ends at so many bytes: a larger one only makes the first in it wait longer.
const GROUP_BYTES: usize = 1 << 20;
/// … or so many commits.
const GROUP_COMMITS: usize = 256;

enum Job {
    Commit(Batch, Answer),
    Stop(oneshot::Sender<()>),
}

type Answer = oneshot::Sender<Result<(), Refused>>;

pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
    running: Arc<AtomicBool>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// Says that the thread has ended, also when it ended by a panic.
struct Running(Arc<AtomicBool>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Writer {
    pub(super) fn start(shared: Arc<Shared>, numbers: Numbers) -> Result<Self, StoreError> {
        let (jobs, queue) = mpsc::channel();
        let running = Arc::new(AtomicBool::new(true));
        let running_still = Running(Arc::clone(&running));
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || {
                let _until_it_ends = running_still;
                run(&shared, numbers, &queue);
            })
            .map_err(failed)?;
        Ok(Self {
            jobs,
            running,
            thread: Mutex::new(Some(thread)),
        })
    }

    pub(super) fn is_running(&self) -> bool {
        self.running.load(Ordering::Acquire)
    }

    pub(super) async fn commit(&self, batch: Batch) -> Result<(), Refused> {
        let closed = || Refused::Engine(StoreError::Closed);
        let (answer, done) = oneshot::channel();
        self.jobs
            .send(Job::Commit(batch, answer))
            .map_err(|_| closed())?;
        done.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Ends the thread after all commits sent before.
    pub(super) async fn stop(&self) {
        let (stopped, done) = oneshot::channel();
        if self.jobs.send(Job::Stop(stopped)).is_ok() {
            // An error means that the thread had ended before: that is what was asked for.
            let _ended = done.await;
        }
    }
}

impl Drop for Writer {
    /// Waits for the thread, so that the database's lock is free afterwards.
    fn drop(&mut self) {
        let (stopped, _) = oneshot::channel();
        let _ended = self.jobs.send(Job::Stop(stopped));
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = thread {
            let _panicked = thread.join();
        }
    }
}

fn run(shared: &Shared, mut numbers: Numbers, queue: &mpsc::Receiver<Job>) {
    let mut stopped = None;
    while stopped.is_none()
        && let Ok(first) = queue.recv()
    {
        let mut next = Some(first);
        let mut group = Group::new(&shared.tree, &mut numbers);
        let mut answers: Vec<(Answer, Result<(), Refused>)> = Vec::new();
        while let Some(job) = next.take() {
            match job {
                Job::Commit(batch, answer) => {
                    let admitted = group.admit(batch);
                    answers.push((answer, admitted));
                }
                Job::Stop(answer) => stopped = Some(answer),
            }
            if stopped.is_none() && answers.len() < GROUP_COMMITS && group.bytes() < GROUP_BYTES {
                next = queue.try_recv().ok();
            }
        }
        settle(shared, group, answers);
    }
    if let Some(stopped) = stopped {
        let _nobody_waits = stopped.send(());
    }
}

/// Makes a group durable and answers all in it. One failure spoils the engine for good: sled
/// does not say what of a failed write is on the disk, so only reopening tells the truth.
fn settle(
    shared: &Shared,
    group: Group<'_, SledRows>,
    answers: Vec<(Answer, Result<(), Refused>)>,
) {
    let broken = answers.iter().find_map(|(_, answer)| match answer {
        Err(Refused::Engine(fault)) => Some(fault.clone()),
        _ => None,
    });
    let commits = answers.iter().filter(|(_, answer)| answer.is_ok()).count();
    let written = match broken {
        Some(fault) => Err(fault),
        None if !shared.healthy.load(Ordering::Acquire) => Err(failed("an earlier write failed")),
        None if commits == 0 => Ok(()),
        None => write(shared, group),
    };
    match &written {
        Ok(()) if commits > 0 => shared.counters.flushed(commits),
        Ok(()) => {}
        Err(fault) => {
            shared.healthy.store(false, Ordering::Release);
            tracing::error!(%fault, "the store can no longer write");
        }
    }
    for (answer, admitted) in answers {
        let result = match &written {
            Ok(()) => admitted,
            Err(fault) => Err(Refused::Engine(fault.clone())),
        };
        // Whoever asked may have been cut off meanwhile; the commit stands all the same.
        let _nobody_waits = answer.send(result);
    }
}

fn write(shared: &Shared, group: Group<'_, SledRows>) -> Result<(), StoreError> {
    let writes = group.into_writes();
    shared
        .snapshots
        .guard(&shared.tree, &writes, || shared.tree.apply(&writes))?;
    shared.db.flush().map_err(failed)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::group::Rows as _;
    use super::super::{Append, Condition, Finish, Finisher};
    use super::*;

    struct AsItIs;

    impl Finish for AsItIs {
        fn row(&self, _: &[u8], _: u64, bytes: Vec<u8>) -> Vec<u8> {
            bytes
        }

        fn tip(&self, _: &[u8], no: u64) -> Vec<u8> {
            no.to_be_bytes().to_vec()
        }
    }

    fn batch(number: u8, condition: Condition) -> Batch {
        let key = vec![b'r', number];
        let mut batch = Batch::default();
        batch.conditions.push((key.clone(), condition));
        batch.writes.insert(key, Some(vec![number]));
        batch.appends.push(Append {
            stream: b"a".to_vec(),
            pointers: Vec::new(),
            bytes: vec![number],
            finish: Finisher(Arc::new(AsItIs)),
        });
        batch
    }

    /// Commits that wait while the thread is busy share one flush, and each sees those before.
    #[test]
    fn waiting_commits_share_one_flush() {
        let folder = tempfile::tempdir().unwrap();
        let shared = Shared::open(folder.path(), 1 << 20).unwrap();
        let (jobs, queue) = mpsc::channel();
        let mut answers = Vec::new();
        for number in 0..50 {
            // Every second one assumes a row that the one before it has just written.
            let condition = if number % 2 == 0 {
                Condition::Absent
            } else {
                Condition::Version(77)
            };
            let (answer, done) = oneshot::channel();
            jobs.send(Job::Commit(batch(number / 2, condition), answer))
                .unwrap();
            answers.push(done);
        }
        let (stopped, _) = oneshot::channel();
        jobs.send(Job::Stop(stopped)).unwrap();

        run(&shared, Numbers::load(&shared.tree).unwrap(), &queue);

        let results: Vec<bool> = answers
            .into_iter()
            .map(|done| done.blocking_recv().unwrap().is_ok())
            .collect();
        let expected: Vec<bool> = (0..50).map(|number| number % 2 == 0).collect();
        assert_eq!(results, expected);
        let counts = shared.counters.counts();
        assert_eq!((counts.commits, counts.flushes), (25, 1));
        let rows = shared.tree.rows_behind(None, 1_000).unwrap();
        assert_eq!(rows.len(), 25 + 25 + 1 + 1);
    }

    /// After a failed write nothing is admitted any more, and it is said.
    #[test]
    fn a_spoiled_engine_refuses_all_work() {
        let folder = tempfile::tempdir().unwrap();
        let shared = Shared::open(folder.path(), 1 << 20).unwrap();
        shared.healthy.store(false, Ordering::Release);
        let (jobs, queue) = mpsc::channel();
        let (answer, done) = oneshot::channel();
        jobs.send(Job::Commit(batch(1, Condition::Absent), answer))
            .unwrap();
        drop(jobs);

        run(&shared, Numbers::load(&shared.tree).unwrap(), &queue);

        assert!(matches!(
            done.blocking_recv().unwrap(),
            Err(Refused::Engine(StoreError::Engine(_)))
        ));
        assert!(shared.tree.rows_behind(None, 1).unwrap().is_empty());
    }
}
