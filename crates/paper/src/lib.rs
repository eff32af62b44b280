//! The paper Kairan draws: hand-over sheets, registers, the doctor's opinion,
//! letters to clinics, and the demo's packet.
//!
//! Everything here is a pure, synchronous function from values to PDF bytes. Drawing is work for
//! the processor (a sheet a few milliseconds, the demo packet about a second unoptimised): callers
//! inside an async runtime run it on a blocking thread, one at a time, and never hold a lock over it.
//!
//! What this crate deliberately does not know: the store, people's permissions, clocks (dates come
//! in as finished lines). Of other people's PDFs it knows whether they are sound and how many pages
//! they have ([`check`]); other people's pictures become one PDF ([`images`]).
//!
//! Where to start reading: [`document::Document`] collects pages, [`canvas::Canvas`] draws on one,
//! [`text`] turns a sentence into lines, [`font`] turns a character into a glyph. [`handover`] is
//! the shortest complete paper.
//!
//! [`opinion`] draws the doctor's opinion from the form's own table in `domain`; where a field
//! stands is a row of `opinion/front.rs` or `opinion/back.rs`. [`letter`] has what goes to a clinic.
//!
//! How to add a paper: a module with one input struct of finished Japanese lines and one
//! `draw_…` function; build it from a [`document::Document`], measure with [`text::lay_out`],
//! look at the result (`pdftoppm -r 70 -png`), and add its text to the extraction test.
//!
//! # Decisions
//!
//! - 2026-11-22: **printpdf without its `text_layout` feature** (ten processor minutes of build).
//!   Without it printpdf embeds whatever bytes a `ParsedFont` holds, unchanged, under Identity-H.
//!   So each document counts the glyphs it uses, numbers them anew while drawing
//!   (`subsetter::GlyphRemapper`), and hands printpdf the reduced program with
//!   `ParsedFont::with_glyph_data` at the end. The program has no `cmap`; a CID font needs none.
//!   Rejected: whole fonts (4–6 MB per sheet) and a second PDF writer (krilla is for stamping).
//! - 2026-11-22: **text is drawn by glyph id with its source text**, so that variation sequences
//!   (辻󠄀) and the supplementary plane (𠮷) come back exactly. One glyph of one embedded font can
//!   stand for one text only; when a second text needs the same glyph, the font is embedded a
//!   second time under another name with just those glyphs.
//! - 2026-11-22: **a character no font has is never silent.** [`document::Document::finish`]
//!   refuses; papers that must come out of the printer anyway (a reviewer's name) draw the geta
//!   mark 〓 in its place, keep the character in the text layer and say so on the sheet.
//! - 2026-11-22: names are never normalised (NFC destroys compatibility ideographs); only a kana
//!   followed by a combining (han)dakuten is composed, because no font places the mark.
//! - 2026-11-22: printpdf writes random ids and 1970 as creation date; both are removed, so equal
//!   input gives equal bytes, and the document language and title bar are set.
//! - 2026-11-22: **uploaded pictures** are read by `zune-jpeg`, `png` and `tiff` themselves (eleven
//!   small crates, all MIT/Apache/BSD/Zlib) instead of `image` over them: the headers of all files
//!   are read before any is decoded, and JPEG data goes into the PDF unchanged, stripped of
//!   metadata, after one decoding has shown that it is whole. Everything else is kept without loss
//!   (bilevel stays one bit; above 600 dpi on A4 whole steps are averaged, never below 300).
//!   Orientation is a matrix, not new pixels. Two-dimensional CCITT G3, palette and planar TIFF,
//!   rare JPEG processes and HEIC are named and refused.
//! - 2026-11-22: **the opinion's two pages are tables of rows keyed by `FieldId`**; titles, labels
//!   and choices are looked up in `domain`'s form, so no printed word stands twice. A test proves
//!   that every field and every choice of each edition has its place and runs into no other.
//!   One face for printed words (grey) and entries (black): half the glyphs of two faces, about
//!   115 KB a form instead of 165. The original's Mincho remains for names, whose rare characters
//!   come from a Mincho face.
//! - 2026-11-22: **a value that does not fit** is set on one smaller line (not below 8 points), then
//!   on two (not below 7), then on a continuation page under the field's name. Long texts begin in
//!   their box and go on there; nothing is cut.
//! - 2026-11-22: **the masked edition** covers what `domain` marks as naming somebody and drops the
//!   day of the birth date (age and month stay: boards judge 特定疾病 by age). It is drawn anew
//!   from the answers; nothing lies beneath the grey.
//! - 2026-11-22: **covering an uploaded opinion** happens in the pixels of its rendered pages before
//!   they become a PDF ([`covered_pages_to_pdf`]); a rectangle that makes no sense covers too much.
//! - 2026-11-22: **an opinion with a character no font has is drawn**, with 〓 and a note on every
//!   page, and the fields are reported: a person's name cannot be changed to suit a font. Callers
//!   ask [`Unprintable::in_answers`] before submitting.
//! - 2026-11-22: **the addressee** lies where 長形3号's window shows it however the folded paper
//!   slips (22 mm across, 19 mm down); a test holds the rest clear of it. Windows of 角2 differ by
//!   maker. The reminder holds no code and no link: the way in stays on the request.
//! - 2026-11-23: **others' PDFs are checked here** ([`check`], from `board`), for both kinds of upload.
//!   Those of the office may hold scripts or attachments; those from outside are searched byte by
//!   byte, because any trust in cross-references is trust in their writer.
//! - 2026-11-23: **pages of others' PDFs are rendered by `hayro`** ([`render`]), pure Rust without
//!   unsafe code, some fifty crates with it. Rejected: pdfium (a binary no registry has), poppler
//!   (GPL, a program of its own beside the one binary). It knows no limits, so [`render`] weighs a
//!   page first by walking through it with a device that paints nothing.
//! - 2026-11-23: **rendering happens in a process of its own**, another copy of the one binary,
//!   bounded by the system (`rustix`, for `setrlimit` without unsafe code): whoever has a letter
//!   can upload a file, and an end of memory or stack cannot be caught. That is the one thing here
//!   that is not pure; without [`Renderer::program`] everything stays in the process. Costs some
//!   ten milliseconds a file.
//! - 2026-11-23: **`lopdf` never sees a predictor's width that tables do not have**: it makes room
//!   for two rows before it looks at the data, so six digits in an upload could fill the memory.
//! - 2026-11-23: two small lines of one value stand closer than the lines of the form, and rows that
//!   are seldom filled on one line are higher: before, six lines of (6) read as one block.
//! - 2026-11-22: streams are compressed at level 6: at lopdf's level 9 that was half of the time.

pub mod canvas;
pub mod check;
pub mod clean;
pub mod demo;
pub mod document;
mod error;
pub mod examine;
pub mod font;
pub mod handover;
pub mod images;
pub mod letter;
pub mod opinion;
pub mod placeholder;
pub mod render;
mod shapes;
pub mod table;
#[cfg(test)]
mod testing;
pub mod text;
mod units;
pub mod viewing_register;

pub use clean::{CleanError, CleanOrder, Cleaned, Cleaning};
pub use demo::{DemoDocument, demo_packet};
pub use error::{Missing, PaperError};
pub use examine::Findings;
pub use handover::{HandOverSheet, draw_hand_over_sheets};
pub use images::{
    Cover, ImageError, ImageLimits, ImagesPdf, PagePicture, UnsupportedKind, covered_pages_to_pdf,
    images_to_pdf,
};
pub use letter::{
    Addressee, Applicant, PaperForm, Receipt, ReminderLetter, RequestLetter, Sender, Sides,
    draw_receipt, draw_reminder_letters, draw_request_letters,
};
pub use opinion::{
    OpinionFrame, OpinionPdf, Unprintable, draw_masked_opinion, draw_opinion, draw_opinion_form,
};
pub use placeholder::{PlaceholderChunks, placeholder_pdf, placeholder_pdf_chunks};
pub use render::{RenderError, RenderLimits, RenderedPage, Renderer};
pub use viewing_register::{RegisterRow, ViewingRegister, draw_viewing_register};
