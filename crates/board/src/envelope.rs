//! What lies in a hand-over envelope: per seat the password in the clear and which making of
//! it this is. Sealed with the key in that clerk's cookie (`vault::envelope`); the seat's
//! record says whether an entry is still the right one.
//!
//! Bytes inside: edition 1, then per entry seat id (16), making in milliseconds (8, big
//! endian), length of the password in bytes (2, big endian), the password.

use jiff::{SignedDuration, Timestamp};
use kairan_access::App;
use kairan_domain::ids::{InsurerId, MeetingId, SeatId, StaffId};
use kairan_domain::password::ViewingPassword;
use kairan_store::{HandOver, Versioned};
use kairan_vault::envelope::{self, EnvelopeError, EnvelopeKey};
use zeroize::Zeroizing;

/// An envelope is erased this long after it was last sealed.
pub const ENVELOPE_LIFE: SignedDuration = SignedDuration::from_hours(24);

const EDITION: u8 = 1;

/// One password waiting to be handed over.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) seat: SeatId,
    pub(crate) made_at: Timestamp,
    pub(crate) password: ViewingPassword,
}

/// The passwords one clerk can still see for one meeting.
#[derive(Clone, Default)]
pub(crate) struct Envelope {
    entries: Vec<Entry>,
}

/// Whose envelope, for which meeting.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) insurer: InsurerId,
    pub(crate) meeting: MeetingId,
    pub(crate) staff: StaffId,
}

impl Envelope {
    /// What the stored envelope holds for this key; nothing when it is over, sealed with
    /// another key, or not there.
    pub(crate) fn open(
        stored: Option<&Versioned<HandOver>>,
        key: &EnvelopeKey,
        place: Place,
        now: Timestamp,
    ) -> Self {
        let names = place.names();
        let names = names.each_ref().map(String::as_str);
        stored
            .filter(|kept| now.duration_since(kept.made_at) < ENVELOPE_LIFE)
            .and_then(|kept| envelope::open(key, &names, &kept.sealed).ok())
            .and_then(|plain| Self::from_bytes(&plain))
            .map(|envelope| envelope.without_old(now))
            .unwrap_or_default()
    }

    /// A later password in the same envelope does not keep the earlier ones any longer.
    fn without_old(mut self, now: Timestamp) -> Self {
        self.entries
            .retain(|entry| now.duration_since(entry.made_at) < ENVELOPE_LIFE);
        self
    }

    /// The envelope as it is stored.
    pub(crate) fn seal(
        &self,
        app: &App,
        key: &EnvelopeKey,
        place: Place,
        now: Timestamp,
    ) -> Result<HandOver, EnvelopeError> {
        let plain = self.to_bytes();
        let names = place.names();
        let names = names.each_ref().map(String::as_str);
        let sealed = envelope::seal(key, app.entropy.as_ref(), &names, &plain)?;
        Ok(HandOver {
            insurer: place.insurer,
            meeting: place.meeting,
            staff: place.staff,
            sealed,
            made_at: now,
        })
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

impl Place {
    fn names(&self) -> [String; 4] {
        [
            "hand-over".to_owned(),
            self.insurer.to_string(),
            self.meeting.to_string(),
            self.staff.to_string(),
        ]
    }
}

/// Makings are compared as the envelope keeps them: to the millisecond.
fn same(a: Timestamp, b: Timestamp) -> bool {
    a.as_millisecond() == b.as_millisecond()
}
