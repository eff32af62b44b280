//! Changing the plan of a published meeting, withdrawing and reviving it.

use crate::world::World;
use kairan_access::{GateView, look_at_gate};
use kairan_board::{
    AlterError, ChangeError, change_meeting, claim_notices, revive_meeting, settle_notice,
    withdraw_meeting,
};
use kairan_domain::check::MeetingFault;
use kairan_domain::ids::MeetingId;
use kairan_domain::meeting::{Place, State, WrongState};
use kairan_domain::notice::{NoticeKind, NoticeState, Outcome};
use kairan_domain::secret::SecretText;

async fn kinds(world: &World, id: MeetingId) -> Vec<NoticeKind> {
    let mut kinds: Vec<_> = world
        .notices(id)
        .await
        .iter()
        .map(|notice| notice.kind)
        .collect();
    kinds.sort_unstable();
    kinds
}

async fn gate(world: &World, id: MeetingId) -> GateView {
    let packet = world.packet(id).await;
    let Place::Electronic { link, .. } = &packet.seats[0].place else {
        panic!("a seat on paper has no gate");
    };
    look_at_gate(&world.app, link.token.expose()).await.unwrap()
}

#[tokio::test]
async fn a_changed_day_is_told_to_all_and_a_changed_remark_to_nobody() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 2).await;
    let before = world.packet(id).await;
    world.seconds(30);

    let form = world.form(&clerk, id).await;
    let mut typed = form.raw.clone();
    typed.remark = SecretText::new("駐車場は裏です。");
    let done = change_meeting(app, &clerk.by, id, form.edition, typed)
        .await
        .unwrap();
    assert_eq!(done.told, 0);
    let after = world.packet(id).await;
    assert_eq!(after.plan.window, before.plan.window);
    assert_eq!(after.plan.remark.unwrap().expose(), "駐車場は裏です。");

    let form = world.form(&clerk, id).await;
    let mut typed = form.raw.clone();
    typed.held_on = "2026-12-04".into();
    typed.until_on = "2026-12-11".into();
    let done = change_meeting(app, &clerk.by, id, form.edition, typed)
        .await
        .unwrap();
    assert_eq!(done.told, 2);
    let changed = NoticeKind::DateChanged;
    let published = NoticeKind::Published;
    assert_eq!(
        kinds(&world, id).await,
        [published, published, changed, changed]
    );

    let form = world.form(&clerk, id).await;
    let mut typed = form.raw.clone();
    typed.until_on = "2026-12-12".into();
    let done = change_meeting(app, &clerk.by, id, form.edition, typed)
        .await
        .unwrap();
    assert_eq!(done.told, 2);
    let told = kinds(&world, id).await;
    assert_eq!(
        told[4..],
        [NoticeKind::WindowChanged; 2],
        "the day is the same"
    );
}

#[tokio::test]
async fn two_clerks_changing_the_same_plan_do_not_overwrite_each_other() {
    let world = World::new().await;
    let (app, first) = (&world.app, world.clerk("jimu1").await);
    let second = world.clerk("jimu2").await;
    let id = world.published(&first, 1).await;
    let form = world.form(&first, id).await;

    let mut theirs = form.raw.clone();
    theirs.panel = "第5合議体".into();
    change_meeting(app, &first.by, id, form.edition, theirs)
        .await
        .unwrap();
    let mut mine = form.raw.clone();
    mine.panel = "第7合議体".into();
    let refused = change_meeting(app, &second.by, id, form.edition, mine).await;

    let Err(AlterError::Changed { theirs }) = refused else {
        panic!("the second clerk must be told");
    };
    assert_eq!(theirs.raw.panel, "第5合議体");
}

#[tokio::test]
async fn a_wrong_plan_changes_nothing_and_a_taken_number_is_named() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    world.published(&clerk, 1).await;
    let id = world.published(&clerk, 1).await;
    let form = world.form(&clerk, id).await;
    for (number, until, fault) in [
        ("2", "2026-11-30", MeetingFault::WindowEndsBeforeMeeting),
        ("1", "2026-12-10", MeetingFault::NumberUsed),
    ] {
        let mut typed = form.raw.clone();
        typed.meeting_no = number.into();
        typed.until_on = until.into();
        let refused = change_meeting(app, &clerk.by, id, form.edition, typed).await;
        let Err(AlterError::Faults(faults)) = refused else {
            panic!("{fault:?} must be refused");
        };
        assert_eq!(faults[0].what, fault);
    }
}

#[tokio::test]
async fn a_closed_meeting_opens_again_when_its_window_is_made_longer() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 1).await;
    world.hours(24 * 20);
    assert_eq!(world.meeting(id).await.state(world.now()), State::Closed);

    let form = world.form(&clerk, id).await;
    let mut typed = form.raw.clone();
    typed.until_on = "2026-12-20".into();
    let done = change_meeting(app, &clerk.by, id, form.edition, typed)
        .await
        .unwrap();

    assert_eq!(done.told, 1);
    assert_eq!(world.meeting(id).await.state(world.now()), State::Open);
}

#[tokio::test]
async fn withdrawing_kills_links_sessions_and_waiting_letters_and_tells_only_who_was_told() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 3).await;
    let password = world.password(&clerk, id, 0).await;
    let cookie = world.enter(id, 0, &password).await;
    let sent = claim_notices(app, 1).await.unwrap().remove(0);
    let accepted = Outcome::Accepted(SecretText::new("250 ok"));
    settle_notice(app, &sent, accepted).await.unwrap();

    withdraw_meeting(app, &clerk.by, id).await.unwrap();

    assert!(world.inside(&cookie).await.is_none());
    assert!(matches!(gate(&world, id).await, GateView::Withdrawn(_)));
    let notices = world.notices(id).await;
    let dropped = |state| matches!(state, NoticeState::Dropped { .. });
    assert_eq!(
        notices
            .iter()
            .filter(|notice| dropped(notice.state))
            .count(),
        2
    );
    let told: Vec<_> = notices
        .iter()
        .filter(|notice| notice.kind == NoticeKind::Withdrawn)
        .filter_map(|notice| notice.about.seat())
        .collect();
    assert_eq!(told, [sent.about.seat().unwrap()]);
    let again = withdraw_meeting(app, &clerk.by, id).await;
    let state = WrongState::Is(State::Withdrawn);
    assert_eq!(again, Err(ChangeError::State(state)));
}

#[tokio::test]
async fn reviving_brings_back_the_same_links_and_passwords_with_a_new_letter() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 2).await;
    let password = world.password(&clerk, id, 0).await;
    let before = world.packet(id).await.seats;
    withdraw_meeting(app, &clerk.by, id).await.unwrap();

    revive_meeting(app, &clerk.by, id).await.unwrap();

    assert_eq!(world.packet(id).await.seats, before);
    assert!(matches!(gate(&world, id).await, GateView::Entry(_)));
    world.enter(id, 0, &password).await;
    let notices = world.notices(id).await;
    let waiting = notices
        .iter()
        .filter(|notice| matches!(notice.state, NoticeState::Queued { .. }));
    let waiting: Vec<_> = waiting.map(|notice| notice.kind).collect();
    assert_eq!(waiting, [NoticeKind::Revived, NoticeKind::Revived]);
}
