//! `curl`: downloads, one after the other or many at once, and uploads.

use std::fmt::Write as _;
use std::path::Path;

use tokio::process::Command;

use crate::measure::now;
use crate::tools::output;
use crate::{Done, lab::Lab};

/// What is asked for, and with which headers.
#[derive(Clone)]
pub(crate) struct Target {
    /// The whole address.
    pub(crate) url: String,
    /// Header lines, such as `Cookie: …`.
    pub(crate) headers: Vec<String>,
}

impl Target {
    /// An address that needs no header.
    pub(crate) fn open(url: String) -> Self {
        Self {
            url,
            headers: Vec::new(),
        }
    }
}

const TOLD: &str = "%{http_code} %{size_download} %{time_total}\n";

/// Transfers the target so often on one connection; answers MiB per second of transfer time,
/// and MiB.
pub(crate) async fn one_after_the_other(target: &Target, times: usize) -> Done<(f64, f64)> {
    let mut curl = command(target);
    curl.args(["-w", TOLD]);
    for _ in 0..times {
        curl.args(["-o", "/dev/null", &target.url]);
    }
    let told = Told::read(&output(&mut curl).await?)?;
    Ok((told.mib / told.seconds, told.mib))
}

/// Transfers the target so often, all at once; answers MiB per second of wall time, and MiB.
pub(crate) async fn many(lab: &Lab, target: &Target, at_once: usize) -> Done<(f64, f64)> {
    let list = lab.folder("lists")?.join("many");
    let mut text = String::new();
    for _ in 0..at_once {
        writeln!(text, "url = \"{}\"\noutput = \"/dev/null\"", target.url)?;
    }
    std::fs::write(&list, text)?;
    let mut curl = command(target);
    curl.args([
        "-Z",
        "--parallel-immediate",
        "--parallel-max",
        &at_once.to_string(),
    ]);
    curl.args(["-w", TOLD]).arg("-K").arg(&list);
    let begun = now();
    let said = output(&mut curl).await?;
    let seconds = begun.elapsed().as_secs_f64();
    let mib = Told::read(&said)?.mib;
    Ok((mib / seconds, mib))
}

/// One request with a body; answers its seconds and what the server said.
pub(crate) async fn send(
    lab: &Lab,
    target: &Target,
    method: &str,
    body: Body<'_>,
) -> Done<(f64, String)> {
    let answer = lab.folder("answers")?.join("last");
    std::fs::write(&answer, "")?;
    let mut curl = command(target);
    curl.args(["-X", method, "-H", "Expect:", "-w", TOLD])
        .arg("-o")
        .arg(&answer);
    match body {
        Body::File(path) => curl.arg("-T").arg(path),
        Body::Json(text) => curl.args(["-H", "Content-Type: application/json", "-d", text]),
    };
    let figures = output(curl.arg(&target.url)).await?;
    let said = std::fs::read_to_string(&answer)?;
    let seconds = figures.trim_end().rsplit(' ').next().unwrap_or_default();
    if !figures.starts_with('2') {
        return Err(format!("{method} {} was answered {figures}{said}", target.url).into());
    }
    Ok((seconds.parse()?, said))
}

/// What is sent.
#[derive(Clone, Copy)]
pub(crate) enum Body<'a> {
    /// A file's bytes.
    File(&'a Path),
    /// JSON.
    Json(&'a str),
}

fn command(target: &Target) -> Command {
    let mut curl = Command::new("curl");
    curl.args(["-s", "-S", "-k", "--http1.1", "--max-time", "600"]);
    for header in &target.headers {
        curl.args(["-H", header]);
    }
    curl
}

/// Sums over curl's lines.
struct Told {
    mib: f64,
    seconds: f64,
}

impl Told {
    fn read(said: &str) -> Done<Self> {
        let mut sum = Self {
            mib: 0.0,
            seconds: 0.0,
        };
        for line in said.lines() {
            let fields: Vec<&str> = line.split(' ').collect();
            let [code, down, seconds] = fields[..] else {
                return Err(format!("curl said {line:?}").into());
            };
            if code != "200" {
                return Err(format!("a download was answered {code}").into());
            }
            sum.mib += down.parse::<f64>()? / f64::from(1 << 20);
            sum.seconds += seconds.parse::<f64>()?;
        }
        Ok(sum)
    }
}
