//! What a PDF can do besides showing itself. For files from outside the office.
//!
//! Looks at every byte, not at what the cross-references name: readers differ in what they find
//! in a crooked file, and a whole parse by lopdf can be made to fill the memory. Names are never
//! compressed except inside object streams, and those are unpacked here within a budget.

use super::count::stream_start;
use super::lex::{Lexer, is_delimiter, is_space};
use super::source::InMemory;
use super::{PdfError, PdfFacts, by_ranges};
use bytes::Bytes;
use flate2::read::ZlibDecoder;
use futures_util::FutureExt;
use kairan_domain::upload::{ActiveContent, FileFault};
use lopdf::{Dictionary, Object};
use std::io::Read;
use thiserror::Error;

#[cfg(test)]
mod tests;

/// Bytes all object streams together may unpack to: a scan has none, a typed report some ten kilobytes a page.
const UNPACKED: usize = 16 * 1024 * 1024;
/// Bytes in which the dictionary of an object stream must end.
const DICTIONARY: usize = 64 * 1024;
/// Bytes behind a name that are looked at to see what it leads to.
const AHEAD: usize = 64;
/// Bytes of anything but white space behind the last end mark: what a mail gateway adds.
const BEHIND: usize = 256;
/// Longest name (ISO 32000-1, annex C).
const LONGEST_NAME: usize = 127;

/// Why a file from outside is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PassiveError {
    /// It is no sound PDF.
    #[error(transparent)]
    Refused(#[from] FileFault),
    /// It is encrypted, be it only against printing or copying: then nobody can look inside
    /// for what it does, nor cover names on its pages.
    #[error("encrypted PDF")]
    Encrypted,
    /// Looking through its objects would take more work than any document needs.
    #[error("PDF too much work to look through")]
    TooMuchWork,
    /// It does more than show its pages.
    #[error("PDF with active content: {0:?}")]
    Active(ActiveContent),
}

/// Checks a file from outside the office: sound as [`super::check_pdf`] asks, not encrypted, and
/// able to do nothing but show its pages. A crooked file gets no second opinion.
///
/// Synchronous, up to a tenth of a second for 20 MB, and in proportion to the file whatever is in
/// it: call it on a blocking thread.
///
/// # Errors
/// [`PassiveError`].
pub fn check_passive_pdf(file: &Bytes) -> Result<PdfFacts, PassiveError> {
    let source = InMemory(file.clone());
    // Memory answers at once: nothing here ever waits.
    let counted = by_ranges(&source).now_or_never();
    let counted = counted.unwrap_or(Err(FileFault::Damaged.into()));
    // First what no reader could open; a locked file is told apart below.
    match counted {
        Err(PdfError::Refused(FileFault::Empty)) => return Err(FileFault::Empty.into()),
        Err(PdfError::Refused(FileFault::NotPdf)) => return Err(FileFault::NotPdf.into()),
        _ => {}
    }
    around(file)?;
    Search::new(file).whole(file)?;
    counted.map_err(|error| match error {
        PdfError::Refused(fault) => fault.into(),
        PdfError::Read(_) => FileFault::Damaged.into(),
    })
}

/// Nothing stands before the header, and nothing to speak of behind the end mark: what opens as
/// a PDF here may open as a web page or an archive elsewhere.
fn around(file: &[u8]) -> Result<(), PassiveError> {
    let idle = |byte: &u8| is_space(*byte) || [0xEF, 0xBB, 0xBF, 0x1A].contains(byte);
    let head = super::lex::find(file, b"%PDF-").unwrap_or_default();
    let before = file.get(..head).unwrap_or_default();
    let behind = super::lex::rfind(file, b"%%EOF").and_then(|mark| file.get(mark + 5..));
    let words = behind.unwrap_or_default().iter().filter(|byte| !idle(byte));
    if before.iter().all(idle) && words.count() <= BEHIND {
        Ok(())
    } else {
        Err(PassiveError::Active(ActiveContent::AnotherFile))
    }
}

/// Where the search stands in the objects of the file.
#[derive(Clone, Copy)]
enum Place {
    /// In no object's dictionary, as far as can be told.
    Between,
    /// Behind the keyword `obj` that stands here.
    In(usize),
    /// As before, and it has been looked at, once for good: it has a stream that was looked into.
    Stream,
    /// The same, and no stream was found.
    NoStream,
    /// An object stream that is not packed: its bytes are objects, to the end of the stream.
    Plain {
        /// The keyword that begins it has passed; the next one ends it.
        begun: bool,
    },
}

/// The search through one file.
struct Search {
    place: Place,
    /// Bytes that object streams may still unpack to.
    left: usize,
    /// Bytes of dictionaries that may still be read: each object once, so a file's own length and
    /// one dictionary more are enough for any file.
    work: usize,
    /// Whether the last name was `/S`: what follows is the kind of an action.
    kind_follows: bool,
}

impl Search {
    fn new(file: &[u8]) -> Self {
        Self {
            place: Place::Between,
            left: UNPACKED,
            work: file.len().saturating_add(DICTIONARY),
            kind_follows: false,
        }
    }

    fn whole(&mut self, file: &[u8]) -> Result<(), PassiveError> {
        // What cannot be unpacked may be encrypted: the trailer says so, at the very end.
        let mut sound = Ok(());
        let mut at = 0;
        while let Some(byte) = file.get(at) {
            let rest = file.get(at..).unwrap_or_default();
            match byte {
                b'o' if begins_object(file, at) => self.place = Place::In(at),
                b'e' if rest.starts_with(b"endobj") => {
                    self.place = Place::Between;
                    at += b"end".len();
                }
                b's' if rest.starts_with(b"stream") => {
                    self.place = match self.place {
                        Place::Plain { begun: false } => Place::Plain { begun: true },
                        _ => Place::Between,
                    };
                }
                b'/' => {
                    let name = name_at(file, at);
                    let inside = !matches!(self.place, Place::Between);
                    let kind = std::mem::replace(&mut self.kind_follows, name.is(b"S"));
                    judge(&name, ahead(file, name.end), inside, kind)?;
                    match self.follow(file, &name) {
                        Err(PassiveError::Refused(fault)) => sound = Err(fault.into()),
                        other => other?,
                    }
                    // A name holds no other name: on behind it.
                    at = name.end.max(at + 1);
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        sound
    }

    /// Looks into the stream if this is a name that object streams have. `First` too: some
    /// readers take them without their type.
    fn follow(&mut self, file: &[u8], name: &Name) -> Result<(), PassiveError> {
        let typed = name.is(b"ObjStm");
        if !typed && !name.is(b"First") {
            return Ok(());
        }
        if let Place::In(object) = self.place {
            if let Some((dictionary, packed)) = self.stream_behind(file, object)? {
                self.place = match dictionary.get(b"Filter") {
                    Err(_) | Ok(Object::Null) => Place::Plain { begun: false },
                    Ok(_) => Place::Stream,
                };
                return self.unpack(&dictionary, packed);
            }
            // The outline of a document has a `First` and no stream.
            self.place = Place::NoStream;
        }
        let looked_into = matches!(self.place, Place::Stream | Place::Plain { begun: false });
        if typed && !looked_into {
            return Err(FileFault::Damaged.into());
        }
        Ok(())
    }

    /// Dictionary and bytes of the stream whose keyword `obj` stands here, to the file's end.
    fn stream_behind<'a>(
        &mut self,
        file: &'a [u8],
        object: usize,
    ) -> Result<Option<(Dictionary, &'a [u8])>, PassiveError> {
        let start = object + b"obj".len();
        let end = file.len().min(start.saturating_add(DICTIONARY));
        let mut lexer = Lexer::new(file.get(start..end).unwrap_or_default());
        let read = lexer.object();
        let left = self.work.checked_sub(lexer.at());
        self.work = left.ok_or(PassiveError::TooMuchWork)?;
        let Ok(Object::Dictionary(dictionary)) = read else {
            return Ok(None);
        };
        let content = stream_start(&mut lexer);
        let packed = content.and_then(|content| file.get(start + content..));
        Ok(packed.map(|packed| (dictionary, packed)))
    }

    fn unpack(&mut self, dictionary: &Dictionary, packed: &[u8]) -> Result<(), PassiveError> {
        let filter = match dictionary.get(b"Filter") {
            // Plain: the search goes through it by itself.
            Err(_) | Ok(Object::Null) => return Ok(()),
            Ok(Object::Array(filters)) if filters.len() == 1 => filters.first(),
            Ok(filter) => Some(filter),
        };
        let flate = filter.and_then(|filter| filter.as_name().ok()) == Some(b"FlateDecode");
        let parameters = dictionary.get(b"DecodeParms");
        if !flate || parameters.is_ok_and(|found| *found != Object::Null) {
            return Err(FileFault::Damaged.into());
        }
        // The packed bytes say themselves where they end, whatever /Length says.
        let mut plain = Vec::new();
        let most = u64::try_from(self.left).unwrap_or(0) + 1;
        let unpacked = ZlibDecoder::new(packed).take(most).read_to_end(&mut plain);
        unpacked.map_err(|_| FileFault::Damaged)?;
        self.left = self
            .left
            .checked_sub(plain.len())
            .ok_or(FileFault::Damaged)?;
        names_in(&plain)
    }
}

/// Names in an unpacked object stream. It holds no streams, so it may hold no object stream.
fn names_in(plain: &[u8]) -> Result<(), PassiveError> {
    let (mut at, mut kind_follows) = (0, false);
    while let Some(slash) = next_slash(plain.get(at..).unwrap_or_default()) {
        let name = name_at(plain, at + slash);
        judge(&name, ahead(plain, name.end), true, kind_follows)?;
        kind_follows = name.is(b"S");
        if name.is(b"ObjStm") {
            return Err(FileFault::Damaged.into());
        }
        at = name.end.max(at + slash + 1);
    }
    Ok(())
}

/// The bytes behind a name that tell what it leads to; no more, or a file of such names alone
/// would take time with its square.
fn ahead(bytes: &[u8], at: usize) -> &[u8] {
    let end = bytes.len().min(at.saturating_add(AHEAD));
    bytes.get(at..end).unwrap_or_default()
}

pub(super) fn next_slash(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| *byte == b'/')
}

/// Whether the keyword `obj` of `12 0 obj` stands here, and not the end of `endobj`. A comment
/// may stand before it.
fn begins_object(file: &[u8], at: usize) -> bool {
    let before = file.get(..at).unwrap_or_default();
    file.get(at..).is_some_and(|rest| rest.starts_with(b"obj")) && !before.ends_with(b"end")
}

/// A name with its escapes undone.
pub(super) struct Name {
    text: [u8; LONGEST_NAME],
    len: usize,
    pub(super) end: usize,
}

impl Name {
    pub(super) fn is(&self, text: &[u8]) -> bool {
        self.text.get(..self.len) == Some(text)
    }
}

pub(super) fn name_at(bytes: &[u8], slash: usize) -> Name {
    let mut name = Name {
        text: [0; LONGEST_NAME],
        len: 0,
        end: slash + 1,
    };
    while let Some(&byte) = bytes.get(name.end) {
        if is_space(byte) || is_delimiter(byte) {
            break;
        }
        let escaped = (byte == b'#')
            .then(|| bytes.get(name.end + 1..name.end + 3))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let Some(place) = name.text.get_mut(name.len) else {
            break;
        };
        *place = escaped.unwrap_or(byte);
        name.len += 1;
        name.end += if escaped.is_some() { 3 } else { 1 };
    }
    name
}

/// `inside`: the name stands in an object, not in the bytes of a stream. `kind`: it follows `/S`.
fn judge(name: &Name, behind: &[u8], inside: bool, kind: bool) -> Result<(), PassiveError> {
    let found = match name.text.get(..name.len).unwrap_or_default() {
        b"Encrypt" if leads_on(behind) => return Err(PassiveError::Encrypted),
        // A destination may be called so; and cleaners leave an empty tree behind.
        b"JavaScript"
            if !kind && (behind.trim_ascii_start().starts_with(b"[") || empty(behind)) =>
        {
            return Ok(());
        }
        b"EmbeddedFiles" | b"XFA" if empty(behind) => return Ok(()),
        // A rendition action may hold a script and need not say so.
        b"JavaScript" | b"Rendition" => ActiveContent::JavaScript,
        b"Launch" => ActiveContent::Launch,
        b"EmbeddedFile" | b"EmbeddedFiles" | b"FileAttachment" | b"RichMedia" => {
            ActiveContent::EmbeddedFile
        }
        b"EF" if leads_on(behind) => ActiveContent::EmbeddedFile,
        b"XFA" if leads_on(behind) => ActiveContent::DynamicForm,
        // Every kind of action but GoTo within the file (ISO 32000-1 §12.6.4).
        b"GoToR" | b"GoToE" | b"ImportData" | b"SubmitForm" | b"ResetForm" | b"SetOCGState"
        | b"GoTo3DView" => ActiveContent::ReachesOut,
        b"Hide" | b"Movie" | b"Named" | b"Sound" | b"Thread" | b"Trans" | b"URI" if kind => {
            ActiveContent::ReachesOut
        }
        b"URI" if inside && (leads_on(behind) || text_follows(behind)) => ActiveContent::ReachesOut,
        // A stream's bytes, or a file, that lie elsewhere. Flags of an annotation are a number.
        b"F" | b"UF" if inside && text_follows(behind) => ActiveContent::ReachesOut,
        _ => return Ok(()),
    };
    Err(PassiveError::Active(found))
}

/// Whether an empty array or an empty name tree follows.
fn empty(behind: &[u8]) -> bool {
    let bare: Vec<u8> = behind
        .iter()
        .copied()
        .filter(|byte| !is_space(*byte))
        .collect();
    bare.starts_with(b"[]") || bare.starts_with(b"<</Names[]>>") || bare.starts_with(b"<<>>")
}

/// Whether a string follows.
fn text_follows(behind: &[u8]) -> bool {
    let behind = behind.trim_ascii_start();
    behind.starts_with(b"(") || behind.starts_with(b"<") && !behind.starts_with(b"<<")
}

/// Whether a dictionary, an array or a reference follows: three letters alone stand by chance
/// in any picture.
fn leads_on(behind: &[u8]) -> bool {
    let behind = behind.trim_ascii_start();
    let mut words = behind.splitn(3, |byte| is_space(*byte));
    let digits = |word: Option<&[u8]>| {
        word.is_some_and(|word| !word.is_empty() && word.iter().all(u8::is_ascii_digit))
    };
    behind.starts_with(b"<<")
        || behind.starts_with(b"[")
        || digits(words.next())
            && digits(words.next())
            && words.next().is_some_and(|word| word.starts_with(b"R"))
}
