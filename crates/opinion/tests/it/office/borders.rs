//! Another insurer's requests do not exist, and what stays readable names nobody.

use super::scene::{accepted, stranger, with_mail};
use crate::world::World;
use kairan_domain::opinion_request::{Arrival, ReminderMethod};
use kairan_opinion::{
    ArrivalError, Arrived, ChangeError, ExportError, ExportKind, ExportOrder, IncomingError,
    LetterError, MaskError, PagesError, ReadError, Reassignment, RegisterError, RemindError,
    RequestsFilter, Which, accept_opinion, acceptable_for_board, cancel_request, change_request,
    draw_form, export_opinions, incoming_material, list_requests, make_masked, open_opinion,
    reassign_request, record_arrival, remind, send_back_opinion, show_request,
};
use kairan_store::Order;

#[tokio::test]
async fn nothing_of_another_insurer_can_be_read_or_changed() {
    let world = World::new().await;
    let id = accepted(&world).await;
    let (app, by) = (&world.app, &stranger(&world).await);

    assert_eq!(show_request(app, by, id).await, Err(ReadError::NotFound));
    let whole = open_opinion(app, by, id, 1, Which::Whole).await;
    assert_eq!(whole, Err(PagesError::NotFound));
    let change = change_request(app, by, id, 0, &world.typed()).await;
    assert_eq!(change, Err(RegisterError::NotFound));
    assert_eq!(
        accept_opinion(app, by, id, 1).await,
        Err(ChangeError::NotFound)
    );
    let back = send_back_opinion(app, by, id, 1, "x").await;
    assert_eq!(back, Err(ChangeError::NotFound));
    assert_eq!(
        cancel_request(app, by, id, "x").await,
        Err(ChangeError::NotFound)
    );
    let other = reassign_request(app, by, id, &Reassignment::default()).await;
    assert_eq!(other, Err(RegisterError::NotFound));
    let reminded = remind(app, by, id, ReminderMethod::Phone, "").await;
    assert_eq!(reminded, Err(RemindError::Change(ChangeError::NotFound)));
    let arrived = Arrived {
        arrival: Arrival::Paper,
        on: String::new(),
        scan: Vec::new(),
    };
    let arrived = record_arrival(app, by, id, arrived).await;
    assert!(matches!(
        arrived,
        Err(ArrivalError::Change(ChangeError::NotFound))
    ));
    assert!(matches!(
        draw_form(app, by, id).await,
        Err(LetterError::NotFound)
    ));
    let masked = make_masked(app, by, id, "1", true).await;
    assert!(matches!(masked, Err(MaskError::NotFound)));
    let incoming = incoming_material(app, by, id, "1").await;
    assert!(matches!(incoming, Err(IncomingError::NotFound)));
    let (ids, kind, told) = (&[id][..], ExportKind::Pdf, "");
    let exported = export_opinions(app, by, &ExportOrder { ids, kind, told }).await;
    assert!(matches!(exported, Err(ExportError::NotFound)));
    let listed = acceptable_for_board(app, by, None).await.unwrap();
    assert_eq!((listed.rows, listed.next), (vec![], None));
    let mut search = RequestsFilter {
        typed: world.typed().insured_no,
        ..RequestsFilter::default()
    };
    assert_eq!(list_requests(app, by, &search).await.unwrap().rows, []);
    search.typed = world.typed().name;
    assert_eq!(list_requests(app, by, &search).await.unwrap().rows, []);
}

#[tokio::test]
async fn audit_and_outbox_name_nobody() {
    let world = World::new().await;
    with_mail(&world).await;
    let id = accepted(&world).await;
    let insurer = Some(world.insurer());
    let audit = world.app.store.audit_of(insurer, Order::Oldest, None, 9999);
    let notices = world.app.store.notices_of_request(id).await.unwrap();
    let shown = format!("{:?} {notices:?}", audit.await.unwrap().items);
    for name in [
        "髙﨑",
        "𠮷男",
        "たかさき",
        "0001234567",
        "中央4-5-6",
        "山田",
        "脳梗塞",
    ] {
        assert!(!shown.contains(name), "{name}");
    }
    assert!(shown.contains("OpinionAccepted"));
}
