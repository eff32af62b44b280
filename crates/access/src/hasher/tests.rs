use super::*;
use crate::door::Door;
use kairan_vault::{KeyRing, SeededEntropy};
use std::net::IpAddr;
use std::sync::Mutex;

fn hasher(at_once: usize, most_waiting: usize) -> Hasher {
    let entropy = SeededEntropy::new(1);
    let vault = Vault::new(&KeyRing::generate(&entropy, "2026-11-22"));
    Hasher::new(
        vault,
        Arc::new(entropy),
        PasswordCost::for_tests(),
        at_once,
        most_waiting,
    )
}

fn gate() -> Waiter {
    Waiter::at_gate(IpAddr::from([192, 0, 2, 1]))
}

fn console(last: u8) -> Waiter {
    Waiter::at_door(Door::Console, IpAddr::from([198, 51, 100, last]))
}

/// Lets every spawned task of the single test thread run until it waits.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn only_the_right_password_fits() {
    let hasher = hasher(1, 8);
    let hash = hasher.hash_batch("kf7m3wtpx9hdra").await;

    assert!(
        hasher
            .verify(gate(), &hash, "kf7m3wtpx9hdra")
            .await
            .unwrap()
    );
    assert!(
        !hasher
            .verify(gate(), &hash, "kf7m3wtpx9hdrb")
            .await
            .unwrap()
    );
    assert!(hasher.verify_nobody(gate(), "kf7m3wtpx9hdra").await.is_ok());
}

#[tokio::test]
async fn a_passphrase_longer_than_the_vault_takes_is_a_password_too() {
    let hasher = hasher(1, 8);
    let long = "花".repeat(120);
    let hash = hasher.hash_urgent(gate(), &long).await.unwrap();

    assert!(hasher.verify(gate(), &hash, &long).await.unwrap());
    assert!(
        !hasher
            .verify(gate(), &hash, &"花".repeat(119))
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn a_damaged_hash_fits_no_password() {
    let hasher = hasher(1, 8);

    assert_eq!(
        hasher
            .verify(gate(), &SecretText::new("$argon2id$nonsense"), "x")
            .await,
        Ok(false)
    );
}

#[tokio::test]
async fn beyond_the_queue_a_sign_in_is_told_to_come_back() {
    let hasher = hasher(1, 2);
    let held = hasher
        .pool
        .permit(Hurry::SignIn(gate()))
        .await
        .ok()
        .unwrap();
    let waiting: Vec<_> = (0..2)
        .map(|_| {
            let hasher = hasher.clone();
            tokio::spawn(async move { hasher.verify_nobody(gate(), "x").await })
        })
        .collect();
    settle().await;

    assert_eq!(hasher.verify_nobody(gate(), "x").await, Err(Busy));

    drop(held);
    for task in waiting {
        assert_eq!(task.await.unwrap(), Ok(()));
    }
}

#[tokio::test]
async fn sign_ins_go_before_batch_hashing_that_came_earlier() {
    let hasher = hasher(1, 8);
    let held = hasher
        .pool
        .permit(Hurry::SignIn(gate()))
        .await
        .ok()
        .unwrap();
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = Vec::new();
    for (hurry, name) in [
        (Hurry::Batch, "batch"),
        (Hurry::SignIn(gate()), "first"),
        (Hurry::SignIn(gate()), "second"),
    ] {
        let (pool, order) = (Arc::clone(&hasher.pool), Arc::clone(&order));
        tasks.push(tokio::spawn(async move {
            let _permit = pool.permit(hurry).await.ok().unwrap();
            order.lock().unwrap().push(name);
        }));
        settle().await;
    }

    drop(held);
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(*order.lock().unwrap(), ["first", "second", "batch"]);
}

#[tokio::test]
async fn a_batch_has_its_turn_although_guessers_keep_the_queue_full() {
    let hasher = hasher(1, 100);
    let held = hasher
        .pool
        .permit(Hurry::SignIn(gate()))
        .await
        .ok()
        .unwrap();
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = Vec::new();
    let turns = std::iter::once(Hurry::Batch).chain(std::iter::repeat_n(Hurry::SignIn(gate()), 20));
    for hurry in turns {
        let (pool, order) = (Arc::clone(&hasher.pool), Arc::clone(&order));
        tasks.push(tokio::spawn(async move {
            let _permit = pool.permit(hurry).await.ok().unwrap();
            let batch = matches!(hurry, Hurry::Batch);
            order.lock().unwrap().push(batch);
        }));
        settle().await;
    }

    drop(held);
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(
        order.lock().unwrap().iter().position(|batch| *batch),
        Some(8)
    );
}

#[tokio::test]
async fn a_client_who_hangs_up_while_waiting_loses_no_permit() {
    let hasher = hasher(1, 8);
    let held = hasher
        .pool
        .permit(Hurry::SignIn(gate()))
        .await
        .ok()
        .unwrap();
    let gone = hasher.clone();
    let task = tokio::spawn(async move { gone.verify_nobody(gate(), "x").await });
    settle().await;
    task.abort();
    settle().await;

    drop(held);

    assert_eq!(hasher.verify_nobody(gate(), "x").await, Ok(()));
    assert_eq!(hasher.pool.state.lock().unwrap().idle.len(), 1);
}

#[tokio::test]
async fn a_flood_at_the_console_takes_no_place_in_the_gates_line() {
    let hasher = hasher(1, 4);
    let held = hasher.pool.permit(Hurry::Batch).await.ok().unwrap();
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = Vec::new();
    let flood = (0..20).map(|last| (console(last), "console"));
    for (waiter, name) in flood.chain([(gate(), "gate")]) {
        let (pool, order) = (Arc::clone(&hasher.pool), Arc::clone(&order));
        tasks.push(tokio::spawn(async move {
            if let Ok(_permit) = pool.permit(Hurry::SignIn(waiter)).await {
                order.lock().unwrap().push(name);
            }
        }));
        settle().await;
    }

    drop(held);
    for task in tasks {
        task.await.unwrap();
    }
    let order = order.lock().unwrap();
    assert_eq!(order.len(), 5, "four of the flood and the reviewer");
    assert!(order[..2].contains(&"gate"), "{order:?}");
}

#[tokio::test]
async fn one_address_that_fills_the_line_makes_room_for_another() {
    let hasher = hasher(1, 4);
    let held = hasher.pool.permit(Hurry::Batch).await.ok().unwrap();
    let flood: Vec<_> = (0..8)
        .map(|_| {
            let hasher = hasher.clone();
            tokio::spawn(async move { hasher.verify_nobody(console(1), "x").await })
        })
        .collect();
    settle().await;
    let honest = tokio::spawn({
        let hasher = hasher.clone();
        async move { hasher.verify_nobody(console(2), "x").await }
    });
    settle().await;

    drop(held);
    assert_eq!(honest.await.unwrap(), Ok(()));
    let mut busy = 0;
    for task in flood {
        busy += usize::from(task.await.unwrap() == Err(Busy));
    }
    assert_eq!(busy, 5);
}

#[tokio::test]
async fn five_doors_have_their_turns_one_after_another() {
    let hasher = hasher(1, 8);
    let held = hasher.pool.permit(Hurry::Batch).await.ok().unwrap();
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = Vec::new();
    let from = IpAddr::from([192, 0, 2, 1]);
    let doors = [
        (Waiter::at_short_code(from), "short code"),
        (Waiter::at_door(Door::Clinic, from), "clinic"),
        (Waiter::at_letter(from), "letter"),
        (Waiter::at_door(Door::Console, from), "console"),
        (Waiter::at_gate(from), "gate"),
    ];
    // The short codes are flooded; everybody else comes once, and later.
    for (waiter, name) in [doors[0]; 4].into_iter().chain(doors) {
        let (pool, order) = (Arc::clone(&hasher.pool), Arc::clone(&order));
        tasks.push(tokio::spawn(async move {
            let _permit = pool.permit(Hurry::SignIn(waiter)).await.ok().unwrap();
            order.lock().unwrap().push(name);
        }));
        settle().await;
    }

    drop(held);
    for task in tasks {
        task.await.unwrap();
    }
    let order = order.lock().unwrap();
    let mut first: Vec<_> = order[..5].to_vec();
    first.sort_unstable();
    assert_eq!(first, ["clinic", "console", "gate", "letter", "short code"]);
    assert_eq!(order[5..], ["short code"; 4]);
}
