//! The console's list and its search, with few and with many meetings stored.

use kairan::wire::Installation;
use kairan_board::list_meetings;

use crate::Done;
use crate::house::{House, Model, Office, Shared};
use crate::lab::Lab;
use crate::measure::{Sample, alternate, median, now};
use crate::table::Line;

/// What a clerk does: looks at the first page, looks for a month, a day, a number, a panel, a
/// reviewer by half of the name.
const TYPED: [(&str, &str); 6] = [
    ("list of meetings", ""),
    ("… one month", "令和4年5月"),
    ("… one day", "2022-05-17"),
    ("… number", "1"),
    ("… panel", "第3合議体"),
    ("… reviewer", "査太郎3"),
];

pub(super) async fn measure(lab: &Lab) -> Done<Vec<Line>> {
    let few = filled(lab, "lists-few", lab.pick(1_000, 200)).await?;
    let many = filled(lab, "lists-many", lab.pick(100_000, 1_000)).await?;
    let mut lines = Vec::new();
    for (what, typed) in TYPED {
        let pairs = alternate(
            lab.pairs(),
            async || ask(lab, &many, typed).await,
            async || ask(lab, &few, typed).await,
        )
        .await?;
        let p50 = |s: &Sample| s.millis;
        lines.push(
            Line::new(&format!("{what}: 100,000 stored, p50"))
                .ours(pairs.ours(p50), "ms")
                .beside("1,000 stored", pairs.theirs(p50), "ms")
                .ratio_at_most(pairs.ratio(p50), 1.5),
        );
    }
    few.0.close().await;
    many.0.close().await;
    Ok(lines)
}

async fn filled(lab: &Lab, name: &str, count: usize) -> Done<(Installation, Office)> {
    let on = House::found(lab, name, |_| {})?.open().await?;
    let office = Office::open(&on.app).await?;
    let models = Model::hire(&on.app, &office, 5).await?;
    Shared::many(&on.app, &office, &models, count).await?;
    Ok((on, office))
}

async fn ask(lab: &Lab, (on, office): &(Installation, Office), typed: &str) -> Done<Sample> {
    let mut millis = Vec::new();
    for _ in 0..lab.pick(200, 20) {
        let begun = now();
        let page = list_meetings(&on.app, &office.clerk, typed, None).await?;
        millis.push(begun.elapsed().as_secs_f64() * 1e3);
        if page.rows.is_empty() {
            return Err(format!("nothing was found for {typed:?}").into());
        }
    }
    Ok(Sample {
        millis: median(millis.into_iter()),
        ..Sample::default()
    })
}
