//! Texts compared with a file that a person has read: `tests/expected/{name}.txt`.
//!
//! What differs from run to run is masked. `KAIRAN_EXPECT=write` writes the files anew; read the
//! difference before committing it.

use std::path::PathBuf;

/// Compares `actual`, masked, with the file of this name.
///
/// # Panics
/// When they differ, or the file is missing.
#[track_caller]
pub fn check_text(name: &str, actual: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("expected")
        .join(format!("{name}.txt"));
    let actual = format!("{}\n", masked(actual).trim_end());
    if std::env::var_os("KAIRAN_EXPECT").is_some_and(|value| value == "write") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, actual).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!(
            "{}: {error}; run with KAIRAN_EXPECT=write and read what it wrote",
            path.display()
        )
    });
    assert!(
        expected == actual,
        "{name} differs from {}:\n{}",
        path.display(),
        difference(&expected, &actual)
    );
}

/// Ids, link tokens, passwords and ports become words.
pub fn masked(text: &str) -> String {
    let words = text.split_inclusive(|c: char| {
        !(c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.')
    });
    let masked: String = words
        .map(|word| {
            let (core, tail) = word.split_at(
                word.trim_end_matches(|c: char| {
                    !(c.is_ascii_alphanumeric() || c == '-' || c == '_')
                })
                .len(),
            );
            if is_id(core) {
                format!("<ID>{tail}")
            } else if core.len() >= 40 && core.is_ascii() {
                format!("<TOKEN>{tail}")
            } else {
                word.to_owned()
            }
        })
        .collect();
    mask_port(&masked)
}

/// 26 characters of Crockford's base32.
fn is_id(word: &str) -> bool {
    word.len() == 26
        && word
            .bytes()
            .all(|b| b.is_ascii_digit() || (b.is_ascii_lowercase() && !b"ilou".contains(&b)))
}

fn mask_port(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("127.0.0.1:") {
        let end = at + "127.0.0.1:".len();
        out.push_str(&rest[..end]);
        out.push_str("<PORT>");
        rest = rest[end..].trim_start_matches(|c: char| c.is_ascii_digit());
    }
    out + rest
}

fn difference(expected: &str, actual: &str) -> String {
    let mut lines = Vec::new();
    let (mut left, mut right) = (expected.lines(), actual.lines());
    loop {
        match (left.next(), right.next()) {
            (None, None) => return lines.join("\n"),
            (a, b) if a == b => {}
            (a, b) => lines.push(format!("- {}\n+ {}", a.unwrap_or(""), b.unwrap_or(""))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn what_differs_from_run_to_run_is_masked() {
        let text =
            "http://127.0.0.1:45123/console/meetings/01kx0z3v9c7m5h2q8r4t6w1y3b/edit, 令和8年";
        assert_eq!(
            masked(text),
            "http://127.0.0.1:<PORT>/console/meetings/<ID>/edit, 令和8年"
        );
    }
}
