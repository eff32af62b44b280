//! Thin entry: reads command line and environment once, everything else is in the library.

use std::process::ExitCode;

use clap::Parser;
use kairan::cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Names or values that are no text cannot be settings of ours.
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => runtime.block_on(kairan::run::run(cli, environment)),
        Err(error) => {
            kairan::terminal::complain(&format!("kairan: cannot start: {error}"));
            ExitCode::FAILURE
        }
    }
}
