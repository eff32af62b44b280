//! Letters: what a reviewer or a clinic is told by mail, how it is wrapped, how it leaves, how it comes back.
//!
//! **Start reading** at [`letter`]: typed [`LetterFacts`] become a [`Letter`] (subject, text,
//! HTML). [`sender::Sender`] wraps it for one reader ([`Parcel`]); a [`Post`] takes the parcel away:
//! [`smtp::Smtp`] to a relay, [`mailbox::MailboxFolder`] into a folder (demo). What comes back
//! is read by [`bounce::BounceReader`].
//!
//! **Deliberately does not know**: passwords (no fact holds one, so no letter can), insured
//! people, titles and remarks (they stay in the reading room), the outbox with its leases and
//! waits (`kairan`'s loop and `store`), who may see a preview (`web`).
//!
//! **To add a kind of notice**: a variant in `domain::notice::NoticeKind` and in its `ALL` (which no
//! compiler asks for). The compiler then asks for: whether it carries a link; its words for the
//! clerk (`domain::words`); its stored name (`store/src/record/names.rs`); when it is still true
//! (`board/src/delivery/letter_facts.rs`, `still_true`); its [`letter::News`]; its templates in
//! `letter::templates`. By hand: the folder of three templates under `templates/mail/`, the expected
//! letters `tests/expected/<kind>.{txt,html}`, and the use case that queues it (`board`). The
//! snapshot tests walk `NoticeKind::ALL` by themselves. A kind for clinics has its facts in
//! [`letter::ClinicFacts`] and its truth judged by `opinion` instead.
//!
//! # Decisions
//! - 2026-11-22: own small pool over lettre's `AsyncSmtpConnection` instead of
//!   `AsyncSmtpTransport`. Two reasons, both read in lettre 0.11.23: a send cut off by a time-out
//!   is put back into lettre's pool in mid-conversation, so the next letter would read the
//!   previous one's answer; and its error does not tell whether the relay refused *the letter*
//!   or *us* (a mistyped relay password, 535, would refuse every queued letter for good).
//!   It also saves the NOOP lettre sends before each letter.
//! - 2026-11-22: 5xx to sign-in, greeting or STARTTLS, and 530/534/535/538 anywhere, mean "try
//!   later": they say nothing about the reader. 5xx to sender, recipient or content is refusal.
//! - 2026-11-22: the multipart body is handed to lettre ready-made. `Message::multipart` keeps
//!   `Content-Type` in the part, where lettre's DKIM does not see it; signed as absent yet
//!   present on the wire, the signature would fail everywhere.
//! - 2026-11-22: letter bytes are a function of facts and instant (own boundary, own
//!   Message-ID), so a letter sent twice after a crash is recognisably the same one. Only DKIM's
//!   `t=` comes from the machine's clock, inside lettre.
//! - 2026-11-23: letters to clinics have facts and a layout of their own. They name no person, hold
//!   no link with a token and no passcode: what opens a request is the printed letter alone.
//! - 2026-11-22: addresses with a dot at the edge of the local part (old mobile carriers) are
//!   sent in their quoted form `"taro."@…`, which is the same mailbox and which RFC 5321 allows.

pub mod bounce;
pub mod letter;
pub mod mailbox;
pub mod post;
pub mod sender;
pub mod smtp;

mod address;
mod dkim;
mod parcel;

pub use letter::{
    ClinicFacts, Letter, LetterError, LetterFacts, Mailable, preview, render, render_to_clinic,
};
pub use parcel::Parcel;
pub use post::{Mailer, Post};
pub use sender::Sender;
