mod seen;

use std::io::Cursor;

use ::tiff::encoder::{TiffEncoder, colortype};
use lopdf::{Document, Object};

use super::exif::Orientation;
use super::place::matrix;
use super::*;
use crate::testing::pages_of;

const TURNED_JPEG: &[u8] = include_bytes!("fixtures/turned.jpg");
const PROGRESSIVE: &[u8] = include_bytes!("fixtures/progressive.jpg");
const CMYK: &[u8] = include_bytes!("fixtures/cmyk.jpg");
const GRAY: &[u8] = include_bytes!("fixtures/gray.jpg");
const TURNED_PNG: &[u8] = include_bytes!("fixtures/turned.png");
const G4: &[u8] = include_bytes!("fixtures/g4.tif");
const G3: &[u8] = include_bytes!("fixtures/g3.tif");
const G4_LSB: &[u8] = include_bytes!("fixtures/g4-lsb.tif");
const G3_LSB: &[u8] = include_bytes!("fixtures/g3-lsb.tif");
const G3_2D: &[u8] = include_bytes!("fixtures/g3-2d.tif");
const LZW: &[u8] = include_bytes!("fixtures/lzw.tif");
const JPEG_TIFF: &[u8] = include_bytes!("fixtures/jpeg.tif");
const TILES: &[u8] = include_bytes!("fixtures/tiles.tif");
const PALETTE: &[u8] = include_bytes!("fixtures/palette.tif");

type PageSides = (i64, i64);
const UPRIGHT: PageSides = (595, 842);
const LYING: PageSides = (842, 595);

fn made(files: &[&[u8]]) -> Result<ImagesPdf, ImageError> {
    images_to_pdf(files, &ImageLimits::default(), "主治医意見書")
}

fn error(files: &[&[u8]]) -> ImageError {
    made(files).expect_err("an error")
}

/// The image objects: filter, colour space, content.
fn images_in(pdf: &[u8]) -> Vec<lopdf::Stream> {
    let document = Document::load_mem(pdf).unwrap();
    let image = |object: &Object| {
        let stream = object.as_stream().ok()?;
        let kind = stream.dict.get(b"Subtype").and_then(Object::as_name).ok()?;
        (kind == b"Image").then(|| stream.clone())
    };
    document.objects.values().filter_map(image).collect()
}

fn name<'a>(stream: &'a lopdf::Stream, key: &[u8]) -> &'a [u8] {
    stream.dict.get(key).and_then(Object::as_name).unwrap()
}

#[test]
fn every_kind_becomes_pages_in_order() {
    let cases: &[(&[u8], &[PageSides])] = &[
        (TURNED_JPEG, &[UPRIGHT]),
        (PROGRESSIVE, &[LYING]),
        (CMYK, &[UPRIGHT]),
        (GRAY, &[LYING]),
        (TURNED_PNG, &[UPRIGHT]),
        (G4, &[UPRIGHT, LYING]),
        (LZW, &[LYING]),
        (JPEG_TIFF, &[UPRIGHT]),
    ];
    for (n, (file, pages)) in cases.iter().enumerate() {
        let made = made(&[file]).unwrap_or_else(|error| panic!("case {n}: {error}"));
        assert_eq!(pages_of(&made.pdf), *pages, "case {n}");
        assert_eq!(made.pages, pages.len());
    }
    let files: Vec<&[u8]> = cases.iter().map(|case| case.0).collect();
    let all: Vec<(i64, i64)> = cases.iter().flat_map(|case| case.1).copied().collect();
    let together = made(&files).unwrap();
    assert_eq!(pages_of(&together.pdf), all);
    assert_eq!(
        together.pdf,
        made(&files).unwrap().pdf,
        "same input, same bytes"
    );
}

#[test]
fn jpeg_data_is_kept_and_metadata_is_not() {
    let pdf = made(&[TURNED_JPEG]).unwrap().pdf;
    let images = images_in(&pdf);
    assert_eq!(name(&images[0], b"Filter"), b"DCTDecode");
    assert!(!contains(&pdf, b"SECRET") && !contains(&pdf, b"Exif"));
    let scan = &TURNED_JPEG[TURNED_JPEG.len() - 60..];
    assert!(contains(&images[0].content, scan), "not encoded again");
}

#[test]
fn what_hides_behind_the_picture_stays_behind() {
    let mut file = TURNED_JPEG.to_vec();
    file.extend(b"%PDF-1.7 /JavaScript (app.alert(1))");
    let pdf = made(&[&file]).unwrap().pdf;
    assert!(!contains(&pdf, b"JavaScript"));
}

/// The fixtures with 1 for white, as scanners write them, too.
fn white_is_zero(file: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    let tag = position(&file, &[6, 1, 3, 0, 1, 0, 0, 0]);
    file[tag + 8] = 0;
    file
}

#[test]
fn ink_stays_one_bit_whatever_the_fax_wrote() {
    for (n, file) in [G4, G4_LSB, G3, G3_LSB].into_iter().enumerate() {
        for (file, ink) in [(file.to_vec(), 0x00), (white_is_zero(file), 0xFF)] {
            let pdf = made(&[&file]).unwrap_or_else(|e| panic!("{n}: {e}")).pdf;
            let image = &images_in(&pdf)[0];
            let bits = image.dict.get(b"BitsPerComponent").and_then(Object::as_i64);
            let width = image.dict.get(b"Width").and_then(Object::as_i64).unwrap();
            let rows = image.decompressed_content().unwrap();
            let stride = usize::try_from(width / 8).unwrap();
            assert_eq!(bits.unwrap(), 1);
            assert_eq!(rows[0], ink, "{n}: top left is ink");
            assert_eq!(rows[stride - 1], !ink, "{n}: top right is paper");
            assert_eq!(rows[rows.len() - stride], !ink, "{n}: bottom left is paper");
        }
    }
}

#[test]
fn each_orientation_puts_the_first_corner_where_exif_says() {
    // Where the stored first pixel, and the end of its first row, are seen.
    let cases = [
        (1, (0.0, 1.0), (1.0, 1.0)),
        (2, (1.0, 1.0), (0.0, 1.0)),
        (3, (1.0, 0.0), (0.0, 0.0)),
        (4, (0.0, 0.0), (1.0, 0.0)),
        (5, (0.0, 1.0), (0.0, 0.0)),
        (6, (1.0, 1.0), (1.0, 0.0)),
        (7, (1.0, 0.0), (1.0, 1.0)),
        (8, (0.0, 0.0), (0.0, 1.0)),
    ];
    for (tag, first, end_of_row) in cases {
        let to = matrix(Orientation::from_tag(tag), [10.0, 20.0, 3.0, 5.0]);
        let seen = |across: f32, up: f32| {
            let x = to[0] * across + to[2] * up + to[4];
            let y = to[1] * across + to[3] * up + to[5];
            ((x - 10.0) / 3.0, (y - 20.0) / 5.0)
        };
        assert_eq!(seen(0.0, 1.0), first, "{tag}");
        assert_eq!(seen(1.0, 1.0), end_of_row, "{tag}");
    }
}

#[test]
fn a_tiff_of_300_pages_is_refused_by_counting() {
    let mut file = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file).unwrap();
    for _ in 0..300 {
        encoder
            .write_image::<colortype::Gray8>(2, 2, &[0, 80, 160, 255])
            .unwrap();
    }
    assert!(matches!(
        error(&[&file.into_inner()]),
        ImageError::TooManyPages { limit: 20 }
    ));
}

#[test]
fn pages_of_all_files_count_together() {
    let many = vec![GRAY; 20];
    assert_eq!(made(&many).unwrap().pages, 20);
    let more = [many, vec![G4]].concat();
    assert!(matches!(
        error(&more),
        ImageError::TooManyPages { limit: 20 }
    ));
}

#[test]
fn a_small_file_of_giant_size_is_refused_before_decoding() {
    let mut bomb = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bomb, 60_000, 60_000);
    encoder.set_color(::png::ColorType::Rgb);
    drop(encoder.write_header().unwrap());
    let mut giant = TURNED_JPEG.to_vec();
    let frame = position(&giant, &[0xFF, 0xC0]);
    giant[frame + 5..frame + 9].fill(0xFF);
    let mut wide = G4.to_vec();
    // Width, height, rows per strip: tags 256, 257, 278, SHORT, one value, little-endian.
    for tag in [0, 1, 22] {
        let side = position(&wide, &[tag, 1, 3, 0, 1, 0, 0, 0]);
        wide[side + 8..side + 10].fill(0xFF);
    }
    for (file, claims) in [
        (&bomb, (60_000, 60_000)),
        (&giant, (0xFFFF, 0xFFFF)),
        (&wide, (0xFFFF, 0xFFFF)),
    ] {
        let ImageError::TooManyPixels {
            width,
            height,
            limit,
            file,
        } = error(&[GRAY, file])
        else {
            panic!("not refused for its size");
        };
        assert_eq!(((width, height), limit, file), (claims, 40_000_000, 2));
    }
}

#[test]
fn pixels_of_all_pages_count_together() {
    let limits = ImageLimits {
        pixels_in_all: 48 * 32 * 3,
        ..ImageLimits::default()
    };
    assert!(images_to_pdf(&[GRAY; 3], &limits, "").is_ok());
    assert!(matches!(
        images_to_pdf(&[GRAY; 4], &limits, ""),
        Err(ImageError::TooManyPixels { file: 4, .. })
    ));
}

#[test]
fn a_file_cut_off_anywhere_is_damaged_or_no_picture_and_never_a_page() {
    for whole in [TURNED_JPEG, PROGRESSIVE, TURNED_PNG, G4, LZW, JPEG_TIFF] {
        for end in (0..whole.len() - 12).step_by(7) {
            assert!(
                matches!(
                    error(&[&whole[..end]]),
                    ImageError::Damaged { file: 1 } | ImageError::NotAnImage { file: 1 }
                ),
                "{end} of {}",
                whole.len()
            );
        }
    }
}

#[test]
fn altered_bytes_never_panic() {
    let mut dice = 0x2545_F491_4F6C_DD1D_u64;
    for whole in [
        TURNED_JPEG,
        CMYK,
        TURNED_PNG,
        G4,
        G3_LSB,
        LZW,
        JPEG_TIFF,
        TILES,
    ] {
        for _ in 0..60 {
            let mut file = whole.to_vec();
            for _ in 0..3 {
                dice ^= dice << 13;
                dice ^= dice >> 7;
                dice ^= dice << 17;
                let at = usize::try_from(dice >> 16).unwrap() % file.len();
                file[at] = dice.to_le_bytes()[0];
            }
            let _ = made(&[&file]);
        }
    }
}

#[test]
fn what_is_not_taken_is_named() {
    let cases: &[(&[u8], UnsupportedKind)] = &[
        (b"%PDF-1.7\n", UnsupportedKind::Pdf),
        (b"GIF89a....", UnsupportedKind::Gif),
        (b"BM\x10\0\0\0\0\0\0\0\x36\0", UnsupportedKind::Bmp),
        (b"RIFF\x10\0\0\0WEBPVP8 ", UnsupportedKind::WebP),
        (b"\0\0\0\x18ftypheic\0\0", UnsupportedKind::Heic),
        (G3_2D, UnsupportedKind::RareTiff),
        (PALETTE, UnsupportedKind::RareTiff),
    ];
    for (file, expected) in cases {
        let ImageError::UnsupportedKind { kind, file: 1 } = error(&[file]) else {
            panic!("{expected:?} is not named");
        };
        assert_eq!(kind, *expected);
    }
    assert!(matches!(
        error(&[b"hello"]),
        ImageError::NotAnImage { file: 1 }
    ));
    assert!(matches!(error(&[]), ImageError::NoFiles));
}

#[test]
fn transparency_lies_on_white_and_large_scans_shrink() {
    assert_eq!(
        pixels::on_white(&[10, 20, 30, 0, 10, 20, 30, 255], 3),
        [255, 255, 255, 10, 20, 30]
    );
    assert_eq!(pixels::step(4960, 7016), 2, "600 dpi becomes 300");
    assert_eq!(pixels::step(3307, 4677), 1, "400 dpi stays");
    let (rows, width, height) = pixels::reduce(&[0, 2, 9, 4, 6, 9, 9, 9, 9], (3, 3), 1, 2);
    assert_eq!((rows.as_slice(), width, height), (&[3][..], 1, 1));
}

fn contains(whole: &[u8], part: &[u8]) -> bool {
    whole.windows(part.len()).any(|window| window == part)
}

fn position(whole: &[u8], part: &[u8]) -> usize {
    whole
        .windows(part.len())
        .position(|window| window == part)
        .expect("the bytes are there")
}
