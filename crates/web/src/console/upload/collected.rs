//! A plain form with small files, taken into memory: scans and copies of opinions, which are
//! checked whole before anything is kept.

use super::multipart::{FilesForm, MOST_FIELDS, as_given, bad, text};
use crate::console::fields::Fields;
use crate::console::posted::Caller;
use crate::site::Site;
use axum::extract::multipart::Field;
use axum::response::Response;
use futures_util::StreamExt;
use http::StatusCode;
use kairan_access::csrf_fits;

/// All text fields of such a form together.
const MOST_TEXT: usize = 64 * 1024;

/// What a form with small files brought.
#[derive(Default)]
pub(crate) struct Collected {
    /// Its text fields.
    pub(crate) fields: Fields,
    /// The files chosen: name and bytes, in order.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// Together they are more than may come; none is kept then.
    pub(crate) too_large: bool,
}

/// Reads the form; all files together have at most `most` bytes. The token comes before them,
/// so no byte of a file is kept for somebody else's form.
///
/// # Errors
/// The reply for a form that is broken or not ours.
pub(crate) async fn collect(
    site: &Site,
    caller: &impl Caller,
    mut form: FilesForm,
    most: u64,
) -> Result<Collected, Response> {
    let mut collected = Collected::default();
    let (mut ours, mut room) = (false, MOST_TEXT);
    let mut left = usize::try_from(most).unwrap_or(usize::MAX);
    for _ in 0..MOST_FIELDS {
        let Some(field) = form.next().await? else {
            return if ours {
                Ok(collected)
            } else {
                Err(crate::refusal::plain(StatusCode::FORBIDDEN))
            };
        };
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(as_given) {
            None => {
                let value = text(field, &mut room).await?;
                ours |= name == "csrf" && csrf_fits(site.app(), caller.cookie(), &value);
                collected.fields.add(name, value);
            }
            _ if !ours => return Err(crate::refusal::plain(StatusCode::FORBIDDEN)),
            // A file input left empty is sent as a file without a name.
            Some(file_name) if file_name.is_empty() => {}
            Some(file_name) => match bytes(field, &mut left).await? {
                Some(bytes) => collected.files.push((file_name, bytes)),
                None => collected.too_large = true,
            },
        }
    }
    Err(bad())
}

/// The bytes of a file; `None` once there is no room left. The rest passes by, so that the
/// browser hears the answer.
async fn bytes(mut field: Field<'_>, left: &mut usize) -> Result<Option<Vec<u8>>, Response> {
    let mut kept = Some(Vec::new());
    while let Some(more) = field.next().await {
        let more = more.map_err(|_| bad())?;
        match (left.checked_sub(more.len()), kept.as_mut()) {
            (Some(rest), Some(bytes)) => {
                *left = rest;
                bytes.extend_from_slice(&more);
            }
            _ => kept = None,
        }
    }
    Ok(kept)
}
