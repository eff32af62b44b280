//! Writes small PDFs object by object, and reads PDFs back the way a viewer would: for the tests of
//! this crate.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// A file of these objects: the first is the catalog, the second the page tree. `trailer` is put
/// at the end of the trailer's dictionary.
pub(crate) fn pdf_of(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).into_bytes());
    }
    let start = file.len();
    let size = objects.len() + 1;
    file.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").into_bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let tail =
        format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n");
    file.extend(tail.into_bytes());
    file
}

/// An object with a stream.
pub(crate) fn stream(dict: &str, data: &str) -> String {
    format!(
        "<<{dict}/Length {}>>\nstream\n{data}\nendstream",
        data.len()
    )
}

/// All text of a PDF in drawing order, without line ends.
pub(crate) fn text_of(pdf: &[u8]) -> String {
    texts_of(pdf).concat()
}

/// The text of each page.
pub(crate) fn texts_of(pdf: &[u8]) -> Vec<String> {
    let document = Document::load_mem(pdf).expect("the PDF opens");
    document
        .get_pages()
        .values()
        .map(|page| page_text(&document, *page))
        .collect()
}

/// Width and height of each page in whole points.
pub(crate) fn pages_of(pdf: &[u8]) -> Vec<(i64, i64)> {
    let document = Document::load_mem(pdf).expect("the PDF opens");
    let side = |object: &Object| {
        let value = object.as_float().expect("a number").round();
        format!("{value}").parse::<i64>().expect("a whole number")
    };
    document
        .get_pages()
        .values()
        .map(|id| {
            let page = document.get_dictionary(*id).expect("a page");
            let media = page
                .get(b"MediaBox")
                .and_then(Object::as_array)
                .expect("a box");
            (side(&media[2]), side(&media[3]))
        })
        .collect()
}

/// The bookmarks: name and number of the page.
pub(crate) fn bookmarks_of(pdf: &[u8]) -> Vec<(String, u32)> {
    let document = Document::load_mem(pdf).expect("the PDF opens");
    let catalog = document.catalog().expect("a catalog");
    let mode = catalog.get(b"PageMode").and_then(Object::as_name);
    assert_eq!(mode.expect("a name"), b"UseOutlines");
    let outlines = catalog
        .get_deref(b"Outlines", &document)
        .and_then(Object::as_dict);
    let mut next = outlines.expect("outlines").get(b"First").cloned().ok();
    let mut out = Vec::new();
    while let Some(id) = next.and_then(|n| n.as_reference().ok()) {
        let item = document.get_dictionary(id).expect("a bookmark");
        let title = item
            .get(b"Title")
            .and_then(Object::as_str)
            .expect("a title");
        let units: Vec<u16> = title
            .chunks(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect();
        let name = String::from_utf16(&units).expect("UTF-16");
        let target = item
            .get(b"Dest")
            .and_then(Object::as_array)
            .expect("a target");
        let page = target[0].as_reference().expect("a page");
        let number = document.get_pages().into_iter().find(|(_, id)| *id == page);
        out.push((
            name.trim_start_matches('\u{FEFF}').to_owned(),
            number.expect("a page").0,
        ));
        next = item.get(b"Next").cloned().ok();
    }
    out
}

fn page_text(document: &Document, page: ObjectId) -> String {
    let maps: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = document
        .get_page_fonts(page)
        .expect("fonts")
        .into_iter()
        .map(|(name, font)| (name, to_unicode(document, font)))
        .collect();
    let content = document.get_page_content(page);
    let mut text = String::new();
    let mut font = None;
    for operation in Content::decode(&content).expect("operators").operations {
        match operation.operator.as_str() {
            "Tf" => font = operation.operands[0].as_name().ok().map(<[u8]>::to_vec),
            "TJ" => {
                let map = &maps[font.as_ref().expect("a font is set")];
                for item in operation.operands[0].as_array().expect("an array") {
                    if let Ok(codes) = item.as_str() {
                        for code in codes.chunks(2) {
                            let code = u16::from_be_bytes([code[0], code[1]]);
                            text.push_str(map.get(&code).expect("every code has its text"));
                        }
                    }
                }
            }
            _ => {}
        }
    }
    text
}

/// The `ToUnicode` map of a font.
fn to_unicode(document: &Document, font: &Dictionary) -> BTreeMap<u16, String> {
    let stream = font
        .get_deref(b"ToUnicode", document)
        .and_then(Object::as_stream)
        .expect("a ToUnicode map");
    let bytes = stream
        .decompressed_content()
        .unwrap_or_else(|_| stream.content.clone());
    let map = String::from_utf8(bytes).expect("ASCII");
    let mut out = BTreeMap::new();
    for line in map.lines() {
        let parts: Vec<&str> = line.split(['<', '>']).collect();
        if let [_, code, _, text, _] = parts[..]
            && let Ok(code) = u16::from_str_radix(code, 16)
        {
            let units: Vec<u16> = (0..text.len() / 4)
                .map(|n| u16::from_str_radix(&text[n * 4..n * 4 + 4], 16).expect("hex"))
                .collect();
            out.insert(code, String::from_utf16(&units).expect("UTF-16"));
        }
    }
    out
}
