//! A clerk's first sign-in, with both factors.

use kairan_access::{By, RawStaff};
use kairan_domain::staff::Role;
use kairan_tests::html;
use kairan_tests::people::{CHOSEN, code_of};
use kairan_tests::visitor::{Page, Visitor};
use kairan_tests::world::{INSURER, World};

/// An account as the operator makes it; its initial password.
async fn new_account(world: &World, login: &str) -> String {
    let operator = kairan_access::operator();
    let raw = RawStaff {
        login,
        name: "佐藤 花子",
        role: Role::Clerk,
    };
    let made = kairan_access::add_staff(world.app(), By::Operator(&operator, world.insurer), raw)
        .await
        .unwrap();
    made.password.expose().to_owned()
}

async fn sign_in(visitor: &Visitor, login: &str, password: &str) -> Page {
    let page = visitor
        .get("/console/")
        .await
        .expect(200)
        .showing("ログイン");
    visitor
        .submit(
            &page
                .form("/console/sign-in")
                .set("login", login)
                .set("password", password),
        )
        .await
}

/// From the initial password to the console; the authenticator's secret and the recovery codes.
async fn first_sign_in(world: &World, visitor: &Visitor, login: &str) -> (String, Vec<String>) {
    let initial = new_account(world, login).await;
    let page = sign_in(visitor, login, &initial)
        .await
        .expect(200)
        .showing("新しいパスワードを決めてください");
    let form = page.form("/console/password").set("password", &initial);
    let form = form
        .set("new_password", CHOSEN)
        .set("new_password_again", CHOSEN);
    let page = visitor
        .submit(&form)
        .await
        .expect(200)
        .showing("認証アプリを登録してください");
    let secret = html::texts_of_class(page.html(), "password").remove(0);
    let form = page
        .form("/console/second-factor")
        .set("code", &code_of(&secret, world.now()));
    let page = visitor
        .submit(&form)
        .await
        .expect(200)
        .showing("回復コードを印刷してください");
    let codes = html::texts_of_class(page.html(), "codes").remove(0);
    (
        secret,
        codes.split_whitespace().map(str::to_owned).collect(),
    )
}

#[tokio::test]
async fn a_clerk_signs_in_for_the_first_time_and_again_with_both_factors() {
    let world = World::start().await;
    let visitor = world.stranger();
    let (secret, codes) = first_sign_in(&world, &visitor, "h.sato").await;
    assert_eq!(codes.len(), kairan_access::RECOVERY_CODES);
    let home = visitor
        .get("/console/")
        .await
        .expect(200)
        .showing("まだ審査会が登録されていません")
        .showing(INSURER);

    let out = visitor
        .submit(&home.form("/console/sign-out"))
        .await
        .expect(200)
        .showing("ログアウトしました");
    assert!(out.at.starts_with("/console/sign-in"), "{}", out.at);
    visitor
        .get("/console/")
        .await
        .showing("ログイン")
        .hiding("新しく登録する");

    let page = sign_in(&visitor, "h.sato", CHOSEN)
        .await
        .expect(200)
        .showing("認証アプリの数字を入れてください");
    let used = code_of(&secret, world.now());
    let page = visitor
        .submit(&page.form("/console/code").set("code", &used))
        .await;
    assert_ne!(page.status, 200, "a step that was used once opens again");
    world.advance(60);
    let fresh = code_of(&secret, world.now());
    visitor
        .submit(&page.form("/console/code").set("code", &fresh))
        .await
        .expect(200)
        .showing("審査会");

    let elsewhere = world.stranger();
    let page = sign_in(&elsewhere, "h.sato", CHOSEN).await.expect(200);
    elsewhere
        .submit(&page.form("/console/code").set("code", &codes[0]))
        .await
        .expect(200)
        .showing("新しく登録する");
    let third = world.stranger();
    let page = sign_in(&third, "h.sato", CHOSEN).await.expect(200);
    let page = third
        .submit(&page.form("/console/code").set("code", &codes[0]))
        .await;
    assert_eq!(page.status, 422, "a recovery code opens twice");
}
