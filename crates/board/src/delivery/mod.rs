//! The outbox from the inside: what is due, what its letter says at this moment, what became
//! of it. Rendering and SMTP are the caller's.

mod claim_notices;
mod letter_facts;
mod settle_notice;

pub use claim_notices::{claim_notices, next_notice_at};
pub(crate) use letter_facts::sample_letter;
pub use letter_facts::{LetterFacts, letter_facts};
pub use settle_notice::{note_bounce, settle_notice};
