//! 認証キー as the administrator handles them: made and shown once, rotated, revoked; what each
//! opens, from where and until when.

use kairan_domain::ids::AuthKeyId;
use kairan_tests::people::Clerk;
use kairan_tests::visitor::Page;
use kairan_tests::world::World;
use std::net::IpAddr;

const OFFICE: &str = "10.1.2.3";
const ELSEWHERE: &str = "203.0.113.9";

/// The secret on the page that shows it once.
fn secret_of(page: &Page) -> String {
    let html = page.html();
    let start = html.find("krn_").expect("no key on the page");
    html[start..start + 47].to_owned()
}

async fn make(administrator: &Clerk) -> Page {
    let page = administrator.get("/console/keys/new").await.expect(200);
    let form = page
        .form("/console/keys")
        .set("name", "介護保険システム（本番）")
        .set("until", "令和9年3月31日")
        .set("networks", "10.1.0.0/16");
    administrator.submit(&form).await.expect(200)
}

async fn opens(world: &World, secret: &str, from: &str) -> Result<AuthKeyId, String> {
    let from: IpAddr = from.parse().unwrap();
    let opened = kairan_access::open_by_key(world.app(), secret, from).await;
    opened
        .map(|by| by.key())
        .map_err(|refused| refused.to_string())
}

#[tokio::test]
async fn a_key_is_shown_once_and_opens_from_its_own_network_until_it_is_revoked() {
    let world = World::start().await;
    let administrator = world.administrator().await;
    let made = make(&administrator).await.showing("一度しか表示されません");
    let secret = secret_of(&made);
    assert!(opens(&world, &secret, OFFICE).await.is_ok());
    let refused = opens(&world, &secret, ELSEWHERE).await.unwrap_err();
    assert!(refused.contains("address"), "{refused}");
    assert!(opens(&world, "krn_unknown", OFFICE).await.is_err());

    let list = administrator.get("/console/keys").await.expect(200);
    let list = list
        .showing("介護保険システム（本番）")
        .showing("令和9年3月31日")
        .showing("10.1.2.3")
        .showing("203.0.113.9");
    assert!(!list.html().contains("krn_"), "a key is shown again");
    let audit = administrator.get("/console/audit").await.expect(200);
    let audit = audit.showing("認証キーを発行").showing("認証キーを使用");
    let _ = audit
        .showing("認証キーの使用を拒否")
        .showing("介護保険システム（本番）（認証キー）");

    let _ = administrator
        .submit(&list.form("/revoke"))
        .await
        .showing("失効させました");
    let refused = opens(&world, &secret, OFFICE).await.unwrap_err();
    assert!(refused.contains("revoked"), "{refused}");
}

#[tokio::test]
async fn a_rotated_key_has_two_secrets_for_a_week_and_a_page_sent_twice_rotates_once() {
    let world = World::start().await;
    let administrator = world.administrator().await;
    let old = secret_of(&make(&administrator).await);
    let list = administrator.get("/console/keys").await.expect(200);
    let page = administrator.get(&list.link("更新")).await.expect(200);
    let form = page.form("/rotate");
    let new = secret_of(&administrator.submit(&form).await.expect(200));
    assert_ne!(old, new);
    let _ = administrator
        .submit(&form)
        .await
        .showing("すでに行われています");
    for secret in [&old, &new] {
        assert!(opens(&world, secret, OFFICE).await.is_ok());
    }
    world.advance(7 * 24 * 3600 + 1);
    assert!(opens(&world, &old, OFFICE).await.is_err());
    assert!(opens(&world, &new, OFFICE).await.is_ok());
}

#[tokio::test]
async fn what_cannot_be_taken_is_told_at_its_field_and_nothing_typed_is_lost() {
    let world = World::start().await;
    let administrator = world.administrator().await;
    let page = administrator.get("/console/keys/new").await.expect(200);
    let form = page
        .form("/console/keys")
        .without("meetings")
        .without("opinions")
        .set("name", "")
        .set("until", "きのう")
        .set("networks", "10.1.0.0/16\noffice");
    let page = administrator.submit(&form).await.expect(422);
    for field in ["name", "opens", "until", "networks"] {
        assert!(page.error_at(field).is_some(), "nothing at {field}");
    }
    assert_eq!(page.form("/console/keys").get("until"), "きのう");
    // The same page sent twice makes one key.
    let form = page
        .form("/console/keys")
        .set("name", "システム")
        .with("meetings", "1")
        .set("until", "2027-03-31")
        .set("networks", "");
    let _ = administrator
        .submit(&form)
        .await
        .showing("認証キーを発行しました");
    let again = administrator.submit(&form).await;
    let _ = again.showing("すでに行われています");
}
