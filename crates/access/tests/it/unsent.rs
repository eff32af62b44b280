//! Forms that came after their session: whose they are, how many, how long.

use crate::world::World;
use kairan_access::{
    Door, Keeping, Named, PostedForm, drop_unsent, find_unsent, form_token, keep_unsent,
    latest_unsent, named, sign_out, staff_session, sweep_unsent,
};
use kairan_domain::ids::UnsentId;
use kairan_domain::staff::Role;
use kairan_domain::unsent::{MOST_UNSENT, MOST_UNSENT_BYTES, Writer};

fn form(text: &str) -> PostedForm {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    PostedForm {
        page: "/console/requests/new".to_owned(),
        action: "/console/requests/new".to_owned(),
        fields: vec![
            pair("csrf", "x"),
            pair("name", text),
            pair("password", "ひみつ"),
        ],
        files: vec!["scan.pdf".to_owned()],
    }
}

async fn token_of(world: &World, cookie: &str) -> (String, Writer) {
    let session = staff_session(&world.app, cookie).await.unwrap().unwrap();
    (session.csrf.clone(), Writer::Account(session.staff.id))
}

async fn kept(world: &World, token: &str, text: &str) -> UnsentId {
    match keep_unsent(&world.app, token, form(text)).await.unwrap() {
        Keeping::Kept(id) => id,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_forms_own_token_tells_who_typed_when_no_session_is_left() {
    let world = World::new().await;
    let (_, cookie) = world.hired(world.insurer, "jimu", Role::Clerk).await;
    let (_, other) = world.hired(world.insurer, "sumi", Role::Clerk).await;
    let (token, writer) = token_of(&world, &cookie).await;
    let (_, stranger) = token_of(&world, &other).await;
    sign_out(&world.app, Door::Console, &cookie).await.unwrap();

    let id = kept(&world, &token, "山田").await;
    let found = find_unsent(&world.app, writer, id).await.unwrap().unwrap();
    let fields: Vec<(&str, &str)> = found
        .fields
        .iter()
        .map(|field| (field.name.as_str(), field.value.expose()))
        .collect();
    assert_eq!(fields, [("name", "山田"), ("password", "")]);
    assert_eq!(found.files[0].expose(), "scan.pdf");
    assert_eq!(find_unsent(&world.app, stranger, id).await.unwrap(), None);
    drop_unsent(&world.app, stranger, id).await.unwrap();
    assert!(find_unsent(&world.app, writer, id).await.unwrap().is_some());
    drop_unsent(&world.app, writer, id).await.unwrap();
    assert_eq!(find_unsent(&world.app, writer, id).await.unwrap(), None);
}

#[tokio::test]
async fn no_part_of_a_token_can_be_another_persons() {
    let world = World::new().await;
    let (_, cookie) = world.hired(world.insurer, "jimu", Role::Clerk).await;
    let (_, other) = world.hired(world.insurer, "sumi", Role::Clerk).await;
    let (own, writer) = token_of(&world, &cookie).await;
    let (theirs, stranger) = token_of(&world, &other).await;
    let insurer = world.insurer;
    assert_eq!(named(&world.app, &own), Some(Named { insurer, writer }));
    let (a, b): (Vec<&str>, Vec<&str>) = (own.split('.').collect(), theirs.split('.').collect());
    for mixed in [
        [a[0], a[1], b[2], a[3]],
        [a[0], a[1], b[2], b[3]],
        [b[0], a[1], a[2], a[3]],
        [a[0], b[3], a[2], a[3]],
    ] {
        assert_eq!(named(&world.app, &mixed.join(".")), None);
    }
    for odd in ["", "...", a[0], &format!("{own}.x"), &own[1..]] {
        assert_eq!(named(&world.app, odd), None, "{odd}");
        let outcome = keep_unsent(&world.app, odd, form("x")).await.unwrap();
        assert_eq!(outcome, Keeping::Nobody);
    }
    let made = form_token(
        &world.app,
        &cookie,
        Named {
            insurer,
            writer: stranger,
        },
    )
    .unwrap();
    assert_eq!(named(&world.app, &made).unwrap().writer, stranger);
}

#[tokio::test]
async fn eight_forms_are_kept_for_a_day_and_no_long_ones() {
    let world = World::new().await;
    let (_, cookie) = world.hired(world.insurer, "jimu", Role::Clerk).await;
    let (token, writer) = token_of(&world, &cookie).await;
    let first = kept(&world, &token, "first").await;
    for number in 0..MOST_UNSENT {
        world.advance(1);
        let _ = kept(&world, &token, &number.to_string()).await;
    }
    assert_eq!(find_unsent(&world.app, writer, first).await.unwrap(), None);
    let all = world.app.store.unsent_of(writer).await.unwrap();
    assert_eq!(all.len(), MOST_UNSENT);
    let last = latest_unsent(&world.app, writer).await.unwrap().unwrap();
    assert_eq!(last.fields[0].value.expose(), (MOST_UNSENT - 1).to_string());

    let long = form(&"長".repeat(MOST_UNSENT_BYTES / 3));
    let outcome = keep_unsent(&world.app, &token, long).await.unwrap();
    assert_eq!(outcome, Keeping::TooLong);
    let fitting = form(&"長".repeat((MOST_UNSENT_BYTES - 500) / 3));
    let outcome = keep_unsent(&world.app, &token, fitting).await.unwrap();
    assert!(matches!(outcome, Keeping::Kept(_)), "{outcome:?}");

    world.advance(24 * 60 * 60 + 1);
    assert_eq!(latest_unsent(&world.app, writer).await.unwrap(), None);
    assert_eq!(sweep_unsent(&world.app).await.unwrap(), MOST_UNSENT);
    assert!(world.app.store.unsent_of(writer).await.unwrap().is_empty());
}
