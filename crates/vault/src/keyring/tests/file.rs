use std::os::unix::fs::MetadataExt;

use super::*;

#[test]
fn what_is_saved_is_loaded() {
    let (_folder, path, mut ring) = saved();
    ring.add(&entropy(), "second").unwrap();
    ring.add(&entropy(), "third").unwrap();
    ring.retire(KeyId::new(1), 0).unwrap();

    ring.save(&path).unwrap();
    let read = KeyRing::load(&path).unwrap();

    assert_eq!(read.fingerprint(), ring.fingerprint());
    assert!(read.keys().eq(ring.keys()));
    assert_eq!(
        read.live_roots().collect::<Vec<_>>(),
        ring.live_roots().collect::<Vec<_>>()
    );
}

#[test]
fn only_the_owner_may_read_it_and_nothing_else_is_left_behind() {
    let (folder, path, mut ring) = saved();
    assert_eq!(mode(&path), 0o600);

    ring.add(&entropy(), "").unwrap();
    fs::write(folder.path().join("keys.json.new"), "left by a crash").unwrap();
    ring.save(&path).unwrap();

    assert_eq!(mode(&path), 0o600);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn rights_for_others_are_refused_with_the_remedy() {
    let (_folder, path, _) = saved();
    for open in [0o640, 0o604, 0o620, 0o601, 0o666] {
        fs::set_permissions(&path, Permissions::from_mode(open)).unwrap();

        let refused = KeyRing::load(&path).unwrap_err();

        assert!(matches!(&refused, KeyRingError::TooOpen { mode, .. } if *mode == open));
        assert!(refused.to_string().contains("chmod 600"));
    }
    fs::set_permissions(&path, Permissions::from_mode(0o400)).unwrap();
    assert!(KeyRing::load(&path).is_ok());
}

#[test]
fn a_new_ring_never_overwrites_one() {
    let (_folder, path, ring) = saved();
    let other = KeyRing::generate(&SystemEntropy, "");

    let refused = other.save_new(&path).unwrap_err();

    assert!(matches!(refused, KeyRingError::AlreadyThere(_)));
    assert_eq!(
        KeyRing::load(&path).unwrap().fingerprint(),
        ring.fingerprint()
    );
}

#[test]
fn saving_never_loses_keys_or_another_ring() {
    let (_folder, path, ring) = saved();
    let mut later = ring.clone();
    later.add(&SystemEntropy, "").unwrap();
    later.save(&path).unwrap();
    let mut sideways = ring.clone();
    sideways.add(&SystemEntropy, "").unwrap();
    let other = KeyRing::generate(&SystemEntropy, "");

    for loser in [&ring, &sideways] {
        let refused = loser.save(&path).unwrap_err();
        assert!(matches!(refused, KeyRingError::WouldLoseKeys(_)));
    }
    assert!(matches!(
        other.save(&path).unwrap_err(),
        KeyRingError::OtherRing { .. }
    ));
    assert!(KeyRing::load(&path).unwrap().keys().eq(later.keys()));
}

#[test]
fn a_missing_ring_is_told_with_what_to_do() {
    let (folder, _, ring) = saved();
    let nowhere = folder.path().join("nowhere.json");

    let missing = KeyRing::load(&nowhere).unwrap_err();

    assert!(matches!(missing, KeyRingError::Missing(_)));
    assert!(missing.to_string().contains("kairan init"));
    assert!(matches!(
        ring.save(&nowhere).unwrap_err(),
        KeyRingError::Missing(_)
    ));
    assert!(matches!(
        ring.save_new(&nowhere.join("deeper")).unwrap_err(),
        KeyRingError::Io { .. }
    ));
}

#[test]
fn a_folder_or_a_huge_file_is_no_ring() {
    let (folder, path, _) = saved();
    let not_a_ring =
        |path: &Path| matches!(KeyRing::load(path).unwrap_err(), KeyRingError::NotARing(_));

    assert!(not_a_ring(folder.path()));
    fs::write(&path, vec![b' '; (1 << 20) + 1]).unwrap();
    assert!(not_a_ring(&path));
}

#[test]
fn a_damaged_file_is_refused_without_showing_its_content() {
    let changes = [
        ("\"index_key\": \"", "\"index_key\": \"!"),
        ("\"index_key\": \"", "\"index_key\": \"AAAA"),
        ("\"edition\"", "\"extra\": 1, \"edition\""),
        ("}\n", ""),
        ("active", "dormant"),
    ];
    for (from, to) in changes {
        let (_folder, path, _) = saved();
        let text = fs::read_to_string(&path).unwrap();
        let refused = load_changed(&path, from, to);

        assert!(
            matches!(
                refused,
                KeyRingError::Damaged {
                    fault: RingFault::Shape(_),
                    ..
                }
            ),
            "{refused}"
        );
        for word in text.split('"').filter(|word| word.len() == 44) {
            assert!(!format!("{refused} {refused:?}").contains(word));
        }
    }
}

#[test]
fn a_newer_edition_is_told_even_when_its_shape_is_unknown() {
    let (_folder, path, _) = saved();

    let refused = load_changed(&path, "\"edition\": 1", "\"new\": 5, \"edition\": 2");

    assert!(matches!(
        refused,
        KeyRingError::NewerEdition { edition: 2, .. }
    ));
}

#[test]
fn states_that_cannot_be_are_refused() {
    let fault = |from: &str, to: &str| {
        let (_folder, path, mut ring) = saved();
        ring.add(&entropy(), "").unwrap();
        ring.save(&path).unwrap();
        match load_changed(&path, from, to) {
            KeyRingError::Damaged { fault, .. } => fault,
            other => panic!("{other}"),
        }
    };

    assert_eq!(fault("active", "kept"), RingFault::ActiveKeys);
    assert_eq!(fault("kept", "active"), RingFault::ActiveKeys);
    assert_eq!(fault("kept", "retired"), RingFault::Material(KeyId::new(1)));
    assert_eq!(fault("\"id\": 2", "\"id\": 1"), RingFault::Order);
    assert_eq!(fault("\"id\": 2", "\"id\": 0"), RingFault::Order);
}

#[test]
fn a_symbolic_link_stays_one() {
    let (folder, path, mut ring) = saved();
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&path, &link).unwrap();

    ring.add(&entropy(), "").unwrap();
    ring.save(&link).unwrap();

    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(KeyRing::load(&path).unwrap().keys().eq(ring.keys()));
}

#[test]
fn the_file_keeps_its_owner() {
    let (_folder, path, mut ring) = saved();
    // Only root may give a file away; for others the owner cannot differ.
    let service = 12_345;
    let given = std::os::unix::fs::chown(&path, Some(service), Some(service)).is_ok();
    let before = fs::metadata(&path).unwrap();

    ring.add(&entropy(), "").unwrap();
    ring.save(&path).unwrap();

    let after = fs::metadata(&path).unwrap();
    assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()));
    assert_eq!(given, after.uid() == service);
}
