//! Meetings found by a piece of a panel's or of a reviewer's name, latest day first.
//!
//! An insurer has few panels and few people on its boards, however many meetings. So the
//! distinct ones are gone through: panels lie readable in their index; of names it holds only
//! an HMAC, so each is learned by opening one meeting it stands in. Then the meetings of those
//! that match are merged by day. Where there are too many (a single letter, or thousands of
//! people) the meetings are looked at one by one instead, a bounded stretch per page. Either
//! way a cursor is the same place: a day and an id.

use kairan_domain::ids::InsurerId;
use kairan_domain::meeting::Meeting;
use kairan_domain::text::search_key;
use std::collections::{BTreeMap, HashMap};

use super::Pages;
use crate::cursor::{Cursor, Order, Page};
use crate::engine::{Direction, Key, Scan, behind};
use crate::error::StoreError;
use crate::index::{Index, NAME_KEY, name_key, words};
use crate::record::{panel_of, seat_names};
use crate::store::Store;
use crate::versioned::Versioned;

/// Lists merged at most.
const MOST_LISTS: usize = 40;
/// Panels, and names, gone through at most.
const MOST_DISTINCT: usize = 3_000;
/// Meetings looked at one by one for one page at most.
const MOST_LOOKED_AT: usize = 300;

impl Store {
    /// One page of an insurer's meetings whose panel's name, or the name at one of whose seats,
    /// contains the piece; width, case, spaces and kind of kana do not matter. A page may hold
    /// fewer than `limit` and still not be the last one.
    pub async fn meetings_with(
        &self,
        insurer: InsurerId,
        piece: &str,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Versioned<Meeting>>, StoreError> {
        let piece = search_key(piece);
        if piece.is_empty() {
            let (items, next) = (Vec::new(), None);
            return Ok(Page { items, next });
        }
        match self.lists_with(insurer, &piece).await? {
            Some(lists) => self.merged(&lists, &piece, cursor, limit).await,
            None => self.looked_at(insurer, &piece, cursor, limit).await,
        }
    }

    /// What the keys of the matching lists begin with; `None` when there are too many.
    async fn lists_with(
        &self,
        insurer: InsurerId,
        piece: &str,
    ) -> Result<Option<Vec<Key>>, StoreError> {
        let Some(mut lists) = self.panels_with(insurer, piece).await? else {
            return Ok(None);
        };
        let Some(names) = self.names_with(insurer, piece).await? else {
            return Ok(None);
        };
        lists.extend(names);
        Ok((lists.len() <= MOST_LISTS).then_some(lists))
    }

    async fn panels_with(
        &self,
        insurer: InsurerId,
        piece: &str,
    ) -> Result<Option<Vec<Key>>, StoreError> {
        let prefix = Index::MeetingPanel.key(&[insurer.as_bytes()]);
        let (mut from, mut lists) = (prefix.clone(), Vec::new());
        for _ in 0..MOST_DISTINCT {
            let Some((key, _)) = self.first(from, behind(&prefix), Direction::Up).await? else {
                return Ok(Some(lists));
            };
            let text = key[prefix.len()..].split(|byte| *byte == 0).next();
            let text = text.unwrap_or_default();
            let list = [prefix.as_slice(), text, b"\0"].concat();
            from = behind(&list);
            // The forty letters of a key may end within a longer name: then its meetings are
            // found by whoever looks for its beginning.
            if std::str::from_utf8(text).is_ok_and(|panel| panel.contains(piece)) {
                lists.push(list);
            }
        }
        Ok(None)
    }

    async fn names_with(
        &self,
        insurer: InsurerId,
        piece: &str,
    ) -> Result<Option<Vec<Key>>, StoreError> {
        let prefix = Index::MeetingName.key(&[insurer.as_bytes()]);
        let mut known: HashMap<[u8; NAME_KEY], bool> = HashMap::new();
        let (mut to, mut lists) = (behind(&prefix), Vec::new());
        for _ in 0..MOST_DISTINCT {
            let found = self.first(prefix.clone(), to, Direction::Down).await?;
            let Some((key, meeting)) = found else {
                return Ok(Some(lists));
            };
            let name = key[prefix.len()..].first_chunk().copied();
            let name: [u8; NAME_KEY] = name.unwrap_or_default();
            to = [prefix.as_slice(), &name].concat();
            if !known.contains_key(&name) {
                self.learn_names(insurer, &meeting, piece, &mut known)
                    .await?;
            }
            if known.get(&name) == Some(&true) {
                lists.push(to.clone());
            }
        }
        Ok(None)
    }

    /// Opens a meeting and notes for each of its names whether it contains the piece.
    async fn learn_names(
        &self,
        insurer: InsurerId,
        meeting: &[u8],
        piece: &str,
        known: &mut HashMap<[u8; NAME_KEY], bool>,
    ) -> Result<(), StoreError> {
        let Some(row) = self.0.engine.get(meeting).await? else {
            return Ok(());
        };
        let meeting: Versioned<Meeting> = self.0.codec.read(meeting, &row)?;
        for name in seat_names(&meeting) {
            let key = name_key(&self.0.codec.vault, insurer, name);
            known.insert(key, search_key(name).contains(piece));
        }
        Ok(())
    }

    /// The first row of a range and what it holds.
    async fn first(
        &self,
        from: Key,
        to: Key,
        direction: Direction,
    ) -> Result<Option<(Key, Vec<u8>)>, StoreError> {
        let scan = Scan {
            from,
            to,
            limit: 1,
            direction,
            follow: false,
        };
        let found = self.0.engine.scan(scan).await?.pop();
        Ok(found.and_then(|found| Some((found.key, found.row?.bytes))))
    }

    /// The meetings of several lists, each of which is in order of day and id.
    async fn merged(
        &self,
        lists: &[Key],
        piece: &str,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Versioned<Meeting>>, StoreError> {
        let mut places: BTreeMap<Vec<u8>, Key> = BTreeMap::new();
        for list in lists {
            let pages = Pages::under(list.clone(), Order::Newest, limit).behind(cursor);
            for found in self.0.engine.scan(pages.scan(false)).await? {
                let place = found.key[list.len()..].to_vec();
                places.extend(found.row.map(|row| (place, row.bytes)));
            }
        }
        let more = places.len() > limit;
        let (mut items, mut last) = (Vec::new(), None);
        for (place, meeting) in places.into_iter().rev().take(limit) {
            if let Some(row) = self.0.engine.get(&meeting).await? {
                let meeting = self.0.codec.read(&meeting, &row)?;
                items.extend(Some(meeting).filter(|meeting| has(meeting, piece)));
            }
            last = Some(Cursor(place));
        }
        let next = last.filter(|_| more);
        Ok(Page { items, next })
    }

    /// Meetings by day, each opened; a stretch of them.
    async fn looked_at(
        &self,
        insurer: InsurerId,
        piece: &str,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Versioned<Meeting>>, StoreError> {
        let prefix = Index::MeetingDate.key(&[insurer.as_bytes()]);
        let pages = Pages::under(prefix.clone(), Order::Newest, MOST_LOOKED_AT).behind(cursor);
        let page = pages.cut(self.0.engine.scan(pages.scan(true)).await?);
        let mut items = Vec::new();
        for found in page.items {
            let Some(row) = found.row else { continue };
            let meeting: Versioned<Meeting> = self.0.codec.read(&found.row_key, &row)?;
            if has(&meeting, piece) {
                items.push(meeting);
            }
            if items.len() == limit {
                let next = Some(Cursor(found.key[prefix.len()..].to_vec()));
                return Ok(Page { items, next });
            }
        }
        let next = page.next;
        Ok(Page { items, next })
    }

    /// One page of an insurer's meetings whose number begins so, by number, of one number the
    /// latest first; width, case and spaces do not matter.
    pub async fn meetings_by_number(
        &self,
        insurer: InsurerId,
        begins: &str,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Versioned<Meeting>>, StoreError> {
        let prefix = Index::MeetingNumber.key(&[insurer.as_bytes(), &words(begins)]);
        let pages = Pages::under(prefix, Order::Oldest, limit).behind(cursor);
        let page = pages.cut(self.0.engine.scan(pages.scan(true)).await?);
        Ok(Page {
            items: self.decode(page.items)?,
            next: page.next,
        })
    }
}

/// Whether panel or a name contains the piece.
fn has(meeting: &Meeting, piece: &str) -> bool {
    panel_of(meeting)
        .into_iter()
        .chain(seat_names(meeting))
        .any(|name| search_key(name).contains(piece))
}
