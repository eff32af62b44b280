//! A plain form with files, field by field in the order the page has them. The token comes
//! first, so no byte of a file is looked at for somebody else's form.

use crate::console::caller::Clerk;
use crate::console::fields::Fields;
use crate::site::Site;
use axum::body::Body;
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use http::StatusCode;
use kairan_access::csrf_fits;
use kairan_board::{UploadError, receive_whole};
use kairan_domain::ids::{MeetingId, VersionId};
use kairan_domain::upload::UploadTarget;
use kairan_edge::metered::{Meter, Metered};

/// All text fields of a form together; the longest remark fits many times.
const MOST_TEXT: usize = 1024 * 1024;

/// Fields of a form at most: a draft's page with everything filled in has some hundreds.
pub(super) const MOST_FIELDS: usize = 2_000;
/// Bytes of a field's name.
const LONGEST_FIELD_NAME: usize = 200;

/// A form with files, its body bounded where the decoder bounds nothing.
pub(crate) struct FilesForm {
    form: Multipart,
    meter: Meter,
}

impl FromRequest<Site> for FilesForm {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let meter = Meter::default();
        let request = request
            .map(|body| Body::from_stream(Metered::new(body.into_data_stream(), meter.clone())));
        let form = Multipart::from_request(request, site).await;
        let form = form.map_err(IntoResponse::into_response)?;
        Ok(Self { form, meter })
    }
}

impl FilesForm {
    pub(super) async fn next(&mut self) -> Result<Option<Field<'_>>, Response> {
        self.meter.head();
        let next = self.form.next_field().await;
        self.meter.content();
        next.map_err(|_| bad())
    }
}

/// A form that is none.
pub(super) fn bad() -> Response {
    crate::refusal::plain(StatusCode::BAD_REQUEST)
}

/// What a form with files brought.
#[derive(Default)]
pub(super) struct Received {
    /// Its text fields.
    pub(super) fields: Fields,
    /// What became of each file chosen, in order.
    pub(super) files: Vec<(String, Result<VersionId, UploadError>)>,
}

/// Reads the form; every file is taken in as it passes.
///
/// # Errors
/// The reply for a form that is broken or not ours.
pub(super) async fn receive(
    site: &Site,
    clerk: &Clerk,
    mut form: FilesForm,
    meeting: MeetingId,
    target: UploadTarget,
) -> Result<Received, Response> {
    let mut received = Received::default();
    let (mut ours, mut room) = (false, MOST_TEXT);
    let mut fields = 0;
    while let Some(field) = form.next().await? {
        let name = field.name().unwrap_or_default().to_owned();
        fields += 1;
        if fields > MOST_FIELDS || name.len() > LONGEST_FIELD_NAME {
            return Err(bad());
        }
        let file_name = field.file_name().map(as_given);
        match file_name {
            None => {
                let value = text(field, &mut room).await?;
                ours |= name == "csrf" && csrf_fits(site.app(), &clerk.cookie, &value);
                received.fields.add(name, value);
            }
            _ if !ours => break,
            // A file input left empty is sent as a file without a name.
            Some(file_name) if file_name.is_empty() => {}
            Some(file_name) => {
                let mut bytes = Box::pin(field);
                let by = &clerk.by;
                let whole = receive_whole(site.app(), by, meeting, target, &file_name, &mut bytes);
                let outcome = whole.await;
                // The rest of a file that is refused passes before the next head is awaited.
                while let Some(Ok(_)) = bytes.next().await {}
                received.files.push((file_name, outcome));
            }
        }
    }
    if ours {
        Ok(received)
    } else {
        Err(crate::refusal::plain(StatusCode::FORBIDDEN))
    }
}

/// Browsers write a quotation mark in a file's name as `%22`, and nothing else that way
/// (HTML, "multipart/form-data encoding algorithm").
pub(crate) fn as_given(sent: &str) -> String {
    sent.replace("%22", "\"")
}

pub(super) async fn text(mut field: Field<'_>, room: &mut usize) -> Result<String, Response> {
    let mut bytes = Vec::new();
    while let Some(more) = field.next().await {
        let more = more.map_err(|_| bad())?;
        *room = room
            .checked_sub(more.len())
            .ok_or_else(|| crate::refusal::plain(StatusCode::PAYLOAD_TOO_LARGE))?;
        bytes.extend_from_slice(&more);
    }
    String::from_utf8(bytes).map_err(|_| bad())
}

impl Received {
    /// How many files came in.
    pub(super) fn added(&self) -> usize {
        self.files.iter().filter(|(_, kept)| kept.is_ok()).count()
    }

    /// The sentences for files that did not come in; `undone` is what was not done with them.
    ///
    /// # Errors
    /// The store or the disk could not answer.
    pub(super) fn faults(&mut self, undone: &str) -> Result<Vec<String>, UploadError> {
        let mut found = Vec::new();
        for (name, outcome) in self.files.drain(..) {
            if let Err(error) = outcome {
                found.push(format!(
                    "{name}は{undone}。{}",
                    super::upload_sentence(error)?
                ));
            }
        }
        Ok(found)
    }
}
