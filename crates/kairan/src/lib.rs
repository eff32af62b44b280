//! The running system: configuration, wiring, doors, background loops, commands.

pub mod cli;
pub mod commands;
pub mod config;
pub mod control;
pub mod demo;
pub mod init;
pub mod loops;
pub mod ops;
pub mod run;
pub mod serve;
pub mod server;
pub mod telemetry;
pub mod terminal;
pub mod wire;

#[cfg(test)]
mod testing;
