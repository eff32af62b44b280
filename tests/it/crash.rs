//! kill -9 at any point of publish, replace, withdraw and mail: what is found afterwards is the
//! state before or the state after, never one between. About thirty seeded trials; the bench
//! command makes a thousand.

use http::Method;
use kairan_access::{Clock, SystemClock};
use kairan_tests::mailbox::Mailbox;
use kairan_tests::people::{Clerk, Plan, Registered, STAFF_COOKIE, pdf};
use kairan_tests::tools::Tool;
use kairan_tests::visitor::{Chosen, Page, Visitor, multipart, urlencoded};
use kairan_tests::world::World;
use std::io::{BufRead, BufReader};
use std::process::Command;
use std::time::{Duration, Instant};

/// A server in a process of its own.
pub(crate) struct Victim {
    process: Tool,
    /// Where it answers.
    pub(crate) address: String,
}

impl Victim {
    pub(crate) fn start(home: &std::path::Path, mail_port: u16) -> Self {
        let config = home.join("kairan.toml");
        std::fs::write(&config, World::document(home, mail_port)).unwrap();
        let mut process =
            Tool::start(Command::new(env!("CARGO_BIN_EXE_kairan-victim")).arg(&config));
        let mut line = String::new();
        BufReader::new(process.0.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(
            line.starts_with("127.0.0.1:"),
            "the victim did not start: {line:?}"
        );
        Self {
            process,
            address: format!("http://{}", line.trim()),
        }
    }

    /// kill -9, and gone for good.
    pub(crate) fn kill(mut self) {
        self.process.0.kill().unwrap();
        self.process.0.wait().unwrap();
    }
}

/// A small generator, so that a failing trial can be repeated by its number.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// What a person was doing when the machine died: one request.
#[derive(Debug, Clone)]
pub(crate) struct Deed {
    pub(crate) path: String,
    pub(crate) kind: String,
    pub(crate) body: Vec<u8>,
}

/// A world with a published meeting of two and a confirmed draft of three, on today's clock.
struct Scene {
    world: World,
    clerk: Clerk,
    published: Registered,
    draft: Registered,
}

fn day(ahead: i64) -> &'static str {
    let at = SystemClock
        .now()
        .checked_add(jiff::SignedDuration::from_hours(24 * ahead + 9))
        .unwrap();
    at.to_string()[..10].to_owned().leak()
}

async fn scene() -> Scene {
    let world = World::start().await;
    world.clock.set(SystemClock.now());
    let clerk = world.clerk().await;
    let window = [day(-1), "09:00", day(9), "17:00"];
    let plan = Plan {
        held_on: day(9),
        starts_at: "",
        window,
        ..Plan::of(2)
    };
    let published = clerk.publish(&plan).await;
    world.deliver().await;
    let draft = clerk
        .draft(&Plan {
            meeting_no: "35",
            ..Plan {
                window,
                held_on: day(9),
                starts_at: "",
                ..Plan::of(3)
            }
        })
        .await;
    Scene {
        world,
        clerk,
        published,
        draft,
    }
}

pub(crate) fn deed_of(form: &kairan_tests::html::Form) -> Deed {
    Deed {
        path: form.action.clone(),
        kind: "application/x-www-form-urlencoded".into(),
        body: urlencoded(&form.fields).into_bytes(),
    }
}

/// Does the deed at the victim as our own page would; `None` when the line was cut.
pub(crate) async fn act(address: &str, cookies: &str, deed: &Deed) -> Option<u16> {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap();
    let request = client
        .post(format!("{address}{}", deed.path))
        .header("cookie", cookies)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", &deed.kind)
        .body(deed.body.clone());
    Some(request.send().await.ok()?.status().as_u16())
}

/// Kills the victim at a drawn moment of the deed; the home it left and whether it had answered.
async fn killed_during(
    scene: &mut Scene,
    deed: &Deed,
    dice: &mut Dice,
    usual: Duration,
) -> (tempfile::TempDir, bool) {
    let home = scene.world.leave().await;
    let mailbox = Mailbox::open();
    let victim = Victim::start(home.path(), mailbox.port);
    let (address, cookies) = (victim.address.clone(), scene.clerk.cookies());
    let microseconds = u64::try_from(usual.as_micros()).unwrap() * 12 / 10 + 1;
    let moment = Duration::from_micros(dice.below(microseconds));
    let acting = act(&address, &cookies, deed);
    tokio::pin!(acting);
    // Not a wait for anything: the drawn moment of death.
    let answered = tokio::time::timeout(moment, &mut acting).await;
    victim.kill();
    let done = match answered {
        Ok(status) => status,
        Err(_) => acting.await,
    };
    (home, done.is_some_and(|status| status < 400))
}

/// How long the deed takes when nobody is killed.
async fn usual(scene: &mut Scene, deed: &Deed) -> Duration {
    let home = scene.world.leave().await;
    let mailbox = Mailbox::open();
    let victim = Victim::start(home.path(), mailbox.port);
    let begun = Instant::now();
    let status = act(&victim.address, &scene.clerk.cookies(), deed).await;
    let took = begun.elapsed();
    assert!(
        status.is_some_and(|status| status < 400),
        "the deed fails without any crash: {status:?}"
    );
    victim.kill();
    took
}

/// The clerk at the reopened data.
fn clerk_at(world: &World, clerk: &Clerk) -> Visitor {
    let visitor = Visitor::new(world.office_url());
    for pair in clerk.cookies().split("; ") {
        let (name, value) = pair.split_once('=').unwrap();
        visitor.take_cookie(name, value);
    }
    assert!(visitor.cookie(STAFF_COOKIE).is_some());
    visitor
}

async fn reopened(home: tempfile::TempDir) -> World {
    World::over(
        home,
        SystemClock
            .now()
            .checked_add(jiff::SignedDuration::from_mins(10))
            .unwrap(),
    )
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn publishing_happens_or_does_not() {
    let mut scene = scene().await;
    let confirm = scene.clerk.confirm(&scene.draft).await.expect(200);
    let deed = deed_of(&confirm.form("/publish"));
    let usual = usual(&mut scene, &deed).await;
    let mut dice = Dice(1);
    for trial in 0..8 {
        let (home, answered) = killed_during(&mut scene, &deed, &mut dice, usual).await;
        let world = reopened(home).await;
        let clerk = clerk_at(&world, &scene.clerk);
        let page = clerk.get(&scene.draft.path).await.expect(200);
        world.deliver().await;
        // The victim's own loop may have mailed some; what is left must lead into the room.
        let published = !page.at.ends_with("/edit");
        assert!(
            published || !answered,
            "trial {trial}: answered, yet not published"
        );
        if published {
            assert!(
                page.shows("公開中") && !page.has_form("/publish"),
                "trial {trial}:\n{}",
                page.text()
            );
            for letter in world.letters() {
                assert_eq!(
                    world.stranger().get(&path_in(&letter.link())).await.status,
                    200,
                    "trial {trial}"
                );
            }
            let sent = page.text().matches("公開のお知らせ").count();
            assert_eq!(sent, 3, "trial {trial}: {sent} notices for three reviewers");
        } else {
            assert_eq!(
                world.letters().len(),
                0,
                "trial {trial}: a draft sent letters"
            );
            let again = clerk.get(&scene.draft.at("/edit")).await.expect(200);
            assert_eq!(again.form("/edit").all("seat_id").len(), 3, "trial {trial}");
        }
    }
}

fn path_in(link: &str) -> String {
    format!("/r/{}", link.rsplit('/').next().unwrap())
}

/// Signs the first reviewer of the published meeting in and saves everything there is.
async fn read_all(world: &World, link: &str, meeting: &Registered) -> Option<Page> {
    let visitor = world.stranger();
    let room = world
        .try_gate(
            &visitor,
            &path_in(link),
            &meeting.mails[0],
            &meeting.passwords[0],
        )
        .await;
    if !room.is_room() {
        return None;
    }
    let open = kairan_tests::html::links(room.html())
        .into_iter()
        .find(|href| href.ends_with("/download"))
        .unwrap();
    Some(visitor.get(&open).await.expect(200))
}

#[tokio::test(flavor = "multi_thread")]
async fn replacing_happens_or_does_not() {
    let mut scene = scene().await;
    let (old, new) = (
        pdf("審査会資料.pdf", 3),
        kairan_paper::placeholder_pdf("新しい資料", 4, 300_000),
    );
    let link = scene.world.letter_to(&scene.published.mails[0]).link();
    let board = scene.clerk.get(&scene.published.path).await.expect(200);
    let page = scene.clerk.get(&board.link("差し替える")).await.expect(200);
    let form = page.form("/replace");
    let (kind, body) = multipart(
        &form.fields,
        &[Chosen {
            name: "新.pdf",
            bytes: &new,
        }],
    );
    let deed = Deed {
        path: form.action.clone(),
        kind,
        body,
    };
    let usual = usual(&mut scene, &deed).await;
    let mut dice = Dice(2);
    for trial in 0..8 {
        let (home, answered) = killed_during(&mut scene, &deed, &mut dice, usual).await;
        let world = reopened(home).await;
        let clerk = clerk_at(&world, &scene.clerk);
        let board = clerk.get(&scene.published.path).await.expect(200);
        let read = read_all(&world, &link, &scene.published)
            .await
            .expect("the gate is open");
        let replaced = board.shows("新.pdf");
        assert!(
            replaced || !answered,
            "trial {trial}: answered, yet not replaced"
        );
        assert_eq!(
            read.body,
            if replaced { new.clone() } else { old.clone() },
            "trial {trial}: something between"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawing_happens_or_does_not() {
    let mut scene = scene().await;
    let link = scene.world.letter_to(&scene.published.mails[0]).link();
    let page = scene
        .clerk
        .get(&scene.published.at("/withdraw"))
        .await
        .expect(200);
    let deed = deed_of(&page.form("/withdraw"));
    let usual = usual(&mut scene, &deed).await;
    let mut dice = Dice(3);
    for trial in 0..7 {
        let (home, answered) = killed_during(&mut scene, &deed, &mut dice, usual).await;
        let world = reopened(home).await;
        let clerk = clerk_at(&world, &scene.clerk);
        let board = clerk.get(&scene.published.path).await.expect(200);
        let withdrawn = board.shows("取下げのお知らせ");
        let gate = world.stranger().get(&path_in(&link)).await;
        assert!(
            withdrawn || !answered,
            "trial {trial}: answered, yet not withdrawn"
        );
        assert_eq!(
            gate.shows("取りやめました"),
            withdrawn,
            "trial {trial}: board and gate disagree"
        );
        assert_eq!(board.has_form("/revive"), withdrawn, "trial {trial}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_may_leave_twice_but_never_differently_and_never_not_at_all() {
    let mut scene = scene().await;
    let confirm = scene.clerk.confirm(&scene.draft).await.expect(200);
    let _ = scene
        .clerk
        .submit(&confirm.form("/publish"))
        .await
        .expect(200);
    let mut dice = Dice(4);
    for trial in 0..7 {
        let home = scene.world.leave().await;
        let mailbox = Mailbox::open();
        let victim = Victim::start(home.path(), mailbox.port);
        // Not a wait for anything: the drawn moment of death, while the loop sends.
        let moment = Duration::from_micros(dice.below(150_000));
        let none = tokio::time::timeout(moment, std::future::pending::<()>()).await;
        assert!(none.is_err());
        victim.kill();
        let world = reopened(home).await;
        world.deliver().await;
        let mut all: Vec<(String, String)> = mailbox
            .raw()
            .iter()
            .map(|raw| kairan_tests::mailbox::Letter::read(raw))
            .chain(world.letters())
            .map(|letter| (letter.to.clone(), message_id(&letter.whole)))
            .collect();
        all.sort();
        all.dedup();
        let to: Vec<&str> = all.iter().map(|(to, _)| to.as_str()).collect();
        assert_eq!(
            to, scene.draft.mails,
            "trial {trial}: lost, or the same letter under another Message-ID"
        );
        let board = clerk_at(&world, &scene.clerk)
            .get(&scene.draft.path)
            .await
            .expect(200);
        assert!(
            !board.shows("送信待ち") && !board.shows("送信中"),
            "trial {trial}:\n{}",
            board.text()
        );
    }
}

fn message_id(raw: &str) -> String {
    let line = raw
        .lines()
        .find(|line| line.to_ascii_lowercase().starts_with("message-id:"));
    line.expect("a letter without Message-ID")
        .split_once(':')
        .unwrap()
        .1
        .trim()
        .to_owned()
}

#[tokio::test]
async fn the_victim_answers_like_the_real_thing() {
    let mut scene = scene().await;
    let home = scene.world.leave().await;
    let mailbox = Mailbox::open();
    let victim = Victim::start(home.path(), mailbox.port);
    let visitor = Visitor::new(&victim.address);
    let page = visitor
        .send(Method::GET, "/console/sign-in", &[], Vec::new(), false)
        .await;
    assert_eq!(page.status, 200);
    victim.kill();
}
