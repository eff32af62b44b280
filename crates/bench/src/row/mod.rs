//! The rows of design §10, one file each.

mod gate;
mod lists;
mod mail;
mod many;
mod opinions;
mod password;
mod publish;
mod ranges;
mod requests;
mod single;
mod start;
mod storm;
mod town;
mod upload;

use clap::ValueEnum;

use crate::Done;
use crate::cli::Options;
use crate::lab::Lab;
use crate::table::{self, Line};

/// What can be asked for with `--only`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Name {
    /// One download of 100 MiB.
    Single,
    /// 64 downloads of 20 MiB at once.
    Many,
    /// 64 KiB ranges on 16 connections.
    Ranges,
    /// The gate's page.
    Gate,
    /// Eight clients posting wrong answers.
    Storm,
    /// Uploads of 100 MiB and 1 GiB.
    Upload,
    /// One Argon2id check.
    Password,
    /// Publishing a meeting.
    Publish,
    /// Lists and search with few and many meetings stored.
    Lists,
    /// The work list of opinions with few and many open.
    Requests,
    /// Starting with many meetings stored.
    Start,
    /// Letters to a local sink.
    Mail,
    /// Drawing doctors' opinions.
    Opinions,
}

impl Name {
    async fn measure(self, lab: &Lab) -> Done<Vec<Line>> {
        match self {
            Self::Single => single::measure(lab).await,
            Self::Many => many::measure(lab).await,
            Self::Ranges => ranges::measure(lab).await,
            Self::Gate => gate::measure(lab).await,
            Self::Storm => storm::measure(lab).await,
            Self::Upload => upload::measure(lab).await,
            Self::Password => password::measure(lab),
            Self::Publish => publish::measure(lab).await,
            Self::Lists => lists::measure(lab).await,
            Self::Requests => requests::measure(lab).await,
            Self::Start => start::measure(lab).await,
            Self::Mail => mail::measure(lab).await,
            Self::Opinions => opinions::measure(lab),
        }
    }
}

/// Measures what was asked for and prints the table; answers whether every bar is met. A row
/// that breaks does not take the others with it.
pub(crate) async fn measure_all(options: &Options) -> Done<bool> {
    let lab = Lab::open(options).await?;
    let (mut lines, mut whole) = (Vec::new(), true);
    for name in Name::value_variants() {
        if !options.only.is_empty() && !options.only.contains(name) {
            continue;
        }
        table::complain(&format!("measuring {name:?} …"));
        match name.measure(&lab).await {
            Ok(measured) => lines.extend(measured),
            Err(trouble) => {
                whole = false;
                table::complain(&format!("{name:?} could not be measured: {trouble}"));
            }
        }
    }
    table::print(&lines);
    Ok(whole && !lines.iter().any(Line::is_below))
}
