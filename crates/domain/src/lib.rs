//! The nouns of Kairan, their checked values, their life cycles and their rules.
//!
//! **Pure**: no I/O, no clock, no randomness. Time and random bytes are arguments, so
//! every rule here can be tried by calling it.
//!
//! **Deliberately does not know**: how a record lies on disk (`store` mirrors these types),
//! how a page or a mail looks, how a password is hashed, who is signed in.
//!
//! **Start reading** at [`meeting`]: the packet of one review-board meeting and its life.
//! Then [`raw`] (what people type) and [`check`] (the one place where it is judged).
//!
//! **To add a noun**: a module with the type, its raw form if people type it, a check that
//! names every fault as a closed enum, and the sentences in [`words`].
//!
//! # Decisions
//! - 2026-11-22: a draft keeps the *typed strings* ([`raw::RawMeeting`]) and is judged only
//!   when the clerk asks for the confirmation page; so nothing typed is ever lost.
//! - 2026-11-22: `Closed` is not stored. It follows from the access window and the instant
//!   asked ([`meeting::Meeting::state`]); no sweep can be late with it.
#![deny(missing_docs)]
#![deny(clippy::as_conversions)]

pub mod audit;
pub mod check;
pub mod clinic;
pub mod credential;
pub mod date;
pub mod ids;
pub mod incoming;
pub mod insured;
pub mod insurer;
pub mod limits;
pub mod mail_address;
pub mod material;
pub mod meeting;
pub mod notice;
pub mod opinion;
pub mod opinion_request;
pub mod password;
pub mod raw;
pub mod secret;
pub mod session;
pub mod short_code;
pub mod staff;
pub mod text;
pub mod throttle;
pub mod upload;
pub mod viewing;
pub mod words;
