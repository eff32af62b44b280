//! The second factor's arithmetic: six digits that change every 30 seconds (RFC 6238), and
//! recovery codes. Pure; what is stored and counted is the use cases' matter.

use jiff::Timestamp;
use kairan_domain::ids::StaffId;
use kairan_domain::secret::SecretText;
use kairan_domain::text;
use kairan_domain::text::hex;
use kairan_vault::{Entropy, Vault, entropy};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use totp_rs::{Builder, Secret, Totp};

/// How many recovery codes are printed.
pub const RECOVERY_CODES: usize = 10;

const RECOVERY_CHARS: usize = 10;
/// Crockford's base32: no I, L, O, U.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const STEP: u64 = 30;
const ISSUER: &str = "Kairan";

/// The shared secret of an authenticator.
pub(crate) struct SharedSecret(Secret);

impl SharedSecret {
    pub(crate) fn from_bytes(bytes: [u8; 20]) -> Self {
        Self(Secret::new_stack(bytes))
    }

    /// Reads what [`SharedSecret::to_base32`] wrote into the record.
    pub(crate) fn from_base32(text: &SecretText) -> Option<Self> {
        Secret::try_from_base32(text.expose()).ok().map(Self)
    }

    pub(crate) fn to_base32(&self) -> SecretText {
        SecretText::new(self.0.to_base32())
    }

    /// Base32 in groups of four, to be typed where no camera is at hand.
    pub(crate) fn in_groups(&self) -> SecretText {
        let letters: Vec<char> = self.0.to_base32().chars().collect();
        let groups: Vec<String> = letters
            .chunks(4)
            .map(|group| group.iter().collect())
            .collect();
        SecretText::new(groups.join(" "))
    }

    /// What the QR code says (Key URI Format, the form every authenticator reads).
    pub(crate) fn uri(&self, login: &str) -> SecretText {
        let account = utf8_percent_encode(login, NON_ALPHANUMERIC);
        SecretText::new(format!(
            "otpauth://totp/{ISSUER}:{account}?secret={}&issuer={ISSUER}&algorithm=SHA1&digits=6&period={STEP}",
            self.0.to_base32()
        ))
    }

    /// The step this code belongs to: the current one or a neighbour, later than `last_step`.
    pub(crate) fn step_of(&self, code: &str, now: Timestamp, last_step: u64) -> Option<u64> {
        let code = digits(code);
        let step = self.totp()?.check(&code, second(now)?)?;
        (step > last_step).then_some(step)
    }

    /// The code of the current step.
    pub(crate) fn code(&self, now: Timestamp) -> Option<SecretText> {
        let code = self.totp()?.generate(second(now)?);
        Some(SecretText::new(code.to_string()))
    }

    fn totp(&self) -> Option<Totp> {
        Builder::new().with_secret(self.0.clone()).build().ok()
    }
}

fn second(now: Timestamp) -> Option<u64> {
    u64::try_from(now.as_second()).ok()
}

/// Digits as typed: full-width forms and spaces put right.
fn digits(code: &str) -> String {
    text::half_width(code)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect()
}

/// Fresh recovery codes as printed, `AB3DE-9K7MN`, with the digests to keep.
pub(crate) fn make_recovery_codes(
    vault: &Vault,
    entropy: &dyn Entropy,
    staff: StaffId,
) -> (Vec<SecretText>, Vec<String>) {
    let codes: Vec<String> = std::iter::repeat_with(|| one_code(entropy))
        .take(RECOVERY_CODES)
        .collect();
    let digests = codes
        .iter()
        .map(|code| recovery_digest(vault, staff, code))
        .collect();
    let printed = codes
        .iter()
        .map(|code| SecretText::new(format!("{}-{}", &code[..5], &code[5..])))
        .collect();
    (printed, digests)
}

fn one_code(entropy: &dyn Entropy) -> String {
    // 256 is a multiple of 32, so the remainder favours no sign.
    let bytes: [u8; RECOVERY_CHARS] = entropy::bytes(entropy);
    bytes
        .iter()
        .map(|byte| char::from(CROCKFORD[usize::from(byte % 32)]))
        .collect()
}

/// The digest of a recovery code as typed; `None` when it does not look like one.
pub(crate) fn typed_recovery_digest(vault: &Vault, staff: StaffId, typed: &str) -> Option<String> {
    let code: String = text::half_width(typed)
        .to_ascii_uppercase()
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let sound = code.len() == RECOVERY_CHARS && code.bytes().all(|byte| CROCKFORD.contains(&byte));
    sound.then(|| recovery_digest(vault, staff, &code))
}

/// Keyed with the ring: 50 bits alone could be tried out against a stolen database.
fn recovery_digest(vault: &Vault, staff: StaffId, code: &str) -> String {
    let digest = vault.lookup(&staff.to_string(), "recovery code", code);
    hex(&digest)
}

#[cfg(test)]
mod tests;
