//! The clients: the same programs for every server.

mod curl;
mod wrk;

pub(crate) use curl::{Body, Target, many, one_after_the_other, send};
pub(crate) use wrk::{Load, Wrk};
