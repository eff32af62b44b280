use super::*;

#[test]
fn the_fingerprint_is_one_ring_s_alone_and_survives_rotation() {
    let mut ring = ring();
    let before = ring.fingerprint();
    ring.add(&entropy(), "").unwrap();
    let mut other_pepper = ring.clone();
    other_pepper.pepper = SecretBytes::random(&SystemEntropy);

    assert_eq!(ring.fingerprint(), before);
    assert_ne!(other_pepper.fingerprint(), before);
    assert_ne!(KeyRing::generate(&SystemEntropy, "").fingerprint(), before);
}

#[test]
fn a_ring_passes_with_its_own_and_with_earlier_marks() {
    let mut ring = ring();
    let first = ring.mark();
    ring.check_mark(&first).unwrap();
    ring.add(&entropy(), "").unwrap();
    ring.check_mark(&first).unwrap();
    ring.retire(KeyId::new(1), 0).unwrap();
    ring.check_mark(&first).unwrap();

    assert_ne!(ring.mark(), first);
    ring.check_mark(&ring.mark()).unwrap();
}

#[test]
fn an_older_a_forked_and_a_foreign_ring_are_told_apart() {
    let older = ring();
    let mut newer = older.clone();
    newer.add(&SystemEntropy, "").unwrap();
    let mut forked = older.clone();
    forked.add(&SystemEntropy, "").unwrap();
    let foreign = KeyRing::generate(&SystemEntropy, "");
    let sentence = |ring: &KeyRing| ring.check_mark(&newer.mark()).unwrap_err().to_string();

    assert!(sentence(&older).contains("older copy: key 2"));
    assert!(sentence(&forked).contains("older copy: key 2"));
    assert!(sentence(&foreign).contains("another installation"));
    assert!(sentence(&foreign).contains(&newer.fingerprint()));
}

#[test]
fn a_mark_s_text_reads_back_and_nothing_else_does() {
    let mark = ring().mark();
    let text = mark.to_string();

    assert_eq!(text.parse(), Ok(mark.clone()));
    assert_eq!(mark.key(), KeyId::new(1));
    assert_eq!(mark.fingerprint(), ring().fingerprint());
    let refused = [
        String::new(),
        format!("{text} "),
        format!("{text} x"),
        text.to_uppercase() + "F",
        text.replace(" 1 ", " one "),
        text.replace('-', "_"),
        text[1..].to_owned(),
        text[..text.len() - 1].to_owned(),
    ];
    for text in refused {
        assert_eq!(text.parse::<RingMark>(), Err(NotARingMark), "{text}");
    }
}
