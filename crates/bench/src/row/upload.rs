//! Uploads over TLS, sealed and fsynced before the answer, beside nginx's PUT, which does neither.
//!
//! Kairan's time is that of all three requests of an upload: announce, send, finish (where the
//! PDF is checked).

use std::path::Path;

use kairan::config::ByteSize;

use super::town::Town;
use crate::Done;
use crate::client::{Body, Target, send};
use crate::house::{Served, pdf, write_file};
use crate::lab::Lab;
use crate::measure::{Running, Sample, alternate};
use crate::peer::Nginx;
use crate::table::Line;

pub(super) async fn measure(lab: &Lab) -> Done<Vec<Line>> {
    let town = Town::found(lab, "upload", 1, |config| {
        config.limits.max_file_size = ByteSize::mib(2 << 10);
        config.limits.max_total = ByteSize::mib(1 << 20);
        config.limits.max_files = 200;
    })
    .await?;
    let mut lines = measure_size(lab, &town, "upload of 100 MiB, TLS", lab.pick(100, 10)).await?;
    lines.extend(measure_size(lab, &town, "upload of 1 GiB, TLS", lab.pick(1024, 30)).await?);
    Ok(lines)
}

async fn measure_size(lab: &Lab, town: &Town, what: &str, mib: u64) -> Done<Vec<Line>> {
    let file = lab.folder("uploads")?.join(format!("{mib}.pdf"));
    write_file(&file, pdf(mib))?;
    let kairan = town.serve(lab).await?;
    let nginx = Nginx::start(lab).await?;
    let theirs = nginx.target("put/upload.pdf");
    let idle = kairan.running.resident_mib()?;

    let pairs = alternate(
        lab.pairs(),
        async || ours(lab, town, &kairan, &file).await,
        async || {
            timed(&nginx.running, &file, async || {
                Ok(send(lab, &theirs, "PUT", Body::File(&file)).await?.0)
            })
            .await
        },
    )
    .await?;
    kairan.end().await?;
    std::fs::remove_file(&file)?;

    let (rate, cpu) = (|s: &Sample| s.rate, |s: &Sample| s.cpu_per_gib);
    Ok(vec![
        Line::new(what)
            .ours(pairs.ours(rate), "MiB/s")
            .beside("nginx PUT", pairs.theirs(rate), "MiB/s")
            .ratio_at_least(pairs.ratio(rate), 0.5),
        Line::new("… server processor time, no bar")
            .ours(pairs.ours(cpu), "s/GiB")
            .beside("nginx PUT", pairs.theirs(cpu), "s/GiB"),
        Line::new("… peak memory above idle")
            .without(&format!("idle {idle:.1} MiB"))
            .at_most(pairs.worst(|s| s.peak_mib) - idle, 16.0, "MiB"),
    ])
}

async fn ours(lab: &Lab, town: &Town, kairan: &Served, file: &Path) -> Done<Sample> {
    let size = file.metadata()?.len();
    let uploads = format!("/console/meetings/{}/uploads", town.draft);
    timed(&kairan.running, file, async || {
        let announced = format!(r#"{{"file_name":"審査会資料.pdf","size":{size}}}"#);
        let begin = kairan.console(&uploads, &town.office);
        let (begun, said) = send(lab, &begin, "POST", Body::Json(&announced)).await?;
        let said: serde_json::Value = serde_json::from_str(&said)?;
        let id = said["id"].as_str().ok_or("no id for the upload")?;

        let mut piece = kairan.console(&format!("{uploads}/{id}"), &town.office);
        piece.headers.push("Upload-Offset: 0".to_owned());
        piece
            .headers
            .push("Content-Type: application/octet-stream".to_owned());
        let (sent, _) = send(lab, &piece, "PATCH", Body::File(file)).await?;

        let finish: Target = kairan.console(&format!("{uploads}/{id}/finish"), &town.office);
        let (finished, _) = send(lab, &finish, "POST", Body::Json("{}")).await?;
        Ok(begun + sent + finished)
    })
    .await
}

async fn timed(
    server: &Running,
    file: &Path,
    upload: impl AsyncFnOnce() -> Done<f64>,
) -> Done<Sample> {
    let bytes = u32::try_from(file.metadata()?.len())?;
    let mib = f64::from(bytes) / f64::from(1 << 20);
    server.forget_peak()?;
    let before = server.cpu_seconds()?;
    let seconds = upload().await?;
    let cpu_per_gib = (server.cpu_seconds()? - before) / mib * 1024.0;
    Ok(Sample {
        rate: mib / seconds,
        cpu_per_gib,
        peak_mib: server.peak_mib()?,
        ..Sample::default()
    })
}
