//! A server as a process of its own: started, read out of `/proc`, ended.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use super::now;
use crate::Done;

/// Ticks per second of the counters in `/proc/<pid>/stat` (USER_HZ, fixed on Linux).
const TICKS: f64 = 100.0;

/// A running server with all its child processes. Ends with this value.
pub(crate) struct Running {
    child: Child,
    name: &'static str,
}

impl Running {
    /// Starts it; what it says on standard error goes to `log`.
    pub(crate) fn start(name: &'static str, command: &mut Command, log: &Path) -> Done<Self> {
        let log = fs::File::options().create(true).append(true).open(log)?;
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .kill_on_drop(true);
        Ok(Self {
            child: command.spawn()?,
            name,
        })
    }

    /// Waits until somebody listens there.
    pub(crate) async fn listening(&mut self, port: u16) -> Done<()> {
        let begun = now();
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            if let Some(status) = self.child.try_wait()? {
                return Err(format!("{} ended at once: {status}", self.name).into());
            }
            if begun.elapsed() > Duration::from_secs(30) {
                return Err(format!("{} does not listen on {port}", self.name).into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(())
    }

    /// Processor seconds used so far, by it and its children.
    pub(crate) fn cpu_seconds(&self) -> Done<f64> {
        let mut ticks = 0.0;
        for pid in self.family()? {
            let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
            // After the name in brackets: state is field 3, utime 14, stime 15.
            let fields: Vec<&str> = stat
                .rsplit(") ")
                .next()
                .unwrap_or_default()
                .split(' ')
                .collect();
            for field in fields.get(11..13).unwrap_or_default() {
                ticks += field.parse::<f64>()?;
            }
        }
        Ok(ticks / TICKS)
    }

    /// MiB in memory now.
    pub(crate) fn resident_mib(&self) -> Done<f64> {
        self.status("VmRSS:")
    }

    /// The most MiB in memory since [`Running::forget_peak`].
    pub(crate) fn peak_mib(&self) -> Done<f64> {
        self.status("VmHWM:")
    }

    /// Peaks count from now on.
    pub(crate) fn forget_peak(&self) -> Done<()> {
        for pid in self.family()? {
            fs::write(format!("/proc/{pid}/clear_refs"), "5")?;
        }
        Ok(())
    }

    /// Asks it to end and waits for that, so that its folder is free.
    pub(crate) async fn end(mut self) -> Done<()> {
        if let Some(pid) = self
            .child
            .id()
            .and_then(|id| Pid::from_raw(id.cast_signed()))
        {
            kill_process(pid, Signal::TERM)?;
        }
        let patience = Duration::from_secs(40);
        match tokio::time::timeout(patience, self.child.wait()).await {
            Ok(ended) => ended.map(|_| ()).map_err(Into::into),
            Err(_) => self.child.kill().await.map_err(Into::into),
        }
    }

    fn status(&self, field: &str) -> Done<f64> {
        let mut kib = 0.0;
        for pid in self.family()? {
            let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
            let line = status.lines().find_map(|line| line.strip_prefix(field));
            let number = line.and_then(|line| line.split_whitespace().next());
            kib += number.ok_or("no such field in /proc")?.parse::<f64>()?;
        }
        Ok(kib / 1024.0)
    }

    /// Its own id and those of its children (nginx's workers).
    fn family(&self) -> Done<Vec<u32>> {
        let own = self
            .child
            .id()
            .ok_or_else(|| format!("{} has ended", self.name))?;
        let mut family = vec![own];
        for task in fs::read_dir(format!("/proc/{own}/task"))? {
            let children = fs::read_to_string(task?.path().join("children")).unwrap_or_default();
            family.extend(
                children
                    .split_whitespace()
                    .filter_map(|pid| pid.parse::<u32>().ok()),
            );
        }
        Ok(family)
    }
}
