//! `kairan demo`: a filled installation on loopback, from which no letter leaves.
//!
//! It is the real server on the real store; only the post is a folder, shown at `/dev/mailbox`.
//! Everything in it was made through the same use cases a clerk's clicks reach (`fill`). This is
//! the only place that mounts `/dev/mailbox`.

mod answers;
mod error;
mod fill;
mod mailbox;
mod opinions;
mod people;
mod sign_ins;

use std::fs;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use kairan_access::{current_code, operator};
use kairan_domain::ids::StaffId;
use kairan_mail::Mailer;
use kairan_mail::mailbox::MailboxFolder;

pub use self::error::DemoError;
pub use self::fill::{Filled, fill};
pub use self::mailbox::routes as mailbox_routes;
use self::sign_ins::write_private;
pub use self::sign_ins::{AccountSignIn, ReviewerSignIn, SignIns};
use crate::cli::Demo;
use crate::config::{Config, Environment, Level};
use crate::init::init;
use crate::run::{Failure, until_signal};
use crate::server::Server;
use crate::telemetry::{self, RequestId};
use crate::terminal::say;
use crate::wire::{Installation, Nature, sender};

/// Files of an earlier demo; nothing else is ever removed by `--fresh`.
const OURS: [&str; 5] = ["data", "keys", "mailbox", "letter.pdf", "sign-ins.json"];

/// Runs the demo until a signal.
pub async fn run(demo: &Demo, environment: &Environment) -> Result<bool, Failure> {
    if !demo.listen.ip().is_loopback() {
        return Err("the demo shows everybody's letters, so it only listens on loopback".into());
    }
    let folder = std::path::absolute(&demo.data)?;
    if demo.fresh {
        forget(&folder)?;
    }
    let config = config(&folder, free_port(demo.listen)?, environment)?;
    telemetry::start(&config.log);
    let nature = Nature::of_executable();
    RequestId::begin_at(nature.clock.now());
    init(&config, &nature)?;

    let mailbox = MailboxFolder::open(&folder.join("mailbox"))?;
    let mailer = Mailer::new(Arc::new(sender(&config.mail)?), Arc::new(mailbox.clone()));
    let mut on = Installation::open(config, mailer, nature).await?;
    let (file, letter) = (folder.join("sign-ins.json"), folder.join("letter.pdf"));
    let sign_ins = if let Some(known) = SignIns::read(&file)? {
        known
    } else {
        say("Making the demo: a meeting with 30 cases, a draft, requests for opinions …");
        // What Kairan draws itself hides nothing, and a build for trying takes a minute over it.
        examining(&mut on, false);
        let made = fill(&on).await?;
        examining(&mut on, true);
        write_private(&letter, &made.letter)?;
        made.sign_ins.write(&file)?;
        made.sign_ins
    };
    let on = Arc::new(on);
    let server = Server::start(Arc::clone(&on), mailbox_routes(mailbox, letter)?).await?;
    introduce(&sign_ins, server.addresses.public);
    let codes = tell_codes(Arc::clone(&on), sign_ins);

    Ok(until_signal(server, codes).await?)
}

/// Whether materials are examined; nobody else holds the installation yet.
fn examining(on: &mut Installation, examine: bool) {
    if let Some(app) = Arc::get_mut(&mut on.app) {
        app.policies.examine = examine;
    }
}

/// The demo's configuration; the environment may still change limits and time-outs.
fn config(folder: &Path, listen: SocketAddr, environment: &Environment) -> Result<Config, Failure> {
    let mut config = Config::read("", environment)?;
    config.data.folder = folder.join("data");
    config.data.key_ring_file = folder.join("keys").join("ring");
    config.public.listen = listen;
    config.public.url = format!("http://{listen}");
    config.office.listen = None;
    config.office.url = None;
    config.ops.listen = SocketAddr::new(listen.ip(), 0);
    config.mail.from = "kairan@demo.example.jp".into();
    config.mail.bounce_folder = PathBuf::new();
    // The terminal belongs to the person, not to the log.
    config.log.level = Level::Warn;

    Ok(config)
}

/// Port 0 becomes a free one: the address stands in every letter, so it must be known before.
fn free_port(listen: SocketAddr) -> io::Result<SocketAddr> {
    if listen.port() == 0 {
        TcpListener::bind(listen)?.local_addr()
    } else {
        Ok(listen)
    }
}

fn forget(folder: &Path) -> io::Result<()> {
    for name in OURS {
        let path = folder.join(name);
        let gone = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        match gone {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn introduce(sign_ins: &SignIns, address: SocketAddr) {
    say("");
    say(&format!("  Console (clerk)      http://{address}/console"));
    say(&format!("    login id           {}", sign_ins.office.login));
    say(&format!(
        "    password           {}",
        sign_ins.office.password
    ));
    say(&format!(
        "  Letters              http://{address}/dev/mailbox"
    ));
    say("    open a letter's link, then sign in as that reviewer:");
    for reviewer in &sign_ins.reviewers {
        say(&format!("    {:<28} {}", reviewer.mail, reviewer.password));
    }
    say(&format!(
        "  Letter to a doctor   http://{address}/dev/letter.pdf"
    ));
    say("    as the post would bring it: address, code and passcode are on it");
    if let Some(clinic) = &sign_ins.clinic {
        say(&format!("  Clinic               http://{address}/clinic"));
        say(&format!("    login id           {}", clinic.login));
        say(&format!("    password           {}", clinic.password));
    }
    say("");
    say("  Ctrl-C ends it; the next start goes on here, --fresh starts anew.");
    say("");
}

/// Prints the second factors' codes whenever they change.
async fn tell_codes(on: Arc<Installation>, sign_ins: SignIns) {
    let clinic = sign_ins.clinic.map(|clinic| clinic.staff);
    let mut last = String::new();
    loop {
        let mut now = code(&on, sign_ins.office.staff).await;
        if let Some(clinic) = clinic {
            now = format!("console {now}, clinic {}", code(&on, clinic).await);
        }
        if now != last {
            say(&format!("    code of the second factor now: {now}"));
            last = now;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn code(on: &Installation, staff: StaffId) -> String {
    match current_code(&on.app, &operator(), staff).await {
        Ok(Some(code)) => code.expose().to_owned(),
        Ok(None) | Err(_) => "–".to_owned(),
    }
}
