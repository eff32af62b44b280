//! Earlier revisions: what was appended to a file leaves what it replaces in it.

use super::Findings;
use kairan_domain::examination::{Finding, FindingKind};

/// Where `/Linearized` stands in a file that was arranged for the web.
const HEAD: usize = 2048;

/// Counts the stretches of a file that end with `%%EOF` and hold objects. The first is the
/// file; so is the second in one arranged for the web. A stretch with a table alone (Word
/// writes one) replaces nothing.
pub(super) fn look(pdf: &[u8], findings: &mut Findings) {
    let head = pdf.get(..HEAD).unwrap_or(pdf);
    let linearized = places(head, b"/Linearized").next().is_some();
    let mut stretches = 0_u32;
    let mut from = 0;
    for end in places(pdf, b"%%EOF") {
        let stretch = pdf.get(from..end).unwrap_or_default();
        stretches += u32::from(places(stretch, b" obj").next().is_some());
        from = end;
    }
    let revisions = stretches.saturating_sub(1 + u32::from(linearized));
    if revisions > 0 {
        let finding = Finding {
            kind: FindingKind::EarlierRevision,
            page: None,
            place: None,
            words: 0,
        };
        findings.add(finding, String::new());
    }
}

/// Where each mark ends.
fn places<'a>(bytes: &'a [u8], mark: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let found = bytes.windows(mark.len()).enumerate();
    found
        .filter(move |(_, part)| *part == mark)
        .map(move |(at, _)| at + mark.len())
}
