use super::*;
use crate::SystemEntropy;
use crate::testing::{damaged, entropy};

const PLACE: [&str; 3] = ["13101", "m-1", "seat 0"];
const PASSWORD: &[u8] = b"KQ7R-WM3T-9HXD";

#[test]
fn the_cookie_s_key_opens_it() {
    let key = EnvelopeKey::random(&entropy());
    let sealed = seal(&key, &entropy(), &PLACE, PASSWORD).unwrap();
    let from_cookie: EnvelopeKey = key.to_text().parse().unwrap();

    assert_eq!(from_cookie, key);
    assert_eq!(*open(&from_cookie, &PLACE, &sealed).unwrap(), PASSWORD);
}

#[test]
fn another_clerk_s_key_does_not() {
    let key = EnvelopeKey::random(&entropy());
    let sealed = seal(&key, &entropy(), &PLACE, PASSWORD).unwrap();
    let other = EnvelopeKey::random(&SystemEntropy);

    assert_eq!(
        open(&other, &PLACE, &sealed).unwrap_err(),
        EnvelopeError::WrongKey
    );
}

#[test]
fn it_opens_only_at_its_place() {
    let key = EnvelopeKey::random(&entropy());
    let sealed = seal(&key, &entropy(), &PLACE, PASSWORD).unwrap();
    let elsewhere: [&[&str]; 4] = [
        &["13101", "m-1", "seat 1"],
        &["13101", "m-1s", "eat 0"],
        &["13101", "m-1"],
        &[],
    ];

    for place in elsewhere {
        assert_eq!(
            open(&key, place, &sealed).unwrap_err(),
            EnvelopeError::WrongKey
        );
    }
}

#[test]
fn every_flipped_bit_and_every_cut_is_noticed() {
    let key = EnvelopeKey::random(&entropy());
    let sealed = seal(&key, &entropy(), &PLACE, PASSWORD).unwrap();

    for bytes in damaged(&sealed) {
        assert!(open(&key, &PLACE, &bytes).is_err());
    }
    assert_eq!(
        open(&key, &PLACE, &sealed[..28]).unwrap_err(),
        EnvelopeError::CutOff
    );
    assert_eq!(open(&key, &PLACE, b"").unwrap_err(), EnvelopeError::CutOff);
    assert_eq!(
        open(&key, &PLACE, &[2; 40]).unwrap_err(),
        EnvelopeError::UnknownEdition(2)
    );
}

#[test]
fn it_holds_what_fits_and_no_more() {
    let key = EnvelopeKey::random(&entropy());
    let full = vec![7; ENVELOPE_MAX];
    let sealed = seal(&key, &entropy(), &PLACE, &full).unwrap();

    assert_eq!(*open(&key, &PLACE, &sealed).unwrap(), full);
    assert_eq!(
        seal(&key, &entropy(), &PLACE, &vec![0; ENVELOPE_MAX + 1]),
        Err(EnvelopeError::TooLong)
    );
}

#[test]
fn a_key_s_text_is_strict_and_its_debug_silent() {
    let key = EnvelopeKey::random(&entropy());

    assert_eq!("short".parse::<EnvelopeKey>(), Err(NotAToken));
    assert_eq!(format!("{key:?}"), "EnvelopeKey");
}
