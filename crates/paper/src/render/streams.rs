//! Bombs: streams that are small in the file and giant in memory. Every stretch behind the word
//! `stream` is unpacked into nothing and counted, whatever the file says of it.

use super::RenderError;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use std::io::Read;

/// Most bytes of one stream: a page of 600 dpi in colour has 104 million.
const MOST_OF_ONE: u64 = 160_000_000;
/// Most bytes of all: what twenty pages of pictures may have in [`crate::ImageLimits`].
const MOST_IN_ALL: u64 = 1_500_000_000;
/// Most pixels of a JPEG 2000 picture, whose size stands in no dictionary.
const MOST_PIXELS: u64 = 64_000_000;
/// Compressed streams inside compressed streams that are followed.
const DEPTH: u8 = 3;

pub(super) fn check(pdf: &[u8]) -> Result<(), RenderError> {
    let mut all = 0;
    for start in places(pdf, b"stream") {
        let data = pdf[start..].trim_ascii_start();
        all += unpacked(Box::new(data), DEPTH)?;
        if all > MOST_IN_ALL {
            return Err(RenderError::TooMuchWork);
        }
    }
    // Start of a codestream and its size: T.800, A.5.1.
    for start in places(pdf, &[0xFF, 0x4F, 0xFF, 0x51]) {
        let side = |at: usize| {
            let bytes = pdf.get(start + at..start + at + 4)?;
            Some(u64::from(u32::from_be_bytes(bytes.try_into().ok()?)))
        };
        if let (Some(width), Some(height)) = (side(4), side(8))
            && width.saturating_mul(height) > MOST_PIXELS
        {
            return Err(RenderError::TooMuchWork);
        }
    }
    Ok(())
}

/// Where each `mark` ends.
fn places(pdf: &[u8], mark: &[u8]) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let found = pdf[from..]
            .windows(mark.len())
            .position(|part| part == mark)?;
        from += found + mark.len();
        Some(from)
    })
}

/// Bytes that come out of a stream, and out of what comes out of it; 0 when it is not compressed.
fn unpacked(data: Box<dyn Read + '_>, depth: u8) -> Result<u64, RenderError> {
    let mut head = Vec::new();
    let mut data = data;
    // Two bytes tell whether it is zlib; reading fails where nothing can be unpacked.
    let read = data.by_ref().take(2).read_to_end(&mut head);
    if depth == 0 || read.is_err() || head.len() < 2 {
        return Ok(0);
    }
    let zlib = head[0] & 15 == 8 && u16::from_be_bytes([head[0], head[1]]).is_multiple_of(31);
    let whole = std::io::Cursor::new(head).chain(data);
    let inside: Box<dyn Read + '_> = if zlib {
        Box::new(ZlibDecoder::new(whole))
    } else if depth == DEPTH {
        Box::new(DeflateDecoder::new(whole))
    } else {
        return Ok(0);
    };
    let mut counted = Counted {
        inside,
        bytes: 0,
        spilt: false,
    };
    let deeper = unpacked(Box::new(&mut counted), depth - 1)?;
    let mut sink = [0; 8192];
    while !counted.spilt && matches!(counted.read(&mut sink), Ok(more) if more > 0) {}
    if counted.spilt {
        Err(RenderError::TooMuchWork)
    } else {
        Ok(counted.bytes + deeper)
    }
}

/// A reader that counts, and ends when there is too much.
struct Counted<'a> {
    inside: Box<dyn Read + 'a>,
    bytes: u64,
    spilt: bool,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inside.read(into)?;
        self.bytes += u64::try_from(read).unwrap_or(u64::MAX);
        self.spilt = self.bytes > MOST_OF_ONE;
        Ok(if self.spilt { 0 } else { read })
    }
}
