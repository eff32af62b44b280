//! Use cases of doctors' opinions: a clerk asks a clinic, the doctor writes or uploads, the
//! clerk chases, accepts, and hands the masked pages to the board.
//!
//! One function per use case, `verb_noun(app, by, …)`: load, decide in `domain`
//! (`opinion_request`: the life of a request; `opinion`: the form), commit once, answer. Who
//! may call it is the type of `by`: `ClerkOf` and `StaffOf` in the office, `PhysicianOf` at
//! the letter's door.
//!
//! **Deliberately does not know**: HTTP, cookies, pages; how a letter opens its door and what
//! mistakes cost there (`access`); where a box stands on the printed form (`paper`); meetings
//! (what goes to the board is a value of `domain`, [`kairan_domain::incoming`]; `board` adds
//! it). Words are `domain::words`' affair; here are closed enums.
//!
//! **Start reading** at `register/register_request.rs` (how a request comes to be), then
//! `edit.rs` (how every change of one is made), then `letters/` (the way in for the doctor)
//! and `overview/` (what the office sees). The doctor's half is `writing/`, `upload/` and
//! `submit/`.
//!
//! **To add a use case**: a file named like its function in the folder of its matter
//! (`roster`, `register`, `letters`, `overview`, `chase`, `outcome`, `masked`, `export`,
//! `delivery`; of the doctor: `writing`, `submit`, `upload`), an error enum of its own only if
//! [`ReadError`] or [`ChangeError`] do not say enough, its audit event, and a test in
//! `tests/it`.
//!
//! # Decisions
//! - 2026-11-23: the passcode of a letter is Kairan's own viewing password (14 signs without
//!   look-alikes, 68 bits): one shape of secret for everything that is read from paper, one
//!   rule for what may be typed differently.
//! - 2026-11-23: the short code is not kept, it follows from the link's token (`letters/door.rs`):
//!   a re-print shows the same code, and no second secret lies in the record.
//! - 2026-11-23: a letter is drawn before it is committed. The other way round a paper that
//!   cannot be drawn would leave the clinic with a passcode nobody has.
//! - 2026-11-23: printing a batch is all or nothing, and so is a batch of 督促状: a clerk holds
//!   what the list says, or is told which request is in the way.
//! - 2026-11-23: a second 初回 request for one application is refused and names the first; 再依頼
//!   and 再意見書 are taken with a warning. The kind is how a clerk says "on purpose".
//! - 2026-11-23: a retired clinic keeps what it was asked before; each request is given to
//!   another doctor by hand, for each needs a letter.
//! - 2026-11-23: acceptance, cancellation and reassignment erase the draft. Nobody can write any
//!   more, and what a doctor did not submit is nobody's to keep for five years.
//! - 2026-11-23: the 資料番号 printed on masked pages is kept beside them
//!   (`OpinionVersion::masked_as`). For a meeting with another number, a written opinion is
//!   drawn anew; covered pages of an upload are refused, for they show the other number.
//! - 2026-12-01: pages drawn from the answers go to the board without a look at each (what Kairan
//!   draws, it leaves the names out of; names in free words were confirmed). Pages that somebody
//!   covered or brought go out as they were looked at or not at all: they are never drawn anew
//!   (`OpinionVersion::masked_is_drawn`).
//! - 2026-12-01: what was accepted can be taken back until a meeting has it. `board` writes the
//!   request anew, as it is, in the commit that puts the opinion into a meeting; so one of two who
//!   act at the same moment meets a conflict (`take_back_acceptance`).
//! - 2026-11-23: the work list reads the requests of its page; numbers above it come from counts of
//!   the store. What has arrived stands in the order of due dates too, for the 30 days of the law
//!   run for all alike. (It read everything open before: 10,000 requests, a second per look.)
//! - 2026-11-23: a piece of a name is looked for among the 1,000 open requests due first, and the page
//!   says so where that is not all. Rejected: an index of family names; it would show whoever has
//!   the disk which requests are about the town's most frequent name.
//! - 2026-11-23: for a meeting the last accepted opinions come first, those in no meeting on top; what
//!   went to a meeting is told by the index of sources, without opening it.
//! - 2026-11-23: an exported PDF is named by the request's number alone. File names stay in
//!   browsers' histories and shared folders, so nothing of a person is in them; which file is
//!   whose stands inside the archive (`一覧.csv`).
//! - 2026-11-23: an export that would leave something out, or that a spreadsheet would compute, is
//!   written only for who was told exactly that (`Cautions::mark`), and audited only when written.
//! - 2026-11-23: two people may write one draft. A page sends what it showed
//!   (`opinion_request::Seen`: a mark per field) with its changes, and they are merged field by
//!   field; where both changed one, the first stays and the second is shown both. A mark per
//!   field, not only a revision: without JavaScript a page sends every field, touched or not.
//! - 2026-11-23: savings of a draft are housekeeping; that it was begun is audited. A record every
//!   few seconds would bury the others.
//! - 2026-11-23: only what the check page showed is submitted, and submitting makes that page
//!   outdated: sent again after a return, it hands in nothing by itself. The same page twice, or
//!   the same files, gets the receipt of the first.
//! - 2026-11-23: 受付番号 follows from request, version and day (`receipt_number`). A counter would
//!   be one record that all submissions of a town fight over.
//! - 2026-11-23: files are not submitted by sending them. They wait in the request's record, one
//!   set, sealed as any opinion, and their sender submits what was made of them after looking.
//!   They go with the next submission of any kind, with the request's end, by word, or after 30
//!   days. In the request and not in the draft: whoever sends files has begun no draft, and the
//!   request's files are swept, re-wrapped and exported already.
//! - 2026-11-23: PDFs from outside may not even be encrypted against printing: nobody could look
//!   inside for scripts. What holds scripts, launch actions or attachments is refused, not cleaned:
//!   a cleaned PDF is another paper than the doctor's.
//! - 2026-11-23: an IKENSYO file replaces what was typed and tells what stood there; of the head it
//!   fills only what the request left empty, for the town's register knows names better.
//! - 2026-11-23: a request put right after the draft began is written over nobody's head: the field
//!   tells both, and a press takes the new one (`opinion_request::Differing`).
//! - 2026-11-23: "the doctor's previous opinion" is one accepted from the same clinic, and of the
//!   same doctor where both requests name one. Other houses' opinions are not shown.
#![deny(missing_docs)]

mod answers;
mod chase;
mod delivery;
mod edit;
mod error;
mod export;
mod facts;
mod files;
mod letters;
mod masked;
mod outcome;
mod overview;
mod register;
mod roster;
mod submit;
mod sweep;
mod upload;
mod writing;

pub use chase::{ArrivalError, Arrived, RemindError, record_arrival, remind};
pub use delivery::{ClinicLetter, clinic_letter};
pub use error::{ChangeError, ReadError};
pub use export::{
    Cautions, ExportError, ExportKind, ExportOrder, Exported, MOST_EXPORTED, export_opinions,
};
pub use facts::{insurer_no, reference};
pub use kairan_work::FileFailure;
pub use letters::{
    LetterError, MOST_LETTERS, PrintedLetters, Printing, draw_form, draw_reminders, print_letters,
    requests_to_print,
};
pub use masked::{
    ConfirmError, CoverError, FoundName, IncomingError, MaskError, NamesInOpinion, PageToCover,
    attach_masked, confirm_masked, cover_pages, incoming_material, make_masked, masked_page,
    names_in_opinion, page_to_cover,
};
pub use outcome::{
    Reassignment, TakeBackError, accept_opinion, cancel_request, reassign_request,
    send_back_opinion, take_back_acceptance,
};
pub use overview::{
    BoardCandidate, BoardCandidates, ClinicRequests, MaskedLine, MeetingOfRequest, OpinionPages,
    PagesError, ReminderLine, RequestChange, RequestPage, RequestRow, RequestsFilter, Tab,
    VersionLine, Which, WorkList, acceptable_for_board, list_for_clinic, list_requests,
    open_opinion, request_changes, show_request,
};
pub use register::{
    RegisterError, RegisterWarning, Registered, change_request, plan_edition, raw_of_plan,
    register_request,
};
pub use roster::{
    ClinicError, ClinicLine, ClinicPage, DayBucket, DaysTaken, PhysicianError, Retired,
    list_clinics, raw_of_clinic, raw_of_physician, retire_clinic, retire_physician, revive_clinic,
    revive_physician, save_clinic, save_physician, show_clinic,
};
pub use submit::{Receipt, ReceiptError, SubmitError, draw_receipt, read_version, submit_writing};
pub use sweep::sweep_requests;
pub use upload::{
    Filled, IkensyoError, PictureError, SentFile, UploadError, drop_waiting, keep_files,
    picture_of_waiting, read_ikensyo, read_waiting, submit_waiting, sweep_waiting,
};
pub use writing::{
    Asked, CheckedWriting, PreviewError, Saved, SubmittedLine, TakeOverError, TakenOver,
    UnprintableField, Writing, WritingError, check_writing, draw_own_form, draw_preview,
    open_writing, save_writing, take_over_previous,
};

// `web` knows neither `exchange`, `paper` nor `store`, but must be able to name these.
pub use kairan_exchange::opinion_csv::{Encoding, Layout};
pub use kairan_paper::{Cover, RenderError};
