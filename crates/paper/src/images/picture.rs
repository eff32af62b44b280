//! A decoded (or, for JPEG, checked) picture and how it is written into a PDF.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use printpdf::{DictItem, ExternalStream, ExternalXObject};

use super::exif::Orientation;
use super::pixels;

/// One picture: its stored size, how to turn it, and its samples.
pub(super) struct Picture {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) orientation: Orientation,
    pub(super) data: Data,
}

/// The samples of a picture.
pub(super) enum Data {
    /// A clean JPEG stream.
    Jpeg {
        bytes: Vec<u8>,
        components: u8,
        /// What to tell a reader about the colour transform, when the stream does not say.
        colour_transform: Option<bool>,
        /// Adobe's CMYK: ink amounts stored upside down.
        inverted: bool,
    },
    /// Rows from top to bottom, each padded to whole bytes, samples interleaved.
    Raster {
        colour: Colour,
        bits: u8,
        rows: Vec<u8>,
    },
}

/// Meaning of a raster's samples.
pub(super) enum Colour {
    Gray,
    Rgb,
    Cmyk,
    /// Each sample is a place in this list of RGB triples.
    Indexed(Vec<u8>),
}

impl Colour {
    fn samples(&self) -> u8 {
        match self {
            Self::Gray | Self::Indexed(_) => 1,
            Self::Rgb => 3,
            Self::Cmyk => 4,
        }
    }
}

impl Picture {
    /// A picture of 8-bit samples, with no more pixels than a printed page can show.
    pub(super) fn of_bytes(
        size: (u32, u32),
        orientation: Orientation,
        colour: Colour,
        rows: Vec<u8>,
    ) -> Self {
        let step = pixels::step(size.0, size.1);
        let (rows, width, height) = if step == 1 {
            (rows, size.0, size.1)
        } else {
            pixels::reduce(&rows, size, colour.samples(), step)
        };
        Self {
            width,
            height,
            orientation,
            data: Data::Raster {
                colour,
                bits: 8,
                rows,
            },
        }
    }

    /// Width and height as it will be seen, pixels.
    pub(super) fn seen(&self) -> (u32, u32) {
        if self.orientation.swaps_sides() {
            (self.height, self.width)
        } else {
            (self.width, self.height)
        }
    }

    /// The image object of the PDF.
    pub(super) fn into_object(self) -> ExternalXObject {
        let mut dict = BTreeMap::from([
            ("Type".to_owned(), name("XObject")),
            ("Subtype".to_owned(), name("Image")),
            ("Width".to_owned(), DictItem::Int(i64::from(self.width))),
            ("Height".to_owned(), DictItem::Int(i64::from(self.height))),
        ]);
        let content = match self.data {
            Data::Jpeg {
                bytes,
                components,
                colour_transform,
                inverted,
            } => {
                jpeg_entries(&mut dict, components, colour_transform, inverted);
                bytes
            }
            Data::Raster { colour, bits, rows } => {
                raster(&mut dict, self.width, &colour, bits, rows)
            }
        };
        ExternalXObject {
            stream: ExternalStream {
                dict,
                content,
                compress: false,
            },
            width: None,
            height: None,
            dpi: None,
        }
    }
}

fn jpeg_entries(
    dict: &mut BTreeMap<String, DictItem>,
    components: u8,
    colour_transform: Option<bool>,
    inverted: bool,
) {
    let space = match components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        _ => "DeviceCMYK",
    };
    dict.insert("ColorSpace".to_owned(), name(space));
    dict.insert("BitsPerComponent".to_owned(), DictItem::Int(8));
    dict.insert("Filter".to_owned(), name("DCTDecode"));
    if let Some(transform) = colour_transform {
        let transform = DictItem::Int(i64::from(transform));
        let map = BTreeMap::from([("ColorTransform".to_owned(), transform)]);
        dict.insert("DecodeParms".to_owned(), DictItem::Dict { map });
    }
    if inverted {
        let pairs = (0..components).flat_map(|_| [DictItem::Int(1), DictItem::Int(0)]);
        dict.insert("Decode".to_owned(), DictItem::Array(pairs.collect()));
    }
}

/// Fills in the entries of a raster; gives the compressed rows.
fn raster(
    dict: &mut BTreeMap<String, DictItem>,
    width: u32,
    colour: &Colour,
    bits: u8,
    rows: Vec<u8>,
) -> Vec<u8> {
    let space = match colour {
        Colour::Gray => name("DeviceGray"),
        Colour::Rgb => name("DeviceRGB"),
        Colour::Cmyk => name("DeviceCMYK"),
        Colour::Indexed(table) => DictItem::Array(vec![
            name("Indexed"),
            name("DeviceRGB"),
            DictItem::Int(i64::try_from(table.len() / 3).unwrap_or(1) - 1),
            DictItem::String {
                data: table.clone(),
                literal: false,
            },
        ]),
    };
    dict.insert("ColorSpace".to_owned(), space);
    dict.insert(
        "BitsPerComponent".to_owned(),
        DictItem::Int(i64::from(bits)),
    );
    dict.insert("Filter".to_owned(), name("FlateDecode"));
    // Tones compress better as differences; ink-or-paper and palettes do not.
    let predicted = bits == 8 && !matches!(colour, Colour::Indexed(_));
    let rows = if predicted {
        let samples = colour.samples();
        let map = BTreeMap::from([
            ("Predictor".to_owned(), DictItem::Int(15)),
            ("Colors".to_owned(), DictItem::Int(i64::from(samples))),
            ("BitsPerComponent".to_owned(), DictItem::Int(8)),
            ("Columns".to_owned(), DictItem::Int(i64::from(width))),
        ]);
        dict.insert("DecodeParms".to_owned(), DictItem::Dict { map });
        pixels::predict(&rows, width, samples)
    } else {
        rows
    };
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail; an empty stream would show as a damaged page.
    let _ = encoder.write_all(&rows);
    encoder.finish().unwrap_or_default()
}

fn name(text: &str) -> DictItem {
    DictItem::Name(text.as_bytes().to_vec())
}
