//! Publishing through the use case on sled: papers in, five passwords carried over, one click.

use kairan_access::App;
use kairan_board::{preview_publish, publish_meeting};
use kairan_domain::ids::MeetingId;
use kairan_vault::envelope::EnvelopeKey;

use crate::Done;
use crate::house::{House, Model, Office, Shared, lay_in, pdf_of};
use crate::lab::Lab;
use crate::measure::{median, now};
use crate::table::Line;

pub(super) async fn measure(lab: &Lab) -> Done<Vec<Line>> {
    let house = House::found(lab, "publish", |_| {})?;
    let on = house.open().await?;
    let office = Office::open(&on.app).await?;
    let models = Model::hire(&on.app, &office, 5).await?;
    let paper = lay_in(&on.app, &office, pdf_of(100_000)).await?;

    let count = lab.pick(500, 20);
    let (mut rates, mut commits) = (Vec::new(), 0);
    for _ in 0..lab.pairs() {
        let drafts = Shared::drafts(&on.app, &office, &models, &paper, count).await?;
        let clicks = preview_all(&on.app, &office, &drafts).await?;
        let before = on.app.store.counts().commits;
        let begun = now();
        publish_all(&on.app, &office, clicks).await?;
        rates.push(f64::from(u32::try_from(count)?) / begun.elapsed().as_secs_f64());
        commits = (on.app.store.counts().commits - before).div_ceil(u64::try_from(count)?);
    }
    on.close().await;
    Ok(vec![
        Line::new("publish a meeting with 5 reviewers, one after the other")
            .without(&format!("{commits} durable commit each"))
            .at_least(median(rates.into_iter()), 100.0, "meetings/s"),
    ])
}

/// What the confirmation page would show: each draft with the fingerprint to hand back.
pub(super) async fn preview_all(
    app: &App,
    office: &Office,
    drafts: &[MeetingId],
) -> Done<Vec<(MeetingId, u64)>> {
    let key = EnvelopeKey::random(app.entropy.as_ref());
    let mut clicks = Vec::new();
    for draft in drafts {
        let preview = preview_publish(app, &office.clerk, &key, *draft).await?;
        if !preview.faults.is_empty() {
            return Err(format!("the draft has faults: {:?}", preview.faults).into());
        }
        clicks.push((*draft, preview.fingerprint));
    }
    Ok(clicks)
}

/// One click after the other.
pub(super) async fn publish_all(
    app: &App,
    office: &Office,
    clicks: Vec<(MeetingId, u64)>,
) -> Done<()> {
    for (draft, seen) in clicks {
        publish_meeting(app, &office.clerk, draft, seen).await?;
    }
    Ok(())
}
