//! `kairan examine`: what files carry unseen, for operators and for tests with strangers' files.
//! Needs no configuration and no server. Pages are looked at in the bounded process.

use std::path::Path;

use bytes::Bytes;
use kairan_domain::examination::Finding;
use kairan_domain::secret::SecretText;
use kairan_paper::check::{InMemory, check_passive_pdf, check_pdf};
use kairan_paper::examine::{Findings, limits};
use kairan_paper::render::Renderer;
use kairan_paper::{CleanOrder, Cleaning};
use serde::Serialize;

use crate::cli::Examine;
use crate::run::Failure;
use crate::terminal::{complain, say};

/// What is told of one file.
#[derive(Serialize)]
struct Told {
    file: String,
    /// Whether a clerk may upload it as a material.
    board: Door,
    /// Whether a physician may send it.
    physician: Door,
    pages: Option<u32>,
    examined: bool,
    /// Why it was not examined.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    findings: Vec<Line>,
    /// Findings beyond the bound, which are not told one by one.
    more: u32,
    /// The pages that are pictures in the clean copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    cleaned: Option<Vec<u32>>,
}

/// The answer of one door.
#[derive(Serialize)]
struct Door {
    taken: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl Door {
    fn of<T, E: std::fmt::Display>(answer: &Result<T, E>) -> Self {
        Self {
            taken: answer.is_ok(),
            why: answer.as_ref().err().map(ToString::to_string),
        }
    }
}

#[derive(Serialize)]
struct Line {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    /// Left, top, width, height in points from the upper left corner of the page as shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<[i32; 4]>,
    words: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// Examines the files; `false` when one of them could not be read or examined.
///
/// # Errors
/// When this program cannot be found to be started again.
pub async fn run(wanted: &Examine) -> Result<bool, Failure> {
    let renderer = Renderer {
        limits: limits(),
        program: Some(std::env::current_exe()?),
    };
    let mut all = true;
    for path in &wanted.files {
        let Ok(bytes) = std::fs::read(path) else {
            complain(&format!("kairan: cannot read {}", path.display()));
            all = false;
            continue;
        };
        let bytes = Bytes::from(bytes);
        let mut told = told(path, bytes.clone(), &renderer, wanted.show).await;
        all &= told.examined;
        if let Some(folder) = &wanted.clean {
            match clean(path, &bytes, &renderer, folder) {
                Ok(pictures) => told.cleaned = Some(pictures),
                Err(error) => {
                    complain(&format!(
                        "kairan: no clean copy of {}: {error}",
                        path.display()
                    ));
                    all = false;
                }
            }
        }
        if wanted.json {
            say(&serde_json::to_string(&told)?);
        } else {
            show(&told);
        }
    }
    Ok(all)
}

/// Writes the clean copy under the file's own name; the pages that are pictures in it.
fn clean(
    path: &Path,
    bytes: &[u8],
    renderer: &Renderer,
    folder: &Path,
) -> Result<Vec<u32>, Failure> {
    let name = path.file_name().ok_or("it has no name")?;
    let order = CleanOrder {
        cleaning: Cleaning::Everything,
        title: SecretText::default(),
    };
    let cleaned = renderer.clean(bytes, &order)?;
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join(name), &cleaned.pdf)?;
    Ok(cleaned.pictures)
}

async fn told(path: &Path, bytes: Bytes, renderer: &Renderer, show: bool) -> Told {
    let board = check_pdf(&InMemory(bytes.clone())).await;
    let physician = check_passive_pdf(&bytes);
    let examined = renderer.examine(&bytes);
    let mut told = Told {
        file: path.display().to_string(),
        board: Door::of(&board),
        physician: Door::of(&physician),
        pages: board.ok().map(|facts| facts.pages),
        examined: examined.is_ok(),
        why: examined.as_ref().err().map(ToString::to_string),
        findings: Vec::new(),
        more: 0,
        cleaned: None,
    };
    if let Ok(findings) = examined {
        told.pages = told.pages.or(Some(findings.pages));
        told.more = findings.more;
        told.findings = lines(&findings, show);
    }
    told
}

fn lines(findings: &Findings, show: bool) -> Vec<Line> {
    let line = |(index, finding): (usize, &Finding)| Line {
        kind: finding.kind.word(),
        page: finding.page,
        place: finding
            .place
            .map(|place| [place.left, place.top, place.width, place.height]),
        words: finding.words,
        text: findings
            .words_of(index)
            .filter(|text| show && !text.is_empty())
            .map(|text| text.expose().to_owned()),
    };
    findings.found.iter().enumerate().map(line).collect()
}

fn show(told: &Told) {
    let pages = told.pages.map_or_else(|| "?".to_owned(), |n| n.to_string());
    say(&format!("{}  ({pages} pages)", told.file));
    for (door, answer) in [("board", &told.board), ("physician", &told.physician)] {
        match &answer.why {
            None => say(&format!("  {door:<10} taken")),
            Some(why) => say(&format!("  {door:<10} refused: {why}")),
        }
    }
    if let Some(why) = &told.why {
        say(&format!("  not examined: {why}"));
    } else if told.findings.is_empty() {
        say("  nothing unseen was found");
    }
    for line in &told.findings {
        say(&format!("  {}", sentence(line)));
    }
    if let Some(pictures) = &told.cleaned {
        say(&format!("  clean copy written; pictures: {pictures:?}"));
    }
    if told.more > 0 {
        say(&format!("  and {} more", told.more));
    }
}

fn sentence(line: &Line) -> String {
    let mut parts = vec![format!("{:<22}", line.kind)];
    if let Some(page) = line.page {
        parts.push(format!("page {page}"));
    }
    if let Some([left, top, width, height]) = line.place {
        parts.push(format!("at {left},{top} size {width}x{height} pt"));
    }
    if line.words > 0 {
        parts.push(format!("{} words", line.words));
    }
    if let Some(text) = &line.text {
        parts.push(format!("\"{}\"", text.escape_debug()));
    }
    parts.join("  ")
}
