//! The one fact taken from a picture's metadata: how it must be turned to stand upright.

/// EXIF/TIFF orientation (tag 274): where the first row and the first column of the stored
/// picture belong. Unknown values are upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Orientation {
    /// 1: as stored.
    Upright,
    /// 2: mirrored left to right.
    MirroredAcross,
    /// 3: half a turn.
    HalfTurn,
    /// 4: mirrored top to bottom.
    MirroredDown,
    /// 5: mirrored about the falling diagonal.
    Transposed,
    /// 6: to be turned a quarter clockwise (the usual upright telephone).
    QuarterRight,
    /// 7: mirrored about the rising diagonal.
    Transversed,
    /// 8: to be turned a quarter anticlockwise.
    QuarterLeft,
}

impl Orientation {
    /// From the value of tag 274.
    pub(super) fn from_tag(value: u16) -> Self {
        match value {
            2 => Self::MirroredAcross,
            3 => Self::HalfTurn,
            4 => Self::MirroredDown,
            5 => Self::Transposed,
            6 => Self::QuarterRight,
            7 => Self::Transversed,
            8 => Self::QuarterLeft,
            _ => Self::Upright,
        }
    }

    /// Whether width and height change places.
    pub(super) fn swaps_sides(self) -> bool {
        matches!(
            self,
            Self::Transposed | Self::QuarterRight | Self::Transversed | Self::QuarterLeft
        )
    }
}

const ORIENTATION: u16 = 274;
/// TIFF's type SHORT.
const SHORT: u16 = 3;

/// Reads the orientation out of an EXIF block (a small TIFF, without `Exif\0\0`). A block that
/// makes no sense says upright: a lying picture is better than none.
pub(super) fn orientation(block: &[u8]) -> Orientation {
    find(block).map_or(Orientation::Upright, Orientation::from_tag)
}

fn find(block: &[u8]) -> Option<u16> {
    let little = match block.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let two: [u8; 2] = block.get(at..at + 2)?.try_into().ok()?;
        Some(if little {
            u16::from_le_bytes(two)
        } else {
            u16::from_be_bytes(two)
        })
    };
    let long: [u8; 4] = block.get(4..8)?.try_into().ok()?;
    let first = usize::try_from(if little {
        u32::from_le_bytes(long)
    } else {
        u32::from_be_bytes(long)
    })
    .ok()
    .filter(|at| *at < block.len())?;
    for n in 0..usize::from(short(first)?) {
        let entry = first + 2 + n * 12;
        if short(entry)? == ORIENTATION && short(entry + 2)? == SHORT {
            return short(entry + 8);
        }
    }
    None
}
