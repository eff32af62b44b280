//! `kairan insurer add|change|list`.

use kairan_access::{InsurerError, Operator};
use kairan_domain::insurer::{Insurer, InsurerEdit, InsurerNo, RawInsurer};

use super::{Refusal, because, store_failed, store_read};
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
        Err(InsurerError::NumberTaken) => Ok(ControlReply::Taken {
            reason: format!("there is already an insurer with number {}", raw.number),
        }),
        Err(error) => Err(refused(error)),
    }
}

/// Changes an insurer.
pub(super) async fn change(
    on: &Installation,
    by: &Operator,
    number: &str,
    edit: &InsurerEdit,
) -> Result<ControlReply, Refusal> {
    let number = InsurerNo::check(number).map_err(because)?;
    match kairan_access::change_insurer(&on.app, by, &number, edit).await {
        Ok((insurer, fields)) => Ok(ControlReply::InsurerChanged {
            insurer: line(insurer),
            fields: fields.len(),
        }),
        Err(error) => Err(refused(error)),
    }
}

fn refused(error: InsurerError) -> Refusal {
    match error {
        InsurerError::Faults(faults) => faults.iter().map(ToString::to_string).collect(),
        InsurerError::Store(error) => store_failed(&error),
        other @ (InsurerError::NumberTaken | InsurerError::Unknown) => because(other),
    }
}

fn line(insurer: Insurer) -> InsurerLine {
    InsurerLine {
        number: insurer.number.to_string(),
        name: insurer.name,
        office: insurer.office,
        phone: insurer.phone,
        address: insurer.address,
        mail: insurer.mail.expose().to_owned(),
    }
}

pub(super) async fn list(on: &Installation, by: &Operator) -> Result<ControlReply, Refusal> {
    let mut insurers: Vec<InsurerLine> = kairan_access::list_insurers(&on.app, by)
        .await
        .map_err(store_read)?
        .into_iter()
        .map(line)
        .collect();
    insurers.sort_by(|a, b| a.number.cmp(&b.number));

    Ok(ControlReply::Insurers { insurers })
}
