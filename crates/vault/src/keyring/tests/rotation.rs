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
