//! Several sealed envelopes in one record: one per browser in which the clerk made passwords.
//! Each lives its own day.
//!
//! Bytes: `0xE5`, then per part its newest making in milliseconds (8, big endian), its length
//! in bytes (4, big endian), the part as `vault::envelope` sealed it. Records from before hold
//! a single part as it is; its first byte is vault's edition, which counts from 1.

use super::ENVELOPE_LIFE;
use jiff::Timestamp;
use kairan_store::HandOver;

const SEVERAL: u8 = 0xE5;
/// A record holds 64 KiB, a part at most 16 KiB: room for a new one beside the others, with
/// the third that base64 adds.
const MOST_OTHERS: usize = 28 * 1024;

/// The envelope of one browser.
pub(super) struct Part {
    /// The newest password in it.
    pub(super) made_at: Timestamp,
    /// As sealed.
    pub(super) sealed: Vec<u8>,
}

impl Part {
    /// Whether its day is not over.
    pub(super) fn lives(&self, now: Timestamp) -> bool {
        now.duration_since(self.made_at) < ENVELOPE_LIFE
    }
}

/// The parts of a record; what is cut off or unreadable is as if it were over.
pub(super) fn split(kept: &HandOver) -> Vec<Part> {
    match kept.sealed.split_first() {
        Some((&SEVERAL, rest)) => each(rest),
        _ => vec![Part {
            made_at: kept.made_at,
            sealed: kept.sealed.clone(),
        }],
    }
}

fn each(mut rest: &[u8]) -> Vec<Part> {
    let mut parts = Vec::new();
    while let Some((part, behind)) = next(rest) {
        parts.push(part);
        rest = behind;
    }
    parts
}

fn next(bytes: &[u8]) -> Option<(Part, &[u8])> {
    let (millis, behind) = bytes.split_first_chunk::<8>()?;
    let (length, behind) = behind.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (sealed, behind) = behind.split_at_checked(length)?;
    let made_at = Timestamp::from_millisecond(i64::from_be_bytes(*millis)).ok()?;
    let sealed = sealed.to_vec();
    Some((Part { made_at, sealed }, behind))
}

/// The parts as one record holds them.
pub(super) fn join(parts: &[Part]) -> Vec<u8> {
    let mut bytes = vec![SEVERAL];
    for part in parts {
        let length = u32::try_from(part.sealed.len()).unwrap_or(u32::MAX);
        bytes.extend(part.made_at.as_millisecond().to_be_bytes());
        bytes.extend(length.to_be_bytes());
        bytes.extend(&part.sealed);
    }
    bytes
}

/// Lets the oldest go until a further part fits.
pub(super) fn make_room(parts: &mut Vec<Part>) {
    parts.sort_by_key(|part| std::cmp::Reverse(part.made_at));
    let mut taken = 0;
    parts.retain(|part| {
        taken += part.sealed.len();
        taken <= MOST_OTHERS
    });
}

/// When the first of the parts was made: the sweep must come a day later.
pub(super) fn made_at(parts: &[Part]) -> Option<Timestamp> {
    parts.iter().map(|part| part.made_at).min()
}

/// The record without the parts whose day is over; `None` when nothing is left.
pub(crate) fn without_old(kept: &HandOver, now: Timestamp) -> Option<HandOver> {
    let mut parts = split(kept);
    parts.retain(|part| part.lives(now));
    Some(HandOver {
        made_at: made_at(&parts)?,
        sealed: join(&parts),
        ..kept.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kairan_domain::ids::{InsurerId, MeetingId, StaffId};

    fn record(sealed: Vec<u8>, made_at: i64) -> HandOver {
        HandOver {
            insurer: InsurerId::from_bytes([1; 16]),
            meeting: MeetingId::from_bytes([2; 16]),
            author: StaffId::from_bytes([3; 16]).into(),
            sealed,
            made_at: Timestamp::from_second(made_at).unwrap(),
        }
    }

    fn part(second: i64, length: usize) -> Part {
        Part {
            made_at: Timestamp::from_second(second).unwrap(),
            sealed: vec![1; length],
        }
    }

    #[test]
    fn parts_come_back_as_they_went_in_and_old_ones_go() {
        let day = ENVELOPE_LIFE.as_secs();
        let kept = record(join(&[part(0, 40), part(60, 50)]), 0);
        let back: Vec<usize> = split(&kept).iter().map(|part| part.sealed.len()).collect();
        assert_eq!(back, [40, 50]);

        let left = without_old(&kept, Timestamp::from_second(day).unwrap()).unwrap();
        assert_eq!((split(&left).len(), left.made_at.as_second()), (1, 60));
        assert!(without_old(&left, Timestamp::from_second(day + 60).unwrap()).is_none());
    }

    #[test]
    fn a_record_from_before_is_one_part_and_a_torn_one_is_none() {
        assert_eq!(split(&record(vec![1, 7, 7], 5)).len(), 1);
        let torn = join(&[part(0, 40)])[..30].to_vec();
        assert!(split(&record(torn, 0)).is_empty());
    }

    #[test]
    fn room_is_made_by_the_oldest() {
        let mut parts = vec![part(1, 16_000), part(3, 10_000), part(2, 10_000)];
        make_room(&mut parts);
        let kept: Vec<i64> = parts.iter().map(|part| part.made_at.as_second()).collect();
        assert_eq!(kept, [3, 2]);
    }
}
