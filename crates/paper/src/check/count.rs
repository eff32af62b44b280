//! Objects by number, as far as the page count needs them.

use super::encryption::Unlocked;
use super::lex::{LexError, Lexer};
use super::xref::{Entry, Xref};
use super::{PdfError, RangeRead};
use kairan_domain::upload::FileFault;
use lopdf::{Dictionary, Object, Stream};

/// Bytes one stream may have, packed or unpacked: object and cross-reference streams of a
/// 200 MB file stay far below.
const LARGEST_STREAM: usize = 8 * 1024 * 1024;
/// Bytes of one row of a table behind a predictor: a row of cross-references has some twenty.
const LARGEST_ROW: i64 = 4096;
/// Pages up to which a count is not believed but gone through: more than an opinion may have.
const BELIEVED_FROM: u32 = 100;
/// Nodes of a page tree that are looked at, and how far down.
const NODES: usize = 400;
const DEEPEST: usize = 16;
/// References followed from one to the next.
const LONGEST_CHAIN: u8 = 8;

fn damaged() -> PdfError {
    FileFault::Damaged.into()
}

/// The page count behind the cross-reference section at `start`.
pub(super) async fn count_pages(
    file: &dyn RangeRead,
    base: u64,
    start: u64,
) -> Result<u32, PdfError> {
    page_tree(file, base, start, false).await
}

/// The same of a file from outside: its pages are gone through, too. Who looks at the pages that
/// a file says it has must have looked at those that it shows.
pub(super) async fn count_shown_pages(
    file: &dyn RangeRead,
    base: u64,
    start: u64,
) -> Result<u32, PdfError> {
    page_tree(file, base, start, true).await
}

async fn page_tree(
    file: &dyn RangeRead,
    base: u64,
    start: u64,
    go_through: bool,
) -> Result<u32, PdfError> {
    let xref = Xref::read(file, base, start).await?;
    let mut objects = Objects {
        xref: Some(&xref),
        ..Objects::bare(file, base)
    };
    objects.unlocked = objects.unlock(&xref.trailer).await?;
    let pages = objects.pages(&xref).await?;
    let count = objects.count_of(&pages).await?;
    if go_through && count < BELIEVED_FROM && objects.leaves(pages).await? != count {
        return Err(damaged());
    }
    Ok(count)
}

/// The page count of a file whose cross-references were found by a search. What it says is not
/// believed where its pages can be gone through: a crooked file counts crookedly.
pub(super) async fn count_found_pages(file: &dyn RangeRead, xref: &Xref) -> Result<u32, PdfError> {
    let objects = Objects::behind(file, xref).await?;
    let pages = objects.pages(xref).await?;
    match objects.leaves(pages.clone()).await {
        Ok(0) => Err(damaged()),
        Ok(leaves) => Ok(leaves),
        Err(_) => objects.count_of(&pages).await,
    }
}

/// Objects of one file.
pub(super) struct Objects<'a> {
    file: &'a dyn RangeRead,
    base: u64,
    xref: Option<&'a Xref>,
    unlocked: Option<Unlocked>,
}

impl<'a> Objects<'a> {
    /// Objects by offset only, before the cross-references are known.
    pub(super) fn bare(file: &'a dyn RangeRead, base: u64) -> Self {
        Self {
            file,
            base,
            xref: None,
            unlocked: None,
        }
    }

    /// Objects behind these cross-references; `base` of a file whose offsets were found is 0.
    pub(super) async fn behind(file: &'a dyn RangeRead, xref: &'a Xref) -> Result<Self, PdfError> {
        let mut objects = Self {
            file,
            base: 0,
            xref: Some(xref),
            unlocked: None,
        };
        objects.unlocked = objects.unlock(&xref.trailer).await?;
        Ok(objects)
    }

    /// Opens an encrypted file with the empty user password.
    async fn unlock(&self, trailer: &Dictionary) -> Result<Option<Unlocked>, PdfError> {
        let Ok(encrypt) = trailer.get(b"Encrypt") else {
            return Ok(None);
        };
        let dictionary = self.dictionary(Some(encrypt)).await?;
        let unlocked = Unlocked::with_empty_password(dictionary, trailer);
        unlocked.map_err(PdfError::from)
    }

    /// The root of the page tree.
    async fn pages(&self, xref: &Xref) -> Result<Dictionary, PdfError> {
        let root = self.dictionary(xref.trailer.get(b"Root").ok()).await?;
        let pages = self.dictionary(root.get(b"Pages").ok()).await?;
        if pages.has(b"Kids") {
            Ok(pages)
        } else {
            Err(damaged())
        }
    }

    /// The pages that a node of the page tree says it has.
    async fn count_of(&self, pages: &Dictionary) -> Result<u32, PdfError> {
        let count = self.resolve(pages.get(b"Count").ok()).await?;
        let count = count.as_i64().ok();
        let count = count.and_then(|count| u32::try_from(count).ok());
        count.filter(|count| *count > 0).ok_or_else(damaged)
    }

    /// The dictionary an object is or refers to.
    async fn dictionary(&self, object: Option<&Object>) -> Result<Dictionary, PdfError> {
        match self.resolve(object).await? {
            Object::Dictionary(found) => Ok(found),
            _ => Err(damaged()),
        }
    }

    /// The leaves below a node of the page tree. A tree of more nodes than any such file needs,
    /// or one that leads back into itself, is refused.
    async fn leaves(&self, root: Dictionary) -> Result<u32, PdfError> {
        let mut leaves = 0;
        let mut nodes = vec![(root, 0)];
        let mut left = NODES;
        while let Some((node, depth)) = nodes.pop() {
            left = left.checked_sub(1).ok_or_else(damaged)?;
            let Ok(kids) = node.get(b"Kids") else {
                self.has_content(&node).await?;
                leaves += 1;
                continue;
            };
            let kids = self.resolve(Some(kids)).await?;
            let kids = kids.as_array().map_err(|_| damaged())?;
            if depth == DEEPEST || kids.len() > left {
                return Err(damaged());
            }
            for kid in kids {
                nodes.push((self.dictionary(Some(kid)).await?, depth + 1));
            }
        }
        Ok(leaves)
    }

    /// A page whose marks are nowhere in the file was cut off.
    async fn has_content(&self, page: &Dictionary) -> Result<(), PdfError> {
        let parts = match page.get(b"Contents") {
            Ok(Object::Array(parts)) => parts.as_slice(),
            Ok(part) => std::slice::from_ref(part),
            Err(_) => return Ok(()),
        };
        let xref = self.xref.ok_or_else(damaged)?;
        for part in parts {
            if let Object::Reference((number, _)) = part {
                xref.entry(self.file, self.base, *number).await?;
            }
        }
        Ok(())
    }

    /// The object behind references.
    async fn resolve(&self, object: Option<&Object>) -> Result<Object, PdfError> {
        let mut found = object.cloned().ok_or_else(damaged)?;
        for _ in 0..LONGEST_CHAIN {
            let Object::Reference((number, _)) = found else {
                return Ok(found);
            };
            found = self.numbered(number).await?;
        }
        Err(damaged())
    }

    async fn numbered(&self, number: u32) -> Result<Object, PdfError> {
        let xref = self.xref.ok_or_else(damaged)?;
        match xref.entry(self.file, self.base, number).await? {
            Entry::At(offset) => self.object_at(offset, number).await,
            Entry::InStream(holder) => self.packed(xref, holder, number).await,
        }
    }

    async fn object_at(&self, offset: u64, number: u32) -> Result<Object, PdfError> {
        let (found_number, object, _) = self.indirect_at(offset).await?;
        if found_number == u64::from(number) {
            Ok(object)
        } else {
            Err(damaged())
        }
    }

    async fn packed(&self, xref: &Xref, holder: u32, number: u32) -> Result<Object, PdfError> {
        let Entry::At(offset) = xref.entry(self.file, self.base, holder).await? else {
            return Err(damaged());
        };
        let unpacked = self.unpacked(holder, offset).await?;
        unpacked.object(number).ok_or_else(damaged)
    }

    /// The object stream `holder` at an offset, unpacked.
    pub(super) async fn unpacked(&self, holder: u32, offset: u64) -> Result<Unpacked, PdfError> {
        let mut stream = self.stream_at(offset).await?;
        if let Some(unlocked) = &self.unlocked {
            stream = unlocked.open(holder, stream)?;
        }
        let mut plain = plain_content(&stream)?;
        // A number at the very end is whole.
        plain.push(b' ');
        Ok(Unpacked {
            dict: stream.dict,
            plain,
        })
    }

    /// The stream object at an offset, with its bytes as stored.
    pub(super) async fn stream_at(&self, offset: u64) -> Result<Stream, PdfError> {
        let (_, object, content_at) = self.indirect_at(offset).await?;
        let (Object::Dictionary(dict), Some(content_at)) = (object, content_at) else {
            return Err(damaged());
        };
        let length = match dict.get(b"Length") {
            Ok(Object::Integer(length)) => *length,
            // One step only: a length is a plain number wherever it lies.
            Ok(Object::Reference((number, _))) => self.plain_number(*number).await?,
            _ => return Err(damaged()),
        };
        let length = usize::try_from(length)
            .ok()
            .filter(|length| *length <= LARGEST_STREAM)
            .ok_or_else(damaged)?;
        let content = self.file.read_at(content_at, length).await?;
        if content.len() < length {
            return Err(damaged());
        }
        Ok(Stream::new(dict, content.to_vec()))
    }

    async fn plain_number(&self, number: u32) -> Result<i64, PdfError> {
        let xref = self.xref.ok_or_else(damaged)?;
        let Entry::At(offset) = xref.entry(self.file, self.base, number).await? else {
            return Err(damaged());
        };
        let (_, object, _) = self.indirect_at(offset).await?;
        object.as_i64().map_err(|_| damaged())
    }

    /// `12 0 obj …`: its number, the object, and where stream bytes begin if it has any.
    async fn indirect_at(&self, offset: u64) -> Result<(u64, Object, Option<u64>), PdfError> {
        let at = self
            .base
            .checked_add(offset)
            .filter(|at| *at < self.file.size())
            .ok_or_else(damaged)?;
        for length in [4096, 65_536, 1_048_576] {
            let bytes = self.file.read_at(at, length).await?;
            match parse_indirect(&bytes) {
                Ok((number, object, content)) => {
                    let content = content.and_then(|place| u64::try_from(place).ok());
                    return Ok((number, object, content.map(|place| at + place)));
                }
                Err(LexError::Short) if bytes.len() == length => {}
                Err(_) => break,
            }
        }
        Err(damaged())
    }
}

pub(super) fn parse_indirect(bytes: &[u8]) -> Result<(u64, Object, Option<usize>), LexError> {
    let mut lexer = Lexer::new(bytes);
    let number = lexer.number()?;
    lexer.number()?;
    if !lexer.take(b"obj") {
        return Err(LexError::Bad);
    }
    let object = lexer.object()?;
    if !matches!(object, Object::Dictionary(_)) {
        return Ok((number, object, None));
    }
    if bytes.len() < lexer.at() + 16 && !lexer.take(b"endobj") {
        return Err(LexError::Short);
    }
    let start = stream_start(&mut lexer);
    Ok((number, object, start))
}

/// Where the bytes of a stream begin, if its keyword comes next.
pub(super) fn stream_start(lexer: &mut Lexer<'_>) -> Option<usize> {
    if !lexer.take(b"stream") {
        return None;
    }
    // CR LF or LF; a lone CR is not allowed before stream data (§7.3.8.1).
    let mut start = lexer.at();
    if lexer.byte(start) == Some(b'\r') {
        start += 1;
    }
    if lexer.byte(start) == Some(b'\n') {
        start += 1;
    }
    Some(start)
}

/// An object stream (§7.5.7), unpacked.
pub(super) struct Unpacked {
    dict: Dictionary,
    /// Its bytes, and a space behind them.
    pub(super) plain: Vec<u8>,
}

impl Unpacked {
    fn entry(&self, key: &[u8]) -> Option<i64> {
        self.dict.get(key).and_then(Object::as_i64).ok()
    }

    /// One of its objects. Reads no other: a crooked index can make a reader that takes all of
    /// them fill the memory.
    fn object(&self, number: u32) -> Option<Object> {
        let first = usize::try_from(self.entry(b"First")?).ok()?;
        let mut index = Lexer::new(&self.plain);
        for _ in 0..self.entry(b"N")? {
            let (found, offset) = (index.number().ok()?, index.number().ok()?);
            if found == u64::from(number) {
                let at = first.checked_add(usize::try_from(offset).ok()?)?;
                return Lexer::new(self.plain.get(at..)?).object().ok();
            }
        }
        None
    }

    /// The numbers of all its objects, as far as they can be read.
    pub(super) fn numbers(&self) -> Vec<u32> {
        let mut index = Lexer::new(&self.plain);
        let mut numbers = Vec::new();
        for _ in 0..self.entry(b"N").unwrap_or(0) {
            let (Ok(number), Ok(_)) = (index.number(), index.number()) else {
                break;
            };
            numbers.extend(u32::try_from(number));
        }
        numbers
    }
}

/// A stream's bytes unpacked, within bounds.
pub(super) fn plain_content(stream: &Stream) -> Result<Vec<u8>, PdfError> {
    if !row_is_small(&stream.dict) {
        return Err(damaged());
    }
    if stream.dict.has(b"Filter") {
        spelled_out(stream)
            .decompressed_content_with_limit(LARGEST_STREAM)
            .map_err(|_| damaged())
    } else {
        Ok(stream.content.clone())
    }
}

/// The stream with the short name of its filter, meant for pictures in a page's text but written
/// elsewhere too, spelled out: `lopdf` knows the long one alone.
fn spelled_out(stream: &Stream) -> std::borrow::Cow<'_, Stream> {
    let filter = stream.dict.get(b"Filter").and_then(Object::as_name);
    if filter.ok() != Some(b"Fl".as_slice()) {
        return std::borrow::Cow::Borrowed(stream);
    }
    let mut spelled = stream.clone();
    spelled
        .dict
        .set("Filter", Object::Name(b"FlateDecode".to_vec()));
    std::borrow::Cow::Owned(spelled)
}

/// Whether the predictor's row is of a size that tables have. `lopdf` makes room for two rows
/// before it looks at the data: a few digits could fill the memory.
fn row_is_small(dict: &Dictionary) -> bool {
    let Ok(parameters) = dict.get(b"DecodeParms").and_then(Object::as_dict) else {
        return true;
    };
    let number = |key: &[u8], least: i64| {
        let found = parameters.get(key).and_then(Object::as_i64);
        found.map_or(least, |number| number.max(least))
    };
    let bits = number(b"Columns", 1)
        .saturating_mul(number(b"Colors", 1))
        .saturating_mul(number(b"BitsPerComponent", 8));
    bits <= LARGEST_ROW * 8
}
