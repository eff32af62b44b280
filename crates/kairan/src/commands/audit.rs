//! `kairan audit verify`: every seal and every record read again. `kairan audit list`: what stands
//! there.

use jiff::Timestamp;
use kairan_access::Operator;
use kairan_domain::ids::InsurerId;
use kairan_domain::text;
use kairan_store::{AuditChain, Noted, Order, Store, StoreError};

use super::{Refusal, because, store_read};
use crate::control::{AuditWanted, ChainLine, ControlReply, LookedFor};
use crate::wire::Installation;

/// How the installation's own chain is called.
const OWN: &str = "installation";
/// Records read at once.
const PAGE: usize = 500;

/// Reads one insurer's chain, or all of them and the installation's own, and looks in them for what
/// was noted elsewhere.
///
/// # Errors
/// Unknown insurer, or the store fails. A broken chain is no error but what the reply tells.
pub(super) async fn verify(
    on: &Installation,
    by: &Operator,
    insurer: Option<&str>,
    contains: Option<&str>,
) -> Result<ControlReply, Refusal> {
    let noted = contains.map(|text| text.parse::<Noted>().map_err(because));
    let noted = noted.transpose()?;
    let known = kairan_access::list_insurers(&on.app, by);
    let mut wanted: Vec<(String, Option<InsurerId>)> = known
        .await
        .map_err(store_read)?
        .iter()
        .map(|known| (known.number.to_string(), Some(known.id)))
        .collect();
    wanted.sort();
    match insurer {
        Some(number) => {
            wanted.retain(|(known, _)| known == number);
            if wanted.is_empty() {
                return Err(because(format!("there is no insurer with number {number}")));
            }
        }
        None => wanted.insert(0, (OWN.to_owned(), None)),
    }
    let mut chains = Vec::with_capacity(wanted.len());
    let mut looked_for = contains.map(|noted| LookedFor {
        noted: noted.trim().to_owned(),
        found: None,
    });
    for (whose, insurer) in wanted {
        let chain = on.app.store.check_audit(insurer, on.app.now()).await;
        if let (Some(noted), Some(looked_for)) = (noted, &mut looked_for) {
            let seal = on.app.store.audit_contains(insurer, noted).await;
            if let Some(seal) = seal.map_err(because)? {
                looked_for.found = Some(format!(
                    "{whose}: the seal over records {} to {}, made at {}",
                    seal.from, seal.to, seal.sealed_at
                ));
            }
        }
        chains.push(line(whose, &chain.map_err(because)?));
    }

    Ok(ControlReply::AuditVerified { chains, looked_for })
}

/// Whether every chain still reaches as far as it is known to have reached; what does not is logged.
///
/// # Errors
/// The store fails.
pub(crate) async fn stands(on: &Installation) -> Result<bool, StoreError> {
    let (store, mut all) = (&on.app.store, true);
    for insurer in store.audit_streams().await? {
        if let Err(broken) = store.audit_stands(insurer).await? {
            let whose = insurer.map_or_else(|| OWN.to_owned(), |id| id.to_string());
            tracing::error!(%broken, %whose, "the audit is not what was sealed");
            all = false;
        }
    }
    Ok(all)
}

/// Shows audit records as they are kept, oldest first.
///
/// # Errors
/// Unknown insurer, no instant, or the store fails.
pub(super) async fn list(
    on: &Installation,
    by: &Operator,
    wanted: &AuditWanted,
) -> Result<ControlReply, Refusal> {
    let store = &on.app.store;
    let insurer = match &wanted.insurer {
        Some(number) => Some(insurer_of(on, by, number).await?),
        None => None,
    };
    let mut cursor = wanted.after.map(Store::audit_behind);
    if let Some(since) = &wanted.since {
        let since: Timestamp = since.parse().map_err(|_| {
            because(format!(
                "{since} is no instant; write it as 2026-12-01T00:00:00+09:00"
            ))
        })?;
        cursor = Some(store.audit_since(insurer, since).await.map_err(because)?);
    }
    let most = usize::try_from(wanted.limit).unwrap_or(PAGE);
    let mut records = Vec::new();
    loop {
        let limit = PAGE.min(most - records.len());
        let page = store.audit_of(insurer, Order::Oldest, cursor.as_ref(), limit);
        let page = page.await.map_err(because)?;
        for record in page.items {
            records.push(record.to_json().map_err(because)?);
        }
        cursor = page.next;
        if cursor.is_none() || records.len() >= most {
            return Ok(ControlReply::AuditListed { records });
        }
    }
}

async fn insurer_of(on: &Installation, by: &Operator, number: &str) -> Result<InsurerId, Refusal> {
    let known = kairan_access::list_insurers(&on.app, by).await;
    let known = known.map_err(store_read)?;
    let found = known.iter().find(|it| it.number.to_string() == number);
    found
        .map(|insurer| insurer.id)
        .ok_or_else(|| because(format!("there is no insurer with number {number}")))
}

fn line(whose: String, chain: &AuditChain) -> ChainLine {
    ChainLine {
        whose,
        records: chain.records,
        sealed_to: chain.sealed_to,
        sealed_at: chain.sealed_at.map(|at| at.to_string()),
        pruned_to: chain.pruned_to,
        head: text::hex(&chain.head),
        broken: chain.broken.map(|broken| broken.to_string()),
    }
}
