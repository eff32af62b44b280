//! The pages of viewing passwords: seen, printed, handed over, carried over.

use kairan_domain::staff::Role;
use kairan_tests::html;
use kairan_tests::people::{Clerk, Plan, Registered};
use kairan_tests::visitor::Page;
use kairan_tests::world::World;
use std::io::Write;
use std::process::{Command, Stdio};

/// What a PDF says, by poppler.
pub(crate) fn text_of_pdf(bytes: &[u8]) -> String {
    let mut tool = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext is missing; run ./tests/run once");
    let mut input = tool.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let done = tool.wait_with_output().unwrap();
    let _ = writer.join();
    String::from_utf8(done.stdout).unwrap()
}

async fn passwords(clerk: &Clerk, meeting: &Registered) -> Page {
    clerk.get(&meeting.at("/passwords")).await.expect(200)
}

#[tokio::test]
async fn passwords_can_be_seen_and_printed_until_they_are_handed_over() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    world.deliver().await;
    let sheets = clerk.get(&meeting.at("/passwords.pdf")).await.expect(200);
    assert_eq!(sheets.header("content-type"), "application/pdf");
    let text = text_of_pdf(&sheets.body);
    let bare = |text: &str| {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
    };
    for (password, name) in meeting.passwords.iter().zip(["中村 一郎", "髙橋 恵子"]) {
        assert!(
            bare(&text).contains(&bare(password)),
            "a password is not on its sheet:\n{text}"
        );
        assert!(
            text.replace([' ', '　'], "")
                .contains(&name.replace(' ', "")),
            "{name} is not on a sheet:\n{text}"
        );
    }
    for letter in world.letters() {
        let token = letter.link().rsplit('/').next().unwrap()[..10].to_owned();
        assert!(
            !text.contains(&token),
            "link and password stand on one sheet"
        );
    }

    let another = world.staff("m.suzuki", Role::Clerk).await;
    let elsewhere = passwords(&another, &meeting).await;
    assert!(
        meeting
            .passwords
            .iter()
            .all(|password| !elsewhere.shows(password)),
        "another clerk sees the passwords"
    );

    let page = passwords(&clerk, &meeting).await;
    let _ = clerk.submit(&page.form("/handed-over")).await.expect(200);
    let after = passwords(&clerk, &meeting).await;
    assert_eq!(
        html::texts_of_class(after.html(), "password-big"),
        meeting.passwords[1..],
        "the one handed over is still shown"
    );
    assert!(after.shows("渡しました"));
    let _ = clerk
        .get(&meeting.path)
        .await
        .expect(200)
        .showing("1人")
        .showing("パスワードを渡していません");

    world.advance(24 * 3600 + 60);
    world.sweep().await;
    let clerk_again = world.staff("h.sato2", Role::Clerk).await;
    let late = passwords(&clerk_again, &meeting).await;
    assert!(
        html::texts_of_class(late.html(), "password-big").is_empty(),
        "passwords are shown after a day"
    );
}

#[tokio::test]
async fn the_next_meeting_of_the_same_reviewers_keeps_their_passwords() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let first = clerk.publish(&Plan::of(3)).await;
    world.deliver().await;
    let board = clerk.get(&first.path).await.expect(200);
    let page = clerk.submit(&board.form("/copy")).await.expect(200);
    let draft = Registered {
        path: kairan_tests::people::path_of(&page),
        ..first.clone()
    };
    let form = page.form("/edit");
    assert_eq!(form.all("seat_mail"), first.mails);
    let plan = Plan {
        meeting_no: "35",
        held_on: "2026-12-10",
        window: ["2026-11-22", "09:00", "2026-12-10", "17:00"],
        ..Plan::of(3)
    };
    let page = clerk.fill(page, &plan).await.expect(200);
    let bytes = kairan_tests::people::pdf("次の会", 1);
    let _ = clerk
        .add_files(
            &page,
            &[kairan_tests::visitor::Chosen {
                name: "次の会.pdf",
                bytes: &bytes,
            }],
        )
        .await
        .expect(200);
    let confirm = clerk
        .confirm(&draft)
        .await
        .expect(200)
        .showing("公開前の確認");
    assert!(
        html::texts_of_class(confirm.html(), "password").is_empty(),
        "new passwords were made:\n{}",
        confirm.text()
    );
    let _ = clerk.submit(&confirm.form("/publish")).await.expect(200);
    world.deliver().await;
    let link = world.letter_to(&first.mails[0]).link();
    assert_ne!(
        link,
        world.letters_to(&first.mails[0])[0].link(),
        "two meetings have one link"
    );
    let room = world
        .try_gate(
            &world.stranger(),
            &link,
            &first.mails[0],
            &first.passwords[0],
        )
        .await;
    assert!(room.is_room(), "{}", room.text());
    assert!(
        room.shows("令和8年12月10日(木)") && !room.shows("令和8年12月3日(木)"),
        "a session opens two meetings"
    );
}

#[tokio::test]
async fn another_insurers_reviewer_with_the_same_address_gets_a_password_of_their_own() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let first = clerk.publish(&Plan::of(1)).await;
    let other = world.add_insurer("131029", "あおば市").await;
    let foreign = world.staff_of(other, "f.clerk", Role::Clerk).await;
    let second = foreign.publish(&Plan::of(1)).await;
    assert_eq!(
        second.passwords.len(),
        1,
        "a password was carried over to another insurer"
    );
    assert_ne!(first.passwords, second.passwords);
    let list = foreign.get("/console/").await.expect(200);
    assert_eq!(
        list.html().matches("class=\"meeting-row\"").count(),
        1,
        "another insurer's meeting is listed"
    );
}
