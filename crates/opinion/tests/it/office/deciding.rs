//! Accepted, sent back, cancelled, given to another doctor.

use super::scene::{events_of, notices, with_mail};
use crate::world::{CLINIC, SOUND, World};
use kairan_access::{NotInside, WhyLetterOver, open_letter, physician_session};
use kairan_domain::audit::AuditEvent;
use kairan_domain::clinic::RawClinic;
use kairan_domain::notice::NoticeKind;
use kairan_domain::opinion_request::{
    OpinionRefusal, RequestFault, RequestField, RequestKind, RequestState, Stage,
};
use kairan_domain::secret::SecretText;
use kairan_opinion::{
    ChangeError, Reassignment, RegisterError, accept_opinion, cancel_request, open_writing,
    reassign_request, save_clinic, send_back_opinion, show_request,
};

/// A cookie of the doctor who is inside.
async fn cookie(world: &World, id: kairan_domain::ids::OpinionRequestId) -> String {
    let request = world.request(id).await;
    let link = request.letter.as_ref().unwrap().link.token.expose();
    let passcode = SecretText::new("abcd-efgh-jkmn");
    let opened = open_letter(&world.app, link, &passcode, CLINIC)
        .await
        .unwrap();
    opened.cookie.to_text().to_string()
}

#[tokio::test]
async fn only_the_version_that_was_seen_is_accepted() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let id = world.asked().await;
    let early = accept_opinion(app, by, id, 1).await;
    assert_eq!(
        early,
        Err(ChangeError::Refused(OpinionRefusal::Is(
            RequestState::Requested
        )))
    );
    world.written(id).await;
    send_back_opinion(app, by, id, 1, "印影なし").await.unwrap();
    world.submit(id).await;
    assert_eq!(
        accept_opinion(app, by, id, 1).await,
        Err(ChangeError::OtherVersion)
    );
    let stale = send_back_opinion(app, by, id, 1, "古い版").await;
    assert_eq!(stale, Err(ChangeError::OtherVersion));

    accept_opinion(app, by, id, 2).await.unwrap();
    assert_eq!(world.request(id).await.state(), RequestState::Accepted);
    assert_eq!(world.draft(id).await, None, "nobody writes any more");
    let twice = accept_opinion(app, by, id, 2).await;
    assert_eq!(
        twice,
        Err(ChangeError::Refused(OpinionRefusal::Is(
            RequestState::Accepted
        )))
    );
    let page = show_request(app, by, id).await.unwrap();
    assert_eq!(
        page.versions[0].sent_back.as_ref().unwrap().1.expose(),
        "印影なし"
    );
    assert!(page.versions[1].written && page.versions[1].pages == Some(2));
}

#[tokio::test]
async fn what_is_sent_back_says_why_behind_the_door_alone() {
    let world = World::new().await;
    with_mail(&world).await;
    let id = world.asked().await;
    world.written(id).await;
    world.seconds(60);
    let nothing = send_back_opinion(&world.app, &world.clerk, id, 1, " ").await;
    assert_eq!(
        nothing,
        Err(ChangeError::Refused(OpinionRefusal::Reason { most: 500 }))
    );
    send_back_opinion(
        &world.app,
        &world.clerk,
        id,
        1,
        "発症年月日をご確認ください",
    )
    .await
    .unwrap();

    let told = notices(&world, id).await;
    assert_eq!(told.last().unwrap().kind, NoticeKind::OpinionSentBack);
    let doctor = world.doctor(id).await;
    let writing = open_writing(&world.app, &doctor).await.unwrap();
    let (_, reason) = writing.versions[0].sent_back.clone().unwrap();
    assert_eq!(reason.expose(), "発症年月日をご確認ください");
    assert!(
        events_of(&world, id)
            .await
            .contains(&AuditEvent::OpinionSentBack)
    );
}

#[tokio::test]
async fn a_cancelled_request_ends_sessions_and_erases_the_draft() {
    let world = World::new().await;
    let id = world.asked().await;
    world.save(&world.doctor(id).await, SOUND).await;
    let inside = cookie(&world, id).await;
    let nothing = cancel_request(&world.app, &world.clerk, id, "").await;
    assert_eq!(
        nothing,
        Err(ChangeError::Refused(OpinionRefusal::Reason { most: 500 }))
    );
    cancel_request(&world.app, &world.clerk, id, "取下げ")
        .await
        .unwrap();

    assert_eq!(world.draft(id).await, None);
    let over = physician_session(&world.app, &inside, id).await;
    assert!(matches!(over, Err(NotInside::Over(over)) if over.why == WhyLetterOver::Cancelled));
    let again = cancel_request(&world.app, &world.clerk, id, "もう一度").await;
    assert_eq!(
        again,
        Err(ChangeError::Refused(OpinionRefusal::Is(
            RequestState::Cancelled
        )))
    );
}

#[tokio::test]
async fn another_doctor_gets_a_request_of_their_own() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let id = world.asked().await;
    let inside = cookie(&world, id).await;
    let clinic = RawClinic {
        name: "さくら内科".into(),
        address: "みどり市緑町9".into(),
        phone: "043-000-1111".into(),
        ..RawClinic::default()
    };
    let clinic = save_clinic(app, by, None, &clinic).await.unwrap();
    world.days(3);

    let missing = reassign_request(app, by, id, &Reassignment::default()).await;
    let Err(RegisterError::Faults(faults)) = missing else {
        panic!("given to nobody");
    };
    assert_eq!(
        (faults[0].field, faults[0].what),
        (RequestField::Clinic, RequestFault::Missing)
    );
    let to = Reassignment {
        clinic: clinic.to_string(),
        ..Reassignment::default()
    };
    let new = reassign_request(app, by, id, &to).await.unwrap();
    assert_eq!(new.warnings, []);

    let old = world.request(id).await;
    assert!(matches!(old.stage, Stage::Reassigned { to, .. } if to == new.id));
    let over = physician_session(app, &inside, id).await;
    assert!(matches!(over, Err(NotInside::Over(over)) if over.why == WhyLetterOver::Reassigned));
    let kept = world.request(new.id).await;
    assert_eq!(
        (kept.plan.clinic, kept.plan.kind),
        (clinic, RequestKind::Again)
    );
    assert_eq!(kept.plan.insured.name.expose(), "髙﨑　𠮷男");
    assert_eq!(kept.plan.requested_on.to_string(), "2026-11-25");
    assert_eq!((kept.letter.is_none(), kept.plan.physician), (true, None));
    let twice = reassign_request(app, by, id, &to).await;
    let why = OpinionRefusal::Is(RequestState::Reassigned);
    assert!(matches!(twice, Err(RegisterError::Refused(told)) if told == why));
}

#[tokio::test]
async fn cancelling_while_the_doctor_saves_loses_neither() {
    let world = World::on_disk().await;
    let id = world.asked().await;
    let doctor = world.doctor(id).await;
    world.save(&doctor, SOUND).await;
    let seen = open_writing(&world.app, &doctor).await.unwrap().seen;
    let edits = crate::world::edits(&[(kairan_domain::opinion::id::TREATMENT_COURSE, "書きかけ")]);
    let (cancelled, _) = tokio::join!(
        cancel_request(&world.app, &world.clerk, id, "取下げ"),
        kairan_opinion::save_writing(&world.app, &doctor, &seen, &edits),
    );
    cancelled.unwrap();
    assert_eq!(world.request(id).await.state(), RequestState::Cancelled);
    assert_eq!(world.draft(id).await, None, "no draft comes back to life");
}
