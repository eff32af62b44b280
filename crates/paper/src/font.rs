//! The faces and what they can draw: character (with variation selector) → glyph id and width.
//!
//! Faces are parsed at first use and kept; the bytes are part of the executable and stay on disk
//! until a page of them is touched.

use std::sync::OnceLock;

/// A family a text can be set in. Each ends in the fallback face, per character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Font {
    /// BIZ UD Mincho: forms and running text.
    Mincho,
    /// BIZ UD Gothic: notices, tables.
    Gothic,
    /// BIZ UD Gothic bold: headings, and what must be seen first.
    GothicBold,
}

/// One vendored font program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaceId {
    /// BIZ UD Mincho Regular.
    Mincho,
    /// BIZ UD Gothic Regular.
    Gothic,
    /// BIZ UD Gothic Bold.
    GothicBold,
    /// Characters BIZ UD lacks, cut out of Hanazono A (see `fonts/README.md`).
    Fallback,
}

static MINCHO: &[u8] = include_bytes!("../fonts/BIZUDMincho-Regular.ttf");
static GOTHIC: &[u8] = include_bytes!("../fonts/BIZUDGothic-Regular.ttf");
static GOTHIC_BOLD: &[u8] = include_bytes!("../fonts/BIZUDGothic-Bold.ttf");
static FALLBACK: &[u8] = include_bytes!("../fonts/KairanFallback-Mincho.ttf");

impl Font {
    /// The faces asked in turn for a character.
    pub fn chain(self) -> [FaceId; 2] {
        let first = match self {
            Self::Mincho => FaceId::Mincho,
            Self::Gothic => FaceId::Gothic,
            Self::GothicBold => FaceId::GothicBold,
        };
        [first, FaceId::Fallback]
    }
}

impl FaceId {
    /// The PostScript name under which the face is embedded.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mincho => "BIZUDMincho-Regular",
            Self::Gothic => "BIZUDGothic-Regular",
            Self::GothicBold => "BIZUDGothic-Bold",
            Self::Fallback => "KairanFallback-Mincho",
        }
    }

    /// The font program.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Self::Mincho => MINCHO,
            Self::Gothic => GOTHIC,
            Self::GothicBold => GOTHIC_BOLD,
            Self::Fallback => FALLBACK,
        }
    }

    /// The parsed face; parsed once per process.
    pub fn face(self) -> &'static Face {
        static FACES: [OnceLock<Face>; 4] = [const { OnceLock::new() }; 4];
        let place = match self {
            Self::Mincho => 0,
            Self::Gothic => 1,
            Self::GothicBold => 2,
            Self::Fallback => 3,
        };
        FACES[place].get_or_init(|| Face::parse(self))
    }
}

/// A parsed face.
pub struct Face {
    parsed: ttf_parser::Face<'static>,
    units_per_em: u16,
}

impl Face {
    fn parse(id: FaceId) -> Self {
        // The bytes are compiled in and every face is exercised by a test: this cannot fail at run time.
        let parsed = ttf_parser::Face::parse(id.bytes(), 0).expect("a vendored font parses");
        let units_per_em = parsed.units_per_em();
        Self {
            parsed,
            units_per_em,
        }
    }

    /// Glyph of a character, or of the sequence character + variation selector. Glyph 0 (the box
    /// a font shows for what it lacks) is never an answer.
    pub fn glyph_for(&self, base: char, selector: Option<char>) -> Option<u16> {
        let glyph = match selector {
            None => self.parsed.glyph_index(base),
            Some(selector) => self.parsed.glyph_variation_index(base, selector),
        };
        glyph.map(|id| id.0).filter(|id| *id != 0)
    }

    /// Advance width in 1/1000 em, cut off like the `/W` array printpdf writes, so that what we
    /// measure is what a viewer adds up.
    pub fn advance(&self, glyph: u16) -> u16 {
        let units = u32::from(self.units(glyph));
        u16::try_from(units * 1000 / u32::from(self.units_per_em)).unwrap_or(u16::MAX)
    }

    /// Advance width in font units.
    pub(crate) fn units(&self, glyph: u16) -> u16 {
        self.parsed
            .glyph_hor_advance(ttf_parser::GlyphId(glyph))
            .unwrap_or(self.units_per_em)
    }

    pub(crate) fn metrics(&self) -> Metrics {
        let bbox = self.parsed.global_bounding_box();
        Metrics {
            units_per_em: self.units_per_em,
            ascent: self.parsed.ascender(),
            descent: self.parsed.descender(),
            bounds: [bbox.x_min, bbox.y_min, bbox.x_max, bbox.y_max],
            weight: self.parsed.weight().to_number(),
        }
    }
}

/// What a PDF font descriptor wants to know, in font units.
pub(crate) struct Metrics {
    pub(crate) units_per_em: u16,
    pub(crate) ascent: i16,
    pub(crate) descent: i16,
    pub(crate) bounds: [i16; 4],
    pub(crate) weight: u16,
}

/// Looks a character up along the chain of a font.
pub fn glyph_for(font: Font, base: char, selector: Option<char>) -> Option<(FaceId, u16)> {
    font.chain()
        .into_iter()
        .find_map(|id| Some((id, id.face().glyph_for(base, selector)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_parses_and_draws_kana() {
        for id in [FaceId::Mincho, FaceId::Gothic, FaceId::GothicBold] {
            assert!(id.face().glyph_for('あ', None).is_some(), "{}", id.name());
        }
        assert!(FaceId::Fallback.face().glyph_for('𠮷', None).is_some());
    }

    #[test]
    fn names_that_must_stay_drawable() {
        for font in [Font::Mincho, Font::Gothic, Font::GothicBold] {
            for c in "髙﨑𠮷𡈽德濵塚神羽邊邉齋齊曻桒栁舘〓".chars() {
                assert!(glyph_for(font, c, None).is_some(), "{c} in {font:?}");
            }
            for (base, selector) in [
                ('辻', '\u{E0100}'),
                ('葛', '\u{E0100}'),
                ('邉', '\u{E0103}'),
                ('葛', '\u{E0101}'),
            ] {
                assert!(
                    glyph_for(font, base, Some(selector)).is_some(),
                    "{base} with U+{:X} in {font:?}",
                    u32::from(selector)
                );
            }
        }
    }

    #[test]
    fn bizud_is_asked_before_the_fallback() {
        assert_eq!(
            glyph_for(Font::Gothic, '髙', None).unwrap().0,
            FaceId::Gothic
        );
        assert_eq!(
            glyph_for(Font::Gothic, '𠮷', None).unwrap().0,
            FaceId::Fallback
        );
    }

    #[test]
    fn what_no_font_has_is_none() {
        assert_eq!(glyph_for(Font::Gothic, '😀', None), None);
        assert_eq!(glyph_for(Font::Mincho, 'あ', Some('\u{E0105}')), None);
    }
}
