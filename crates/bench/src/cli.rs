//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::row::Name;

/// Measures design §10: Kairan beside its references.
#[derive(Parser)]
#[command(name = "kairan-bench", version)]
pub(crate) struct Cli {
    /// Something else than the table.
    #[command(subcommand)]
    pub(crate) task: Option<Task>,
    #[command(flatten)]
    pub(crate) options: Options,
}

/// How the table is made.
#[derive(Args, Clone)]
pub(crate) struct Options {
    /// Only these rows.
    #[arg(long, value_enum, value_name = "NAME")]
    pub(crate) only: Vec<Name>,
    /// Alternating pairs per row; the design asks for at least five.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) pairs: u32,
    /// One short pair of everything: shows that it works, measures nothing.
    #[arg(long)]
    pub(crate) quick: bool,
    /// Where folders are made; must lie on a real disk.
    #[arg(long, value_name = "DIR")]
    pub(crate) scratch: Option<PathBuf>,
}

/// What else there is.
#[derive(Subcommand)]
pub(crate) enum Task {
    /// Kills a working Kairan at random moments and looks whether anything is half done.
    Crash(Trials),
    /// What `crash` kills.
    #[command(hide = true)]
    CrashChild(Child),
}

/// How often and from which seed.
#[derive(Args)]
pub(crate) struct Trials {
    /// How often.
    #[arg(long, default_value_t = 1000)]
    pub(crate) trials: u32,
    /// The same seed kills after the same delays.
    #[arg(long, default_value_t = 20_261_122)]
    pub(crate) seed: u64,
}

/// What the child needs to know.
#[derive(Args)]
pub(crate) struct Child {
    /// Its installation.
    #[arg(long)]
    pub(crate) home: PathBuf,
}
