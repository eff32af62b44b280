//! What a clerk does for one reviewer after publishing: a wrong address put right, a password
//! of the clerk's own choice, one sheet; and the next registration, which knows the reviewers.

use kairan::config::ByteSize;
use kairan_tests::html;
use kairan_tests::mount::Mount;
use kairan_tests::people::{Clerk, Plan, Registered};
use kairan_tests::visitor::Page;
use kairan_tests::world::World;
use std::io::Write;
use std::path::Path;

const RIGHT: &str = "tadashii@clinic.example.jp";

/// The page on which the address of the first seat is put right.
async fn address_page(clerk: &Clerk, meeting: &Registered) -> Page {
    let board = clerk.get(&meeting.path).await.expect(200);
    let to = html::links(board.html())
        .into_iter()
        .find(|href| href.ends_with("/address"))
        .unwrap();
    clerk.get(&to).await.expect(200)
}

#[tokio::test]
async fn a_wrong_address_is_put_right_and_the_reviewer_reads_by_a_new_link() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    world.deliver().await;
    let (wrong, old_password) = (&meeting.mails[0], &meeting.passwords[0]);
    let old_link = world.letter_to(wrong).link();
    let reader = world.reviewer(wrong, old_password).await;
    world.advance(60);

    let form = address_page(&clerk, &meeting).await.form("/address");
    assert_eq!(form.get("was"), wrong);
    let typed = " ｔａｄａｓｈｉｉ＠clinic.example.jp ";
    let shown = clerk.submit(&form.set("mail", typed)).await.expect(200);

    let shown = shown.showing("自動で直して").showing(RIGHT);
    let fresh = html::texts_of_class(shown.html(), "password-big");
    assert_ne!(&fresh[0], old_password);
    assert_ne!(
        reader.get_with(&reader.room("all.zip"), &[]).await.status,
        200
    );
    let gone = world.stranger().get(&old_link).await;
    assert!(!gone.has_form("/r/"), "the old link still leads to a gate");
    world.deliver().await;
    assert_eq!(
        world.letters_to(wrong).len(),
        1,
        "the wrong address was told again"
    );
    let letter = world.letter_to(RIGHT);
    assert_ne!(letter.link(), old_link);
    let reader = world.reviewer(RIGHT, &fresh[0]).await;
    let _ = reader.get("/room/").await.expect(200);
    let board = clerk.get(&meeting.path).await.expect(200);
    let _ = board.showing(RIGHT).showing("メールの記録（2通）");
    let audit = world.administrator().await.get("/console/audit").await;
    let _ = audit.expect(200).showing("委員のメールアドレスを訂正");
}

#[tokio::test]
async fn what_is_wrong_with_an_address_or_a_password_is_told_at_its_field_and_kept() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    let form = address_page(&clerk, &meeting).await.form("/address");

    let typed = form.set("mail", &meeting.mails[1]).set("choice", "type");
    let page = clerk
        .submit(&typed.set("password", "short"))
        .await
        .expect(422);

    assert!(page.error_at("mail").unwrap().contains("2人目"));
    assert!(page.error_at("password").unwrap().contains("10文字以上"));
    let kept = page.form("/address");
    assert_eq!(kept.get("mail"), meeting.mails[1]);
    assert_eq!(kept.get("password"), "short");
    assert_eq!(kept.get("choice"), "type");
    world.deliver().await;
    assert_eq!(
        world.letters().len(),
        2,
        "a refused correction sent a letter"
    );
}

#[tokio::test]
async fn two_clerks_do_not_overwrite_each_others_correction() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(1)).await;
    let form = address_page(&clerk, &meeting).await.form("/address");
    let first = form.clone().set("mail", RIGHT);
    let _ = clerk.submit(&first).await.expect(200);
    // A second click is the same correction.
    let _ = clerk.submit(&first).await.expect(200);

    let late = clerk.submit(&form.set("mail", "hoka@example.jp")).await;

    let late = late.expect(409).showing("ほかの担当者が、先に");
    let form = late.form("/address");
    assert_eq!(
        (form.get("was"), form.get("mail")),
        (RIGHT, "hoka@example.jp")
    );
}

#[tokio::test]
async fn a_password_of_the_clerks_own_choice_opens_the_gate_and_stands_on_one_sheet() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    world.deliver().await;
    let board = clerk.get(&meeting.path).await.expect(200);
    let own = html::links(board.html())
        .into_iter()
        .find(|href| href.ends_with("/reissue"))
        .unwrap();
    let form = clerk.get(&own).await.expect(200).form("/reissue");
    let typed = form.clone().set("choice", "type").set("password", "short");
    let refused = clerk.submit(&typed).await.expect(422);
    assert!(refused.error_at("password").is_some());
    assert_eq!(refused.form("/reissue").get("password"), "short");

    let typed = form
        .set("choice", "type")
        .set("password", "himawari-batake");
    let shown = clerk.submit(&typed).await.expect(200);

    let shown = shown.showing("himawari-batake");
    let _ = world.reviewer(&meeting.mails[0], "himawari-batake").await;
    let sheet = html::links(shown.html())
        .into_iter()
        .find(|href| href.ends_with("/password.pdf"))
        .unwrap();
    let one = clerk.get(&sheet).await.expect(200);
    assert_eq!(one.header("content-type"), "application/pdf");
    let all = clerk.get(&meeting.at("/passwords.pdf")).await.expect(200);
    let pages = |pdf: &[u8]| lopdf::Document::load_mem(pdf).unwrap().get_pages().len();
    assert_eq!((pages(&one.body), pages(&all.body)), (1, 2));
}

#[tokio::test]
async fn the_next_registration_offers_the_reviewers_and_panels_of_earlier_ones() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;

    let page = clerk.new_draft().await;

    let offers = |value: &str| page.html().contains(&format!("<option value=\"{value}\">"));
    assert!(meeting.mails.iter().all(|mail| offers(mail)));
    assert!(offers(page_panel(&clerk, &meeting).await.as_str()));
}

async fn page_panel(clerk: &Clerk, meeting: &Registered) -> String {
    let board = clerk.get(&meeting.path).await.expect(200);
    let over = html::texts_of_class(board.html(), "over").remove(0);
    over.split('（').next().unwrap().to_owned()
}

#[tokio::test]
async fn what_was_typed_and_could_not_be_stored_stands_in_its_fields_again() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let page = clerk.new_draft().await;
    let remark = "長い連絡".repeat(8000);
    let form = page
        .form("/edit")
        .set("panel", "第9合議体")
        .set("remark", &remark);

    let kept = clerk.press(&form, "save").await.expect(413);

    let kept = kept.showing("入力が多すぎて");
    let form = kept.form("/edit");
    assert_eq!(form.get("panel"), "第9合議体");
    assert_eq!(form.get("remark"), remark);
    let _ = clerk
        .press(&form.set("remark", "短い連絡"), "save")
        .await
        .expect(200);
}

#[tokio::test]
async fn what_was_typed_stays_on_the_page_when_the_store_cannot_write() {
    let Some(mount) = Mount::tmpfs("24m") else {
        return;
    };
    let folder = mount.path().join("data");
    let world = World::with(|config| {
        config.data.folder = folder;
        config.data.reserve = ByteSize::mib(1);
    })
    .await;
    let clerk = world.clerk().await;
    let draft = clerk.new_draft().await.at;
    fill(mount.path());

    // The engine may have room left in the stretch of its log it has claimed already.
    let mut kept = save(&clerk, &draft, 0).await;
    for remark in 1..2_000 {
        if kept.status == 503 {
            break;
        }
        kept = save(&clerk, &draft, remark).await;
    }

    let kept = kept.expect(503);
    let kept = kept.showing("いまは保存できませんでした");
    assert_eq!(kept.form("/edit").get("panel"), "第9合議体");
}

/// Types a panel and a remark not stored before, and saves.
async fn save(clerk: &Clerk, draft: &str, remark: usize) -> Page {
    let page = clerk.get(draft).await.expect(200);
    let form = page.form("/edit").set("panel", "第9合議体");
    clerk
        .press(&form.set("remark", &format!("連絡 {remark}")), "save")
        .await
}

/// Leaves not one byte free.
fn fill(folder: &Path) {
    let mut file = std::fs::File::create(folder.join("filler")).unwrap();
    for size in [1 << 20, 4096, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
}
