//! A password that Kairan made, as people type it from paper or the telephone, put right as far
//! as nobody can mean anything else.

use kairan_domain::passcode::passcode_signs;
use kairan_domain::password::canonical;
use zeroize::Zeroizing;

/// What is compared with the hash: the groups of a made password, or, for any other shape,
/// the canonical form. Empty when nothing was typed.
pub(crate) fn compared(typed: &str) -> Zeroizing<String> {
    made(typed).unwrap_or_else(|| Zeroizing::new(canonical(typed)))
}

/// What is compared with the hash of a letter's passcode, which Kairan always made: its letters
/// and digits. Empty when none was typed.
pub(crate) fn compared_passcode(typed: &str) -> Zeroizing<String> {
    Zeroizing::new(passcode_signs(typed))
}

/// The groups of a password that Kairan made, whatever stands between or around them: `・`,
/// `_`, `.`, `「」`, `一` for a hyphen. `None` for any other shape, so that a password somebody
/// chose is compared as it was typed.
fn made(typed: &str) -> Option<Zeroizing<String>> {
    let typed = Zeroizing::new(kairan_domain::text::half_width(typed).to_lowercase());
    let groups: Vec<&str> = typed
        .split(|sign: char| !sign.is_ascii_alphanumeric())
        .filter(|group| !group.is_empty())
        .collect();
    let shape: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    (shape == [4, 4, 4, 2]).then(|| Zeroizing::new(groups.concat()))
}
