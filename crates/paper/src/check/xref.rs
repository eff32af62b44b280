//! Where the objects lie: cross-reference tables and streams (ISO 32000-1 §7.5.4, §7.5.8),
//! newest first. Of a table only the asked entry's bytes are ever read: 20, or 19 and 21 where a
//! writer ended its rows otherwise than the standard says and every reader takes them.

use super::count::Objects;
use super::lex::{LexError, Lexer, leading_number};
use super::{PdfError, RangeRead};
use kairan_domain::upload::FileFault;
use lopdf::{Dictionary, Object};

/// Revisions that are followed backwards; more is a ring or an attack.
const MOST_SECTIONS: usize = 512;
/// Subsections of one table that are walked.
const MOST_SUBSECTIONS: usize = 4096;
/// Bytes of one table entry without the end of its line.
const ENTRY: u64 = 18;
/// Most bytes of the end of a line.
const LINE_END: u64 = 3;

/// Where one object lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// At this offset of the file.
    At(u64),
    /// In this object stream.
    InStream(u32),
}

/// All cross-reference sections.
pub(super) struct Xref {
    sections: Vec<Section>,
    /// The newest trailer.
    pub(super) trailer: Dictionary,
}

enum Section {
    /// In the order of the file.
    Table(Vec<Part>),
    Stream {
        index: Vec<(u64, u64)>,
        widths: [usize; 3],
        rows: Vec<u8>,
    },
    /// What a search found, by number.
    Found(Vec<(u32, Entry)>),
}

/// A stretch of a table.
struct Part {
    /// Number of its first object.
    first: u64,
    /// How many.
    count: u64,
    /// Offset of the first entry.
    at: u64,
    /// Bytes from entry to entry.
    width: u64,
}

fn damaged() -> PdfError {
    FileFault::Damaged.into()
}

impl Xref {
    /// Reads the sections from the one at `start` backwards; `base` is where `%PDF-` stands.
    pub(super) async fn read(
        file: &dyn RangeRead,
        base: u64,
        start: u64,
    ) -> Result<Self, PdfError> {
        let mut found: Option<Self> = None;
        let (mut next, mut seen) = (vec![start], Vec::new());
        while let Some(offset) = next.pop() {
            if seen.contains(&offset) || seen.len() >= MOST_SECTIONS {
                continue;
            }
            seen.push(offset);
            let (section, trailer) = read_section(file, base, offset).await?;
            // Popped from the end: the stream of a hybrid file comes before the older section.
            next.extend(offset_in(&trailer, b"Prev"));
            next.extend(offset_in(&trailer, b"XRefStm"));
            match &mut found {
                Some(all) => all.sections.push(section),
                None => {
                    found = Some(Self {
                        sections: vec![section],
                        trailer,
                    });
                }
            }
        }
        found.ok_or_else(damaged)
    }

    /// Cross-references that a search made up: where each object lies, the last of a number last.
    pub(super) fn found(mut objects: Vec<(u32, Entry)>, trailer: Dictionary) -> Self {
        objects.sort_by_key(|(number, _)| *number);
        Self {
            sections: vec![Section::Found(objects)],
            trailer,
        }
    }

    /// Bytes that what a search found takes.
    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        let found = self.sections.iter().map(|section| match section {
            Section::Found(objects) => objects.len() * size_of::<(u32, Entry)>(),
            Section::Table(_) | Section::Stream { .. } => 0,
        });
        found.sum()
    }

    /// Where object `number` lies; free entries of newer sections hide nothing.
    pub(super) async fn entry(
        &self,
        file: &dyn RangeRead,
        base: u64,
        number: u32,
    ) -> Result<Entry, PdfError> {
        for section in &self.sections {
            let entry = match section {
                Section::Found(objects) => found_entry(objects, number),
                Section::Table(parts) => table_entry(file, base, parts, u64::from(number)).await?,
                Section::Stream {
                    index,
                    widths,
                    rows,
                } => stream_entry(index, *widths, rows, u64::from(number)),
            };
            if let Some(entry) = entry {
                return Ok(entry);
            }
        }
        Err(damaged())
    }
}

fn offset_in(trailer: &Dictionary, key: &[u8]) -> Option<u64> {
    let value = trailer.get(key).and_then(Object::as_i64).ok()?;
    u64::try_from(value).ok()
}

async fn read_section(
    file: &dyn RangeRead,
    base: u64,
    offset: u64,
) -> Result<(Section, Dictionary), PdfError> {
    let head = file.read_at(base + offset, 32).await?;
    let mut lexer = Lexer::new(&head);
    if lexer.take(b"xref") {
        let behind = u64::try_from(lexer.at()).unwrap_or(0);
        read_table(file, base, offset + behind).await
    } else {
        read_stream(file, base, offset).await
    }
}

async fn read_table(
    file: &dyn RangeRead,
    base: u64,
    mut at: u64,
) -> Result<(Section, Dictionary), PdfError> {
    let mut parts = Vec::new();
    while parts.len() < MOST_SUBSECTIONS {
        let bytes = file.read_at(base + at, 64).await?;
        let mut lexer = Lexer::new(&bytes);
        if lexer.take(b"trailer") {
            at += u64::try_from(lexer.at()).unwrap_or(0);
            let trailer = read_dictionary(file, base + at).await?;
            return Ok((Section::Table(parts), trailer));
        }
        let first = lexer.number().map_err(|_| damaged())?;
        let count = lexer.number().map_err(|_| damaged())?;
        lexer.skip_space();
        let row = bytes.get(lexer.at()..).unwrap_or_default();
        let width = row_width(row).ok_or_else(damaged)?;
        at += u64::try_from(lexer.at()).unwrap_or(0);
        parts.push(Part {
            first,
            count,
            at,
            width,
        });
        at = count
            .checked_mul(width)
            .and_then(|length| at.checked_add(length))
            .filter(|end| *end < file.size())
            .ok_or_else(damaged)?;
    }
    Err(damaged())
}

/// How long the rows are that begin here; an empty stretch has none.
fn row_width(row: &[u8]) -> Option<u64> {
    let end = usize::try_from(ENTRY).ok()?;
    let Some(behind) = row.get(end..) else {
        return Some(ENTRY + 2);
    };
    if !matches!(row.get(end - 1), Some(b'n' | b'f')) {
        // No row at all: only an empty stretch may have none.
        return Some(ENTRY + 2);
    }
    let idle = behind.iter().take_while(|byte| b" \r\n".contains(byte));
    let idle = u64::try_from(idle.count()).ok()?;
    (1..=LINE_END).contains(&idle).then_some(ENTRY + idle)
}

async fn read_dictionary(file: &dyn RangeRead, at: u64) -> Result<Dictionary, PdfError> {
    for length in [4096, 65_536] {
        let bytes = file.read_at(at, length).await?;
        match Lexer::new(&bytes).dictionary() {
            Ok(found) => return Ok(found),
            Err(LexError::Short) => {}
            Err(LexError::Bad) => break,
        }
    }
    Err(damaged())
}

async fn read_stream(
    file: &dyn RangeRead,
    base: u64,
    offset: u64,
) -> Result<(Section, Dictionary), PdfError> {
    // A cross-reference stream is never encrypted and its /Length is direct (§7.5.8.2).
    let stream = Objects::bare(file, base).stream_at(offset).await?;
    if !stream.dict.has_type(b"XRef") {
        return Err(damaged());
    }
    let rows = super::count::plain_content(&stream)?;
    let numbers = |key: &[u8]| -> Option<Vec<u64>> {
        let array = stream.dict.get(key).and_then(Object::as_array).ok()?;
        array
            .iter()
            .map(|object| object.as_i64().ok().and_then(|n| u64::try_from(n).ok()))
            .collect()
    };
    let widths: Vec<usize> = numbers(b"W")
        .ok_or_else(damaged)?
        .into_iter()
        .filter_map(|width| usize::try_from(width).ok().filter(|w| *w <= 8))
        .collect();
    let widths: [usize; 3] = widths.try_into().map_err(|_| damaged())?;
    let size = offset_in(&stream.dict, b"Size").ok_or_else(damaged)?;
    let index = numbers(b"Index").unwrap_or_else(|| vec![0, size]);
    let index = index
        .chunks_exact(2)
        .map(|pair| (pair[0], pair[1]))
        .collect();
    let section = Section::Stream {
        index,
        widths,
        rows,
    };
    Ok((section, stream.dict.clone()))
}

/// The last of a number: a newer revision stands behind an older one.
fn found_entry(objects: &[(u32, Entry)], number: u32) -> Option<Entry> {
    let behind = objects.partition_point(|(found, _)| *found <= number);
    let (found, entry) = objects.get(behind.checked_sub(1)?)?;
    (*found == number).then_some(*entry)
}

async fn table_entry(
    file: &dyn RangeRead,
    base: u64,
    parts: &[Part],
    number: u64,
) -> Result<Option<Entry>, PdfError> {
    let Some(part) = parts
        .iter()
        .find(|part| number >= part.first && number - part.first < part.count)
    else {
        return Ok(None);
    };
    let place = (number - part.first)
        .checked_mul(part.width)
        .and_then(|place| place.checked_add(base + part.at));
    let row = file.read_at(place.ok_or_else(damaged)?, 18).await?;
    let in_use = row.get(17) == Some(&b'n');
    Ok(leading_number(&row)
        .filter(|offset| in_use && *offset > 0)
        .map(Entry::At))
}

fn stream_entry(
    index: &[(u64, u64)],
    widths: [usize; 3],
    rows: &[u8],
    number: u64,
) -> Option<Entry> {
    let mut before = 0_u64;
    let mut place = None;
    for (first, count) in index {
        if number >= *first && number - first < *count {
            place = Some(before + number - first);
            break;
        }
        before = before.checked_add(*count)?;
    }
    let width: usize = widths.iter().sum();
    let start = usize::try_from(place?).ok()?.checked_mul(width)?;
    let row = rows.get(start..start.checked_add(width)?)?;
    let field = |from: usize, length: usize| {
        row.iter()
            .skip(from)
            .take(length)
            .fold(0_u64, |value, byte| value << 8 | u64::from(*byte))
    };
    let kind = if widths[0] == 0 {
        1
    } else {
        field(0, widths[0])
    };
    let second = field(widths[0], widths[1]);
    match kind {
        1 => Some(Entry::At(second)),
        2 => u32::try_from(second).ok().map(Entry::InStream),
        _ => None,
    }
}
