//! What `opinion` hands to `board`: a masked PDF that becomes a material of a meeting.
//!
//! The bytes are not in here. As with an upload, they travel beside it as a stream, are sealed
//! anew while they arrive and must come to exactly this size and digest.

use crate::ids::OpinionRequestId;
use crate::secret::SecretText;
use crate::text;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A PDF on its way from another part of the house into a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingMaterial {
    /// What reviewers see: `資料12 主治医意見書`, never a name.
    pub title: SecretText,
    /// 資料番号, printed on the masked pages.
    pub case_no: CaseNo,
    /// Where it comes from; the same source is added to a meeting once.
    pub source: MaterialSource,
    /// The PDF.
    pub pdf: IncomingPdf,
}

/// What is known of the PDF before its bytes arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IncomingPdf {
    /// Plain bytes.
    pub size: u64,
    /// Pages.
    pub pages: u32,
    /// SHA-256 of the plain bytes.
    pub sha256: [u8; 32],
}

/// Where a material comes from. Its text is the key of the index from source to meetings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MaterialSource {
    /// A version of the opinion that answered a request.
    Opinion {
        /// The request.
        request: OpinionRequestId,
        /// The version, from 1.
        version: u32,
    },
}

impl fmt::Display for MaterialSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opinion { request, version } => write!(f, "opinion/{request}/{version}"),
        }
    }
}

/// The text names no source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not the source of a material")]
pub struct NotASource;

impl FromStr for MaterialSource {
    type Err = NotASource;

    fn from_str(text: &str) -> Result<Self, NotASource> {
        let rest = text.strip_prefix("opinion/").ok_or(NotASource)?;
        let (request, version) = rest.split_once('/').ok_or(NotASource)?;
        let source = Self::Opinion {
            request: request.parse().map_err(|_| NotASource)?,
            version: version.parse().map_err(|_| NotASource)?,
        };
        // `+2` and `02` are numbers, but not how one is written.
        if source.to_string() == text {
            Ok(source)
        } else {
            Err(NotASource)
        }
    }
}

/// The text is no 資料番号.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a case number has 1 to {most} letters, digits or hyphens", most = CaseNo::MOST)]
pub struct NotACaseNo;

/// 資料番号: stands for the person on everything reviewers see.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNo(String);

impl CaseNo {
    /// The most characters.
    pub const MOST: usize = 20;

    /// Reads letters, digits and hyphens. Nothing else: a case number must not be able to
    /// hold a name.
    ///
    /// # Errors
    /// [`NotACaseNo`].
    pub fn check(raw: &str) -> Result<Self, NotACaseNo> {
        let number = text::signs(raw);
        let fits = (1..=Self::MOST).contains(&number.len())
            && number
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-');
        fits.then_some(Self(number)).ok_or(NotACaseNo)
    }
}

impl FromStr for CaseNo {
    type Err = NotACaseNo;

    fn from_str(text: &str) -> Result<Self, NotACaseNo> {
        Self::check(text)
    }
}

impl fmt::Display for CaseNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_number_holds_no_name() {
        assert_eq!(CaseNo::check("１２－３").unwrap().to_string(), "12-3");
        for typed in ["", "山田", "1 2", "123456789012345678901"] {
            assert_eq!(CaseNo::check(typed), Err(NotACaseNo), "{typed}");
        }
    }

    #[test]
    fn the_source_names_request_and_version() {
        let request = OpinionRequestId::from_bytes([0; 16]);
        let source = MaterialSource::Opinion {
            request,
            version: 2,
        };
        assert_eq!(source.to_string(), "opinion/00000000000000000000000000/2");
        assert_eq!(source.to_string().parse(), Ok(source));
        for text in [
            "",
            "opinion",
            "opinion/x/1",
            "opinion/00000000000000000000000000/+2",
        ] {
            assert_eq!(text.parse::<MaterialSource>(), Err(NotASource), "{text}");
        }
    }
}
