//! The running system: configuration, wiring, doors, background loops, commands.

pub mod config;
pub mod ops;
pub mod serve;
pub mod telemetry;
