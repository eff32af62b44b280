//! The gate's page over TLS, beside nginx's static page of 2 KiB.

use super::ranges::run;
use super::town::Town;
use crate::Done;
use crate::client::{Load, Wrk};
use crate::lab::Lab;
use crate::measure::{Sample, alternate};
use crate::peer::Nginx;
use crate::table::Line;

pub(super) async fn measure(lab: &Lab) -> Done<Vec<Line>> {
    let town = Town::found(lab, "gate", 1, |_| {}).await?;
    let kairan = town.serve(lab).await?;
    let nginx = Nginx::start(lab).await?;
    let ours = kairan.open(&format!("/r/{}", town.readers[0].link));
    let theirs = nginx.lay("page.html", std::iter::once(vec![b'x'; 2048]))?;
    let wrk = Wrk {
        load: Load::Get,
        connections: 32,
        seconds: lab.pick(5, 1),
    };

    let pairs = alternate(
        lab.pairs(),
        async || run(lab, &wrk, &ours).await,
        async || run(lab, &wrk, &theirs).await,
    )
    .await?;
    kairan.end().await?;

    let (rate, p99) = (|s: &Sample| s.rate, |s: &Sample| s.millis);
    Ok(vec![
        Line::new("gate page, 32 connections, TLS")
            .ours(pairs.ours(rate), "req/s")
            .beside("nginx", pairs.theirs(rate), "req/s")
            .ratio_at_least(pairs.ratio(rate), 0.5),
        Line::new("… p99")
            .ours(pairs.ours(p99), "ms")
            .beside("nginx", pairs.theirs(p99), "ms")
            .ratio_at_most(pairs.ratio(p99), 2.0),
    ])
}
