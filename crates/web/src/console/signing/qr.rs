//! A QR code as SVG markup: one path of dark squares, no style, no script.

use qrcode::types::QrError;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// The quiet zone ISO/IEC 18004 asks for, in modules.
const QUIET: usize = 4;

/// The markup of a code that says `text`.
///
/// # Errors
/// The text is longer than a code can hold.
pub(crate) fn svg(text: &str) -> Result<String, QrError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let side = code.width() + 2 * QUIET;
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(code.width()).enumerate() {
        for (column, module) in modules.iter().enumerate() {
            if *module == Color::Dark {
                let _ = write!(path, "M{} {}h1v1h-1z", column + QUIET, row + QUIET);
            }
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" \
         aria-hidden=\"true\" focusable=\"false\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finder_pattern_stands_behind_the_quiet_zone() {
        let svg = svg("otpauth://totp/Kairan:clerk?secret=JBSWY3DPEHPK3PXP").unwrap();
        assert!(svg.contains("M4 4h1v1h-1zM5 4h1v1h-1z"));
        assert!(!svg.contains("M3 4h1") && !svg.contains("style"));
    }

    #[test]
    fn a_text_too_long_is_refused() {
        assert!(svg(&"x".repeat(4000)).is_err());
    }
}
