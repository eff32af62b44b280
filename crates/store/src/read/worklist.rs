//! What a work list counts, read from counts that commits keep, and its other orders: by how
//! long is waited, by registration, by end. Nothing here grows with the number of requests.

use jiff::civil::Date;
use kairan_domain::ids::{InsurerId, OpinionRequestId};
use kairan_domain::opinion_request::{Awaited, OpinionRequest, RequestState};

use super::requests::OPEN;
use super::{Pages, WHOLE, under};
use crate::cursor::{Cursor, Order, Page};
use crate::engine::{Direction, Key, count_of};
use crate::error::StoreError;
use crate::index::{Index, sources_of_request, tally_key};
use crate::record::{
    awaited_key, awaited_of_key, day_key, due_of_place, reference_key, state_byte,
};
use crate::store::Store;
use crate::versioned::Versioned;

/// How many open requests are in one state and due on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueTally {
    /// The state.
    pub state: RequestState,
    /// The day.
    pub due_on: Date,
    /// How many; never none.
    pub count: usize,
}

/// How many requests have been waited for equally long, and were asked after on the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AwaitedTally {
    /// How long, and when asked after.
    pub awaited: Awaited,
    /// How many; never none.
    pub count: usize,
}

impl Store {
    /// The open requests of an insurer, counted by state and due date.
    pub async fn open_requests_by_due(
        &self,
        insurer: InsurerId,
    ) -> Result<Vec<DueTally>, StoreError> {
        let mut tallies = Vec::new();
        for state in OPEN {
            let list = Index::RequestList.key(&[insurer.as_bytes(), &[state_byte(state)]]);
            for (place, count) in self.tallies(&list).await? {
                let place: Option<[u8; 9]> = place.try_into().ok();
                tallies.extend(place.and_then(due_of_place).map(|due_on| DueTally {
                    state,
                    due_on,
                    count,
                }));
            }
        }
        Ok(tallies)
    }

    /// The requests that a doctor has to write, counted by how long that is so.
    pub async fn awaited_by_day(
        &self,
        insurer: InsurerId,
    ) -> Result<Vec<AwaitedTally>, StoreError> {
        let list = Index::RequestAwaited.key(&[insurer.as_bytes()]);
        let tallies = self.tallies(&list).await?.into_iter();
        let read = |(key, count): (Vec<u8>, usize)| {
            let awaited = awaited_of_key(key.try_into().ok()?)?;
            Some(AwaitedTally { awaited, count })
        };
        Ok(tallies.filter_map(read).collect())
    }

    /// Those of one [`AwaitedTally`], oldest first: behind the first `skip`, at most `limit`.
    pub async fn awaited_requests(
        &self,
        insurer: InsurerId,
        awaited: Awaited,
        (skip, limit): (usize, usize),
    ) -> Result<Vec<Versioned<OpinionRequest>>, StoreError> {
        let prefix = Index::RequestAwaited.key(&[insurer.as_bytes(), &awaited_key(awaited)]);
        let most = skip.saturating_add(limit);
        let scan = under(&prefix, most, Direction::Up, false);
        let found = self.0.engine.scan(scan).await?.into_iter().skip(skip);
        let mut requests = Vec::new();
        for key in found.filter_map(|found| found.row.map(|row| row.bytes)) {
            if let Some(row) = self.0.engine.get(&key).await? {
                requests.push(self.0.codec.read(&key, &row)?);
            }
        }
        Ok(requests)
    }

    /// How many requests still need their first letter.
    pub async fn count_without_letter(&self, insurer: InsurerId) -> Result<usize, StoreError> {
        let group = Index::RequestUnprinted.key(&[insurer.as_bytes()]);
        let row = self.0.engine.get(&tally_key(&group)).await?;
        Ok(row.map_or(0, |row| whole(count_of(&row.bytes))))
    }

    /// One page of the requests that still need their first letter, oldest first.
    pub async fn requests_without_letter_page(
        &self,
        insurer: InsurerId,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Versioned<OpinionRequest>>, StoreError> {
        let prefix = Index::RequestUnprinted.key(&[insurer.as_bytes()]);
        let pages = Pages::under(prefix, Order::Oldest, limit).behind(cursor);
        let page = pages.cut(self.0.engine.scan(pages.scan(true)).await?);
        Ok(Page {
            items: self.decode(page.items)?,
            next: page.next,
        })
    }

    /// Requests with files that wait for their sender's word and came before a day (in Japan),
    /// those that came first in front.
    pub async fn requests_with_files_from_before(
        &self,
        insurer: InsurerId,
        day: Date,
        limit: usize,
    ) -> Result<Vec<Versioned<OpinionRequest>>, StoreError> {
        let (index, insurer) = (Index::RequestFilesWait, insurer.as_bytes());
        let to = index.key(&[insurer, &day_key(Some(day))]);
        self.listed_before(index.key(&[insurer]), to, limit).await
    }

    /// One insurer's requests whose ids end like this one: what people say over the telephone.
    pub async fn opinion_requests_ending_as(
        &self,
        insurer: InsurerId,
        id: OpinionRequestId,
    ) -> Result<Vec<Versioned<OpinionRequest>>, StoreError> {
        let index = Index::RequestReference;
        let prefix = index.key(&[insurer.as_bytes(), &reference_key(id)]);
        self.listed(&prefix, WHOLE).await
    }

    /// One page of the requests that ended, the last first, by id alone.
    pub async fn ended_requests_page(
        &self,
        insurer: InsurerId,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<(OpinionRequestId, Cursor)>, StoreError> {
        let prefix = Index::RequestEnded.key(&[insurer.as_bytes()]);
        let pages = Pages::under(prefix.clone(), Order::Newest, limit).behind(cursor);
        let page = pages.cut(self.0.engine.scan(pages.scan(false)).await?);
        let ids = page.items.iter().filter_map(|found| {
            let place = &found.key[prefix.len()..];
            let id = OpinionRequestId::from_bytes(*place.last_chunk()?);
            Some((id, Cursor(place.to_vec())))
        });
        Ok(Page {
            items: ids.collect(),
            next: page.next,
        })
    }

    /// Whether any meeting has, or had, a version of this request's opinion.
    pub async fn went_to_a_meeting(
        &self,
        insurer: InsurerId,
        request: OpinionRequestId,
    ) -> Result<bool, StoreError> {
        let prefix = sources_of_request(insurer, request);
        let scan = under(&prefix, 1, Direction::Up, false);
        Ok(!self.0.engine.scan(scan).await?.is_empty())
    }

    /// The counts of an index's groups that begin with `list`, by what stands behind it.
    async fn tallies(&self, list: &[u8]) -> Result<Vec<(Vec<u8>, usize)>, StoreError> {
        let prefix: Key = tally_key(list);
        let scan = under(&prefix, WHOLE, Direction::Up, false);
        let found = self.0.engine.scan(scan).await?.into_iter();
        Ok(found
            .filter_map(|found| {
                let count = whole(count_of(&found.row?.bytes));
                Some((found.key[prefix.len()..].to_vec(), count))
            })
            .collect())
    }
}

fn whole(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
