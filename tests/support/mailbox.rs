//! A real SMTP server (aiosmtpd) and what it took in.

use crate::tools::{self, Tool};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

/// A running SMTP server; see `smtp_server.py` for how it misbehaves.
pub struct Mailbox {
    /// Where it listens on 127.0.0.1.
    pub port: u16,
    folder: PathBuf,
    _server: Tool,
    _home: tempfile::TempDir,
}

impl Mailbox {
    /// A server without TLS that takes everything.
    pub fn open() -> Self {
        Self::with(&[])
    }

    /// A server started with further arguments (`--tls CERT KEY --auth USER PASSWORD`).
    pub fn with(arguments: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("taken");
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("support/smtp_server.py");
        let mut command = Command::new(tools::folder().join("venv/bin/python"));
        command.arg(script).arg(&folder).args(arguments);
        let mut server = Tool::start(&mut command);
        let mut line = String::new();
        BufReader::new(server.0.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let port = line
            .trim()
            .parse()
            .unwrap_or_else(|_| panic!("the SMTP server did not start: {line:?}"));
        Self {
            port,
            folder,
            _server: server,
            _home: home,
        }
    }

    /// The messages taken so far, oldest first, as they came over the wire.
    pub fn raw(&self) -> Vec<Vec<u8>> {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
            .collect();
        paths.sort();
        paths
            .iter()
            .map(|path| std::fs::read(path).unwrap())
            .collect()
    }

    /// The letters taken so far, once there are at least `count`; panics after ten seconds.
    pub async fn letters(&self, count: usize) -> Vec<Letter> {
        let deadline = Instant::now() + Duration::from_secs(10);
        let mut looks = tokio::time::interval(Duration::from_millis(20));
        loop {
            looks.tick().await;
            let letters: Vec<Letter> = self.raw().iter().map(|raw| Letter::read(raw)).collect();
            if letters.len() >= count {
                return letters;
            }
            assert!(
                Instant::now() < deadline,
                "{} of {count} letters came",
                letters.len()
            );
        }
    }
}

/// A letter as a mail program shows it.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The one recipient.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
    /// Everything, decoded, for "never contains" questions.
    pub whole: String,
}

impl Letter {
    /// A letter as it left, with the envelope's recipient.
    pub fn of_parcel(raw: &[u8], to: &str) -> Self {
        Self {
            to: to.to_owned(),
            ..Self::read(raw)
        }
    }

    /// Reads a message as it came over the wire.
    pub fn read(raw: &[u8]) -> Self {
        let message = mail_parser::MessageParser::default()
            .parse(raw)
            .expect("not a mail");
        let part = |text: Option<std::borrow::Cow<'_, str>>| {
            text.map(std::borrow::Cow::into_owned).unwrap_or_default()
        };
        let subject = message.subject().unwrap_or_default().to_owned();
        let (text, html) = (part(message.body_text(0)), part(message.body_html(0)));
        let to = message
            .header_raw("X-Envelope-To")
            .unwrap_or_default()
            .trim()
            .to_owned();
        let head = String::from_utf8(raw.to_vec()).unwrap_or_default();
        let whole = format!("{head}\n{subject}\n{text}\n{html}");
        Self {
            to,
            subject,
            text,
            html,
            whole,
        }
    }

    /// The access link in the text.
    pub fn link(&self) -> String {
        self.text
            .lines()
            .map(str::trim)
            .find(|line| line.contains("/r/"))
            .expect("no link in the letter")
            .to_owned()
    }
}
