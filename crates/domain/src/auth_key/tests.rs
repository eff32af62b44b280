use super::*;

fn day(text: &str) -> Timestamp {
    format!("{text}T00:00:00+09:00").parse().unwrap()
}

fn raw() -> RawAuthKey {
    RawAuthKey {
        name: "介護保険システム".into(),
        meetings: true,
        changes: true,
        until: "令和9年3月31日".into(),
        networks: "10.1.0.0/16\n192.0.2.7".into(),
        ..RawAuthKey::default()
    }
}

fn key(now: Timestamp) -> AuthKey {
    let checked = raw().check(now).unwrap();
    AuthKey {
        id: AuthKeyId::from_bytes([1; 16]),
        insurer: InsurerId::from_bytes([2; 16]),
        name: checked.name,
        scope: checked.scope,
        networks: checked.networks,
        until: checked.until,
        secrets: vec![KeySecret {
            digest: [1; 32],
            made_at: now,
            until: None,
        }],
        revoked_at: None,
        used: None,
        refused: None,
        made_at: now,
        made_by: StaffId::from_bytes([3; 16]),
    }
}

#[test]
fn a_key_lasts_through_its_last_day_and_opens_from_its_own_network_alone() {
    let now = day("2026-12-01");
    let key = key(now);
    let office: IpAddr = "10.1.2.3".parse().unwrap();
    assert_eq!(key.admits(&[1; 32], office, now), Ok(()));
    let foreign = "10.2.0.1".parse().unwrap();
    let refused = key.admits(&[1; 32], foreign, now);
    assert_eq!(refused, Err(KeyRefusal::Network));
    let ended = key.admits(&[2; 32], office, now);
    assert_eq!(ended, Err(KeyRefusal::Ended));
    let last: Timestamp = "2027-03-31T23:59:59+09:00".parse().unwrap();
    assert_eq!(key.admits(&[1; 32], office, last), Ok(()));
    assert_eq!(key.state(last), KeyState::EndsSoon);
    assert_eq!(key.state(day("2027-04-01")), KeyState::Ended);
}

#[test]
fn old_and_new_secret_are_valid_together_for_a_set_time() {
    let now = day("2026-12-01");
    let office = "192.0.2.7".parse().unwrap();
    let week = SignedDuration::from_hours(7 * 24);
    let rotated = key(now).rotated([2; 32], week, now);
    assert_eq!(rotated.overlaps_until(now), Some(day("2026-12-08")));
    for digest in [[1; 32], [2; 32]] {
        assert_eq!(rotated.admits(&digest, office, now), Ok(()));
    }
    let later = day("2026-12-08");
    let old = rotated.admits(&[1; 32], office, later);
    assert_eq!(old, Err(KeyRefusal::Ended));
    assert_eq!(rotated.admits(&[2; 32], office, later), Ok(()));
    // Rotated again at once, only the last two are left.
    let again = rotated.rotated([3; 32], week, now);
    assert_eq!(again.secrets.len(), 2);
    let first = again.admits(&[1; 32], office, now);
    assert_eq!(first, Err(KeyRefusal::Ended));
}

#[test]
fn every_fault_of_a_typed_key_is_named() {
    let now = day("2026-12-01");
    let faults = RawAuthKey {
        until: "2026-12-01".into(),
        networks: "10.0.0.0/8, office".into(),
        ..RawAuthKey::default()
    };
    let faults = faults.check(now).unwrap_err();
    assert_eq!(faults.len(), 4, "{faults:?}");
    assert!(faults.contains(&KeyFault::Opens));
    assert!(faults.contains(&KeyFault::Network { line: 2 }));
    let full_width = RawAuthKey {
        networks: "１０．１．０．０／１６".into(),
        ..raw()
    };
    assert!(full_width.check(now).is_ok());
}
