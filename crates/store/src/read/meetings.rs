//! Meetings, their lists and their numbers.

use jiff::Timestamp;
use jiff::civil::Date;
use kairan_domain::ids::{CredentialId, InsurerId, MeetingId, SeatId};
use kairan_domain::incoming::MaterialSource;
use kairan_domain::meeting::{Meeting, Place};

use super::{Pages, WHOLE, under};
use crate::cursor::{Cursor, Order, Page};
use crate::engine::{Direction, behind};
use crate::error::StoreError;
use crate::index::{Index, instant, number_prefix, source_key, words};
use crate::record::day_key;
use crate::store::Store;
use crate::versioned::Versioned;

/// Which meetings, in which order, which page.
#[derive(Debug, Clone, Default)]
pub struct MeetingsQuery {
    /// Held on this day or later.
    pub from: Option<Date>,
    /// Held on this day or earlier.
    pub to: Option<Date>,
    /// Drafts without a day too; they are also listed when no day is given.
    pub undated: bool,
    /// Which end first; drafts without a day come before all others in either order.
    pub order: Order,
    /// Most items on the page.
    pub limit: usize,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
}

impl Store {
    /// One insurer's meeting; another insurer's does not exist.
    pub async fn meeting(
        &self,
        insurer: InsurerId,
        id: MeetingId,
    ) -> Result<Option<Versioned<Meeting>>, StoreError> {
        let meeting: Option<Versioned<Meeting>> = self.fetch(id.as_bytes()).await?;
        Ok(meeting.and_then(|meeting| meeting.of(insurer)))
    }

    /// The meeting and seat an access link with this digest opens.
    pub async fn meeting_by_link(
        &self,
        digest: &[u8; 32],
    ) -> Result<Option<(Versioned<Meeting>, SeatId)>, StoreError> {
        let Some(meeting) = self
            .fetch_by::<Meeting>(&Index::MeetingLink.key(&[digest]))
            .await?
        else {
            return Ok(None);
        };
        let has_link = |place: &Place| matches!(place, Place::Electronic { link, .. } if link.digest == *digest);
        let seat = meeting
            .packet()
            .and_then(|packet| packet.seats.iter().find(|seat| has_link(&seat.place)));
        Ok(seat.map(|seat| seat.id).map(|seat| (meeting, seat)))
    }

    /// One page of an insurer's meetings by day.
    pub async fn meetings_page(
        &self,
        insurer: InsurerId,
        query: &MeetingsQuery,
    ) -> Result<Page<Versioned<Meeting>>, StoreError> {
        let prefix = Index::MeetingDate.key(&[insurer.as_bytes()]);
        let undated = [prefix.as_slice(), &[0]].concat();
        let dated = [prefix.as_slice(), &[1]].concat();
        let mut days = Pages::under(prefix.clone(), query.order, query.limit);
        days.from = query
            .from
            .map_or(dated, |on| [prefix.as_slice(), &day_key(Some(on))].concat());
        days.to = query.to.map_or(days.to, |on| {
            behind(&[prefix.as_slice(), &day_key(Some(on))].concat())
        });
        let in_drafts = query
            .cursor
            .as_ref()
            .is_none_or(|cursor| cursor.0.first() == Some(&0));
        let by_day = query.from.is_some() || query.to.is_some();
        if by_day && !query.undated || !in_drafts {
            let days = days.behind(query.cursor.as_ref());
            let page = days.cut(self.0.engine.scan(days.scan(true)).await?);
            return Ok(Page {
                items: self.decode(page.items)?,
                next: page.next,
            });
        }
        let mut drafts = Pages::under(prefix, query.order, query.limit);
        (drafts.from, drafts.to) = (undated.clone(), behind(&undated));
        let drafts = drafts.behind(query.cursor.as_ref());
        let mut found = self.0.engine.scan(drafts.scan(true)).await?;
        if found.len() <= drafts.limit {
            days.limit = days.limit.saturating_sub(found.len());
            found.extend(self.0.engine.scan(days.scan(true)).await?);
        }
        let page = drafts.cut(found);
        Ok(Page {
            items: self.decode(page.items)?,
            next: page.next,
        })
    }

    /// Meetings not yet purged in which a credential is used, drafts among them.
    pub async fn meetings_of_credential(
        &self,
        id: CredentialId,
    ) -> Result<Vec<Versioned<Meeting>>, StoreError> {
        self.listed(&Index::MeetingCredential.key(&[id.as_bytes()]), WHOLE)
            .await
    }

    /// One insurer's meetings with a material from this source, drafts and purged ones among
    /// them, also where it was taken away again.
    pub async fn meetings_of_source(
        &self,
        insurer: InsurerId,
        source: &MaterialSource,
    ) -> Result<Vec<Versioned<Meeting>>, StoreError> {
        self.listed(&source_key(insurer, source), WHOLE).await
    }

    /// The latest few of [`Store::meetings_of_credential`], the one begun last first.
    pub async fn latest_of_credential(
        &self,
        id: CredentialId,
        limit: usize,
    ) -> Result<Vec<Versioned<Meeting>>, StoreError> {
        let prefix = Index::MeetingCredential.key(&[id.as_bytes()]);
        let scan = under(&prefix, limit, Direction::Down, true);
        self.decode(self.0.engine.scan(scan).await?)
    }

    /// Meetings to purge: withdrawn ones whose day of purge has come by `now`, and published
    /// ones whose access window ended at `window_ended_by` or before.
    pub async fn meetings_to_purge(
        &self,
        now: Timestamp,
        window_ended_by: Timestamp,
        limit: usize,
    ) -> Result<Vec<Versioned<Meeting>>, StoreError> {
        let until = |index: Index, at| behind(&index.key(&[&instant(at)]));
        let (purge, over) = (Index::MeetingPurge, Index::MeetingOver);
        let mut due = self
            .listed_before(purge.key(&[]), until(purge, now), limit)
            .await?;
        let left = limit.saturating_sub(due.len());
        due.extend(
            self.listed_before(over.key(&[]), until(over, window_ended_by), left)
                .await?,
        );
        Ok(due)
    }

    /// To which meeting a number was given.
    pub async fn meeting_of_number(
        &self,
        insurer: InsurerId,
        fiscal_year: i16,
        no: &str,
    ) -> Result<Option<MeetingId>, StoreError> {
        let key = [number_prefix(insurer, fiscal_year), words(no)].concat();
        let row = self.0.engine.get(&key).await?;
        Ok(row
            .and_then(|row| row.bytes.try_into().ok())
            .map(MeetingId::from_bytes))
    }

    /// Every number given out in a fiscal year, in its normalised writing, with its meeting.
    pub async fn numbers_of(
        &self,
        insurer: InsurerId,
        fiscal_year: i16,
    ) -> Result<Vec<(String, MeetingId)>, StoreError> {
        let prefix = number_prefix(insurer, fiscal_year);
        let found = self
            .0
            .engine
            .scan(under(&prefix, WHOLE, Direction::Up, false))
            .await?;
        let entries = found.into_iter().filter_map(|found| {
            let no = String::from_utf8(found.key[prefix.len()..].to_vec()).ok()?;
            let meeting = found.row?.bytes.try_into().ok()?;
            Some((no, MeetingId::from_bytes(meeting)))
        });
        Ok(entries.collect())
    }
}
