//! What a file is, by its first bytes; its name and declared type are not asked.

use super::UnsupportedKind;

/// Kinds of picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Jpeg,
    Png,
    Tiff,
    Other(UnsupportedKind),
}

/// The kind of a file; `None` when it is no picture.
pub(super) fn of(file: &[u8]) -> Option<Kind> {
    if file.starts_with(&[0xFF, 0xD8, 0xFF]) {
        return Some(Kind::Jpeg);
    }
    if file.starts_with(b"\x89PNG\r\n\x1A\n") {
        return Some(Kind::Png);
    }
    // Classic and Big TIFF, both byte orders.
    if [b"II\x2A\0", b"MM\0\x2A", b"II\x2B\0", b"MM\0\x2B"]
        .iter()
        .any(|magic| file.starts_with(*magic))
    {
        return Some(Kind::Tiff);
    }
    other(file).map(Kind::Other)
}

fn other(file: &[u8]) -> Option<UnsupportedKind> {
    if file.starts_with(b"%PDF-") {
        return Some(UnsupportedKind::Pdf);
    }
    if file.starts_with(b"GIF8") {
        return Some(UnsupportedKind::Gif);
    }
    if file.starts_with(b"BM") && file.get(6..10) == Some(&[0; 4]) {
        return Some(UnsupportedKind::Bmp);
    }
    if file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WEBP") {
        return Some(UnsupportedKind::WebP);
    }
    let brand = file
        .get(8..12)
        .filter(|_| file.get(4..8) == Some(b"ftyp"))?;
    [b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"]
        .iter()
        .any(|known| brand == *known)
        .then_some(UnsupportedKind::Heic)
}
