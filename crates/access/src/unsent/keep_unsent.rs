//! A form whose session is over is kept for whoever its token names. One more than a person may
//! have takes the place of the oldest.

use crate::app::App;
use crate::csrf;
use crate::error::StoreFailure;
use kairan_domain::ids::UnsentId;
use kairan_domain::secret::SecretText;
use kairan_domain::unsent::{MOST_UNSENT, MOST_UNSENT_BYTES, Unsent, UnsentField, kept_value};
use kairan_store::{Changes, Housekeeping};

/// A form as the browser sent it.
pub struct PostedForm {
    /// The page it stood on: path and query.
    pub page: String,
    /// Where it was sent.
    pub action: String,
    /// Names and values in their order.
    pub fields: Vec<(String, String)>,
    /// Names of chosen files.
    pub files: Vec<String>,
}

/// What became of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// Kept under this id.
    Kept(UnsentId),
    /// Too long to be kept.
    TooLong,
    /// The token names nobody: it is forged, or of a page before sign-in.
    Nobody,
}

/// Keeps `posted` for whoever `token` names.
///
/// # Errors
///
/// The store could not answer.
pub async fn keep_unsent(
    app: &App,
    token: &str,
    posted: PostedForm,
) -> Result<Keeping, StoreFailure> {
    let Some(named) = csrf::named(app, token) else {
        return Ok(Keeping::Nobody);
    };
    let now = app.now();
    let unsent = Unsent {
        id: UnsentId::new(now, app.id_bytes()),
        insurer: named.insurer,
        writer: named.writer,
        fields: fields(&posted),
        files: posted.files.into_iter().map(SecretText::new).collect(),
        page: posted.page,
        action: posted.action,
        at: now,
    };
    if size(&unsent) > MOST_UNSENT_BYTES {
        return Ok(Keeping::TooLong);
    }
    let id = unsent.id;
    let earlier = app.store.unsent_of(named.writer).await?;
    let mut changes = Changes::housekeeping(Housekeeping::Unsent);
    for oldest in earlier.iter().rev().skip(MOST_UNSENT - 1) {
        changes.delete(oldest);
    }
    changes.insert(unsent);
    app.store.commit(changes).await?;
    Ok(Keeping::Kept(id))
}

fn fields(posted: &PostedForm) -> Vec<UnsentField> {
    let kept = posted.fields.iter().filter_map(|(name, value)| {
        let value = kept_value(&posted.action, name, value)?;
        Some(UnsentField {
            name: name.clone(),
            value: SecretText::new(value.to_owned()),
        })
    });
    kept.collect()
}

fn size(unsent: &Unsent) -> usize {
    let fields = unsent.fields.iter();
    // The punctuation of a field in its record takes some 26 bytes.
    let fields: usize = fields
        .map(|field| field.name.len() + field.value.expose().len() + 32)
        .sum();
    let files: usize = unsent
        .files
        .iter()
        .map(|name| name.expose().len() + 8)
        .sum();
    fields + files + unsent.page.len() + unsent.action.len()
}
