use super::*;
use kairan_vault::{KeyRing, SeededEntropy};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// RFC 6238, appendix B (SHA-1): the eight-digit values' last six digits.
#[test]
fn codes_are_those_of_the_rfc() {
    let secret = SharedSecret::from_bytes(*b"12345678901234567890");
    for (second, code) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_234_567_890, "005924"),
        (20_000_000_000, "353130"),
    ] {
        assert_eq!(secret.code(at(second)).unwrap().expose(), code);
    }
}

#[test]
fn a_code_is_taken_one_step_early_or_late_and_never_twice() {
    let secret = SharedSecret::from_bytes(*b"12345678901234567890");
    let code = secret.code(at(3_000)).unwrap();
    let taken = |second, last| secret.step_of(code.expose(), at(second), last);

    assert_eq!(taken(3_000, 0), Some(100));
    assert_eq!(taken(2_970, 0), Some(100));
    assert_eq!(taken(3_059, 0), Some(100));
    assert_eq!(taken(3_060, 0), None);
    assert_eq!(taken(3_000, 100), None);
}

#[test]
fn typing_differences_do_not_matter() {
    let secret = SharedSecret::from_bytes(*b"12345678901234567890");

    assert_eq!(secret.step_of(" ２８７ ０８２", at(59), 0), Some(1));
    assert_eq!(secret.step_of("28708", at(59), 0), None);
    assert_eq!(secret.step_of("", at(59), 0), None);
}

#[test]
fn the_secret_returns_from_its_record() {
    let secret = SharedSecret::from_bytes([7; 20]);
    let again = SharedSecret::from_base32(&secret.to_base32()).unwrap();

    assert_eq!(again.code(at(0)).unwrap(), secret.code(at(0)).unwrap());
    assert_eq!(secret.in_groups().expose().len(), 39);
}

#[test]
fn the_uri_names_issuer_and_account() {
    let uri = SharedSecret::from_bytes([7; 20]).uri("jimu@city");

    assert!(
        uri.expose()
            .starts_with("otpauth://totp/Kairan:jimu%40city?secret=")
    );
    assert!(uri.expose().contains("&issuer=Kairan&"));
}

#[test]
fn recovery_codes_are_found_however_they_are_typed() {
    let entropy = SeededEntropy::new(1);
    let vault = Vault::new(&KeyRing::generate(&entropy, "2026-11-22"));
    let staff = StaffId::from_bytes([1; 16]);
    let (printed, digests) = make_recovery_codes(&vault, &entropy, staff);
    assert_eq!((printed.len(), digests.len()), (10, 10));

    let typed = printed[3]
        .expose()
        .to_lowercase()
        .replace('-', " ")
        .replace('0', "o");
    assert_eq!(
        typed_recovery_digest(&vault, staff, &typed).as_ref(),
        Some(&digests[3])
    );
    assert_eq!(typed_recovery_digest(&vault, staff, "12345"), None);

    let other = StaffId::from_bytes([2; 16]);
    assert_ne!(
        typed_recovery_digest(&vault, other, &typed).as_ref(),
        Some(&digests[3])
    );
}
