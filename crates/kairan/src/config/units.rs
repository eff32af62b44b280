//! Sizes ("200 MB") and spans of time ("30s", "12h") as people write them.

use std::fmt;
use std::time::Duration;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

/// A number of bytes, written "200 MB" (decimal) or "512 MiB" (binary); a bare number means bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteSize(pub u64);

/// A span of time, written "500ms", "30s", "5m", "12h", "30d" or "5y".
///
/// A year counts 366 days: a duty to keep something for years must never end early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(pub Duration);

const SIZES: [(&str, u64); 8] = [
    ("B", 1),
    ("KB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("TB", 1_000_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
];

const SPANS: [(&str, u64); 6] = [
    ("ms", 1),
    ("s", 1_000),
    ("m", 60_000),
    ("h", 3_600_000),
    ("d", 86_400_000),
    ("y", 366 * 86_400_000),
];

impl ByteSize {
    /// So many binary megabytes.
    pub const fn mib(n: u64) -> Self {
        Self(n << 20)
    }

    /// So many decimal megabytes, the unit files are sold and mailed in.
    pub const fn mb(n: u64) -> Self {
        Self(n * 1_000_000)
    }

    /// Reads "200 MB"; `None` when the text is not a size.
    pub fn parse(text: &str) -> Option<Self> {
        with_unit(text, &SIZES, Some(1)).map(Self)
    }
}

impl Span {
    /// So many seconds.
    pub const fn seconds(n: u64) -> Self {
        Self(Duration::from_secs(n))
    }

    /// So many minutes.
    pub const fn minutes(n: u64) -> Self {
        Self::seconds(n * 60)
    }

    /// So many hours.
    pub const fn hours(n: u64) -> Self {
        Self::minutes(n * 60)
    }

    /// So many days of 24 hours.
    pub const fn days(n: u64) -> Self {
        Self::hours(n * 24)
    }

    /// Reads "30s"; `None` when the text is not a span (a bare number has no unit, so it is not).
    pub fn parse(text: &str) -> Option<Self> {
        with_unit(text, &SPANS, None).map(|millis| Self(Duration::from_millis(millis)))
    }
}

/// Number and unit, multiplied; `bare` is the factor of a number without unit.
fn with_unit(text: &str, units: &[(&str, u64)], bare: Option<u64>) -> Option<u64> {
    let text = text.trim();
    let split = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let unit = unit.trim_start();
    let factor = if unit.is_empty() {
        bare?
    } else {
        units
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(unit))?
            .1
    };

    number.parse::<u64>().ok()?.checked_mul(factor)
}

/// The largest unit that divides the number, so that a default reads as one would write it.
fn in_largest_unit(n: u64, units: &[(&'static str, u64)]) -> (u64, &'static str) {
    units
        .iter()
        .filter(|(_, factor)| n.is_multiple_of(*factor) && n >= *factor)
        .max_by_key(|(_, factor)| *factor)
        .map_or((n, units[0].0), |(name, factor)| (n / factor, *name))
}

impl fmt::Display for ByteSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, unit) = in_largest_unit(self.0, &SIZES);
        write!(f, "{n} {unit}")
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = u64::try_from(self.0.as_millis()).unwrap_or(u64::MAX);
        let (n, unit) = in_largest_unit(millis, &SPANS);
        write!(f, "{n}{unit}")
    }
}

struct Written<T> {
    expecting: &'static str,
    parse: fn(&str) -> Option<T>,
    number: fn(u64) -> Option<T>,
}

impl<T> Visitor<'_> for Written<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expecting)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }

    fn visit_i64<E: de::Error>(self, n: i64) -> Result<T, E> {
        u64::try_from(n)
            .ok()
            .and_then(self.number)
            .ok_or_else(|| E::invalid_value(de::Unexpected::Signed(n), &self))
    }
}

impl<'de> Deserialize<'de> for ByteSize {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(Written {
            expecting: "a size such as \"200 MB\" or \"512 MiB\"",
            parse: Self::parse,
            number: |n| Some(Self(n)),
        })
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(Written {
            expecting: "a span of time such as \"30s\", \"15m\", \"12h\" or \"30d\"",
            parse: Self::parse,
            number: |_| None,
        })
    }
}

impl Serialize for ByteSize {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_spans_are_read_as_people_write_them() {
        assert_eq!(ByteSize::parse("200 MB"), Some(ByteSize(200_000_000)));
        assert_eq!(ByteSize::parse("512MiB"), Some(ByteSize::mib(512)));
        assert_eq!(ByteSize::parse("64 kib"), Some(ByteSize(65_536)));
        assert_eq!(ByteSize::parse("10"), Some(ByteSize(10)));
        assert_eq!(Span::parse("30s"), Some(Span::seconds(30)));
        assert_eq!(Span::parse("12 h"), Some(Span::hours(12)));
        assert_eq!(Span::parse("5y"), Some(Span::days(5 * 366)));
        for bad in ["", "MB", "-1 MB", "1.5 MB", "3 parsecs", "99999999999 TB"] {
            assert_eq!(ByteSize::parse(bad), None, "{bad}");
        }
        for bad in ["", "30", "s", "one hour", "-5s"] {
            assert_eq!(Span::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_value_is_shown_in_its_largest_whole_unit_and_read_back() {
        for (shown, size) in [
            ("200 MB", ByteSize::mb(200)),
            ("512 MiB", ByteSize::mib(512)),
            ("0 B", ByteSize(0)),
        ] {
            assert_eq!(size.to_string(), shown);
            assert_eq!(ByteSize::parse(shown), Some(size));
        }
        for (shown, span) in [
            ("90s", Span::seconds(90)),
            ("12h", Span::hours(12)),
            ("5y", Span::days(1830)),
        ] {
            assert_eq!(span.to_string(), shown);
            assert_eq!(Span::parse(shown), Some(span));
        }
    }
}
