//! From draft to "handed over": what saving does to passwords, two browsers of one clerk, and
//! the tick that belongs to the password, whatever meeting it was made for.

use crate::world::{Clerk, World, sound};
use kairan_board::{
    EnvelopeKey, PreviewPassword, PreviewSeat, RowPassword, create_draft, draw_sheets, hand_over,
    preview_publish, reissue_password, sweep_envelopes,
};
use kairan_domain::check::{Field, MeetingFault};
use kairan_domain::ids::MeetingId;
use kairan_domain::meeting::Place;
use kairan_domain::raw::SeatPassword;
use kairan_domain::secret::SecretText;

/// The same clerk at another computer.
fn elsewhere(world: &World, clerk: &Clerk) -> Clerk {
    Clerk {
        by: clerk.by.clone(),
        key: EnvelopeKey::random(world.app.entropy.as_ref()),
    }
}

async fn previewed(world: &World, clerk: &Clerk, id: MeetingId) -> Vec<PreviewSeat> {
    let preview = preview_publish(&world.app, &clerk.by, &clerk.key, id).await;
    preview.unwrap().seats
}

async fn shown(world: &World, clerk: &Clerk, id: MeetingId) -> Vec<bool> {
    let secrets = world.secrets(clerk, id).await;
    secrets.iter().map(|it| it.password.is_some()).collect()
}

async fn ticked(world: &World, id: MeetingId) -> Vec<bool> {
    let told = |place: &Place| match place {
        Place::Electronic { handed_over_at, .. } => handed_over_at.is_some(),
        Place::Paper { .. } => panic!("nobody sits on paper here"),
    };
    let packet = world.packet(id).await;
    packet.seats.iter().map(|seat| told(&seat.place)).collect()
}

async fn hand(world: &World, clerk: &Clerk, id: MeetingId, place: usize) {
    let seat = world.seat(id, place).await;
    let handed = hand_over(&world.app, &clerk.by, &clerk.key, id, seat).await;
    handed.unwrap();
}

async fn reissue(world: &World, clerk: &Clerk, id: MeetingId, place: usize) {
    let seat = world.seat(id, place).await;
    let made = reissue_password(
        &world.app,
        &clerk.by,
        &clerk.key,
        id,
        seat,
        RowPassword::Make,
    )
    .await;
    made.unwrap();
}

fn typed(password: &str) -> RowPassword {
    RowPassword::Typed(SecretText::new(password))
}

#[tokio::test]
async fn a_draft_that_saves_itself_makes_no_passwords_the_way_to_publishing_does() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = create_draft(&world.app, &clerk.by, None).await.unwrap();
    world.save(&clerk, id, |input| *input = sound(2)).await;
    let raw = world.form(&clerk, id).await.raw;
    assert!(matches!(raw.seats[0].password, SeatPassword::New { .. }));

    let id = create_draft(&world.app, &clerk.by, None).await.unwrap();
    let unfinished = |input: &mut kairan_board::DraftInput| {
        *input = sound(2);
        input.unfinished = true;
    };
    world.save(&clerk, id, unfinished).await;
    let raw = world.form(&clerk, id).await.raw;
    assert!(
        raw.seats
            .iter()
            .all(|row| row.password == SeatPassword::None)
    );
    let envelopes = world.app.store.envelopes_of(id).await.unwrap();
    assert!(envelopes.is_empty());
}

#[tokio::test]
async fn a_refused_password_leaves_what_was_set_before() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 1).await;
    let before = world.form(&clerk, id).await.raw.seats[0].password.clone();

    let saved = world
        .save(&clerk, id, |input| input.rows[0].password = typed("hibari"))
        .await;

    let row = world.form(&clerk, id).await.raw.seats[0].clone();
    assert_eq!(row.password, before);
    let field = Field::SeatPassword(row.id);
    assert!(
        saved
            .faults
            .iter()
            .any(|fault| fault.field == field && matches!(fault.what, MeetingFault::Password(_)))
    );
}

#[tokio::test]
async fn the_same_typed_password_saved_again_is_not_set_anew() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 1).await;
    let row = async |password: &str| {
        world
            .save(&clerk, id, |input| input.rows[0].password = typed(password))
            .await;
        world.form(&clerk, id).await.raw.seats[0].password.clone()
    };
    let first = row("himawari-2x").await;
    world.seconds(5);
    assert_eq!(row("himawari-2x").await, first);
    assert_ne!(row("himawari-2xy").await, first);
}

#[tokio::test]
async fn another_browser_takes_nothing_out_of_the_first_ones_envelope() {
    let world = World::new().await;
    let desk = world.clerk("jimu").await;
    let other = elsewhere(&world, &desk);
    let id = world.published(&desk, 3).await;
    world.seconds(5);

    reissue(&world, &other, id, 1).await;

    assert_eq!(shown(&world, &desk, id).await, [true, false, true]);
    assert_eq!(shown(&world, &other, id).await, [false, true, false]);
    hand(&world, &other, id, 1).await;
    assert_eq!(shown(&world, &desk, id).await, [true, false, true]);
}

#[tokio::test]
async fn each_browsers_part_is_erased_after_its_own_day() {
    let world = World::new().await;
    let desk = world.clerk("jimu").await;
    let other = elsewhere(&world, &desk);
    let id = world.published(&desk, 2).await;
    world.hours(20);
    reissue(&world, &other, id, 1).await;
    let of = || world.app.store.envelope(id, desk.by.author());
    let before = of().await.unwrap().unwrap().sealed.len();
    world.hours(5);

    assert_eq!(sweep_envelopes(&world.app).await, Ok(1));

    assert!(of().await.unwrap().unwrap().sealed.len() < before);
    assert_eq!(shown(&world, &other, id).await, [false, true]);
    world.hours(20);
    assert_eq!(sweep_envelopes(&world.app).await, Ok(1));
    assert!(of().await.unwrap().is_none());
}

#[tokio::test]
async fn a_password_nobody_handed_over_still_waits_at_the_next_meeting() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let first = world.published(&clerk, 2).await;
    hand(&world, &clerk, first, 0).await;
    let waits = |seat: &PreviewSeat| match seat.password {
        PreviewPassword::CarriedOver { waits, .. } => waits,
        _ => panic!("not carried over"),
    };

    let second = world.draft(&clerk, 2).await;
    let seats = previewed(&world, &clerk, second).await;
    assert_eq!(seats.iter().map(waits).collect::<Vec<_>>(), [false, true]);
    world.publish(&clerk, second).await;

    assert_eq!(ticked(&world, second).await, [true, false]);
    // It lies in the envelope of the meeting it was made for, and is the same password.
    assert_eq!(shown(&world, &clerk, second).await, [false, true]);
    let sheets = draw_sheets(&world.app, &clerk.by, &clerk.key, second, None).await;
    assert!(sheets.unwrap().starts_with(b"%PDF-"));

    hand(&world, &clerk, second, 1).await;
    assert_eq!(ticked(&world, first).await, [true, true]);
    assert_eq!(shown(&world, &clerk, first).await, [false, false]);
    let left = world.app.store.envelopes_of(first).await.unwrap();
    assert!(left.is_empty());
    let third = world.published(&clerk, 2).await;
    assert_eq!(ticked(&world, third).await, [true, true]);
}

#[tokio::test]
async fn a_colleague_without_the_password_may_tick_what_was_printed() {
    let world = World::new().await;
    let (clerk, other) = (world.clerk("jimu1").await, world.clerk("jimu2").await);
    let id = world.published(&clerk, 2).await;

    hand(&world, &other, id, 0).await;

    assert_eq!(ticked(&world, id).await, [true, false]);
    assert_eq!(shown(&world, &clerk, id).await, [false, true]);
}
