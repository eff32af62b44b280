//! The town most rows happen in: one office, a few reviewers inside, one meeting with a paper.

use kairan::config::Config;
use kairan_domain::ids::{MeetingId, VersionId};

use crate::Done;
use crate::house::{House, Invited, Model, Office, Served, Shared, lay_in, pdf};
use crate::lab::Lab;

/// A filled house, not yet served.
pub(super) struct Town {
    pub(super) house: House,
    pub(super) office: Office,
    pub(super) readers: Vec<Invited>,
    /// The paper everybody reads.
    pub(super) paper: VersionId,
    /// A draft that takes uploads.
    pub(super) draft: MeetingId,
}

impl Town {
    /// Founds it with a paper of so many MiB.
    pub(super) async fn found(
        lab: &Lab,
        name: &str,
        mib: u64,
        change: impl FnOnce(&mut Config),
    ) -> Done<Self> {
        let house = House::found(lab, name, change)?;
        let on = house.open().await?;
        let office = Office::open(&on.app).await?;
        let models = Model::hire(&on.app, &office, 3).await?;
        let material = lay_in(&on.app, &office, pdf(mib)).await?;
        let paper = material.current().ok_or("no version")?.id;
        let drafts = Shared::drafts(&on.app, &office, &models, &material, 1).await?;
        let shared = Shared::publish(&on.app, &office, &models, vec![material]).await?;
        on.close().await;
        let draft = *drafts.first().ok_or("no draft")?;
        Ok(Self {
            house,
            office,
            readers: shared.readers,
            paper,
            draft,
        })
    }

    /// Serves it.
    pub(super) async fn serve(&self, lab: &Lab) -> Done<Served> {
        self.house.serve(lab).await
    }

    /// Where the paper is downloaded, within a reader's room.
    pub(super) fn download(&self) -> String {
        format!("materials/{}/download", self.paper)
    }
}
