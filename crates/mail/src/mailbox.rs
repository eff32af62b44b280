//! Letters as `.eml` files in a folder: the demo's post, and what `/dev/mailbox` shows.
//!
//! A file is named by its notice, so a letter sent again after a crash replaces itself.

use crate::parcel::Parcel;
use crate::post::Post;
use async_trait::async_trait;
use jiff::Timestamp;
use kairan_domain::ids::NoticeId;
use kairan_domain::notice::Outcome;
use kairan_domain::secret::SecretText;
use mail_parser::{Message, MessageParser};
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// A folder that plays mailbox for everybody.
#[derive(Debug, Clone)]
pub struct MailboxFolder {
    folder: PathBuf,
}

/// One letter as shown.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Names its file.
    pub notice: NoticeId,
    /// Decoded subject.
    pub subject: String,
    /// Sender's display name.
    pub from: String,
    /// The reader's address.
    pub to: SecretText,
    /// Where an answer would go.
    pub reply_to: String,
    /// Date header.
    pub date: Option<Timestamp>,
    /// Decoded text.
    pub text: SecretText,
    /// Decoded HTML page.
    pub html: SecretText,
}

/// The folder cannot be used.
#[derive(Debug, Error)]
#[error("the mailbox folder cannot be used: {0}")]
pub struct FolderError(#[from] io::Error);

impl MailboxFolder {
    /// Opens the folder, making it if needed.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn open(folder: &Path) -> Result<Self, FolderError> {
        std::fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// Every letter, newest notice first. Foreign files are passed over.
    ///
    /// # Errors
    /// [`FolderError`].
    pub async fn list(&self) -> Result<Vec<Shown>, FolderError> {
        let mut found = Vec::new();
        let mut entries = tokio::fs::read_dir(&self.folder).await?;
        while let Some(entry) = entries.next_entry().await? {
            let name = entry.file_name();
            let stem = name.to_str().and_then(|name| name.strip_suffix(".eml"));
            found.extend(stem.and_then(|stem| stem.parse::<NoticeId>().ok()));
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        let mut letters = Vec::with_capacity(found.len());
        for id in found {
            letters.extend(self.read(id).await?);
        }
        Ok(letters)
    }

    /// One letter; `None` when there is none of this name or it is no mail.
    ///
    /// # Errors
    /// [`FolderError`].
    pub async fn read(&self, notice: NoticeId) -> Result<Option<Shown>, FolderError> {
        match tokio::fs::read(self.path(notice)).await {
            Ok(bytes) => Ok(shown(notice, &bytes)),
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(fault) => Err(fault.into()),
        }
    }

    fn path(&self, notice: NoticeId) -> PathBuf {
        self.folder.join(format!("{notice}.eml"))
    }

    async fn write(&self, parcel: &Parcel) -> io::Result<()> {
        let path = self.path(parcel.notice());
        let unfinished = path.with_extension("part");
        tokio::fs::write(&unfinished, parcel.bytes()).await?;
        tokio::fs::rename(&unfinished, &path).await
    }
}

#[async_trait]
impl Post for MailboxFolder {
    async fn send(&self, parcel: &Parcel) -> Outcome {
        match self.write(parcel).await {
            Ok(()) => Outcome::Accepted(SecretText::new("デモ用のメールボックスに入れました。")),
            Err(fault) => Outcome::Deferred(SecretText::new(format!(
                "デモ用のメールボックスに書けませんでした。({})",
                fault.kind()
            ))),
        }
    }
}

fn shown(notice: NoticeId, bytes: &[u8]) -> Option<Shown> {
    let message = MessageParser::default().parse(bytes)?;
    let body = |body: Option<std::borrow::Cow<'_, str>>| SecretText::new(body.unwrap_or_default());
    Some(Shown {
        notice,
        subject: message.subject().unwrap_or_default().to_owned(),
        from: sender_name(&message),
        to: SecretText::new(
            message
                .to()
                .and_then(|to| to.first())
                .and_then(|to| to.address())
                .unwrap_or_default(),
        ),
        reply_to: message
            .reply_to()
            .and_then(|to| to.first())
            .and_then(|to| to.address())
            .unwrap_or_default()
            .to_owned(),
        date: message
            .date()
            .and_then(|date| Timestamp::from_second(date.to_timestamp()).ok()),
        text: body(message.body_text(0)),
        html: body(message.body_html(0)),
    })
}

fn sender_name(message: &Message<'_>) -> String {
    let from = message.from().and_then(|from| from.first());
    from.and_then(|from| from.name().or(from.address()))
        .unwrap_or_default()
        .to_owned()
}
