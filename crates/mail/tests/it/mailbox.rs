//! The demo's mailbox.

use crate::support::{URL, facts, notice, now, sender};
use kairan_domain::ids::NoticeId;
use kairan_domain::notice::{NoticeKind, Outcome};
use kairan_mail::mailbox::MailboxFolder;
use kairan_mail::{Mailer, Post};
use std::sync::Arc;

#[tokio::test]
async fn a_letter_put_in_is_read_as_written() {
    let folder = tempfile::tempdir().unwrap();
    let mailbox = MailboxFolder::open(&folder.path().join("mail")).unwrap();
    let mailer = Mailer::new(Arc::new(sender()), Arc::new(mailbox.clone()));
    let outcome = mailer
        .deliver(notice(), &facts(NoticeKind::Published), now())
        .await;
    assert!(matches!(outcome, Outcome::Accepted(_)));
    let shown = mailbox.read(notice()).await.unwrap().unwrap();
    assert_eq!(shown.from, "髙﨑𠮷市");
    assert_eq!(shown.to.expose(), "takasaki@clinic.example.jp");
    assert_eq!(shown.date, Some(now()));
    assert!(shown.subject.starts_with("【髙﨑𠮷市】"));
    assert!(shown.text.expose().lines().any(|line| line == URL));
    assert!(shown.html.expose().starts_with("<!doctype html>"));
}

#[tokio::test]
async fn newest_letters_come_first_and_foreign_files_are_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let mailbox = MailboxFolder::open(folder.path()).unwrap();
    let ids: Vec<NoticeId> = (1..=3)
        .map(|n| NoticeId::new(now() + jiff::SignedDuration::from_secs(n), [0; 10]))
        .collect();
    for id in &ids {
        let parcel = sender()
            .compose(*id, &facts(NoticeKind::Resent), now())
            .unwrap();
        mailbox.send(&parcel).await;
        mailbox.send(&parcel).await;
    }
    std::fs::write(folder.path().join("notes.txt"), "x").unwrap();
    std::fs::write(folder.path().join("..eml"), "x").unwrap();
    let listed: Vec<NoticeId> = mailbox
        .list()
        .await
        .unwrap()
        .iter()
        .map(|shown| shown.notice)
        .collect();
    assert_eq!(listed, [ids[2], ids[1], ids[0]]);
}

#[tokio::test]
async fn a_letter_that_is_not_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let mailbox = MailboxFolder::open(folder.path()).unwrap();
    assert!(mailbox.read(notice()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_folder_that_vanished_defers_the_letter() {
    let folder = tempfile::tempdir().unwrap();
    let mailbox = MailboxFolder::open(&folder.path().join("gone")).unwrap();
    std::fs::remove_dir(folder.path().join("gone")).unwrap();
    let parcel = sender()
        .compose(notice(), &facts(NoticeKind::Resent), now())
        .unwrap();
    assert!(matches!(mailbox.send(&parcel).await, Outcome::Deferred(_)));
}
