//! One identifier type per noun: 16 bytes, the first six the millisecond of making, so that
//! ids sort by age; written as 26 lower-case Crockford base32 characters.
//!
//! Ids are not secret: they stand in console URLs and logs. What opens something is a token.

use jiff::Timestamp;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// The text is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not an identifier")]
pub struct NotAnId;

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

fn write_base32(value: u128, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    for place in (0..26).rev() {
        let digit = usize::try_from((value >> (place * 5)) & 31).unwrap_or(0);
        fmt::Write::write_char(out, char::from(DIGITS[digit]))?;
    }
    Ok(())
}

fn read_base32(text: &str) -> Result<u128, NotAnId> {
    if text.len() != 26 {
        return Err(NotAnId);
    }
    let mut value: u128 = 0;
    for (place, byte) in text.bytes().enumerate() {
        let digit = DIGITS.iter().position(|d| *d == byte).ok_or(NotAnId)?;
        if place == 0 && digit > 7 {
            return Err(NotAnId);
        }
        value = (value << 5) | u128::try_from(digit).map_err(|_| NotAnId)?;
    }
    Ok(value)
}

fn compose(now: Timestamp, random: [u8; 10]) -> [u8; 16] {
    let millis = now.as_millisecond().max(0).to_be_bytes();
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&millis[2..]);
    bytes[6..].copy_from_slice(&random);
    bytes
}

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// A new id for something made `now`.
            pub fn new(now: Timestamp, random: [u8; 10]) -> Self {
                Self(compose(now, random))
            }

            /// The id with exactly these bytes.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The 16 bytes; their order is the order of making.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_base32(u128::from_be_bytes(self.0), f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                read_base32(text).map(|value| Self(value.to_be_bytes()))
            }
        }
    )+};
}

id! {
    /// 保険者.
    InsurerId,
    /// 事務局担当者 and every other console account.
    StaffId,
    /// 認証キー of an insurer's system or a clinic's software.
    AuthKeyId,
    /// 審査会(開催回).
    MeetingId,
    /// A reviewer's place at one meeting.
    SeatId,
    /// 委員/審査員, across meetings of one insurer.
    ReviewerId,
    /// 参照用パスワード as kept: its hash and how long it may be carried over.
    CredentialId,
    /// 審査会資料.
    MaterialId,
    /// One version of a material.
    VersionId,
    /// One sealed file in the documents' folder.
    FileId,
    /// An upload under way.
    UploadId,
    /// 通知: the intent to tell one reviewer something.
    NoticeId,
    /// 作成依頼.
    OpinionRequestId,
    /// 医療機関.
    ClinicId,
    /// 医師.
    PhysicianId,
    /// A form whose session was over when it was sent.
    UnsentId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_bytes_return_to_the_same_id() {
        let id = MeetingId::new(
            Timestamp::from_millisecond(1_795_305_600_000).unwrap(),
            [7; 10],
        );
        assert_eq!(id.to_string().parse::<MeetingId>(), Ok(id));
        assert_eq!(id.to_string().len(), 26);
    }

    #[test]
    fn later_ids_sort_behind_earlier_ones() {
        let early = SeatId::new(Timestamp::from_millisecond(1).unwrap(), [255; 10]);
        let late = SeatId::new(Timestamp::from_millisecond(2).unwrap(), [0; 10]);
        assert!(early < late);
        assert!(early.to_string() < late.to_string());
    }

    #[test]
    fn foreign_text_is_refused() {
        for text in [
            "",
            "0",
            "../../etc/passwd",
            "zzzzzzzzzzzzzzzzzzzzzzzzzz",
            "0000000000000000000000000O",
        ] {
            assert_eq!(text.parse::<FileId>(), Err(NotAnId), "{text}");
        }
    }
}
