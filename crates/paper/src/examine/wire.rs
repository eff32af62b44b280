//! What was found, as it passes from the process that looked. Both are the same program, so
//! there are no editions. A stranger's file may have taken that process over: nothing is
//! believed beyond the bounds.

use super::{Findings, MOST_FINDINGS, MOST_TEXT};
use crate::render::RenderError;
use kairan_domain::examination::{Finding, FindingKind, Place};
use kairan_domain::secret::SecretText;
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};

/// Most bytes of an answer: text in JSON takes up to six times its room.
const MOST_BYTES: u64 = 32 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
enum Answer {
    Found(Found),
    Unreadable,
    Encrypted,
    TooManyPages(usize),
    TooMuchWork,
    TooSlow,
    Failed,
}

#[derive(Serialize, Deserialize)]
struct Found {
    pages: u32,
    more: u32,
    lines: Vec<Line>,
    texts: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    kind: String,
    page: Option<u32>,
    place: Option<[i32; 4]>,
    words: u32,
    text: String,
}

/// Writes an answer.
pub(crate) fn write_answer(
    to: &mut impl Write,
    answer: Result<Findings, RenderError>,
) -> io::Result<()> {
    let answer = match answer {
        Ok(findings) => Answer::Found(found(&findings)),
        Err(RenderError::Encrypted) => Answer::Encrypted,
        Err(RenderError::Unreadable) => Answer::Unreadable,
        Err(RenderError::TooManyPages { limit }) => Answer::TooManyPages(limit),
        Err(RenderError::TooMuchWork) => Answer::TooMuchWork,
        Err(RenderError::TooSlow) => Answer::TooSlow,
        Err(_) => Answer::Failed,
    };
    serde_json::to_writer(&mut *to, &answer)?;
    to.flush()
}

fn found(findings: &Findings) -> Found {
    let lines = findings.found.iter().zip(&findings.words);
    Found {
        pages: findings.pages,
        more: findings.more,
        lines: lines
            .map(|(finding, text)| Line {
                kind: finding.kind.word().to_owned(),
                page: finding.page,
                place: finding
                    .place
                    .map(|place| [place.left, place.top, place.width, place.height]),
                words: finding.words,
                text: text.expose().to_owned(),
            })
            .collect(),
        texts: findings
            .texts
            .iter()
            .map(|text| text.expose().to_owned())
            .collect(),
    }
}

/// Reads an answer.
pub(crate) fn read_answer(from: &mut impl Read) -> io::Result<Result<Findings, RenderError>> {
    let mut bytes = Vec::new();
    from.take(MOST_BYTES).read_to_end(&mut bytes)?;
    if bytes.is_empty() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let answer: Answer = serde_json::from_slice(&bytes)?;
    Ok(Err(match answer {
        Answer::Found(found) => return read_found(found).map(Ok),
        Answer::Unreadable => RenderError::Unreadable,
        Answer::Encrypted => RenderError::Encrypted,
        Answer::TooManyPages(limit) => RenderError::TooManyPages { limit },
        Answer::TooMuchWork => RenderError::TooMuchWork,
        Answer::TooSlow => RenderError::TooSlow,
        Answer::Failed => RenderError::Failed,
    }))
}

fn read_found(found: Found) -> io::Result<Findings> {
    let text: usize = found.texts.iter().map(String::len).sum();
    if found.lines.len() > MOST_FINDINGS || text > MOST_TEXT {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut findings = Findings {
        pages: found.pages,
        more: found.more,
        texts: found.texts.into_iter().map(SecretText::new).collect(),
        ..Findings::default()
    };
    for line in found.lines {
        let kind = FindingKind::of_word(&line.kind).ok_or(io::ErrorKind::InvalidData)?;
        let place = line.place.map(|[left, top, width, height]| Place {
            left,
            top,
            width,
            height,
        });
        let finding = Finding {
            kind,
            page: line.page,
            place,
            words: line.words,
        };
        findings.add(finding, line.text);
    }
    Ok(findings)
}
