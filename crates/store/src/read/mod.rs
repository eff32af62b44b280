//! Typed reads, by noun. All go through the few functions here.

mod audit;
mod check;
mod files;
mod meetings;
mod opinions;
mod people;
mod requests;
mod search;
mod sessions;
mod traffic;
mod unsent;
mod worklist;

pub use audit::NumberedAudit;
pub use check::Checked;
pub use meetings::MeetingsQuery;
pub use requests::RequestsQuery;
pub use sessions::SessionOwner;
pub use worklist::{AwaitedTally, DueTally};

use crate::cursor::{Cursor, Order, Page};
use crate::engine::{Direction, Found, Key, Scan, behind};
use crate::error::StoreError;
use crate::index::record_key;
use crate::record::{Coded, Kind};
use crate::store::Store;
use crate::versioned::Versioned;

/// No list without a page is longer than this; the lists it bounds are far shorter.
const WHOLE: usize = 100_000;

impl From<Order> for Direction {
    fn from(order: Order) -> Self {
        match order {
            Order::Newest => Self::Down,
            Order::Oldest => Self::Up,
        }
    }
}

/// All keys that begin with `prefix`.
fn under(prefix: &[u8], limit: usize, direction: Direction, follow: bool) -> Scan {
    Scan {
        from: prefix.to_vec(),
        to: behind(prefix),
        limit,
        direction,
        follow,
    }
}

impl Store {
    async fn fetch<T: Coded>(&self, id: &[u8]) -> Result<Option<Versioned<T>>, StoreError> {
        let key = record_key(T::KIND, id);
        let row = self.0.engine.get(&key).await?;
        row.map(|row| self.0.codec.read(&key, &row)).transpose()
    }

    /// The record a unique index row points to.
    async fn fetch_by<T: Coded>(
        &self,
        index_key: &[u8],
    ) -> Result<Option<Versioned<T>>, StoreError> {
        let Some(pointer) = self.0.engine.get(index_key).await? else {
            return Ok(None);
        };
        let row = self.0.engine.get(&pointer.bytes).await?;
        row.map(|row| self.0.codec.read(&pointer.bytes, &row))
            .transpose()
    }

    fn decode<T: Coded>(&self, found: Vec<Found>) -> Result<Vec<Versioned<T>>, StoreError> {
        let present = found
            .into_iter()
            .filter_map(|found| found.row.map(|row| (found.row_key, row)));
        present
            .map(|(key, row)| self.0.codec.read(&key, &row))
            .collect()
    }

    /// The records that the index rows under `prefix` point to, oldest key first.
    async fn listed<T: Coded>(
        &self,
        prefix: &[u8],
        limit: usize,
    ) -> Result<Vec<Versioned<T>>, StoreError> {
        let found = self
            .0
            .engine
            .scan(under(prefix, limit, Direction::Up, true))
            .await?;
        self.decode(found)
    }

    /// The records whose index rows lie before `to`.
    async fn listed_before<T: Coded>(
        &self,
        prefix: Key,
        to: Key,
        limit: usize,
    ) -> Result<Vec<Versioned<T>>, StoreError> {
        let scan = Scan {
            from: prefix,
            to,
            limit,
            direction: Direction::Up,
            follow: true,
        };
        let found = self.0.engine.scan(scan).await?;
        self.decode(found)
    }

    /// The records whose own keys begin with this part of an id.
    async fn own<T: Coded>(
        &self,
        kind: Kind,
        id_prefix: &[u8],
    ) -> Result<Vec<Versioned<T>>, StoreError> {
        let prefix = record_key(kind, id_prefix);
        let found = self
            .0
            .engine
            .scan(under(&prefix, WHOLE, Direction::Up, false))
            .await?;
        self.decode(found)
    }
}

/// A list that is cut into pages by its keys.
struct Pages {
    /// What all keys of the list begin with; cursors hold the rest.
    prefix: Key,
    from: Key,
    to: Key,
    direction: Direction,
    limit: usize,
}

impl Pages {
    fn under(prefix: Key, order: Order, limit: usize) -> Self {
        Self {
            from: prefix.clone(),
            to: behind(&prefix),
            prefix,
            direction: order.into(),
            limit: limit.max(1),
        }
    }

    /// Goes on behind the key the cursor names.
    fn behind(mut self, cursor: Option<&Cursor>) -> Self {
        let Some(cursor) = cursor else { return self };
        let last = [self.prefix.as_slice(), &cursor.0].concat();
        match self.direction {
            Direction::Up => self.from = self.from.max([last.as_slice(), &[0]].concat()),
            Direction::Down => self.to = self.to.min(last),
        }
        self
    }

    fn scan(&self, follow: bool) -> Scan {
        Scan {
            from: self.from.clone(),
            to: self.to.clone(),
            limit: self.limit + 1,
            direction: self.direction,
            follow,
        }
    }

    /// Takes off the one row too many that tells whether there is a further page.
    fn cut(&self, mut found: Vec<Found>) -> Page<Found> {
        let more = found.len() > self.limit;
        found.truncate(self.limit);
        let last = found
            .last()
            .filter(|_| more)
            .map(|found| Cursor(found.key[self.prefix.len()..].to_vec()));
        Page {
            items: found,
            next: last,
        }
    }
}
