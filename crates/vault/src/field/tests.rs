use super::*;
use crate::testing::{aad, damaged, entropy, vault};
use crate::{KeyId, KeyRing, SystemEntropy};

const NAME: &[u8] = "髙橋 一郎".as_bytes();

#[test]
fn what_is_sealed_opens_at_its_place() {
    let vault = vault();
    let sealed = vault.seal_field(&entropy(), &aad(), NAME);

    assert_eq!(*vault.open_field(&aad(), sealed.as_ref()).unwrap(), NAME);
    assert_eq!(sealed.as_bytes().len(), NAME.len() + SealedField::OVERHEAD);
    assert_eq!(SealedField::from_bytes(sealed.clone().into_bytes()), sealed);
}

#[test]
fn an_empty_field_can_be_sealed() {
    let vault = vault();
    let sealed = vault.seal_field(&entropy(), &aad(), b"");

    assert!(
        vault
            .open_field(&aad(), sealed.as_bytes())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn the_same_text_never_looks_the_same() {
    let vault = vault();

    assert_ne!(
        vault.seal_field(&SystemEntropy, &aad(), NAME),
        vault.seal_field(&SystemEntropy, &aad(), NAME)
    );
}

#[test]
fn every_other_place_refuses_it() {
    let vault = vault();
    let sealed = vault.seal_field(&entropy(), &aad(), NAME);
    let here = aad();
    let elsewhere = [
        FieldAad {
            insurer: "13102",
            ..here
        },
        FieldAad {
            kind: "reviewer",
            ..here
        },
        FieldAad {
            record: "m-2",
            ..here
        },
        FieldAad {
            field: "seats/1/mail",
            ..here
        },
        FieldAad { edition: 3, ..here },
        FieldAad {
            insurer: "13101m",
            kind: "eeting",
            ..here
        },
    ];

    for place in elsewhere {
        assert_eq!(
            vault.open_field(&place, sealed.as_bytes()).unwrap_err(),
            FieldError::Forged,
            "{place:?}"
        );
    }
}

#[test]
fn every_flipped_bit_and_every_cut_is_noticed() {
    let vault = vault();
    let sealed = vault.seal_field(&entropy(), &aad(), NAME);

    for bytes in damaged(sealed.as_bytes()) {
        assert!(vault.open_field(&aad(), &bytes).is_err());
    }
}

#[test]
fn faults_are_told_apart() {
    let vault = vault();
    let sealed = vault.seal_field(&entropy(), &aad(), NAME).into_bytes();
    let fault = |bytes: &[u8]| vault.open_field(&aad(), bytes).unwrap_err();

    assert_eq!(fault(b""), FieldError::CutOff);
    assert_eq!(fault(&sealed[..32]), FieldError::CutOff);
    assert_eq!(
        fault(&[&[9], &sealed[1..]].concat()),
        FieldError::UnknownEdition(9)
    );
    assert_eq!(
        fault(&[&[1, 0, 0, 0, 8], &sealed[5..]].concat()),
        FieldError::UnknownKey(KeyId::new(8))
    );
    assert_eq!(
        fault(&[sealed.as_slice(), &[0]].concat()),
        FieldError::Forged
    );
}

#[test]
fn another_installation_opens_nothing() {
    let sealed = vault().seal_field(&entropy(), &aad(), NAME);
    let stranger = Vault::new(&KeyRing::generate(&SystemEntropy, ""));

    assert_eq!(
        stranger.open_field(&aad(), sealed.as_bytes()).unwrap_err(),
        FieldError::Forged
    );
}

#[test]
fn lookup_values_depend_on_insurer_kind_text_and_ring() {
    let vault = vault();
    let stranger = Vault::new(&KeyRing::generate(&SystemEntropy, ""));
    let value = vault.lookup("13101", "mail", "a@example.jp");

    assert_eq!(value, vault.lookup("13101", "mail", "a@example.jp"));
    assert_ne!(value, vault.lookup("13102", "mail", "a@example.jp"));
    assert_ne!(value, vault.lookup("13101", "name", "a@example.jp"));
    assert_ne!(value, vault.lookup("13101", "mail", "b@example.jp"));
    assert_ne!(value, vault.lookup("13101", "maila", "@example.jp"));
    assert_ne!(value, stranger.lookup("13101", "mail", "a@example.jp"));
}

#[test]
fn debug_shows_nothing_of_a_field() {
    let sealed = vault().seal_field(&entropy(), &aad(), NAME);

    assert_eq!(format!("{sealed:?}"), "SealedField");
}
