//! A document being drawn: its pages, and which glyphs of which face they use.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, StringFormat};
use printpdf::{
    ExternalXObject, FontId, Mm, PageAnnotId, PageAnnotation, ParsedFont, PdfDocument, PdfPage,
    PdfSaveOptions, XObject, XObjectId,
};
use subsetter::GlyphRemapper;

use crate::canvas::Canvas;
use crate::error::{Missing, PaperError};
use crate::font::FaceId;
use crate::text::{Cluster, Glyph};

/// Size of a page in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageSize {
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl PageSize {
    /// A4 upright.
    pub const A4: Self = Self {
        width: 210.0,
        height: 297.0,
    };
    /// A4 on its side.
    pub const A4_LANDSCAPE: Self = Self {
        width: 297.0,
        height: 210.0,
    };
}

/// A PDF being drawn.
pub struct Document {
    title: String,
    pages: Vec<PdfPage>,
    bookmarks: Vec<PageAnnotation>,
    pictures: BTreeMap<XObjectId, XObject>,
    fonts: FontUse,
    missing: Missing,
}

impl Document {
    /// An empty document; `title` is shown in the viewer's title bar.
    pub fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            pages: Vec::new(),
            bookmarks: Vec::new(),
            pictures: BTreeMap::new(),
            fonts: FontUse::default(),
            missing: Missing::default(),
        }
    }

    /// Adds a page and lets `draw` fill it.
    pub fn page<T>(&mut self, size: PageSize, draw: impl FnOnce(&mut Canvas<'_>) -> T) -> T {
        let mut canvas = Canvas::new(size, &mut self.fonts, &mut self.missing);
        let answer = draw(&mut canvas);
        let ops = canvas.into_ops();
        self.pages
            .push(PdfPage::new(Mm(size.width), Mm(size.height), ops));
        answer
    }

    /// Draws more on a page that is there already (`page` counts from 1): what is known only after
    /// later pages, such as their number.
    pub(crate) fn amend<T>(&mut self, page: usize, draw: impl FnOnce(&mut Canvas<'_>) -> T) {
        let Some(page) = page.checked_sub(1).and_then(|n| self.pages.get_mut(n)) else {
            return;
        };
        let size = PageSize {
            width: Mm::from(page.media_box.width).0,
            height: Mm::from(page.media_box.height).0,
        };
        let mut canvas = Canvas::new(size, &mut self.fonts, &mut self.missing);
        draw(&mut canvas);
        page.ops.extend(canvas.into_ops());
    }

    /// Keeps a picture to be placed on pages.
    pub(crate) fn picture(&mut self, picture: ExternalXObject) -> XObjectId {
        let id = XObjectId(format!("P{}", self.pictures.len() + 1));
        self.pictures.insert(id.clone(), XObject::External(picture));
        id
    }

    /// Puts a bookmark on the page that is drawn next.
    pub fn bookmark(&mut self, name: &str) {
        self.bookmarks.push(PageAnnotation {
            name: name.to_owned(),
            page: self.pages.len() + 1,
        });
    }

    /// Number of pages so far.
    pub fn page_count(&self) -> usize {
        self.pages.len()
    }

    /// The finished PDF.
    ///
    /// # Errors
    /// [`PaperError::MissingGlyphs`] when a character could not be drawn.
    pub fn finish(self) -> Result<Vec<u8>, PaperError> {
        if !self.missing.is_empty() {
            return Err(PaperError::MissingGlyphs(self.missing));
        }
        self.finish_marked()
    }

    /// The finished PDF, with geta marks where a character could not be drawn. Only for papers
    /// that say on the page itself what is missing.
    pub fn finish_marked(self) -> Result<Vec<u8>, PaperError> {
        let mut pdf = PdfDocument::new(&self.title);
        pdf.pages = self.pages;
        pdf.resources.xobjects.map = self.pictures;
        for (n, bookmark) in self.bookmarks.into_iter().enumerate() {
            let id = PageAnnotId(format!("{n:06}"));
            pdf.bookmarks.map.insert(id, bookmark);
        }
        for (slot, font) in &self.fonts.slots {
            pdf.resources
                .fonts
                .map
                .insert(slot.id(), printpdf::PdfFont::new(font.program(*slot)?));
        }
        let options = PdfSaveOptions {
            subset_fonts: false,
            ..PdfSaveOptions::default()
        };
        let mut written = printpdf::to_lopdf_doc(&pdf, &options, &mut Vec::new());
        // A copy of every picture less in memory.
        drop(pdf);
        describe(&mut written, &self.title);
        compress(&mut written);
        let mut bytes = Vec::new();
        written.save_to(&mut bytes)?;
        Ok(bytes)
    }
}

/// Compresses every stream that is not yet. Level 6, not lopdf's 9: half the time for an opinion's
/// fonts, and less than a hundredth more bytes.
fn compress(pdf: &mut lopdf::Document) {
    let streams = pdf.objects.values_mut().filter_map(|object| match object {
        Object::Stream(stream) if stream.allows_compression => Some(stream),
        _ => None,
    });
    for stream in streams.filter(|stream| !stream.dict.has(b"Filter")) {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        if encoder.write_all(&stream.content).is_err() {
            continue;
        }
        match encoder.finish() {
            Ok(small) if small.len() + 19 < stream.content.len() => {
                stream.dict.set("Filter", "FlateDecode");
                stream.set_content(small);
            }
            _ => {}
        }
    }
}

/// Replaces what printpdf says about the document: no dates and ids made up, Japanese, our name.
fn describe(pdf: &mut lopdf::Document, title: &str) {
    "1.7".clone_into(&mut pdf.version);
    pdf.trailer.remove(b"ID");
    let mut about = Dictionary::new();
    about.set("Title", utf16(title));
    about.set("Producer", utf16("Kairan"));
    let about = pdf.add_object(about);
    if let Ok(old) = pdf.trailer.get(b"Info").and_then(Object::as_reference) {
        pdf.objects.remove(&old);
    }
    pdf.trailer.set("Info", about);
    let mut preferences = Dictionary::new();
    preferences.set("DisplayDocTitle", true);
    if let Ok(catalog) = pdf.catalog_mut() {
        catalog.set("Lang", Object::string_literal("ja-JP"));
        catalog.set("ViewerPreferences", preferences);
        // printpdf writes a string here; readers look for a name.
        if catalog.has(b"Outlines") {
            catalog.set("PageMode", "UseOutlines");
        }
    }
}

fn utf16(text: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(
        units.flat_map(u16::to_be_bytes).collect(),
        StringFormat::Hexadecimal,
    )
}

/// One embedded font: a face, and a number told apart when one glyph must mean two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slot {
    face: FaceId,
    copy: u8,
}

impl Slot {
    /// The resource name on the pages. (`F1`–`F14` belong to printpdf's built-in fonts.)
    pub(crate) fn id(self) -> FontId {
        let letter = match self.face {
            FaceId::Mincho => 'M',
            FaceId::Gothic => 'G',
            FaceId::GothicBold => 'B',
            FaceId::Fallback => 'H',
        };
        FontId(format!("{letter}{}", self.copy))
    }
}

/// The glyphs used of each embedded font.
#[derive(Default)]
pub(crate) struct FontUse {
    slots: BTreeMap<Slot, UsedFont>,
}

#[derive(Default)]
struct UsedFont {
    remapper: GlyphRemapper,
    meaning: BTreeMap<u16, Cluster>,
}

impl FontUse {
    /// Registers a glyph; gives the font to draw it with and its number there.
    pub(crate) fn place(&mut self, glyph: &Glyph) -> (Slot, u16) {
        for copy in 0..=u8::MAX {
            let slot = Slot {
                face: glyph.face,
                copy,
            };
            let font = self.slots.entry(slot).or_default();
            let meaning = font.meaning.entry(glyph.id).or_insert(glyph.cluster);
            if *meaning == glyph.cluster {
                return (slot, font.remapper.remap(glyph.id));
            }
        }
        // 256 texts for one glyph of one font do not occur; the last copy then wins.
        let slot = Slot {
            face: glyph.face,
            copy: u8::MAX,
        };
        let font = self.slots.entry(slot).or_default();
        (slot, font.remapper.remap(glyph.id))
    }
}

impl UsedFont {
    /// The reduced font program under its new glyph numbers, as printpdf wants it.
    fn program(&self, slot: Slot) -> Result<ParsedFont, PaperError> {
        let face = slot.face.face();
        let bytes = subsetter::subset(slot.face.bytes(), 0, &self.remapper)?;
        let mut widths = BTreeMap::from([(0, face.units(0))]);
        for (new, old) in (0u16..).zip(self.remapper.remapped_gids()) {
            widths.insert(new, face.units(old));
        }
        let metrics = face.metrics();
        let name = format!("{}+{}", self.tag(slot), slot.face.name());
        let mut font = ParsedFont::with_glyph_data(
            bytes,
            0,
            Some(name),
            BTreeMap::new(),
            widths,
            metrics.units_per_em,
            printpdf::FontMetrics {
                ascent: metrics.ascent,
                descent: metrics.descent,
            },
        );
        let about = &mut font.pdf_font_metrics;
        [about.x_min, about.y_min, about.x_max, about.y_max] = metrics.bounds;
        about.us_weight_class = metrics.weight;
        Ok(font)
    }

    /// Six letters that differ between subsets (ISO 32000-1, 9.6.4): FNV-1a of the glyphs.
    fn tag(&self, slot: Slot) -> String {
        let seed = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(slot.copy);
        let mut hash = self.remapper.remapped_gids().fold(seed, |hash, gid| {
            (hash ^ u64::from(gid)).wrapping_mul(0x0100_0000_01b3)
        });
        (0..6)
            .map(|_| {
                let letter = u8::try_from(hash % 26).unwrap_or(0);
                hash /= 26;
                char::from(b'A' + letter)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
