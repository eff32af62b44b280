//! The house holds its shape: arrows between crates, engines in their room, lints inherited,
//! budgets, and a README that shows the same arrows.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.as_ref().display()))
}

fn crates() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(root().join("crates"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn rust_files(below: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![below.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Design §2: who may name whom.
fn allowed() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        ("domain", &[][..]),
        ("vault", &[]),
        ("exchange", &["domain"]),
        ("mail", &["domain"]),
        ("paper", &["domain"]),
        ("store", &["domain", "vault"]),
        ("access", &["domain", "vault", "store"]),
        ("work", &["domain", "vault", "store", "access", "paper"]),
        (
            "board",
            &[
                "domain", "vault", "store", "access", "paper", "exchange", "work",
            ],
        ),
        (
            "opinion",
            &[
                "domain", "vault", "store", "access", "paper", "exchange", "work",
            ],
        ),
        (
            "web",
            &[
                "domain", "edge", "exchange", "mail", "access", "board", "opinion",
            ],
        ),
        ("edge", &["domain", "access"]),
        (
            "kairan",
            &[
                "domain", "vault", "store", "exchange", "mail", "paper", "access", "board",
                "opinion", "edge", "web",
            ],
        ),
        (
            "bench",
            &[
                "domain", "vault", "store", "exchange", "mail", "paper", "access", "board",
                "opinion", "edge", "web", "kairan",
            ],
        ),
    ])
}

fn arrows_of(name: &str, section: &str) -> BTreeSet<String> {
    let manifest: toml::Table = read(root().join("crates").join(name).join("Cargo.toml"))
        .parse()
        .unwrap();
    let Some(dependencies) = manifest.get(section).and_then(toml::Value::as_table) else {
        return BTreeSet::new();
    };
    dependencies
        .keys()
        .filter(|key| key.starts_with("kairan"))
        .map(|key| key.strip_prefix("kairan-").unwrap_or(key).to_owned())
        .collect()
}

#[test]
fn arrows_point_inward() {
    for name in crates() {
        let allowed = allowed()
            .remove(name.as_str())
            .unwrap_or_else(|| panic!("crate {name} has no row in the house"));
        // What a crate's own tests name it could soon name itself.
        let tests = arrows_of(&name, "dev-dependencies");
        for arrow in arrows_of(&name, "dependencies").union(&tests) {
            assert!(
                allowed.contains(&arrow.as_str()),
                "{name} may not depend on {arrow}"
            );
        }
    }
}

#[test]
fn the_readme_shows_the_arrows_there_are() {
    let readme = read(root().join("README.md"));
    for name in crates() {
        let start = format!("| `{name}` |");
        let row = readme
            .lines()
            .find(|line| line.starts_with(&start))
            .unwrap_or_else(|| panic!("README has no row for {name}"));
        let shown = row.rsplit('|').nth(1).unwrap_or_default();
        let shown: BTreeSet<String> = shown
            .split(',')
            .map(|word| word.trim().trim_matches('`').to_owned())
            .filter(|word| word != "–")
            .collect();
        assert_eq!(
            shown,
            arrows_of(&name, "dependencies"),
            "README's row of {name}"
        );
    }
}

#[test]
fn every_crate_inherits_the_lints() {
    let mut manifests: Vec<PathBuf> = crates()
        .iter()
        .map(|name| root().join("crates").join(name).join("Cargo.toml"))
        .collect();
    manifests.push(root().join("tests/Cargo.toml"));
    for path in manifests {
        let manifest: toml::Table = read(&path).parse().unwrap();
        assert_eq!(
            manifest["lints"]["workspace"].as_bool(),
            Some(true),
            "{}",
            path.display()
        );
    }
}

#[test]
fn engines_and_protocols_stay_in_their_rooms() {
    let rooms: [(&str, &[&str]); 8] = [
        ("sled::", &["store"]),
        ("object_store::", &["store"]),
        ("axum::", &["edge", "web", "kairan", "bench"]),
        ("hyper::", &["kairan", "bench"]),
        // Whoever can make the operator's witness stands at the machine.
        ("operator()", &["access", "kairan", "bench"]),
        ("lettre::", &["mail", "bench"]),
        ("printpdf::", &["paper"]),
        ("argon2::", &["vault"]),
    ];
    for name in crates() {
        for path in rust_files(&root().join("crates").join(&name).join("src")) {
            let text = read(&path);
            for (word, allowed) in rooms {
                let inside = allowed.contains(&name.as_str());
                assert!(inside || !text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(word)), "{word} in {}", path.display());
            }
        }
    }
}

#[test]
fn every_crate_says_what_it_is_for_and_where_to_start() {
    for name in crates() {
        let source = root().join("crates").join(&name).join("src");
        let entry = if source.join("lib.rs").exists() {
            source.join("lib.rs")
        } else {
            source.join("main.rs")
        };
        let text = read(entry);
        assert!(text.starts_with("//!"), "{name} does not open with //!");
        assert!(
            text.to_lowercase().contains("start"),
            "{name} does not say where to start reading"
        );
    }
}

/// Lines of every function body, found by brace depth after rustfmt.
fn long_functions(text: &str, most: usize) -> Vec<String> {
    let mut found = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    for (number, line) in lines.iter().enumerate() {
        let trimmed = line.trim_start();
        let head = trimmed.split('(').next().unwrap_or_default();
        if !head.split_whitespace().any(|word| word == "fn") || trimmed.starts_with("//") {
            continue;
        }
        let indent = &line[..line.len() - trimmed.len()];
        let close = format!("{indent}}}");
        let length = lines[number..]
            .iter()
            .position(|l| *l == close)
            .unwrap_or(0);
        if length > most && !is_table(&lines[number + 1..number + length]) {
            found.push(format!("{head} ({length} lines)"));
        }
    }
    found
}

/// One match with a line per arm: a table, which reads the better the less it is cut up.
fn is_table(body: &[&str]) -> bool {
    let Some((head, rest)) = body.split_first() else {
        return false;
    };
    let arms = rest.strip_suffix(&["    }"]).unwrap_or_default();
    head.trim_start().starts_with("match ") && arms.iter().all(|arm| arm.contains("=>"))
}

/// 50 is the aim; a table or a match over a closed list may be longer, and nothing this long.
const MOST_LINES: usize = 75;

#[test]
fn files_and_functions_keep_to_their_budgets() {
    let mut sizes = Vec::new();
    let mut long = Vec::new();
    // Production code: a journey may be as long as the journey is.
    let production = rust_files(&root().join("crates"));
    let production = production
        .into_iter()
        .filter(|path| !path.components().any(|part| part.as_os_str() == "tests"));
    for path in production {
        let text = read(&path);
        let lines = text.lines().count();
        sizes.push(lines);
        assert!(lines <= 500, "{} has {lines} lines", path.display());
        long.extend(
            long_functions(&text, MOST_LINES)
                .into_iter()
                .map(|function| format!("{}: {function}", path.display())),
        );
    }
    sizes.sort_unstable();
    assert!(
        long.is_empty(),
        "functions over {MOST_LINES} lines:\n{}",
        long.join("\n")
    );
    let p95 = sizes[sizes.len() * 95 / 100];
    assert!(
        sizes[sizes.len() / 2] <= 150,
        "median file {}",
        sizes[sizes.len() / 2]
    );
    assert!(p95 <= 400, "95th percentile file {p95}");
}

/// Every text file below these folders, sources and templates alike.
fn texts(below: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(below).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            texts(&path, found);
        } else if path.extension().is_some_and(|ending| {
            ["rs", "html", "txt", "json", "md", "toml"]
                .iter()
                .any(|of| ending == *of)
        }) {
            found.push(path);
        }
    }
}

/// What people read has one word per thing (design §3).
#[test]
fn a_thing_has_one_word() {
    let gone = [
        ("依頼\u{72b6}", "依頼書"),
        ("短縮\u{30b3}ード", "受付コード"),
    ];
    let mut files = Vec::new();
    for folder in ["crates", "templates", "tests", "config"] {
        texts(&root().join(folder), &mut files);
    }
    for path in files {
        let text = read(&path);
        for (word, instead) in gone {
            assert!(
                !text.contains(word),
                "{}: {word}, which is called {instead}",
                path.display()
            );
        }
    }
}

#[test]
fn the_top_level_is_the_agreed_one() {
    let agreed = [
        "Cargo.toml",
        "Cargo.lock",
        "LICENSE",
        "CHANGELOG.md",
        "README.md",
        "crates",
        "config",
        "templates",
        "tests",
        "target",
        "kairan-demo",
    ];
    for entry in std::fs::read_dir(root()).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        assert!(
            name.starts_with('.') || agreed.contains(&name.as_str()),
            "{name} lies at the top level"
        );
    }
}
