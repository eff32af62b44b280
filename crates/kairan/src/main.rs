//! Thin entry: reads command line and environment once, everything else is in the library.

use std::process::ExitCode;

use clap::Parser;
use kairan::cli::{Cli, Command};

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Before anything is started that its bounds on memory would have to hold.
    if matches!(cli.command, Command::RenderWorker) {
        return render_worker();
    }
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

/// The life of a process that renders for the server.
fn render_worker() -> ExitCode {
    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    match kairan_paper::render::work(&mut input, &mut output) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever asked sees that no answer came.
        Err(_) => ExitCode::FAILURE,
    }
}
