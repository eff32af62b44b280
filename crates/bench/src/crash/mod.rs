//! `crash`: a working Kairan is killed (`SIGKILL`) at random moments of publish, replace, mail,
//! withdraw and revive; afterwards everything it had confirmed is there, and nothing is half
//! done.
//!
//! The child works through the use cases on sled and says on its standard output what it has
//! confirmed; the parent kills it after a delay drawn from the seed, opens the store and
//! judges ([`judge`]). One trial in eight is killed before it says anything: while it opens.

mod child;
mod judge;

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use kairan_vault::{SeededEntropy, entropy};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::Command;

pub(crate) use child::live_until_killed;

use crate::Done;
use crate::cli::Trials;
use crate::house::{House, Office};
use crate::table;

/// A new folder after so many trials, so that looking through all of it stays quick.
const PER_HOUSE: u32 = 25;
/// The longest the child works before it is killed.
const LONGEST: u64 = 60_000;

/// Runs the trials; answers whether all went well.
pub(crate) async fn run(trials: &Trials) -> Done<bool> {
    let chance = SeededEntropy::new(trials.seed);
    let (mut done, mut bad, mut confirmed) = (0, 0, 0);
    while done < trials.trials {
        let home = TempDir::with_prefix("kairan-crash-")?;
        found(home.path()).await?;
        for _ in 0..PER_HOUSE.min(trials.trials - done) {
            done += 1;
            let said = kill_one(home.path(), &chance, done.is_multiple_of(8)).await?;
            confirmed += said.lines().count();
            for wrong in judge::judge(home.path(), &said).await? {
                bad += 1;
                table::say(&format!("trial {done} of seed {}: {wrong}", trials.seed));
            }
        }
        table::complain(&format!(
            "{done} kills, {confirmed} confirmed steps, {bad} faults"
        ));
    }
    table::say(&format!(
        "{done} kills at random moments (seed {}): {confirmed} confirmed steps, {bad} faults",
        trials.seed
    ));
    Ok(bad == 0)
}

/// A house with an office; the clerk's cookie lies beside it for the child.
async fn found(home: &Path) -> Done<()> {
    let on = House::found_plain(home)?.open().await?;
    let office = Office::open(&on.app).await?;
    std::fs::write(home.join("cookie"), &office.cookie)?;
    on.close().await;
    Ok(())
}

/// Starts the child, kills it, answers what it had said.
async fn kill_one(home: &Path, chance: &SeededEntropy, at_start: bool) -> Done<String> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("crash-child").arg("--home").arg(home);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true);
    let mut child = command.spawn()?;
    let mut out = BufReader::new(child.stdout.take().ok_or("no pipe")?);
    let mut said = String::new();
    if !at_start && out.read_line(&mut said).await? == 0 {
        return Err("the child ended before it began".into());
    }
    let delay = u64::from_be_bytes(entropy::bytes(chance)) % LONGEST;
    tokio::time::sleep(Duration::from_micros(delay)).await;
    child.kill().await?;
    out.read_to_string(&mut said).await?;
    Ok(said)
}
