use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::SystemEntropy;
use crate::testing::entropy;

fn ring() -> KeyRing {
    KeyRing::generate(&entropy(), "2026-11-22T10:00:00+09:00")
}

/// A folder with a saved ring in it.
fn saved() -> (TempDir, PathBuf, KeyRing) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    let ring = ring();
    ring.save_new(&path).unwrap();
    (folder, path, ring)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// Rewrites the file with `from` replaced by `to`, and what loading it says.
fn load_changed(path: &Path, from: &str, to: &str) -> KeyRingError {
    let text = fs::read_to_string(path).unwrap();
    let changed = text.replacen(from, to, 1);
    assert_ne!(changed, text);
    fs::write(path, changed).unwrap();
    KeyRing::load(path).unwrap_err()
}

mod file {
    use super::*;

    #[test]
    fn what_is_saved_is_loaded() {
        let (_folder, path, mut ring) = saved();
        ring.add(&entropy(), "second").unwrap();
        ring.add(&entropy(), "third").unwrap();
        ring.retire(KeyId::new(1), 0).unwrap();

        ring.save(&path).unwrap();
        let read = KeyRing::load(&path).unwrap();

        assert_eq!(read.mark(), ring.mark());
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
        assert_eq!(KeyRing::load(&path).unwrap().mark(), later.mark());
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
            KeyRingError::Io {
                doing: "written",
                ..
            }
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
}

mod rotation {
    use super::*;

    #[test]
    fn a_new_key_becomes_active_and_the_old_one_is_kept() {
        let mut ring = ring();
        let id = ring.add(&entropy(), "2027-04-01").unwrap();

        let keys: Vec<_> = ring.keys().collect();

        assert_eq!(id, KeyId::new(2));
        assert_eq!(ring.active_key(), id);
        assert_eq!(keys[0].state, KeyState::Kept);
        assert_eq!(keys[0].made_at, "2026-11-22T10:00:00+09:00");
        assert_eq!(keys[1].state, KeyState::Active);
        assert_eq!(keys[1].made_at, "2027-04-01");
    }

    #[test]
    fn a_key_is_retired_only_when_nothing_uses_it() {
        let mut ring = ring();
        let (first, second) = (KeyId::new(1), ring.add(&entropy(), "").unwrap());
        let mut refused = |id, uses| ring.retire(id, uses).unwrap_err().to_string();

        assert!(refused(first, 3).contains("still seals 3 values"));
        assert!(refused(second, 0).contains("active"));
        assert!(refused(KeyId::new(9), 0).contains("no key 9"));
        assert!(ring.retire(first, 0).is_ok());
        assert!(matches!(
            ring.retire(first, 0).unwrap_err(),
            KeyRingError::AlreadyRetired(id) if id == first
        ));
    }

    #[test]
    fn retiring_erases_the_material_from_the_file_and_keeps_the_number() {
        let (_folder, path, mut ring) = saved();
        let before = fs::read_to_string(&path).unwrap();
        let material = before.rsplit('"').nth(1).unwrap();
        ring.add(&entropy(), "").unwrap();
        ring.save(&path).unwrap();
        assert!(fs::read_to_string(&path).unwrap().contains(material));

        ring.retire(KeyId::new(1), 0).unwrap();
        ring.save(&path).unwrap();

        assert!(!fs::read_to_string(&path).unwrap().contains(material));
        assert_eq!(ring.add(&entropy(), "").unwrap(), KeyId::new(3));
    }

    #[test]
    fn the_last_number_is_the_last() {
        let mut ring = ring();
        ring.keys[0].id = KeyId::new(u32::MAX);

        assert!(matches!(
            ring.add(&entropy(), "").unwrap_err(),
            KeyRingError::Full
        ));
        assert_eq!(ring.active_key(), KeyId::new(u32::MAX));
    }
}

mod mark {
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
}
