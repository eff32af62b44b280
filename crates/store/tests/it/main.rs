//! The store as its users see it: one contract for every engine, then what only the embedded
//! engine, the documents' folder, the exports and the kept editions promise.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]

mod contract;
mod documents;
mod embedded;
mod fresh;
mod golden;
mod rotation;
mod samples;
mod transfer;
