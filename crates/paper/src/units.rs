//! Numbers between text (points, 1/1000 em) and page (millimetres).

/// Millimetres of one point.
pub(crate) const MM_PER_PT: f32 = 25.4 / 72.0;

/// Millimetres to points, rounded to 1/100 pt so that the content stream stays short.
pub(crate) fn pt(mm: f32) -> printpdf::Pt {
    printpdf::Pt(round2(mm / MM_PER_PT))
}

/// Rounds to two decimals: 1/100 pt is finer than any printer.
pub(crate) fn round2(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

/// A small count as a number to calculate with; saturates at 65,535 (no page holds more).
pub(crate) fn count(n: usize) -> f32 {
    f32::from(u16::try_from(n).unwrap_or(u16::MAX))
}

/// Width in millimetres of `advance` thousandths of an em at `size` points.
pub(crate) fn advance_mm(advance: u32, size: f32) -> f32 {
    let advance = u16::try_from(advance).map_or(f32::from(u16::MAX), f32::from);
    advance / 1000.0 * size * MM_PER_PT
}
