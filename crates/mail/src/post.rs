//! The port through which letters leave, and the one call the delivery loop makes.

use crate::letter::Mailable;
use crate::parcel::Parcel;
use crate::sender::{ComposeError, Sender};
use async_trait::async_trait;
use jiff::Timestamp;
use kairan_domain::ids::NoticeId;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::notice::Outcome;
use kairan_domain::secret::SecretText;
use std::sync::Arc;

/// Takes letters away. Never fails: whatever happens is an [`Outcome`].
#[async_trait]
pub trait Post: Send + Sync {
    /// Tries once. Returns within the engine's own time-out.
    async fn send(&self, parcel: &Parcel) -> Outcome;

    /// Nothing more to send for a while: let go of what is held open.
    async fn rest(&self) {}
}

/// Sender and post together.
#[derive(Clone)]
pub struct Mailer {
    sender: Arc<Sender>,
    post: Arc<dyn Post>,
}

impl Mailer {
    /// Joins the two.
    pub fn new(sender: Arc<Sender>, post: Arc<dyn Post>) -> Self {
        Self { sender, post }
    }

    /// The sender, for bounces and previews of headers.
    pub fn sender(&self) -> &Sender {
        &self.sender
    }

    /// Renders, wraps and sends the letter of a notice.
    pub async fn deliver(
        &self,
        notice: NoticeId,
        facts: &impl Mailable,
        now: Timestamp,
    ) -> Outcome {
        self.post_composed(notice, self.sender.compose(notice, facts, now))
            .await
    }

    /// Sends the test letter; `id` is fresh.
    pub async fn deliver_test(&self, id: NoticeId, to: &MailAddress, now: Timestamp) -> Outcome {
        self.post_composed(id, self.sender.compose_test(id, to, now))
            .await
    }

    /// See [`Post::rest`].
    pub async fn rest(&self) {
        self.post.rest().await;
    }

    async fn post_composed(
        &self,
        notice: NoticeId,
        composed: Result<Parcel, ComposeError>,
    ) -> Outcome {
        match composed {
            Ok(parcel) => self.post.send(&parcel).await,
            Err(ComposeError::Address) => Outcome::Refused(SecretText::new(
                "このメールアドレスには送れません。アドレスを確かめてください。",
            )),
            // Ours to mend, not the clerk's: the letter waits for the repaired program.
            Err(error) => {
                tracing::error!(%notice, %error, "letter cannot be composed");
                Outcome::Deferred(SecretText::new(
                    "メールを作れませんでした。システム管理者にお知らせください。",
                ))
            }
        }
    }
}
