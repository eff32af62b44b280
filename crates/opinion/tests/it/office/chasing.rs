//! The office reminds.

use super::scene::{events_of, notices, with_mail};
use crate::world::World;
use kairan_domain::audit::AuditEvent;
use kairan_domain::notice::NoticeKind;
use kairan_domain::opinion_request::{OpinionRefusal, ReminderMethod, RequestState};
use kairan_opinion::{ChangeError, RemindError, remind, show_request};

#[tokio::test]
async fn a_call_is_logged_with_what_was_said() {
    let world = World::new().await;
    let id = world.asked().await;
    let letter = world.request(id).await.letter.clone();
    remind(
        &world.app,
        &world.clerk,
        id,
        ReminderMethod::Phone,
        "今週中に\r\n出すとのこと",
    )
    .await
    .unwrap();
    let page = show_request(&world.app, &world.clerk, id).await.unwrap();
    let line = &page.reminders[0];
    assert_eq!(line.memo.expose(), "今週中に\n出すとのこと");
    assert_eq!(line.by.as_ref().unwrap().expose(), "認定 花子");
    assert_eq!(
        world.request(id).await.letter,
        letter,
        "letter and passcode stay"
    );
    assert!(
        events_of(&world, id)
            .await
            .contains(&AuditEvent::OpinionReminded)
    );
    assert_eq!(notices(&world, id).await, []);
}

#[tokio::test]
async fn a_mail_goes_only_where_there_is_an_address() {
    let world = World::new().await;
    let id = world.asked().await;
    let mail = ReminderMethod::Mail;
    let nowhere = remind(&world.app, &world.clerk, id, mail, "").await;
    assert_eq!(nowhere, Err(RemindError::NoMail));
    assert_eq!(world.request(id).await.reminders, []);

    with_mail(&world).await;
    remind(&world.app, &world.clerk, id, mail, "")
        .await
        .unwrap();
    let kinds: Vec<_> = notices(&world, id)
        .await
        .iter()
        .map(|notice| notice.kind)
        .collect();
    assert_eq!(kinds, [NoticeKind::OpinionReminded]);
}

#[tokio::test]
async fn nobody_is_reminded_of_what_has_come() {
    let world = World::new().await;
    let id = world.asked().await;
    world.written(id).await;
    let late = remind(&world.app, &world.clerk, id, ReminderMethod::Fax, "").await;
    let why = ChangeError::Refused(OpinionRefusal::Is(RequestState::Submitted));
    assert_eq!(late, Err(RemindError::Change(why)));
}
