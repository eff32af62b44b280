//! A whole server in a process that may be killed: `kairan-victim CONFIG` prints its address on
//! the first line and runs until somebody ends it.

use kairan::config::Config;
use kairan::server::Server;
use kairan::wire::{self, Installation, Nature};
use std::path::PathBuf;
use std::sync::Arc;

#[tokio::main]
async fn main() {
    let file = PathBuf::from(
        std::env::args()
            .nth(1)
            .expect("usage: kairan-victim CONFIG"),
    );
    let config = Config::load(&file, &[]).expect("a sound configuration");
    let mailer = wire::mailer(&config.mail).expect("a mailer");
    let opened = Installation::open(config, mailer, Nature::real())
        .await
        .expect("data to open");
    let server = Server::start(Arc::new(opened), axum::Router::new())
        .await
        .expect("free doors");
    say(&format!("{}", server.addresses.public));
    server.broken().await;
}

#[expect(
    clippy::print_stdout,
    reason = "the first line of standard output is how the test learns the address"
)]
fn say(line: &str) {
    println!("{line}");
}
