//! What a clerk in a hurry does: reloads, presses twice, chooses the wrong file, mistypes. Each
//! of these once lost something or told something untrue.

use kairan_domain::staff::Role;
use kairan_tests::html;
use kairan_tests::people::{Clerk, Plan, pdf};
use kairan_tests::visitor::{Chosen, Page};
use kairan_tests::world::World;

/// What stands in the notice on top.
fn notice(page: &Page) -> String {
    let (_, rest) = page
        .html()
        .split_once("role=\"status\"")
        .unwrap_or_default();
    let (_, rest) = rest.split_once('>').unwrap_or_default();
    html::text(rest.split("</div>").next().unwrap_or_default())
}

async fn initial_password(administrator: &Clerk) -> (Page, String) {
    let _ = administrator.get("/console/staff").await.expect(200);
    let form = administrator.get("/console/staff/new").await.expect(200);
    let form = form
        .form("/console/staff")
        .set("name", "田中 次郎")
        .set("login", "j.tanaka");
    let made = administrator.submit(&form).await.expect(200);
    let password = html::texts_of_class(made.html(), "password").remove(0);
    (made, password)
}

#[tokio::test]
async fn a_reload_after_a_reset_resets_nothing_again() {
    let world = World::start().await;
    let administrator = world.administrator().await;
    let _ = initial_password(&administrator).await;
    let list = administrator.get("/console/staff").await.expect(200);
    let ask = administrator.get(&list.link("やり直し")).await.expect(200);
    let form = ask.form("/reset");
    let shown = administrator.submit(&form).await.expect(200);
    let password = html::texts_of_class(shown.html(), "password").remove(0);

    let again = administrator.submit(&form).await.expect(200);

    assert!(html::texts_of_class(again.html(), "password").is_empty());
    let _ = again.showing("もう済んでいます");
    let tanaka = world.stranger();
    let page = tanaka.get("/console/sign-in").await.expect(200);
    let form = page
        .form("/console/sign-in")
        .set("login", "j.tanaka")
        .set("password", &password);
    let _ = tanaka
        .submit(&form)
        .await
        .expect(200)
        .showing("新しいパスワードを決めてください");
}

#[tokio::test]
async fn the_first_password_may_be_typed_without_hyphens_and_in_capitals() {
    let world = World::start().await;
    let administrator = world.administrator().await;
    let (_, password) = initial_password(&administrator).await;
    let typed = password.replace('-', "").to_uppercase();
    let tanaka = world.stranger();
    let page = tanaka.get("/console/sign-in").await.expect(200);
    let form = page
        .form("/console/sign-in")
        .set("login", "j.tanaka")
        .set("password", &typed);
    let change = tanaka
        .submit(&form)
        .await
        .expect(200)
        .showing("新しいパスワードを決めてください");
    let own = "つゆくさ-らんぷ-図書館-4711";
    let form = change
        .form("/console/password")
        .set("password", &typed)
        .set("new_password", own)
        .set("new_password_again", own);
    let next = tanaka.submit(&form).await.expect(200);
    assert!(next.at.starts_with("/console/second-factor"), "{}", next.at);
}

#[tokio::test]
async fn mistakes_at_the_sign_in_say_that_one_must_wait_and_the_administrator_sees_the_lock() {
    let world = World::start().await;
    let administrator = world.administrator().await;
    let _ = world.staff("m.suzuki", Role::Clerk).await;
    let stranger = world.stranger();
    let mut sentences = Vec::new();
    for (login, times) in [("nobody", 1), ("m.suzuki", 12)] {
        for _ in 0..times {
            let page = stranger.get("/console/sign-in").await.expect(200);
            let form = page.form("/console/sign-in").set("login", login);
            let refused = stranger.submit(&form.set("password", "wrong")).await;
            sentences.extend(refused.expect(422).errors());
        }
    }
    sentences.dedup();
    assert_eq!(sentences.len(), 1, "one sentence for all: {sentences:?}");
    assert!(sentences[0].contains("少し待ってから"), "{sentences:?}");
    let list = administrator.get("/console/staff").await.expect(200);
    let _ = list.showing("ロック中");
}

#[tokio::test]
async fn of_two_files_the_good_one_is_added_and_the_other_is_named() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    let board = clerk.get(&meeting.path).await.expect(200);
    let good = pdf("追加", 1);
    let files = [
        Chosen {
            name: "名簿.xlsx",
            bytes: b"PK\x03\x04",
        },
        Chosen {
            name: "追加.pdf",
            bytes: &good,
        },
    ];
    let (to, form) = (meeting.at("/files"), board.form("/files"));
    let page = clerk.submit_files(&to, &form, &files).await.expect(422);

    assert!(notice(&page).contains("資料を追加しました。（1件）委員2人にメール"));
    let errors = page.errors();
    assert_eq!(errors.len(), 1);
    assert!(
        errors[0].contains("名簿.xlsxは追加していません"),
        "{errors:?}"
    );
    let page = clerk
        .submit_files(&to, &form, &files[1..])
        .await
        .expect(200);
    assert!(notice(&page).contains("（1件）"), "{}", notice(&page));
}

#[tokio::test]
async fn a_change_tells_how_many_are_told_and_no_change_says_so() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(3)).await;
    let change = async || {
        clerk
            .get(&meeting.at("/change"))
            .await
            .expect(200)
            .form("/change")
    };

    let same = clerk.submit(&change().await).await.expect(200);
    assert_eq!(notice(&same), "変更はありません。");
    let form = change()
        .await
        .set("held_on", "2026-12-04")
        .set("until_on", "2026-12-04");
    let moved = clerk.submit(&form).await.expect(200);
    assert_eq!(
        notice(&moved),
        "変更しました。委員3人にメールで知らせます。"
    );
    let form = change().await.set("remark", "会場が変わりました。");
    let quiet = clerk.submit(&form).await.expect(200);
    assert_eq!(notice(&quiet), "変更しました。メールは送りません。");
}

#[tokio::test]
async fn what_is_deleted_says_so_and_until_when_it_can_come_back() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    let ask = clerk.get(&meeting.at("/delete")).await.expect(200);
    let page = clerk.submit(&ask.form("/delete")).await.expect(200);

    assert!(
        notice(&page).contains("審査会を削除しました"),
        "{}",
        notice(&page)
    );
    let _ = page.showing("取下げ（12月6日(日)に廃棄）");
    let home = clerk.get("/console/").await.expect(200);
    let home = home.showing("取下げ（12月6日(日)に廃棄）");
    drop(home);
    let board = clerk.get(&meeting.path).await.expect(200);
    let back = clerk.submit(&board.form("/revive")).await.expect(200);
    let _ = back.hiding("に廃棄）").showing("公開中");
}

#[tokio::test]
async fn an_error_page_leads_a_clerk_back_and_the_own_password_is_one_link_away() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let lost = clerk.get("/console/meetings/unknown").await.expect(404);
    assert_eq!(lost.link("審査会の一覧へ"), "/console/");
    let lost = lost.hiding("委員の方は");
    drop(lost);
    let forbidden = clerk.get("/console/staff").await.expect(403);
    assert_eq!(forbidden.link("審査会の一覧へ"), "/console/");
    let home = clerk.get("/console/").await.expect(200);
    assert_eq!(home.link("自分の設定"), "/console/settings");
    let stranger = world.stranger().get("/console/nowhere").await.expect(404);
    let _ = stranger.hiding("審査会の一覧へ");
}

#[tokio::test]
async fn the_audit_tells_what_a_meeting_was_then_and_what_a_change_made_of_it() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(1)).await;
    let change = clerk.get(&meeting.at("/change")).await.expect(200);
    let form = change
        .form("/change")
        .set("held_on", "2026-12-04")
        .set("until_on", "2026-12-04");
    let _ = clerk.submit(&form).await.expect(200);
    let board = clerk.get(&meeting.path).await.expect(200);
    let bytes = pdf("追加", 1);
    let file = Chosen {
        name: "追加.pdf",
        bytes: &bytes,
    };
    let (to, form) = (meeting.at("/files"), board.form("/files"));
    let _ = clerk.submit_files(&to, &form, &[file]).await.expect(200);

    let administrator = world.administrator().await;
    let audit = administrator.get("/console/audit").await.expect(200);
    let rows: Vec<String> = audit.html().split("<tr").map(html::text).collect();
    let row = |what: &str| {
        let found = rows.iter().find(|row| row.contains(what));
        found.unwrap_or_else(|| panic!("no {what} in {rows:?}"))
    };
    assert!(row("審査会を公開").contains("令和8年12月3日(木)"));
    let change = row("審査会の内容を変更");
    assert!(
        change.contains("令和8年12月3日(木) → 令和8年12月4日(金)"),
        "{change}"
    );
    assert!(row("資料を追加").contains("令和8年12月4日(金)"));
    assert!(row("資料を追加").contains("資料2「追加」"));
    assert!(
        row("下書きを保存").contains("続けて"),
        "{}",
        row("下書きを保存")
    );
    let own = administrator.get(&audit.link("この会の記録だけ")).await;
    let _ = own
        .expect(200)
        .showing("審査会を公開")
        .hiding("認証アプリを登録");
}
