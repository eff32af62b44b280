//! Every kind of record, in and out.

use kairan_domain::audit::AuditEvent;
use kairan_domain::credential::Credential;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::session::{Ending, Session};
use kairan_domain::staff::Login;
use kairan_store::{Changes, Order, Store, ThrottleKey, Versioned};

use crate::samples::{self, INSURER, OTHER, at, audit, meeting_id};

pub(super) fn value<T: Clone>(read: Option<Versioned<T>>) -> T {
    read.expect("there is such a record").into_value()
}

/// Puts one of each into the store.
pub(crate) async fn put_all(store: &Store) {
    let mut changes = Changes::new(samples::full_audit());
    changes
        .insert(samples::insurer())
        .insert(samples::staff())
        .insert(samples::reviewer())
        .insert(samples::credential())
        .insert(samples::staff_session())
        .insert(samples::reviewer_session())
        .insert(samples::throttled())
        .insert(samples::hand_over())
        .insert(samples::upload())
        .insert(samples::unsent())
        .queue(samples::notice())
        .insert(samples::viewing())
        .insert(samples::auth_key())
        .insert(samples::full_draft())
        .insert(samples::packet(1, [8; 32]))
        .claim_number(INSURER, 2026, "第１回", meeting_id(1));
    store.commit(changes).await.unwrap();
    store.seal_audit(Some(INSURER), at(5)).await.unwrap();
    store.check_audit(Some(INSURER), at(6)).await.unwrap();
}

pub(super) async fn every_kind_comes_back_as_it_went_in(store: &Store) {
    put_all(store).await;

    expect_all(store).await;
}

/// Fields that records of edition 1 did not have at first.
pub(crate) async fn what_was_added_later_comes_back(store: &Store) {
    let ended = Session {
        ended: Some(Ending::Left),
        ..samples::reviewer_session()
    };
    let waiting = Credential {
        waits: true,
        ..samples::credential()
    };
    let mut changes = Changes::new(audit(AuditEvent::PasswordReissued));
    changes.insert(ended.clone()).insert(waiting.clone());
    store.commit(changes).await.unwrap();

    assert_eq!(value(store.session(&ended.digest).await.unwrap()), ended);
    let kept = store.credential(waiting.id).await.unwrap();
    assert_eq!(value(kept), waiting);
}

/// The store holds what [`put_all`] puts in, and finds it by every key.
pub(crate) async fn expect_all(store: &Store) {
    expect_people(store).await;
    expect_traffic(store).await;
    expect_meetings(store).await;
    let audits = store
        .audit_of(Some(INSURER), Order::Oldest, None, 10)
        .await
        .unwrap();
    assert_eq!(
        (audits.items[0].no, &audits.items[0].record),
        (1, &samples::full_audit())
    );
    let chain = store.verify_audit(Some(INSURER)).await.unwrap();
    assert_eq!(
        (chain.sealed_to, chain.sealed_at, chain.broken),
        (1, Some(at(5)), None)
    );
    let check = value(store.audit_check(Some(INSURER)).await.unwrap());
    assert_eq!((check.at, check.records, check.broken), (at(6), 1, None));
}

async fn expect_people(s: &Store) {
    let number = samples::insurer().number;
    assert_eq!(value(s.insurer(INSURER).await.unwrap()), samples::insurer());
    assert_eq!(
        value(s.insurer_by_number(&number).await.unwrap()),
        samples::insurer()
    );
    assert_eq!(
        value(s.staff(samples::staff().id).await.unwrap()),
        samples::staff()
    );
    let key = samples::auth_key();
    assert_eq!(value(s.auth_key(key.id).await.unwrap()), key);
    for secret in &key.secrets {
        let found = s.auth_key_by_digest(&secret.digest).await.unwrap();
        assert_eq!(value(found), key);
    }
    let keys = s.auth_keys_of(INSURER).await.unwrap();
    assert_eq!(keys.len(), 1);
    let login = Login::check("HANAKO").unwrap();
    assert_eq!(
        value(s.staff_by_login(&login).await.unwrap()),
        samples::staff()
    );
    assert_eq!(
        value(s.reviewer(samples::reviewer().id).await.unwrap()),
        samples::reviewer()
    );
    let mail = MailAddress::check("TARO.yamada@EXAMPLE.jp").unwrap();
    assert_eq!(
        value(s.reviewer_by_mail(INSURER, &mail).await.unwrap()),
        samples::reviewer()
    );
    let credential = s.credential(samples::credential().id).await.unwrap();
    assert_eq!(value(credential), samples::credential());
    let throttled = s.throttle(samples::throttled().key).await.unwrap();
    assert_eq!(value(throttled), samples::throttled());
}

async fn expect_traffic(s: &Store) {
    let unsent = samples::unsent();
    assert_eq!(value(s.unsent(unsent.id).await.unwrap()), unsent);
    assert_eq!(s.unsent_of(unsent.writer).await.unwrap().len(), 1);
    assert_eq!(s.unsent_before(at(31), 9).await.unwrap().len(), 1);
    assert_eq!(
        value(s.session(&[40; 32]).await.unwrap()),
        samples::staff_session()
    );
    assert_eq!(
        value(s.session(&[41; 32]).await.unwrap()),
        samples::reviewer_session()
    );
    let envelope = s
        .envelope(meeting_id(1), samples::staff().id.into())
        .await
        .unwrap();
    assert!(value(envelope) == samples::hand_over());
    assert_eq!(
        value(s.upload(samples::upload().id).await.unwrap()),
        samples::upload()
    );
    assert_eq!(
        value(s.notice(samples::notice().id).await.unwrap()),
        samples::notice()
    );
    let v = samples::viewing();
    let viewing = s
        .viewing(v.meeting, v.seat, v.version, v.manner)
        .await
        .unwrap();
    assert_eq!(value(viewing), v);
}

async fn expect_meetings(s: &Store) {
    let draft = s.meeting(INSURER, meeting_id(70)).await.unwrap();
    assert_eq!(value(draft), samples::full_draft());
    let (meeting, seat) = s.meeting_by_link(&[8; 32]).await.unwrap().unwrap();
    assert_eq!(meeting.into_value(), samples::packet(1, [8; 32]));
    assert_eq!(seat, samples::seat_id(1));
    let number = s.meeting_of_number(INSURER, 2026, "第1回").await.unwrap();
    assert_eq!(number, Some(meeting_id(1)));
    let numbers = s.numbers_of(INSURER, 2026).await.unwrap();
    assert_eq!(numbers, [("第1回".to_owned(), meeting_id(1))]);
}

pub(super) async fn what_is_not_there_is_none(store: &Store) {
    assert!(store.insurer(INSURER).await.unwrap().is_none());
    assert!(
        store
            .staff_by_login(&samples::staff().login)
            .await
            .unwrap()
            .is_none()
    );
    assert!(store.meeting_by_link(&[8; 32]).await.unwrap().is_none());
    assert!(
        store
            .throttle(ThrottleKey::Staff(samples::staff().id))
            .await
            .unwrap()
            .is_none()
    );
    assert!(store.insurers().await.unwrap().is_empty());
    assert!(store.files().await.unwrap().is_empty());
    assert_eq!(store.next_notice_at().await.unwrap(), None);
}

pub(super) async fn another_insurers_records_do_not_exist(store: &Store) {
    put_all(store).await;

    assert!(store.meeting(OTHER, meeting_id(1)).await.unwrap().is_none());
    let upload = store.upload(samples::upload().id).await.unwrap().unwrap();
    assert!(upload.clone().of(OTHER).is_none());
    assert!(upload.of(INSURER).is_some());
    assert!(
        store
            .reviewer_by_mail(OTHER, &samples::reviewer().mail)
            .await
            .unwrap()
            .is_none()
    );
    assert!(store.staff_of(OTHER).await.unwrap().is_empty());
    assert!(
        store
            .audit_of_meeting(OTHER, meeting_id(1))
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        store
            .audit_of(None, Order::Oldest, None, 10)
            .await
            .unwrap()
            .items
            .is_empty()
    );

    // The same address is another reviewer at another insurer.
    let mut twin = samples::reviewer();
    twin.insurer = OTHER;
    twin.id = kairan_domain::ids::ReviewerId::from_bytes([99; 16]);
    let mut changes = Changes::new(audit(AuditEvent::DraftSaved));
    changes.insert(twin);
    store.commit(changes).await.unwrap();
}
