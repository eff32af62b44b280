//! The home page, the board, the register, the audit.

use crate::world::World;
use kairan_board::{
    AuditWanted, ChangeError, Query, Trouble, draw_register, enter_room, give_paper, list_audit,
    list_meetings, open_material, show_board,
};
use kairan_domain::audit::AuditEvent;
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::MeetingId;
use kairan_domain::meeting::{State, WrongState};
use kairan_domain::viewing::Manner;

async fn found(world: &World, clerk: &crate::world::Clerk, typed: &str) -> Vec<MeetingId> {
    let page = list_meetings(&world.app, &clerk.by, typed, None)
        .await
        .unwrap();
    page.rows.iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn meetings_are_found_by_day_month_number_panel_and_reviewer() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let early = world.published(&clerk, 1).await;
    let late = world.draft(&clerk, 1).await;
    world
        .save(&clerk, late, |input| {
            input.fields.held_on = "2027-01-15".into();
            input.fields.panel = "きく合議体".into();
        })
        .await;

    assert_eq!(found(&world, &clerk, "").await, [early, late]);
    assert_eq!(found(&world, &clerk, "令和8年12月3日").await, [early]);
    assert_eq!(found(&world, &clerk, "12/3").await, [early]);
    assert_eq!(found(&world, &clerk, "R9.1").await, [late]);
    assert_eq!(found(&world, &clerk, "第1回").await, [early]);
    assert_eq!(found(&world, &clerk, "第３合").await, [early]);
    assert_eq!(found(&world, &clerk, "第3").await, [early]);
    assert_eq!(found(&world, &clerk, "12月").await, [early]);
    assert_eq!(found(&world, &clerk, "8年12月3日").await, [early]);
    assert_eq!(found(&world, &clerk, "番号 1").await, [early]);
    assert_eq!(found(&world, &clerk, "下書き").await, [late]);
    assert_eq!(found(&world, &clerk, "キク").await, [late]);
    assert_eq!(found(&world, &clerk, "く合").await, [late]);
    assert_eq!(found(&world, &clerk, "合議体").await, [late, early]);
    assert!(found(&world, &clerk, "第99回").await.is_empty());
    let page = list_meetings(&world.app, &clerk.by, "第1回", None)
        .await
        .unwrap();
    assert_eq!(page.query, Query::Number("1".into()));
}

#[tokio::test]
async fn the_next_meeting_comes_first_and_what_is_over_comes_last() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let mut made = std::collections::HashMap::new();
    let days = ["2026-12-10", "2026-11-30", "2027-01-15", ""];
    for on in days {
        let id = world.draft(&clerk, 1).await;
        world
            .save(&clerk, id, |input| input.fields.held_on = on.into())
            .await;
        made.insert(id, on);
    }
    let order = async || {
        let all = found(&world, &clerk, "").await;
        all.iter().map(|id| made[id]).collect::<Vec<_>>()
    };
    assert_eq!(
        order().await,
        ["", "2026-11-30", "2026-12-10", "2027-01-15"]
    );
    // 12 December.
    world.hours(20 * 24);
    assert_eq!(
        order().await,
        ["", "2027-01-15", "2026-12-10", "2026-11-30"]
    );
    let page = list_meetings(&world.app, &clerk.by, "", None)
        .await
        .unwrap();
    let over: Vec<bool> = page.rows.iter().map(|row| row.over).collect();
    assert_eq!(over, [false, false, true, true]);
}

#[tokio::test]
async fn both_parts_of_the_list_are_paged_without_a_gap() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let mut made = Vec::new();
    for n in 0..70 {
        let id = world.draft(&clerk, 1).await;
        let on = if n < 30 { "2026-12-10" } else { "2026-11-23" };
        world
            .save(&clerk, id, |input| input.fields.held_on = on.into())
            .await;
        made.push(id);
    }
    world.hours(48);
    let (mut seen, mut cursor, mut pages) = (Vec::new(), None, Vec::new());
    loop {
        let page = list_meetings(&world.app, &clerk.by, "", cursor.as_deref())
            .await
            .unwrap();
        pages.push(page.rows.len());
        seen.extend(page.rows.iter().map(|row| row.id));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(pages, [30, 30, 10]);
    seen.sort_unstable();
    made.sort_unstable();
    assert_eq!(seen, made);
}

#[tokio::test]
async fn the_list_goes_on_behind_its_cursor() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let mut made = Vec::new();
    for _ in 0..35 {
        made.push(
            kairan_board::create_draft(&world.app, &clerk.by, None)
                .await
                .unwrap(),
        );
    }

    let first = list_meetings(&world.app, &clerk.by, "", None)
        .await
        .unwrap();
    let rest = list_meetings(&world.app, &clerk.by, "", first.next.as_deref())
        .await
        .unwrap();

    let mut seen: Vec<_> = first
        .rows
        .iter()
        .chain(&rest.rows)
        .map(|row| row.id)
        .collect();
    seen.sort_unstable();
    made.sort_unstable();
    assert_eq!(seen, made);
    assert_eq!(rest.next, None);
}

#[tokio::test]
async fn three_of_five_have_read_counts_who_opened_everything() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.draft(&clerk, 3).await;
    world.add(&clerk, id, "別紙.pdf", 1).await;
    world
        .save(&clerk, id, |input| input.rows[2].paper = true)
        .await;
    world.publish(&clerk, id).await;
    let count = async || {
        let page = list_meetings(app, &clerk.by, "", None).await.unwrap();
        let board = show_board(app, &clerk.by, id).await.unwrap();
        assert_eq!(page.rows[0].read, board.read);
        assert_eq!(page.rows[0].state, State::Open);
        (board.read.read, board.read.of)
    };

    let by = world.room(&clerk, id, 0).await;
    let room = enter_room(app, &by).await.unwrap();
    assert_eq!(count().await, (0, 2));
    open_material(app, &by, room.materials[0].version, Manner::View, false)
        .await
        .unwrap();
    assert_eq!(count().await, (0, 2));
    open_material(app, &by, room.materials[1].version, Manner::Download, false)
        .await
        .unwrap();
    assert_eq!(count().await, (1, 2));

    let board = show_board(app, &clerk.by, id).await.unwrap();
    let line = board.seats.iter().find(|line| line.number == 1).unwrap();
    assert_eq!(line.gate_passed_at, Some(world.now()));
    assert!(line.versions[0].status.viewed && line.versions[1].status.downloaded);
    assert!(
        board
            .seats
            .iter()
            .any(|line| line.paper && line.letter.is_none())
    );
}

#[tokio::test]
async fn paper_is_given_once_and_again_after_something_changed() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.draft(&clerk, 2).await;
    world
        .save(&clerk, id, |input| input.rows[1].paper = true)
        .await;
    world.publish(&clerk, id).await;
    let given = async || {
        let board = show_board(app, &clerk.by, id).await.unwrap();
        let line = board.seats.into_iter().find(|line| line.paper).unwrap();
        (line.seat, line.given)
    };
    let (seat, at_first) = given().await;
    assert_eq!(at_first, None);

    give_paper(app, &clerk.by, id, seat).await.unwrap();
    let then = world.now();
    assert_eq!(given().await.1, Some((then, false)));

    world.seconds(60);
    world.add(&clerk, id, "別紙.pdf", 1).await;
    assert_eq!(given().await.1, Some((then, true)));
    give_paper(app, &clerk.by, id, seat).await.unwrap();
    assert_eq!(given().await.1, Some((world.now(), false)));

    let with_link = world.seat(id, 0).await;
    let refused = give_paper(app, &clerk.by, id, with_link).await;
    assert_eq!(refused, Err(ChangeError::State(WrongState::NoSeat)));
}

#[tokio::test]
async fn who_has_not_read_shortly_before_the_meeting_is_to_be_called() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 2).await;
    let calls = async || {
        let page = list_meetings(app, &clerk.by, "", None).await.unwrap();
        (page.rows[0].calls, page.rows[0].trouble)
    };
    assert_eq!(calls().await, (0, None));
    let by = world.room(&clerk, id, 1).await;
    let version = enter_room(app, &by).await.unwrap().materials[0].version;
    open_material(app, &by, version, Manner::View, false)
        .await
        .unwrap();

    // The meeting begins on 3 December at 13:30; it is the 1st at 13:30 now.
    world.hours(9 * 24 + 3);
    world.seconds(1800);

    assert_eq!(calls().await, (1, Some(Trouble::Unread)));
    let board = show_board(app, &clerk.by, id).await.unwrap();
    assert_eq!(
        (board.seats[0].number, board.seats[0].trouble),
        (1, Some(Trouble::Unread))
    );
}

#[tokio::test]
async fn a_register_is_drawn_for_what_was_published() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let draft = world.draft(&clerk, 1).await;
    let id = world.published(&clerk, 2).await;

    let pdf = draw_register(app, &clerk.by, id).await.unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    assert!(draw_register(app, &clerk.by, draft).await.is_err());
}

#[tokio::test]
async fn the_audit_of_a_meeting_comes_newest_first() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.published(&clerk, 1).await;

    let of_meeting = AuditWanted {
        meeting: Some(id),
        ..AuditWanted::default()
    };
    let page = list_audit(app, &clerk.by, of_meeting).await.unwrap();
    let events: Vec<_> = page
        .records
        .iter()
        .map(|numbered| numbered.record.event)
        .collect();
    assert_eq!(events.first(), Some(&AuditEvent::MeetingPublished));
    assert_eq!(events.last(), Some(&AuditEvent::DraftMade));
    let all = AuditWanted::default();
    let all = list_audit(app, &clerk.by, all).await.unwrap();
    assert!(all.records.len() > page.records.len());

    let today = tokyo_day(app.now());
    let until = |until| AuditWanted {
        until: Some(until),
        ..AuditWanted::default()
    };
    let today_too = list_audit(app, &clerk.by, until(today)).await.unwrap();
    assert_eq!(today_too.records.len(), all.records.len());
    let before = until(today.yesterday().unwrap());
    assert!(
        list_audit(app, &clerk.by, before)
            .await
            .unwrap()
            .records
            .is_empty()
    );
}
