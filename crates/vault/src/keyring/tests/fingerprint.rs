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
