//! `kairan insurer add|list`.

use kairan_access::{InsurerError, Operator};
use kairan_domain::insurer::RawInsurer;

use super::{Refusal, store_failed, store_read};
use crate::control::{ControlReply, InsurerLine};
use crate::wire::Installation;

/// Takes an insurer in.
///
/// # Errors
/// Every fault of what was typed. A number that is taken is no error but what the reply tells.
pub async fn add(
    on: &Installation,
    by: &Operator,
    raw: &RawInsurer,
) -> Result<ControlReply, Refusal> {
    match kairan_access::add_insurer(&on.app, by, raw).await {
        Ok(insurer) => Ok(ControlReply::InsurerAdded {
            number: insurer.number.to_string(),
        }),
        Err(InsurerError::Faults(faults)) => Err(faults.iter().map(ToString::to_string).collect()),
        Err(InsurerError::NumberTaken) => Ok(ControlReply::Taken {
            reason: format!("there is already an insurer with number {}", raw.number),
        }),
        Err(InsurerError::Store(error)) => Err(store_failed(&error)),
    }
}

pub(super) async fn list(on: &Installation, by: &Operator) -> Result<ControlReply, Refusal> {
    let mut insurers: Vec<InsurerLine> = kairan_access::list_insurers(&on.app, by)
        .await
        .map_err(store_read)?
        .into_iter()
        .map(|insurer| InsurerLine {
            number: insurer.number.to_string(),
            name: insurer.name,
            office: insurer.office,
            phone: insurer.phone,
        })
        .collect();
    insurers.sort_by(|a, b| a.number.cmp(&b.number));

    Ok(ControlReply::Insurers { insurers })
}
