//! What a PDF can do besides showing itself. For files from outside the office.
//!
//! Looks at every byte, not at what the cross-references name: readers differ in what they find
//! in a crooked file, and a whole parse by lopdf can be made to fill the memory. Names are never
//! compressed except inside object streams, and those are unpacked here within a budget.

use super::count::parse_indirect;
use super::lex::{is_delimiter, is_space};
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
    /// It does more than show its pages.
    #[error("PDF with active content: {0:?}")]
    Active(ActiveContent),
}

/// Checks a file from outside the office: sound as [`super::check_pdf`] asks, not encrypted, and
/// able to do nothing but show its pages. A crooked file gets no second opinion.
///
/// Synchronous, up to a tenth of a second for 20 MB: call it on a blocking thread.
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
    Search::new().whole(file)?;
    counted.map_err(|error| match error {
        PdfError::Refused(fault) => fault.into(),
        PdfError::Read(_) => FileFault::Damaged.into(),
    })
}

/// Where the search stands in the objects of the file.
enum Place {
    /// In no object's dictionary, as far as can be told.
    Between,
    /// Behind the keyword `obj` that stands here.
    In(usize),
    /// As before, and its stream has been looked at.
    Seen,
}

/// The search through one file.
struct Search {
    place: Place,
    /// Bytes that object streams may still unpack to.
    left: usize,
}

impl Search {
    fn new() -> Self {
        Self {
            place: Place::Between,
            left: UNPACKED,
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
                b's' if rest.starts_with(b"stream") => self.place = Place::Between,
                b'/' => {
                    let name = name_at(file, at);
                    judge(&name, file.get(name.end..).unwrap_or_default())?;
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
        match self.place {
            Place::Between if typed => Err(FileFault::Damaged.into()),
            Place::Seen | Place::Between => Ok(()),
            Place::In(object) => match stream_behind(file, object) {
                Some((dictionary, packed)) => {
                    self.place = Place::Seen;
                    self.unpack(&dictionary, packed)
                }
                None if typed => Err(FileFault::Damaged.into()),
                // The outline of a document has a `First` and no stream.
                None => Ok(()),
            },
        }
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
    let mut at = 0;
    while let Some(slash) = next_slash(plain.get(at..).unwrap_or_default()) {
        let name = name_at(plain, at + slash);
        judge(&name, plain.get(name.end..).unwrap_or_default())?;
        if name.is(b"ObjStm") {
            return Err(FileFault::Damaged.into());
        }
        at = name.end.max(at + slash + 1);
    }
    Ok(())
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

fn judge(name: &Name, behind: &[u8]) -> Result<(), PassiveError> {
    let found = match name.text.get(..name.len).unwrap_or_default() {
        b"Encrypt" if leads_on(behind) => return Err(PassiveError::Encrypted),
        // A rendition action may hold a script and need not say so.
        b"JavaScript" | b"Rendition" => ActiveContent::JavaScript,
        b"Launch" => ActiveContent::Launch,
        b"EmbeddedFile" | b"EmbeddedFiles" | b"FileAttachment" | b"RichMedia" => {
            ActiveContent::EmbeddedFile
        }
        b"EF" if leads_on(behind) => ActiveContent::EmbeddedFile,
        b"XFA" if leads_on(behind) => ActiveContent::DynamicForm,
        _ => return Ok(()),
    };
    Err(PassiveError::Active(found))
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

/// Dictionary and bytes of the stream whose keyword `obj` stands here, to the file's end.
fn stream_behind(file: &[u8], object: usize) -> Option<(Dictionary, &[u8])> {
    // Any numbers do: which object it is plays no part.
    const NUMBERS: &[u8] = b"1 0 ";
    let end = file.len().min(object.saturating_add(DICTIONARY));
    let text = [NUMBERS, file.get(object..end)?].concat();
    let (_, Object::Dictionary(dictionary), Some(content)) = parse_indirect(&text).ok()? else {
        return None;
    };
    let start = object + content.checked_sub(NUMBERS.len())?;
    Some((dictionary, file.get(start..)?))
}
