//! kill -9 in the middle of many commits, and a disk that takes no more: whatever was answered
//! is there, whatever is there is whole. The process that suffers it is this program itself.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]
#![expect(
    clippy::print_stdout,
    reason = "the child tells its parent what was answered"
)]

use jiff::Timestamp;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::ids::{InsurerId, MeetingId, NoticeId, SeatId, StaffId};
use kairan_domain::meeting::{Body, Draft, Meeting};
use kairan_domain::notice::{Notice, NoticeAbout, NoticeKind};
use kairan_store::{Changes, CommitError, Order, SledOptions, Store, StoreError};
use kairan_vault::{KeyRing, SeededEntropy, SystemEntropy, Vault};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

const INSURER: InsurerId = InsurerId::from_bytes([1; 16]);
const WRITERS: u32 = 8;

fn id(number: u32) -> [u8; 16] {
    let mut bytes = [3; 16];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    bytes
}

async fn open(folder: &Path) -> Store {
    let ring = KeyRing::generate(&SeededEntropy::new(1), "test");
    let options = SledOptions {
        cache_bytes: 4 << 20,
        reserve_bytes: 0,
    };
    Store::sled(folder, Vault::new(&ring), Arc::new(SystemEntropy), options)
        .await
        .unwrap()
}

fn publish(number: u32) -> Changes {
    let (now, meeting) = (Timestamp::UNIX_EPOCH, MeetingId::from_bytes(id(number)));
    let staff = StaffId::from_bytes([2; 16]);
    let audit = AuditRecord::new(
        Some(INSURER),
        now,
        Actor::Staff(staff),
        AuditEvent::MeetingPublished,
    );
    let seat = SeatId::from_bytes([4; 16]);
    let about = NoticeAbout::Seat { meeting, seat };
    let mut changes = Changes::new(audit.of_meeting(meeting));
    changes
        .insert(Meeting {
            id: meeting,
            insurer: INSURER,
            made_at: now,
            made_by: staff.into(),
            changed_at: now,
            changed_by: staff.into(),
            body: Body::Draft(Draft::default()),
        })
        .queue(Notice::queued(
            NoticeId::from_bytes(id(number)),
            INSURER,
            about,
            NoticeKind::Published,
            now,
        ))
        .claim_number(INSURER, 2026, &number.to_string(), meeting);
    changes
}

/// Commits for ever and prints each number once it has been answered.
async fn commit_for_ever(folder: &Path) {
    let store = open(folder).await;
    let writers = (0..WRITERS).map(|writer| {
        let store = store.clone();
        tokio::spawn(async move {
            for number in (writer..).step_by(WRITERS as usize) {
                store.commit(publish(number)).await.unwrap();
                println!("{number}");
            }
        })
    });
    let writers = writers.collect::<Vec<_>>();
    // Two sealers work all the while; a kill meets them anywhere.
    let sealers = (0..2).map(|_| tokio::spawn(seal_for_ever(store.clone())));
    for worker in sealers.chain(writers).collect::<Vec<_>>() {
        worker.await.unwrap();
    }
}

async fn seal_for_ever(store: Store) {
    loop {
        store
            .seal_audit(Some(INSURER), Timestamp::UNIX_EPOCH)
            .await
            .unwrap();
        tokio::task::yield_now().await;
    }
}

/// Lets a child answer so many commits, kills it, and hands back what it answered.
fn killed_after(folder: &Path, answers: usize) -> Vec<u32> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .arg("--child")
        .arg(folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut answered: Vec<u32> = lines
        .by_ref()
        .take(answers)
        .map(|line| line.unwrap().parse().unwrap())
        .collect();
    child.kill().unwrap();
    child.wait().unwrap();
    // What it had said before it died; the last line may be torn.
    answered.extend(
        lines
            .map_while(Result::ok)
            .filter_map(|line| line.parse::<u32>().ok()),
    );
    answered
}

async fn check(folder: &Path, answered: &[u32]) {
    let store = open(folder).await;
    let checked = store.check_all().await.unwrap();
    assert!(checked.is_sound(), "{checked:?}");
    let audits = store
        .audit_of(Some(INSURER), Order::Oldest, None, 1_000_000)
        .await
        .unwrap()
        .items;
    let found: Vec<MeetingId> = audits
        .iter()
        .filter_map(|audit| audit.record.meeting)
        .collect();
    for (number, audit) in (1..).zip(&audits) {
        assert_eq!(audit.no, number);
    }
    // One chain before and after somebody goes on with it.
    let chain = store.verify_audit(Some(INSURER)).await.unwrap();
    assert_eq!(chain.broken, None);
    store
        .seal_audit(Some(INSURER), Timestamp::UNIX_EPOCH)
        .await
        .unwrap();
    let chain = store.verify_audit(Some(INSURER)).await.unwrap();
    assert_eq!((chain.broken, chain.sealed_to), (None, audits.len() as u64));
    for number in answered {
        assert!(
            found.contains(&MeetingId::from_bytes(id(*number))),
            "{number} was answered and is gone"
        );
    }
    for meeting in &found {
        assert!(store.meeting(INSURER, *meeting).await.unwrap().is_some());
        assert_eq!(store.notices_of(*meeting).await.unwrap().len(), 1);
    }
    assert_eq!(
        store.numbers_of(INSURER, 2026).await.unwrap().len(),
        found.len()
    );
}

/// Commits until the disk takes no more, and says what was answered until then.
async fn commit_until_full(folder: &Path) {
    let store = open(folder).await;
    assert!(store.healthy());
    for number in 0.. {
        match store.commit(publish(number)).await {
            Ok(()) => println!("{number}"),
            Err(refused) => {
                assert!(
                    matches!(refused, CommitError::Store(StoreError::Engine(_))),
                    "{refused:?}"
                );
                break;
            }
        }
    }
    assert!(!store.healthy());
    // It stays so. Whoever goes on must open it anew, as the parent does: even a read may have
    // to write in sled, which puts pages together when it meets them.
    assert!(store.commit(publish(u32::MAX)).await.is_err());
    println!("refused");
}

/// Runs a child that may make files of so many kilobytes (what is beyond fails as a full disk
/// does), and hands back what it answered.
fn filled_up(folder: &Path, kilobytes: u32) -> Vec<u32> {
    let script = format!(
        "trap '' XFSZ; ulimit -f {}; exec \"$0\" --full \"$1\"",
        kilobytes * 2
    );
    let output = Command::new("sh")
        .args(["-c", &script])
        .arg(std::env::current_exe().unwrap())
        .arg(folder)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.ends_with("refused\n"), "{text}");
    text.lines().filter_map(|line| line.parse().ok()).collect()
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    match arguments.as_slice() {
        [_, child, folder] if child == "--child" => {
            runtime.block_on(commit_for_ever(Path::new(folder)));
        }
        [_, child, folder] if child == "--full" => {
            runtime.block_on(commit_until_full(Path::new(folder)));
        }
        // Asked what tests there are (`cargo test -- --list`): this one has no name.
        [_, list, ..] if list == "--list" => {}
        _ => {
            for answers in [1, 10, 60, 200, 400] {
                let folder = tempfile::tempdir().unwrap();
                let answered = killed_after(folder.path(), answers);
                assert!(answered.len() >= answers);
                runtime.block_on(check(folder.path(), &answered));
            }
            println!("5 kills: every answered commit is there, and whole");
            for kilobytes in [1_100, 1_700, 2_600] {
                let folder = tempfile::tempdir().unwrap();
                let answered = filled_up(folder.path(), kilobytes);
                runtime.block_on(check(folder.path(), &answered));
            }
            println!("3 full disks: refused, said so, and nothing answered is lost");
        }
    }
}
