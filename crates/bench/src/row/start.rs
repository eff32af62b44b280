//! From the start of the process to the first page, with nothing and with much stored.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Done;
use crate::house::{House, Model, Office, Shared};
use crate::lab::Lab;
use crate::measure::{median, now};
use crate::table::Line;

pub(super) async fn measure(lab: &Lab) -> Done<Vec<Line>> {
    let empty = starts(lab, "start-empty", 0).await?;
    let full = starts(lab, "start-full", lab.pick(100_000, 1_000)).await?;
    Ok(vec![
        Line::new("start, nothing stored: first 200").at_most(empty.millis, 100.0, "ms"),
        Line::new("start, 100,000 meetings stored: first 200").at_most(full.millis, 2000.0, "ms"),
        Line::new("… memory before the first request")
            .without(&format!("nothing stored: {:.1} MiB", empty.idle_mib))
            .at_most(full.idle_mib, 30.0, "MiB"),
        Line::new("… memory after 2,000 gate pages, no bar").ours(full.after_mib, "MiB"),
    ])
}

struct Started {
    millis: f64,
    idle_mib: f64,
    after_mib: f64,
}

async fn starts(lab: &Lab, name: &str, meetings: usize) -> Done<Started> {
    // Without TLS: the probe's own handshake is no part of a start.
    let house = House::found_plain(&lab.folder(name)?)?;
    let on = house.open().await?;
    let office = Office::open(&on.app).await?;
    let models = Model::hire(&on.app, &office, 5).await?;
    let shared = Shared::publish(&on.app, &office, &models, Vec::new()).await?;
    Shared::many(&on.app, &office, &models, meetings).await?;
    on.close().await;
    let page = format!("/r/{}", shared.readers[0].link);

    let mut millis = Vec::new();
    for _ in 0..lab.pairs() {
        let begun = now();
        let server = house.start(lab)?;
        while !answers(house.port(), &page).await {
            if begun.elapsed() > Duration::from_mins(1) {
                return Err("no page within a minute".into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        millis.push(begun.elapsed().as_secs_f64() * 1e3);
        server.end().await?;
    }

    let served = house.serve(lab).await?;
    // The first rounds of the loops are over by then, and count.
    tokio::time::sleep(Duration::from_secs(5)).await;
    let idle_mib = served.running.resident_mib()?;
    for _ in 0..2_000 {
        answers(house.port(), &page).await;
    }
    let after_mib = served.running.resident_mib()?;
    served.end().await?;
    Ok(Started {
        millis: median(millis.into_iter()),
        idle_mib,
        after_mib,
    })
}

/// Whether the page comes with 200. Refused connections are what is waited through.
async fn answers(port: u16, page: &str) -> bool {
    let ask = async {
        let mut server = TcpStream::connect(("127.0.0.1", port)).await?;
        let request = format!("GET {page} HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n");
        server.write_all(request.as_bytes()).await?;
        let mut head = [0; 12];
        server.read_exact(&mut head).await?;
        std::io::Result::Ok(&head == b"HTTP/1.1 200")
    };
    ask.await.unwrap_or(false)
}
