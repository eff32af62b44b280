//! A thousand notices leave a running Kairan for a local sink, beside lettre's pool alone.
//!
//! Both send over as many connections; the pool's letters are ready, Kairan claims, renders,
//! sends and settles each one durably.

use kairan::config::MailTls;

use super::publish::{preview_all, publish_all};
use crate::Done;
use crate::house::{House, Model, Office, Shared, lay_in, pdf_of};
use crate::lab::Lab;
use crate::measure::{Sample, alternate};
use crate::peer::{Sink, send_by_pool};
use crate::table::Line;

const SEATS: usize = 5;

pub(super) async fn measure(lab: &Lab) -> Done<Vec<Line>> {
    let sink = Sink::start().await?;
    let house = House::found(lab, "mail", |config| {
        config.mail.server = "127.0.0.1".into();
        config.mail.port = sink.port;
        config.mail.tls = MailTls::None;
    })?;
    let on = house.open().await?;
    let office = Office::open(&on.app).await?;
    let models = Model::hire(&on.app, &office, SEATS).await?;
    let paper = lay_in(&on.app, &office, pdf_of(100_000)).await?;
    let at_once = on.config.mail.at_once;
    on.close().await;
    let letters = lab.pick(1_000, 50);

    let pairs = alternate(
        lab.pairs(),
        async || {
            let on = house.open().await?;
            let drafts = Shared::drafts(&on.app, &office, &models, &paper, letters / SEATS).await?;
            let clicks = preview_all(&on.app, &office, &drafts).await?;
            publish_all(&on.app, &office, clicks).await?;
            on.close().await;
            drop(on);
            sink.forget();
            let kairan = house.serve(lab).await?;
            let rate = sink.rate_of(letters).await?;
            kairan.end().await?;
            Ok(Sample::rate(rate))
        },
        async || {
            sink.forget();
            let letter = sink.last_letter();
            let sending = send_by_pool(sink.port, letters, at_once, &letter);
            let (sent, rate) = tokio::join!(sending, sink.rate_of(letters));
            sent?;
            Ok(Sample::rate(rate?))
        },
    )
    .await?;
    let rate = |s: &Sample| s.rate;
    Ok(vec![
        Line::new("1,000 notices to a local SMTP sink")
            .ours(pairs.ours(rate), "letters/s")
            .beside("lettre's pool", pairs.theirs(rate), "letters/s")
            .ratio_at_least(pairs.ratio(rate), 0.8),
    ])
}
