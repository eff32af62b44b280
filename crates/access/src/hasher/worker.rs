//! A thread for each permit, which stands behind all others in the scheduler's line.
//!
//! A hash wants a core for tens of milliseconds. On a thread like any other, a guesser who keeps
//! one permit busy takes that core from everybody who reads; a thread of low priority takes what
//! they leave, and its small share when they leave nothing.

use kairan_vault::password::PasswordMemory;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};

/// Added to the thread's nice value. Measured on two cores that readers keep busy, with eight
/// guessers: at 10 readers keep 0.67 of their rate and an honest sign-in takes 0.27 s (p99), at
/// 13 it is 0.71 to 0.75 and 0.44 to 0.51 s, at 19 0.86 and 0.79 s.
const NICE: i32 = 13;

/// Work with the memory to do it in.
pub(super) type Job = Box<dyn FnOnce(&mut PasswordMemory) + Send>;

/// The way to one thread; the thread ends with it.
#[derive(Default)]
pub(super) struct Worker(Option<Sender<Job>>);

impl Worker {
    /// Where jobs go. The thread is started for the first of them.
    ///
    /// # Errors
    ///
    /// The system gives no more threads.
    pub(super) fn jobs(&mut self) -> io::Result<Sender<Job>> {
        if let Some(jobs) = &self.0 {
            return Ok(jobs.clone());
        }
        let (jobs, queue) = channel();
        std::thread::Builder::new()
            .name("password".to_owned())
            .spawn(move || work(&queue))?;
        Ok(self.0.insert(jobs).clone())
    }
}

fn work(queue: &Receiver<Job>) {
    // On Linux this is about the calling thread alone.
    if let Err(error) = rustix::process::nice(NICE) {
        tracing::warn!(%error, "password checks run at ordinary priority");
    }
    let mut memory = PasswordMemory::new();
    while let Ok(job) = queue.recv() {
        // Whoever waits hears of a panic by the silence; the thread is for the next one.
        let _told_by_silence = catch_unwind(AssertUnwindSafe(|| job(&mut memory)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask<T: Send + 'static>(
        worker: &mut Worker,
        question: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let (answer, answered) = channel();
        let job = move |_: &mut PasswordMemory| answer.send(question()).unwrap();
        worker.jobs().unwrap().send(Box::new(job)).unwrap();
        answered.recv().ok()
    }

    #[test]
    fn it_is_one_thread_behind_the_others_and_leaves_their_priority_alone() {
        let nice = || rustix::process::getpriority_process(None).unwrap();
        let before = nice();
        let mut worker = Worker::default();
        let thread = || std::thread::current().id();

        assert_eq!(ask(&mut worker, nice), Some((before + NICE).min(19)));
        assert_eq!(nice(), before);
        assert_eq!(ask(&mut worker, thread), ask(&mut worker, thread));
    }

    #[test]
    fn it_outlives_a_job_that_panics() {
        let mut worker = Worker::default();

        assert_eq!(ask::<()>(&mut worker, || panic!("as tried")), None);
        assert_eq!(ask(&mut worker, || 7), Some(7));
    }
}
