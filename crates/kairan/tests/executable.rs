//! The executable itself, as an operator runs it: the one test that starts processes.
#![expect(
    clippy::unwrap_used,
    reason = "a test may panic; clippy knows only functions marked as tests"
)]

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn kairan(config: &Path, words: &[&str]) -> Output {
    command(config, words).output().unwrap()
}

fn command(config: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kairan"));
    command
        .arg("--config")
        .arg(config)
        .args(words)
        .stdin(Stdio::null());
    command
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
}

/// A configuration for everything below `folder`.
fn write_config(folder: &Path, public: SocketAddr, ops: SocketAddr) -> std::path::PathBuf {
    let file = folder.join("kairan.toml");
    let folder = folder.display();
    let text = format!(
        "[data]\nfolder = \"{folder}/data\"\nkey_ring_file = \"{folder}/keys/ring\"\n\
         [public]\nlisten = \"{public}\"\nurl = \"http://{public}\"\n\
         [ops]\nlisten = \"{ops}\"\n"
    );
    fs::write(&file, text).unwrap();
    file
}

/// Waits until the address answers, by trying again; gives up when the process has ended.
fn answer(address: SocketAddr, path: &str, server: &mut Child) -> String {
    loop {
        assert!(server.try_wait().unwrap().is_none(), "the server ended");
        let Ok(mut socket) = TcpStream::connect(address) else {
            std::thread::yield_now();
            continue;
        };
        write!(
            socket,
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        return answer;
    }
}

fn signal(server: &Child, name: &str) {
    let sent = Command::new("kill")
        .arg(name)
        .arg(server.id().to_string())
        .status()
        .unwrap();
    assert!(sent.success());
}

fn init(config: &Path, login: &str) -> Output {
    let insurer = ["--insurer-no", "990010", "--insurer", "ひばり市"];
    let office = ["--office", "介護保険課", "--phone", "000-111-2222"];
    let person = ["--login", login, "--name", "山田 花子"];
    let mut words = vec!["init", "--mail", "kaigo@city.example.jp"];
    words.extend(insurer);
    words.extend(office);
    words.extend(person);
    kairan(config, &words)
}

#[test]
fn from_init_to_the_end_of_service() {
    let folder = tempfile::tempdir().unwrap();
    let (public, ops) = (free_address(), free_address());
    let config = write_config(folder.path(), public, ops);

    let first = kairan(&config, &["serve"]);
    assert!(!first.status.success(), "nothing to serve before init");
    assert!(
        text(first.stderr).contains("kairan init"),
        "and it says what to do"
    );

    let checked = kairan(&config, &["check-config"]);
    assert!(checked.status.success(), "{}", text(checked.stderr));

    let half = init(&config, "no blank is allowed");
    assert!(!half.status.success(), "the insurer was made, nobody else");
    let made = init(&config, "admin");
    assert!(made.status.success(), "{}", text(made.stderr));
    assert!(text(made.stdout).contains("initial password"));
    let again = init(&config, "admin");
    assert!(again.status.success(), "{}", text(again.stderr));
    let said = text(again.stdout);
    assert!(!said.contains("initial password"), "left alone: {said}");
    let ring = folder.path().join("keys").join("ring");
    assert_eq!(
        fs::metadata(&ring).unwrap().permissions().mode() & 0o777,
        0o600
    );

    let mut server = command(&config, &["serve"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    assert!(answer(ops, "/readyz", &mut server).ends_with("ready\n"));
    assert!(answer(public, "/console/sign-in", &mut server).starts_with("HTTP/1.1 200"));
    let added = kairan(
        &config,
        &[
            "user",
            "add",
            "--insurer",
            "990010",
            "--login",
            "sato",
            "--name",
            "佐藤 次郎",
        ],
    );
    assert!(
        added.status.success(),
        "the running server is reached: {}",
        text(added.stderr)
    );
    let taken = kairan(
        &config,
        &[
            "user",
            "add",
            "--insurer",
            "990010",
            "--login",
            "sato",
            "--name",
            "佐藤 三郎",
        ],
    );
    assert!(!taken.status.success());

    signal(&server, "-HUP");
    assert!(
        answer(ops, "/healthz", &mut server).ends_with("ok\n"),
        "SIGHUP ends nothing"
    );
    signal(&server, "-TERM");
    let ended = server.wait_with_output().unwrap();
    assert!(ended.status.success());
    for line in text(ended.stderr).lines() {
        assert!(
            line.starts_with('{') && line.ends_with('}'),
            "a JSON line: {line}"
        );
    }
    let listed = kairan(&config, &["insurer", "list"]);
    assert!(
        text(listed.stdout).contains("ひばり市"),
        "and without a server"
    );
}

#[test]
fn faults_of_the_configuration_are_all_told_and_the_exit_code_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kairan.toml");
    fs::write(
        &file,
        "[limits]\nmax_files = 0\ncolour = 1\n[log]\nlevel = \"loud\"\n",
    )
    .unwrap();
    let checked = kairan(&file, &["check-config"]);
    assert!(!checked.status.success());
    let told = text(checked.stderr);
    for path in ["limits.max_files", "limits.colour", "log.level"] {
        assert!(told.contains(path), "{told}");
    }
}

#[test]
fn the_demo_refuses_to_be_seen_from_outside() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("demo");
    let refused = kairan(
        Path::new("/nowhere"),
        &[
            "demo",
            "--listen",
            "0.0.0.0:0",
            "--data",
            data.to_str().unwrap(),
        ],
    );
    assert!(!refused.status.success());
    assert!(text(refused.stderr).contains("loopback"));
    assert!(!data.exists());
}
