//! The running system: configuration, wiring, doors, background loops, commands.
//!
//! The binary is a thin `main` over this library, so that tests, benchmarks and the demo run the
//! same house: [`wire`] puts it together from a [`config::Config`], [`serve`] lets people in,
//! [`loops`] does what goes on without anybody asking, [`commands`] what an operator asks for.
//!
//! **Deliberately does not know**: rules of the field (`domain`), what a page or a letter says
//! (`web`, `mail`), how anything is sealed or stored (`vault`, `store`). No use case lives here.
//!
//! **Start reading** at [`server::Server`], then `wire/mod.rs` (what is built in which order), then
//! `serve/stream.rs` (why a slow client cannot stay).
//!
//! **To add** a setting: `config/mod.rs` says how. A command: `control/mod.rs`. A background loop:
//! `loops/mod.rs`. A number at `/metrics`: `ops/mod.rs`. A door: a [`serve::Door`].
//!
//! # Decisions
//! - 2026-11-22: each key of the configuration is tried *on its own* against the typed structs.
//!   Plain serde stops at the first fault; an operator wants all of them, with their paths.
//! - 2026-11-22: waits are timed below the protocol (`serve/stream.rs`), not by hyper's
//!   `header_read_timeout`: that one cannot tell a half-sent header from an idle connection, does
//!   not see a connection without a byte, a silent HTTP/2 connection or a reader who stopped.
//! - 2026-11-22: progress is bytes per span, not "something moved": a client that sends one byte
//!   every 29 seconds is slow too.
//! - 2026-11-22: of `X-Forwarded-For` and `Forwarded` only the configured one is read. A proxy that
//!   sets one passes the other through from the client.
//! - 2026-11-22: a command and the running server carry out the same function over the same
//!   closed list of requests; the socket's file mode is the permission.
//! - 2026-11-22: metrics are atomics and a dozen lines of text format; no library.
//! - 2026-11-22: answered reads are logged at `debug`, changes and refusals at `info`, failures at
//!   `error`; all by route pattern. Who read what is the audit's matter, not the log's.
//! - 2026-11-22: a store that refused a write ends the process with a failure; the service manager
//!   starts it anew. Re-opening inside would need every clone of the store to change engines.
//! - 2026-11-22: the demo fills itself through use cases, so it cannot show what a clerk cannot do.
#![deny(missing_docs)]

pub mod cli;
pub mod commands;
pub mod config;
pub mod control;
pub mod demo;
pub mod examine;
pub mod init;
pub mod loops;
pub mod ops;
mod pipe;
pub mod run;
pub mod serve;
pub mod server;
pub mod telemetry;
pub mod terminal;
pub mod wire;

#[cfg(test)]
mod testing;
