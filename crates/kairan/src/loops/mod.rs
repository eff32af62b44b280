//! What goes on without anybody asking: letters leave, what is over is erased, what lies around is
//! removed, what comes back is noted, the audit is sealed.
//!
//! Every round is a public function that does its work once, so that a test calls it and need not
//! wait. The loops around them only wait. To add one: a file with a round, a line in [`start`].

mod audit;
mod deliver;
mod examine;
mod returns;
mod sweep;
mod watch;

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

pub use self::audit::{audit_care_round, seal_round};
pub use self::deliver::deliver_round;
pub use self::returns::returns_round;
pub use self::sweep::{orphans_round, sweep_round};
pub use self::watch::{Health, watch_round};
use crate::serve::Stop;
use crate::wire::Installation;

/// How often the outbox is looked at when it was empty.
const DELIVER_EVERY: Duration = Duration::from_secs(2);
const SWEEP_EVERY: Duration = Duration::from_mins(1);
const ORPHANS_EVERY: Duration = Duration::from_hours(6);
const RETURNS_EVERY: Duration = Duration::from_mins(1);
const WATCH_EVERY: Duration = Duration::from_secs(15);
const SEAL_EVERY: Duration = Duration::from_mins(10);
const AUDIT_CARE_EVERY: Duration = Duration::from_hours(1);
/// Reading the whole audit, or the name of every file, is no part of a start.
const LATER: Duration = Duration::from_mins(1);

/// Why a round did not do its work; it is tried again at its time.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct RoundFailed(String);

impl RoundFailed {
    fn because(reason: impl std::fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

/// Starts all loops; they end by themselves after `stop`. `broken` is told when the store does not
/// take writes any more.
pub fn start(on: &Arc<Installation>, stop: &Stop, broken: &Stop) -> JoinSet<()> {
    let mut loops = JoinSet::new();
    let rounds = Rounds {
        on: Arc::clone(on),
        stop: stop.clone(),
    };
    loops.spawn(rounds.clone().keep("deliver", DELIVER_EVERY, async |on| {
        // A full outbox is emptied without a pause between the rounds.
        while deliver_round(on).await? > 0 {}
        on.mailer.rest().await;
        Ok(())
    }));
    loops.spawn(
        rounds
            .clone()
            .keep("sweep", SWEEP_EVERY, async |on| sweep_round(on).await),
    );
    let orphans = rounds.clone();
    loops.spawn(async move {
        if orphans.rest(LATER).await {
            let round = async |on: &Installation| orphans_round(on).await;
            orphans.keep("orphans", ORPHANS_EVERY, round).await;
        }
    });
    if !on.config.mail.bounce_folder.as_os_str().is_empty() {
        loops.spawn(rounds.clone().keep("returns", RETURNS_EVERY, async |on| {
            returns_round(on, &on.config.mail.bounce_folder)
                .await
                .map(|_| ())
        }));
    }
    loops.spawn(examine::run(Arc::clone(on), stop.clone()));
    start_audit(&rounds, &mut loops);
    let broken = broken.clone();
    loops.spawn(rounds.keep("watch", WATCH_EVERY, async move |on| {
        if watch_round(on).await? == Health::Broken {
            broken.now();
        }
        Ok(())
    }));

    loops
}

fn start_audit(rounds: &Rounds, loops: &mut JoinSet<()>) {
    let (seal, care) = (rounds.clone(), rounds.clone());
    loops.spawn(async move {
        if seal.rest(LATER).await {
            let round = async |on: &Installation| seal_round(on).await;
            seal.keep("seal", SEAL_EVERY, round).await;
        }
    });
    loops.spawn(async move {
        if care.rest(LATER).await {
            let round = async |on: &Installation| audit_care_round(on).await;
            care.keep("audit care", AUDIT_CARE_EVERY, round).await;
        }
    });
}

#[cfg(test)]
mod tests;

#[derive(Clone)]
struct Rounds {
    on: Arc<Installation>,
    stop: Stop,
}

impl Rounds {
    /// One round after the other until told to stop; a round under way is finished.
    async fn keep<F>(self, name: &'static str, every: Duration, round: F)
    where
        F: AsyncFn(&Installation) -> Result<(), RoundFailed>,
    {
        loop {
            if let Err(error) = round(&self.on).await {
                self.on.metrics.loops.failed.add(1);
                tracing::error!(name, %error, "round failed; it is tried again");
            }
            if !self.rest(every).await {
                return;
            }
        }
    }

    /// Waits; `false` when told to stop meanwhile.
    async fn rest(&self, time: Duration) -> bool {
        tokio::select! {
            () = self.stop.wait() => false,
            () = tokio::time::sleep(time) => true,
        }
    }
}
