//! What is seen on the page, by another program's eyes (`hayro` renders the PDF): colours, and
//! which corner is up.

use super::*;
use crate::render::{RenderLimits, Renderer};

const DEEP_MSB: &[u8] = include_bytes!("../fixtures/deep-msb.tif");
const PREDICTOR: &[u8] = include_bytes!("../fixtures/predictor.tif");
const CMYK_TIFF: &[u8] = include_bytes!("../fixtures/cmyk.tif");
const DEEP_PNG: &[u8] = include_bytes!("../fixtures/deep.png");
const ALPHA: &[u8] = include_bytes!("../fixtures/alpha.png");

/// The colours of the four quarters of the first page, row by row: R, G, B, W, K or ?.
fn quarters(file: &[u8]) -> String {
    let pdf = made(&[file]).unwrap().pdf;
    let renderer = Renderer {
        limits: RenderLimits {
            patience: std::time::Duration::from_mins(10),
            ..RenderLimits::default()
        },
        program: None,
    };
    let page = renderer.page(&pdf, 1, 20).unwrap();
    let colour = |across: u32, down: u32| {
        let (x, y) = (page.width * across / 4, page.height * down / 4);
        let at = usize::try_from((y * page.width + x) * 3).unwrap();
        let lit: Vec<bool> = page.rgb()[at..at + 3].iter().map(|v| *v > 127).collect();
        match lit[..] {
            [true, false, false] => 'R',
            [false, true, false] => 'G',
            [false, false, true] => 'B',
            [true, true, true] => 'W',
            [false, false, false] => 'K',
            _ => '?',
        }
    };
    [(1, 1), (3, 1), (1, 3), (3, 3)]
        .map(|(across, down)| colour(across, down))
        .iter()
        .collect()
}

#[test]
fn colours_are_those_of_the_picture_in_every_kind() {
    for (n, file) in [
        PROGRESSIVE,
        CMYK,
        TILES,
        DEEP_MSB,
        PREDICTOR,
        CMYK_TIFF,
        DEEP_PNG,
        ALPHA,
        JPEG_TIFF,
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(quarters(file), "RGBW", "case {n}");
    }
    assert_eq!(quarters(G4), "KWWW");
}

/// The file with another value in its tag 274, of type SHORT, whatever the order of its bytes.
fn turned(file: &[u8], value: u8) -> Vec<u8> {
    let mut file = file.to_vec();
    for (entry, low) in [
        ([0x12, 1, 3, 0, 1, 0, 0, 0], 8),
        ([1, 0x12, 0, 3, 0, 0, 0, 1], 9),
    ] {
        if let Some(at) = file.windows(8).position(|bytes| bytes == entry) {
            file[at + low] = value;
            return file;
        }
    }
    panic!("no orientation in the file");
}

#[test]
fn each_orientation_is_seen_as_exif_says() {
    // The stored picture is RG above BW.
    let cases = [
        (1, "RGBW"),
        (2, "GRWB"),
        (3, "WBGR"),
        (4, "BWRG"),
        (5, "RBGW"),
        (6, "BRWG"),
        (7, "WGBR"),
        (8, "GWRB"),
        (9, "RGBW"),
    ];
    for (value, seen) in cases {
        for file in [TURNED_JPEG, LZW] {
            assert_eq!(quarters(&turned(file, value)), seen, "orientation {value}");
        }
    }
    assert_eq!(quarters(TURNED_PNG), "GWRB");
}
