//! Rows of samples: fewer of them where a printer could not show more, and differences of them.

/// Pixels of A4's short and long side at 300 dpi.
const SHORT_SIDE: u32 = 2480;
const LONG_SIDE: u32 = 3508;

/// How many pixels in each direction become one: only whole steps, and never below 300 dpi.
pub(super) fn step(width: u32, height: u32) -> u32 {
    let (short, long) = (width.min(height), width.max(height));
    (short / SHORT_SIDE).min(long / LONG_SIDE).max(1)
}

/// Averages squares of `step` pixels of 8-bit samples. Pixels left over at the edges are cut off
/// (fewer than `step`). Gives rows, width and height.
pub(super) fn reduce(
    rows: &[u8],
    (width, height): (u32, u32),
    samples: u8,
    step: u32,
) -> (Vec<u8>, u32, u32) {
    let (new_width, new_height) = (width / step, height / step);
    let samples = usize::from(samples);
    let (side, stride) = (to_usize(step), to_usize(width) * samples);
    let area = step * step;
    let mut out = Vec::with_capacity(to_usize(new_width) * to_usize(new_height) * samples);
    let mut sums = vec![0_u32; to_usize(new_width) * samples];
    for band in rows.chunks_exact(stride * side).take(to_usize(new_height)) {
        sums.fill(0);
        for row in band.chunks_exact(stride) {
            for (cell, sums) in row
                .chunks_exact(side * samples)
                .zip(sums.chunks_exact_mut(samples))
            {
                for pixel in cell.chunks_exact(samples) {
                    for (sum, value) in sums.iter_mut().zip(pixel) {
                        *sum += u32::from(*value);
                    }
                }
            }
        }
        out.extend(
            sums.iter()
                .map(|sum| u8::try_from(sum / area).unwrap_or(255)),
        );
    }
    (out, new_width, new_height)
}

/// PNG's Paeth filter over 8-bit samples (ISO/IEC 15948, 9.4), as PDF predictor 15 reads it.
pub(super) fn predict(rows: &[u8], width: u32, samples: u8) -> Vec<u8> {
    const PAETH: u8 = 4;
    let back = usize::from(samples);
    let stride = to_usize(width) * back;
    let mut out = Vec::with_capacity(rows.len() + rows.len() / stride.max(1));
    let mut above = vec![0; stride];
    for row in rows.chunks_exact(stride) {
        out.push(PAETH);
        for (n, value) in row.iter().enumerate() {
            let (left, corner) = if n < back {
                (0, 0)
            } else {
                (row[n - back], above[n - back])
            };
            out.push(value.wrapping_sub(paeth(left, above[n], corner)));
        }
        above.copy_from_slice(row);
    }
    out
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(above) - i16::from(corner);
    let off = |value: u8| (guess - i16::from(value)).abs();
    if off(left) <= off(above) && off(left) <= off(corner) {
        left
    } else if off(above) <= off(corner) {
        above
    } else {
        corner
    }
}

/// Lays 8-bit samples with alpha on white paper: `colours` samples, then alpha.
pub(super) fn on_white(rows: &[u8], colours: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(rows.len() / (colours + 1) * colours);
    for pixel in rows.chunks_exact(colours + 1) {
        let alpha = u32::from(pixel[colours]);
        out.extend(pixel[..colours].iter().map(|value| {
            let mixed = (u32::from(*value) * alpha + 255 * (255 - alpha) + 127) / 255;
            u8::try_from(mixed).unwrap_or(255)
        }));
    }
    out
}

/// Pixels as a place in memory.
pub(super) fn to_usize(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
