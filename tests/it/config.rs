//! The settings as an operator meets them: the commented example, every fault at once, the
//! environment, and two doors with trees of their own.

use kairan::config::Config;
use kairan_tests::people::Plan;
use kairan_tests::visitor::Visitor;
use kairan_tests::world::World;
use std::path::Path;

fn example() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/kairan.toml"))
        .unwrap()
}

#[test]
fn every_fault_is_told_at_once_with_its_path() {
    let text = "[public]\nlisten = \"nowhere\"\nurll = \"x\"\n[mail]\nfrom = \"no address\"\n[limits]\nmax_file_size = \"much\"\n";
    let faults = Config::read(text, &[])
        .expect_err("a broken document was taken")
        .to_string();
    for path in ["public.listen", "public.urll", "limits.max_file_size"] {
        assert!(faults.contains(path), "{path} is not told:\n{faults}");
    }
}

#[test]
fn the_environment_lies_over_the_document_and_is_checked_as_strictly() {
    let set =
        |name: &str, value: &str| Config::read(&example(), &[(name.to_owned(), value.to_owned())]);
    assert_eq!(
        set("KAIRAN_PUBLIC__LISTEN", "127.0.0.1:4711")
            .unwrap()
            .public
            .listen
            .port(),
        4711
    );
    let faults = set("KAIRAN_PUBLIC__LISTENN", "127.0.0.1:4711")
        .expect_err("an unknown key was taken")
        .to_string();
    assert!(faults.to_lowercase().contains("listenn"), "{faults}");
}

/// Under the unit of November 2026 the first thread that checks passwords would have ended the
/// server: `setpriority` was denied, and what is denied was answered with a signal.
#[test]
fn the_unit_denies_no_call_that_the_server_makes() {
    let unit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/kairan.service");
    let unit = std::fs::read_to_string(unit).unwrap();
    let denied = unit
        .lines()
        .filter_map(|line| line.strip_prefix("SystemCallFilter=~"));
    assert_eq!(denied.collect::<Vec<_>>(), ["@privileged"]);
    assert!(unit.contains("\nSystemCallErrorNumber=EPERM\n"));
    assert!(unit.contains("\nOOMPolicy=continue\n"));
}

#[tokio::test]
async fn two_doors_serve_two_trees() {
    let world =
        World::with(|config| config.office.listen = Some("127.0.0.1:0".parse().unwrap())).await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(1)).await;
    world.deliver().await;
    let link = world.letter_to(&meeting.mails[0]).link();
    assert!(
        link.starts_with(world.url()),
        "a letter leads to the office's door"
    );
    let path = link.strip_prefix(world.url()).unwrap().to_owned();
    let (public, office) = (world.stranger(), Visitor::new(world.office_url()));
    for path in ["/console/", "/console/sign-in", "/metrics", "/healthz"] {
        assert_eq!(
            public.get(path).await.status,
            404,
            "{path} is open to the internet"
        );
    }
    for path in [path.as_str(), "/room/", "/metrics"] {
        assert_eq!(
            office.get(path).await.status,
            404,
            "{path} is open at the office's door"
        );
    }
    // The tree decides, not what the client says about the host.
    for host in [
        "localhost",
        "office.example.jp",
        world.office_url().trim_start_matches("http://"),
    ] {
        let page = public
            .get_with(
                "/console/sign-in",
                &[("host", host), ("x-forwarded-host", host)],
            )
            .await;
        assert_eq!(page.status, 404, "the host {host} opened the console");
    }
    let reviewer = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let _ = reviewer.get("/room/").await.expect(200);
}

#[tokio::test]
async fn the_machine_rooms_door_tells_health_and_figures_without_people() {
    let world = World::start().await;
    let clerk = world.clerk().await;
    let meeting = clerk.publish(&Plan::of(2)).await;
    world.deliver().await;
    let _ = world
        .reviewer(&meeting.mails[0], &meeting.passwords[0])
        .await;
    let machine = Visitor::new(&world.ops_url());
    assert_eq!(machine.get("/healthz").await.status, 200);
    assert_eq!(machine.get("/readyz").await.status, 200);
    let figures = machine.get("/metrics").await.expect(200);
    let text = figures.html();
    assert!(
        text.contains("# TYPE") && text.lines().filter(|line| !line.starts_with('#')).count() > 10,
        "{text}"
    );
    for secret in [
        meeting.mails[0].as_str(),
        &meeting.passwords[0],
        meeting.id(),
        "h.sato",
    ] {
        assert!(!text.contains(secret), "the figures tell {secret}");
    }
    assert_eq!(machine.get("/console/").await.status, 404);
}
