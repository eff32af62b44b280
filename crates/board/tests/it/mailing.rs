//! The outbox from claim to fate, and the facts of letters.

use crate::world::World;
use kairan_board::{
    ChangeError, Trouble, claim_notices, letter_facts, next_notice_at, note_bounce, resend_notice,
    settle_notice, show_board, withdraw_meeting,
};
use kairan_domain::ids::NoticeId;
use kairan_domain::meeting::{MaterialChanges, Place, State, WrongState};
use kairan_domain::notice::{MailCause, NoticeKind, NoticeState, Outcome};
use kairan_domain::secret::SecretText;

fn words(text: &str) -> SecretText {
    SecretText::new(text)
}

#[tokio::test]
async fn a_letter_says_who_when_where_and_holds_no_password() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 2).await;
    let password = world.password(&clerk, id, 0).await;

    let notices = claim_notices(app, 10).await.unwrap();
    assert_eq!(notices.len(), 2);
    let packet = world.packet(id).await;
    for notice in &notices {
        let facts = letter_facts(app, notice).await.unwrap().unwrap();
        let seat = packet.seat(notice.about.seat().unwrap()).unwrap();
        let Place::Electronic { mail, link, .. } = &seat.place else {
            continue;
        };
        assert_eq!(&facts.to, mail);
        assert_eq!(facts.kind, NoticeKind::Published);
        assert_eq!(facts.line.held_on, packet.plan.held_on);
        assert_eq!(facts.office.phone, "043-000-1234");
        let url = format!("https://kairan.example.jp/r/{}", link.token.expose());
        assert_eq!(facts.link.as_ref().unwrap().expose(), url);
        assert!(!url.contains(&password));
    }
}

#[tokio::test]
async fn a_lease_keeps_a_notice_from_a_second_loop_until_it_runs_out() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    world.published(&clerk, 3).await;

    let (one, two) = tokio::join!(claim_notices(app, 10), claim_notices(app, 10));
    assert_eq!(one.unwrap().len() + two.unwrap().len(), 3);
    assert!(claim_notices(app, 10).await.unwrap().is_empty());
    assert!(next_notice_at(app).await.unwrap().unwrap() > world.now());

    world.seconds(5 * 60);
    assert_eq!(claim_notices(app, 10).await.unwrap().len(), 3);
}

#[tokio::test]
async fn each_fate_stands_on_the_board_and_the_worst_on_top() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 4).await;
    let mut notices = claim_notices(app, 10).await.unwrap();
    let packet = world.packet(id).await;
    notices.sort_by_key(|notice| packet.seats.iter().position(|seat| notice.is_to(seat.id)));
    let fates = [
        Outcome::Accepted(words("250 2.0.0 ok")),
        Outcome::Deferred(words("451 try later")),
        Outcome::Refused(words("550 no such user")),
        Outcome::Accepted(words("250 2.0.0 ok")),
    ];
    for (notice, fate) in notices.iter().zip(fates) {
        settle_notice(app, notice, fate).await.unwrap();
    }
    let again = [true, false];
    for noted in again {
        let bounce = note_bounce(app, notices[3].id, &words("5.1.1 unknown")).await;
        assert_eq!(bounce.unwrap(), noted, "a repeated return counts once");
    }

    let board = show_board(app, &clerk.by, id).await.unwrap();

    let lines: Vec<_> = board
        .seats
        .iter()
        .map(|line| (line.number, line.trouble))
        .collect();
    assert_eq!(
        lines,
        [
            (3, Some(Trouble::MailRefused(MailCause::UnknownAddress))),
            (4, Some(Trouble::MailReturned(MailCause::UnknownAddress))),
            (2, Some(Trouble::MailDelayed)),
            (1, None)
        ]
    );
    let refused = board.seats[0].letter.as_ref().unwrap();
    assert_eq!(refused.reply.expose(), "550 no such user");
    world.seconds(60);
    assert_eq!(claim_notices(app, 10).await.unwrap().len(), 1);
}

/// Sends what is due, one minute later.
async fn deliver(world: &World) {
    world.seconds(60);
    for notice in claim_notices(&world.app, 10).await.unwrap() {
        let accepted = Outcome::Accepted(words("250 ok"));
        settle_notice(&world.app, &notice, accepted).await.unwrap();
    }
    world.seconds(60);
}

#[tokio::test]
async fn a_letter_counts_what_changed_since_the_seats_last_letter() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 1).await;
    world.add(&clerk, id, "送信前.pdf", 1).await;
    deliver(&world).await;
    let first = world.packet(id).await.materials[0].id;

    world.add(&clerk, id, "別紙1.pdf", 1).await;
    let waiting = claim_notices(app, 10).await.unwrap().remove(0);
    // Still waiting: what comes now is told by the same letter.
    let deferred = Outcome::Deferred(words("451 later"));
    settle_notice(app, &waiting, deferred).await.unwrap();
    world.add(&clerk, id, "別紙2.pdf", 1).await;
    let pdf = kairan_paper::placeholder_pdf("new", 3, 0);
    let target = kairan_domain::upload::UploadTarget::NextVersion(first);
    world
        .upload(&clerk, id, target, ("差替え.pdf", &pdf))
        .await
        .unwrap();
    let facts = letter_facts(app, &waiting).await.unwrap().unwrap();
    let expected = MaterialChanges {
        replaced: 1,
        added: 2,
        withdrawn: 0,
        total: 4,
    };
    assert_eq!(facts.changes, expected);

    deliver(&world).await;
    world.add(&clerk, id, "別紙3.pdf", 1).await;
    let next = claim_notices(app, 10).await.unwrap().remove(0);
    let facts = letter_facts(app, &next).await.unwrap().unwrap();
    let expected = MaterialChanges {
        added: 1,
        total: 5,
        ..MaterialChanges::default()
    };
    assert_eq!(facts.changes, expected);
}

#[tokio::test]
async fn every_letter_of_a_seat_stands_on_the_board_newest_first() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 2).await;
    deliver(&world).await;
    let seat = world.seat(id, 0).await;
    resend_notice(app, &clerk.by, id, seat).await.unwrap();
    deliver(&world).await;
    world.add(&clerk, id, "別紙.pdf", 1).await;
    withdraw_meeting(app, &clerk.by, id).await.unwrap();

    let board = show_board(app, &clerk.by, id).await.unwrap();

    let kinds = |number| {
        let line = board.seats.iter().find(|line| line.number == number);
        let letters = line.unwrap().letters.iter();
        letters
            .map(|letter| {
                (
                    letter.kind,
                    matches!(letter.state, NoticeState::Dropped { .. }),
                )
            })
            .collect::<Vec<_>>()
    };
    let told = [
        (NoticeKind::Withdrawn, false),
        (NoticeKind::MaterialsChanged, true),
        (NoticeKind::Resent, false),
        (NoticeKind::Published, false),
    ];
    let mut first = kinds(1);
    first[..2].sort_unstable_by_key(|letter| letter.1);
    assert_eq!(first, told);
    let mut second = kinds(2);
    second[..2].sort_unstable_by_key(|letter| letter.1);
    assert_eq!(second, [told[0], told[1], told[3]]);
}

#[tokio::test]
async fn a_letter_about_what_is_no_longer_true_is_dropped() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 1).await;
    let leased = claim_notices(app, 10).await.unwrap().remove(0);

    withdraw_meeting(app, &clerk.by, id).await.unwrap();
    assert_eq!(letter_facts(app, &leased).await.unwrap(), None);
    settle_notice(app, &leased, Outcome::Dropped).await.unwrap();

    let withdrawn = claim_notices(app, 10).await.unwrap().remove(0);
    assert_eq!(withdrawn.kind, NoticeKind::Withdrawn);
    let facts = letter_facts(app, &withdrawn).await.unwrap().unwrap();
    assert_eq!(facts.link, None);
}

#[tokio::test]
async fn a_letter_on_its_way_while_its_notice_is_dropped_is_recorded_as_sent() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 1).await;
    let leased = claim_notices(app, 10).await.unwrap().remove(0);
    withdraw_meeting(app, &clerk.by, id).await.unwrap();

    settle_notice(app, &leased, Outcome::Accepted(words("250 ok")))
        .await
        .unwrap();

    let kept = app.store.notice(leased.id).await.unwrap().unwrap();
    assert!(matches!(kept.state, NoticeState::Sent { .. }));
}

#[tokio::test]
async fn the_link_is_mailed_again_once_and_only_while_it_works() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 1).await;
    let seat = world.seat(id, 0).await;

    resend_notice(app, &clerk.by, id, seat).await.unwrap();
    assert_eq!(world.notices(id).await.len(), 1);
    let sent = claim_notices(app, 10).await.unwrap().remove(0);
    settle_notice(app, &sent, Outcome::Accepted(words("250 ok")))
        .await
        .unwrap();
    resend_notice(app, &clerk.by, id, seat).await.unwrap();
    resend_notice(app, &clerk.by, id, seat).await.unwrap();
    let notices = world.notices(id).await;
    let resent = notices
        .iter()
        .filter(|notice| notice.kind == NoticeKind::Resent);
    assert_eq!(resent.count(), 1);

    world.hours(24 * 30);
    let refused = resend_notice(app, &clerk.by, id, seat).await;
    let closed = WrongState::Is(State::Closed);
    assert_eq!(refused, Err(ChangeError::State(closed)));
    let waiting = claim_notices(app, 10).await.unwrap().remove(0);
    assert_eq!(letter_facts(app, &waiting).await.unwrap(), None);
}

#[tokio::test]
async fn a_bounce_of_nothing_we_sent_is_not_found() {
    let world = World::new().await;
    let unknown = NoticeId::from_bytes([7; 16]);

    let refused = note_bounce(&world.app, unknown, &words("5.1.1")).await;

    assert_eq!(refused, Err(ChangeError::NotFound));
}
