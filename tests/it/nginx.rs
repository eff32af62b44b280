//! The nginx.conf we ship, in a real nginx before a real Kairan: pages work, and no spelling of a
//! link puts its token into a log.

use kairan::config::Network;
use kairan_tests::people::Plan;
use kairan_tests::tools::Tool;
use kairan_tests::visitor::Visitor;
use kairan_tests::world::World;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A running nginx and its folder of logs.
struct Nginx {
    _process: Tool,
    folder: tempfile::TempDir,
    plain: SocketAddr,
}

/// An address nobody listens on; nginx takes it a moment later.
fn free() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap()
}

fn run(command: &mut Command) -> String {
    let done = command.output().unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(done.status.success(), "{said}");
    said
}

/// `http2 on;` came with 1.25.1.
fn is_old() -> bool {
    let said = run(Command::new(nginx()).arg("-v"));
    let version = said.split("nginx/").nth(1).unwrap();
    let mut numbers = version
        .split(|c: char| !c.is_ascii_digit())
        .map_while(|number| number.parse::<u32>().ok());
    let mut next = || numbers.next().unwrap();
    (next(), next(), next()) < (1, 25, 1)
}

/// Debian puts it where only root's PATH looks.
fn nginx() -> &'static str {
    let there = Path::new("/usr/sbin/nginx").exists();
    if there { "/usr/sbin/nginx" } else { "nginx" }
}

impl Nginx {
    /// The shipped file with nothing changed but addresses, names of files, and a plain listener
    /// beside the one with TLS, for requests written by hand.
    fn before(upstream: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (tls, plain, insecure) = (free(), free(), free());
        run(Command::new("openssl")
            .args([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
            ])
            .args(["-subj", "/CN=kairan.example.jp", "-keyout"])
            .arg(at("key.pem"))
            .arg("-out")
            .arg(at("cert.pem")));
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/nginx.conf");
        let mut conf = std::fs::read_to_string(shipped).unwrap();
        let mut put = |from: &str, to: &str| {
            assert!(conf.contains(from), "nginx.conf has no {from:?}");
            conf = conf.replace(from, to);
        };
        for listen in [
            "443 ssl default_server",
            "443 ssl",
            "80 default_server",
            "80",
        ] {
            put(&format!("    listen [::]:{listen};\n"), "");
        }
        put(
            "listen 443 ssl default_server;",
            &format!("listen {tls} ssl default_server;"),
        );
        put(
            "listen 443 ssl;",
            &format!("listen {tls} ssl; listen {plain};"),
        );
        put(
            "listen 80 default_server;",
            &format!("listen {insecure} default_server;"),
        );
        put("listen 80;", &format!("listen {insecure};"));
        put("server 127.0.0.1:8080;", &format!("server {upstream};"));
        put(
            "/etc/ssl/kairan/fullchain.pem",
            at("cert.pem").to_str().unwrap(),
        );
        put("/etc/ssl/kairan/key.pem", at("key.pem").to_str().unwrap());
        put("/var/log/nginx/", &format!("{}/", folder.path().display()));
        if is_old() {
            put("    http2 on;\n", "");
        }
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|of| [of, "_temp_path ", at(of).to_str().unwrap(), ";\n"].concat())
            .collect();
        let whole = format!(
            "pid {};\nerror_log {} crit;\ndaemon off;\nevents {{}}\nhttp {{\n{temporary}{conf}}}\n",
            at("pid").display(),
            at("start.log").display()
        );
        std::fs::write(at("nginx.conf"), whole).unwrap();
        let command = |more: &[&str]| {
            let mut command = Command::new(nginx());
            command
                .arg("-p")
                .arg(folder.path())
                .arg("-c")
                .arg(at("nginx.conf"));
            command.arg("-e").arg(at("start.log")).args(more);
            command
        };
        run(command(&["-t"]).stdout(Stdio::null()));
        let process = Tool::start(&mut command(&[]));
        for _ in 0..2_000 {
            if TcpStream::connect(plain).is_ok() {
                break;
            }
            std::thread::yield_now();
        }
        Self {
            _process: process,
            folder,
            plain,
        }
    }

    /// The status of a request whose path goes out exactly as written.
    fn status(&self, path: &str, referer: &str) -> u16 {
        let mut stream = TcpStream::connect(self.plain).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: kairan.example.jp\r\nReferer: {referer}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let status = answer.split(|byte| *byte == b' ').nth(1).unwrap();
        std::str::from_utf8(status).unwrap().parse().unwrap()
    }

    /// Everything in every log.
    fn logs(&self) -> String {
        let logs: Vec<PathBuf> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "log"))
            .collect();
        logs.iter()
            .map(|log| std::fs::read_to_string(log).unwrap())
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_spelling_of_a_link_puts_its_token_into_a_log() {
    let world = World::with(|config| {
        config.proxies.trusted = vec!["127.0.0.1".parse::<Network>().unwrap()];
    })
    .await;
    let meeting = world.clerk().await.publish(&Plan::of(1)).await;
    world.deliver().await;
    let link = world.letter_to(&meeting.mails[0]).link();
    let token = link.rsplit('/').next().unwrap().to_owned();
    let nginx = Nginx::before(world.url().strip_prefix("http://").unwrap());

    // The way of people, through nginx.
    let reader = Visitor::new(&format!("http://{}", nginx.plain));
    let gate = reader.get(&format!("/r/{token}")).await.expect(200);
    assert!(gate.shows("パスワード"), "{}", gate.text());

    // The ways of mangled links and of those who try.
    let half = &token[..20];
    let rest = &token[20..];
    for path in [
        format!("/r/{token}"),
        format!("//r/{token}"),
        format!("/./r/{token}"),
        format!("/x/../r/{token}"),
        format!("/%72/{token}"),
        format!("/%2572/{token}"),
        format!("/r%2F{token}"),
        format!("/R/{token}"),
        format!("/r/{token}/"),
        format!("/r/{half}%20{rest}"),
        format!("/r/{half}%0D%0A{rest}"),
        format!("/x/r/{token}"),
        format!("/r{token}"),
        format!("/{token}"),
        format!("/o/{token}"),
        format!("/O//{token}"),
        format!("/room/{token}/"),
        format!("/?link=/r/{token}"),
        format!("/r/{token}?{token}"),
        format!("/r/{token}#{token}"),
        format!("http://kairan.example.jp/r/{token}"),
    ] {
        nginx.status(&path, &format!("https://kairan.example.jp/r/{token}"));
    }
    for referer in [
        format!("https://mail.example.jp/open?url=https://kairan.example.jp/r/{token}"),
        format!("https://kairan.example.jp//r/{token}"),
        format!("https://kairan.example.jp?{token}"),
        format!("/r/{token}"),
        token.clone(),
    ] {
        assert_eq!(nginx.status("/healthy", &referer), 404);
    }

    let logs = nginx.logs();
    assert!(logs.contains("GET /r/*** HTTP/1.1\" 200"), "{logs}");
    assert!(logs.contains("GET /healthy HTTP/1.1\" 404"), "{logs}");
    assert!(logs.contains("\"https://mail.example.jp\""), "{logs}");
    let lower = logs.to_lowercase();
    for piece in [half, rest] {
        assert!(
            !lower.contains(&piece.to_lowercase()),
            "a log holds a piece of the token"
        );
    }
}
