//! Commands over a real store in a temporary folder.

use std::path::Path;

use kairan_domain::audit::{AuditEvent, PlanChange};
use kairan_domain::insurer::InsurerField;
use kairan_mail::mailbox::MailboxFolder;
use kairan_store::Order;

use super::{carry_out, import};
use crate::control::{ControlReply, ControlRequest};
use crate::demo::fill;
use crate::init::{InitError, Ring, init};
use crate::loops::{deliver_round, sweep_round};
use crate::testing::{config, open};
use crate::wire::{Installation, Nature};

fn insurer(number: &str) -> ControlRequest {
    ControlRequest::AddInsurer {
        address: String::new(),
        number: number.into(),
        name: "ひばり市".into(),
        office: "介護保険課".into(),
        phone: "000-111-2222".into(),
        mail: "kaigo@city.example.jp".into(),
    }
}

fn user(insurer: &str, login: &str) -> ControlRequest {
    ControlRequest::AddUser {
        insurer: insurer.into(),
        login: login.into(),
        name: "佐藤 次郎".into(),
        role: "clerk".into(),
    }
}

fn reasons(reply: ControlReply) -> Vec<String> {
    match reply {
        ControlReply::Refused { reasons } => reasons,
        ControlReply::Taken { reason } => vec![reason],
        _ => Vec::new(),
    }
}

async fn key_states(on: &Installation) -> Vec<(u32, String)> {
    match carry_out(on, ControlRequest::ListKeys).await {
        ControlReply::Keys { keys } => keys.into_iter().map(|key| (key.id, key.state)).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn insurers_are_made_once_and_refused_with_every_reason() {
    let folder = tempfile::tempdir().unwrap();
    let on = open(config(folder.path()), folder.path()).await;
    assert!(
        carry_out(&on, insurer("990010")).await
            == ControlReply::InsurerAdded {
                number: "990010".into()
            }
    );
    assert_eq!(reasons(carry_out(&on, insurer("990010")).await).len(), 1);
    let empty = ControlRequest::AddInsurer {
        address: String::new(),
        number: "1".into(),
        name: String::new(),
        office: String::new(),
        phone: String::new(),
        mail: String::new(),
    };
    assert_eq!(
        reasons(carry_out(&on, empty).await).len(),
        5,
        "all faults at once"
    );
    on.close().await;
}

#[tokio::test]
async fn an_insurer_is_changed_where_it_was_told_and_the_audit_names_the_fields() {
    let folder = tempfile::tempdir().unwrap();
    let on = open(config(folder.path()), folder.path()).await;
    carry_out(&on, insurer("990010")).await;
    let change =
        |number: &str, phone: Option<&str>, name: Option<&str>| ControlRequest::ChangeInsurer {
            number: number.into(),
            name: name.map(Into::into),
            office: None,
            address: Some("ひばり市本町1-1".into()),
            phone: phone.map(Into::into),
            mail: None,
        };
    let asked = || change("990010", Some("000-111-9999"), None);
    let ControlReply::InsurerChanged {
        insurer: now,
        fields,
    } = carry_out(&on, asked()).await
    else {
        panic!("not changed");
    };
    assert_eq!((fields, now.phone.as_str()), (2, "000-111-9999"));
    assert_eq!(
        (now.name.as_str(), now.address.as_str()),
        ("ひばり市", "ひばり市本町1-1")
    );
    let again = carry_out(&on, asked()).await;
    assert!(matches!(
        again,
        ControlReply::InsurerChanged { fields: 0, .. }
    ));

    let kept = on.app.store.insurers().await.unwrap();
    assert_eq!(kept[0].phone, "000-111-9999");
    let audit = on
        .app
        .store
        .audit_of(Some(kept[0].id), Order::Newest, None, 5);
    let records = audit.await.unwrap().items;
    let told: Vec<_> = records
        .iter()
        .filter(|one| one.record.event == AuditEvent::InsurerChanged)
        .collect();
    let [told] = told.as_slice() else {
        panic!("{} records", told.len());
    };
    let fields = [InsurerField::Address, InsurerField::Phone].map(PlanChange::Office);
    assert_eq!(told.record.changes, fields);

    let refused = reasons(carry_out(&on, change("990010", Some("-"), Some(""))).await);
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert_eq!(
        reasons(carry_out(&on, change("121004", None, None)).await).len(),
        1
    );
    assert_eq!(
        reasons(carry_out(&on, change("1", None, None)).await).len(),
        1
    );
    on.close().await;
}

#[tokio::test]
async fn accounts_are_made_reset_and_refused() {
    let folder = tempfile::tempdir().unwrap();
    let on = open(config(folder.path()), folder.path()).await;
    carry_out(&on, insurer("990010")).await;
    let made = carry_out(&on, user("990010", "sato")).await;
    assert!(
        matches!(&made, ControlReply::InitialPassword { login, password }
        if login == "sato" && password.len() >= 13)
    );
    let reset = carry_out(
        &on,
        ControlRequest::ResetUser {
            login: "sato".into(),
        },
    )
    .await;
    assert!(matches!(&reset, ControlReply::InitialPassword { .. }) && reset != made);
    assert_eq!(
        reasons(carry_out(&on, user("990010", "sato")).await).len(),
        1
    );
    assert_eq!(
        reasons(carry_out(&on, user("121004", "suzuki")).await).len(),
        1
    );
    assert_eq!(
        reasons(
            carry_out(
                &on,
                ControlRequest::ResetUser {
                    login: "nobody".into()
                }
            )
            .await
        )
        .len(),
        1
    );
    on.close().await;
}

#[test]
fn init_makes_what_is_missing_and_never_a_second_ring() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(folder.path());
    let nature = Nature::real();
    assert_eq!(init(&config, &nature).unwrap(), Ring::Made);
    assert_eq!(init(&config, &nature).unwrap(), Ring::Found);
    std::fs::create_dir(config.data.store_folder()).unwrap();
    std::fs::remove_file(&config.data.key_ring_file).unwrap();
    assert!(matches!(
        init(&config, &nature),
        Err(InitError::DataWithoutRing(_))
    ));
}

/// Sealed files of the demo: four materials, three opinions, one masked, which also is a
/// material of the draft.
const FILES: u64 = 9;

/// Demo data, letters out, keys rotated, everything copied into another installation.
#[tokio::test]
async fn a_filled_installation_survives_rotation_and_moves_house() {
    let folder = tempfile::tempdir().unwrap();
    let on = open(config(folder.path()), folder.path()).await;
    let filled = fill(&on).await.unwrap();
    assert!(filled.letter.starts_with(b"%PDF-"));
    let sign_ins = filled.sign_ins;
    assert_eq!(sign_ins.reviewers.len(), 5);
    // One per reviewer; to the clinic one per request but the one given to another clinic, and
    // one for what was sent back.
    assert_eq!(deliver_round(&on).await.unwrap(), 5 + 9 + 1);
    assert_eq!(
        deliver_round(&on).await.unwrap(),
        0,
        "nothing is sent twice"
    );
    let letters = MailboxFolder::open(&folder.path().join("mailbox"))
        .unwrap()
        .list()
        .await
        .unwrap();
    let mut to_reviewers = 0;
    for letter in &letters {
        let mut reviewers = sign_ins.reviewers.iter();
        let Some(known) = reviewers.find(|r| r.mail == letter.to.expose()) else {
            assert!(!letter.text.expose().contains("/o/"), "no way in by mail");
            continue;
        };
        to_reviewers += 1;
        assert!(
            !letter.text.expose().contains(&known.password),
            "no letter holds a password"
        );
        assert!(letter.text.expose().contains("http://127.0.0.1:8080/r/"));
    }
    assert_eq!(to_reviewers, 5);
    sweep_round(&on).await.unwrap();

    rotate(&on).await;
    let copy = folder.path().join("copy");
    let exported = carry_out(&on, ControlRequest::Export { to: copy.clone() }).await;
    assert!(matches!(
        exported,
        ControlReply::Exported { files: FILES, .. }
    ));
    assert_eq!(
        reasons(carry_out(&on, ControlRequest::Export { to: copy.clone() }).await).len(),
        1
    );
    on.close().await;

    moves_house(folder.path(), &copy).await;
}

async fn rotate(on: &Installation) {
    assert!(carry_out(on, ControlRequest::AddKey).await == ControlReply::KeyAdded { id: 2 });
    let early = carry_out(on, ControlRequest::RetireKey { id: 1 }).await;
    assert_eq!(reasons(early).len(), 1, "key 1 is still needed");
    let ControlReply::Rewrapped { records } = carry_out(on, ControlRequest::RewrapKeys).await
    else {
        panic!("sealed again")
    };
    assert!(records > 10, "{records}");
    assert!(
        carry_out(on, ControlRequest::RetireKey { id: 1 }).await
            == ControlReply::KeyRetired { id: 1 }
    );
    assert_eq!(
        key_states(on).await,
        [(1, "retired".to_owned()), (2, "active".to_owned())]
    );
    assert!(on.app.store.check_all().await.unwrap().is_sound());
}

/// With the rotated ring alone, every record and every file of the copy can be read.
async fn moves_house(old: &Path, copy: &Path) {
    let new = tempfile::tempdir().unwrap();
    let mut config = config(new.path());
    config.data.key_ring_file = old.join("keys").join("ring");
    let on = open(config, new.path()).await;
    let (records, files) = import(&on, copy, false).await.unwrap();
    assert_eq!((records > 10, files), (true, FILES), "{records}");
    let checked = on.app.store.check_all().await.unwrap();
    assert!(checked.is_sound(), "{checked:?}");
    let own = on.app.store.audit_of(None, Order::Newest, None, 1);
    let newest = own.await.unwrap().items.remove(0).record.event;
    assert_eq!(newest, AuditEvent::Imported, "who moved house is noted");
    assert!(
        import(&on, copy, false).await.is_err(),
        "only into an empty one"
    );
    on.close().await;
}
