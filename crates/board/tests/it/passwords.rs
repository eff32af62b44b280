//! Viewing passwords: seen until handed over, by one browser, for a day; carried over; made
//! anew once for all meetings.

use crate::world::{Clerk, HOSPITAL, World};
use kairan_access::{GateError, open_gate};
use kairan_board::{
    EnvelopeKey, PreviewPassword, ReissueError, RowPassword, SheetError, draw_sheets, hand_over,
    preview_publish, reissue_password, show_passwords, sweep_envelopes,
};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::MeetingId;
use kairan_domain::meeting::Place;
use kairan_domain::password::PasswordError;
use kairan_domain::secret::SecretText;

async fn credential(
    world: &World,
    id: MeetingId,
    place: usize,
) -> kairan_domain::ids::CredentialId {
    match &world.packet(id).await.seats[place].place {
        Place::Electronic { credential, .. } => *credential,
        Place::Paper { .. } => panic!("a seat on paper has no credential"),
    }
}

async fn knock(
    world: &World,
    id: MeetingId,
    place: usize,
    password: &str,
) -> Result<(), GateError> {
    let packet = world.packet(id).await;
    let Place::Electronic { mail, link, .. } = &packet.seats[place].place else {
        panic!("a seat on paper has no gate");
    };
    let (token, mail) = (link.token.expose(), mail.expose());
    let opened = open_gate(&world.app, token, mail, password, HOSPITAL).await;
    opened.map(|_| ())
}

#[tokio::test]
async fn a_made_password_opens_the_gate_of_its_seat_and_no_other() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.published(&clerk, 2).await;

    let password = world.password(&clerk, id, 0).await;

    assert_eq!(knock(&world, id, 0, &password).await, Ok(()));
    assert_eq!(knock(&world, id, 1, &password).await, Err(GateError::Wrong));
}

#[tokio::test]
async fn passwords_are_seen_with_the_right_key_only() {
    let world = World::new().await;
    let (clerk, other) = (world.clerk("jimu1").await, world.clerk("jimu2").await);
    let id = world.published(&clerk, 2).await;
    let elsewhere = Clerk {
        by: clerk.by.clone(),
        key: EnvelopeKey::random(world.app.entropy.as_ref()),
    };

    let audits = world.audits().await;
    for blind in [&other, &elsewhere] {
        let secrets = world.secrets(blind, id).await;
        assert!(secrets.iter().all(|secret| secret.password.is_none()));
    }
    assert_eq!(world.audits().await, audits);

    let secrets = world.secrets(&clerk, id).await;
    assert!(secrets.iter().all(|secret| secret.password.is_some()));
    assert_eq!(
        world.events(id).await.last(),
        Some(&AuditEvent::PasswordsShown)
    );
}

#[tokio::test]
async fn a_password_handed_over_is_shown_no_more_and_the_last_one_takes_the_envelope() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 2).await;
    let (first, second) = (world.seat(id, 0).await, world.seat(id, 1).await);

    hand_over(app, &clerk.by, &clerk.key, id, first)
        .await
        .unwrap();
    let audits = world.audits().await;
    hand_over(app, &clerk.by, &clerk.key, id, first)
        .await
        .unwrap();
    assert_eq!(world.audits().await, audits);

    let secrets = world.secrets(&clerk, id).await;
    assert!(secrets[0].password.is_none() && secrets[0].handed_over_at.is_some());
    assert!(secrets[1].password.is_some());
    hand_over(app, &clerk.by, &clerk.key, id, second)
        .await
        .unwrap();
    assert!(app.store.envelopes_of(id).await.unwrap().is_empty());
}

#[tokio::test]
async fn after_a_day_nobody_sees_the_passwords_and_the_sweep_erases_them() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.draft(&clerk, 1).await;
    let published = world.published(&clerk, 1).await;
    world.hours(24);
    world.seconds(1);

    let secrets = world.secrets(&clerk, published).await;
    assert!(secrets[0].password.is_none());
    let preview = preview_publish(app, &clerk.by, &clerk.key, id)
        .await
        .unwrap();
    assert_eq!(preview.seats[0].password, PreviewPassword::OutOfSight);
    assert_eq!(sweep_envelopes(app).await, Ok(2));
    assert_eq!(sweep_envelopes(app).await, Ok(0));

    world
        .save(&clerk, id, |input| {
            input.rows[0].password = RowPassword::Make;
        })
        .await;
    let preview = preview_publish(app, &clerk.by, &clerk.key, id)
        .await
        .unwrap();
    assert!(matches!(
        preview.seats[0].password,
        PreviewPassword::Shown(_)
    ));
}

#[tokio::test]
async fn sheets_are_drawn_for_passwords_that_can_be_seen() {
    let world = World::new().await;
    let (clerk, other) = (world.clerk("jimu1").await, world.clerk("jimu2").await);
    let id = world.published(&clerk, 2).await;

    let pdf = draw_sheets(&world.app, &clerk.by, &clerk.key, id, None)
        .await
        .unwrap();
    assert!(pdf.starts_with(b"%PDF-"));

    let none = draw_sheets(&world.app, &other.by, &other.key, id, None).await;
    assert!(matches!(none, Err(SheetError::NothingToShow)));
}

#[tokio::test]
async fn the_next_meeting_carries_the_password_over() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let first = world.published(&clerk, 1).await;
    let password = world.password(&clerk, first, 0).await;
    let seat = world.seat(first, 0).await;
    let handed = hand_over(&world.app, &clerk.by, &clerk.key, first, seat).await;
    handed.unwrap();

    let second = world.draft(&clerk, 1).await;
    let preview = preview_publish(&world.app, &clerk.by, &clerk.key, second)
        .await
        .unwrap();
    assert!(matches!(
        preview.seats[0].password,
        PreviewPassword::CarriedOver { .. }
    ));
    world.publish(&clerk, second).await;

    assert_eq!(
        credential(&world, first, 0).await,
        credential(&world, second, 0).await
    );
    assert_eq!(knock(&world, second, 0, &password).await, Ok(()));
    assert!(world.secrets(&clerk, second).await[0].password.is_none());
}

#[tokio::test]
async fn another_address_never_carries_over() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    world.published(&clerk, 1).await;
    let second = world.draft(&clerk, 1).await;

    world
        .save(&clerk, second, |input| {
            input.rows[0].mail = SecretText::new("someone@example.jp");
        })
        .await;

    let preview = preview_publish(&world.app, &clerk.by, &clerk.key, second)
        .await
        .unwrap();
    assert!(matches!(
        preview.seats[0].password,
        PreviewPassword::Shown(_)
    ));
}

#[tokio::test]
async fn a_reissue_acts_once_for_all_open_meetings_and_ends_sessions() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let first = world.published(&clerk, 1).await;
    let old = world.password(&clerk, first, 0).await;
    let second = world.published(&clerk, 1).await;
    let cookie = world.enter(second, 0, &old).await;
    assert!(world.inside(&cookie).await.is_some());
    world.seconds(5);

    let seat = world.seat(first, 0).await;
    reissue_password(app, &clerk.by, &clerk.key, first, seat, RowPassword::Make)
        .await
        .unwrap();

    let new = world.password(&clerk, first, 0).await;
    assert_ne!(new, old);
    assert!(world.inside(&cookie).await.is_none());
    for id in [first, second] {
        assert_eq!(knock(&world, id, 0, &old).await, Err(GateError::Wrong));
        assert_eq!(knock(&world, id, 0, &new).await, Ok(()));
    }
}

#[tokio::test]
async fn a_reissued_password_is_judged_and_must_be_asked_for() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 1).await;
    let seat = world.seat(id, 0).await;
    let before = credential(&world, id, 0).await;

    let short = RowPassword::Typed(SecretText::new("short"));
    let refused = reissue_password(app, &clerk.by, &clerk.key, id, seat, short).await;
    let least = 10;
    assert_eq!(
        refused,
        Err(ReissueError::Password(PasswordError::Short { least }))
    );
    let nothing = reissue_password(app, &clerk.by, &clerk.key, id, seat, RowPassword::Keep).await;
    assert_eq!(nothing, Err(ReissueError::NothingAsked));
    assert_eq!(credential(&world, id, 0).await, before);
}

#[tokio::test]
async fn no_password_lies_in_the_clear_in_any_record() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.published(&clerk, 1).await;
    let password = world.password(&clerk, id, 0).await;

    let envelope = world
        .app
        .store
        .envelope(id, clerk.by.author())
        .await
        .unwrap()
        .unwrap();
    let holds = envelope
        .sealed
        .windows(password.len())
        .any(|bytes| bytes == password.as_bytes());
    assert!(!holds);
    let secrets = show_passwords(&world.app, &clerk.by, &clerk.key, id)
        .await
        .unwrap();
    assert!(!format!("{secrets:?}").contains(&password));
}

#[tokio::test]
async fn a_later_password_does_not_keep_an_earlier_one_in_sight() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 2).await;
    world.hours(20);
    let seat = world.seat(id, 0).await;
    reissue_password(app, &clerk.by, &clerk.key, id, seat, RowPassword::Make)
        .await
        .unwrap();
    world.hours(5);

    let secrets = world.secrets(&clerk, id).await;

    assert!(secrets[0].password.is_some());
    assert!(secrets[1].password.is_none());
}
