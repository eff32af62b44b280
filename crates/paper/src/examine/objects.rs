//! What the file's objects say, beside what they draw. References are never followed from one
//! object into the next: every object of the file is looked at once.

use super::Findings;
use super::page::place;
use super::strings::text;
use super::texts::words;
use hayro::hayro_interpret::TransformExt;
use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, Object, Rect, Stream, String as PdfString,
};
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::Rect as Box;
use kairan_domain::examination::{Finding, FindingKind};

/// Objects within objects that are looked into.
const DEPTH: u8 = 16;
/// Flags of annotations (ISO 32000-1, 12.5.3): hidden, and not shown on a screen.
const HIDDEN: u32 = 1 << 1 | 1 << 5;

/// The whole file.
pub(super) fn look(document: &Pdf, findings: &mut Findings) {
    information(document, findings);
    for object in document.objects() {
        object_of(&object, DEPTH, findings);
    }
    let xref = document.xref();
    if let Some(catalog) = xref.get::<Dict<'_>>(xref.root_id()) {
        layers(&catalog, findings);
        let outlines = catalog.get::<Dict<'_>>(b"Outlines");
        if outlines.is_some_and(|outlines| outlines.contains_key(b"First")) {
            whole(findings, FindingKind::Bookmark, String::new());
        }
    }
}

/// Something that belongs to the whole file.
fn whole(findings: &mut Findings, kind: FindingKind, text: String) {
    let finding = Finding {
        kind,
        page: None,
        place: None,
        words: words(&text),
    };
    findings.add(finding, text);
}

fn information(document: &Pdf, findings: &mut Findings) {
    let known = document.metadata();
    for (kind, part) in [
        (FindingKind::Title, &known.title),
        (FindingKind::Title, &known.subject),
        (FindingKind::Title, &known.keywords),
        (FindingKind::Author, &known.author),
        (FindingKind::Producer, &known.creator),
        (FindingKind::Producer, &known.producer),
    ] {
        let part = part.as_deref().map(text).unwrap_or_default();
        if !part.trim().is_empty() {
            whole(findings, kind, part);
        }
    }
}

fn layers(catalog: &Dict<'_>, findings: &mut Findings) {
    let Some(layers) = catalog.get::<Dict<'_>>(b"OCProperties") else {
        return;
    };
    let Some(now) = layers.get::<Dict<'_>>(b"D") else {
        return;
    };
    let base = now.get::<Name<'_>>(b"BaseState");
    let off = if base.is_some_and(|base| base.as_ref() == b"OFF") {
        layers.get::<Array<'_>>(b"OCGs")
    } else {
        now.get::<Array<'_>>(b"OFF")
    };
    for layer in off.iter().flat_map(Array::iter::<Dict<'_>>) {
        let name = string(&layer, b"Name").unwrap_or_default();
        whole(findings, FindingKind::HiddenLayer, name);
    }
}

fn object_of(object: &Object<'_>, depth: u8, findings: &mut Findings) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    let inside = |inner: MaybeRef<Object<'_>>, findings: &mut Findings| {
        if let MaybeRef::NotRef(inner) = inner {
            object_of(&inner, depth, findings);
        }
    };
    match object {
        Object::Dict(dict) => {
            dict_of(dict, findings);
            for (_, inner) in dict.entries() {
                inside(inner, findings);
            }
        }
        Object::Stream(stream) => {
            let dict = stream.dict();
            if is_crooked(stream) {
                whole(findings, FindingKind::Undrawn, String::new());
            }
            if name_is(dict, b"Type", b"Metadata") {
                whole(findings, FindingKind::Xmp, String::new());
            }
            dict_of(dict, findings);
            for (_, inner) in dict.entries() {
                inside(inner, findings);
            }
        }
        Object::Array(array) => {
            for inner in array.raw_iter() {
                inside(inner, findings);
            }
        }
        _ => {}
    }
}

fn name_is(dict: &Dict<'_>, key: &[u8], name: &[u8]) -> bool {
    dict.get::<Name<'_>>(key)
        .is_some_and(|found| found.as_ref() == name)
}

fn string(dict: &Dict<'_>, key: &[u8]) -> Option<String> {
    let found = dict.get::<PdfString<'_>>(key)?;
    Some(text(found.as_bytes()))
}

fn dict_of(dict: &Dict<'_>, findings: &mut Findings) {
    if let Some(kind) = action(dict) {
        whole(findings, kind, String::new());
    }
    let file = dict.get::<Dict<'_>>(b"EF");
    if file.is_some_and(|file| !file.is_empty()) {
        let name = string(dict, b"UF").or_else(|| string(dict, b"F"));
        whole(findings, FindingKind::Attachment, name.unwrap_or_default());
    }
    if name_is(dict, b"Type", b"Page") && dict.contains_key(b"Thumb") {
        whole(findings, FindingKind::Thumbnail, String::new());
    }
    if dict.contains_key(b"PieceInfo") {
        whole(findings, FindingKind::ProgramData, String::new());
    }
    if dict.contains_key(b"XFA") {
        whole(findings, FindingKind::FormField, String::new());
    }
    // Structure for screen readers: what is shown is often repeated there, seldom replaced.
    if dict.contains_key(b"S") && dict.contains_key(b"P") {
        for key in [&b"ActualText"[..], b"Alt", b"E"] {
            if let Some(instead) = string(dict, key).filter(|text| !text.trim().is_empty()) {
                findings.instead.push(instead);
            }
        }
    }
}

/// What an action does (ISO 32000-1, 12.6.4); going to a page of the same file is nothing.
fn action(dict: &Dict<'_>) -> Option<FindingKind> {
    let kind = dict.get::<Name<'_>>(b"S");
    match kind.as_ref().map(AsRef::as_ref) {
        _ if dict.contains_key(b"JS") => Some(FindingKind::Script),
        Some(b"JavaScript") => Some(FindingKind::Script),
        Some(b"URI") if dict.contains_key(b"URI") => Some(FindingKind::Link),
        Some(b"GoToR" | b"GoToE") if dict.contains_key(b"F") => Some(FindingKind::Action),
        Some(
            b"Launch" | b"SubmitForm" | b"ImportData" | b"Rendition" | b"RichMediaExecute"
            | b"Movie",
        ) if !dict.contains_key(b"K") => Some(FindingKind::Action),
        _ => None,
    }
}

/// Whether viewers draw the values of fields themselves, whatever appearance they have
/// (`/NeedAppearances`).
fn viewers_draw_fields(page: &Page<'_>) -> bool {
    let xref = page.xref();
    let catalog = xref.get::<Dict<'_>>(xref.root_id());
    let form = catalog.and_then(|catalog| catalog.get::<Dict<'_>>(b"AcroForm"));
    form.is_some_and(|form| form.get::<bool>(b"NeedAppearances").unwrap_or(false))
}

/// Whether viewers draw an annotation from its own entries, which our pictures do not: it is
/// meant to be seen, has something to show, and no appearance that says how (12.5.5).
fn is_undrawn(annotation: &Dict<'_>, flags: u32, draws_fields: bool) -> bool {
    if flags & HIDDEN != 0 {
        return false;
    }
    let appearance = annotation.get::<Dict<'_>>(b"AP");
    let drawn = appearance.is_some_and(|all| all.contains_key(b"N"));
    let subtype = annotation.get::<Name<'_>>(b"Subtype");
    match subtype.as_ref().map(AsRef::as_ref) {
        // Kinds that viewers show as a small sign of their own, or not at all.
        Some(b"Text" | b"FileAttachment" | b"Sound" | b"Movie" | b"Screen") => false,
        Some(b"Widget") => {
            let ground = annotation.get::<Dict<'_>>(b"MK");
            let painted = ground.is_some_and(|mk| mk.contains_key(b"BG") || mk.contains_key(b"BC"));
            let filled = annotation.contains_key(b"V") || annotation.contains_key(b"Parent");
            (painted || filled) && (draws_fields || !drawn)
        }
        _ => !drawn,
    }
}

/// Whether other viewers make more of a stream than our pictures do: white space before a JPEG,
/// runs without an end, rows that are missing, a form without its box.
fn is_crooked(stream: &Stream<'_>) -> bool {
    let dict = stream.dict();
    if name_is(dict, b"Subtype", b"Form") {
        return !dict.contains_key(b"BBox");
    }
    if !name_is(dict, b"Subtype", b"Image") {
        return false;
    }
    let filters = stream.filters();
    let raw = stream.raw_data();
    match filters.as_slice() {
        [.., Filter::DctDecode] if filters.len() == 1 => !raw.starts_with(&[0xFF, 0xD8]),
        [Filter::RunLengthDecode] => raw.last() != Some(&128),
        [
            Filter::DctDecode | Filter::JpxDecode | Filter::Jbig2Decode | Filter::CcittFaxDecode,
            ..,
        ]
        | [
            ..,
            Filter::DctDecode | Filter::JpxDecode | Filter::Jbig2Decode | Filter::CcittFaxDecode,
        ] => false,
        _ => stream.decoded().map_or(true, |data| {
            rows_of(dict).is_some_and(|due| data.len() < due)
        }),
    }
}

/// Bytes that a picture's rows need; `None` where its colours are not simple ones.
fn rows_of(dict: &Dict<'_>) -> Option<usize> {
    let number = |key: &[u8]| usize::try_from(dict.get::<u32>(key)?).ok();
    let mask = dict.get::<bool>(b"ImageMask").unwrap_or(false);
    let colours = dict.get::<Name<'_>>(b"ColorSpace");
    let samples = match colours.as_ref().map(AsRef::as_ref) {
        _ if mask => 1,
        Some(b"DeviceGray" | b"CalGray") => 1,
        Some(b"DeviceRGB" | b"CalRGB") => 3,
        Some(b"DeviceCMYK") => 4,
        _ => return None,
    };
    let bits = if mask {
        1
    } else {
        number(b"BitsPerComponent")?
    };
    let row = number(b"Width")?.checked_mul(samples)?.checked_mul(bits)?;
    row.div_ceil(8).checked_mul(number(b"Height")?)
}

/// The annotations of a page.
pub(super) fn look_at_page(page: &Page<'_>, number: u32, findings: &mut Findings) {
    let Some(all) = page.raw().get::<Array<'_>>(b"Annots") else {
        return;
    };
    let shown = page.initial_transform(true).to_kurbo();
    let draws_fields = viewers_draw_fields(page);
    for annotation in all.iter::<Dict<'_>>() {
        let subtype = annotation.get::<Name<'_>>(b"Subtype");
        let flags = annotation.get::<u32>(b"F").unwrap_or(0);
        let kind = match subtype.as_ref().map(AsRef::as_ref) {
            // Counted as what they do.
            Some(b"Link" | b"Popup") => continue,
            Some(b"Widget") => FindingKind::FormField,
            _ if flags & HIDDEN != 0 => FindingKind::HiddenAnnotation,
            _ => FindingKind::Annotation,
        };
        let kind = if is_undrawn(&annotation, flags, draws_fields) {
            FindingKind::Undrawn
        } else {
            kind
        };
        let said = string(&annotation, b"Contents").unwrap_or_default();
        let rect = annotation
            .get::<Rect>(b"Rect")
            .map(|rect| shown.transform_rect_bbox(Box::new(rect.x0, rect.y0, rect.x1, rect.y1)));
        let finding = Finding {
            kind,
            page: Some(number),
            place: rect.map(|rect| place(rect, 1.0)),
            words: words(&said),
        };
        findings.add(finding, said);
    }
}
