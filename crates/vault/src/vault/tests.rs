use super::*;
use crate::document::{DataKey, FileId, PartNo};
use crate::testing::{aad, entropy};
use crate::{LinkToken, SeededEntropy};

const FILE: FileId = FileId([1; 16]);

fn rotated() -> (KeyRing, Vault, KeyRing) {
    let entropy = entropy();
    let ring = KeyRing::generate(&entropy, "first");
    let mut later = ring.clone();
    later.add(&entropy, "second").unwrap();
    (ring.clone(), Vault::new(&ring), later)
}

#[test]
fn all_clones_see_a_rotation_and_still_open_what_was_sealed_before() {
    let (_, vault, later) = rotated();
    let clone = vault.clone();
    let before = vault.seal_field(&entropy(), &aad(), b"old");

    vault.adopt(&later).unwrap();
    let after = clone.seal_field(&entropy(), &aad(), b"new");

    assert_eq!(crate::sealed::key_id(before.as_bytes()), Ok(KeyId::new(1)));
    assert_eq!(crate::sealed::key_id(after.as_bytes()), Ok(KeyId::new(2)));
    assert_eq!(clone.active_key(), KeyId::new(2));
    assert_eq!(
        *clone.open_field(&aad(), before.as_bytes()).unwrap(),
        b"old"
    );
    assert_eq!(*clone.open_field(&aad(), after.as_bytes()).unwrap(), b"new");
}

#[test]
fn rewrapping_moves_fields_and_data_keys_to_the_active_key() {
    let (_, vault, mut later) = rotated();
    let entropy = entropy();
    let key = DataKey::random(&entropy);
    let field = vault.seal_field(&entropy, &aad(), b"text");
    let wrapped = vault.wrap_key(&entropy, FILE, PartNo(0), &key);
    assert_eq!(vault.needs_rewrap(field.as_bytes()), Ok(false));

    vault.adopt(&later).unwrap();
    assert_eq!(vault.needs_rewrap(field.as_bytes()), Ok(true));
    assert_eq!(vault.needs_rewrap(wrapped.as_bytes()), Ok(true));
    let plain = vault.open_field(&aad(), field.as_bytes()).unwrap();
    let new_field = vault.seal_field(&entropy, &aad(), &plain);
    let new_wrapped = vault
        .rewrap_key(&entropy, FILE, PartNo(0), &wrapped)
        .unwrap();
    later.retire(KeyId::new(1), 0).unwrap();
    vault.adopt(&later).unwrap();

    assert_eq!(vault.needs_rewrap(new_field.as_bytes()), Ok(false));
    assert_eq!(vault.needs_rewrap(new_wrapped.as_bytes()), Ok(false));
    assert_eq!(
        *vault.open_field(&aad(), new_field.as_bytes()).unwrap(),
        b"text"
    );
    assert_eq!(vault.unwrap_key(FILE, PartNo(0), &new_wrapped), Ok(key));
    assert_eq!(
        vault.open_field(&aad(), field.as_bytes()).unwrap_err(),
        OpenError::RetiredKey(KeyId::new(1))
    );
    assert_eq!(
        vault.unwrap_key(FILE, PartNo(0), &wrapped).unwrap_err(),
        OpenError::RetiredKey(KeyId::new(1))
    );
}

#[test]
fn an_older_ring_names_the_key_it_lacks() {
    let (older, _, later) = rotated();
    let sealed = Vault::new(&later).seal_field(&entropy(), &aad(), b"new");

    assert_eq!(
        Vault::new(&older)
            .open_field(&aad(), sealed.as_bytes())
            .unwrap_err(),
        OpenError::UnknownKey(KeyId::new(2))
    );
}

#[test]
fn lookup_values_and_token_digests_survive_rotation() {
    let (_, vault, later) = rotated();
    let rotated = Vault::new(&later);
    let token = LinkToken::random(&entropy());

    assert_eq!(
        vault.lookup("i", "mail", "a@b"),
        rotated.lookup("i", "mail", "a@b")
    );
    assert_eq!(token.digest(&vault), token.digest(&rotated));
}

#[test]
fn a_vault_refuses_another_ring() {
    let (_, vault, _) = rotated();
    let stranger = KeyRing::generate(&SeededEntropy::new(9), "");

    let refused = vault.adopt(&stranger).unwrap_err();

    assert!(matches!(refused, KeyRingError::OtherRing { .. }));
    assert_eq!(vault.active_key(), KeyId::new(1));
}

#[test]
fn a_field_key_does_not_open_wrapped_keys_nor_the_other_way_round() {
    let (_, vault, _) = rotated();
    let sealed = vault.seal(Job::Wrap, &entropy(), b"x", b"y");

    assert!(vault.open(Job::Wrap, b"x", &sealed).is_ok());
    assert_eq!(
        vault.open(Job::Field, b"x", &sealed).unwrap_err(),
        OpenError::Forged
    );
}

#[test]
fn bytes_that_are_no_sealed_value_cannot_be_asked_for_their_key() {
    let (_, vault, _) = rotated();

    assert_eq!(vault.needs_rewrap(&[1; 32]), Err(OpenError::CutOff));
    assert_eq!(
        vault.needs_rewrap(&[7; 40]),
        Err(OpenError::UnknownEdition(7))
    );
}

#[test]
fn debug_shows_the_type_name_alone() {
    let (ring, vault, _) = rotated();

    assert_eq!(format!("{vault:?} {ring:?}"), "Vault KeyRing");
    assert_eq!(format!("{:?}", vault.pepper()), "Pepper");
}
