//! What whoever did something is called on a page.

use kairan_access::App;
use kairan_domain::author::Author;
use kairan_domain::ids::InsurerId;
use kairan_domain::staff::PersonName;
use kairan_store::StoreError;

/// The person's name, or that of the system's key; `None` where neither is known within this
/// insurer.
///
/// # Errors
/// The store cannot be read.
pub async fn author_name(
    app: &App,
    insurer: InsurerId,
    author: Author,
) -> Result<Option<PersonName>, StoreError> {
    Ok(match author {
        Author::Staff(id) => {
            let found = app.store.staff(id).await?;
            let own = found.filter(|staff| staff.insurer == insurer);
            own.map(|staff| staff.name.clone())
        }
        Author::System(id) => {
            let found = app.store.auth_key(id).await?;
            let own = found.filter(|key| key.insurer == insurer);
            own.map(|key| PersonName::from_kept(format!("{}（認証キー）", key.name)))
        }
    })
}
