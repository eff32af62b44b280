//! Opinions that come on paper, by FAX, over 介護情報基盤.

use super::scene::events_of;
use crate::world::World;
use bytes::Bytes;
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{Arrival, OpinionRefusal, RequestState};
use kairan_opinion::{
    ArrivalError, Arrived, ChangeError, Which, accept_opinion, open_opinion, record_arrival,
};
use kairan_paper::placeholder_pdf;

async fn record(
    world: &World,
    id: OpinionRequestId,
    (arrival, on): (Arrival, &str),
    scan: Vec<Bytes>,
) -> Result<u32, ArrivalError> {
    let arrived = Arrived {
        arrival,
        on: on.to_owned(),
        scan,
    };
    record_arrival(&world.app, &world.clerk, id, arrived).await
}

#[tokio::test]
async fn paper_goes_the_same_way_with_its_scan() {
    let world = World::new().await;
    let id = world.asked().await;
    let scan = placeholder_pdf("紙の意見書", 2, 60_000);
    let bytes = Bytes::from(scan.clone());
    let number = record(&world, id, (Arrival::Paper, ""), vec![bytes])
        .await
        .unwrap();
    assert_eq!(number, 1);
    let kept = world.request(id).await;
    let version = &kept.versions[0];
    assert_eq!(
        (version.arrival, version.late, version.form),
        (Arrival::Paper, false, None)
    );
    assert_eq!(version.pdf.as_ref().unwrap().pages, 2);
    let pages = open_opinion(&world.app, &world.clerk, id, 1, Which::Whole).await;
    assert_eq!(pages.unwrap().pdf, scan);
    accept_opinion(&world.app, &world.clerk, id, 1)
        .await
        .unwrap();
    let events = events_of(&world, id).await;
    assert!(events.contains(&AuditEvent::OpinionArrived));
    assert!(events.contains(&AuditEvent::OpinionShown));
}

#[tokio::test]
async fn the_day_it_came_decides_whether_it_is_late() {
    let world = World::new().await;
    let (early, late) = (world.asked().await, world.asked().await);
    world.days(20);
    record(&world, early, (Arrival::Fax, "令和8年12月5日"), vec![])
        .await
        .unwrap();
    record(&world, late, (Arrival::Platform, ""), vec![])
        .await
        .unwrap();
    let late_of = async |id| world.request(id).await.versions[0].late;
    assert_eq!((late_of(early).await, late_of(late).await), (false, true));
    assert_eq!(world.request(early).await.versions[0].pdf, None);
}

#[tokio::test]
async fn impossible_days_own_doors_bad_scans_and_second_arrivals_are_refused() {
    let world = World::new().await;
    let id = world.asked().await;
    for on in ["2026-11-21", "2026-12-31", "昨日"] {
        let wrong = record(&world, id, (Arrival::Paper, on), vec![]).await;
        assert!(matches!(wrong, Err(ArrivalError::Day)), "{on}");
    }
    let own = record(&world, id, (Arrival::Form, ""), vec![]).await;
    assert!(matches!(own, Err(ArrivalError::OwnDoor)));
    let text = vec![Bytes::from_static(b"not a scan")];
    let bad = record(&world, id, (Arrival::Paper, ""), text).await;
    assert!(matches!(bad, Err(ArrivalError::Scan(_))));
    assert_eq!(
        (world.request(id).await.versions.len(), world.files().await),
        (0, 0)
    );

    record(&world, id, (Arrival::Paper, ""), vec![])
        .await
        .unwrap();
    let scan = Bytes::from(placeholder_pdf("もう一枚", 1, 20_000));
    let twice = record(&world, id, (Arrival::Paper, ""), vec![scan]).await;
    let why = OpinionRefusal::Is(RequestState::Submitted);
    assert!(matches!(twice, Err(ArrivalError::Change(ChangeError::Refused(told))) if told == why));
    assert_eq!(world.files().await, 0);
}
