use super::*;
use crate::testing::{entropy, vault};
use crate::{KeyRing, SystemEntropy};

#[test]
fn text_and_token_are_the_same_thing() {
    let token = LinkToken::random(&entropy());
    let text = token.to_text();

    assert_eq!(text.len(), TOKEN_CHARS);
    assert!(
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    );
    assert_eq!(text.parse(), Ok(token.clone()));
    assert_eq!(
        LinkToken::from_secret(SecretBytes::take(&mut token.expose_bytes().to_owned())),
        token
    );
}

#[test]
fn two_tokens_differ() {
    assert_ne!(
        SessionToken::random(&SystemEntropy),
        SessionToken::random(&SystemEntropy)
    );
}

#[test]
fn only_the_canonical_text_is_a_token() {
    let text = LinkToken::random(&entropy()).to_text();
    let refused = [
        String::new(),
        text[..42].to_owned(),
        format!("{}A", *text),
        format!("{}=", *text),
        format!(" {}", &text[1..]),
        format!("{}\n", &text[..42]),
        format!("+{}", &text[1..]),
        format!("/{}", &text[1..]),
        format!("{}あ", &text[..40]),
        // The last character has two spare bits; only zero is canonical.
        format!("{}B", "A".repeat(42)),
        format!("{}D", "A".repeat(42)),
    ];

    for text in refused {
        assert_eq!(text.parse::<LinkToken>(), Err(NotAToken), "{text:?}");
    }
    assert!(format!("{}E", "A".repeat(42)).parse::<LinkToken>().is_ok());
}

#[test]
fn a_digest_depends_on_token_kind_and_ring() {
    let vault = vault();
    let stranger = Vault::new(&KeyRing::generate(&SystemEntropy, ""));
    let link = LinkToken::random(&entropy());
    let session: SessionToken = link.to_text().parse().unwrap();

    assert_eq!(link.digest(&vault), link.clone().digest(&vault));
    assert_ne!(link.digest(&vault), session.digest(&vault));
    assert_ne!(link.digest(&vault), link.digest(&stranger));
    assert_ne!(
        link.digest(&vault),
        LinkToken::random(&SystemEntropy).digest(&vault)
    );
    let digest = link.digest(&vault);
    assert_eq!(TokenDigest::from_bytes(*digest.as_bytes()), digest);
}

#[test]
fn debug_shows_the_type_name_alone() {
    let token = LinkToken::random(&entropy());

    assert_eq!(format!("{token:?}"), "Token");
    assert_eq!(format!("{:?}", token.digest(&vault())), "TokenDigest");
}

#[test]
fn a_short_codes_digest_depends_on_code_and_ring() {
    let vault = vault();
    let stranger = Vault::new(&KeyRing::generate(&SystemEntropy, ""));
    let digest = short_code_digest(&vault, &[1, 2, 3, 4, 5]);
    assert_eq!(digest, short_code_digest(&vault, &[1, 2, 3, 4, 5]));
    assert_ne!(digest, short_code_digest(&vault, &[1, 2, 3, 4, 6]));
    assert_ne!(digest, short_code_digest(&stranger, &[1, 2, 3, 4, 5]));
}
