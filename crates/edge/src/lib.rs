//! What every door needs before a use case is called and after it has answered: who the client
//! is, strict headers, ranges, dispositions, metered bodies, bare refusals.
//!
//! **Deliberately does not know**: pages, JSON, templates, use cases; whose request it is.
//! `web` and the API both name this crate and never each other.
//!
//! **Start reading** at [`guard`] (what every request passes), then [`mod@file`] (how bytes leave).
//!
//! **To add a thing**: it must serve pages and API alike; otherwise it belongs to the one it
//! serves. One file, one matter, its RFC named at the top.
//!
//! # Decisions
//! - 2026-12-01: taken out of `web` and `kairan` before the API comes. `Range` and `Content-Disposition`
//!   stay our own: the `headers` crate reads neither `If-Range` against our entity tags nor RFC 8187.
//!   Metering stays our own: axum's multipart (multer) bounds no part's head.

pub mod client;
pub mod disposition;
pub mod file;
pub mod guard;
pub mod metered;
pub mod path;
pub mod proxies;
pub mod range;
mod refusal;

pub use client::ClientAddr;
pub use refusal::{Reply, Unavailable, plain};
