//! The session ends while somebody types: nothing typed is lost, nothing is done by itself, and
//! nobody else sees it.

use crate::doctors_door::{InHand, asked, clinic_staff, fill, inside, letter, type_passcode};
use http::Method;
use kairan_domain::staff::Role;
use kairan_tests::html::Form;
use kairan_tests::people::{CHOSEN, Clerk, code_of, pdf};
use kairan_tests::requests::{ClinicPlan, REQUEST};
use kairan_tests::visitor::{Chosen, Page, Visitor, multipart};
use kairan_tests::world::World;

/// Signs in by the page that is open, as `login` with this authenticator.
async fn sign_in(world: &World, visitor: &Visitor, page: Page, login: &str, secret: &str) -> Page {
    let form = page.expect(200).form("/sign-in").set("login", login);
    let page = visitor.submit(&form.set("password", CHOSEN)).await;
    // A code is taken once.
    world.advance(30);
    let code = code_of(secret, world.now());
    let form = page.expect(200).form("/code").set("code", &code);
    visitor.submit(&form).await
}

async fn filled_request(clerk: &Clerk) -> Form {
    let page = clerk.get("/console/requests/new").await.expect(200);
    let form = page.form("/console/requests/new");
    let form = REQUEST
        .iter()
        .fold(form, |form, (name, value)| form.set(name, value));
    form.set("address", "霧町<1>&\"2\"")
}

/// A clinic, and the letter of a request to it.
async fn at_clinic(world: &World) -> (Clerk, String, InHand) {
    let clerk = world.clerk().await;
    let clinic = clerk.add_clinic(&ClinicPlan::default()).await;
    let request = clerk.register(&[]).await;
    let letter = letter(world, &clerk, &request).await;
    (clerk, clinic, letter)
}

fn same(left: &Form, right: &Form) {
    let shown = |form: &Form| {
        let own = ["csrf", "unsent", "intent"];
        let fields = form
            .fields
            .iter()
            .filter(|(name, _)| !own.contains(&name.as_str()));
        fields.cloned().collect::<Vec<_>>()
    };
    assert_eq!(shown(left), shown(right));
}

#[tokio::test]
async fn twenty_fields_survive_an_hour_on_the_telephone() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let form = filled_request(&clerk).await;
    world.advance(61 * 60);

    let page = clerk.press(&form, "register").await;
    let page = page.showing("お預かりしています");
    assert!(page.at.starts_with("/console/sign-in"), "{}", page.at);
    let page = sign_in(&world, &clerk, page, &clerk.login, &clerk.secret).await;
    let page = page.expect(200).showing("まだ送信されていません");
    assert!(
        page.at.starts_with("/console/requests/new?unsent="),
        "{}",
        page.at
    );
    let back = page.form("/console/requests/new");
    same(&back, &form);
    let list = clerk.get("/console/requests").await.expect(200);
    let _ = list.hiding("髙﨑");

    let at = page.at.clone();
    let done = clerk.press(&back, "register").await.expect(200);
    assert_eq!(done.errors(), Vec::<String>::new());
    assert!(!done.at.contains("/new"), "{}", done.at);
    // It was sent: the address shows an empty form again.
    let empty = clerk
        .get(&at)
        .await
        .expect(200)
        .hiding("まだ送信されていません");
    assert_eq!(empty.form("/console/requests/new").get("name"), "");
}

#[tokio::test]
async fn whoever_signs_in_next_at_the_same_computer_sees_nothing_of_it() {
    let world = World::start().await;
    let (clerk, other) = (
        world.clerk().await,
        world.staff("m.suzuki", Role::Clerk).await,
    );
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let form = filled_request(&clerk).await;
    let _ = clerk
        .submit(&clerk.get("/console/").await.form("/sign-out"))
        .await;

    let page = clerk.press(&form, "register").await;
    let page = sign_in(&world, &clerk, page, &other.login, &other.secret).await;
    let page = page
        .expect(200)
        .hiding("まだ送信されていません")
        .hiding("霧町");
    assert_eq!(page.form("/console/requests/new").get("address"), "");

    // The first one's page is still open in the other tab: it is refused, and kept for them alone.
    let refused = clerk.press(&form, "register").await;
    assert_eq!(refused.status, 403);
    let _ = clerk.get(&page.at).await.expect(200).hiding("霧町");
}

#[tokio::test]
async fn a_forged_token_keeps_nothing_and_a_day_later_nothing_is_left() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let form = filled_request(&clerk).await;
    let token = form.get("csrf").to_owned();
    let (rest, last) = token.split_at(token.len() - 1);
    let forged = format!("{rest}{}", if last == "0" { "1" } else { "0" });
    let nobody = world.stranger();
    for token in [forged.as_str(), "", "a.b.c.d"] {
        let page = nobody
            .press(&form.clone().set("csrf", token), "register")
            .await;
        assert!(!page.at.contains("unsent"), "{}", page.at);
    }
    let page = nobody.press(&form, "register").await;
    let next = page.form("/sign-in").get("next").to_owned();
    let _ = clerk
        .get(&next)
        .await
        .expect(200)
        .showing("まだ送信されていません");

    world.advance(25 * 60 * 60);
    let page = sign_in(
        &world,
        &clerk,
        clerk.get("/console/sign-in").await,
        &clerk.login,
        &clerk.secret,
    )
    .await;
    let _ = page.expect(200);
    let page = clerk
        .get(&next)
        .await
        .expect(200)
        .hiding("まだ送信されていません");
    assert_eq!(page.form("/console/requests/new").get("name"), "");
}

#[tokio::test]
async fn rows_added_and_files_chosen_on_the_draft_come_back_as_far_as_they_can() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let page = clerk.new_draft().await;
    let form = page.form("/edit").set("remark", "玄関は東側です");
    let form = form.set_nth("seat_name", 0, "中村 一郎").set_nth(
        "seat_password",
        0,
        "ひみつ-の-合言葉-99",
    );
    let (path, files) = (form.action.clone(), form.action.replace("/edit", "/files"));
    let _ = clerk
        .submit(&clerk.get("/console/").await.form("/sign-out"))
        .await;

    let bytes = pdf("議案", 1);
    let chosen = Chosen {
        name: "議案.pdf",
        bytes: &bytes,
    };
    let (kind, body) = multipart(&form.fields, &[chosen]);
    let from = format!("{}{path}", world.url());
    let headers = [("content-type", kind.as_str()), ("referer", from.as_str())];
    let page = clerk.send(Method::POST, &files, &headers, body, true).await;
    let page = sign_in(&world, &clerk, page, &clerk.login, &clerk.secret).await;
    let page = page
        .expect(200)
        .showing("ファイルは選び直してください：議案.pdf");
    assert!(page.at.starts_with(&path), "{}", page.at);
    let back = page.form("/edit");
    assert_eq!(back.get("remark"), "玄関は東側です");
    assert_eq!(back.all("seat_name")[0], "中村 一郎");
    assert_eq!(back.all("seat_password")[0], "", "a password is not kept");
    assert_eq!(back.all("seat_id"), form.all("seat_id"));
    let _ = page.hiding("ひみつ");
}

#[tokio::test]
async fn signed_in_again_in_another_tab_the_old_tab_shows_its_words_and_asks() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let form = filled_request(&clerk).await;
    let _ = clerk
        .submit(&clerk.get("/console/").await.form("/sign-out"))
        .await;
    let page = clerk.get("/console/sign-in").await;
    let _ = sign_in(&world, &clerk, page, &clerk.login, &clerk.secret)
        .await
        .expect(200);

    let page = clerk.press(&form, "register").await.expect(200);
    let page = page.showing("もう一度ボタンを押してください");
    same(&page.form("/console/requests/new"), &form);
}

#[tokio::test]
async fn a_clinics_account_comes_back_to_the_opinion() {
    let world = World::start().await;
    let (clerk, clinic, letter) = at_clinic(&world).await;
    let staff = clinic_staff(&world, &clerk, &clinic, "c.one").await;
    let late = write_too_late(&world, &staff, &letter).await;
    let page = late.expect(200).showing("お預かりしています");
    assert!(page.at.starts_with("/clinic/sign-in"), "{}", page.at);
    let next = page.form("/sign-in").get("next").to_owned();
    assert!(
        next.starts_with(&format!("{}write?unsent=", letter.room)),
        "{next}"
    );
}

#[tokio::test]
async fn a_letters_reader_is_led_back_to_the_words_by_the_letter() {
    let world = World::start().await;
    let (_, _, letter) = at_clinic(&world).await;
    let doctor = inside(&world, &letter).await;
    let _ = write_too_late(&world, &doctor, &letter).await.expect(401);
    let page = type_passcode(&doctor, &letter, &letter.passcode).await;
    let page = page
        .expect(200)
        .showing("まだ送信されていない内容があります");
    let page = doctor.get(&page.link("書いた内容に戻る")).await.expect(200);
    assert_eq!(
        page.form("/write").get("treatment_course"),
        "内服を続けている。"
    );
}

async fn write_too_late(world: &World, visitor: &Visitor, letter: &InHand) -> Page {
    let page = visitor
        .get(&format!("{}write", letter.room))
        .await
        .expect(200);
    let words = [("treatment_course", "内服を続けている。")];
    let form = fill(page.form("/write"), &words);
    world.advance(5 * 60 * 60);
    visitor.submit(&form).await
}

#[tokio::test]
async fn a_clinics_pages_say_who_is_signed_in_and_whose_opinion_it_is() {
    let world = World::start().await;
    let (clerk, clinic, letter) = at_clinic(&world).await;
    let staff = clinic_staff(&world, &clerk, &clinic, "c.one").await;
    for path in [
        "/clinic/requests",
        "/clinic/password",
        "/clinic/settings",
        &letter.room,
        &format!("{}write", letter.room),
    ] {
        let page = staff.get(path).await.expect(200);
        let header = page.html().split("</header>").next().unwrap_or_default();
        let who = header.split("class=\"who\"").nth(1).unwrap_or_default();
        let who = who.split("</form>").next().unwrap_or_default();
        assert!(who.contains("受付 花子"), "{path}: {who}");
        assert!(
            who.contains("/clinic/settings") && who.contains("/clinic/sign-out"),
            "{path}: {who}"
        );
        assert!(
            !who.contains("髙﨑"),
            "{path}: the patient stands as the account"
        );
    }
    let _ = staff
        .get(&letter.room)
        .await
        .showing("髙﨑 𠮷男 様の意見書");
    let out = staff
        .submit(&staff.get(&letter.room).await.form("/clinic/sign-out"))
        .await;
    let _ = out.expect(200).showing("ログアウトしました");
}

#[tokio::test]
async fn bent_links_open() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let token = letter.link.rsplit('/').next().unwrap();
    let (start, end) = token.split_at(10);
    for bent in [
        format!("/o/{token}/"),
        format!("//o/{token}"),
        format!("/o/{start}%20{end}"),
        format!("/o/{start}=%0D%0A{end}"),
    ] {
        let page = world.stranger().get(&bent).await.expect(200);
        assert_eq!(page.at, format!("/o/{token}"), "{bent}");
    }
    for (bent, at) in [
        ("/o/", "/o"),
        ("/clinic/", "/clinic/sign-in"),
        ("//o", "/o"),
    ] {
        let page = world.stranger().get(bent).await.expect(200);
        assert!(page.at.starts_with(at), "{bent} → {}", page.at);
    }
    let doors = world.stranger().get("/").await.expect(200);
    let _ = doors
        .showing("受付コードを入力する")
        .showing("案内のメール");
}

#[tokio::test]
async fn somebody_registers_another_authenticator_without_asking_anybody() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let page = clerk.get("/console/settings").await.expect(200);
    let page = page.showing("残り").showing("（この画面）");
    let form = page.form("/console/settings");
    world.advance(30);
    let code = code_of(&clerk.secret, world.now());
    for (password, code) in [("wrong", code.as_str()), (CHOSEN, "000000")] {
        let form = form.clone().set("password", password).set("code", code);
        let _ = clerk
            .submit(&form)
            .await
            .expect(422)
            .showing("パスワードか数字が違います");
    }
    let form = form.set("password", CHOSEN).set("code", &code);
    let page = clerk
        .submit(&form)
        .await
        .expect(200)
        .showing("認証アプリを登録してください");
    let secret = kairan_tests::html::texts_of_class(page.html(), "password").remove(0);
    // Half-way nothing is lost: the old one still signs in.
    let other = world.stranger();
    let signed = sign_in(
        &world,
        &other,
        other.get("/console/sign-in").await,
        &clerk.login,
        &clerk.secret,
    )
    .await;
    let _ = signed.expect(200);

    let form = page
        .form("/second-factor")
        .set("code", &code_of(&secret, world.now()));
    let _ = clerk.submit(&form).await.expect(200).showing("回復コード");
    let _ = clerk.get("/console/").await.expect(200).showing("審査会");
    let gone = other.get("/console/").await.expect(200);
    assert!(gone.at.starts_with("/console/sign-in"), "{}", gone.at);
    let page = clerk
        .submit(&clerk.get("/console/").await.form("/sign-out"))
        .await;
    let page = sign_in(&world, &clerk, page, &clerk.login, &secret).await;
    assert_eq!(page.expect(200).at, "/console/");
}
