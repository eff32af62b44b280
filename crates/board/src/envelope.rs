//! What lies in a hand-over envelope: per seat the password in the clear and which making of
//! it this is. Sealed with the key in that clerk's cookie (`vault::envelope`); the seat's
//! record says whether an entry is still the right one. A clerk's other browsers have parts of
//! their own in the same record (`parts.rs`): what one does leaves theirs alone.
//!
//! Bytes inside: edition 1, then per entry seat id (16), making in milliseconds (8, big
//! endian), length of the password in bytes (2, big endian), the password.

mod parts;

pub(crate) use parts::without_old;

use jiff::{SignedDuration, Timestamp};
use kairan_access::{App, ClerkOf};
use kairan_domain::author::Author;
use kairan_domain::ids::{InsurerId, MeetingId, SeatId};
use kairan_domain::password::ViewingPassword;
use kairan_store::{Changes, HandOver, Versioned};
use kairan_vault::envelope::{self, EnvelopeError, EnvelopeKey};
use parts::Part;
use zeroize::Zeroizing;

/// A password can be seen, and lies in an envelope, for this long after its making.
pub const ENVELOPE_LIFE: SignedDuration = SignedDuration::from_hours(24);

const EDITION: u8 = 1;

/// One password waiting to be handed over.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) seat: SeatId,
    pub(crate) made_at: Timestamp,
    pub(crate) password: ViewingPassword,
}

/// The passwords one clerk can still see for one meeting in one browser.
#[derive(Clone, Default)]
pub(crate) struct Envelope {
    entries: Vec<Entry>,
}

/// One browser of one clerk, at one meeting: what its key opens and seals.
#[derive(Clone, Copy)]
pub(crate) struct Desk<'a> {
    app: &'a App,
    key: &'a EnvelopeKey,
    insurer: InsurerId,
    meeting: MeetingId,
    author: Author,
}

impl<'a> Desk<'a> {
    /// The desk of whoever asks.
    pub(crate) fn of(app: &'a App, by: &ClerkOf, key: &'a EnvelopeKey, meeting: MeetingId) -> Self {
        Self {
            app,
            key,
            insurer: by.insurer(),
            meeting,
            author: by.author(),
        }
    }

    /// What the stored envelope holds for this key; nothing when it is over, sealed with
    /// another key, or not there.
    pub(crate) fn open(&self, stored: Option<&Versioned<HandOver>>, now: Timestamp) -> Envelope {
        let parts = stored.map(|kept| parts::split(kept)).unwrap_or_default();
        let own = parts.iter().filter(|part| part.lives(now));
        let mut own = own.filter_map(|part| self.open_part(part));
        own.next()
            .map(|envelope| envelope.without_old(now))
            .unwrap_or_default()
    }

    /// Puts the envelope back, beside the parts of other browsers; the last part that goes
    /// takes the record with it.
    pub(crate) fn keep(
        &self,
        envelope: &Envelope,
        stored: Option<&Versioned<HandOver>>,
        now: Timestamp,
        changes: &mut Changes,
    ) -> Result<(), EnvelopeError> {
        let mut parts = stored.map(|kept| parts::split(kept)).unwrap_or_default();
        parts.retain(|part| part.lives(now) && self.open_part(part).is_none());
        parts::make_room(&mut parts);
        parts.extend(self.seal(envelope)?);
        let record = parts::made_at(&parts).map(|made_at| HandOver {
            insurer: self.insurer,
            meeting: self.meeting,
            author: self.author,
            sealed: parts::join(&parts),
            made_at,
        });
        match (stored, record) {
            (Some(stored), Some(record)) => changes.update(stored, record),
            (None, Some(record)) => changes.insert(record),
            (Some(stored), None) => changes.delete(stored),
            (None, None) => changes,
        };
        Ok(())
    }

    fn open_part(&self, part: &Part) -> Option<Envelope> {
        let names = self.names();
        let names = names.each_ref().map(String::as_str);
        let plain = envelope::open(self.key, &names, &part.sealed).ok()?;
        Envelope::from_bytes(&plain)
    }

    fn seal(&self, envelope: &Envelope) -> Result<Option<Part>, EnvelopeError> {
        let newest = envelope.entries.iter().map(|entry| entry.made_at).max();
        let Some(made_at) = newest else {
            return Ok(None);
        };
        let names = self.names();
        let names = names.each_ref().map(String::as_str);
        let plain = envelope.to_bytes();
        let sealed = envelope::seal(self.key, self.app.entropy.as_ref(), &names, &plain)?;
        Ok(Some(Part { made_at, sealed }))
    }

    fn names(&self) -> [String; 4] {
        [
            "hand-over".to_owned(),
            self.insurer.to_string(),
            self.meeting.to_string(),
            self.author.to_string(),
        ]
    }
}

impl Envelope {
    /// A later password in the same envelope does not keep the earlier ones any longer.
    fn without_old(mut self, now: Timestamp) -> Self {
        self.entries
            .retain(|entry| now.duration_since(entry.made_at) < ENVELOPE_LIFE);
        self
    }

    /// The password of a seat, if it is the one made at `made_at`.
    pub(crate) fn find(&self, seat: SeatId, made_at: Timestamp) -> Option<&ViewingPassword> {
        self.entries
            .iter()
            .find(|entry| entry.seat == seat && same(entry.made_at, made_at))
            .map(|entry| &entry.password)
    }

    /// Puts a password in, in place of the seat's former one.
    pub(crate) fn put(&mut self, entry: Entry) {
        self.remove(entry.seat);
        self.entries.push(entry);
    }

    /// Takes a seat's password out.
    pub(crate) fn remove(&mut self, seat: SeatId) {
        self.entries.retain(|entry| entry.seat != seat);
    }

    /// Drops entries for which `keep` says no.
    pub(crate) fn retain(&mut self, keep: impl Fn(SeatId) -> bool) {
        self.entries.retain(|entry| keep(entry.seat));
    }

    /// Whether nothing is left.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let room = self.entries.len() * 600 + 1;
        let mut plain = Zeroizing::new(Vec::with_capacity(room));
        plain.push(EDITION);
        for entry in &self.entries {
            let password = entry.password.expose().as_bytes();
            let length = u16::try_from(password.len()).unwrap_or(u16::MAX);
            plain.extend(entry.seat.as_bytes());
            plain.extend(entry.made_at.as_millisecond().to_be_bytes());
            plain.extend(length.to_be_bytes());
            plain.extend(password.iter().take(usize::from(length)));
        }
        plain
    }

    fn from_bytes(plain: &[u8]) -> Option<Self> {
        let (&edition, mut rest) = plain.split_first()?;
        if edition != EDITION {
            return None;
        }
        let mut entries = Vec::new();
        while !rest.is_empty() {
            let (seat, behind) = rest.split_first_chunk::<16>()?;
            let (millis, behind) = behind.split_first_chunk::<8>()?;
            let (length, behind) = behind.split_first_chunk::<2>()?;
            let length = usize::from(u16::from_be_bytes(*length));
            let (password, behind) = behind.split_at_checked(length)?;
            entries.push(Entry {
                seat: SeatId::from_bytes(*seat),
                made_at: Timestamp::from_millisecond(i64::from_be_bytes(*millis)).ok()?,
                password: ViewingPassword::from_kept(
                    std::str::from_utf8(password).ok()?.to_owned(),
                ),
            });
            rest = behind;
        }
        Some(Self { entries })
    }
}

/// Makings are compared as the envelope keeps them: to the millisecond.
fn same(a: Timestamp, b: Timestamp) -> bool {
    a.as_millisecond() == b.as_millisecond()
}
