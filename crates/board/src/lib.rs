//! Use cases of review-board materials: a clerk registers a meeting's materials, reviewers read
//! them, the clerk sees who has not.
//!
//! One function per use case, `verb_noun(app, by, …)`: load, decide in `domain`, commit once,
//! answer. Who may call it is the type of `by`.
//!
//! **Deliberately does not know**: HTTP, cookies, pages, how a letter looks or is sent, which
//! engine keeps the records. Words are `domain::words`' affair; here are closed enums.
//!
//! **Start reading** at [`publish_meeting`], then [`save_draft`] (what a draft is),
//! [`open_material`] (the hot path) and `store`'s `documents/plain.rs` (how sealed bytes become plain ones).
//!
//! **To add a use case**: a file named like its function in the folder of its time of life
//! (`draft`, `publish`, `published`, `room`, `overview`, `upload`, `delivery`), an error enum
//! of its own only if [`ChangeError`] or [`ReadError`] do not say enough, its audit event, and
//! a test in `tests/it`.
//!
//! # Decisions
//! - 2026-11-22: what a page showed is known by [`edition`], the instant of the last change of
//!   *text*, not by the record's version. A clerk's own uploads move the version; they must
//!   not make the clerk's own typing outdated. Publishing uses [`fingerprint`], which covers
//!   the materials too: what was confirmed is what goes out.
//! - 2026-11-22: what can be put right without asking (full-width address, stray spaces) is
//!   saved put right, and named in [`Saved::corrections`].
//! - 2026-11-22: `hand_over` takes the envelope key. The envelope is sealed with it, so taking
//!   one password out of it needs it.
//! - 2026-11-22: a clerk's envelope has a part per browser. Sealed as one, a re-issue in a
//!   second browser threw away what only the first could open.
//! - 2026-11-22: "handed over" belongs to the password (`Credential::waits`), not to the meeting
//!   it was made for: a copied meeting asks for it again, and one tick is for all meetings.
//! - 2026-11-22: Kairan makes passwords on the way to the confirmation page, not while a draft
//!   saves itself: made earlier they lay in the envelope of whichever browser had saved.
//! - 2026-11-22: "3/5 read" counts seats that have opened the *current* version of *every*
//!   material that can be read; a replacement takes the count down again, as it should.
//! - 2026-11-22: how far a download went is gathered in memory and folded every 30 s
//!   (`reading/progress.rs`). The fact of opening is durable before the first byte.
//! - 2026-11-22: PDFs of any size are checked by ranges; a whole parse is only a second opinion
//!   for small files the short way could not follow. Upload memory is the same for all sizes.
//! - 2026-11-22: who is told of a replaced or withdrawn material: those who had opened it. A
//!   further material is told to all. Nobody gets a letter while another one waits.
//! - 2026-11-22: a password is carried over for a year from its making, and opens gates until
//!   the last window that was published with it ends: publishing and a longer window extend
//!   it. Refusing instead would send the clerk to re-issue what reviewers know by heart, weeks
//!   before it runs out; extending what may be carried over would let it live for ever.
//! - 2026-11-22: a corrected address gets a new link and a new password even where the old
//!   ones were never used: nobody knows who read the refused letter. The first letter is sent
//!   again as "published", for to this address it is news. Letters on their way are dropped.
//! - 2026-11-22: counts in a "materials changed" letter run from the seat's last letter that
//!   was sent; what came while a letter waited is told by that letter.
//! - 2026-11-22: running uploads and their digests live in a process-wide table
//!   (`upload/turn.rs`), correctness does not need it: a second process would meet the
//!   version check of the upload's record.
#![deny(missing_docs)]

mod delivery;
mod draft;
mod edit;
mod envelope;
mod error;
mod examined;
mod facts;
mod form;
mod notices;
mod overview;
mod passwords;
mod publish;
mod published;
mod purge;
mod query;
mod reading;
mod room;
mod sweep;
mod upload;
mod who_changed;

pub use delivery::{
    LetterFacts, claim_notices, letter_facts, next_notice_at, note_bounce, settle_notice,
};
pub use draft::{
    DraftInput, EarlierMeeting, KnownPeople, RowInput, SaveError, Saved, create_draft,
    delete_draft, known_people, remove_material, save_draft, take_reviewers,
};
pub use edit::{edition, fingerprint};
pub use envelope::ENVELOPE_LIFE;
pub use error::{ChangeError, ReadError};
pub use examined::{
    DecideError, SeenPage, UnseenError, UnseenLine, UnseenMaterial, clean_material,
    confirm_material, examine_waiting, keep_material, next_to_examine, open_original, see_page,
    see_unseen,
};
pub use facts::ReadCount;
pub use form::{FormView, MaterialLine, OutdatedLine, UploadLine, raw_of_plan, read_form};
pub use overview::{
    AuditLines, AuditPage, AuditWanted, Board, BoardMaterial, Checked, HomePage, LookError,
    MeetingRow, NEAR, RegisterError, Sealed, SeatLine, SeatNotice, SeatVersion, StaffReading,
    Trouble, audit_lines, draw_register, list_audit, list_meetings, open_version, show_board,
};
pub use passwords::RowPassword;
pub use publish::{
    PreviewMaterial, PreviewPassword, PreviewSeat, PublishError, PublishPreview, Published,
    preview_publish, publish_meeting,
};
pub use published::{
    AddressError, AlterError, Altered, Corrected, NewAddress, ReissueError, SeatSecret, SheetError,
    change_meeting, correct_address, draw_sheets, give_paper, hand_over, reissue_password,
    rename_material, resend_notice, revive_meeting, show_passwords, withdraw_material,
    withdraw_meeting,
};
pub use purge::{purge_meeting, sweep_meetings};
pub use query::{Query, parse_query};
pub use reading::{FOLD_EVERY, FileError, PlainFile, Reading, ZipReading, settle_progress};
pub use room::{
    CutDownload, Gone, Mark, MaterialFacts, OpenError, ReadAll, Room, RoomMaterial, SAME_OPENING,
    ZipFacts, download_all, enter_room, look_at_material, look_at_zip, open_material, read_all,
    take_back_read_all,
};
pub use sweep::{UPLOAD_LIFE, sweep_credentials, sweep_envelopes, sweep_uploads};
pub use upload::{
    Added, MOST_PARTS, NewUpload, UploadError, add_incoming, append_upload, begin_upload,
    finish_upload, receive_whole, upload_offset,
};

pub use who_changed::{Changer, who_changed};

// `web` knows neither vault nor store, but must be able to name these two.
pub use kairan_store::NumberedAudit;
pub use kairan_vault::envelope::EnvelopeKey;
