//! Sign-in of every kind, and the proof of it: sessions, throttles, second factors, accounts,
//! and the **witnesses** that every use case asks for.
//!
//! **Deliberately does not know**: cookies' names, headers, pages and their words (`web`);
//! what a witness is then used for (`board`); which engine keeps the records.
//!
//! **Start reading** at [`App`] (the first argument of everything), then `witness.rs` (who may
//! do what), then `gate/open_gate.rs`: the door of the reviewers from end to end. What mistakes
//! cost is told there and in five more places: `domain/throttle.rs` (the doubling wait and the
//! lock), `throttle.rs` (the stored count), `waits.rs` and `address_limit.rs` (counts in memory,
//! per address), `tries.rs` (doors without a secret link).
//!
//! **The doors**: `gate/` (reviewers, behind a link), `letter/` (doctors, behind a letter's link
//! or with its short code), `staff/` (accounts; [`Door`] says whether of the console or of a
//! clinic). What the two doors behind links share is `threshold.rs`, what doors without a secret
//! link share is `tries.rs`.
//!
//! **To add a door**: a folder like `gate/` with one file per use case, a variant of
//! `domain::session::Subject`, a witness with private fields, its own closed error enum in
//! `error.rs`, a line of its own in `hasher/pool.rs` and a place in `address_limit.rs`, and
//! rows for it in `tests/`.
//!
//! # Decisions
//! - 2026-11-22: nobody is signed in at the console by a password alone. Every account sets up
//!   a second factor before it sees anything; the step stands in the session record, so a
//!   cookie of an earlier step opens only the next step's page. Each step gives a new cookie.
//! - 2026-11-22: a mistake at the second step counts against the account and signing in with
//!   the password does not clear it; otherwise who has the password could guess codes for ever.
//! - 2026-11-22: mistakes are judged again when the session is committed (the throttle record
//!   is part of the commit, absent or not), so of a hundred guesses sent at once at most the
//!   free ones count as evaluated.
//! - 2026-11-22: a reviewer's session is ended by a note of why, not by deletion; it is swept with
//!   the others. A session used outside its window is ended for good; one that nobody used
//!   meanwhile goes on when the office opens the window again.
//! - 2026-11-22: what is no address at the gate, or the address typed as the password, is named
//!   unevaluated and uncounted: it depends on what was typed alone.
//! - 2026-11-22: a POST at the gate without both fields is neither evaluated nor counted, not
//!   even per address. Scanners sit behind the hospital's own address: counting their empty
//!   POSTs would shut out the reviewers, and there is no work in them to save.
//! - 2026-11-22: mistakes count per client address *and link or login* (30), and per address
//!   and door (300). One guesser behind a town hall's address stops at the own link; the other
//!   twenty-nine reviewers behind it never notice, nor does the gate notice the console.
//! - 2026-11-22: a wrong address at the gate writes an audit record as a wrong password does.
//!   It tells the clerk of guessing, and both take the same time.
//! - 2026-11-22: the pending secret of a second factor is an HMAC of the session's cookie, not
//!   a record: reloads show the same QR code, an abandoned set-up leaves nothing behind.
//! - 2026-11-22: `Hasher` gives a waiting batch hash its turn after eight sign-ins in a row.
//!   Strict priority would let a guesser keep a clerk from saving new passwords.
//! - 2026-11-22: session digests are the vault's keyed token digests, not bare SHA-256: who
//!   can write to the database but has no ring cannot plant a session.
//! - 2026-11-22: attempts at one secret take turns (in this process), and each reads the count
//!   of mistakes when its turn has come. Conditions on the commit alone kept guesses out, but
//!   evaluated sixty sent at once, and the answer to the right one differed. Reserving each
//!   attempt by a commit was rejected: a double click would cost a reviewer a wait.
//! - 2026-11-22: gate and console wait for Argon2 in lines of their own with alternate turns,
//!   clients take turns within a line, and a full line drops the last of whoever has the most
//!   waiting. A fixed cap per address was rejected: thirty reviewers sit behind one.
//! - 2026-11-22: at the console wrong passwords count per login id *and network* (the numbers
//!   of `[gate]`), and per login id with a ceiling of a hundred and no lock. A lock per login
//!   id let anybody who knew it keep the clerk out. Both are in memory (a restart forgives
//!   them; it is no means of an attacker) because they count unknown login ids alike. Mistakes
//!   of whoever has the password already, at the code, stay stored and lock the account.
//! - 2026-11-22: a wrong e-mail address at the gate waits as a wrong password does, per link
//!   and address typed, wherever it comes from. Counted per client address alone, a second
//!   client told the right address (still waiting) from a wrong one (free again).
//! - 2026-11-23: a letter's link and its short code count apart, in both directions: mistakes at
//!   the code are in memory and never lock, those behind the link are stored and do. Counting
//!   them together would let anybody who guesses codes shut a doctor out at the QR code.
//! - 2026-11-23: at the short-code door the wait of one's own network is told, since it counts
//!   unknown codes alike; the one that guesses from everywhere bring about looks like a wrong
//!   passcode, with its work. What became of a request is told for the right passcode alone.
//! - 2026-11-23: a doctor's session names the print of the letter it was opened with. A re-print
//!   also ends the sessions it finds, but one begun at the same moment it may not find.
//! - 2026-11-23: addresses name a doctor's room by the request's whole id, not by its end as a
//!   reviewer's room: somebody with a clinic's account comes there without a session of that
//!   request, so the name must find it.
//! - 2026-11-23: clinics' accounts are accounts like others, with the same steps and second
//!   factor; login ids are counted per door, so guesses at the console touch no clinic. A clerk
//!   makes, resets and retires them ([`By::Clerk`]), and no account of the console.
//! - 2026-12-01: an authentication key acts as a console's desk does: its witness gives the same
//!   [`StaffOf`] and [`ClerkOf`] that a sign-in gives, so that the API calls the use cases pages
//!   call. Whose deed it was is [`kairan_domain::author::Author`]. No key gives an
//!   [`AdministratorOf`]: none can make keys or accounts.
//! - 2026-12-01: a key's use is audited once an hour and at every new address; what it changes is
//!   audited by each use case. A record per polled feed would bury the others.
#![deny(missing_docs)]

mod accounts;
mod address_limit;
mod app;
mod clinic;
mod clock;
mod csrf;
mod door;
mod error;
mod gate;
mod hasher;
mod keys;
mod letter;
mod network;
mod note_refused_access;
mod policies;
mod session;
mod shelf;
mod staff;
mod sweep_sessions;
mod threshold;
mod throttle;
mod totp;
mod tries;
mod turns;
mod typed_password;
mod unsent;
mod waits;
mod witness;

pub use accounts::add_insurer::{add_insurer, list_insurers};
pub use accounts::add_staff::{RawStaff, add_staff};
pub use accounts::change_insurer::change_insurer;
pub use accounts::current_code::current_code;
pub use accounts::initial::InitialPassword;
pub use accounts::list_staff::{find_staff, list_staff};
pub use accounts::reset_staff::reset_staff;
pub use accounts::retire_clinic_staff::retire_clinic_staff;
pub use accounts::retire_staff::retire_staff;
pub use address_limit::AddressLimit;
pub use app::App;
pub use clinic::clinic_staff::{add_clinic_staff, list_clinic_staff};
pub use clinic::physician_of_clinic::physician_of_clinic;
pub use clock::{Clock, FixedClock, SystemClock};
pub use csrf::{Named, csrf_fits, csrf_of, form_token, named};
pub use door::Door;
pub use error::{
    AccountError, ClearError, GateError, InsurerError, LetterError, NotInside, SignInError,
    StepError, StoreFailure,
};
pub use gate::clear_lock::clear_lock;
pub use gate::leave_room::leave_room;
pub use gate::look_at_gate::{GateFacts, GateView, look_at_gate};
pub use gate::open_gate::open_gate;
pub use gate::reviewer_session::{
    Over, Visit, WhyOver, already_inside, office_behind, reviewer_session, visit_room,
};
pub use gate::room_key::{NotARoomKey, RoomKey};
pub use gate::watch::{Watch, watch};
pub use hasher::{Busy, Hasher, Waiter};
pub use keys::list_keys::list_keys;
pub use keys::make_key::{MadeKey, make_key, new_key_id};
pub use keys::open_by_key::open_by_key;
pub use keys::revoke_key::revoke_key;
pub use keys::rotate_key::{OVERLAPS, rotate_key, secrets_seen};
pub use keys::{KeyError, NotOpened};
pub use letter::clear_letter_lock::{clear_letter_lock, letter_shut_until};
pub use letter::leave_letter::leave_letter;
pub use letter::look_at_letter::{
    LetterFacts, LetterOver, LetterView, WhyLetterOver, look_at_letter,
};
pub use letter::open_by_short_code::open_by_short_code;
pub use letter::open_letter::{Opened, open_letter};
pub use letter::physician_session::{already_writing, physician_session};
pub use network::network_of;
pub use note_refused_access::note_refused_access;
pub use policies::{AddressPolicy, Policies};
pub use shelf::Shelf;
pub use staff::change_password::change_password;
pub use staff::enter_code::enter_code;
pub use staff::insurer_name::insurer_name;
pub use staff::own_sessions::{OwnSession, own_sessions};
pub use staff::renew_second_factor::renew_second_factor;
pub use staff::second_factor::{RecoveryCodes, SetUp, begin_second_factor, confirm_second_factor};
pub use staff::sign_in::sign_in;
pub use staff::sign_out::sign_out;
pub use staff::staff_session::{ClinicSession, StaffSession, clinic_session, staff_session};
pub use staff::view::StaffView;
pub use sweep_sessions::sweep_sessions;
pub use totp::RECOVERY_CODES;
pub use unsent::drop_unsent::drop_unsent;
pub use unsent::find_unsent::{find_unsent, latest_unsent};
pub use unsent::keep_unsent::{Keeping, PostedForm, keep_unsent};
pub use unsent::sweep_unsent::sweep_unsent;
pub use witness::{
    AdministratorOf, By, ClerkOf, ClinicStaffOf, Operator, PhysicianOf, ReviewerOf, StaffOf,
    SystemOf, operator,
};
