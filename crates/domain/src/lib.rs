//! The nouns of Kairan, their checked values, their life cycles and their rules.
//!
//! **Pure**: no I/O, no clock, no randomness. Time and random bytes are arguments, so
//! every rule here can be tried by calling it.
//!
//! **Deliberately does not know**: how a record lies on disk (`store` mirrors these types),
//! how a page or a mail looks, how a password is hashed, who is signed in.
//!
//! **Start reading** at [`meeting`]: the packet of one review-board meeting and its life.
//! Then [`raw`] (what people type) and [`check`] (the one place where it is judged). For
//! doctors' opinions: [`opinion`] (the form as a table, its answers, its check) and
//! [`opinion_request`] (who is asked, and the life of that).
//!
//! **The opinion form** is [`opinion::FORM`]: sections → questions → fields, each with its
//! kind, choices, room in print, condition, edition and IKENSYO item. The HTML form, the
//! check, JSON, CSV and the PDF walk the table; rules between fields are in one file below
//! [`opinion`]. *To add a field*: one line in its question below `opinion/table/`. Fields are
//! never renamed or removed; one that an edition drops is limited to the others.
//!
//! **To add a field to a meeting**: in [`raw::RawMeeting`] as typed and in [`meeting::Plan`] as
//! checked, with its [`check::Field`] and the check of it. The compiler then leads through
//! `check/corrections.rs`, `words`, `board` (`draft/create.rs`: is it taken over into a copy;
//! `form.rs`; `published/change_meeting.rs`: are reviewers told of a change), `store`
//! (`record/draft.rs`, `record/packet.rs`; see its "To change a disk form") and `web`
//! (`console/draft/conflict.rs`, `console/meeting/change.rs`). By hand, because they go by name:
//! the forms' templates, `console/draft/typed.rs` (what the browser sends) and `PlanView`, what
//! letters and sheets say of a meeting ([`meeting_line::MeetingLine`]).
//!
//! **To add a noun**: a module with the type, its raw form if people type it, a check that
//! names every fault as a closed enum, and the sentences in [`words`].
//!
//! # Decisions
//! - 2026-11-22: a draft keeps the *typed strings* ([`raw::RawMeeting`]) and is judged only
//!   when the clerk asks for the confirmation page; so nothing typed is ever lost.
//! - 2026-11-22: `Closed` is not stored. It follows from the access window and the instant
//!   asked ([`meeting::Meeting::state`]); no sweep can be late with it.
//! - 2026-11-22: the opinion form is a *table of values walked at run time*, not a struct with
//!   a field per question. A struct would give types per field, but six doors (HTML, JSON, CSV,
//!   check, PDF, record) would each list a hundred fields by hand and drift apart. What the
//!   table loses in types, its tests win back: ids once, conditions on earlier fields, every
//!   value reads back as itself.
//! - 2026-11-22: what is typed into an opinion's field that does not apply stays in the draft,
//!   is left out of the opinion, and a warning says so. Refusing it would hold up a doctor for
//!   a box he cannot see; dropping it in silence would hide what he wrote.
//! - 2026-11-22: too long for the printed box is a warning (a continuation page follows), too
//!   long for any page an error; a number outside what people weigh is a warning, outside what
//!   anybody ever weighed an error. Age is counted, never trusted.
//! - 2026-11-22: `medicine[1..8]` of IKENSYO is no field: the official form has none, and that
//!   program itself folds it into 経過及び治療内容.
//! - 2026-11-22: an unknown part of a day stays unknown ([`date::PartialDate`]); comparisons
//!   answer `None` where it decides, and rules hold nothing against the writer then.
#![deny(missing_docs)]
#![deny(clippy::as_conversions)]

pub mod audit;
pub mod auth_key;
pub mod author;
pub mod check;
pub mod clinic;
pub mod credential;
pub mod csv;
pub mod date;
pub mod examination;
pub mod ids;
pub mod incoming;
pub mod insured;
pub mod insurer;
pub mod limits;
pub mod mail_address;
pub mod material;
pub mod meeting;
pub mod meeting_line;
pub mod network;
pub mod notice;
pub mod opinion;
pub mod opinion_file;
pub mod opinion_request;
pub mod passcode;
pub mod password;
pub mod raw;
pub mod secret;
pub mod session;
pub mod short_code;
pub mod staff;
pub mod text;
pub mod throttle;
pub mod unsent;
pub mod upload;
pub mod viewing;
pub mod words;
