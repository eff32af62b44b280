//! Valid PDFs of any size, for tests and benchmarks: plain text on empty pages plus one stream of
//! padding that no page shows. Made chunk by chunk, so that a gigabyte costs 64 KiB of memory.
//!
//! Written by hand, not by printpdf, because the size of the file must be known beforehand.

use std::fmt::Write as _;

/// Bytes per chunk of padding.
const CHUNK: u64 = 64 * 1024;

/// A small valid PDF of `pages` pages (at least one) with `padding_bytes` of padding in it. The
/// title is printed on each page; characters outside printable ASCII appear as `?` there.
pub fn placeholder_pdf(title: &str, pages: usize, padding_bytes: u64) -> Vec<u8> {
    placeholder_pdf_chunks(title, pages, padding_bytes).fold(Vec::new(), |mut all, chunk| {
        all.extend_from_slice(&chunk);
        all
    })
}

/// The same PDF as chunks of at most about 64 KiB (the first holds all pages).
pub fn placeholder_pdf_chunks(title: &str, pages: usize, padding_bytes: u64) -> PlaceholderChunks {
    let head = head(title, pages.max(1), padding_bytes);
    let end = head.end(padding_bytes);
    PlaceholderChunks {
        total: u64::try_from(head.bytes.len() + end.len()).unwrap_or(u64::MAX) + padding_bytes,
        head: Some(head.bytes),
        left: padding_bytes,
        written: 0,
        end: Some(end),
    }
}

/// Iterator over the bytes of a placeholder PDF.
pub struct PlaceholderChunks {
    head: Option<Vec<u8>>,
    left: u64,
    written: u64,
    end: Option<Vec<u8>>,
    total: u64,
}

impl PlaceholderChunks {
    /// Size of the whole file in bytes.
    pub fn total_bytes(&self) -> u64 {
        self.total
    }
}

impl Iterator for PlaceholderChunks {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        if let Some(head) = self.head.take() {
            return Some(head);
        }
        if self.left == 0 {
            return self.end.take();
        }
        let size = self.left.min(CHUNK);
        let chunk = padding(self.written, size);
        self.left -= size;
        self.written += size;
        Some(chunk)
    }
}

/// Padding that does not compress to nothing (a proxy or file system must not cheat) and never
/// contains `endstream`: 64 printable characters chosen by a counter-keyed mix.
fn padding(from: u64, size: u64) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdfghijklmnopqrstuvwxyz+/-";
    let mut out = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 8);
    let mut block = from / 8;
    while u64::try_from(out.len()).unwrap_or(u64::MAX) < size {
        let mixed = mix(block).to_le_bytes();
        out.extend(mixed.map(|byte| LETTERS[usize::from(byte & 63)]));
        block += 1;
    }
    out.truncate(usize::try_from(size).unwrap_or(0));
    out
}

/// SplitMix64's output function.
fn mix(n: u64) -> u64 {
    let mut z = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Everything up to the padding, and where each object begins.
struct Head {
    bytes: Vec<u8>,
    offsets: Vec<usize>,
}

impl Head {
    fn object(&mut self, body: &str) {
        self.offsets.push(self.bytes.len());
        let text = format!("{} 0 obj\n{body}\nendobj\n", self.offsets.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// End of the padding stream, cross-reference table and trailer.
    fn end(&self, padding_bytes: u64) -> Vec<u8> {
        let close = "\nendstream\nendobj\n";
        let table =
            u64::try_from(self.bytes.len() + close.len()).unwrap_or(u64::MAX) + padding_bytes;
        let mut text = close.to_owned();
        let size = self.offsets.len() + 1;
        // Writing to a String cannot fail.
        let _ = write!(text, "xref\n0 {size}\n0000000000 65535 f \n");
        for offset in &self.offsets {
            let _ = writeln!(text, "{offset:010} 00000 n ");
        }
        let _ = write!(
            text,
            "trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
        );
        text.into_bytes()
    }
}

fn head(title: &str, pages: usize, padding_bytes: u64) -> Head {
    let printable: String = title
        .chars()
        .map(|c| match c {
            '(' | ')' | '\\' => ' ',
            ' '..='~' => c,
            _ => '?',
        })
        .collect();
    let mut head = Head {
        bytes: b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(),
        offsets: Vec::new(),
    };
    // Objects 1 catalog, 2 page tree, 3 font, then page and content in pairs, last the padding.
    head.object("<< /Type /Catalog /Pages 2 0 R >>");
    let kids: String = (0..pages).fold(String::new(), |mut kids, n| {
        let _ = write!(kids, "{} 0 R ", 4 + 2 * n);
        kids
    });
    head.object(&format!(
        "<< /Type /Pages /Count {pages} /Kids [ {kids}] >>"
    ));
    head.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    for page in 1..=pages {
        let content = format!("BT /F1 18 Tf 72 760 Td ({printable} {page}/{pages}) Tj ET");
        head.object(&format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] \
             /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            3 + 2 * page
        ));
        head.object(&format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    head.offsets.push(head.bytes.len());
    let open = format!(
        "{} 0 obj\n<< /Length {padding_bytes} >>\nstream\n",
        head.offsets.len()
    );
    head.bytes.extend_from_slice(open.as_bytes());
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_opens_and_has_its_pages() {
        for (pages, padding) in [(1, 0), (3, 1), (100, 200_000)] {
            let pdf = placeholder_pdf("Packet (test)", pages, padding);
            let document = lopdf::Document::load_mem(&pdf).unwrap();
            assert_eq!(document.get_pages().len(), pages);
            assert!(pdf.starts_with(b"%PDF-1.7") && pdf.ends_with(b"%%EOF\n"));
        }
    }

    #[test]
    fn chunks_add_up_to_the_size_told_beforehand() {
        let chunks = placeholder_pdf_chunks("big", 2, 3_000_001);
        let total = chunks.total_bytes();
        let sizes: Vec<usize> = chunks.map(|c| c.len()).collect();
        assert_eq!(sizes.iter().sum::<usize>() as u64, total);
        assert!(sizes.iter().all(|size| *size <= 65_536));
    }

    #[test]
    fn a_gigabyte_is_described_without_being_held() {
        let mut chunks = placeholder_pdf_chunks("huge", 100, 1 << 30);
        assert!(chunks.total_bytes() > 1 << 30);
        assert!(chunks.next().unwrap().len() < 40_000);
        assert_eq!(chunks.next().unwrap().len(), 65_536);
    }

    #[test]
    fn padding_is_the_same_however_it_is_cut() {
        let whole = padding(0, 200_000);
        assert_eq!(padding(65_536, 1_000), whole[65_536..66_536]);
    }
}
