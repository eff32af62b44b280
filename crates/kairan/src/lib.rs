//! The running system: configuration, wiring, doors, background loops, commands.

pub mod config;
