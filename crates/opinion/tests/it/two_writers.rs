//! Two people write the same opinion at once.

use crate::world::{SOUND, World, edits};
use kairan_domain::opinion::id;
use kairan_domain::secret::SecretText;
use kairan_opinion::{
    SubmitError, change_request, check_writing, open_writing, plan_edition, raw_of_plan,
    save_writing, submit_writing,
};

#[tokio::test]
async fn what_both_type_is_kept_and_where_they_meet_both_are_told() {
    let world = World::new().await;
    let id = world.asked().await;
    let (doctor, nurse) = (world.doctor(id).await, world.doctor(id).await);
    let seen = open_writing(&world.app, &doctor).await.unwrap().seen;

    // Both began from the same page; neither knows of the other.
    let first = [(id::SPECIAL_NOTES, "医師の記載"), (id::HEIGHT_CM, "160")];
    world.save_from(&doctor, &seen, &first).await;
    let second = [(id::SPECIAL_NOTES, "看護師の記載"), (id::WEIGHT_KG, "52")];
    let told = world.save_from(&nurse, &seen, &second).await;

    assert_eq!(told.merged.taken, [id::WEIGHT_KG]);
    assert_eq!(told.merged.fresh, [id::HEIGHT_CM]);
    let [conflict] = told.merged.conflicts.as_slice() else {
        panic!("one conflict");
    };
    assert_eq!(conflict.field, id::SPECIAL_NOTES);
    assert_eq!(conflict.mine, [SecretText::new("看護師の記載")]);
    assert_eq!(conflict.theirs, [SecretText::new("医師の記載")]);
    let draft = world.draft(id).await.unwrap().texts;
    assert_eq!(draft.text(id::SPECIAL_NOTES), "医師の記載");
    assert_eq!(
        (draft.text(id::HEIGHT_CM), draft.text(id::WEIGHT_KG)),
        ("160", "52")
    );

    // Having seen both, the nurse decides.
    let both = [(id::SPECIAL_NOTES, "医師の記載。看護師の記載")];
    let decided = world.save_from(&nurse, &told.seen, &both).await;
    assert_eq!(decided.merged.conflicts, []);
}

#[tokio::test]
async fn savings_at_the_same_moment_lose_nothing() {
    let world = World::on_disk().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    let seen = open_writing(&world.app, &by).await.unwrap().seen;
    let fields = [
        (id::HEIGHT_CM, "160"),
        (id::WEIGHT_KG, "52"),
        (id::SPECIAL_NOTES, "見守り"),
        (id::DIAGNOSIS_1_NAME, "脳梗塞"),
        (id::TREATMENT_COURSE, "内服中"),
        (id::OUTLOOK, "expected"),
    ];
    let edits: Vec<_> = fields.iter().map(|field| edits(&[*field])).collect();
    let at_once = edits
        .iter()
        .map(|edits| save_writing(&world.app, &by, &seen, edits));
    for saved in futures_util::future::join_all(at_once).await {
        assert_eq!(saved.unwrap().merged.conflicts, []);
    }
    let draft = world.draft(id).await.unwrap();
    for (field, text) in fields {
        assert_eq!(draft.texts.text(field), text);
    }
    assert_eq!(draft.revision, 6);
}

#[tokio::test]
async fn what_was_checked_is_what_is_submitted() {
    let world = World::new().await;
    let id = world.asked().await;
    let by = world.doctor(id).await;
    world.save(&by, SOUND).await;
    let by = world.doctor(id).await;
    let checked = check_writing(&world.app, &by).await.unwrap();
    world
        .save(&by, &[(id::SPECIAL_NOTES, "確認のあとの追記")])
        .await;
    let outdated = submit_writing(&world.app, &by, &checked.seen).await;
    assert!(matches!(outdated, Err(SubmitError::Outdated)));
    assert_eq!(world.files().await, 0);
}

#[tokio::test]
async fn a_name_the_clerk_puts_right_stands_beside_the_draft_until_it_is_taken() {
    let world = World::new().await;
    let id = world.asked().await;
    world.save(&world.doctor(id).await, SOUND).await;
    let plan = world.request(id).await.plan.clone();
    let mut raw = raw_of_plan(&plan);
    raw.name = SecretText::new("髙﨑　𠮷雄");
    let change = change_request(&world.app, &world.clerk, id, plan_edition(&plan), &raw);
    change.await.unwrap();

    let by = world.doctor(id).await;
    let checked = check_writing(&world.app, &by).await.unwrap();
    let [differing] = checked.differing.as_slice() else {
        panic!("one field: {:?}", checked.differing);
    };
    assert_eq!(differing.field, id::APPLICANT_NAME);
    assert_eq!(differing.request, [SecretText::new("髙﨑　𠮷雄")]);
    assert!(differing.is_newer);
    assert_eq!(
        checked.raw.text(id::APPLICANT_NAME),
        "髙﨑　𠮷男",
        "nothing is written over the doctor's head"
    );
    world.save(&by, &[(id::APPLICANT_NAME, "髙﨑　𠮷雄")]).await;
    let writing = open_writing(&world.app, &by).await.unwrap();
    assert_eq!(writing.differing, []);
}
