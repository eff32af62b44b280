//! The layout of a ZIP with stored entries (APPNOTE 6.3.10), ZIP64 where needed.
//!
//! Names are UTF-8 with general-purpose bit 11 set, which Windows (since 8), macOS, iPadOS
//! and 7-Zip read rightly; bit 3 (data descriptors) is never used, because Windows Explorer
//! refuses stored entries with it.

use std::ops::Range;
use thiserror::Error;

/// One file of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Name inside the archive; [`Layout::new`] makes names distinct.
    pub name: String,
    /// Plain bytes.
    pub size: u64,
    /// CRC-32 of the plain bytes.
    pub crc32: u32,
    /// Local date and time: year, month, day, hour, minute, second.
    pub modified: (i16, i8, i8, i8, i8, i8),
}

/// Why no archive can be laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ZipError {
    /// The sizes add up to more than 2^64 bytes.
    #[error("the archive would be too large")]
    TooLarge,
}

/// A stretch of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// These bytes.
    Bytes(Vec<u8>),
    /// These bytes of an entry's file.
    File {
        /// Which entry, from 0.
        index: usize,
        /// Which of its bytes.
        range: Range<u64>,
    },
}

/// Where every byte of the archive lies.
#[derive(Debug, Clone)]
pub struct Layout {
    entries: Vec<Entry>,
    /// Offset of each local header.
    offsets: Vec<u64>,
    directory: Vec<u8>,
    directory_at: u64,
}

const LIMIT32: u64 = 0xFFFF_FFFF;
/// Version 4.5: ZIP64.
const VERSION: u16 = 45;
const UTF8_NAMES: u16 = 1 << 11;
/// "Made on Unix": for archives said to come from MS-DOS, unzip 6.0 (and the one in older macOS)
/// reads names in a DOS code page whatever `UTF8_NAMES` says. Windows goes by `UTF8_NAMES` alone.
const MADE_ON_UNIX: u16 = 3 << 8;
/// A plain file that its owner may write and all may read, in Unix's place of the attributes.
const PLAIN_FILE: u32 = 0o100_644 << 16;

impl Layout {
    /// Lays the entries out in order; equal names get ` (2)`, ` (3)` … before the ending.
    ///
    /// # Errors
    /// [`ZipError`].
    pub fn new(mut entries: Vec<Entry>) -> Result<Self, ZipError> {
        distinct(&mut entries);
        let mut offsets = Vec::with_capacity(entries.len());
        let mut at: u64 = 0;
        for entry in &entries {
            offsets.push(at);
            let header =
                u64::try_from(local_header(entry).len()).map_err(|_| ZipError::TooLarge)?;
            at = at
                .checked_add(header)
                .and_then(|at| at.checked_add(entry.size))
                .ok_or(ZipError::TooLarge)?;
        }
        let directory = directory(&entries, &offsets, at);
        Ok(Self {
            entries,
            offsets,
            directory,
            directory_at: at,
        })
    }

    /// Bytes of the whole archive.
    pub fn total_len(&self) -> u64 {
        self.directory_at + self.directory.len() as u64
    }

    /// The entries with their final names.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The pieces that make up `range` of the archive, in order.
    pub fn pieces(&self, range: Range<u64>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        // Only the entries the range touches: a range of a large archive costs little.
        let first = self
            .offsets
            .partition_point(|at| *at <= range.start)
            .saturating_sub(1);
        for (index, entry) in self.entries.iter().enumerate().skip(first) {
            let header_at = self.offsets[index];
            if header_at >= range.end {
                return pieces;
            }
            let header = local_header(entry);
            let data_at = header_at + header.len() as u64;
            push_bytes(&mut pieces, &header, header_at, &range);
            let inside = overlap(&(data_at..data_at + entry.size), &range);
            if !inside.is_empty() {
                pieces.push(Piece::File {
                    index,
                    range: inside.start - data_at..inside.end - data_at,
                });
            }
        }
        push_bytes(&mut pieces, &self.directory, self.directory_at, &range);
        pieces
    }
}

fn overlap(a: &Range<u64>, b: &Range<u64>) -> Range<u64> {
    a.start.max(b.start)..a.end.min(b.end)
}

fn push_bytes(pieces: &mut Vec<Piece>, bytes: &[u8], at: u64, range: &Range<u64>) {
    let inside = overlap(&(at..at + bytes.len() as u64), range);
    if let (Ok(start), Ok(end)) = (
        usize::try_from(inside.start.saturating_sub(at)),
        usize::try_from(inside.end.saturating_sub(at)),
    ) && start < end
    {
        pieces.push(Piece::Bytes(bytes[start..end].to_vec()));
    }
}

/// File systems of Unix end names at 255 bytes, 85 characters of Japanese; some stay for ` (2)`.
const LONGEST_NAME: usize = 240;
const LONGEST_ENDING: usize = 16;

/// As many whole characters from the start as fit.
fn shortened(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Windows opens no file of these names, whatever their ending: they are its devices.
fn is_device(stem: &str) -> bool {
    // "CON.tar.pdf" and "CON .pdf" are the device too.
    let name = stem.split('.').next().unwrap_or_default().trim_end();
    let name = name.to_ascii_uppercase();
    let numbered = |device: &str| {
        let number = name.strip_prefix(device).unwrap_or_default();
        matches!(number, "¹" | "²" | "³")
            || matches!(number.as_bytes(), [digit] if digit.is_ascii_digit())
    };
    matches!(
        name.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$"
    ) || numbered("COM")
        || numbered("LPT")
}

fn distinct(entries: &mut [Entry]) {
    let mut taken = std::collections::HashSet::new();
    for entry in entries {
        let (stem, ending) = match entry.name.rfind('.') {
            Some(dot) if entry.name.len() - dot <= LONGEST_ENDING => entry.name.split_at(dot),
            _ => (entry.name.as_str(), ""),
        };
        let stem = shortened(stem, LONGEST_NAME - ending.len());
        let mark = if is_device(stem) { "_" } else { "" };
        let stem = &format!("{mark}{stem}");
        let mut name = format!("{stem}{ending}");
        let mut number = 2;
        // Windows and macOS take names that differ in case alone for the same file.
        while !taken.insert(name.to_lowercase()) {
            name = format!("{stem} ({number}){ending}");
            number += 1;
        }
        entry.name = name;
    }
}

struct Bytes(Vec<u8>);

impl Bytes {
    fn u16(mut self, value: u16) -> Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    fn u32(mut self, value: u32) -> Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    fn u64(mut self, value: u64) -> Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    /// The value, or all ones where ZIP64's extra field holds it.
    fn u32_or_zip64(self, value: u64) -> Self {
        self.u32(u32::try_from(value.min(LIMIT32)).unwrap_or(u32::MAX))
    }

    fn text(mut self, text: &str) -> Self {
        self.0.extend(text.as_bytes());
        self
    }

    fn len16(&self) -> u16 {
        u16::try_from(self.0.len()).unwrap_or(u16::MAX)
    }

    fn append(mut self, other: &Self) -> Self {
        self.0.extend(&other.0);
        self
    }
}

/// MS-DOS time and date; the format begins in 1980 and counts two-second steps.
fn dos_time(entry: &Entry) -> (u16, u16) {
    let (year, month, day, hour, minute, second) = entry.modified;
    let part = |value: i8| u16::from(value.unsigned_abs());
    let years = u16::try_from(year.saturating_sub(1980).clamp(0, 127)).unwrap_or(0);
    (
        (part(hour) << 11) | (part(minute) << 5) | (part(second) / 2),
        (years << 9) | (part(month) << 5) | part(day),
    )
}

fn name_len(entry: &Entry) -> u16 {
    u16::try_from(entry.name.len()).unwrap_or(u16::MAX)
}

fn local_header(entry: &Entry) -> Vec<u8> {
    let (time, date) = dos_time(entry);
    let large = entry.size >= LIMIT32;
    let extra = Bytes(Vec::new());
    // A local ZIP64 field must hold both sizes.
    let extra = if large {
        extra.u16(1).u16(16).u64(entry.size).u64(entry.size)
    } else {
        extra
    };
    let size = if large { LIMIT32 } else { entry.size };
    Bytes(Vec::new())
        .u32(0x0403_4b50)
        .u16(VERSION)
        .u16(UTF8_NAMES)
        .u16(0)
        .u16(time)
        .u16(date)
        .u32(entry.crc32)
        .u32_or_zip64(size)
        .u32_or_zip64(size)
        .u16(name_len(entry))
        .u16(extra.len16())
        .text(&entry.name)
        .append(&extra)
        .0
}

fn central_header(entry: &Entry, offset: u64) -> Bytes {
    let (time, date) = dos_time(entry);
    let mut values = Bytes(Vec::new());
    if entry.size >= LIMIT32 {
        values = values.u64(entry.size).u64(entry.size);
    }
    if offset >= LIMIT32 {
        values = values.u64(offset);
    }
    let extra = Bytes(Vec::new());
    let extra = if values.0.is_empty() {
        extra
    } else {
        extra.u16(1).u16(values.len16()).append(&values)
    };
    Bytes(Vec::new())
        .u32(0x0201_4b50)
        .u16(MADE_ON_UNIX | VERSION)
        .u16(VERSION)
        .u16(UTF8_NAMES)
        .u16(0)
        .u16(time)
        .u16(date)
        .u32(entry.crc32)
        .u32_or_zip64(entry.size)
        .u32_or_zip64(entry.size)
        .u16(name_len(entry))
        .u16(extra.len16())
        .u16(0)
        .u16(0)
        .u16(0)
        .u32(PLAIN_FILE)
        .u32_or_zip64(offset)
        .text(&entry.name)
        .append(&extra)
}

fn directory(entries: &[Entry], offsets: &[u64], at: u64) -> Vec<u8> {
    let mut all = Bytes(Vec::new());
    for (entry, offset) in entries.iter().zip(offsets) {
        all = all.append(&central_header(entry, *offset));
    }
    let (count, size) = (entries.len() as u64, all.0.len() as u64);
    if count >= 0xFFFF || size >= LIMIT32 || at >= LIMIT32 {
        all = all
            .u32(0x0606_4b50)
            .u64(44)
            .u16(VERSION)
            .u16(VERSION)
            .u32(0)
            .u32(0)
            .u64(count)
            .u64(count)
            .u64(size)
            .u64(at)
            .u32(0x0706_4b50)
            .u32(0)
            .u64(at + size)
            .u32(1);
    }
    let short_count = u16::try_from(count.min(0xFFFF)).unwrap_or(u16::MAX);
    all.u32(0x0605_4b50)
        .u16(0)
        .u16(0)
        .u16(short_count)
        .u16(short_count)
        .u32_or_zip64(size)
        .u32_or_zip64(at)
        .u16(0)
        .0
}

#[cfg(test)]
mod tests;
