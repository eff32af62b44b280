//! The objects of a file, and which of them go into the copy.

use super::{CleanError, flatten};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};
use std::collections::BTreeMap;
use std::io::Write;

/// A page that is a picture now.
pub(super) struct Sheet {
    /// In pixels.
    pub(super) width: u32,
    /// In pixels.
    pub(super) height: u32,
    /// In points, as shown.
    pub(super) size: (f32, f32),
    /// One byte for each pixel when it is grey, else three.
    pub(super) samples: Vec<u8>,
    pub(super) grey: bool,
}

/// What the catalog of a copy with everything taken away may have.
const CATALOG: [&[u8]; 7] = [
    b"Type",
    b"Version",
    b"Pages",
    b"Lang",
    b"PageLayout",
    b"PageLabels",
    b"OutputIntents",
];
/// What a page may have.
const PAGE: [&[u8]; 12] = [
    b"Type",
    b"Parent",
    b"MediaBox",
    b"CropBox",
    b"BleedBox",
    b"TrimBox",
    b"ArtBox",
    b"Rotate",
    b"UserUnit",
    b"Resources",
    b"Contents",
    b"Group",
];
/// What a node of the page tree may have.
const NODE: [&[u8]; 8] = [
    b"Type",
    b"Parent",
    b"Kids",
    b"Count",
    b"MediaBox",
    b"CropBox",
    b"Rotate",
    b"Resources",
];
/// What any object may carry about itself and nobody sees.
const ABOUT: [&[u8]; 4] = [b"Metadata", b"PieceInfo", b"LastModified", b"Thumb"];
/// The same, where the pages alone are kept.
const LIVING: [&[u8]; 12] = [
    b"OC",
    b"OPI",
    b"AF",
    b"AA",
    b"A",
    b"StructParent",
    b"StructParents",
    b"Measure",
    b"PtData",
    b"Alternates",
    b"Properties",
    b"ActualText",
];

/// A copy in the making.
pub(super) struct Rewritten {
    document: Document,
}

impl Rewritten {
    pub(super) fn read(pdf: &[u8]) -> Result<Self, CleanError> {
        let document = Document::load_mem(pdf).map_err(|_| CleanError::Unwritable)?;
        if document.is_encrypted() || document.was_encrypted() {
            return Err(CleanError::Encrypted);
        }
        Ok(Self { document })
    }

    /// Takes away what describes the file and its parts.
    pub(super) fn without_metadata(&mut self) {
        self.strip(&ABOUT);
    }

    /// Keeps the pages as they are shown, and nothing else.
    pub(super) fn pages_alone(&mut self, sheets: &BTreeMap<u32, Sheet>) -> Result<(), CleanError> {
        let pages = self.document.get_pages();
        for (number, id) in &pages {
            match sheets.get(number) {
                Some(sheet) => self.make_picture(*id, sheet)?,
                None => flatten::annotations(&mut self.document, *id)?,
            }
            keep(self.dictionary(*id)?, &PAGE);
        }
        for object in self.document.objects.values_mut() {
            if let Object::Dictionary(node) = object
                && node.has_type(b"Pages")
            {
                keep(node, &NODE);
            }
        }
        let catalog = self.document.catalog_mut();
        keep(catalog.map_err(|_| CleanError::Unwritable)?, &CATALOG);
        self.strip(&ABOUT);
        self.strip(&LIVING);
        Ok(())
    }

    /// The copy, under its new title.
    pub(super) fn finish(mut self, title: &str) -> Result<Vec<u8>, CleanError> {
        let document = &mut self.document;
        // Readers show the file's name where there is no title.
        let utf16 = title.encode_utf16().flat_map(u16::to_be_bytes);
        let title: Vec<u8> = [0xFE, 0xFF].into_iter().chain(utf16).collect();
        let mut about = Dictionary::new();
        if title.len() > 2 {
            about.set("Title", Object::String(title, StringFormat::Hexadecimal));
        }
        let about = document.add_object(about);
        let root = document.trailer.get(b"Root").cloned();
        let mut trailer = Dictionary::new();
        trailer.set("Root", root.map_err(|_| CleanError::Unwritable)?);
        trailer.set("Info", about);
        document.trailer = trailer;
        if let Ok(catalog) = document.catalog_mut() {
            let mut shown = Dictionary::new();
            shown.set("DisplayDocTitle", true);
            catalog.set("ViewerPreferences", shown);
        }
        document.prune_objects();
        document.renumber_objects();
        let mut bytes = Vec::new();
        document
            .save_to(&mut bytes)
            .map_err(|_| CleanError::Unwritable)?;
        Ok(bytes)
    }

    fn dictionary(&mut self, id: ObjectId) -> Result<&mut Dictionary, CleanError> {
        let found = self.document.get_dictionary_mut(id);
        found.map_err(|_| CleanError::Unwritable)
    }

    fn strip(&mut self, keys: &[&[u8]]) {
        for object in self.document.objects.values_mut() {
            strip(object, keys, DEPTH);
        }
    }

    fn make_picture(&mut self, page: ObjectId, sheet: &Sheet) -> Result<(), CleanError> {
        let mut image = Dictionary::new();
        let space: &[u8] = if sheet.grey {
            b"DeviceGray"
        } else {
            b"DeviceRGB"
        };
        for (key, value) in [
            ("Type", Object::Name(b"XObject".to_vec())),
            ("Subtype", Object::Name(b"Image".to_vec())),
            ("Width", i64::from(sheet.width).into()),
            ("Height", i64::from(sheet.height).into()),
            ("BitsPerComponent", 8.into()),
            ("ColorSpace", Object::Name(space.to_vec())),
            ("Filter", Object::Name(b"FlateDecode".to_vec())),
        ] {
            image.set(key, value);
        }
        let image = Stream::new(image, packed(&sheet.samples)?);
        let image = self.document.add_object(image);
        let (width, height) = sheet.size;
        let draws = format!("q {width} 0 0 {height} 0 0 cm /P Do Q").into_bytes();
        let contents = self
            .document
            .add_object(Stream::new(Dictionary::new(), draws));
        let mut pictures = Dictionary::new();
        pictures.set("P", image);
        let mut resources = Dictionary::new();
        resources.set("XObject", pictures);
        let dictionary = self.dictionary(page)?;
        keep(dictionary, &[b"Type", b"Parent", b"UserUnit"]);
        let shown: Vec<Object> = vec![0.into(), 0.into(), width.into(), height.into()];
        dictionary.set("MediaBox", shown.clone());
        dictionary.set("CropBox", shown);
        dictionary.set("Rotate", 0);
        dictionary.set("Resources", resources);
        dictionary.set("Contents", contents);
        Ok(())
    }
}

/// Objects within objects.
const DEPTH: u8 = 32;

fn strip(object: &mut Object, keys: &[&[u8]], depth: u8) {
    let Some(depth) = depth.checked_sub(1) else {
        *object = Object::Null;
        return;
    };
    match object {
        Object::Dictionary(dictionary) => strip_from(dictionary, keys, depth),
        Object::Stream(stream) => strip_from(&mut stream.dict, keys, depth),
        Object::Array(all) => {
            for inner in all {
                strip(inner, keys, depth);
            }
        }
        _ => {}
    }
}

fn strip_from(dictionary: &mut Dictionary, keys: &[&[u8]], depth: u8) {
    // A resource may be called as it likes.
    for key in keys.iter().filter(|key| key.len() > 2) {
        dictionary.remove(key);
    }
    if dictionary.has(b"Type") || dictionary.has(b"Subtype") {
        for key in keys.iter().filter(|key| key.len() <= 2) {
            dictionary.remove(key);
        }
    }
    for (_, inner) in dictionary.iter_mut() {
        strip(inner, keys, depth);
    }
}

fn keep(dictionary: &mut Dictionary, keys: &[&[u8]]) {
    dictionary
        .as_hashmap_mut()
        .retain(|key, _| keys.contains(&key.as_slice()));
}

fn packed(samples: &[u8]) -> Result<Vec<u8>, CleanError> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(samples);
    written
        .and_then(|()| encoder.finish())
        .map_err(|_| CleanError::Unwritable)
}
