//! Who can be asked.

use super::scene::{new_request, stranger};
use crate::world::World;
use kairan_access::{RawStaff, add_clinic_staff, list_clinic_staff};
use kairan_domain::audit::AuditEvent;
use kairan_domain::clinic::{ClinicFault, PhysicianFault, RawClinic, RawPhysician};
use kairan_domain::opinion_request::{RequestFault, RequestField};
use kairan_domain::secret::SecretText;
use kairan_domain::staff::Role;
use kairan_opinion::{
    ChangeError, ClinicError, PhysicianError, ReadError, RegisterError, Retired, list_clinics,
    raw_of_clinic, raw_of_physician, register_request, retire_clinic, retire_physician,
    revive_clinic, save_clinic, save_physician, show_clinic,
};

fn clinic(name: &str, code: &str) -> RawClinic {
    RawClinic {
        code: code.into(),
        name: name.into(),
        address: "みどり市緑町9".into(),
        phone: "043-000-1111".into(),
        ..RawClinic::default()
    }
}

#[tokio::test]
async fn a_clinic_is_entered_corrected_and_found() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let id = save_clinic(app, by, None, &clinic("さくら内科", "1310123456")).await;
    let id = id.unwrap();
    let mut raw = clinic("さくら内科クリニック", "1310123456");
    raw.mail = SecretText::new("sakura@example.jp");
    assert_eq!(save_clinic(app, by, Some(id), &raw).await, Ok(id));

    let shown = show_clinic(app, by, id).await.unwrap().clinic;
    assert_eq!(raw_of_clinic(&shown), raw);
    for typed in ["サクラ", "1310123456", "さくら内科"] {
        let found = list_clinics(app, by, typed).await.unwrap();
        assert_eq!(found.len(), 1, "{typed}");
        assert_eq!(found[0].clinic.id, id);
    }
    let by_doctor = list_clinics(app, by, "山田花").await.unwrap();
    assert_eq!(by_doctor[0].clinic.id, world.clinic);
    let saved = world.events().await.into_iter();
    assert_eq!(
        saved
            .filter(|event| *event == AuditEvent::ClinicSaved)
            .count(),
        3
    );
}

#[tokio::test]
async fn faults_and_taken_codes_are_named_and_nothing_is_saved() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    let first = save_clinic(app, by, None, &clinic("さくら内科", "99"))
        .await
        .unwrap();
    let before = world.events().await.len();

    let faults = save_clinic(app, by, None, &RawClinic::default()).await;
    assert!(
        matches!(faults, Err(ClinicError::Faults(faults)) if faults.contains(&ClinicFault::Phone))
    );
    let taken = save_clinic(app, by, None, &clinic("もみじ内科", "９９")).await;
    assert_eq!(taken, Err(ClinicError::CodeTaken(first)));

    let nameless = save_physician(app, by, first, None, &RawPhysician::default()).await;
    let fault = PhysicianFault::Name {
        most: app.limits.max_name,
    };
    assert_eq!(nameless, Err(PhysicianError::Faults(vec![fault])));
    let elsewhere = RawPhysician {
        name: SecretText::new("山田　花子"),
        ..RawPhysician::default()
    };
    let moved = save_physician(app, by, first, Some(world.physician), &elsewhere).await;
    assert_eq!(
        moved,
        Err(PhysicianError::NotFound),
        "a doctor stays with the own clinic"
    );
    assert_eq!(world.events().await.len(), before);
}

#[tokio::test]
async fn who_is_retired_is_not_asked_until_taken_in_again() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    new_request(&world).await;
    assert_eq!(
        retire_physician(app, by, world.physician).await,
        Ok(Retired { open: 1 })
    );
    assert_eq!(
        retire_clinic(app, by, world.clinic).await,
        Ok(Retired { open: 1 })
    );

    let mut raw = world.typed();
    raw.applied_on = "2026-11-17".into();
    let Err(RegisterError::Faults(faults)) = register_request(app, by, &raw).await else {
        panic!("asked a retired clinic");
    };
    let fields: Vec<_> = faults
        .iter()
        .map(|fault| (fault.field, fault.what))
        .collect();
    assert!(fields.contains(&(RequestField::Clinic, RequestFault::Retired)));

    revive_clinic(app, by, world.clinic).await.unwrap();
    raw.physician = String::new();
    register_request(app, by, &raw).await.unwrap();
}

#[tokio::test]
async fn a_retired_clinics_logins_end_with_it() {
    let world = World::new().await;
    let (app, by) = (&world.app, &world.clerk);
    for login in ["uketsuke", "kangoshi"] {
        let raw = RawStaff {
            login,
            name: "受付",
            role: Role::Clinic(world.clinic),
        };
        let _ = add_clinic_staff(app, by, world.clinic, raw).await.unwrap();
    }
    retire_clinic(app, by, world.clinic).await.unwrap();
    let logins = list_clinic_staff(app, by, world.clinic).await.unwrap();
    assert_eq!(logins.len(), 2);
    assert!(logins.iter().all(|login| login.retired_at.is_some()));
    let events = world.events().await.into_iter();
    let ended = events.filter(|event| *event == AuditEvent::StaffRetired);
    assert_eq!(
        ended.count(),
        2,
        "who could sign in no more is not on record"
    );

    // Taken in again it is asked; nobody comes back unasked.
    revive_clinic(app, by, world.clinic).await.unwrap();
    let logins = list_clinic_staff(app, by, world.clinic).await.unwrap();
    assert!(logins.iter().all(|login| login.retired_at.is_some()));
}

#[tokio::test]
async fn a_clinics_page_shows_what_waits_and_how_long_answers_took() {
    let world = World::new().await;
    let answered = world.asked().await;
    let waiting = world.asked().await;
    world.days(5);
    world.written(answered).await;

    let page = show_clinic(&world.app, &world.clerk, world.clinic)
        .await
        .unwrap();
    let open: Vec<_> = page.open.iter().map(|row| row.id).collect();
    assert!(open.contains(&waiting) && open.contains(&answered));
    assert_eq!(
        raw_of_physician(&page.physicians[0]).name.expose(),
        "山田　花子"
    );
    let days = page.days;
    assert_eq!((days.answers, days.median, days.late), (1, Some(5), 0));
    let counts: Vec<usize> = days.buckets.iter().map(|bucket| bucket.count).collect();
    assert_eq!(counts, [0, 1, 0, 0, 0, 0]);
    assert_eq!((days.buckets[1].from, days.buckets[1].to), (4, Some(7)));
}

#[tokio::test]
async fn another_insurers_roster_does_not_exist() {
    let world = World::new().await;
    let (app, by) = (&world.app, stranger(&world).await);
    assert_eq!(list_clinics(app, &by, "").await, Ok(Vec::new()));
    assert_eq!(
        show_clinic(app, &by, world.clinic).await,
        Err(ReadError::NotFound)
    );
    let raw = clinic("乗っ取り", "");
    let taken = save_clinic(app, &by, Some(world.clinic), &raw).await;
    assert_eq!(taken, Err(ClinicError::NotFound));
    let hired = save_physician(app, &by, world.clinic, None, &RawPhysician::default()).await;
    assert_eq!(hired, Err(PhysicianError::NotFound));
    let retired = retire_clinic(app, &by, world.clinic).await;
    assert_eq!(retired, Err(ChangeError::NotFound));
}
