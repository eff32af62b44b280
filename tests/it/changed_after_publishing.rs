//! What changes after publishing: the date, a material replaced or added; who is told, and what is shown.

use crate::publish_and_read::{first_material, published};
use kairan_tests::html;
use kairan_tests::people::{Clerk, Registered, pdf};
use kairan_tests::visitor::{Chosen, Page};
use kairan_tests::world::World;

#[tokio::test]
async fn a_new_date_is_told_and_shown_everywhere() {
    let world = World::start().await;
    let (clerk, meeting) = published(&world).await;
    let page = clerk
        .get(&meeting.at("/change"))
        .await
        .expect(200)
        .showing("リンクとパスワードは変わりません");
    let form = page
        .form("/change")
        .set("held_on", "2026-12-10")
        .set("until_on", "2026-12-10");
    let board = clerk
        .submit(&form)
        .await
        .expect(200)
        .showing("令和8年12月10日(木)");
    assert_eq!(board.at.split('?').next(), Some(meeting.path.as_str()));
    world.deliver().await;

    let letters = world.letters_to(&meeting.mails[2]);
    assert_eq!(letters.len(), 2);
    assert_eq!(
        letters[0].link(),
        letters[1].link(),
        "the link changed with the date"
    );
    assert!(
        letters[1].text.contains("令和8年12月10日(木)"),
        "{}",
        letters[1].text
    );
    let reviewer = world
        .reviewer(&meeting.mails[2], &meeting.passwords[2])
        .await;
    reviewer.get("/room/").await.showing("令和8年12月10日(木)");
}

async fn replace(clerk: &Clerk, meeting: &Registered, bytes: &[u8]) -> Page {
    let board = clerk.get(&meeting.path).await.expect(200);
    let page = clerk
        .get(&board.link("差し替える"))
        .await
        .expect(200)
        .showing("資料の差替え");
    let form = page.form("/replace");
    let files = [Chosen {
        name: "差替え.pdf",
        bytes,
    }];
    clerk.submit_files(&form.action, &form, &files).await
}

#[tokio::test]
async fn a_replaced_material_is_gone_for_reviewers_and_kept_for_the_clerk() {
    let world = World::start().await;
    let (clerk, meeting) = published(&world).await;
    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let old = first_material(&reviewer.get("/room/").await);
    let _ = reviewer.get(&format!("{old}/open")).await.expect(200);
    world.advance(600);

    let new = pdf("差し替えた資料", 4);
    let board = replace(&clerk, &meeting, &new)
        .await
        .expect(200)
        .showing("差替え.pdf")
        .showing("審査会資料.pdf");
    let gone = reviewer
        .get(&format!("{old}/open"))
        .await
        .expect(410)
        .showing("差し替えられました");
    assert!(gone.shows("新しい資料を開く"), "{}", gone.text());
    let _ = reviewer.get(&format!("{old}/download")).await.expect(410);
    let room = reviewer
        .get("/room/")
        .await
        .expect(200)
        .showing("差し替えられました");
    let now = first_material(&room);
    assert_ne!(now, old);
    assert_eq!(
        reviewer.get(&format!("{now}/open")).await.expect(200).body,
        new
    );
    let kept = html::links(board.html())
        .into_iter()
        .filter(|href| href.contains("/versions/"))
        .collect::<Vec<_>>();
    assert_eq!(kept.len(), 2, "the clerk does not see both versions");
    let bodies = [
        clerk.get(&kept[0]).await.expect(200).body,
        clerk.get(&kept[1]).await.expect(200).body,
    ];
    assert_eq!(bodies, [new, pdf("審査会資料.pdf", 3)]);

    world.deliver().await;
    assert_eq!(
        world.letters_to(&meeting.mails[0]).len(),
        2,
        "who had opened it is told"
    );
    assert_eq!(
        world.letters_to(&meeting.mails[1]).len(),
        1,
        "who had not is not"
    );
}

#[tokio::test]
async fn an_added_material_is_told_to_all_and_marked_as_new() {
    let world = World::start().await;
    let (clerk, meeting) = published(&world).await;
    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let room = reviewer.get("/room/").await.hiding("新しい資料");
    let _ = reviewer
        .get(&format!("{}/open", first_material(&room)))
        .await
        .expect(200);
    world.advance(600);

    let board = clerk.get(&meeting.path).await.expect(200);
    let form = board.form("/files");
    let added = pdf("追加資料", 1);
    let _ = clerk
        .submit_files(
            &form.action,
            &form,
            &[Chosen {
                name: "追加資料.pdf",
                bytes: &added,
            }],
        )
        .await
        .expect(200)
        .showing("追加資料");
    world.deliver().await;
    assert!(
        meeting
            .mails
            .iter()
            .all(|mail| world.letters_to(mail).len() == 2),
        "not all were told"
    );
    let room = reviewer
        .get("/room/")
        .await
        .expect(200)
        .showing("新しい資料");
    let first = room.text().find("追加資料").unwrap();
    assert!(
        first < room.text().find("審査会資料").unwrap(),
        "what is new does not stand first"
    );
}
