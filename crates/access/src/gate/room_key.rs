//! The name of a seat's reading room in addresses and cookies: `/room/{key}/`.
//!
//! Each seat has a room and a session cookie of its own, so that two meetings lie side by side
//! in two tabs of one browser. The key is no secret and opens nothing: the cookie decides.

use kairan_domain::ids::SeatId;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// The text is no room's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a room's name")]
pub struct NotARoomKey;

/// How many characters of the seat's id, from its end: all of them from its random part.
const LENGTH: usize = 12;

/// The short name of one seat's room: 12 lower-case letters and digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomKey([u8; LENGTH]);

impl RoomKey {
    /// The room of this seat.
    pub fn of(seat: SeatId) -> Self {
        let text = seat.to_string();
        let mut key = [b'0'; LENGTH];
        for (sign, byte) in key.iter_mut().rev().zip(text.bytes().rev()) {
            *sign = byte;
        }
        Self(key)
    }
}

impl fmt::Display for RoomKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|sign| fmt::Write::write_char(f, char::from(*sign)))
    }
}

impl FromStr for RoomKey {
    type Err = NotARoomKey;

    fn from_str(text: &str) -> Result<Self, NotARoomKey> {
        let key: [u8; LENGTH] = text.as_bytes().try_into().map_err(|_| NotARoomKey)?;
        let sound = |sign: &u8| sign.is_ascii_digit() || sign.is_ascii_lowercase();
        if key.iter().all(sound) {
            Ok(Self(key))
        } else {
            Err(NotARoomKey)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_is_named_after_the_random_end_of_its_seats_id() {
        let seat = SeatId::from_bytes([255; 16]);
        let key = RoomKey::of(seat);

        assert_eq!(key.to_string(), "zzzzzzzzzzzz");
        assert!(seat.to_string().ends_with(&key.to_string()));
        assert_eq!(key.to_string().parse(), Ok(key));
    }

    #[test]
    fn nothing_else_is_a_rooms_name() {
        for text in [
            "",
            "all.zip",
            "zzzzzzzzzzz",
            "zzzzzzzzzzzzz",
            "ZZZZZZZZZZZZ",
            "zzzzz=zzzzzz",
        ] {
            assert_eq!(text.parse::<RoomKey>(), Err(NotARoomKey), "{text}");
        }
    }
}
