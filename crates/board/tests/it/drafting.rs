//! Typing a meeting: nothing is lost, everything is judged at its field.

use crate::world::{World, input_of, row, sound};
use kairan_board::{
    RowPassword, SaveError, create_draft, delete_draft, preview_publish, remove_material,
    save_draft,
};
use kairan_domain::audit::AuditEvent;
use kairan_domain::check::{Field, MeetingFault};
use kairan_domain::mail_address::MailAddressError;
use kairan_domain::password::PasswordError;
use kairan_domain::raw::SeatPassword;
use kairan_domain::secret::SecretText;

#[tokio::test]
async fn faulty_input_is_kept_as_typed_and_named_at_its_field() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = create_draft(&world.app, &clerk.by, None).await.unwrap();

    let saved = world
        .save(&clerk, id, |input| {
            *input = sound(3);
            input.fields.held_on = "2026-11-21".into();
            input.fields.reviewer_count = "5".into();
            input.rows[1].mail = SecretText::new("iin1@example.jp");
            input.rows[2].mail = SecretText::new("tanaka");
        })
        .await;

    let faults: Vec<_> = saved.faults.iter().map(|fault| fault.what).collect();
    assert!(faults.contains(&MeetingFault::CountDiffers { given: 5, rows: 3 }));
    assert!(faults.contains(&MeetingFault::SameMail { row: 1 }));
    assert!(faults.contains(&MeetingFault::Mail(MailAddressError::NoAt)));
    let today = jiff::civil::date(2026, 11, 22);
    assert!(faults.contains(&MeetingFault::PastMeeting { today }));
    assert!(faults.contains(&MeetingFault::NoMaterial));
    let form = world.form(&clerk, id).await;
    assert_eq!(form.raw.held_on, "2026-11-21");
    assert_eq!(form.raw.reviewer_count, "5");
    assert_eq!(form.raw.seats[2].mail.expose(), "tanaka");
}

#[tokio::test]
async fn full_width_addresses_and_stray_spaces_are_put_right_and_shown() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = create_draft(&world.app, &clerk.by, None).await.unwrap();

    let saved = world
        .save(&clerk, id, |input| {
            *input = sound(2);
            input.rows[0].mail = SecretText::new("ｉｉｎ１＠ｅｘａｍｐｌｅ．ｊｐ　");
        })
        .await;

    let shown: Vec<_> = saved
        .corrections
        .iter()
        .map(|correction| (correction.from.expose(), correction.to.expose()))
        .collect();
    assert_eq!(
        shown,
        [("ｉｉｎ１＠ｅｘａｍｐｌｅ．ｊｐ　", "iin1@example.jp")]
    );
    let form = world.form(&clerk, id).await;
    assert_eq!(form.raw.seats[0].mail.expose(), "iin1@example.jp");
    assert!(form.corrections.is_empty());
}

#[tokio::test]
async fn a_window_is_judged_to_the_minute_of_tokyo() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 1).await;
    // It is 10:00 in Tokyo, 1:00 UTC.
    for (from, until, fault) in [
        ("10:30", "10:29", Some(MeetingFault::WindowEndsFirst)),
        ("9:00", "10:00", Some(MeetingFault::WindowOver)),
        ("9:00", "10:01", None),
        ("0:00", "8:59", Some(MeetingFault::WindowOver)),
    ] {
        let saved = world
            .save(&clerk, id, |input| {
                input.fields.held_on = "2026-11-22".into();
                input.fields.starts_at = String::new();
                input.fields.from_on = "2026-11-22".into();
                input.fields.from_at = from.into();
                input.fields.until_on = "2026-11-22".into();
                input.fields.until_at = until.into();
            })
            .await;
        let found = saved.faults.first().map(|fault| fault.what);
        assert_eq!(found, fault, "{from} to {until}");
    }
}

#[tokio::test]
async fn every_electronic_row_gets_a_password_and_a_typed_one_is_judged() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 3).await;

    let saved = world
        .save(&clerk, id, |input| {
            input.rows[0].password = RowPassword::Typed(SecretText::new("asagao-42-mizu"));
            input.rows[1].password = RowPassword::Typed(SecretText::new("iin2-20261203"));
            input.rows[2].paper = true;
        })
        .await;

    let seats = world.form(&clerk, id).await.raw.seats;
    assert!(matches!(seats[0].password, SeatPassword::New { .. }));
    let fault = saved
        .faults
        .iter()
        .find(|fault| fault.field == Field::SeatPassword(seats[1].id));
    let guessable = MeetingFault::Password(PasswordError::Guessable);
    assert_eq!(fault.map(|fault| fault.what), Some(guessable));
    assert_eq!(seats[2].password, SeatPassword::None);
    assert_eq!(saved.faults.len(), 1);
}

#[tokio::test]
async fn the_second_of_two_clerks_sees_what_changed_and_nothing_is_overwritten() {
    let world = World::new().await;
    let (first, second) = (world.clerk("jimu1").await, world.clerk("jimu2").await);
    let id = world.draft(&first, 2).await;
    let seen = world.form(&second, id).await;

    world
        .save(&first, id, |input| input.fields.panel = "第5合議体".into())
        .await;
    let mut mine = input_of(&seen);
    mine.fields.panel = "第7合議体".into();
    let key = &second.key;
    let refused = save_draft(&world.app, &second.by, key, id, seen.edition, mine).await;

    let Err(SaveError::Changed { theirs }) = refused else {
        panic!("the second clerk must be told");
    };
    assert_eq!(theirs.raw.panel, "第5合議体");
    assert_eq!(world.form(&second, id).await.raw.panel, "第5合議体");
}

#[tokio::test]
async fn an_upload_of_ones_own_does_not_outdate_ones_own_typing() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 2).await;
    let seen = world.form(&clerk, id).await;

    world.add(&clerk, id, "別紙.pdf", 2).await;
    let mut mine = input_of(&seen);
    mine.fields.panel = "第7合議体".into();
    let saved = save_draft(&world.app, &clerk.by, &clerk.key, id, seen.edition, mine).await;

    assert!(saved.is_ok());
    let form = world.form(&clerk, id).await;
    assert_eq!(
        (form.raw.panel.as_str(), form.materials.len()),
        ("第7合議体", 2)
    );
}

#[tokio::test]
async fn a_material_taken_out_of_a_draft_is_gone_with_its_file() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.draft(&clerk, 2).await;
    world.add(&clerk, id, "別紙.pdf", 2).await;

    let last = world.form(&clerk, id).await.materials[1].id;
    let file = world.meeting(id).await.materials()[1].versions[0].file;
    remove_material(app, &clerk.by, id, last).await.unwrap();
    assert_eq!(world.form(&clerk, id).await.materials.len(), 1);
    assert_eq!(app.documents.size(file).await.unwrap(), 0);
}

#[tokio::test]
async fn titles_and_order_are_saved_with_the_form() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 1).await;
    world.add(&clerk, id, "別紙.pdf", 2).await;

    world
        .save(&clerk, id, |input| {
            input.order.reverse();
            input.titles = vec![(input.order[0], " 別紙 \u{202E}1 ".into())];
        })
        .await;

    let titles: Vec<_> = world.form(&clerk, id).await.materials;
    let titles: Vec<_> = titles
        .iter()
        .map(|kept| kept.title.expose().to_owned())
        .collect();
    assert_eq!(titles, ["別紙 1", "審査会資料"]);
}

#[tokio::test]
async fn a_copy_takes_panel_time_and_reviewers_but_neither_day_nor_materials() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let model = world.published(&clerk, 2).await;

    let id = create_draft(&world.app, &clerk.by, Some(model))
        .await
        .unwrap();

    let form = world.form(&clerk, id).await;
    assert_eq!(form.raw.panel, "第3合議体");
    assert_eq!(form.raw.starts_at, "13:30");
    assert_eq!(form.raw.held_on, "");
    assert!(form.materials.is_empty());
    assert_eq!(form.raw.reviewer_count, "2");
    let carried = |row: &kairan_domain::raw::RawSeat| {
        matches!(row.password, SeatPassword::CarriedOver { .. })
    };
    assert!(form.raw.seats.iter().all(carried));
}

#[tokio::test]
async fn a_deleted_draft_leaves_nothing_but_its_audit() {
    let world = World::new().await;
    let (app, clerk) = (&world.app, world.clerk("jimu").await);
    let id = world.draft(&clerk, 2).await;
    let file = world.meeting(id).await.materials()[0].versions[0].file;

    delete_draft(app, &clerk.by, id).await.unwrap();

    assert!(
        app.store
            .meeting(world.insurer, id)
            .await
            .unwrap()
            .is_none()
    );
    assert!(app.store.envelopes_of(id).await.unwrap().is_empty());
    assert_eq!(app.documents.size(file).await.unwrap(), 0);
    assert_eq!(
        world.events(id).await.last(),
        Some(&AuditEvent::DraftDeleted)
    );
}

#[tokio::test]
async fn more_rows_than_a_form_can_have_are_refused_before_any_hashing() {
    let world = World::new().await;
    let clerk = world.clerk("jimu").await;
    let id = world.draft(&clerk, 1).await;
    let form = world.form(&clerk, id).await;
    let mut input = input_of(&form);
    input.rows = (0..500)
        .map(|n| row("委員", &format!("i{n}@example.jp")))
        .collect();

    let refused = save_draft(&world.app, &clerk.by, &clerk.key, id, form.edition, input).await;

    assert_eq!(refused.unwrap_err(), SaveError::TooLarge);
    let preview = preview_publish(&world.app, &clerk.by, &clerk.key, id).await;
    assert_eq!(preview.unwrap().is_ready(), Ok(true));
}
