//! Letters come out of the printer.

use super::scene::{PLAIN, events_of, new_request, print, stranger, texts_of, ways_in};
use crate::world::{CLINIC, SOUND, World};
use kairan_access::{NotInside, WhyLetterOver, open_by_short_code, open_letter, physician_session};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{OpinionRefusal, ReminderMethod, RequestState};
use kairan_domain::secret::SecretText;
use kairan_opinion::{
    LetterError, Printing, draw_form, draw_reminders, print_letters, requests_to_print,
};

#[tokio::test]
async fn what_is_printed_opens_the_door_by_link_and_by_short_code() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let id = new_request(&world).await;
    assert_eq!(requests_to_print(app, by).await.unwrap(), [id]);
    let pages = texts_of(&print(&world, &[id]).await.pdf);
    assert_eq!(pages.len(), 1);
    for told in [
        "髙﨑　𠮷男",
        "0001234567",
        "山田医院",
        "山田　花子",
        "〒260-0026 みどり市本町一丁目1番1号",
        "令和8年12月5日(土)",
    ] {
        assert!(pages[0].contains(told), "{told}");
    }
    assert_eq!(requests_to_print(app, by).await.unwrap(), []);
    assert_eq!(
        events_of(&world, id).await,
        [AuditEvent::OpinionRequested, AuditEvent::LetterPrinted]
    );

    let (code, passcode) = ways_in(&pages[0]);
    let passcode = SecretText::new(passcode);
    let letter = world.request(id).await.letter.clone().unwrap();
    let link = letter.link.token.expose();
    let opened = open_letter(app, link, &passcode, CLINIC).await.unwrap();
    assert_eq!(opened.request, id);
    let opened = open_by_short_code(app, &code, &passcode, CLINIC).await;
    assert_eq!(opened.unwrap().request, id);
}

#[tokio::test]
async fn printed_again_only_the_passcode_is_another_and_open_sessions_end() {
    let world = World::new().await;
    let id = new_request(&world).await;
    let first = ways_in(&texts_of(&print(&world, &[id]).await.pdf)[0]);
    let before = world.request(id).await.letter.clone().unwrap();
    let link = before.link.token.expose();
    let opened = open_letter(&world.app, link, &SecretText::new(&*first.1), CLINIC).await;
    let cookie = opened.unwrap().cookie.to_text();
    let doctor = physician_session(&world.app, &cookie, id).await.unwrap();
    world.save(&doctor, SOUND).await;

    world.seconds(60);
    let second = ways_in(&texts_of(&print(&world, &[id]).await.pdf)[0]);
    let after = world.request(id).await.letter.clone().unwrap();
    assert_eq!(first.0, second.0, "the short code stays");
    assert_ne!(first.1, second.1);
    assert_eq!(
        (&before.link, before.short_code),
        (&after.link, after.short_code)
    );
    assert!(world.draft(id).await.is_some(), "the draft stays");
    let over = physician_session(&world.app, &cookie, id).await;
    assert!(matches!(over, Err(NotInside::Over(over)) if over.why == WhyLetterOver::Reprinted));
    let old = open_letter(&world.app, link, &SecretText::new(&*first.1), CLINIC).await;
    assert!(old.is_err(), "the old passcode opens nothing");
    let last = events_of(&world, id).await.into_iter().rev();
    assert!(
        last.take(3)
            .any(|event| event == AuditEvent::LetterReprinted)
    );
}

#[tokio::test]
async fn a_batch_is_one_file_or_nothing() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let (one, two) = (world.asked().await, world.asked().await);
    let both = Printing {
        with_form: true,
        two_sided: true,
    };
    let printed = print_letters(app, by, &[one, two, one], both)
        .await
        .unwrap();
    assert_eq!(printed.count, 2);
    let pages = texts_of(&printed.pdf);
    assert_eq!(
        pages.len(),
        8,
        "a letter, its empty back, and the form's two pages, twice"
    );
    assert!(pages[2].contains("主治医意見書") && pages[1].is_empty());

    let three = world.asked().await;
    world.written(three).await;
    let before = world.request(one).await.letter.clone();
    let refused = print_letters(app, by, &[one, three], PLAIN).await;
    let why = OpinionRefusal::Is(RequestState::Submitted);
    assert!(
        matches!(refused, Err(LetterError::Refused { id, why: told }) if id == three && told == why)
    );
    assert_eq!(
        world.request(one).await.letter,
        before,
        "nothing was printed"
    );

    let none = print_letters(app, by, &[], PLAIN).await;
    assert!(matches!(none, Err(LetterError::Nothing)));
    let many: Vec<_> = (0..=100)
        .map(|n| OpinionRequestId::from_bytes([n; 16]))
        .collect();
    let many = print_letters(app, by, &many, PLAIN).await;
    assert!(matches!(many, Err(LetterError::TooMany { most: 100 })));
    let stranger = stranger(&world).await;
    let foreign = print_letters(app, &stranger, &[one], PLAIN).await;
    assert!(matches!(foreign, Err(LetterError::NotFound)));
}

#[tokio::test]
async fn two_clerks_who_print_at_once_leave_one_letter_that_opens() {
    let world = World::on_disk().await;
    let id = new_request(&world).await;
    let ids = [id];
    let (one, two) = tokio::join!(print(&world, &ids), print(&world, &ids));
    let letter = world.request(id).await.letter.clone().unwrap();
    let link = letter.link.token.expose();
    let mut opens = 0;
    for printed in [one, two] {
        let (_, passcode) = ways_in(&texts_of(&printed.pdf)[0]);
        let passcode = SecretText::new(passcode);
        let opened = open_letter(&world.app, link, &passcode, CLINIC).await;
        opens += usize::from(opened.is_ok());
    }
    assert_eq!(opens, 1, "the letter that was printed last");
}

#[tokio::test]
async fn the_form_and_the_reminders_are_drawn_while_somebody_has_to_write() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let id = world.asked().await;
    let form = texts_of(&draw_form(app, by, id).await.unwrap());
    assert_eq!(form.len(), 2);
    assert!(form[0].contains("髙﨑") && form[0].contains("山田医院"));

    world.days(15);
    let reminder = texts_of(&draw_reminders(app, by, &[id]).await.unwrap());
    assert!(reminder[0].contains("督促") && reminder[0].contains("日過ぎています"));
    draw_reminders(app, by, &[id]).await.unwrap();
    let kept = world.request(id).await;
    assert_eq!(kept.reminders.len(), 1, "a paper jam is no second reminder");
    assert_eq!(kept.reminders[0].method, ReminderMethod::Letter);
    let events = events_of(&world, id).await;
    assert!(
        events.contains(&AuditEvent::FormPrinted) && events.contains(&AuditEvent::OpinionReminded)
    );

    world.written(id).await;
    assert!(matches!(
        draw_form(app, by, id).await,
        Err(LetterError::Refused { .. })
    ));
    let late = draw_reminders(app, by, &[id]).await;
    assert!(matches!(late, Err(LetterError::Refused { .. })));
}
