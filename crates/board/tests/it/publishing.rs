//! Publishing is one commit, once.

use crate::world::{Clerk, World};
use kairan_board::{
    ChangeError, PreviewPassword, PublishError, Published, SaveError, UploadError, create_draft,
    delete_draft, preview_publish, publish_meeting, save_draft,
};
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::check::{Field, MeetingFault};
use kairan_domain::ids::MeetingId;
use kairan_domain::meeting::{Body, Draft, Meeting, Place, State};
use kairan_domain::notice::NoticeKind;
use kairan_domain::secret::SecretText;
use kairan_domain::upload::{FileFault, UploadTarget};
use kairan_store::Changes;

#[tokio::test]
async fn one_commit_makes_packet_links_credentials_notices_and_audit() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 5).await;
    world
        .save(&clerk, id, |input| input.rows[4].paper = true)
        .await;
    let preview = preview_publish(&world.app, &clerk.by, &clerk.key, id).await;
    let seen = preview.unwrap().fingerprint;
    let before = world.app.store.counts().commits;

    let outcome = publish_meeting(&world.app, &clerk.by, id, seen).await;

    assert_eq!(outcome, Ok(Published { already: false }));
    assert_eq!(world.app.store.counts().commits - before, 1);
    let packet = world.packet(id).await;
    assert_eq!(packet.state(world.now()), State::Open);
    assert_eq!(packet.plan.meeting_no, "1");
    assert_eq!(packet.electronic().count(), 4);
    let notices = world.notices(id).await;
    assert_eq!(notices.len(), 4);
    assert!(
        notices
            .iter()
            .all(|notice| notice.kind == NoticeKind::Published)
    );
    assert_eq!(
        world.events(id).await.last(),
        Some(&AuditEvent::MeetingPublished)
    );
    for seat in packet.electronic() {
        let Place::Electronic {
            link, credential, ..
        } = &seat.place
        else {
            continue;
        };
        let found = world.app.store.meeting_by_link(&link.digest).await.unwrap();
        assert_eq!(
            found.map(|(meeting, seat)| (meeting.id, seat)),
            Some((id, seat.id))
        );
        assert!(
            world
                .app
                .store
                .credential(*credential)
                .await
                .unwrap()
                .is_some()
        );
    }
}

#[tokio::test]
async fn a_double_click_publishes_once_and_gives_the_same_answer() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 3).await;
    let preview = preview_publish(&world.app, &clerk.by, &clerk.key, id).await;
    let seen = preview.unwrap().fingerprint;

    let (one, two) = tokio::join!(
        publish_meeting(&world.app, &clerk.by, id, seen),
        publish_meeting(&world.app, &clerk.by, id, seen),
    );

    let mut answers = [one.unwrap().already, two.unwrap().already];
    answers.sort_unstable();
    assert_eq!(answers, [false, true]);
    assert_eq!(world.notices(id).await.len(), 3);
    let events = world.events(id).await;
    let published = events
        .iter()
        .filter(|event| **event == AuditEvent::MeetingPublished);
    assert_eq!(published.count(), 1);
}

#[tokio::test]
async fn what_was_confirmed_is_what_goes_out() {
    let world = World::new().await;
    let (first, second) = (world.clerk("jimu1").await, world.clerk("jimu2").await);
    let id = world.draft(&first, 2).await;
    let preview = preview_publish(&world.app, &first.by, &first.key, id).await;
    let seen = preview.unwrap().fingerprint;

    world.add(&second, id, "別紙.pdf", 1).await;
    let refused = publish_meeting(&world.app, &first.by, id, seen).await;

    let Err(PublishError::Changed { theirs }) = refused else {
        panic!("a material nobody confirmed went out");
    };
    assert_eq!(theirs.materials.len(), 2);
    assert!(world.notices(id).await.is_empty());
}

#[tokio::test]
async fn nothing_is_half_published_when_something_is_wrong() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 3).await;
    world
        .save(&clerk, id, |input| input.fields.reviewer_count = "4".into())
        .await;
    let preview = preview_publish(&world.app, &clerk.by, &clerk.key, id)
        .await
        .unwrap();
    let faults: Vec<_> = preview.faults.iter().map(|fault| fault.what).collect();
    assert_eq!(faults, [MeetingFault::CountDiffers { given: 4, rows: 3 }]);

    let refused = publish_meeting(&world.app, &clerk.by, id, preview.fingerprint).await;

    assert_eq!(refused, Err(PublishError::Faults(preview.faults)));
    assert!(world.meeting(id).await.draft().is_some());
    assert!(
        world
            .app
            .store
            .reviewers_of(world.insurer)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(world.notices(id).await.is_empty());
}

#[tokio::test]
async fn the_confirmation_page_shows_who_gets_what_and_the_letter_without_password() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 2).await;

    let preview = preview_publish(&world.app, &clerk.by, &clerk.key, id)
        .await
        .unwrap();

    assert!(preview.faults.is_empty());
    assert_eq!(preview.materials[0].pages, 100);
    let shown =
        |seat: &kairan_board::PreviewSeat| matches!(seat.password, PreviewPassword::Shown(_));
    assert!(preview.seats.iter().all(shown));
    let letter = preview.letter.unwrap();
    assert_eq!(letter.to.expose(), "iin1@example.jp");
    assert_eq!(letter.office.phone, "043-000-1234");
}

#[tokio::test]
async fn numbers_count_up_within_the_fiscal_year_and_none_is_used_twice() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let given = world.draft(&clerk, 1).await;
    world
        .save(&clerk, given, |input| {
            input.fields.meeting_no = "４１".into();
        })
        .await;
    world.publish(&clerk, given).await;

    let next = world.published(&clerk, 1).await;
    assert_eq!(world.packet(next).await.plan.meeting_no, "42");

    let twice = world.draft(&clerk, 1).await;
    let saved = world
        .save(&clerk, twice, |input| input.fields.meeting_no = "41".into())
        .await;
    assert_eq!(saved.faults[0].field, Field::MeetingNo);
    assert_eq!(saved.faults[0].what, MeetingFault::NumberUsed);
    let preview = preview_publish(&world.app, &clerk.by, &clerk.key, twice).await;
    let seen = preview.unwrap().fingerprint;
    let refused = publish_meeting(&world.app, &clerk.by, twice, seen).await;
    assert_eq!(refused, Err(PublishError::Faults(saved.faults)));

    let next_year = world.draft(&clerk, 1).await;
    world
        .save(&clerk, next_year, |input| {
            input.fields.held_on = "令和9年4月2日".into();
            input.fields.from_on = "令和9年3月25日".into();
        })
        .await;
    world.publish(&clerk, next_year).await;
    assert_eq!(world.packet(next_year).await.plan.meeting_no, "1");
}

#[tokio::test]
async fn a_published_meeting_is_no_draft_any_more() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.published(&clerk, 1).await;
    let form = world.form(&clerk, id).await;
    assert_eq!(form.raw.held_on, "2026-12-03");
    assert_eq!(form.raw.until_at, "23:59");

    let input = crate::world::input_of(&form);
    let refused = save_draft(&world.app, &clerk.by, &clerk.key, id, form.edition, input).await;

    assert!(matches!(refused, Err(SaveError::State(_))));
}

#[tokio::test]
async fn a_reviewer_known_by_address_keeps_one_record_with_the_newest_name() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    world.published(&clerk, 2).await;
    let id = create_draft(&world.app, &clerk.by, None).await.unwrap();
    world
        .save(&clerk, id, |input| {
            *input = crate::world::sound(1);
            input.rows[0].name = SecretText::new("髙﨑 一郎");
            input.rows[0].mail = SecretText::new("IIN1@EXAMPLE.JP");
        })
        .await;
    world.add(&clerk, id, "資料.pdf", 1).await;

    world.publish(&clerk, id).await;

    let reviewers = world.app.store.reviewers_of(world.insurer).await.unwrap();
    assert_eq!(reviewers.len(), 2);
    assert!(
        reviewers
            .iter()
            .any(|kept| kept.name.expose() == "髙﨑 一郎")
    );
}

#[tokio::test]
async fn below_the_reserve_nothing_is_registered_while_reading_and_deleting_go_on() {
    let world = World::with_full_disk().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let refused = create_draft(app, &clerk.by, None).await;
    assert_eq!(refused, Err(ChangeError::NoSpace));

    let id = begun_before(&world, &clerk).await;
    let target = UploadTarget::NewMaterial;
    let refused = world.begin(&clerk, id, target, ("a.pdf", 9)).await;
    assert_eq!(refused, Err(UploadError::Refused(FileFault::NoSpace)));
    let preview = preview_publish(app, &clerk.by, &clerk.key, id)
        .await
        .unwrap();
    let refused = publish_meeting(app, &clerk.by, id, preview.fingerprint).await;
    assert_eq!(refused, Err(PublishError::NoSpace));

    assert_eq!(world.form(&clerk, id).await.meeting, id);
    delete_draft(app, &clerk.by, id).await.unwrap();
}

/// A draft from the days when there was space.
async fn begun_before(world: &World, clerk: &Clerk) -> MeetingId {
    let (app, now, staff) = (&world.app, world.app.now(), clerk.by.author());
    let draft = Meeting {
        id: MeetingId::new(now, [7; 10]),
        insurer: world.insurer,
        made_at: now,
        made_by: staff,
        changed_at: now,
        changed_by: staff,
        body: Body::Draft(Draft::default()),
    };
    let id = draft.id;
    let made = AuditRecord::new(
        Some(world.insurer),
        now,
        clerk.by.actor(),
        AuditEvent::DraftMade,
    );
    let mut changes = Changes::new(made.of_meeting(id));
    changes.insert(draft);
    app.store.commit(changes).await.unwrap();
    id
}
