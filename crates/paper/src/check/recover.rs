//! Cross-references made anew by searching the file for its objects, as every reader does when
//! those that stand there lead nowhere: a wrong or missing `startxref`, rows shifted by a
//! transfer that changed line ends, a keyword lost.
//!
//! One pass over the bytes; of each object only its first bytes are looked at. What is kept is 16
//! bytes an object, so never more than twice the file.

use super::active::name_at;
use super::count::Objects;
use super::lex::{Lexer, is_delimiter, is_space, leading_number};
use super::xref::{Entry, Xref};
use super::{PdfError, RangeRead};
use bytes::Bytes;
use kairan_domain::upload::FileFault;
use lopdf::{Dictionary, Object};

/// Object streams that are looked into.
const MOST_STREAMS: usize = 2_048;
/// Bytes all of them together may unpack to.
const UNPACKED: usize = 32 * 1024 * 1024;
/// Bytes of a dictionary that is read.
const DICTIONARY: usize = 4_096;
/// Trailers that are read: one a revision.
const MOST_TRAILERS: usize = 512;

/// What one pass over the bytes found.
#[derive(Default)]
struct Found {
    objects: Vec<(u32, Entry)>,
    /// Objects that say of themselves that they hold others.
    holders: Vec<(u32, u64)>,
    /// Objects that say of themselves that they are the catalog.
    catalog: Option<u32>,
    /// The newest trailer with a root, of either kind.
    trailer: Option<Dictionary>,
    /// The last object has its end: a file cut on its way has not.
    ends_whole: bool,
}

/// Cross-references of a file whose own lead nowhere.
pub(super) async fn recover(file: &dyn RangeRead, bytes: &Bytes) -> Result<Xref, PdfError> {
    let found = pass(bytes);
    if !found.ends_whole {
        return Err(FileFault::Damaged.into());
    }
    let trailer = found.trailer.unwrap_or_else(|| made_up(found.catalog));
    let bare = Xref::found(found.objects.clone(), trailer.clone());
    let objects = Objects::behind(file, &bare).await?;
    let (mut all, mut left) = (Vec::new(), UNPACKED);
    for (holder, offset) in found.holders.iter().take(MOST_STREAMS) {
        // One that cannot be read holds nothing that could be shown.
        let Ok(unpacked) = objects.unpacked(*holder, *offset).await else {
            continue;
        };
        let rest = left.checked_sub(unpacked.plain.len());
        left = rest.ok_or(FileFault::Damaged)?;
        let numbers = unpacked.numbers().into_iter();
        all.extend(numbers.map(|number| (number, Entry::InStream(*holder))));
    }
    // Behind them, what stands in plain sight: the last of a number counts.
    all.extend(found.objects);
    Ok(Xref::found(all, trailer))
}

/// A trailer around the catalog that was found.
fn made_up(catalog: Option<u32>) -> Dictionary {
    let mut trailer = Dictionary::new();
    if let Some(catalog) = catalog {
        trailer.set("Root", Object::Reference((catalog, 0)));
    }
    trailer
}

fn pass(bytes: &[u8]) -> Found {
    let mut found = Found::default();
    let (mut at, mut trailers) = (0, 0);
    // The object whose dictionary the pass is in.
    let mut inside: Option<(u32, u64)> = None;
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        match byte {
            b'o' if rest.starts_with(b"obj") => {
                if let Some((number, offset)) = header_before(bytes, at) {
                    found.objects.push((number, Entry::At(offset)));
                    inside = Some((number, offset));
                    found.ends_whole = false;
                }
            }
            b'e' if rest.starts_with(b"endobj") => {
                found.ends_whole = true;
                at += b"end".len();
            }
            b's' if rest.starts_with(b"stream") => inside = None,
            b't' if rest.starts_with(b"trailer") && trailers < MOST_TRAILERS => {
                trailers += 1;
                take_trailer(&mut found, bytes, at + b"trailer".len());
            }
            b'/' => {
                let name = name_at(bytes, at);
                if let Some((number, offset)) = inside {
                    if name.is(b"ObjStm") {
                        found.holders.push((number, offset));
                    } else if name.is(b"Catalog") {
                        found.catalog = Some(number);
                    } else if name.is(b"XRef") && trailers < MOST_TRAILERS {
                        trailers += 1;
                        let start = usize::try_from(offset).unwrap_or(at);
                        take_stream_trailer(&mut found, bytes, start);
                    }
                }
                at = name.end.max(at + 1);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Number and place of the object whose keyword `obj` stands at `at`: `12 0 obj`.
fn header_before(bytes: &[u8], at: usize) -> Option<(u32, u64)> {
    let mut end = at;
    let mut word = |least_space: bool| -> Option<(usize, usize)> {
        let spaces = spaces_before(bytes, end);
        if least_space && spaces == 0 {
            return None;
        }
        let stop = end - spaces;
        let digits = bytes.get(..stop)?.iter().rev().take(10);
        let digits = digits.take_while(|byte| byte.is_ascii_digit()).count();
        end = stop - digits;
        (digits > 0).then_some((end, stop))
    };
    word(false)?;
    let (start, stop) = word(true)?;
    let before = start.checked_sub(1).and_then(|before| bytes.get(before));
    if before
        .is_some_and(|byte| !is_space(*byte) && !is_delimiter(*byte) && !byte.is_ascii_lowercase())
    {
        return None;
    }
    let number = leading_number(bytes.get(start..stop)?)?;
    Some((u32::try_from(number).ok()?, u64::try_from(start).ok()?))
}

fn spaces_before(bytes: &[u8], end: usize) -> usize {
    let before = bytes.get(..end).unwrap_or_default().iter().rev();
    before.take(8).take_while(|byte| is_space(**byte)).count()
}

fn take_trailer(found: &mut Found, bytes: &[u8], at: usize) {
    let end = bytes.len().min(at.saturating_add(DICTIONARY));
    let mut lexer = Lexer::new(bytes.get(at..end).unwrap_or_default());
    if let Ok(trailer) = lexer.dictionary() {
        keep(found, trailer);
    }
}

fn take_stream_trailer(found: &mut Found, bytes: &[u8], start: usize) {
    let end = bytes.len().min(start.saturating_add(DICTIONARY));
    let read = super::count::parse_indirect(bytes.get(start..end).unwrap_or_default());
    if let Ok((_, Object::Dictionary(trailer), _)) = read {
        keep(found, trailer);
    }
}

/// The last one with a root stands for the newest revision.
fn keep(found: &mut Found, trailer: Dictionary) {
    if trailer.has(b"Root") {
        found.trailer = Some(trailer);
    }
}
