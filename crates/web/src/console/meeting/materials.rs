//! The materials of a published meeting with their versions, newest first.

use crate::console::when;
use kairan_board::{BoardMaterial, MaterialLine};
use kairan_domain::words;
use serde::Serialize;

/// `materials` of `console/meeting.html`.
#[derive(Serialize)]
pub(super) struct MaterialView {
    id: String,
    no: usize,
    title: String,
    withdrawn: Option<String>,
    versions: Vec<VersionView>,
}

#[derive(Serialize)]
struct VersionView {
    id: String,
    no: usize,
    current: bool,
    file_name: String,
    pages: Option<u32>,
    size: String,
    at: String,
    opened_by: Option<usize>,
}

impl MaterialView {
    pub(super) fn of(no: usize, material: &BoardMaterial) -> Self {
        let line = &material.line;
        Self {
            id: line.id.to_string(),
            no,
            title: line.title.expose().to_owned(),
            withdrawn: line
                .withdrawn_at
                .map(|at| format!("{}に取り下げました", when::short(at))),
            versions: versions(line, material.opened),
        }
    }
}

fn versions(line: &MaterialLine, opened: usize) -> Vec<VersionView> {
    let last = line.outdated.len() + 1;
    let current = VersionView {
        id: line.version.to_string(),
        no: last,
        current: true,
        file_name: line.file_name.expose().to_owned(),
        pages: Some(line.pages),
        size: words::size(line.size),
        at: when::short(line.added_at),
        opened_by: Some(opened),
    };
    let outdated = line
        .outdated
        .iter()
        .zip((1..last).rev())
        .map(|((version, at), no)| VersionView {
            id: version.to_string(),
            no,
            current: false,
            file_name: "差替え前のファイル".into(),
            pages: None,
            size: String::new(),
            at: when::short(*at),
            opened_by: None,
        });
    std::iter::once(current).chain(outdated).collect()
}
