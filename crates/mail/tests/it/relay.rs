//! A small relay in the test's own process, which answers as its script says.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the relay does instead of its usual answer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Does {
    /// Says this.
    Says(&'static str),
    /// Closes the connection.
    HangsUp,
    /// Says nothing any more.
    FallsSilent,
}

/// Where in its life the relay is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    /// Connection, counted from 1.
    pub(crate) connection: usize,
    /// Contents already taken over this connection.
    pub(crate) letters: usize,
}

/// At which command the relay does something else. The greeting is called `GREETING`, the end
/// of the content `CONTENT`.
pub(crate) type Script = fn(command: &str, at: At) -> Option<Does>;

/// What the relay saw.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) connections: usize,
    pub(crate) open: usize,
    pub(crate) most_open: usize,
    pub(crate) commands: Vec<String>,
    pub(crate) contents: Vec<Vec<u8>>,
}

pub(crate) struct Relay {
    pub(crate) address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

impl Relay {
    pub(crate) async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let shared = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, script, Arc::clone(&shared)));
            }
        });
        Self { address, seen }
    }

    pub(crate) fn seen<T>(&self, look: impl FnOnce(&Seen) -> T) -> T {
        look(&self.seen.lock().unwrap())
    }

    pub(crate) fn commands(&self, verb: &str) -> usize {
        self.seen(|seen| {
            seen.commands
                .iter()
                .filter(|line| line.starts_with(verb))
                .count()
        })
    }
}

async fn serve(stream: TcpStream, script: Script, seen: Arc<Mutex<Seen>>) {
    let number = {
        let mut seen = seen.lock().unwrap();
        seen.connections += 1;
        seen.open += 1;
        seen.most_open = seen.most_open.max(seen.open);
        seen.connections
    };
    // A peer that hangs up ends the conversation; the test looks at what was seen.
    let _ = converse(stream, script, number, &seen).await;
    seen.lock().unwrap().open -= 1;
}

async fn converse(
    stream: TcpStream,
    script: Script,
    connection: usize,
    seen: &Mutex<Seen>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut at = At {
        connection,
        letters: 0,
    };
    if !answer(
        &mut stream,
        script("GREETING", at),
        "220 relay.example.jp ESMTP",
    )
    .await?
    {
        return Ok(());
    }
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let command = line.trim_end().to_owned();
        seen.lock().unwrap().commands.push(command.clone());
        let verb = command
            .split([' ', ':'])
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        let usual = match verb.as_str() {
            "EHLO" => "250-relay.example.jp\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN",
            "DATA" => "354 go ahead",
            "QUIT" => "221 bye",
            _ => "250 2.0.0 ok",
        };
        if !answer(&mut stream, script(&verb, at), usual).await? || verb == "QUIT" {
            return Ok(());
        }
        if verb == "DATA" && script("DATA", at).is_none() {
            let content = content(&mut stream).await?;
            seen.lock().unwrap().contents.push(content);
            at.letters += 1;
            if !answer(
                &mut stream,
                script("CONTENT", at),
                "250 2.0.0 queued as 4XyZ",
            )
            .await?
            {
                return Ok(());
            }
        }
    }
}

/// `false` when the conversation is over.
async fn answer(
    stream: &mut BufReader<TcpStream>,
    does: Option<Does>,
    usual: &str,
) -> std::io::Result<bool> {
    match does {
        Some(Does::HangsUp) => Ok(false),
        Some(Does::FallsSilent) => {
            // Reads on, so that the other side's writes succeed, until it goes.
            let mut rest = Vec::new();
            stream.read_to_end(&mut rest).await?;
            Ok(false)
        }
        Some(Does::Says(words)) => say(stream, words).await,
        None => say(stream, usual).await,
    }
}

async fn say(stream: &mut BufReader<TcpStream>, words: &str) -> std::io::Result<bool> {
    stream
        .get_mut()
        .write_all(format!("{words}\r\n").as_bytes())
        .await?;
    Ok(true)
}

/// The content up to the lone dot, dots unstuffed.
async fn content(stream: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await? == 0 || line == b".\r\n" {
            return Ok(whole);
        }
        let line = line.strip_prefix(b".").unwrap_or(&line);
        whole.extend_from_slice(line);
    }
}
