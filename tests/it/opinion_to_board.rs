//! The way of a written opinion to the board: names in free words are shown and confirmed, the
//! pages carry none besides, and the meeting they went into stands on the request's page.

use crate::doctors_door::{SOUND, SOUND_TOO, asked, fill, inside};
use crate::password_pages::text_of_pdf;
use kairan_tests::people::{Clerk, Plan, pdf};
use kairan_tests::requests::ClinicPlan;
use kairan_tests::visitor::Chosen;
use kairan_tests::world::World;

/// What a doctor writes about whom, by whom and where.
const TELLING: &str = "髙﨑氏は独居。たかさき様の長女が通う。みどり市中央4-5-6から転居の予定。\n\
    山田医院で山田 花子が診る。";

/// An accepted opinion whose free words tell of the person, the clinic and the doctor.
pub(crate) async fn telling(world: &World) -> (Clerk, String) {
    let (clerk, request, letter) = asked(world).await;
    let doctor = inside(world, &letter).await;
    let page = doctor.get(&format!("{}write", letter.room)).await;
    let form = fill(fill(page.expect(200).form("/write"), &SOUND), &SOUND_TOO);
    let form = form.set("special_notes", TELLING).with("then", "check");
    let check = doctor.submit(&form).await.expect(200);
    let _ = doctor.submit(&check.form("/submit")).await.expect(200);
    let page = clerk.get(&request).await.expect(200);
    let page = clerk.accept(&page).await.expect(200);
    let _ = page.showing("受領しました");
    (clerk, request)
}

#[tokio::test]
async fn names_in_free_words_are_shown_and_the_pages_carry_none_besides() {
    let world = World::start().await;
    let (clerk, request) = telling(&world).await;
    let page = clerk.get(&format!("{request}/masked")).await.expect(200);
    let page = page.showing("名前などが見つかりました（1か所）");
    for found in ["氏名", "ふりがな", "住所", "医療機関", "医師"] {
        assert!(
            page.text().contains(found),
            "{found} was not found:\n{}",
            page.text()
        );
    }
    let form = page
        .form(&format!("{request}/masked"))
        .set("case_no", "12-A");
    let unsure = clerk.submit(&form).await.expect(422);
    assert!(unsure.error_at("sure").is_some(), "printed unseen");
    assert_eq!(
        unsure.form(&format!("{request}/masked")).get("case_no"),
        "12-A"
    );
    let made = clerk.submit(&form.with("sure", "1")).await.expect(200);
    let pages = clerk.get(&made.link("審査会用（PDF）")).await.expect(200);
    assert!(!pages.header("content-disposition").contains("H000123456"));
    let text = text_of_pdf(&pages.body);
    // Read and confirmed: it stands where the doctor wrote it, and nowhere else.
    for (word, times) in [
        ("髙﨑", 1),
        ("たかさき", 1),
        ("みどり市中央", 1),
        ("山田医院", 1),
    ] {
        assert_eq!(text.matches(word).count(), times, "{word} in\n{text}");
    }
    assert_eq!(text.matches("花子").count(), 1, "{text}");
    for word in ["𠮷男", "よしお", "H000123456", "0123-45-1111"] {
        assert!(!text.contains(word), "{word} in\n{text}");
    }
    assert!(text.contains("12-A") && text.contains("脳梗塞後遺症"));
}

#[tokio::test]
async fn it_goes_into_a_draft_and_a_published_meeting_and_the_request_names_both() {
    let world = World::start().await;
    let (clerk, request) = telling(&world).await;
    let page = clerk.get(&format!("{request}/masked")).await.expect(200);
    let form = page.form(&format!("{request}/masked")).set("case_no", "12");
    let _ = clerk.submit(&form.with("sure", "1")).await.expect(200);
    let id = request.rsplit('/').next().unwrap();

    let draft = clerk.draft(&Plan::of(2)).await;
    let plan = Plan {
        held_on: "2026-12-10",
        meeting_no: "35",
        window: ["2026-11-22", "09:00", "2026-12-10", "17:00"],
        ..Plan::of(2)
    };
    let published = clerk.publish(&plan).await;
    for meeting in [&draft, &published] {
        let pick = clerk.get(&meeting.at("/opinions")).await.expect(200);
        let form = pick.form("/opinions").with("request", id);
        assert_eq!(
            form.get(&format!("case_no-{id}")),
            "12",
            "the number is not offered"
        );
        let done = clerk.submit(&form).await.expect(200);
        assert!(
            !done.at.ends_with("/opinions"),
            "not taken: {}",
            done.text()
        );
    }
    world.deliver().await;
    let reviewer = world
        .reviewer(&published.mails[0], &published.passwords[0])
        .await;
    let room = reviewer.get(&reviewer.room("")).await.expect(200);
    let room = room.showing("12 主治医意見書").hiding("髙﨑");
    drop(room);

    let page = clerk.get(&request).await.expect(200);
    let page = page.showing("使われた審査会");
    assert_eq!(page.link("令和8年12月10日"), published.path);
    assert_eq!(page.link("令和8年12月3日"), draft.path);
}

#[tokio::test]
async fn an_accepted_opinion_goes_to_the_board_once_without_names() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let request = clerk.register(&[]).await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    clerk.receive(&request, &[pdf("意見書", 2)]).await;
    let pick = clerk.get(&meeting.at("/opinions")).await.expect(200);
    let _ = pick.showing("審査会用の準備が済んでいない意見書（1件）");

    clerk.mask_with(&request, &pdf("名前なし", 2)).await;
    let id = request.rsplit('/').next().unwrap().to_owned();
    let board = clerk.get(&meeting.path).await.expect(200);
    let pick = clerk
        .get(&board.link("主治医意見書を加える"))
        .await
        .expect(200);
    let form = pick.form("/opinions");
    let none = clerk.submit(&form).await.expect(422);
    assert!(none.errors()[0].contains("選ばれていません"));
    let form = form.with("request", &id);
    let wrong = clerk
        .submit(&form.clone().set(&format!("case_no-{id}"), "髙﨑"))
        .await;
    let wrong = wrong.expect(422);
    assert!(wrong.error_at(&format!("case_no-{id}")).is_some());
    let form = form.set(&format!("case_no-{id}"), "12");
    let page = clerk.get(&request).await.expect(200);
    let undo = page.form("/accept/undo");
    let board = clerk.submit(&form).await.expect(200);
    let board = board
        .showing("資料12 主治医意見書")
        .showing("委員2人にメール");
    drop(board);
    let again = clerk.submit(&form).await.expect(200);
    let _ = again.showing("もうこの審査会に入っています");
    let page = clerk
        .get(&request)
        .await
        .expect(200)
        .showing("使われた審査会");
    assert_eq!(page.link("令和8年12月3日"), meeting.path);
    // A page opened before the meeting had it, used now.
    let refused = clerk.submit(&undo).await.expect(200);
    let _ = refused
        .showing("先に審査会の資料から外してください")
        .showing("受領済み");
}

#[tokio::test]
async fn ticks_are_for_the_pages_they_were_made_on() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let request = clerk.register(&[]).await;
    clerk.receive(&request, &[pdf("意見書", 2)]).await;
    clerk.mask_with(&request, &pdf("名前なし", 2)).await;
    let check = format!("{request}/masked/check");
    let opened = clerk.get(&check).await.expect(200);
    assert_eq!(opened.form("/masked/check").all("page"), ["1", "2"]);

    // A colleague makes them anew before it is sent.
    let colleague = clerk.get(&format!("{request}/masked")).await.expect(200);
    let form = colleague.form("/masked/file");
    let other = Chosen {
        name: "名前なし.pdf",
        bytes: &pdf("別の写し", 2),
    };
    let made = clerk.submit_files(&form.action, &form, &[other]).await;
    let _ = made.expect(200);
    let told = clerk
        .submit(&opened.form("/masked/check"))
        .await
        .expect(409);
    let told = told.showing("下の新しいページを確認してください");
    let form = told.form("/masked/check");
    assert_eq!(form.all("page"), [] as [&str; 0], "ticks of other pages");
    let left = clerk.submit(&form).await.expect(422);
    assert!(left.error_at("page-1").is_some(), "{:?}", left.errors());
    // A refusal keeps the ticks of these pages.
    let half = left.form("/masked/check").with("page", "2");
    let half = clerk.submit(&half).await.expect(422);
    assert_eq!(half.form("/masked/check").all("page"), ["2"]);
}

#[tokio::test]
async fn rectangles_drawn_on_an_earlier_version_are_not_put_on_the_next() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let _ = clerk.add_clinic(&ClinicPlan::default()).await;
    let request = clerk.register(&[]).await;
    let _ = clerk
        .arrive(&request, &[pdf("意見書", 1)])
        .await
        .expect(200);
    let page = clerk.get(&format!("{request}/covers")).await.expect(200);
    let form = page
        .form("/covers")
        .set("case_no", "12")
        .with("nothing-1", "on")
        .with("intent", "make");
    let sliver = form
        .clone()
        .without("nothing-1")
        .set("left", "10")
        .set("top", "10")
        .set("width", "0.4")
        .set("height", "5");
    let sliver = clerk.submit(&sliver).await.expect(422);
    assert!(
        sliver.error_at("width-1-1").is_some(),
        "{:?}",
        sliver.errors()
    );

    // Meanwhile the doctor is asked again and sends other pages.
    let back = clerk.get(&format!("{request}/send-back")).await.expect(200);
    let reason = back.form("/send-back").set("reason", "印がありません。");
    let _ = clerk.submit(&reason).await.expect(200);
    let _ = clerk
        .arrive(&request, &[pdf("意見書", 2)])
        .await
        .expect(200);
    let told = clerk.submit(&form).await.expect(409);
    let told = told
        .showing("新しい版の意見書が提出されました")
        .showing("2ページ目");
    let form = told.form("/covers");
    assert_eq!(form.get("case_no"), "12");
    assert_eq!(form.all("nothing-1"), [] as [&str; 0]);
}
