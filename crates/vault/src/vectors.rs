//! Known answers for every format of `FORMAT.md`, edition 1.
//!
//! They were computed from that text by an independent implementation (Python,
//! OpenSSL and the reference Argon2), and must **never be changed**: data sealed
//! by any released Kairan depends on them. A new edition gets new vectors.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use sha2::{Digest, Sha256};

use crate::document::{
    CHUNK, ChunkOpener, ChunkSealer, DataKey, FileId, Layout, PartNo, SEALED_CHUNK, WrappedKey,
};
use crate::envelope::{self, EnvelopeKey};
use crate::password::{PasswordCost, PasswordHash, PasswordMemory, hash_password, verify_password};
use crate::testing::{Ascending, aad, hex};
use crate::{KeyRing, LinkToken, SecretBytes, SessionToken, Vault};

const RING: &str = r#"{
  "edition": 1,
  "index_key": "ERERERERERERERERERERERERERERERERERERERERERE=",
  "pepper": {
    "id": 7,
    "material": "IiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiI="
  },
  "keys": [
    {
      "id": 1,
      "made_at": "2026-04-01",
      "state": "retired"
    },
    {
      "id": 3,
      "made_at": "2026-11-22",
      "state": "active",
      "material": "MzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM="
    }
  ]
}
"#;

const FIELD: &str = "0100000003000102030405060708090a0b4e999b0f6e26bc923d7957879b793bf6\
                     441ba5f7d05c98448be098ad9fafb94405";
const WRAPPED: &str = "0100000003000102030405060708090a0b9f785d21cf8c6ef53331ab7a1354e895\
                       edf75076f34e7e2b9211c8da42f75702e72f553a62347122712280ec48d8e434";
const ENVELOPE: &str = "01000102030405060708090a0b3825470a7e2f10db114d8e58f15d4b2e4dc759ea\
                        947731410462e9b4702c";
const STANDARD_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1,pepper=7$AAECAwQFBgcICQoLDA0ODw\
                             $IbQauULkXQKBzScGHl1UDXmN5xBO7eH8uDlcMsZgvpk";
const TEST_HASH: &str = "$argon2id$v=19$m=32,t=1,p=1,pepper=7$AAECAwQFBgcICQoLDA0ODw\
                         $nceF+yWpzirdJn6aeHd7dXja0BAAQJ9NwEZsS3JnhZY";

const FILE: FileId = FileId([
    0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xaf,
]);

fn ring() -> KeyRing {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ring");
    fs::write(&path, RING).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    KeyRing::load(&path).unwrap()
}

fn vault() -> Vault {
    Vault::new(&ring())
}

fn data_key() -> DataKey {
    DataKey::from_secret(SecretBytes::take(&mut [0x44; 32]))
}

fn token_bytes() -> SecretBytes<32> {
    let mut bytes = [0; 32];
    for (byte, value) in bytes.iter_mut().zip(0xe0..=0xff) {
        *byte = value;
    }
    SecretBytes::take(&mut bytes)
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

#[test]
fn ring_file_and_fingerprint() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("again");
    ring().save_new(&path).unwrap();

    assert_eq!(fs::read_to_string(&path).unwrap(), RING);
    assert_eq!(ring().fingerprint(), "a05c-41e4-f517-c0e1");
}

#[test]
fn field() {
    let plain = "委員@example.jp".as_bytes();
    let sealed = vault().seal_field(&Ascending, &aad(), plain);

    assert_eq!(hex(sealed.as_bytes()), FIELD);
    assert_eq!(*vault().open_field(&aad(), &unhex(FIELD)).unwrap(), plain);
}

#[test]
fn wrapped_key() {
    let wrapped = vault().wrap_key(&Ascending, FILE, PartNo(2), &data_key());
    let read = WrappedKey::from_bytes(unhex(WRAPPED));

    assert_eq!(hex(wrapped.as_bytes()), WRAPPED);
    assert_eq!(vault().unwrap_key(FILE, PartNo(2), &read), Ok(data_key()));
}

#[test]
fn lookup_value_and_token_digests() {
    let link = LinkToken::from_secret(token_bytes());
    let session = SessionToken::from_secret(token_bytes());

    assert_eq!(
        hex(&vault().lookup("13101", "mail", "a@example.jp")),
        "df11029e684de64581d33fd8ea6504c0bb0c47def4ff845b69750c730b5064c6"
    );
    assert_eq!(
        *link.to_text(),
        "4OHi4-Tl5ufo6err7O3u7_Dx8vP09fb3-Pn6-_z9_v8"
    );
    assert_eq!(
        hex(link.digest(&vault()).as_bytes()),
        "889587e8abcf9b8203cf7f0047531e719705624df9e3b4c3fadeade9327ed7c3"
    );
    assert_eq!(
        hex(session.digest(&vault()).as_bytes()),
        "51bf55041e155651d202dc77b41de40f19acfbdcbda4c33a1324e7e4d711e80b"
    );
}

#[test]
fn document() {
    let mut full = vec![0_u8; CHUNK];
    for (byte, value) in full.iter_mut().zip((0..251).cycle()) {
        *byte = value;
    }
    let mut sealed = Vec::new();
    let mut sealer = ChunkSealer::new(&data_key(), FILE, PartNo(1), 3);
    sealer.seal_chunk(&full, false, &mut sealed).unwrap();
    sealer.seal_chunk(b"the end", true, &mut sealed).unwrap();

    let (first, last) = sealed.split_at_mut(SEALED_CHUNK);
    assert_eq!(
        hex(&Sha256::digest(&*first)),
        "581eb75d2c19bc51cfce3c5f7f8fd61ffc8a50c1860cf1513023611776f5f1aa"
    );
    assert_eq!(hex(last), "ed4298d6ec49c6a443649dc6fcaa7ca0989da4783b2ba1");

    let layout = Layout::new(&[3 << 16, (1 << 16) + 7]).unwrap();
    let opener = ChunkOpener::new(&data_key(), FILE, PartNo(1), &layout).unwrap();
    assert_eq!(opener.open_chunk(3, first).unwrap(), full);
    assert_eq!(opener.open_chunk(4, last).unwrap(), b"the end");
}

#[test]
fn empty_document() {
    let mut sealed = Vec::new();
    let mut sealer = ChunkSealer::new(&data_key(), FILE, PartNo(0), 0);
    sealer.seal_chunk(b"", true, &mut sealed).unwrap();

    assert_eq!(hex(&sealed), "10eebad143b33c9661e10d262e88b258");
}

#[test]
fn password_hashes() {
    let (vault, mut memory) = (vault(), PasswordMemory::new());
    let password = b"correct horse";
    let costs = [PasswordCost::STANDARD, PasswordCost::for_tests()];

    for (cost, text) in costs.into_iter().zip([STANDARD_HASH, TEST_HASH]) {
        let made = hash_password(&mut memory, vault.pepper(), cost, &Ascending, password).unwrap();
        let read: PasswordHash = text.parse().unwrap();

        assert_eq!(made.to_text(), text);
        assert_eq!(
            verify_password(&mut memory, vault.pepper(), &read, password),
            Ok(true)
        );
    }
}

#[test]
fn sealed_envelope() {
    let key: EnvelopeKey = "VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVU"
        .parse()
        .unwrap();
    let place = ["13101", "m-1", "seat 0"];
    let plain = "のぞみ-4821".as_bytes();

    let sealed = envelope::seal(&key, &Ascending, &place, plain).unwrap();

    assert_eq!(hex(&sealed), ENVELOPE);
    assert_eq!(
        *envelope::open(&key, &place, &unhex(ENVELOPE)).unwrap(),
        plain
    );
}
