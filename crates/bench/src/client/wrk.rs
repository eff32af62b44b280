//! `wrk`: many small requests on keep-alive connections, its scripts, and what it reports.

use std::fmt::Write;
use std::path::PathBuf;

use tokio::process::Command;

use super::Target;
use crate::Done;
use crate::lab::Lab;
use crate::tools::output;

/// What `wrk` sends.
pub(crate) enum Load {
    /// The same GET again and again.
    Get,
    /// 64 KiB from a random place of a file of so many bytes.
    Ranges {
        /// Size of the file.
        of: u64,
    },
    /// The same form again and again.
    Form {
        /// Its encoded body.
        body: String,
    },
}

/// One run of `wrk` on one thread.
pub(crate) struct Wrk {
    /// What it sends.
    pub(crate) load: Load,
    /// Keep-alive connections.
    pub(crate) connections: u32,
    /// For how long.
    pub(crate) seconds: u32,
}

/// What `wrk` reports.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Report {
    /// Requests per second.
    pub(crate) rate: f64,
    /// 99th percentile, milliseconds.
    pub(crate) p99: f64,
    /// Answers that were no 2xx or 3xx.
    pub(crate) refused: u64,
}

impl Wrk {
    /// Runs it against the target. An answer that is not 2xx or 3xx is an error here.
    pub(crate) async fn run(&self, lab: &Lab, target: &Target) -> Done<Report> {
        let report = self.run_refused(lab, target).await?;
        if report.refused > 0 {
            return Err(format!("{}: {} answers were refusals", target.url, report.refused).into());
        }
        Ok(report)
    }

    /// The same where refusals are what is wanted: wrong passwords.
    pub(crate) async fn run_refused(&self, lab: &Lab, target: &Target) -> Done<Report> {
        let script = self.script(lab, target)?;
        let mut wrk = Command::new("wrk");
        wrk.args(["-t1", "--latency", "--timeout", "10s"]);
        wrk.arg(format!("-c{}", self.connections))
            .arg(format!("-d{}s", self.seconds));
        wrk.arg("-s").arg(script).arg(&target.url);
        read(&output(&mut wrk).await?)
    }

    fn script(&self, lab: &Lab, target: &Target) -> Done<PathBuf> {
        let mut lua = String::new();
        for header in &target.headers {
            let (name, value) = header.split_once(": ").ok_or("a header without a colon")?;
            writeln!(lua, "wrk.headers[{name:?}] = {value:?}")?;
        }
        match &self.load {
            Load::Get => {}
            Load::Ranges { of } => {
                let last = of.saturating_sub(65_536);
                writeln!(lua, "function request()")?;
                writeln!(lua, "  local a = math.random(0, {last})")?;
                writeln!(
                    lua,
                    r#"  wrk.headers["Range"] = "bytes=" .. a .. "-" .. (a + 65535)"#
                )?;
                writeln!(lua, r#"  return wrk.format("GET")"#)?;
                writeln!(lua, "end")?;
            }
            Load::Form { body } => {
                writeln!(lua, r#"wrk.method = "POST""#)?;
                writeln!(lua, "wrk.body = {body:?}")?;
                let kind = "application/x-www-form-urlencoded";
                writeln!(lua, r#"wrk.headers["Content-Type"] = "{kind}""#)?;
            }
        }
        // Two runs beside each other must not share a script.
        let kind = match self.load {
            Load::Get => "get",
            Load::Ranges { .. } => "ranges",
            Load::Form { .. } => "form",
        };
        let file = lab
            .folder("scripts")?
            .join(format!("{kind}-{}.lua", self.connections));
        std::fs::write(&file, lua)?;
        Ok(file)
    }
}

fn read(said: &str) -> Done<Report> {
    let behind = |label: &str| {
        let line = said
            .lines()
            .map(str::trim)
            .find_map(|line| line.strip_prefix(label));
        line.map(str::trim)
    };
    let lacks = || format!("wrk said: {said}");
    let refused = behind("Non-2xx or 3xx responses:").unwrap_or("0").parse()?;
    if behind("Socket errors:")
        .is_some_and(|errors| errors.chars().any(|c| ('1'..='9').contains(&c)))
    {
        return Err(lacks().into());
    }
    Ok(Report {
        rate: behind("Requests/sec:").ok_or_else(lacks)?.parse()?,
        p99: behind("99%").and_then(millis).ok_or_else(lacks)?,
        refused,
    })
}

/// `wrk` writes times as `812.00us`, `4.62ms`, `1.05s`, `1.2m`.
fn millis(text: &str) -> Option<f64> {
    let unit = text.find(|c: char| c.is_ascii_alphabetic())?;
    let number: f64 = text[..unit].parse().ok()?;
    match &text[unit..] {
        "us" => Some(number / 1e3),
        "ms" => Some(number),
        "s" => Some(number * 1e3),
        "m" => Some(number * 60e3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "Running 3s test @ https://127.0.0.1:8443/f\n  \
        1 threads and 16 connections\n  Latency Distribution\n     50%    1.62ms\n     \
        99%    4.62ms\n  24435 requests in 3.00s, 1.50GB read\n  \
        Non-2xx or 3xx responses: 12\nRequests/sec:   8145.21\nTransfer/sec:    512.00MB\n";

    #[test]
    fn a_report_is_read() {
        let report = Report {
            rate: 8145.21,
            p99: 4.62,
            refused: 12,
        };
        assert_eq!(read(SAID).unwrap(), report);
        assert!(read("wrk: unable to connect").is_err());
        let cut = format!("{SAID}  Socket errors: connect 0, read 3, write 0, timeout 0\n");
        assert!(read(&cut).is_err());
    }

    #[test]
    fn times_are_milliseconds() {
        assert_eq!(millis("812.00us"), Some(0.812));
        assert_eq!(millis("1.05s"), Some(1050.0));
        assert_eq!(millis("fast"), None);
    }
}
