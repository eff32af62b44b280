//! The work list, its parts and its search.

use super::scene::{accepted, new_request};
use crate::world::World;
use kairan_domain::opinion_request::{Chase, DaysLeft, ReminderMethod, RequestState};
use kairan_domain::secret::SecretText;
use kairan_opinion::{
    RequestsFilter, Tab, WorkList, cancel_request, list_requests, reference, register_request,
    remind, send_back_opinion,
};

async fn list(world: &World, tab: Tab) -> WorkList {
    let filter = RequestsFilter {
        tab,
        ..RequestsFilter::default()
    };
    list_requests(&world.app, &world.clerk, &filter)
        .await
        .unwrap()
}

#[tokio::test]
async fn every_request_stands_in_the_part_of_its_state() {
    let world = World::new().await;
    let done = accepted(&world).await;
    let sent_back = world.asked().await;
    world.written(sent_back).await;
    send_back_opinion(&world.app, &world.clerk, sent_back, 1, "印影なし")
        .await
        .unwrap();
    let arrived = world.asked().await;
    world.written(arrived).await;
    let gone = world.asked().await;
    cancel_request(&world.app, &world.clerk, gone, "取下げ")
        .await
        .unwrap();
    let mut raw = world.typed();
    raw.insured_no = SecretText::new("H000000001");
    let unprinted = register_request(&world.app, &world.clerk, &raw)
        .await
        .unwrap()
        .id;

    for (tab, ids) in [
        (Tab::Arrived, vec![arrived]),
        (Tab::SentBack, vec![sent_back]),
        (Tab::Unprinted, vec![unprinted]),
        (Tab::Overdue, vec![]),
        (Tab::Today, vec![]),
    ] {
        let found: Vec<_> = list(&world, tab)
            .await
            .rows
            .iter()
            .map(|row| row.id)
            .collect();
        assert_eq!(found, ids, "{tab:?}");
    }
    let open = list(&world, Tab::Open).await;
    assert_eq!(open.rows.len(), 3);
    assert_eq!(open.counts[&RequestState::Submitted], 1);
    assert_eq!((open.unprinted, open.overdue), (1, 0));
    let mut ended: Vec<_> = list(&world, Tab::Ended)
        .await
        .rows
        .iter()
        .map(|row| row.id)
        .collect();
    ended.sort();
    let mut both = [done, gone];
    both.sort();
    assert_eq!(ended, both);
}

#[tokio::test]
async fn todays_calls_follow_the_rule_and_a_call_made_rests() {
    let world = World::new().await;
    let id = world.asked().await;
    world.days(7);
    let week = list(&world, Tab::Today).await;
    assert_eq!((week.checks_today, week.calls_today), (1, 0));
    assert_eq!(week.rows[0].chase, Chase::Check);
    world.days(7);
    let call = list(&world, Tab::Today).await;
    assert_eq!((call.calls_today, call.overdue), (1, 1));
    assert_eq!(call.rows[0].days_left, DaysLeft::Over(1));
    assert!(call.rows[0].late);
    assert_eq!(call.rows[0].legal_left, DaysLeft::Left(10));

    remind(&world.app, &world.clerk, id, ReminderMethod::Phone, "来週")
        .await
        .unwrap();
    assert_eq!(list(&world, Tab::Today).await.rows, []);
}

#[tokio::test]
async fn a_request_is_found_by_number_name_kana_piece_and_reference() {
    let world = World::new().await;
    let ended = accepted(&world).await;
    let id = new_request(&world).await;
    let search = async |typed: &str| {
        let filter = RequestsFilter {
            typed: SecretText::new(typed),
            ..RequestsFilter::default()
        };
        let found = list_requests(&world.app, &world.clerk, &filter)
            .await
            .unwrap();
        let mut ids: Vec<_> = found.rows.iter().map(|row| row.id).collect();
        ids.sort();
        ids
    };
    let mut both = [id, ended];
    both.sort();
    for typed in ["0001234567", "００01234567", "高崎吉男", "タカサキ ヨシオ"] {
        assert_eq!(search(typed).await, both, "{typed}");
    }
    // A piece is looked for among what is open.
    for typed in ["高崎", "よしお", "000123"] {
        assert_eq!(search(typed).await, [id], "{typed}");
    }
    assert_eq!(search(&reference(id).to_lowercase()).await, [id]);
    assert_eq!(search("鈴木").await, []);
}

#[tokio::test]
async fn long_lists_have_pages() {
    let world = World::new().await;
    for number in 0..51 {
        let mut raw = world.typed();
        raw.insured_no = SecretText::new(format!("{number:010}"));
        register_request(&world.app, &world.clerk, &raw)
            .await
            .unwrap();
    }
    let first = list(&world, Tab::Open).await;
    assert_eq!(first.rows.len(), 50);
    let filter = RequestsFilter {
        next: first.next,
        ..RequestsFilter::default()
    };
    let second = list_requests(&world.app, &world.clerk, &filter)
        .await
        .unwrap();
    assert_eq!((second.rows.len(), second.next), (1, None));
    assert!(!first.rows.contains(&second.rows[0]));
}
