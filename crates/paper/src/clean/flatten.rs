//! Visible annotations become part of their page: their appearance is drawn where they stood
//! (ISO 32000-1, 12.5.5).

use super::CleanError;
use hayro::kurbo::{Affine, Rect, Shape};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

/// Hidden, or not shown on a screen.
const HIDDEN: i64 = 1 << 1 | 1 << 5;

/// Draws the page's annotations into it. Those no program shows, and those without an
/// appearance, are dropped.
pub(super) fn annotations(document: &mut Document, page: ObjectId) -> Result<(), CleanError> {
    let mut draws = Vec::new();
    for annotation in of_page(document, page) {
        if let Some(drawn) = drawn(document, &annotation) {
            draws.push(drawn);
        }
    }
    if draws.is_empty() {
        return Ok(());
    }
    let mut resources = resources(document, page);
    let mut objects = resources
        .get_deref(b"XObject", document)
        .and_then(Object::as_dict)
        .cloned()
        .unwrap_or_default();
    let mut after = b"\nQ\n".to_vec();
    for (n, (form, place)) in draws.into_iter().enumerate() {
        let name = format!("KairanNote{n}");
        let numbers: Vec<String> = place.as_coeffs().iter().map(ToString::to_string).collect();
        after.extend(format!("q {} cm /{name} Do Q\n", numbers.join(" ")).into_bytes());
        objects.set(name, form);
    }
    resources.set("XObject", objects);
    let before = document.add_object(Stream::new(Dictionary::new(), b"q\n".to_vec()));
    let after = document.add_object(Stream::new(Dictionary::new(), after));
    let mut contents: Vec<Object> = vec![before.into()];
    contents.extend(
        document
            .get_page_contents(page)
            .into_iter()
            .map(Object::from),
    );
    contents.push(after.into());
    let page = document
        .get_dictionary_mut(page)
        .map_err(|_| CleanError::Unwritable)?;
    page.set("Contents", contents);
    page.set("Resources", resources);
    Ok(())
}

fn of_page(document: &Document, page: ObjectId) -> Vec<Dictionary> {
    let listed = document
        .get_dictionary(page)
        .and_then(|page| page.get_deref(b"Annots", document))
        .and_then(Object::as_array);
    let all = listed.into_iter().flatten();
    all.filter_map(|one| {
        let (_, one) = document.dereference(one).ok()?;
        one.as_dict().ok().cloned()
    })
    .collect()
}

/// The page's own resources, or those of a node above it.
fn resources(document: &Document, page: ObjectId) -> Dictionary {
    let mut at = document.get_dictionary(page).ok();
    for _ in 0..32 {
        let Some(node) = at else { break };
        let own = node
            .get_deref(b"Resources", document)
            .and_then(Object::as_dict);
        if let Ok(own) = own {
            return own.clone();
        }
        at = node
            .get_deref(b"Parent", document)
            .and_then(Object::as_dict)
            .ok();
    }
    Dictionary::new()
}

/// The form that shows an annotation, and where.
fn drawn(document: &mut Document, annotation: &Dictionary) -> Option<(ObjectId, Affine)> {
    let flags = annotation.get(b"F").and_then(Object::as_i64).unwrap_or(0);
    let subtype = annotation.get(b"Subtype").and_then(Object::as_name).ok();
    if flags & HIDDEN != 0 || subtype == Some(b"Popup") {
        return None;
    }
    let form = appearance(document, annotation)?;
    let [left, low, right, top] = numbers(document, annotation.get(b"Rect").ok()?)?;
    let dict = &mut document
        .get_object_mut(form)
        .ok()?
        .as_stream_mut()
        .ok()?
        .dict;
    dict.set("Type", Object::Name(b"XObject".to_vec()));
    dict.set("Subtype", Object::Name(b"Form".to_vec()));
    let dict = dict.clone();
    let [x0, y0, x1, y1] = numbers(document, dict.get(b"BBox").ok()?)?;
    let matrix = dict.get(b"Matrix").ok();
    let matrix = matrix.and_then(|matrix| numbers(document, matrix));
    let matrix = Affine::new(matrix.unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]));
    let own = (matrix * Rect::new(x0, y0, x1, y1).abs().to_path(0.1)).bounding_box();
    let rect = Rect::new(left, low, right, top).abs();
    let (across, down) = (rect.width() / own.width(), rect.height() / own.height());
    let fits = across.is_finite() && down.is_finite();
    let to = [
        across,
        0.0,
        0.0,
        down,
        rect.x0 - across * own.x0,
        rect.y0 - down * own.y0,
    ];
    fits.then(|| (form, Affine::new(to)))
}

/// The normal appearance, in the state the annotation is in.
fn appearance(document: &mut Document, annotation: &Dictionary) -> Option<ObjectId> {
    let looks = annotation.get_deref(b"AP", document).ok()?.as_dict().ok()?;
    let normal = looks.get(b"N").ok()?;
    let (id, found) = document.dereference(normal).ok()?;
    match found {
        Object::Stream(_) => id,
        Object::Dictionary(states) => {
            let state = annotation.get(b"AS").and_then(Object::as_name).ok();
            let chosen = state.and_then(|state| states.get(state).ok());
            let chosen = chosen.or_else(|| states.get(b"Off").ok())?;
            let (id, found) = document.dereference(chosen).ok()?;
            found.as_stream().ok().and(id)
        }
        _ => None,
    }
}

fn numbers<const N: usize>(document: &Document, object: &Object) -> Option<[f64; N]> {
    let (_, object) = document.dereference(object).ok()?;
    let all: Option<Vec<f64>> = object
        .as_array()
        .ok()?
        .iter()
        .map(|one| {
            let (_, one) = document.dereference(one).ok()?;
            one.as_float().ok().map(f64::from)
        })
        .collect();
    all?.try_into().ok()
}
