//! lettre's connection pool alone: letters that are ready, sent as fast as it can.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use lettre::address::Envelope;
use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use tokio::task::JoinSet;

use crate::Done;

/// Sends the same letter so often, `at_once` at a time.
pub(crate) async fn send_by_pool(
    port: u16,
    letters: usize,
    at_once: u32,
    letter: &[u8],
) -> Done<()> {
    let pool = PoolConfig::new().max_size(at_once);
    let relay = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1");
    let relay = relay.port(port).pool_config(pool).build();
    let envelope = Envelope::new(
        Some("kairan@example.jp".parse()?),
        vec!["a@example.jp".parse()?],
    )?;
    let left = Arc::new(AtomicUsize::new(letters));
    let mut senders = JoinSet::<Done<()>>::new();
    for _ in 0..at_once {
        let (relay, envelope) = (relay.clone(), envelope.clone());
        let (letter, left) = (letter.to_vec(), Arc::clone(&left));
        senders.spawn(async move {
            let next =
                || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
            while next().is_ok() {
                relay.send_raw(&envelope, &letter).await?;
            }
            Ok(())
        });
    }
    while let Some(ended) = senders.join_next().await {
        ended??;
    }
    Ok(())
}
