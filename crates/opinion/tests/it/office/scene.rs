//! What the office's tests share.

use crate::people::clerk_of;
use crate::world::World;
use kairan_access::{ClerkOf, add_insurer, operator};
use kairan_domain::audit::AuditEvent;
use kairan_domain::clinic::RawClinic;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::insurer::RawInsurer;
use kairan_domain::notice::Notice;
use kairan_domain::secret::SecretText;
use kairan_opinion::{
    PrintedLetters, Printing, accept_opinion, print_letters, raw_of_clinic, register_request,
    save_clinic,
};

#[path = "../../../../paper/src/testing.rs"]
#[expect(
    dead_code,
    reason = "the reader of drawn text can do more than is asked here"
)]
mod drawn;

pub(super) use drawn::texts_of;

/// One letter a sheet, without the form.
pub(super) const PLAIN: Printing = Printing {
    with_form: false,
    two_sided: false,
};

/// A clerk of another town.
pub(super) async fn stranger(world: &World) -> ClerkOf {
    let raw = RawInsurer {
        number: "121012".to_owned(),
        name: "あおば市".to_owned(),
        office: "あおば市 高齢福祉課".to_owned(),
        address: String::new(),
        phone: "043-000-9876".to_owned(),
        mail: "aoba@city.example.jp".to_owned(),
    };
    let town = add_insurer(&world.app, &operator(), &raw).await.unwrap();
    clerk_of(&world.app, &operator(), (town.id, "jiro")).await
}

/// A request whose letter was never printed.
pub(super) async fn new_request(world: &World) -> OpinionRequestId {
    let raw = world.typed();
    register_request(&world.app, &world.clerk, &raw)
        .await
        .unwrap()
        .id
}

/// The clinic wants mails from now on.
pub(super) async fn with_mail(world: &World) {
    let clinic = world.app.store.clinic(world.insurer(), world.clinic).await;
    let raw = RawClinic {
        mail: SecretText::new("uketsuke@yamada.example.jp"),
        ..raw_of_clinic(&clinic.unwrap().unwrap())
    };
    let saved = save_clinic(&world.app, &world.clerk, Some(world.clinic), &raw).await;
    saved.unwrap();
}

pub(super) async fn print(world: &World, ids: &[OpinionRequestId]) -> PrintedLetters {
    print_letters(&world.app, &world.clerk, ids, PLAIN)
        .await
        .unwrap()
}

/// Short code and passcode as they stand on the page.
pub(super) fn ways_in(page: &str) -> (String, String) {
    let after = |label: &str, length: usize| {
        let (_, rest) = page.split_once(label).unwrap();
        rest.chars().take(length).collect::<String>()
    };
    (
        after("受付コード（アドレスを入力したときだけ）", 11),
        after("パスコード（どちらの場合も入力します）", 17),
    )
}

pub(super) async fn notices(world: &World, id: OpinionRequestId) -> Vec<Notice> {
    let found = world.app.store.notices_of_request(id).await.unwrap();
    found.into_iter().map(|notice| (*notice).clone()).collect()
}

/// What the audit tells of a request, oldest first.
pub(super) async fn events_of(world: &World, id: OpinionRequestId) -> Vec<AuditEvent> {
    let found = world.app.store.audit_of_request(world.insurer(), id).await;
    let records = found.unwrap().into_iter();
    records.map(|numbered| numbered.record.event).collect()
}

/// An accepted opinion that was written on the form.
pub(super) async fn accepted(world: &World) -> OpinionRequestId {
    let id = world.asked().await;
    world.written(id).await;
    accept_opinion(&world.app, &world.clerk, id, 1)
        .await
        .unwrap();
    id
}
