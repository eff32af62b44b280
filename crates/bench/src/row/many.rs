//! 64 downloads of 20 MiB at once over TLS, beside nginx's static file.

use super::town::Town;
use crate::Done;
use crate::client::{Target, many};
use crate::house::pdf;
use crate::lab::Lab;
use crate::measure::{Running, Sample, alternate};
use crate::peer::Nginx;
use crate::table::Line;

const AT_ONCE: usize = 64;

pub(super) async fn measure(lab: &Lab) -> Done<Vec<Line>> {
    let mib = lab.pick(20, 2);
    let town = Town::found(lab, "many", mib, |_| {}).await?;
    let kairan = town.serve(lab).await?;
    let nginx = Nginx::start(lab).await?;
    let ours = kairan.room(&town.download(), &town.readers[0]);
    let theirs = nginx.lay("many", pdf(mib))?;

    let pairs = alternate(
        lab.pairs(),
        async || transfer(lab, &kairan.running, &ours).await,
        async || transfer(lab, &nginx.running, &theirs).await,
    )
    .await?;
    kairan.end().await?;

    let rate = |s: &Sample| s.rate;
    let peak = |s: &Sample| s.peak_mib;
    Ok(vec![
        Line::new("64 downloads of 20 MiB at once, TLS")
            .ours(pairs.ours(rate), "MiB/s")
            .beside("nginx", pairs.theirs(rate), "MiB/s")
            .ratio_at_least(pairs.ratio(rate), 0.75),
        Line::new("… peak memory")
            .beside("nginx", pairs.theirs(peak), "MiB")
            .at_most(pairs.worst(peak), 64.0, "MiB"),
    ])
}

async fn transfer(lab: &Lab, server: &Running, target: &Target) -> Done<Sample> {
    server.forget_peak()?;
    let before = server.cpu_seconds()?;
    let (rate, mib) = many(lab, target, AT_ONCE).await?;
    let cpu_per_gib = (server.cpu_seconds()? - before) / mib * 1024.0;
    Ok(Sample {
        rate,
        cpu_per_gib,
        peak_mib: server.peak_mib()?,
        ..Sample::default()
    })
}
