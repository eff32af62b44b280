//! Small pieces that the disk forms are made of.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use kairan_domain::secret::SecretText;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt::Display;
use std::str::FromStr;

/// An id, instant, day or time of day in its own stable text.
pub(crate) struct Text<T>(pub(crate) T);

impl<T: Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

impl<'de, T: FromStr> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse()
            .map(Self)
            .map_err(|_| D::Error::custom("not what the field holds"))
    }
}

/// Bytes as base64.
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD_NO_PAD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        STANDARD_NO_PAD
            .decode(text)
            .map(Self)
            .map_err(|_| D::Error::custom("not base64"))
    }
}

/// A digest: 32 bytes as base64.
pub(crate) struct Digest(pub(crate) [u8; 32]);

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD_NO_PAD.encode(self.0))
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Bytes(bytes) = Bytes::deserialize(from)?;
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| D::Error::custom("not 32 bytes"))
    }
}

/// Personal or secret text. Bodies are sealed whole, so it stands there as it is.
pub(crate) struct Secret(pub(crate) SecretText);

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.expose())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(|text| Self(SecretText::new(text)))
    }
}

/// A value of a closed list under its stable name.
pub(crate) struct Name<T>(pub(crate) T);

/// A closed list whose values have names that never change.
pub(crate) trait Named: Sized {
    fn name(&self) -> &'static str;
    fn named(name: &str) -> Option<Self>;
}

impl<T: Named> Serialize for Name<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0.name())
    }
}

impl<'de, T: Named> Deserialize<'de> for Name<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        T::named(&name)
            .map(Self)
            .ok_or_else(|| D::Error::custom("not a name of the list"))
    }
}
