//! Forms posted after their session was over.

use jiff::Timestamp;
use kairan_domain::ids::UnsentId;
use kairan_domain::unsent::{Unsent, Writer};

use super::WHOLE;
use crate::error::StoreError;
use crate::index::{Index, instant};
use crate::record::writer_key;
use crate::store::Store;
use crate::versioned::Versioned;

impl Store {
    /// A form by its id, whoever typed it: the caller compares the writer.
    pub async fn unsent(&self, id: UnsentId) -> Result<Option<Versioned<Unsent>>, StoreError> {
        self.fetch(id.as_bytes()).await
    }

    /// All forms kept for one person, oldest first.
    pub async fn unsent_of(&self, writer: Writer) -> Result<Vec<Versioned<Unsent>>, StoreError> {
        self.listed(&Index::UnsentWriter.key(&[&writer_key(writer)]), WHOLE)
            .await
    }

    /// Forms posted before an instant, oldest first: for the sweep.
    pub async fn unsent_before(
        &self,
        at: Timestamp,
        limit: usize,
    ) -> Result<Vec<Versioned<Unsent>>, StoreError> {
        let index = Index::UnsentMade;
        self.listed_before(index.key(&[]), index.key(&[&instant(at)]), limit)
            .await
    }
}
