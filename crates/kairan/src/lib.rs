//! The running system: configuration, wiring, doors, background loops, commands.

pub mod cli;
pub mod config;
pub mod control;
pub mod ops;
pub mod serve;
pub mod telemetry;
