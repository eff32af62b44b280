//! Characters to glyphs. One glyph stands for one [`Cluster`]; nothing is reordered or ligated.

use unicode_normalization::char::compose;

use crate::error::Missing;
use crate::font::{FaceId, Font, glyph_for};

/// The mark printers have always set for a type they lack.
const GETA: char = '〓';

/// The source text one glyph stands for: a character and, if given, its variation selector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cluster {
    /// The character.
    pub base: char,
    /// Its variation selector (U+FE00–FE0F, U+E0100–E01EF).
    pub selector: Option<char>,
}

impl Cluster {
    /// The text as it was written.
    pub fn text(self) -> String {
        std::iter::once(self.base).chain(self.selector).collect()
    }
}

/// A glyph of a face together with what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// The face it comes from.
    pub face: FaceId,
    /// Its number in that face.
    pub id: u16,
    /// Advance in 1/1000 em.
    pub advance: u16,
    /// The text it stands for.
    pub cluster: Cluster,
}

/// Glyphs of one paragraph, and the characters that had none.
pub struct Shaped {
    /// One per cluster, in order.
    pub glyphs: Vec<Glyph>,
    /// What no font has.
    pub missing: Missing,
}

/// Finds the glyphs of a text without line ends.
pub fn shape(text: &str, font: Font) -> Shaped {
    let mut shaped = Shaped {
        glyphs: Vec::with_capacity(text.len() / 3),
        missing: Missing::default(),
    };
    for cluster in clusters(text) {
        let (face, id) = glyph_for(font, cluster.base, cluster.selector).unwrap_or_else(|| {
            shaped.missing.add(cluster.text());
            glyph_for(font, GETA, None).unwrap_or((font.chain()[0], 0))
        });
        let advance = face.face().advance(id);
        shaped.glyphs.push(Glyph {
            face,
            id,
            advance,
            cluster,
        });
    }
    shaped
}

/// Splits into clusters: selectors join their base, a kana and a combining mark become one kana,
/// invisible format characters vanish, tabs and other white space become plain spaces.
fn clusters(text: &str) -> Vec<Cluster> {
    let mut out: Vec<Cluster> = Vec::with_capacity(text.len() / 3);
    for c in text.chars() {
        if is_selector(c) {
            match out.last_mut() {
                Some(last) if last.selector.is_none() => last.selector = Some(c),
                // A selector with nothing to select draws nothing by definition.
                _ => {}
            }
            continue;
        }
        if is_invisible(c) {
            continue;
        }
        if let (Some(last), '\u{3099}' | '\u{309A}') = (out.last_mut(), c)
            && let Some(whole) = compose(last.base, c)
        {
            last.base = whole;
            continue;
        }
        let base = match c {
            '\t' | '\r' | '\u{A0}' => ' ',
            other => other,
        };
        out.push(Cluster {
            base,
            selector: None,
        });
    }
    out
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Default-ignorable characters that occur in pasted text; they have no shape of their own.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}
