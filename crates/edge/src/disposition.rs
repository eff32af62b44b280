//! `Content-Disposition` with a Japanese file name (RFC 6266, RFC 8187).

use http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What RFC 8187 calls attr-char stays, all else is written as %XX.
const ATTR_CHAR: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// Shown in the browser or saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// `inline`.
    Inline,
    /// `attachment`.
    Attachment,
}

/// The header's value; an ASCII stand-in for clients that know no `filename*`.
pub fn value(manner: Manner, file_name: &str) -> HeaderValue {
    let manner = match manner {
        Manner::Inline => "inline",
        Manner::Attachment => "attachment",
    };
    let ending = file_name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending = if ending.bytes().all(|b| b.is_ascii_alphanumeric()) {
        ending
    } else {
        "pdf"
    };
    let encoded = utf8_percent_encode(file_name, ATTR_CHAR);
    HeaderValue::from_str(&format!(
        "{manner}; filename=\"shiryo.{ending}\"; filename*=UTF-8''{encoded}"
    ))
    .unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_japanese_name_is_given_in_both_forms() {
        let value = value(Manner::Attachment, "資料 1.pdf");
        assert_eq!(
            value,
            "attachment; filename=\"shiryo.pdf\"; filename*=UTF-8''%E8%B3%87%E6%96%99%201.pdf"
        );
    }

    #[test]
    fn nothing_in_a_name_breaks_out_of_the_header() {
        let value = value(Manner::Inline, "a\"; x=\r\n.p\"df");
        assert_eq!(
            value,
            "inline; filename=\"shiryo.pdf\"; filename*=UTF-8''a%22%3B%20x%3D%0D%0A.p%22df"
        );
    }
}
