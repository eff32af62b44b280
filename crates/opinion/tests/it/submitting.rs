//! The opinion is handed in, kept as it was, read again, sent back and handed in anew.

use crate::world::{SOUND, World};
use kairan_domain::audit::AuditEvent;
use kairan_domain::opinion::{DoctorOpinion, FormEdition, id};
use kairan_domain::opinion_request::{Arrival, OpinionRefusal, RequestState};
use kairan_opinion::{
    PagesError, SubmitError, accept_opinion, check_writing, draw_receipt, open_writing,
    read_version, send_back_opinion, submit_writing,
};

#[tokio::test]
async fn a_submitted_opinion_keeps_its_answers_and_its_pdf() {
    let world = World::new().await;
    let id = world.asked().await;
    let receipt = world.written(id).await;
    assert_eq!((receipt.version, receipt.late), (1, false));
    assert_eq!((receipt.arrival, receipt.pages), (Arrival::Form, Some(2)));
    assert!(receipt.number.starts_with("261122-"), "{}", receipt.number);
    let request = world.request(id).await;
    assert_eq!(request.state(), RequestState::Submitted);
    assert_eq!(request.versions[0].form, Some(FormEdition::E2026));
    assert_eq!(
        world.events().await.last(),
        Some(&AuditEvent::OpinionSubmitted)
    );

    let kept = world.app.store.kept_form(world.insurer(), id, 1).await;
    let kept = kept.unwrap().unwrap();
    let opinion = DoctorOpinion::from_kept(kept.edition, &kept.texts).unwrap();
    assert_eq!(opinion.text(id::DIAGNOSIS_1_NAME), Some("脳梗塞後遺症"));

    let by = world.doctor(id).await;
    let pages = read_version(&world.app, &by, 1).await.unwrap();
    assert!(pages.pdf.starts_with(b"%PDF-"));
    assert!(
        !pages.file_name.contains('𠮷'),
        "no name in the file's name"
    );
    let paper = draw_receipt(&world.app, &by, 1).await.unwrap();
    assert!(paper.pdf.starts_with(b"%PDF-"));
    let missing = read_version(&world.app, &by, 2).await;
    assert_eq!(missing.unwrap_err(), PagesError::NotFound);
}

#[tokio::test]
async fn a_double_click_makes_one_version_with_one_receipt() {
    let world = World::on_disk().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    world.save(&by, SOUND).await;
    let by = world.doctor(id).await;
    let seen = check_writing(&world.app, &by).await.unwrap().seen;
    let (first, second) = tokio::join!(
        submit_writing(&world.app, &by, &seen),
        submit_writing(&world.app, &by, &seen),
    );
    let first = first.unwrap();
    assert_eq!(first, second.unwrap());
    world.seconds(60);
    let third = submit_writing(&world.app, &by, &seen).await.unwrap();
    assert_eq!(first, third, "the page sent again tells the same");
    assert_eq!(world.request(id).await.versions.len(), 1);
    assert_eq!(world.files().await, 1, "no file of a lost race is left");
}

#[tokio::test]
async fn after_the_due_date_it_is_taken_and_marked() {
    let world = World::new().await;
    let id = world.asked().await;
    world.days(14);
    let by = world.doctor(id).await;
    world.save(&by, SOUND).await;
    assert!(
        check_writing(&world.app, &by).await.unwrap().late,
        "told before"
    );
    let receipt = world.submit(id).await;
    assert!(receipt.late);
    assert!(world.request(id).await.versions[0].late);
}

#[tokio::test]
async fn errors_keep_it_from_being_submitted() {
    let world = World::new().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    let writing = open_writing(&world.app, &by).await.unwrap();
    let nothing = submit_writing(&world.app, &by, &writing.seen).await;
    assert!(matches!(nothing, Err(SubmitError::NoDraft)));
    let saved = world.save(&by, &[(id::DIAGNOSIS_1_NAME, "脳梗塞")]).await;
    let faulty = submit_writing(&world.app, &by, &saved.seen).await;
    assert!(matches!(faulty, Err(SubmitError::Faulty { count }) if count > 5));
    assert_eq!(world.request(id).await.state(), RequestState::Drafting);
}

#[tokio::test]
async fn sent_back_it_is_corrected_and_handed_in_as_a_new_version() {
    let world = World::new().await;
    let id = world.asked().await;
    let first = world.written(id).await;
    let sent = send_back_opinion(&world.app, &world.clerk, id, 1, "発症日を確かめてください").await;
    sent.unwrap();

    let by = world.doctor(id).await;
    let writing = open_writing(&world.app, &by).await.unwrap();
    assert!(writing.asked.is_writable());
    let (_, reason) = writing.versions[0].sent_back.as_ref().unwrap();
    assert_eq!(reason.expose(), "発症日を確かめてください");
    assert_eq!(writing.versions[0].receipt, first.number);
    assert_eq!(
        writing.raw.text(id::DIAGNOSIS_1_NAME),
        "脳梗塞後遺症",
        "goes on from there"
    );

    world
        .save(&by, &[(id::DIAGNOSIS_1_ONSET, "平成21年")])
        .await;
    let second = world.submit(id).await;
    assert_eq!(second.version, 2);
    assert_ne!(second.number, first.number);
    let forms = world
        .app
        .store
        .kept_forms(world.insurer(), id)
        .await
        .unwrap();
    let onsets: Vec<&str> = forms
        .iter()
        .map(|f| f.texts.text(id::DIAGNOSIS_1_ONSET))
        .collect();
    assert_eq!(onsets.len(), 2);
    assert_ne!(onsets[0], onsets[1], "the first version stays as it was");
    let by = world.doctor(id).await;
    assert_ne!(
        read_version(&world.app, &by, 1).await.unwrap().pdf,
        read_version(&world.app, &by, 2).await.unwrap().pdf,
    );
}

#[tokio::test]
async fn a_page_sent_again_after_a_return_submits_nothing() {
    let world = World::new().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    world.save(&by, SOUND).await;
    let by = world.doctor(id).await;
    let seen = check_writing(&world.app, &by).await.unwrap().seen;
    submit_writing(&world.app, &by, &seen).await.unwrap();
    let sent = send_back_opinion(&world.app, &world.clerk, id, 1, "確かめてください").await;
    sent.unwrap();
    let again = submit_writing(&world.app, &by, &seen).await;
    assert!(matches!(again, Err(SubmitError::Outdated)));
    assert_eq!(
        world.submit(id).await.version,
        2,
        "looked at again, it may go as it is"
    );
}

#[tokio::test]
async fn an_accepted_opinion_is_closed_for_writing_and_stays_readable() {
    let world = World::new().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    world.save(&by, SOUND).await;
    let by = world.doctor(id).await;
    let seen = check_writing(&world.app, &by).await.unwrap().seen;
    submit_writing(&world.app, &by, &seen).await.unwrap();
    accept_opinion(&world.app, &world.clerk, id, 1)
        .await
        .unwrap();
    let again = submit_writing(&world.app, &by, &seen).await;
    let why = OpinionRefusal::Is(RequestState::Accepted);
    assert!(matches!(again, Err(SubmitError::Refused(refused)) if refused == why));
    let by = world.doctor(id).await;
    assert!(read_version(&world.app, &by, 1).await.is_ok());
}
