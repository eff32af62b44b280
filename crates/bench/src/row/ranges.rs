//! 64 KiB from random places on 16 keep-alive connections over TLS, beside nginx and dufs.

use super::town::Town;
use crate::Done;
use crate::client::{Load, Target, Wrk};
use crate::house::pdf;
use crate::lab::Lab;
use crate::measure::{Sample, alternate};
use crate::peer::{Dufs, Nginx};
use crate::table::Line;

const MIB: u64 = 100;

pub(super) async fn measure(lab: &Lab) -> Done<Vec<Line>> {
    let town = Town::found(lab, "ranges", MIB, |_| {}).await?;
    let kairan = town.serve(lab).await?;
    let nginx = Nginx::start(lab).await?;
    let ours = kairan.room(&town.download(), &town.readers[0]);
    let theirs = nginx.lay("ranges", pdf(MIB))?;
    let wrk = load(lab);

    let pairs = alternate(
        lab.pairs(),
        async || run(lab, &wrk, &ours).await,
        async || run(lab, &wrk, &theirs).await,
    )
    .await?;
    let (rate, p99) = (|s: &Sample| s.rate, |s: &Sample| s.millis);
    let mut lines = vec![
        Line::new("64 KiB ranges, 16 connections, TLS")
            .ours(pairs.ours(rate), "req/s")
            .beside("nginx", pairs.theirs(rate), "req/s")
            .ratio_at_least(pairs.ratio(rate), 0.5),
        Line::new("… p99")
            .ours(pairs.ours(p99), "ms")
            .beside("nginx", pairs.theirs(p99), "ms")
            .ratio_at_most(pairs.ratio(p99), 1.5),
    ];

    let line = Line::new("… beside dufs");
    lines.push(match Dufs::start(lab).await? {
        None => line
            .ours(pairs.ours(rate), "req/s")
            .without("dufs is not installed (bar ≥ 2 ×)"),
        Some(dufs) => {
            let theirs = dufs.lay("ranges", pdf(MIB))?;
            let beside = alternate(
                lab.pairs(),
                async || run(lab, &wrk, &ours).await,
                async || run(lab, &wrk, &theirs).await,
            );
            let beside = beside.await?;
            dufs.running.end().await?;
            line.ours(beside.ours(rate), "req/s")
                .beside("dufs", beside.theirs(rate), "req/s")
                .ratio_at_least(beside.ratio(rate), 2.0)
        }
    });
    kairan.end().await?;
    Ok(lines)
}

/// Readers as `perf.md` has them; the storm row uses the same.
pub(super) fn load(lab: &Lab) -> Wrk {
    Wrk {
        load: Load::Ranges { of: MIB << 20 },
        connections: 16,
        seconds: lab.pick(5, 1),
    }
}

pub(super) async fn run(lab: &Lab, wrk: &Wrk, target: &Target) -> Done<Sample> {
    let report = wrk.run(lab, target).await?;
    Ok(Sample {
        rate: report.rate,
        millis: report.p99,
        ..Sample::default()
    })
}
