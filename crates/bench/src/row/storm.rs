//! Eight clients post wrong answers at the gate while readers read and one reviewer signs in.
//!
//! The reference is Kairan itself in calm: same server, same readers, in turn.

use super::ranges::{load, run};
use super::town::Town;
use crate::Done;
use crate::client::{Load, Wrk};
use crate::house::PASSWORD;
use crate::lab::Lab;
use crate::measure::{Sample, alternate};
use crate::table::Line;

pub(super) async fn measure(lab: &Lab) -> Done<Vec<Line>> {
    // Everybody here is 127.0.0.1: without this the limit per address would stop the storm.
    let town = Town::found(lab, "storm", 100, |config| {
        config.gate.address_attempts = 100_000_000;
        config.gate.link_attempts = 100_000_000;
    })
    .await?;
    let kairan = town.serve(lab).await?;
    let [reader, victim, honest, ..] = town.readers.as_slice() else {
        return Err("three reviewers were invited".into());
    };
    let reading = kairan.room(&town.download(), reader);
    let (readers, seconds) = (load(lab), lab.pick(5, 1) + 2);
    let guesses = post("stranger@example.jp", 8, seconds);
    let sign_ins = post(&honest.mail, 1, seconds);
    let (at_victim, at_honest) = (kairan.gate(victim), kairan.gate(honest));

    kairan.running.forget_peak()?;
    let mut honest_p99 = Vec::new();
    let pairs = alternate(
        lab.pairs(),
        async || {
            let (storm, calm, own) = tokio::join!(
                guesses.run_refused(lab, &at_victim),
                run(lab, &readers, &reading),
                sign_ins.run(lab, &at_honest),
            );
            if storm?.refused == 0 {
                return Err("no wrong answer was refused".into());
            }
            honest_p99.push(own?.p99);
            calm
        },
        async || run(lab, &readers, &reading).await,
    )
    .await?;
    let peak = kairan.running.peak_mib()?;
    kairan.end().await?;

    let (rate, p99) = (|s: &Sample| s.rate, |s: &Sample| s.millis);
    let slowest = honest_p99.into_iter().fold(f64::NAN, f64::max);
    Ok(vec![
        Line::new("storm of 8 guessers: readers keep")
            .ours(pairs.ours(rate), "req/s")
            .beside("calm", pairs.theirs(rate), "req/s")
            .ratio_at_least(pairs.ratio(rate), 0.7),
        Line::new("… readers' p99")
            .ours(pairs.ours(p99), "ms")
            .beside("calm", pairs.theirs(p99), "ms")
            .ratio_at_most(pairs.ratio(p99), 2.0),
        Line::new("… honest sign-in, p99").at_most(slowest, 1000.0, "ms"),
        Line::new("… peak memory").at_most(peak, 96.0, "MiB"),
    ])
}

fn post(mail: &str, connections: u32, seconds: u32) -> Wrk {
    let body = format!("mail={}&password={PASSWORD}", mail.replace('@', "%40"));
    Wrk {
        load: Load::Form { body },
        connections,
        seconds,
    }
}
