//! A reviewer's address is corrected after publishing: another link, another password, and
//! what was before stays to be seen.

use crate::world::{Clerk, HOSPITAL, World};
use kairan_access::{GateView, look_at_gate, open_gate};
use kairan_board::{
    AddressError, Corrected, NewAddress, RowPassword, Trouble, claim_notices, correct_address,
    draw_sheets, enter_room, hand_over, known_people, letter_facts, open_material, settle_notice,
    show_board,
};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::MeetingId;
use kairan_domain::mail_address::MailAddressError;
use kairan_domain::meeting::{AddressFault, Place, State, WrongState};
use kairan_domain::notice::{MailCause, NoticeKind, NoticeState, Outcome};
use kairan_domain::password::PasswordError;
use kairan_domain::secret::SecretText;
use kairan_domain::viewing::Manner;

const RIGHT: &str = "tadashii@example.jp";

fn words(text: &str) -> SecretText {
    SecretText::new(text)
}

fn new(was: &str, mail: &str, password: RowPassword) -> NewAddress {
    NewAddress {
        was: words(was),
        mail: words(mail),
        password,
    }
}

async fn correct(
    world: &World,
    clerk: &Clerk,
    id: MeetingId,
    new: NewAddress,
) -> Result<Corrected, AddressError> {
    let seat = world.seat(id, 0).await;
    correct_address(&world.app, &clerk.by, &clerk.key, id, seat, &new).await
}

async fn token(world: &World, id: MeetingId) -> String {
    match &world.packet(id).await.seats[0].place {
        Place::Electronic { link, .. } => link.token.expose().to_owned(),
        Place::Paper { .. } => panic!("a seat on paper has no link"),
    }
}

#[tokio::test]
async fn a_refused_address_is_corrected_and_all_of_the_old_one_ends() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 2).await;
    for notice in claim_notices(app, 10).await.unwrap() {
        let refused = Outcome::Refused(words("550 no such user"));
        settle_notice(app, &notice, refused).await.unwrap();
    }
    let (old_link, old_password) = (token(&world, id).await, world.password(&clerk, id, 0).await);
    let cookie = world.enter(id, 0, &old_password).await;
    let by = world.inside(&cookie).await.unwrap();
    let material = enter_room(app, &by).await.unwrap().materials[0].clone();
    open_material(app, &by, material.version, Manner::View, false)
        .await
        .unwrap();
    world.seconds(60);

    let typed = new(
        "iin1@example.jp",
        " ｔａｄａｓｈｉｉ＠example.jp ",
        RowPassword::Keep,
    );
    let done = correct(&world, &clerk, id, typed).await.unwrap();

    assert!(done.put_right && done.told && !done.carried_over);
    assert!(
        world.inside(&cookie).await.is_none(),
        "the old session lives"
    );
    let gate = look_at_gate(app, &old_link).await.unwrap();
    assert!(matches!(gate, GateView::Unknown), "the old link lives");
    let password = world.password(&clerk, id, 0).await;
    assert_ne!(password, old_password);
    let link = token(&world, id).await;
    let old = open_gate(app, &link, "iin1@example.jp", &old_password, HOSPITAL).await;
    assert!(old.is_err());
    assert!(
        open_gate(app, &link, RIGHT, &password, HOSPITAL)
            .await
            .is_ok()
    );
    assert_eq!(
        world
            .events(id)
            .await
            .iter()
            .filter(|event| **event == AuditEvent::AddressCorrected)
            .count(),
        1
    );

    let board = show_board(app, &clerk.by, id).await.unwrap();
    let line = board.seats.iter().find(|line| line.number == 1).unwrap();
    assert_eq!(line.mail.expose(), RIGHT);
    assert_eq!(line.trouble, None);
    assert_eq!(line.letters.len(), 2);
    assert_eq!(line.letters[1].reply.expose(), "550 no such user");
    assert!(
        line.versions[0].status.first_at.is_some(),
        "what was read is forgotten"
    );
    let other = board.seats.iter().find(|line| line.number == 2).unwrap();
    assert_eq!(
        other.trouble,
        Some(Trouble::MailRefused(MailCause::UnknownAddress))
    );

    let notice = claim_notices(app, 10).await.unwrap().remove(0);
    assert_eq!(notice.kind, NoticeKind::Published);
    let facts = letter_facts(app, &notice).await.unwrap().unwrap();
    assert_eq!(facts.to.expose(), RIGHT);
    assert!(facts.link.unwrap().expose().ends_with(&link));
    let known = known_people(app, &clerk.by).await.unwrap();
    let mails: Vec<_> = known
        .reviewers
        .iter()
        .map(|(_, mail)| mail.expose())
        .collect();
    assert_eq!(mails, [RIGHT, "iin2@example.jp"]);
    assert_eq!(known.panels, ["第3合議体"]);
}

#[tokio::test]
async fn what_is_typed_is_judged_like_a_registration_and_nothing_happens() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.published(&clerk, 2).await;
    let before = world.packet(id).await;
    let (was, audits) = ("iin1@example.jp", world.audits().await);

    for (mail, fault) in [
        ("", AddressFault::Mail(MailAddressError::Empty)),
        ("tadashii", AddressFault::Mail(MailAddressError::NoAt)),
        ("IIN1@example.jp", AddressFault::Unchanged),
        ("iin2@EXAMPLE.jp", AddressFault::Taken { row: 2 }),
    ] {
        let refused = correct(&world, &clerk, id, new(was, mail, RowPassword::Make)).await;
        assert_eq!(
            refused,
            Err(AddressError::Faults(Some(fault), None)),
            "{mail}"
        );
    }
    let short = PasswordError::Short { least: 10 };
    let typed = RowPassword::Typed(words("short"));
    let refused = correct(&world, &clerk, id, new(was, "", typed.clone())).await;
    let empty = AddressFault::Mail(MailAddressError::Empty);
    assert_eq!(refused, Err(AddressError::Faults(Some(empty), Some(short))));
    let refused = correct(&world, &clerk, id, new(was, RIGHT, typed)).await;
    assert_eq!(refused, Err(AddressError::Faults(None, Some(short))));
    // The new address itself is no password for it.
    let own = RowPassword::Typed(words(RIGHT));
    let refused = correct(&world, &clerk, id, new(was, RIGHT, own)).await;
    assert_eq!(
        refused,
        Err(AddressError::Faults(None, Some(PasswordError::Guessable)))
    );

    assert_eq!(world.packet(id).await, before);
    assert_eq!(world.audits().await, audits);
}

#[tokio::test]
async fn a_typed_password_opens_the_new_gate_and_stands_on_the_seats_own_sheet() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 2).await;
    let typed = RowPassword::Typed(words("himawari-batake"));

    correct(&world, &clerk, id, new("iin1@example.jp", RIGHT, typed))
        .await
        .unwrap();

    let link = token(&world, id).await;
    let inside = open_gate(app, &link, RIGHT, "himawari-batake", HOSPITAL).await;
    assert!(inside.is_ok());
    let seat = world.seat(id, 0).await;
    let one = draw_sheets(app, &clerk.by, &clerk.key, id, Some(seat)).await;
    let all = draw_sheets(app, &clerk.by, &clerk.key, id, None).await;
    assert!(one.unwrap().len() < all.unwrap().len());
}

#[tokio::test]
async fn an_address_that_has_a_password_keeps_it() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let first = world.published(&clerk, 2).await;
    let known = world.password(&clerk, first, 1).await;
    let seat = world.seat(first, 1).await;
    let handed = hand_over(app, &clerk.by, &clerk.key, first, seat).await;
    handed.unwrap();
    let second = world.published(&clerk, 1).await;

    let done = correct(
        &world,
        &clerk,
        second,
        new("iin1@example.jp", "iin2@example.jp", RowPassword::Keep),
    )
    .await
    .unwrap();

    assert!(done.carried_over);
    let link = token(&world, second).await;
    assert!(
        open_gate(app, &link, "iin2@example.jp", &known, HOSPITAL)
            .await
            .is_ok()
    );
    let board = show_board(app, &clerk.by, second).await.unwrap();
    assert_eq!(board.seats[0].handed_over_at, board.published_at);
    // The first meeting still uses the password of the address that was corrected away.
    let first_password = world.password(&clerk, first, 0).await;
    world.enter(first, 0, &first_password).await;
}

#[tokio::test]
async fn a_waiting_letter_goes_once_and_to_the_new_address_and_a_second_click_does_nothing() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 1).await;
    let typed = new("iin1@example.jp", RIGHT, RowPassword::Keep);

    correct(&world, &clerk, id, typed.clone()).await.unwrap();
    let once = world.packet(id).await;
    correct(&world, &clerk, id, typed).await.unwrap();
    let other = new("iin1@example.jp", "hoka@example.jp", RowPassword::Keep);
    let late = correct(&world, &clerk, id, other).await;

    assert_eq!(world.packet(id).await, once);
    assert_eq!(late, Err(AddressError::Changed));
    let notices = claim_notices(app, 10).await.unwrap();
    assert_eq!(notices.len(), 1);
    let facts = letter_facts(app, &notices[0]).await.unwrap().unwrap();
    assert_eq!(facts.to.expose(), RIGHT);
    let dropped = world.notices(id).await;
    let dropped = dropped
        .iter()
        .filter(|notice| matches!(notice.state, NoticeState::Dropped { .. }));
    assert_eq!(dropped.count(), 1);
}

#[tokio::test]
async fn no_letter_leaves_while_the_links_are_closed_and_nothing_is_corrected_when_withdrawn() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let closed = world.published(&clerk, 1).await;
    let withdrawn = world.published(&clerk, 1).await;
    world.hours(24 * 20);
    let sent = world.notices(closed).await.len();

    let typed = new("iin1@example.jp", RIGHT, RowPassword::Make);
    let done = correct(&world, &clerk, closed, typed.clone())
        .await
        .unwrap();

    assert!(!done.told);
    assert_eq!(world.notices(closed).await.len(), sent);
    kairan_board::withdraw_meeting(app, &clerk.by, withdrawn)
        .await
        .unwrap();
    let refused = correct(&world, &clerk, withdrawn, typed).await;
    let state = WrongState::Is(State::Withdrawn);
    assert_eq!(refused, Err(AddressError::State(state)));
}

#[tokio::test]
async fn another_insurers_clerk_corrects_nothing_and_knows_nobody() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.published(&clerk, 1).await;
    let elsewhere = world.town("121012", "あおば市").await;
    let foreign = world.clerk_of(elsewhere, "aoba").await;

    let typed = new("iin1@example.jp", RIGHT, RowPassword::Make);
    let refused = correct(&world, &foreign, id, typed).await;

    assert_eq!(refused, Err(AddressError::NotFound));
    let known = known_people(&world.app, &foreign.by).await.unwrap();
    assert_eq!(known, kairan_board::KnownPeople::default());
}
