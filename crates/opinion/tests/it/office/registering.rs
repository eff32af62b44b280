//! A request comes to be, and is put right.

use super::scene::{events_of, new_request, notices, print, with_mail};
use crate::world::{SOUND, World};
use kairan_domain::audit::AuditEvent;
use kairan_domain::clinic::RawClinic;
use kairan_domain::notice::{NoticeAbout, NoticeKind};
use kairan_domain::opinion_request::{
    OpinionRefusal, RawOpinionRequest, RequestFault, RequestField, RequestState,
};
use kairan_domain::secret::SecretText;
use kairan_opinion::{
    RegisterError, RegisterWarning, change_request, plan_edition, raw_of_plan, register_request,
    request_changes, save_clinic, show_request,
};

#[tokio::test]
async fn a_request_is_kept_as_typed_and_the_clinic_is_told_if_it_wants_mails() {
    let world = World::new().await;
    let quiet = new_request(&world).await;
    assert_eq!(
        events_of(&world, quiet).await,
        [AuditEvent::OpinionRequested]
    );
    assert_eq!(notices(&world, quiet).await, []);

    with_mail(&world).await;
    let mut raw = world.typed();
    raw.applied_on = "令和8年11月17日".into();
    let registered = register_request(&world.app, &world.clerk, &raw)
        .await
        .unwrap();
    assert_eq!(registered.warnings, []);
    let told = notices(&world, registered.id).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].kind, NoticeKind::OpinionRequested);
    let about = NoticeAbout::Clinic {
        clinic: world.clinic,
        request: registered.id,
    };
    assert_eq!(told[0].about, about);

    let page = show_request(&world.app, &world.clerk, registered.id)
        .await
        .unwrap();
    assert_eq!(page.plan.insured.name.expose(), "髙﨑　𠮷男");
    assert_eq!(page.row.due_on.to_string(), "2026-12-05", "thirteen days");
    assert_eq!(page.made_by.unwrap().expose(), "認定 花子");
    assert_eq!(
        (page.row.state, page.row.printed),
        (RequestState::Requested, false)
    );
}

#[tokio::test]
async fn every_fault_comes_at_its_field_and_nothing_is_kept() {
    let world = World::new().await;
    let before = world.events().await.len();
    let raw = RawOpinionRequest {
        insured_no: SecretText::new("123"),
        clinic: "9999".into(),
        ..world.typed()
    };
    let Err(RegisterError::Faults(faults)) = register_request(&world.app, &world.clerk, &raw).await
    else {
        panic!("taken");
    };
    let found: Vec<_> = faults
        .iter()
        .map(|fault| (fault.field, fault.what))
        .collect();
    assert!(found.contains(&(RequestField::InsuredNo, RequestFault::NotAnInsuredNo)));
    assert!(found.contains(&(RequestField::Clinic, RequestFault::NotOnRoster)));
    assert_eq!(world.events().await.len(), before);
}

#[tokio::test]
async fn a_second_first_request_is_refused_and_one_on_purpose_is_warned_of() {
    let world = World::new().await;
    let first = new_request(&world).await;
    let twice = register_request(&world.app, &world.clerk, &world.typed()).await;
    assert_eq!(twice, Err(RegisterError::Duplicate(first)));

    let mut again = world.typed();
    again.kind = "再依頼".into();
    again.due_on = "2026-12-20".into();
    let again = register_request(&world.app, &world.clerk, &again)
        .await
        .unwrap();
    assert_eq!(
        again.warnings,
        [
            RegisterWarning::StillOpen(first),
            RegisterWarning::DueAfterLegalLimit
        ]
    );
}

#[tokio::test]
async fn a_double_click_asks_once() {
    let world = World::on_disk().await;
    let raw = world.typed();
    let (one, two) = tokio::join!(
        register_request(&world.app, &world.clerk, &raw),
        register_request(&world.app, &world.clerk, &raw),
    );
    // Either may be the first; the other is told which one it was.
    let (first, other) = if one.is_ok() { (one, two) } else { (two, one) };
    let first = first.unwrap().id;
    assert_eq!(other, Err(RegisterError::Duplicate(first)));
}

#[tokio::test]
async fn a_request_is_put_right_while_the_doctor_writes_but_not_after_submission() {
    let world = World::new().await;
    let id = world.asked().await;
    let page = show_request(&world.app, &world.clerk, id).await.unwrap();
    // The doctor begins meanwhile: the clerk's form is not outdated by that.
    world.save(&world.doctor(id).await, SOUND).await;
    let mut raw = raw_of_plan(&page.plan);
    raw.due_on = "2026-12-01".into();
    let change = change_request(&world.app, &world.clerk, id, page.edition, &raw);
    assert_eq!(change.await, Ok(Vec::new()));

    raw.due_on = "2026-12-02".into();
    let outdated = change_request(&world.app, &world.clerk, id, page.edition, &raw).await;
    assert_eq!(outdated, Err(RegisterError::ChangedMeanwhile));
    let kept = world.request(id).await;
    assert_eq!(kept.plan.due_on.to_string(), "2026-12-01");
    let changes = request_changes(&world.app, &world.clerk, id).await.unwrap();
    let [change] = changes.as_slice() else {
        panic!("{changes:?}");
    };
    assert_eq!(change.fields, [RequestField::DueOn]);
    assert_eq!(change.at, world.now());
    assert!(change.by.is_some());
    // Sent back as it was shown: nothing is changed, nothing recorded.
    let (shown, same) = (plan_edition(&kept.plan), raw_of_plan(&kept.plan));
    let change = change_request(&world.app, &world.clerk, id, shown, &same).await;
    assert_eq!(change, Ok(Vec::new()));
    let changes = request_changes(&world.app, &world.clerk, id).await.unwrap();
    assert_eq!(changes.len(), 1);

    world.submit(id).await;
    let edition = plan_edition(&world.request(id).await.plan);
    let late = change_request(&world.app, &world.clerk, id, edition, &raw).await;
    let refusal = OpinionRefusal::Is(RequestState::Submitted);
    assert_eq!(late, Err(RegisterError::Refused(refusal)));
}

#[tokio::test]
async fn a_printed_letter_keeps_its_clinic() {
    let world = World::new().await;
    let id = new_request(&world).await;
    let other = RawClinic {
        name: "さくら内科".into(),
        address: "みどり市緑町9".into(),
        phone: "043-000-1111".into(),
        ..RawClinic::default()
    };
    let other = save_clinic(&world.app, &world.clerk, None, &other)
        .await
        .unwrap();
    let moved = async |clinic: String| {
        let plan = world.request(id).await.plan.clone();
        let raw = RawOpinionRequest {
            clinic,
            physician: String::new(),
            ..raw_of_plan(&plan)
        };
        change_request(&world.app, &world.clerk, id, plan_edition(&plan), &raw).await
    };
    moved(other.to_string()).await.unwrap();
    print(&world, &[id]).await;
    let refused = moved(world.clinic.to_string()).await;
    assert_eq!(
        refused,
        Err(RegisterError::Refused(OpinionRefusal::Printed))
    );
    assert_eq!(world.request(id).await.plan.clinic, other);
}
