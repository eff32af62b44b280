//! What can be printed holds no secret.

use crate::world::{HOSPITAL, PASSWORD, World};
use kairan_access::{
    Door, begin_second_factor, change_password, confirm_second_factor, look_at_letter, open_gate,
    open_letter, physician_session, reviewer_session, sign_in, staff_session,
};
use kairan_domain::staff::Role;

#[tokio::test]
async fn debug_output_shows_no_secret_and_no_name() {
    let world = World::new().await;
    let published = world.publish(1).await;
    let told = &published.seats[0];
    let hired = world.hire(world.insurer, "jimu", Role::Administrator).await;
    let initial = hired.password.expose().to_owned();
    let (first, _) = sign_in(&world.app, Door::Console, "jimu", &initial, HOSPITAL)
        .await
        .unwrap();
    let (second, _) = change_password(
        &world.app,
        Door::Console,
        &first.to_text(),
        &initial,
        PASSWORD,
    )
    .await
    .unwrap();
    let set_up = begin_second_factor(&world.app, Door::Console, &second.to_text())
        .await
        .unwrap();
    let code = set_up.code(world.now()).unwrap();
    let (third, recovery) =
        confirm_second_factor(&world.app, Door::Console, &second.to_text(), code.expose())
            .await
            .unwrap();
    let session = staff_session(&world.app, &third.to_text())
        .await
        .unwrap()
        .unwrap();
    let administrator = session.witness().unwrap().as_administrator().unwrap();
    let cookie = open_gate(&world.app, &told.link, &told.mail, &told.password, HOSPITAL)
        .await
        .unwrap();
    let reviewer = reviewer_session(&world.app, &cookie.to_text())
        .await
        .unwrap()
        .unwrap();

    let printed = format!(
        "{:?} {hired:?} {first:?} {set_up:?} {code:?} {recovery:?} {session:?} {administrator:?} \
         {cookie:?} {reviewer:?} {:?}",
        world.app, world.app.hasher
    );

    let csrf = session.csrf.as_str();
    let secret = set_up.secret_groups.expose().replace(' ', "");
    for hidden in [
        initial.as_str(),
        PASSWORD,
        &first.to_text(),
        &third.to_text(),
        &cookie.to_text(),
        csrf,
        &secret,
        code.expose(),
        recovery.0[0].expose(),
        &told.link,
        &told.mail,
        "審査",
        "花子",
        "jimu",
    ] {
        assert!(
            !printed.contains(hidden),
            "printed a secret: {}",
            hidden.len()
        );
    }
}

#[tokio::test]
async fn nothing_printed_about_a_letter_opens_it_or_names_anybody() {
    let world = World::new().await;
    let posted = world.posted().await;
    let app = &world.app;
    let view = look_at_letter(app, &posted.link).await.unwrap();
    let opened = open_letter(app, &posted.link, &posted.passcode(), HOSPITAL).await;
    let opened = opened.unwrap();
    let cookie = opened.cookie.to_text();
    let physician = physician_session(app, &cookie, posted.request).await;
    let physician = physician.unwrap();
    let wrong = world.open(&posted, "guess").await;

    let printed = format!("{view:?} {opened:?} {physician:?} {wrong:?}");
    for hidden in [
        posted.link.as_str(),
        &posted.code,
        &posted.passcode,
        &cookie,
        "ハナ",
        "山田",
        "0001234567",
    ] {
        assert!(!printed.contains(hidden), "printed: {}", hidden.len());
    }
}
