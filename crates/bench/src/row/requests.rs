//! The work list of doctors' opinions, its search and what stands beside it, with few and with
//! many requests open (and five times as many ended).

use jiff::civil::Date;
use kairan::wire::Installation;
use kairan_domain::date::tokyo_day;
use kairan_domain::secret::SecretText;
use kairan_opinion::{
    RequestsFilter, Tab, acceptable_for_board, list_requests, register_request, show_clinic,
};

use crate::Done;
use crate::house::{House, Office, Town};
use crate::lab::Lab;
use crate::measure::{Sample, alternate, median, now};
use crate::table::Line;

/// What a clerk does.
#[derive(Clone, Copy)]
enum Deed {
    List(Tab),
    Number,
    Piece,
    Clinic,
    Board,
    Register,
}

const DEEDS: [(&str, Deed); 9] = [
    ("work list of opinions", Deed::List(Tab::Open)),
    ("… today's calls", Deed::List(Tab::Today)),
    ("… overdue", Deed::List(Tab::Overdue)),
    ("… ended", Deed::List(Tab::Ended)),
    ("… search by number", Deed::Number),
    ("… search by a piece of a name", Deed::Piece),
    ("… one clinic", Deed::Clinic),
    ("… for a meeting", Deed::Board),
    ("… register", Deed::Register),
];

struct Filled {
    on: Installation,
    office: Office,
    town: Town,
}

pub(super) async fn measure(lab: &Lab) -> Done<Vec<Line>> {
    let few = filled(lab, "requests-few", lab.pick(100, 60)).await?;
    let many = filled(lab, "requests-many", lab.pick(10_000, 300)).await?;
    let mut lines = Vec::new();
    for (what, deed) in DEEDS {
        let pairs = alternate(
            lab.pairs(),
            async || ask(lab, &many, deed).await,
            async || ask(lab, &few, deed).await,
        )
        .await?;
        let p50 = |s: &Sample| s.millis;
        let line = Line::new(&format!("{what}: 10,000 open, p50"))
            .ours(pairs.ours(p50), "ms")
            .beside("100 open", pairs.theirs(p50), "ms");
        lines.push(match deed {
            // Opens what is open, up to a bound: the first is far below it.
            Deed::Piece => line.ratio_at_most(pairs.ratio(p50), 15.0),
            _ => line.ratio_at_most(pairs.ratio(p50), 1.5),
        });
    }
    few.on.close().await;
    many.on.close().await;
    Ok(lines)
}

async fn filled(lab: &Lab, name: &str, open: usize) -> Done<Filled> {
    let on = House::found(lab, name, |_| {})?.open().await?;
    let office = Office::open(&on.app).await?;
    let town = Town::fill(&on.app, &office, open, open * 5).await?;
    Ok(Filled { on, office, town })
}

async fn ask(lab: &Lab, filled: &Filled, deed: Deed) -> Done<Sample> {
    let mut millis = Vec::new();
    for turn in 0..lab.pick(100, 10) {
        let begun = now();
        once(filled, deed, turn).await?;
        millis.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    Ok(Sample {
        millis: median(millis.into_iter()),
        ..Sample::default()
    })
}

async fn once(filled: &Filled, deed: Deed, turn: usize) -> Done<()> {
    let (app, by) = (&filled.on.app, &filled.office.clerk);
    let typed = |text: &str| RequestsFilter {
        typed: SecretText::new(text),
        ..RequestsFilter::default()
    };
    let filter = match deed {
        Deed::List(tab) => RequestsFilter {
            tab,
            ..RequestsFilter::default()
        },
        Deed::Number => typed(&Town::number(turn)),
        // Nobody is called so: everything that may be looked at is.
        Deed::Piece => typed("鷺"),
        Deed::Clinic => {
            let page = show_clinic(app, by, filled.town.clinic(turn)).await?;
            return some(page.open.len());
        }
        Deed::Board => {
            let page = acceptable_for_board(app, by, None).await?;
            return some(page.rows.len());
        }
        Deed::Register => {
            let today: Date = tokyo_day(app.now());
            let raw = filled.town.typed(today);
            register_request(app, by, &raw).await?;
            return Ok(());
        }
    };
    let list = list_requests(app, by, &filter).await?;
    match deed {
        Deed::Piece => Ok(()),
        _ => some(list.rows.len()),
    }
}

fn some(found: usize) -> Done<()> {
    if found > 0 {
        Ok(())
    } else {
        Err("nothing was found".into())
    }
}
