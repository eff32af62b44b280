//! Rounds over a real store, under a clock that moves when told.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use kairan_access::FixedClock;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::ids::InsurerId;
use kairan_store::{Changes, Order};

use super::{audit_care_round, returns_round, seal_round};
use crate::commands::carry_out;
use crate::control::{ChainLine, ControlReply, ControlRequest};
use crate::testing::{config, open_in};
use crate::wire::{Installation, Nature};

/// As many days as the default of `retention.audit_retention`.
const KEPT: SignedDuration = SignedDuration::from_hours(5 * 366 * 24);

struct Town {
    on: Arc<Installation>,
    clock: Arc<FixedClock>,
    insurer: InsurerId,
    _folder: tempfile::TempDir,
}

async fn town() -> Town {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(FixedClock::new(
        Timestamp::from_second(1_795_305_600).unwrap(),
    ));
    let nature = Nature {
        clock: Arc::clone(&clock) as _,
        ..Nature::real()
    };
    let on = open_in(config(folder.path()), folder.path(), nature).await;
    let added = ControlRequest::AddInsurer {
        address: String::new(),
        number: "990010".into(),
        name: "ひばり市".into(),
        office: "介護保険課".into(),
        phone: "000-111-2222".into(),
        mail: "kaigo@city.example.jp".into(),
    };
    carry_out(&on, added).await;
    let insurer = on.app.store.insurers().await.unwrap()[0].id;
    Town {
        on,
        clock,
        insurer,
        _folder: folder,
    }
}

impl Town {
    async fn note(&self, count: usize) {
        for _ in 0..count {
            let now = self.on.app.now();
            let event = AuditEvent::SignedIn;
            let record = AuditRecord::new(Some(self.insurer), now, Actor::Operator, event);
            self.on
                .app
                .store
                .commit(Changes::new(record))
                .await
                .unwrap();
        }
    }

    async fn numbers(&self) -> Vec<u64> {
        let mine = Some(self.insurer);
        let page = self.on.app.store.audit_of(mine, Order::Oldest, None, 99);
        page.await.unwrap().items.iter().map(|it| it.no).collect()
    }

    async fn verify(&self, insurer: Option<&str>) -> ControlReply {
        let insurer = insurer.map(str::to_owned);
        carry_out(
            &self.on,
            ControlRequest::VerifyAudit {
                insurer,
                contains: None,
            },
        )
        .await
    }
}

#[tokio::test]
async fn audit_records_go_when_their_storage_ends() {
    let town = town().await;
    town.note(3).await;
    seal_round(&town.on).await.unwrap();
    let first = town.numbers().await;
    town.clock.advance(SignedDuration::from_hours(24));
    town.note(2).await;
    seal_round(&town.on).await.unwrap();
    let both = town.numbers().await;

    town.clock.advance(KEPT - SignedDuration::from_hours(24));
    audit_care_round(&town.on).await.unwrap();
    assert_eq!(town.numbers().await, both, "five years are not over yet");

    town.clock.advance(SignedDuration::from_secs(1));
    audit_care_round(&town.on).await.unwrap();
    let mut left = town.numbers().await;
    let removal = left.pop();
    assert_eq!(left, both[first.len()..]);
    assert_eq!(removal, both.last().map(|no| no + 1));
    let chain = town.on.app.store.verify_audit(Some(town.insurer)).await;
    let chain = chain.unwrap();
    assert_eq!((chain.pruned_to, chain.broken), (first.len() as u64, None));
    // The chain goes on as if nothing had happened.
    seal_round(&town.on).await.unwrap();
    assert_eq!(town.on.metrics.loops.audit_broken.get(), 0);
}

#[tokio::test]
async fn a_chain_is_read_again_once_a_day() {
    let town = town().await;
    town.note(1).await;
    let checked = async || {
        let check = town.on.app.store.audit_check(Some(town.insurer)).await;
        check.unwrap().map(|check| check.at)
    };
    audit_care_round(&town.on).await.unwrap();
    let first = checked().await;
    assert_eq!(first, Some(town.on.app.now()));

    town.clock.advance(SignedDuration::from_hours(23));
    audit_care_round(&town.on).await.unwrap();
    assert_eq!(checked().await, first);

    town.clock.advance(SignedDuration::from_hours(1));
    audit_care_round(&town.on).await.unwrap();
    assert_eq!(checked().await, Some(town.on.app.now()));
}

#[tokio::test]
async fn the_operator_has_the_chains_read() {
    let town = town().await;
    town.note(2).await;
    seal_round(&town.on).await.unwrap();
    town.note(1).await;

    let ControlReply::AuditVerified { chains, .. } = town.verify(None).await else {
        panic!("verified")
    };
    let whose: Vec<&str> = chains.iter().map(|chain| chain.whose.as_str()).collect();
    assert_eq!(whose, ["installation", "990010"]);
    let ControlReply::AuditVerified { chains, .. } = town.verify(Some("990010")).await else {
        panic!("verified")
    };
    let [chain] = chains.as_slice() else {
        panic!("one chain")
    };
    assert_eq!(chain.records, chain.sealed_to + 1);
    assert_eq!((chain.head.len(), chain.pruned_to), (64, 0));
    assert!(chain.broken.is_none());
    assert!(crate::terminal::show(&ControlReply::AuditVerified {
        chains,
        looked_for: None,
    }));
    let broken = ChainLine {
        whose: "990010".into(),
        records: 1,
        sealed_to: 3,
        sealed_at: None,
        pruned_to: 0,
        head: String::new(),
        broken: Some("audit record 2 is missing".into()),
    };
    let chains = vec![broken];
    assert!(
        !crate::terminal::show(&ControlReply::AuditVerified {
            chains,
            looked_for: None
        }),
        "a broken chain ends with another exit code"
    );
    let unknown = town.verify(Some("121004")).await;
    assert!(matches!(unknown, ControlReply::Refused { .. }));
}

#[tokio::test]
async fn a_head_noted_elsewhere_is_looked_for_and_records_are_listed() {
    let town = town().await;
    seal_round(&town.on).await.unwrap();
    let verify = async |contains: &str| {
        let request = ControlRequest::VerifyAudit {
            insurer: None,
            contains: Some(contains.to_owned()),
        };
        carry_out(&town.on, request).await
    };
    let ControlReply::AuditVerified { chains, .. } = verify("1").await else {
        panic!("verified")
    };
    let head = chains[1].head.clone();
    assert!(crate::terminal::show(&verify(&head).await));
    let other = "9f".repeat(32);
    assert!(!crate::terminal::show(&verify(&other).await));
    assert!(matches!(
        verify("yesterday's").await,
        ControlReply::Refused { .. }
    ));
    assert!(crate::commands::audit_stands(&town.on).await.unwrap());

    let list = async |insurer: Option<&str>, after| {
        let request = ControlRequest::ListAudit(crate::control::AuditWanted {
            insurer: insurer.map(str::to_owned),
            since: Some("2000-01-01T00:00:00Z".to_owned()).filter(|_| after == 0),
            after: Some(after).filter(|after| *after > 0),
            limit: 2,
        });
        match carry_out(&town.on, request).await {
            ControlReply::AuditListed { records } => records,
            _ => panic!("listed"),
        }
    };
    let first = list(Some("990010"), 0).await;
    assert!(first[0].starts_with("{\"no\":1,"), "{}", first[0]);
    let next = list(Some("990010"), 1).await;
    assert_eq!(next.first(), first.get(1));
    assert!(crate::terminal::show_audit(&first));
    assert!(list(None, 0).await.len() <= 2);
}

/// What lies in a folder, by name.
fn names(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .map(|entries| {
            let name = |entry: std::io::Result<std::fs::DirEntry>| {
                entry.unwrap().file_name().into_string().unwrap()
            };
            entries.map(name).collect()
        })
        .unwrap_or_default();
    names.sort();
    names
}

#[tokio::test]
async fn a_mail_that_nobody_understands_is_kept_and_counted() {
    let town = town().await;
    let maildir = tempfile::tempdir().unwrap();
    let new = maildir.path().join("new");
    std::fs::create_dir(&new).unwrap();
    let put = |name: &str, mail: &[u8]| std::fs::write(new.join(name), mail).unwrap();
    put(
        "1.question",
        b"From: taro@clinic.example\r\nSubject: Please call me back\r\n\r\nhello\r\n",
    );
    put(
        "2.other",
        b"From: <>\r\nSubject: failure notice\r\n\r\n550 no such user\r\n",
    );
    let mut large = b"From: <>\r\nSubject: x\r\n\r\n".to_vec();
    large.resize(17 << 20, b'x');
    put("3.large", &large);
    std::os::unix::fs::symlink("/nowhere", new.join("4.link")).unwrap();
    put(".hidden", b"x");

    assert_eq!(returns_round(&town.on, &new).await.unwrap(), 0);

    assert_eq!(names(&new), [".hidden", "4.link"]);
    let cur = maildir.path().join("cur");
    assert_eq!(names(&cur), ["1.question:2,", "2.other:2,", "3.large:2,"]);
    assert_eq!(
        std::fs::metadata(cur.join("3.large:2,")).unwrap().len(),
        17 << 20
    );
    assert_eq!(town.on.metrics.mail.unrecognised.get(), 3);
    let page = town.on.metrics.render();
    assert!(
        page.contains("kairan_mail_total{fate=\"unrecognised\"} 3"),
        "{page}"
    );
    // What was kept is not looked at again.
    returns_round(&town.on, &new).await.unwrap();
    assert_eq!(town.on.metrics.mail.unrecognised.get(), 3);
}

#[tokio::test]
async fn a_mail_that_cannot_be_moved_stays_and_the_others_are_seen_to() {
    let town = town().await;
    let maildir = tempfile::tempdir().unwrap();
    let new = maildir.path().join("new");
    std::fs::create_dir(&new).unwrap();
    std::fs::write(maildir.path().join("cur"), b"not a folder").unwrap();
    std::fs::write(new.join("1"), b"From: a@b.example\r\n\r\nx").unwrap();
    let domain = town.on.config.mail.from.rsplit('@').next().unwrap();
    let notice = kairan_domain::ids::NoticeId::from_bytes([9; 16]);
    let late = format!(
        "From: mailer-daemon@x.example\r\nSubject: Warning: message delayed\r\n\r\nIt has not yet been delivered.\r\n\r\nMessage-ID: <{notice}@{domain}>\r\n"
    );
    std::fs::write(new.join("2"), late).unwrap();

    assert!(returns_round(&town.on, &new).await.is_err());
    assert_eq!(names(&new), ["1"], "the delay was not cleared away");
    assert_eq!(town.on.metrics.mail.quiet.get(), 1);
}
