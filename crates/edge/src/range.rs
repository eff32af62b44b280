//! `Range` and `If-Range` (RFC 9110 §14): one byte range; anything else gets the whole.

use http::HeaderMap;
use http::header::{IF_NONE_MATCH, IF_RANGE, RANGE};
use std::ops::Range;

/// What part of a file is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// All of it: 200.
    Whole,
    /// These bytes: 206.
    Part(Range<u64>),
    /// Bytes it does not have: 416.
    Outside,
    /// Nothing: the client has it already: 304.
    Known,
}

/// Reads what is asked of a file of `size` bytes whose entity tag is `etag` (with quotes).
pub fn asked(headers: &HeaderMap, size: u64, etag: &str) -> Asked {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &http::HeaderValue| value.to_str().ok())
    };
    if text(IF_NONE_MATCH).is_some_and(|tags| {
        tags.split(',')
            .any(|tag| tag.trim().trim_start_matches("W/") == etag)
    }) {
        return Asked::Known;
    }
    // A file that changed since the first stretch must be sent anew, never pieced together.
    if text(IF_RANGE).is_some_and(|tag| tag != etag) {
        return Asked::Whole;
    }
    match text(RANGE).and_then(|range| range.strip_prefix("bytes=")) {
        Some(spec) if !spec.contains(',') => one_range(spec.trim(), size),
        _ => Asked::Whole,
    }
}

fn one_range(spec: &str, size: u64) -> Asked {
    let Some((first, last)) = spec.split_once('-') else {
        return Asked::Whole;
    };
    let range = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(size),
        (Ok(first), Err(_)) if last.is_empty() => first..size,
        (Err(_), Ok(count)) if first.is_empty() => size.saturating_sub(count)..size,
        _ => return Asked::Whole,
    };
    if range.start >= range.end {
        Asked::Outside
    } else {
        Asked::Part(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn ask(range: &str) -> Asked {
        let mut headers = HeaderMap::new();
        headers.insert(RANGE, HeaderValue::from_str(range).unwrap());
        asked(&headers, 100, "\"t\"")
    }

    #[test]
    fn ranges_are_read_as_the_rfc_says() {
        assert_eq!(ask("bytes=0-0"), Asked::Part(0..1));
        assert_eq!(ask("bytes=90-200"), Asked::Part(90..100));
        assert_eq!(ask("bytes=50-"), Asked::Part(50..100));
        assert_eq!(ask("bytes=-5"), Asked::Part(95..100));
        assert_eq!(ask("bytes=-500"), Asked::Part(0..100));
        assert_eq!(ask("bytes=100-"), Asked::Outside);
        assert_eq!(ask("bytes=-0"), Asked::Outside);
        for whole in [
            "bytes=5-4",
            "bytes=a-b",
            "bytes=0-1,5-6",
            "pages=1-2",
            "bytes=--5",
        ] {
            assert_eq!(ask(whole), Asked::Whole, "{whole}");
        }
    }

    #[test]
    fn another_edition_is_sent_whole_and_a_known_one_not_at_all() {
        let mut headers = HeaderMap::new();
        headers.insert(RANGE, HeaderValue::from_static("bytes=5-"));
        headers.insert(IF_RANGE, HeaderValue::from_static("\"old\""));
        assert_eq!(asked(&headers, 100, "\"t\""), Asked::Whole);
        headers.insert(IF_RANGE, HeaderValue::from_static("\"t\""));
        assert_eq!(asked(&headers, 100, "\"t\""), Asked::Part(5..100));
        headers.insert(IF_NONE_MATCH, HeaderValue::from_static("\"a\", \"t\""));
        assert_eq!(asked(&headers, 100, "\"t\""), Asked::Known);
    }
}
