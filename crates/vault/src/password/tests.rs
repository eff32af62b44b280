use super::*;
use crate::testing::{entropy, vault};
use crate::{KeyRing, SystemEntropy, Vault};

const COST: PasswordCost = PasswordCost::for_tests();

fn hash(vault: &Vault, password: &[u8]) -> PasswordHash {
    let mut memory = PasswordMemory::new();
    hash_password(&mut memory, vault.pepper(), COST, &SystemEntropy, password).unwrap()
}

fn fits(vault: &Vault, hash: &PasswordHash, password: &[u8]) -> Result<bool, PasswordError> {
    verify_password(&mut PasswordMemory::new(), vault.pepper(), hash, password)
}

#[test]
fn only_the_right_password_fits() {
    let vault = vault();
    let hash = hash(&vault, "さくら-4821-Mori".as_bytes());

    assert_eq!(fits(&vault, &hash, "さくら-4821-Mori".as_bytes()), Ok(true));
    assert_eq!(
        fits(&vault, &hash, "さくら-4821-mori".as_bytes()),
        Ok(false)
    );
    assert_eq!(fits(&vault, &hash, b""), Ok(false));
}

#[test]
fn the_same_password_never_has_the_same_hash() {
    let vault = vault();

    assert_ne!(hash(&vault, b"password"), hash(&vault, b"password"));
}

#[test]
fn the_pepper_belongs_to_the_hash_and_survives_rotation() {
    let mut ring = KeyRing::generate(&entropy(), "");
    let vault = Vault::new(&ring);
    let hash = hash(&vault, b"password");
    ring.add(&entropy(), "").unwrap();
    let stranger = Vault::new(&KeyRing::generate(&SystemEntropy, ""));

    assert_eq!(fits(&Vault::new(&ring), &hash, b"password"), Ok(true));
    assert_eq!(fits(&stranger, &hash, b"password"), Ok(false));
    let other: PasswordHash = hash
        .to_text()
        .replace("pepper=1", "pepper=2")
        .parse()
        .unwrap();
    assert_eq!(
        fits(&vault, &other, b"password"),
        Err(PasswordError::OtherPepper(2))
    );
}

#[test]
fn memory_is_used_again_for_any_cost() {
    let vault = vault();
    let mut memory = PasswordMemory::new();
    let costs = [(64, 1, 2), (32, 1, 1), (256, 2, 4)];

    for (memory_kib, passes, lanes) in costs {
        let cost = PasswordCost::bounded(memory_kib, passes, lanes).unwrap();
        let hash = hash_password(&mut memory, vault.pepper(), cost, &entropy(), b"pw").unwrap();

        assert_eq!(hash.cost(), cost);
        assert_eq!(
            verify_password(&mut memory, vault.pepper(), &hash, b"pw"),
            Ok(true)
        );
        // Fresh memory gives the same answer as used memory.
        assert_eq!(fits(&vault, &hash, b"pw"), Ok(true));
    }
    assert_eq!(memory.0.len(), 256);
}

#[test]
fn long_passwords_count_to_the_last_byte_and_too_long_ones_are_refused() {
    let vault = vault();
    let longest = [b'x'; PASSWORD_MAX];
    let hash = hash(&vault, &longest);

    assert_eq!(fits(&vault, &hash, &longest), Ok(true));
    assert_eq!(fits(&vault, &hash, &longest[1..]), Ok(false));
    assert_eq!(
        fits(&vault, &hash, &[b'x'; PASSWORD_MAX + 1]),
        Err(PasswordError::TooLong)
    );
}

#[test]
fn nothing_fits_a_decoy_which_costs_as_much() {
    let vault = vault();
    let decoy = PasswordHash::decoy(vault.pepper(), PasswordCost::STANDARD);

    assert_eq!(decoy.cost(), PasswordCost::STANDARD);
    assert_eq!(fits(&vault, &decoy, b""), Ok(false));
    assert_eq!(fits(&vault, &decoy, b"password"), Ok(false));
}

#[test]
fn the_text_reads_back_as_the_same_hash() {
    let hash = hash(&vault(), b"password");
    let text = hash.to_text();

    assert!(text.starts_with("$argon2id$v=19$m=32,t=1,p=1,pepper=1$"));
    assert_eq!(text.parse(), Ok(hash));
}

#[test]
fn texts_out_of_shape_or_bounds_are_refused() {
    let text = hash(&vault(), b"password").to_text();
    let changes = [
        ("$argon2id$", "$argon2i$"),
        ("$argon2id$", "argon2id$"),
        ("v=19", "v=16"),
        ("m=32", "m=7"),
        ("m=32", "m=65537"),
        ("m=32", "m=032"),
        ("m=32", "m=+32"),
        ("m=32", "m=-1"),
        ("m=32,t=1", "t=1,m=32"),
        ("t=1", "t=0"),
        ("t=1", "t=11"),
        ("p=1", "p=0"),
        ("p=1", "p=5"),
        // Fewer than eight blocks for each lane.
        ("m=32,t=1,p=1", "m=31,t=1,p=4"),
        (",pepper=1", ""),
        (",pepper=1", ",pepper=1,x=1"),
        ("pepper=1$", "pepper=1$A"),
        ("pepper=1$", "pepper=1$$"),
    ];

    for (from, to) in changes {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        assert_eq!(
            changed.parse::<PasswordHash>(),
            Err(NotAPasswordHash),
            "{changed}"
        );
    }
    assert_eq!(
        text[..text.len() - 1].parse::<PasswordHash>(),
        Err(NotAPasswordHash)
    );
    assert_eq!(
        format!("{text}=").parse::<PasswordHash>(),
        Err(NotAPasswordHash)
    );
}

#[test]
fn debug_shows_nothing() {
    let hash = hash(&vault(), b"password");

    assert_eq!(format!("{hash:?}"), "PasswordHash");
    assert_eq!(format!("{:?}", PasswordMemory::new()), "PasswordMemory");
}
