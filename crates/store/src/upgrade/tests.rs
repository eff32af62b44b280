//! Databases of earlier editions, made by taking away what later ones added.

use super::*;
use jiff::Timestamp;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::ids::{ClinicId, InsurerId, MeetingId, OpinionRequestId, SeatId, StaffId};
use kairan_domain::insured::{Insured, InsuredNo, Sex};
use kairan_domain::insurer::InsurerNo;
use kairan_domain::meeting::{Body, Draft, Meeting};
use kairan_domain::opinion_request::{
    ApplicationKind, CareSetting, DoctorKind, OpinionRequest, OpinionTimes, RequestKind,
    RequestPlan, Stage,
};
use kairan_domain::raw::RawSeat;
use kairan_domain::secret::SecretText;
use kairan_domain::staff::PersonName;
use kairan_vault::{KeyRing, SeededEntropy, Vault};
use std::path::Path;
use std::sync::Arc;

use crate::changes::Changes;
use crate::schema;
use crate::store::{SledOptions, Store};

const INSURER: InsurerId = InsurerId::from_bytes([1; 16]);

fn draft(number: u16) -> Meeting {
    let mut raw = kairan_domain::raw::RawMeeting {
        meeting_no: number.to_string(),
        panel: "第1合議体".to_owned(),
        ..Default::default()
    };
    raw.seats.push(RawSeat {
        name: SecretText::new("山田 花子"),
        ..RawSeat::empty(SeatId::from_bytes([3; 16]))
    });
    let mut id = [0; 16];
    id[..2].copy_from_slice(&number.to_be_bytes());
    let (at, by) = (Timestamp::UNIX_EPOCH, StaffId::from_bytes([2; 16]));
    Meeting {
        id: MeetingId::from_bytes(id),
        insurer: INSURER,
        made_at: at,
        made_by: by.into(),
        changed_at: at,
        changed_by: by.into(),
        body: Body::Draft(Draft {
            raw,
            materials: Vec::new(),
        }),
    }
}

async fn open(folder: Option<&Path>) -> Store {
    let vault = Vault::new(&KeyRing::generate(&SeededEntropy::new(1), "2026-11-22"));
    let entropy = Arc::new(SeededEntropy::new(2));
    match folder {
        None => Store::memory(vault, entropy).await.unwrap(),
        Some(folder) => Store::sled(folder, vault, entropy, SledOptions::default())
            .await
            .unwrap(),
    }
}

/// Puts the rows back as edition 1 wrote them.
async fn make_old(store: &Store) {
    let mut batch = Batch::default();
    for index in [24, 25, 26] {
        let prefix = vec![b'i', index];
        let end = behind(&prefix);
        for (key, row) in scan(store.0.engine.as_ref(), prefix, end).await.unwrap() {
            let mut old = vec![b'i', index - 17];
            old.extend_from_slice(&key[2..]);
            if index < 26 {
                batch.writes.insert(old, Some(row.bytes));
            }
            batch.writes.insert(key, None);
        }
    }
    commit(store.0.engine.as_ref(), batch).await.unwrap();
    schema::mark_as(store.0.engine.as_ref(), &store.0.codec, 1)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_database_of_edition_1_is_brought_up() {
    let folder = tempfile::tempdir().unwrap();
    for place in [None, Some(folder.path())] {
        let store = open(place).await;
        let note = AuditRecord::new(
            Some(INSURER),
            Timestamp::UNIX_EPOCH,
            Actor::Operator,
            AuditEvent::DraftMade,
        );
        let mut changes = Changes::new(note);
        for number in 1..=1_200 {
            changes.insert(draft(number));
        }
        store.commit(changes).await.unwrap();
        let whole = store.check_all().await.unwrap();
        make_old(&store).await;
        assert!(!store.check_all().await.unwrap().is_sound());

        // Opening does it; memory has nothing to open again.
        let store = if place.is_some() {
            store.close().await;
            open(place).await
        } else {
            schema::check(store.0.engine.as_ref(), &store.0.codec)
                .await
                .unwrap();
            store
        };

        assert_eq!(store.check_all().await.unwrap(), whole);
        let found = store.meetings_with(INSURER, "花", None, 5).await.unwrap();
        assert_eq!(found.items.len(), 5);
        // Marked: another start has nothing to do.
        let commits = store.counts().commits;
        schema::check(store.0.engine.as_ref(), &store.0.codec)
            .await
            .unwrap();
        assert_eq!(store.counts().commits, commits);
    }
}

fn request(number: u16, day: i8) -> OpinionRequest {
    let mut id = [0; 16];
    id[14..].copy_from_slice(&number.to_be_bytes());
    let day = jiff::civil::Date::constant(2026, 11, day);
    OpinionRequest {
        id: OpinionRequestId::from_bytes(id),
        insurer: INSURER,
        plan: RequestPlan {
            insured: Insured {
                insurer_no: InsurerNo::check("121004").unwrap(),
                number: InsuredNo::check("H000123456").unwrap(),
                name: PersonName::from_kept("山田 花子".to_owned()),
                kana: PersonName::from_kept("やまだ はなこ".to_owned()),
                birth_date: day,
                sex: Sex::Female,
                postal_code: SecretText::new(""),
                address: SecretText::new(""),
                phone: SecretText::new(""),
            },
            applied_on: day,
            application: ApplicationKind::Renewal,
            kind: RequestKind::First,
            times: OpinionTimes::First,
            care: CareSetting::Home,
            doctor: DoctorKind::Attending,
            clinic: ClinicId::from_bytes([4; 16]),
            physician: None,
            requested_on: day,
            due_on: day,
        },
        made_at: Timestamp::UNIX_EPOCH,
        made_by: StaffId::from_bytes([2; 16]).into(),
        letter: None,
        versions: Vec::new(),
        reminders: Vec::new(),
        waiting: None,
        stage: Stage::Requested,
    }
}

#[tokio::test]
async fn a_database_of_edition_3_is_brought_up() {
    let store = open(None).await;
    let engine = store.0.engine.as_ref();
    let mut changes = Changes::new(AuditRecord::new(
        Some(INSURER),
        Timestamp::UNIX_EPOCH,
        Actor::Operator,
        AuditEvent::OpinionRequested,
    ));
    for number in 1..=1_100 {
        let day = 1 + i8::try_from(number % 20).unwrap();
        changes.insert(request(number, day));
    }
    store.commit(changes).await.unwrap();
    let whole = store.check_all().await.unwrap();
    // As edition 3 knew it: nothing counted, two lists fewer.
    let mut batch = Batch::default();
    for prefix in [b"t".to_vec(), vec![b'i', 40], vec![b'i', 41]] {
        let mut from = prefix.clone();
        loop {
            let found = scan(engine, from, behind(&prefix)).await.unwrap();
            let Some((last, _)) = found.last() else { break };
            from = [last.as_slice(), &[0]].concat();
            let gone = found.into_iter().map(|(key, _)| (key, None));
            batch.writes.extend(gone);
        }
    }
    commit(engine, batch).await.unwrap();
    assert!(!store.check_all().await.unwrap().is_sound());

    // A step that was killed is done again: nothing is counted twice.
    for _ in 0..2 {
        schema::mark_as(engine, &store.0.codec, 3).await.unwrap();
        schema::check(engine, &store.0.codec).await.unwrap();
        assert_eq!(store.check_all().await.unwrap(), whole);
    }
    let counted = store.open_requests_by_due(INSURER).await.unwrap();
    assert_eq!(
        counted.iter().map(|tally| tally.count).sum::<usize>(),
        1_100
    );
    assert_eq!(counted.len(), 20);
}
