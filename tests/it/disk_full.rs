//! The disk runs full: new material is refused in words while sign-in, reading, deletion and
//! audit go on, and everything works again once there is room.

use kairan::config::ByteSize;
use kairan_tests::mount::Mount;
use kairan_tests::people::{Plan, pdf};
use kairan_tests::visitor::Chosen;
use kairan_tests::world::World;

const WORDS: &str = "空き";

#[tokio::test]
async fn below_the_reserve_only_new_things_are_refused() {
    let mut world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    let draft = clerk
        .draft(&Plan {
            meeting_no: "35",
            ..Plan::of(1)
        })
        .await;
    let doomed = clerk
        .draft(&Plan {
            meeting_no: "36",
            ..Plan::of(1)
        })
        .await;
    world.deliver().await;
    world
        .reconfigure(|config| config.data.reserve = ByteSize(1 << 60))
        .await;

    let clerk_page = clerk.get("/console/").await.expect(200).showing(WORDS);
    let refused = clerk.submit(&clerk_page.form("/console/meetings")).await;
    assert!(refused.shows(WORDS), "{}", refused.text());
    let page = clerk.get(&draft.at("/edit")).await.expect(200);
    let bytes = pdf("もう一つ", 1);
    let answer = clerk
        .add_files(
            &page,
            &[Chosen {
                name: "もう一つ.pdf",
                bytes: &bytes,
            }],
        )
        .await;
    assert!(answer.shows(WORDS), "{}", answer.text());
    assert_eq!(
        clerk
            .get(&draft.at("/edit"))
            .await
            .form("/edit")
            .all("material_id")
            .len(),
        1
    );

    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let _ = reviewer.get(&reviewer.room("all.zip")).await.expect(200);
    clerk
        .get(&meeting.path)
        .await
        .expect(200)
        .showing("すべて開きました");
    let delete = clerk.get(&doomed.at("/delete")).await.expect(200);
    let _ = clerk.submit(&delete.form("/delete")).await.expect(200);
    let _ = clerk.get(&doomed.at("/edit")).await.expect(404);
    let administrator = world.administrator().await;
    let _ = administrator.get("/console/audit").await.expect(200);

    world
        .reconfigure(|config| config.data.reserve = ByteSize(1 << 20))
        .await;
    let page = clerk.get(&draft.at("/edit")).await.expect(200);
    let answer = clerk
        .add_files(
            &page,
            &[Chosen {
                name: "もう一つ.pdf",
                bytes: &bytes,
            }],
        )
        .await
        .expect(200);
    assert_eq!(answer.form("/edit").all("material_id").len(), 2);
}

#[tokio::test]
async fn a_disk_that_fills_up_while_uploading_refuses_and_recovers() {
    let Some(mount) = Mount::tmpfs("40m") else {
        return;
    };
    let folder = mount.path().join("data");
    let world = World::with(|config| {
        config.data.folder = folder;
        config.data.reserve = ByteSize::mib(8);
    })
    .await;
    let clerk = world.clerk().await;
    let draft = clerk.draft(&Plan::of(1)).await;
    let large = kairan_paper::placeholder_pdf("大きい", 1, 60_000_000);
    let page = clerk.get(&draft.at("/edit")).await.expect(200);
    let answer = clerk
        .add_files(
            &page,
            &[Chosen {
                name: "大きい.pdf",
                bytes: &large,
            }],
        )
        .await;
    assert!(answer.shows(WORDS), "({}) {}", answer.status, answer.text());
    assert!(
        world.app().store.healthy(),
        "the disk ran full below the engine"
    );
    let page = clerk.get(&draft.at("/edit")).await.expect(200);
    assert_eq!(
        page.form("/edit").all("material_id").len(),
        1,
        "half a file is registered"
    );
    assert!(
        mount.used() < 30_000_000,
        "the refused bytes were not given back: {}",
        mount.used()
    );

    let small = pdf("小さい", 1);
    let answer = clerk
        .add_files(
            &page,
            &[Chosen {
                name: "小さい.pdf",
                bytes: &small,
            }],
        )
        .await
        .expect(200);
    assert_eq!(
        answer.form("/edit").all("material_id").len(),
        2,
        "{}",
        answer.text()
    );
    let confirm = clerk.confirm(&draft).await.expect(200);
    let _ = clerk
        .submit(&confirm.form("/publish"))
        .await
        .expect(200)
        .showing("参照用パスワード");
}
