//! How long a viewing password lasts: carried over for a year from its making, opening gates
//! until the last window that was published with it ends.

use crate::world::{Clerk, HOSPITAL, World, sound};
use kairan_access::open_gate;
use kairan_board::{
    PreviewPassword, PublishError, change_meeting, create_draft, hand_over, letter_facts,
    preview_publish, publish_meeting, read_form,
};
use kairan_domain::check::{Field, MeetingFault};
use kairan_domain::ids::MeetingId;
use kairan_domain::meeting::Place;
use kairan_domain::notice::PasswordNote;

const YEAR: i64 = 365 * 24;

/// A draft of the same reviewer, held on this day.
async fn later(world: &World, clerk: &Clerk, held_on: &str) -> MeetingId {
    let id = create_draft(&world.app, &clerk.by, None).await.unwrap();
    world
        .save(clerk, id, |input| {
            *input = sound(1);
            held_on.clone_into(&mut input.fields.held_on);
        })
        .await;
    world.add(clerk, id, "審査会資料.pdf", 3).await;
    id
}

async fn opens(world: &World, id: MeetingId, password: &str) -> bool {
    let packet = world.packet(id).await;
    let Place::Electronic { mail, link, .. } = &packet.seats[0].place else {
        panic!("a seat on paper has no gate");
    };
    let (token, mail) = (link.token.expose(), mail.expose());
    let opened = open_gate(&world.app, token, mail, password, HOSPITAL).await;
    opened.is_ok()
}

#[tokio::test]
async fn a_password_carried_over_opens_the_gate_until_the_window_ends() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let first = world.published(&clerk, 1).await;
    let password = world.password(&clerk, first, 0).await;
    world.hours(YEAR - 48);

    let second = later(&world, &clerk, "2027-11-27").await;
    let preview = preview_publish(&world.app, &clerk.by, &clerk.key, second).await;
    let shown = &preview.unwrap().seats[0].password;
    assert!(matches!(shown, PreviewPassword::CarriedOver { .. }));
    world.publish(&clerk, second).await;
    world.hours(7 * 24);

    assert!(
        opens(&world, second, &password).await,
        "the password ran out"
    );
}

#[tokio::test]
async fn a_longer_window_lets_the_password_last_as_long() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let first = world.published(&clerk, 1).await;
    let password = world.password(&clerk, first, 0).await;
    world.hours(YEAR - 96);
    let second = later(&world, &clerk, "2027-11-19").await;
    world.publish(&clerk, second).await;

    let form = world.form(&clerk, second).await;
    let mut typed = form.raw.clone();
    typed.until_on = "2027-12-20".to_owned();
    change_meeting(app, &clerk.by, second, form.edition, typed)
        .await
        .unwrap();
    world.hours(24 * 24);

    assert!(
        opens(&world, second, &password).await,
        "the password ran out"
    );
}

#[tokio::test]
async fn after_a_year_a_password_is_carried_over_no_more_however_long_it_opens() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    world.published(&clerk, 1).await;
    world.hours(YEAR - 48);
    let second = later(&world, &clerk, "2027-11-27").await;
    let third = later(&world, &clerk, "2027-11-30").await;
    world.publish(&clerk, second).await;
    let preview = preview_publish(app, &clerk.by, &clerk.key, third).await;
    let seen = preview.unwrap().fingerprint;
    world.hours(72);

    let refused = publish_meeting(app, &clerk.by, third, seen).await;

    let Err(PublishError::Faults(faults)) = refused else {
        panic!("a password of more than a year was carried over: {refused:?}");
    };
    let seat = world.form(&clerk, third).await.raw.seats[0].id;
    assert_eq!(faults[0].field, Field::SeatPassword(seat));
    assert_eq!(faults[0].what, MeetingFault::PasswordOver);
    // The form and the confirmation page say so too, and saving again makes a new one.
    let form = read_form(app, &clerk.by, third).await.unwrap();
    assert_eq!(form.faults, faults);
    world.save(&clerk, third, |_| {}).await;
    let preview = preview_publish(app, &clerk.by, &clerk.key, third).await;
    let shown = &preview.unwrap().seats[0].password;
    assert!(matches!(shown, PreviewPassword::Shown(_)));
}

/// What the letter that waits for the only seat says about the password.
async fn told(world: &World, id: MeetingId) -> PasswordNote {
    let notices = world.app.store.notices_of(id).await.unwrap();
    let facts = letter_facts(&world.app, &notices[0]).await.unwrap();
    facts.expect("a letter").password
}

#[tokio::test]
async fn a_letter_says_which_password_only_where_it_was_handed_over() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let first = world.published(&clerk, 1).await;
    assert_eq!(told(&world, first).await, PasswordNote::Told);
    world.hours(1);
    let second = later(&world, &clerk, "2026-12-10").await;
    world.publish(&clerk, second).await;
    assert_eq!(
        told(&world, second).await,
        PasswordNote::Told,
        "nobody has told it yet"
    );

    let seat = world.packet(first).await.seats[0].id;
    hand_over(&world.app, &clerk.by, &clerk.key, first, seat)
        .await
        .unwrap();
    world.hours(1);
    let third = later(&world, &clerk, "2026-12-17").await;
    world.publish(&clerk, third).await;
    let last = world.packet(second).await.plan.held_on;
    assert_eq!(told(&world, third).await, PasswordNote::AsAt(last));
}
