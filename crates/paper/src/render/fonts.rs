//! Faces for texts whose fonts are not in the file.

use crate::font::FaceId;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::font::{FallbackFontQuery, FontData, FontQuery};
use hayro::hayro_interpret::hayro_cmap::CidFamily;
use std::sync::Arc;

/// Annotations are drawn too: a scanner's stamp may be one.
pub(crate) fn settings() -> InterpreterSettings {
    InterpreterSettings {
        font_resolver: Arc::new(|query| match query {
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(font) => japanese(font)
                .map(|face| (Arc::new(face.bytes()) as FontData, 0))
                .or_else(|| Some(font.pick_standard_font().get_font_data())),
        }),
        ..InterpreterSettings::default()
    }
}

fn japanese(font: &FallbackFontQuery) -> Option<FaceId> {
    let family = &font.character_collection.as_ref()?.family;
    if !matches!(family, CidFamily::AdobeJapan1) {
        return None;
    }
    let name = font.post_script_name.as_deref().unwrap_or_default();
    Some(if font.is_bold || font.font_weight >= 600 {
        FaceId::GothicBold
    } else if font.is_serif || name.contains("Min") {
        FaceId::Mincho
    } else {
        FaceId::Gothic
    })
}
