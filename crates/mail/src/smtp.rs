//! The real way out: SMTP to one relay, over a few reused connections.
//!
//! Every await here may be cut off by a time-out. A connection cut off in mid-conversation is
//! dropped, never reused: the next letter would read the answer meant for this one.

mod judge;
mod route;
mod talk;

pub use route::{RelayFault, SignIn, SmtpSettings, Tls};

use crate::parcel::Parcel;
use crate::post::Post;
use async_trait::async_trait;
use kairan_domain::notice::Outcome;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use route::Route;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use talk::Failure;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

/// Relays close idle connections after minutes; a connection this old is not trusted.
const FRESH: Duration = Duration::from_secs(20);
/// For RSET and QUIT, whose answers change nothing any more.
const COURTESY: Duration = Duration::from_secs(5);

/// Sends through the relay.
pub struct Smtp {
    route: Route,
    send_timeout: Duration,
    permits: Semaphore,
    idle: Mutex<Vec<Parked>>,
}

struct Parked {
    connection: AsyncSmtpConnection,
    since: Instant,
}

impl Smtp {
    /// Checks the settings; connects only when there is a letter.
    ///
    /// # Errors
    /// [`RelayFault`].
    pub fn new(settings: SmtpSettings) -> Result<Self, RelayFault> {
        let permits = Semaphore::new(settings.at_once.max(1));
        let send_timeout = settings.send_timeout;
        Ok(Self {
            route: Route::new(settings)?,
            send_timeout,
            permits,
            idle: Mutex::default(),
        })
    }

    async fn try_send(&self, parcel: &Parcel) -> Outcome {
        if let Some(mut connection) = self.take_fresh() {
            let answer = talk::hand_over(&mut connection, parcel).await;
            match answer {
                // The relay hung up in between (its own limits): nothing was said yet.
                Err(failure) if failure.is_stale() => {}
                answer => return self.settle(connection, answer).await,
            }
        }
        match self.route.connect().await {
            Ok(mut connection) => {
                let answer = talk::hand_over(&mut connection, parcel).await;
                self.settle(connection, answer).await
            }
            Err(outcome) => outcome,
        }
    }

    /// Judges the answer, and keeps the connection when the relay is in a known state.
    async fn settle(
        &self,
        mut connection: AsyncSmtpConnection,
        answer: Result<String, Failure>,
    ) -> Outcome {
        match answer {
            Ok(words) => {
                self.park(connection);
                judge::accepted(&words)
            }
            Err(failure) => {
                let outcome = judge::failed(&failure);
                if failure.leaves_open() && talk::reset(&mut connection, COURTESY).await {
                    self.park(connection);
                }
                outcome
            }
        }
    }

    fn take_fresh(&self) -> Option<AsyncSmtpConnection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|parked| parked.since.elapsed() < FRESH);
        idle.pop().map(|parked| parked.connection)
    }

    fn park(&self, connection: AsyncSmtpConnection) {
        let parked = Parked {
            connection,
            since: Instant::now(),
        };
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(parked);
    }
}

#[async_trait]
impl Post for Smtp {
    async fn send(&self, parcel: &Parcel) -> Outcome {
        // Waiting for a turn is not the relay's fault and does not count against it.
        let Ok(_turn) = self.permits.acquire().await else {
            return judge::timed_out();
        };
        match timeout(self.send_timeout, self.try_send(parcel)).await {
            Ok(outcome) => outcome,
            Err(_) => judge::timed_out(),
        }
    }

    async fn rest(&self) {
        let idle = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for mut parked in idle {
            // A relay that does not answer to QUIT loses nothing.
            let _ = timeout(COURTESY, parked.connection.quit()).await;
        }
    }
}
