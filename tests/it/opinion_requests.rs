//! A clerk's days with doctors' opinions: the roster, the request, its letter, the chase and
//! what becomes of it; everything typed survives a refusal, and nothing happens twice.

use crate::doctors_door::clinic_staff;
use kairan_domain::staff::Role;
use kairan_tests::people::pdf;
use kairan_tests::requests::ClinicPlan;
use kairan_tests::world::World;

#[tokio::test]
async fn a_clinic_is_entered_with_its_doctors_and_a_login() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let form = clerk.get("/console/clinics/new").await.expect(200);
    let form = form
        .form("/console/clinics")
        .set("name", "山田医院")
        .set("phone", "ない");
    let refused = clerk.submit(&form).await.expect(422);
    assert_eq!(refused.form("/console/clinics").get("name"), "山田医院");
    assert!(
        refused
            .error_at("phone")
            .is_some_and(|text| text.contains("電話番号"))
    );
    assert!(refused.error_at("address").is_some());

    let clinic = clerk.add_clinic(&ClinicPlan::default()).await;
    let _ = clerk.add_physician(&clinic, "山田 花子").await;
    let form = clerk.get(&format!("{clinic}/staff/new")).await.expect(200);
    let form = form
        .form("/staff/new")
        .set("name", "受付")
        .set("login", "yamada.uketsuke");
    let _ = clerk
        .submit(&form)
        .await
        .expect(200)
        .showing("一度しか表示されません");
    let page = clerk.get(&clinic).await.expect(200);
    let _ = page
        .showing("yamada.uketsuke")
        .showing("初回ログイン待ち")
        .showing("山田 花子");

    let list = clerk.get("/console/clinics").await.expect(200);
    let search = list.form("/search").set("q", "花子");
    let found = clerk.submit(&search).await.expect(200).showing("山田医院");
    assert_eq!(
        found.at, "/console/clinics/search",
        "a name stands in the address"
    );
    let _ = clerk
        .submit(&search.set("q", "鈴木"))
        .await
        .expect(200)
        .showing("見つかりません");

    let reader = world.staff("y.reader", Role::ReadOnly).await;
    let seen = reader.get(&clinic).await.expect(200).showing("山田医院");
    assert!(!seen.has_form("/retire"), "a reader can change something");
}

#[tokio::test]
async fn a_refused_request_keeps_what_was_typed_and_a_new_clinic_is_made_on_the_way() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let page = clerk
        .type_request(&[
            ("clinic", "さくら診療所"),
            ("kana", "高崎"),
            ("insured_no", "123"),
        ])
        .await
        .expect(422);
    for key in ["clinic", "kana", "insured_no"] {
        assert!(page.error_at(key).is_some(), "no sentence at {key}");
    }
    assert_eq!(page.errors().len(), 3, "{:?}", page.errors());
    let form = page.form("/requests/new");
    assert_eq!(form.get("name"), "髙﨑　𠮷男");
    assert_eq!(
        form.get("new_name"),
        "さくら診療所",
        "the unknown clinic is not offered"
    );

    let form = form.set("new_phone", "0123-45-7777");
    let page = clerk.press(&form, "add_clinic").await.expect(422);
    assert!(page.error_at("new_address").is_some());
    let form = page
        .form("/requests/new")
        .set("new_address", "みどり市桜町1");
    let page = clerk
        .press(&form, "add_clinic")
        .await
        .expect(200)
        .showing("名簿に加えて");
    let form = page.form("/requests/new");
    assert_eq!(form.get("clinic"), "さくら診療所");
    assert_eq!(form.get("insured_no"), "123", "something typed was lost");

    let form = form.set("new_physician", "佐倉 一");
    let page = clerk.press(&form, "add_physician").await.expect(200);
    let form = page.form("/requests/new");
    assert!(
        !form.get("physician").is_empty(),
        "the doctor is not chosen"
    );
    let form = form.set("kana", "タカサキ").set("insured_no", "0001234567");
    let done = clerk.press(&form, "register").await.expect(200);
    let _ = done
        .showing("登録しました")
        .showing("佐倉 一")
        .showing("0001234567");
}

#[tokio::test]
async fn the_same_request_twice_is_named_and_the_second_needs_another_kind() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let first = clerk.register(&[]).await;
    let again = clerk.type_request(&[]).await.expect(409);
    assert_eq!(again.link("山田医院"), first);
    let form = again.form("/requests/new").set("kind", "again");
    let _ = clerk
        .press(&form, "register")
        .await
        .expect(200)
        .showing("ほかにも終わっていない依頼があります");
}

#[tokio::test]
async fn people_are_found_without_their_names_in_an_address() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let request = clerk.register(&[]).await;
    let list = clerk
        .get("/console/requests")
        .await
        .expect(200)
        .showing("髙﨑 𠮷男");
    for typed in ["H000123456", "たかさき よしお", "髙﨑𠮷男"] {
        let found = clerk
            .submit(&list.form("/search").set("q", typed))
            .await
            .expect(200);
        assert_eq!(found.link("髙﨑"), request, "not found by {typed}");
        assert_eq!(found.at, "/console/requests/search");
    }
    let none = clerk.submit(&list.form("/search").set("q", "山本")).await;
    let _ = none.expect(200).showing("見つかりませんでした");
}

#[tokio::test]
async fn letters_are_printed_once_each_and_a_reprint_says_what_it_ends() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let one = clerk.register(&[]).await;
    let two = clerk
        .register(&[("insured_no", "0001234567"), ("name", "山本 花")])
        .await;
    let batch = clerk.get("/console/requests/letters").await.expect(200);
    let form = batch.form("/letters");
    assert_eq!(form.all("request").len(), 2);
    let none = clerk
        .submit(&form.clone().without("request"))
        .await
        .expect(422);
    assert!(none.errors()[0].contains("選ばれていません"));
    let paper = clerk.submit(&form).await.expect(200);
    assert_eq!(paper.header("content-type"), "application/pdf");
    let again = clerk.submit(&form).await.expect(200);
    let _ = again
        .showing("もう印刷されています")
        .showing("印刷していない依頼書はありません");

    let page = clerk.get(&format!("{two}/letter")).await.expect(200);
    let form = page.showing("使えなくなります").form("/letter");
    world.advance(60);
    let paper = clerk.submit(&form).await.expect(200);
    assert_eq!(paper.header("content-type"), "application/pdf");
    let reload = clerk.submit(&form).await.expect(200);
    let _ = reload.showing("もう一度は印刷していません");
    let _ = clerk.get(&one).await.expect(200).showing("に印刷しました");
    let form = clerk.get(&format!("{one}/form.pdf")).await.expect(200);
    assert_eq!(form.header("content-type"), "application/pdf");
}

#[tokio::test]
async fn whom_to_call_stands_on_top_until_the_call_is_logged() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let request = clerk.register(&[]).await;
    let list = clerk.get("/console/requests").await.expect(200);
    let _ = list.hiding("今日の連絡（");
    world.set_japan("2026-12-08 10:00");
    let clerk = world.staff("m.suzuki", Role::Clerk).await;
    let list = clerk.get("/console/requests").await.expect(200);
    let list = list
        .showing("今日の連絡（1件）")
        .showing("0123-45-1111")
        .showing("期限を過ぎた依頼");
    let list = clerk
        .submit(&list.form("/reminder").with("method", "phone"))
        .await
        .expect(200);
    let _ = list
        .showing("督促を記録しました")
        .hiding("今日の連絡（1件）");
    let page = clerk.get(&request).await.expect(200).showing("督促（1回）");
    let _ = page.showing("佐藤 花子");

    let form = clerk
        .get(&format!("{request}/reminder"))
        .await
        .expect(200)
        .form("/reminder");
    let long = "長".repeat(501);
    let refused = clerk
        .submit(&form.clone().set("memo", &long))
        .await
        .expect(422);
    assert_eq!(refused.form("/reminder").get("memo"), long);
    let letter = clerk
        .submit(&form.set("method", "letter"))
        .await
        .expect(200);
    let pdf = clerk.get(&letter.link("督促状（PDF）")).await.expect(200);
    assert_eq!(pdf.header("content-type"), "application/pdf");
    let page = clerk.get(&request).await.expect(200);
    let _ = page.showing("督促（2回）");
}

#[tokio::test]
async fn a_request_is_changed_given_to_another_doctor_and_cancelled() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let other = ClinicPlan {
        name: "さくら診療所",
        code: "",
        ..ClinicPlan::default()
    };
    let _ = clerk.add_clinic(&other).await;
    let request = clerk.register(&[]).await;
    let form = clerk
        .get(&format!("{request}/change"))
        .await
        .expect(200)
        .form("/change");
    assert_eq!(form.get("clinic"), "山田医院（1310123456）");
    let second = world.staff("m.suzuki", Role::Clerk).await;
    let theirs = second
        .get(&format!("{request}/change"))
        .await
        .expect(200)
        .form("/change");
    let done = second
        .press(&theirs.set("phone", "0123-45-0000"), "register")
        .await
        .expect(200);
    let _ = done.showing("内容を変更しました");
    let mine = clerk
        .press(&form.set("address", "みどり市東9"), "register")
        .await
        .expect(409);
    let form = mine.form("/change");
    assert_eq!(form.get("address"), "みどり市東9", "what was typed is gone");
    let _ = clerk
        .press(&form, "register")
        .await
        .expect(200)
        .showing("みどり市東9");

    let form = clerk
        .get(&format!("{request}/reassign"))
        .await
        .expect(200)
        .form("/reassign");
    let refused = clerk
        .submit(&form.clone().set("clinic", "知らない医院"))
        .await
        .expect(422);
    assert!(refused.error_at("clinic").is_some());
    let page = clerk
        .submit(&form.set("clinic", "さくら診療所"))
        .await
        .expect(200);
    let page = page.showing("さくら診療所").showing("再依頼");
    let new = page.at.split('?').next().unwrap().to_owned();
    assert_ne!(new, request);
    let old = clerk
        .get(&request)
        .await
        .expect(200)
        .showing("医師を変えました");
    assert_eq!(old.link("新しい依頼"), new);

    let form = clerk
        .get(&format!("{new}/cancel"))
        .await
        .expect(200)
        .form("/cancel");
    let refused = clerk.submit(&form).await.expect(422);
    assert!(refused.error_at("reason").is_some());
    let page = clerk
        .submit(&form.set("reason", "申請の取下げ"))
        .await
        .expect(200);
    let _ = page.showing("取り消しました").showing("申請の取下げ");
    let late = clerk.get(&format!("{new}/letter")).await.expect(200);
    let _ = late.showing("操作は行われませんでした");
}

#[tokio::test]
async fn a_reader_sees_and_changes_nothing() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let request = clerk.register(&[]).await;
    let reader = world.staff("y.reader", Role::ReadOnly).await;
    let page = reader.get(&request).await.expect(200).showing("髙﨑 𠮷男");
    assert!(!page.html().contains("/accept"), "a reader may accept");
    for action in ["/reminder", "/accept/undo", "/cancel"] {
        assert!(!page.has_form(action), "a reader gets a form to {action}");
    }
    let page = page.hiding("いまできること").hiding("依頼を取り消す");
    drop(page);
    let list = reader.get("/console/requests").await.expect(200);
    let list = list.hiding("作成依頼を登録する").showing("髙﨑");
    let _ = list.hiding("書き出す").hiding("督促状をまとめて");
}

#[tokio::test]
async fn what_came_on_paper_is_taken_in_sent_back_and_taken_again() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let request = clerk.register(&[]).await;
    let page = clerk
        .arrive(&request, &[b"MZ not a paper".to_vec()])
        .await
        .expect(422);
    assert!(page.error_at("files").is_some(), "{:?}", page.errors());
    let page = clerk
        .arrive(&request, &[pdf("意見書", 2)])
        .await
        .expect(200);
    let page = page
        .showing("届いた意見書を確かめてください")
        .showing("第1版");
    let opened = clerk
        .get(&page.link("意見書（PDF）を開く"))
        .await
        .expect(200);
    assert_eq!(opened.header("content-type"), "application/pdf");
    let name = opened.header("content-disposition").to_owned();
    assert!(
        !name.contains("%E9%AB%99"),
        "a name stands in the file's name: {name}"
    );

    let ask = clerk.get(&format!("{request}/send-back")).await.expect(200);
    let form = ask.form("/send-back");
    let refused = clerk.submit(&form).await.expect(422);
    assert!(refused.error_at("reason").is_some());
    let reason = "発症年月日が空欄です。";
    let back = clerk.submit(&form.set("reason", reason)).await.expect(200);
    let _ = back
        .showing("差し戻しました")
        .showing(reason)
        .showing("差戻し中");

    let second = clerk
        .arrive(&request, &[pdf("意見書", 3)])
        .await
        .expect(200);
    let asks = clerk.get(&second.link("受領する")).await.expect(200);
    let stale = asks.form("/accept").set("seen", "1");
    let stopped = clerk.submit(&stale).await.expect(200);
    let page = stopped.showing("新しい版が届きました");
    let page = clerk.accept(&page).await.expect(200);
    let _ = page
        .showing("受領しました")
        .showing("第2版")
        .showing("第1版");
}

#[tokio::test]
async fn accepted_opinions_leave_as_files() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let request = clerk.register(&[]).await;
    clerk.receive(&request, &[pdf("意見書", 2)]).await;
    let page = clerk.get("/console/requests/export").await.expect(200);
    let form = page.form("/export");
    let none = clerk.submit(&form).await.expect(422);
    assert!(none.errors()[0].contains("選ばれていません"));
    let id = request.rsplit('/').next().unwrap();
    let form = form.with("request", id);
    let zip = clerk.submit(&form).await.expect(200);
    assert_eq!(zip.header("content-type"), "application/zip");
    let pdf = clerk.submit(&form.clone().set("kind", "pdf")).await;
    let pdf = pdf.expect(200);
    for named in [
        zip.header("content-disposition"),
        pdf.header("content-disposition"),
    ] {
        assert!(
            !named.contains("H000123456"),
            "a person's number in {named}"
        );
    }
    let other = clerk.register(&[("applied_on", "令和8年11月17日")]).await;
    let both = form
        .clone()
        .with("request", other.rsplit('/').next().unwrap());
    let pdf_of_two = clerk.submit(&both.clone().set("kind", "pdf")).await;
    let told = &pdf_of_two.expect(422).errors()[0];
    assert!(told.contains("「ZIP」を選ぶか"), "{told}");
    let told = clerk.submit(&both).await.expect(422);
    let told = told.showing("このファイルに入らない意見書があります（1件）");
    let again = told.form("/export");
    assert_eq!(again.get("request"), id, "what was ticked is lost");
    let again = again.with("request", other.rsplit('/').next().unwrap());
    let zip = clerk.submit(&again).await.expect(200);
    assert_eq!(zip.header("content-type"), "application/zip");
    let csv = clerk
        .submit(&form.clone().set("kind", "csv"))
        .await
        .expect(422);
    assert!(csv.error_at("kind").is_some(), "{:?}", csv.errors());
}

#[tokio::test]
async fn a_request_tells_what_was_changed_on_it_without_what_stood_there() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let request = clerk.register(&[]).await;
    let form = clerk.get(&format!("{request}/change")).await.expect(200);
    let form = form
        .form("/change")
        .set("phone", "0123-45-9999")
        .set("kana", "たかさき よしおみ");
    let page = clerk.press(&form, "register").await.expect(200);
    let _ = page.showing("依頼の内容を変えました：ふりがな、連絡先の電話番号（");
    let administrator = world.administrator().await;
    let audit = administrator.get("/console/audit").await.expect(200);
    let _ = audit
        .showing("作成依頼の内容を変更")
        .showing("ふりがなを変更")
        .showing("連絡先の電話番号を変更")
        .hiding("9999")
        .hiding("よしおみ");
}

#[tokio::test]
async fn a_retired_clinics_people_are_out_at_once() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let clinic = clerk.add_clinic(&ClinicPlan::default()).await;
    let office = clinic_staff(&world, &clerk, &clinic, "uketsuke").await;
    let _ = office.get("/clinic/requests").await.expect(200);
    let page = clerk.get(&clinic).await.expect(200);
    let page = page.showing("この医療機関のログイン（1人）は、すぐに使えなくなります");
    let done = clerk.submit(&page.form(&format!("{clinic}/retire"))).await;
    let _ = done.expect(200).showing("ログインも使えなくなりました");
    let out = office.get("/clinic/requests").await;
    assert!(
        out.at.contains("/clinic/sign-in"),
        "still inside at {}",
        out.at
    );
}

#[tokio::test]
async fn the_audit_names_requests_by_their_number_and_clinics() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let clinic = clerk.add_clinic(&ClinicPlan::default()).await;
    let request = clerk.register(&[]).await;
    let administrator = world.administrator().await;
    let audit = administrator.get("/console/audit").await.expect(200);
    let audit = audit.hiding("髙﨑");
    assert_eq!(audit.link("依頼番号"), request);
    assert_eq!(audit.link("山田医院"), clinic);
}

#[tokio::test]
async fn what_is_past_the_legal_days_stands_first_and_a_letter_not_sent_is_not_dunned() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let _ = clerk
        .register(&[("applied_on", "令和7年4月1日"), ("requested_on", "")])
        .await;
    let list = clerk.get("/console/requests").await.expect(200);
    let _ = list.showing("法定の30日を過ぎた依頼");
    let reminders = clerk.get("/console/requests/reminders").await.expect(200);
    let _ = reminders.showing("依頼書が未印刷");
}
