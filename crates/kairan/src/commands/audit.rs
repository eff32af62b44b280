//! `kairan audit verify`: every seal and every record read again.

use kairan_access::Operator;
use kairan_domain::ids::InsurerId;
use kairan_domain::text;
use kairan_store::AuditChain;

use super::{Refusal, because, store_read};
use crate::control::{ChainLine, ControlReply};
use crate::wire::Installation;

/// How the installation's own chain is called.
const OWN: &str = "installation";

/// Reads one insurer's chain, or all of them and the installation's own.
///
/// # Errors
/// Unknown insurer, or the store fails. A broken chain is no error but what the reply tells.
pub(super) async fn verify(
    on: &Installation,
    by: &Operator,
    insurer: Option<&str>,
) -> Result<ControlReply, Refusal> {
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
    for (whose, insurer) in wanted {
        let chain = on.app.store.check_audit(insurer, on.app.now()).await;
        chains.push(line(whose, &chain.map_err(because)?));
    }

    Ok(ControlReply::AuditVerified { chains })
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
