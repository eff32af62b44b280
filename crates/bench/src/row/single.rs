//! One stream of 100 MiB over TLS, sealed and gated, beside nginx's static file.

use super::town::Town;
use crate::Done;
use crate::client::{Target, one_after_the_other};
use crate::house::pdf;
use crate::lab::Lab;
use crate::measure::{Running, Sample, alternate};
use crate::peer::Nginx;
use crate::table::Line;

pub(super) async fn measure(lab: &Lab) -> Done<Vec<Line>> {
    let mib = lab.pick(100, 10);
    let town = Town::found(lab, "single", mib, |_| {}).await?;
    let kairan = town.serve(lab).await?;
    let nginx = Nginx::start(lab).await?;
    let ours = kairan.room(&town.download(), &town.readers[0]);
    let theirs = nginx.lay("single", pdf(mib))?;

    let times = lab.pick(5, 2);
    let pairs = alternate(
        lab.pairs(),
        async || transfer(&kairan.running, &ours, times).await,
        async || transfer(&nginx.running, &theirs, times).await,
    )
    .await?;
    kairan.end().await?;

    let rate = |s: &Sample| s.rate;
    let cpu = |s: &Sample| s.cpu_per_gib;
    Ok(vec![
        Line::new("one download of 100 MiB, TLS")
            .ours(pairs.ours(rate), "MiB/s")
            .beside("nginx", pairs.theirs(rate), "MiB/s")
            .ratio_at_least(pairs.ratio(rate), 0.75),
        Line::new("… server processor time")
            .ours(pairs.ours(cpu), "s/GiB")
            .beside("nginx", pairs.theirs(cpu), "s/GiB")
            .ratio_at_most(pairs.ratio(cpu), 1.5),
        Line::new("… beside vaultwarden's Send (bar ≥ 3.5 ×)")
            .ours(pairs.ours(rate), "MiB/s")
            .without("not run: no registry has it"),
    ])
}

async fn transfer(server: &Running, target: &Target, times: usize) -> Done<Sample> {
    server.forget_peak()?;
    let before = server.cpu_seconds()?;
    let (rate, mib) = one_after_the_other(target, times).await?;
    let cpu_per_gib = (server.cpu_seconds()? - before) / mib * 1024.0;
    Ok(Sample {
        rate,
        cpu_per_gib,
        peak_mib: server.peak_mib()?,
        ..Sample::default()
    })
}
