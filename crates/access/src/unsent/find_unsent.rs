//! A kept form, for whoever typed it. Changes nothing.

use crate::app::App;
use kairan_domain::ids::UnsentId;
use kairan_domain::unsent::{Unsent, Writer};
use kairan_store::StoreError;

/// The last form kept for `writer` whose time is not over.
///
/// # Errors
///
/// The store cannot be read.
pub async fn latest_unsent(app: &App, writer: Writer) -> Result<Option<Unsent>, StoreError> {
    let (now, kept_for) = (app.now(), app.policies.unsent_kept);
    let last = app.store.unsent_of(writer).await?.pop();
    let last = last.filter(|last| now.duration_since(last.at) < kept_for);
    Ok(last.map(|last| (*last).clone()))
}

/// The form with this id, if `writer` typed it and its time is not over.
///
/// # Errors
///
/// The store cannot be read.
pub async fn find_unsent(
    app: &App,
    writer: Writer,
    id: UnsentId,
) -> Result<Option<Unsent>, StoreError> {
    let found = app.store.unsent(id).await?;
    let (now, kept_for) = (app.now(), app.policies.unsent_kept);
    Ok(found
        .filter(|found| found.writer == writer && now.duration_since(found.at) < kept_for)
        .map(|found| (*found).clone()))
}
