//! The doctor at the form: what is shown, saved, judged, taken over.

use crate::world::{SOUND, World, edits};
use kairan_domain::audit::AuditEvent;
use kairan_domain::opinion::{FormEdition, OpinionFault, RawOpinion, id};
use kairan_domain::opinion_request::{Edits, OpinionRefusal, RequestState, Seen};
use kairan_opinion::{
    TakeOverError, WritingError, accept_opinion, cancel_request, check_writing, draw_preview,
    open_writing, save_writing, take_over_previous,
};

#[tokio::test]
async fn the_form_opens_with_what_the_request_knows_and_nothing_is_begun_by_looking() {
    let world = World::new().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    let writing = open_writing(&world.app, &by).await.unwrap();
    assert_eq!(
        writing.raw.text(id::APPLICANT_NAME),
        "髙﨑　𠮷男",
        "as given"
    );
    assert_eq!(writing.raw.text(id::CLINIC_NAME), "山田医院");
    assert_eq!(writing.edition, FormEdition::E2026);
    assert_eq!((writing.saved_at, writing.previous), (None, None));
    assert_eq!(writing.asked.office.phone, "043-000-1234");
    assert!(world.draft(id).await.is_none());
    assert_eq!(world.request(id).await.state(), RequestState::Requested);
}

#[tokio::test]
async fn the_first_saving_begins_the_draft_and_later_ones_leave_no_audit() {
    let world = World::new().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    let saved = world
        .save(&by, &[(id::SPECIAL_NOTES, "家族が見守る")])
        .await;
    assert_eq!(saved.saved_at, world.now());
    assert_eq!(world.request(id).await.state(), RequestState::Drafting);
    let events = world.events().await;
    assert_eq!(events.last(), Some(&AuditEvent::OpinionBegun));

    world.seconds(90);
    let by = world.doctor(id).await;
    let before = world.events().await.len();
    let seen = saved.seen;
    let again = world
        .save_from(&by, &seen, &[(id::SPECIAL_NOTES, "長女が見守る")])
        .await;
    assert_eq!(again.saved_at, world.now());
    // The same once more changes nothing, not even the time.
    world.seconds(90);
    let same = world
        .save_from(&by, &again.seen, &[(id::SPECIAL_NOTES, "長女が見守る")])
        .await;
    assert_eq!((same.saved_at, same.seen), (again.saved_at, again.seen));
    assert_eq!(world.events().await.len(), before);
    let draft = world.draft(id).await.unwrap();
    assert_eq!(draft.texts.text(id::SPECIAL_NOTES), "長女が見守る");
    assert_eq!(draft.texts.text(id::APPLICANT_NAME), "髙﨑　𠮷男");
}

#[tokio::test]
async fn a_draft_is_sealed_on_the_disk_and_survives_the_process() {
    let world = World::on_disk().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    world
        .save(&by, &[(id::SPECIAL_NOTES, "とても秘密の所見")])
        .await;
    let world = world.restart().await;
    let by = world.doctor(id).await;
    let writing = open_writing(&world.app, &by).await.unwrap();
    assert_eq!(writing.raw.text(id::SPECIAL_NOTES), "とても秘密の所見");
    for entry in std::fs::read_dir(world.folder().join("db")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            let secret = "とても秘密".as_bytes();
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }
}

#[tokio::test]
async fn five_thousand_characters_are_kept_and_judged_at_the_check() {
    let world = World::new().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    let long = "あ".repeat(5000);
    world.save(&by, SOUND).await;
    world.save(&by, &[(id::SPECIAL_NOTES, &long)]).await;
    let kept = world.draft(id).await.unwrap();
    assert_eq!(kept.texts.text(id::SPECIAL_NOTES), long);

    let checked = check_writing(&world.app, &by).await.unwrap();
    let [fault] = checked.checked.errors.as_slice() else {
        panic!("one fault: {:?}", checked.checked.errors);
    };
    assert_eq!(fault.field, id::SPECIAL_NOTES);
    assert!(matches!(fault.what, OpinionFault::TooLong { .. }));
    assert!(
        draw_preview(&world.app, &by)
            .await
            .unwrap()
            .pdf
            .starts_with(b"%PDF-")
    );

    let endless = "あ".repeat(RawOpinion::MOST_BYTES / 3 + 1);
    let edits = edits(&[(id::SPECIAL_NOTES, &endless)]);
    let seen = checked.seen;
    let refused = save_writing(&world.app, &by, &seen, &edits).await;
    let most = RawOpinion::MOST_BYTES;
    assert_eq!(refused.unwrap_err(), WritingError::TooMuch { most });
    assert_eq!(
        world.draft(id).await.unwrap().texts.text(id::SPECIAL_NOTES),
        long
    );
}

#[tokio::test]
async fn days_weights_and_onsets_that_cannot_be_are_named_at_their_fields() {
    let world = World::new().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    world.save(&by, SOUND).await;
    let wrong = [
        (id::BIRTH_DATE, "令和8年11月22日"),
        (id::DIAGNOSIS_1_ONSET, "令和9年1月"),
        (id::WEIGHT_KG, "6500"),
    ];
    world.save(&by, &wrong).await;
    let checked = check_writing(&world.app, &by).await.unwrap().checked;
    let fields: Vec<_> = checked.errors.iter().map(|fault| fault.field).collect();
    assert_eq!(
        fields,
        [id::BIRTH_DATE, id::DIAGNOSIS_1_ONSET, id::WEIGHT_KG]
    );
}

#[tokio::test]
async fn characters_no_font_has_are_told_before_submitting() {
    let world = World::new().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    world.save(&by, SOUND).await;
    world
        .save(&by, &[(id::SPECIAL_NOTES, "見守り\u{1F600}あり")])
        .await;
    let checked = check_writing(&world.app, &by).await.unwrap();
    let [told] = checked.unprintable.as_slice() else {
        panic!("one field: {:?}", checked.unprintable);
    };
    assert_eq!(told.field, id::SPECIAL_NOTES);
    assert_eq!(told.code_points, "U+1F600");
    assert_eq!(
        checked.checked.errors,
        [],
        "it may be submitted all the same"
    );
}

#[tokio::test]
async fn a_whole_form_without_javascript_unticks_and_clears() {
    let world = World::new().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    let ticked = [(id::LIMB_LOSS, "1"), (id::LIMB_LOSS_SITE, "左下腿")];
    let shown = world.save(&by, &ticked).await;
    let mut sent = shown.raw.clone();
    sent.put(id::LIMB_LOSS, "");
    let edits = Edits::whole(FormEdition::E2026, &sent);
    let seen: Seen = shown.seen.to_string().parse().unwrap();
    let by = world.doctor(id).await;
    let saved = save_writing(&world.app, &by, &seen, &edits).await.unwrap();
    assert_eq!(saved.merged.taken, [id::LIMB_LOSS]);
    assert_eq!(
        saved.raw.text(id::LIMB_LOSS_SITE),
        "左下腿",
        "not thrown away"
    );
}

#[tokio::test]
async fn what_is_over_cannot_be_written_and_says_why() {
    let world = World::new().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    world.save(&by, SOUND).await;
    let seen = open_writing(&world.app, &by).await.unwrap().seen;
    cancel_request(&world.app, &world.clerk, id, "取下げ")
        .await
        .unwrap();
    // The page was open; its witness is older than the cancellation.
    let late = save_writing(
        &world.app,
        &by,
        &seen,
        &edits(&[(id::SPECIAL_NOTES, "追記")]),
    )
    .await;
    let why = OpinionRefusal::Is(RequestState::Cancelled);
    assert_eq!(late.unwrap_err(), WritingError::Refused(why));
}

#[tokio::test]
async fn lasting_answers_come_from_the_own_last_opinion_where_nothing_was_typed() {
    let world = World::new().await;
    let first = world.asked().await;
    world.written(first).await;
    accept_opinion(&world.app, &world.clerk, first, 1)
        .await
        .unwrap();

    world.days(180);
    let mut raw = world.typed();
    raw.applied_on = "2027-05-20".into();
    raw.application = "更新".into();
    let second = world.asked_for(&raw).await;
    let by = world.doctor(second).await;
    let writing = open_writing(&world.app, &by).await.unwrap();
    assert!(writing.previous.is_some());
    world.save(&by, &[(id::DIAGNOSIS_1_NAME, "肺炎")]).await;

    let by = world.doctor(second).await;
    let taken = take_over_previous(&world.app, &by).await.unwrap();
    assert_eq!(taken.saved.merged.taken, [id::DOMINANT_HAND]);
    assert_eq!(taken.saved.raw.text(id::DIAGNOSIS_1_NAME), "肺炎");
    assert_eq!(
        taken.saved.raw.text(id::DIAGNOSIS_1_ONSET),
        "",
        "no mixed question"
    );
    assert_eq!(
        taken.saved.raw.text(id::TREATMENT_COURSE),
        "",
        "what does not last stays out"
    );
    assert!(
        world
            .events()
            .await
            .contains(&AuditEvent::PreviousTakenOver)
    );
}

#[tokio::test]
async fn another_persons_or_an_unaccepted_opinion_is_not_taken_over() {
    let world = World::new().await;
    let first = world.asked().await;
    world.written(first).await;
    let mut raw = world.typed();
    raw.applied_on = "2026-11-17".into();
    let second = world.asked_for(&raw).await;
    let by = world.doctor(second).await;
    let none = take_over_previous(&world.app, &by).await;
    assert_eq!(
        none.unwrap_err(),
        TakeOverError::NoPrevious,
        "not accepted yet"
    );

    accept_opinion(&world.app, &world.clerk, first, 1)
        .await
        .unwrap();
    raw.insured_no = kairan_domain::secret::SecretText::new("0007654321");
    let other = world.asked_for(&raw).await;
    let by = world.doctor(other).await;
    let none = take_over_previous(&world.app, &by).await;
    assert_eq!(
        none.unwrap_err(),
        TakeOverError::NoPrevious,
        "another person"
    );
}
