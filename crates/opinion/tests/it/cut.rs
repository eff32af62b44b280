//! The process dies between two steps of saving or submitting: either all of it happened, or
//! nothing, and what was typed is there.

use crate::world::{SOUND, World, edits};
use kairan_domain::audit::AuditEvent;
use kairan_domain::opinion::id;
use kairan_domain::opinion_request::RequestState;
use kairan_opinion::{
    accept_opinion, check_writing, open_writing, read_version, save_writing, submit_writing,
    sweep_requests,
};
use kairan_store::{SessionOwner, sweep_orphans};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Runs for so many steps, then is dropped where it stands.
struct Cut<F>(Pin<Box<F>>, usize);

impl<F: Future> Future for Cut<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.1 == 0 {
            return Poll::Ready(None);
        }
        self.1 -= 1;
        self.0.as_mut().poll(context).map(Some)
    }
}

#[tokio::test]
async fn a_submission_cut_anywhere_happened_whole_or_not_at_all() {
    let world = World::on_disk().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    world.save(&by, SOUND).await;
    let by = world.doctor(id).await;
    let seen = check_writing(&world.app, &by).await.unwrap().seen;
    let mut receipt = None;
    for steps in 0..1000 {
        let submission = Box::pin(submit_writing(&world.app, &by, &seen));
        receipt = Cut(submission, steps).await.map(Result::unwrap);
        let request = world.request(id).await;
        let versions = request.versions.len();
        match request.state() {
            RequestState::Drafting => assert_eq!(versions, 0),
            RequestState::Submitted => assert_eq!(versions, 1),
            other => panic!("{other:?}"),
        }
        assert_eq!(
            world.draft(id).await.unwrap().texts.text(id::DOMINANT_HAND),
            "right"
        );
        if receipt.is_some() {
            break;
        }
    }
    let receipt = receipt.unwrap();

    let world = world.restart().await;
    let request = world.request(id).await;
    assert_eq!(
        (request.versions.len(), request.versions[0].at),
        (1, receipt.at)
    );
    let by = world.doctor(id).await;
    assert!(read_version(&world.app, &by, 1).await.is_ok());
    // What the cut ones had written already, nobody names: it goes, the opinion stays.
    let later = "2100-01-01T00:00:00Z".parse().unwrap();
    sweep_orphans(&world.app.store, &world.app.documents, later)
        .await
        .unwrap();
    assert_eq!(world.files().await, 1);
    assert!(read_version(&world.app, &by, 1).await.is_ok());
}

#[tokio::test]
async fn an_autosave_cut_anywhere_leaves_what_was_saved_before() {
    let world = World::on_disk().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    world.save(&by, &[(id::SPECIAL_NOTES, "前")]).await;
    let by = world.doctor(id).await;
    let seen = open_writing(&world.app, &by).await.unwrap().seen;
    let edits = edits(&[(id::SPECIAL_NOTES, "後")]);
    for steps in 0..1000 {
        let saving = Box::pin(save_writing(&world.app, &by, &seen, &edits));
        let saved = Cut(saving, steps).await;
        let kept = world.draft(id).await.unwrap().texts;
        let kept = kept.text(id::SPECIAL_NOTES).to_owned();
        assert!(["前", "後"].contains(&kept.as_str()));
        if let Some(saved) = saved {
            assert_eq!(saved.unwrap().merged.conflicts, []);
            assert_eq!(kept, "後");
            break;
        }
    }
    let world = world.restart().await;
    let draft = world.draft(id).await.unwrap();
    assert_eq!(draft.texts.text(id::SPECIAL_NOTES), "後");
    // And between that and submitting, nothing is missing.
    world.save(&world.doctor(id).await, SOUND).await;
    assert_eq!(world.submit(id).await.version, 1);
}

#[tokio::test]
async fn a_purge_cut_anywhere_took_requests_whole() {
    let world = World::on_disk().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let id = world.asked().await;
        world.written(id).await;
        accept_opinion(&world.app, &world.clerk, id, 1)
            .await
            .unwrap();
        ids.push(id);
    }
    world.days(5 * 366);
    let (app, insurer) = (&world.app, world.insurer());
    let mut left = Vec::new();
    for steps in 0..1000 {
        let sweep = Box::pin(sweep_requests(app));
        let done = Cut(sweep, steps).await;
        left.clear();
        for id in &ids {
            let there = app.store.opinion_request(insurer, *id).await.unwrap();
            let forms = app.store.kept_forms(insurer, *id).await.unwrap();
            let owner = SessionOwner::OpinionRequest(*id);
            let sessions = app.store.sessions_of(owner).await.unwrap();
            assert_eq!(
                there.is_some(),
                !forms.is_empty(),
                "answers without request"
            );
            assert!(
                there.is_some() || sessions.is_empty(),
                "a way in to nothing"
            );
            left.extend(there.map(|_| *id));
        }
        // A file may outlive its request until the orphans are swept, never the other way round.
        assert!(world.files().await >= left.len());
        if let Some(done) = done {
            done.unwrap();
            break;
        }
    }
    assert_eq!(left, []);
    let told = world.events().await;
    let purged = told
        .iter()
        .filter(|event| **event == AuditEvent::RequestPurged);
    assert_eq!(purged.count(), ids.len(), "one certificate each");
    let later = "2100-01-01T00:00:00Z".parse().unwrap();
    sweep_orphans(&app.store, &app.documents, later)
        .await
        .unwrap();
    assert_eq!(world.files().await, 0);
    assert!(app.store.check_all().await.unwrap().is_sound());
}
