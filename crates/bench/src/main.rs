//! The figures of design §10: every row with the in-run reference beside it.
//!
//! ```sh
//! cargo run --release -p kairan-bench                      # all rows, at least five pairs each
//! cargo run --release -p kairan-bench -- --only ranges     # one row (see --help for the names)
//! cargo run --release -p kairan-bench -- --quick           # does everything work? figures mean little
//! cargo run --release -p kairan-bench -- crash --trials 1000 --seed 7
//! ```
//!
//! Needs Debian's `nginx-light`, `wrk`, `curl`, `openssl`; `dufs` from crates.io where it is
//! (`nice cargo install dufs --version 0.47.0 --locked --root ~/.cache/kairan-bench`), else its
//! cells say so. Kairan is measured as it runs: the real `kairan serve`, as a process of its own
//! on its own folder, under its own TLS.
//!
//! **Deliberately does not know**: any bar that is not in design §10, any figure of another
//! day. Machines drift by a third within minutes, so Kairan and reference take turns
//! (A B A B) and what is judged is the median of the ratios. Run it alone on the machine.
//!
//! **Start reading** at `lab.rs` (what a row gets), then `row/single.rs` (the shortest row),
//! `house/` (how a filled Kairan is made) and `measure/` (pairs, memory, processor time).
//!
//! **To add a row**: a file in `row/` with one `pub(crate) async fn measure(lab: &Lab) ->
//! Done<Vec<Line>>`, and its name in `row/mod.rs`. A new peer: a file in `peer/` that starts
//! it and answers a URL.
//!
//! # Decisions
//! - 2026-11-22: clients are `curl` and `wrk`, the same for every server, so that what the
//!   client costs cancels out of a ratio (`perf.md`, "curl is close to being the limit").
//! - 2026-11-22: every row starts the server anew. Its peak memory is then the row's own, not
//!   what an earlier row left in the allocator.
//! - 2026-11-22: the storm sends a wrong e-mail address. Wrong passwords at one seat stop being
//!   evaluated after ten mistakes (which is the point of the throttle), a wrong address costs
//!   the same work each time. The limit per client address is lifted in the configuration, as
//!   `perf.md` lifted vaultwarden's, because 127.0.0.1 is everybody here.
//! - 2026-11-22: vaultwarden cannot be had from a registry, so its row says that it was not
//!   run; `perf.md` keeps what it did beside nginx on another day.
//! - 2026-11-23: beside other work, run it in a scheduler group of its own that goes before the
//!   rest: `setsid -w bash -c 'echo -20 > /proc/self/autogroup; exec kairan-bench …'` (root).
//!   Linux groups processes by session, so `nice` alone changes nothing there; and `nice -n -20`
//!   within the group would push the password threads' own priority out of proportion.
//! - 2026-11-23: memory before the first request is read five seconds after the start, not 0.6:
//!   the first rounds work then, and what they took (217 MiB at 0.6 s, 1.1 GiB later) looked like
//!   the database's own.
//! - 2026-11-23: the storm is not a matter of share alone. On two cores Argon2 also takes the
//!   cache from the readers: with its thread at nice 10 they keep 0.67, at 13 0.75, at 19 0.86 of
//!   their rate, and an honest sign-in takes 0.27, 0.44 and 0.79 s.

mod cli;
mod client;
mod crash;
mod house;
mod lab;
mod measure;
mod peer;
mod row;
mod table;
mod tools;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Task};

/// Whatever went wrong, in words for the person who ran the benchmark.
type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// A result of anything here.
type Done<T> = Result<T, Trouble>;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.task {
        None => row::measure_all(&cli.options).await,
        Some(Task::Crash(trials)) => crash::run(&trials).await,
        Some(Task::CrashChild(child)) => crash::live_until_killed(&child).await,
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(trouble) => {
            table::complain(&format!("kairan-bench: {trouble}"));
            ExitCode::from(2)
        }
    }
}
