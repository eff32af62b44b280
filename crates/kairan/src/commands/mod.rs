//! What operator commands do, the same in a running server and alone.
//!
//! [`carry_out`] is the one door; one file per noun behind it. Whoever may call it stands at the
//! machine, so this is the only place (beside the demo) that makes the operator's witness.

mod audit;
mod insurers;
mod keys;
mod letters;
mod transfer;
mod users;

use kairan_access::{StoreFailure, operator};
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_store::{Changes, StoreError};

pub(crate) use self::audit::stands as audit_stands;
pub use self::insurers::add as add_insurer;
pub(crate) use self::letters::count_cause;
pub use self::letters::{READ_OF_A_MAIL, Taken, note_return};
pub use self::transfer::{ImportRefused, import};
pub use self::users::add as add_user;
use crate::control::{ControlReply, ControlRequest};
use crate::wire::Installation;

/// Why a command did nothing: everything that speaks against it, in English.
pub type Refusal = Vec<String>;

/// Carries a command out.
pub async fn carry_out(on: &Installation, request: ControlRequest) -> ControlReply {
    let by = operator();
    let done = match request {
        ControlRequest::Ping => Ok(ControlReply::Pong {
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }),
        ControlRequest::AddInsurer {
            number,
            name,
            office,
            address,
            phone,
            mail,
        } => {
            let raw = kairan_domain::insurer::RawInsurer {
                number,
                name,
                office,
                address,
                phone,
                mail,
            };
            insurers::add(on, &by, &raw).await
        }
        ControlRequest::ChangeInsurer {
            number,
            name,
            office,
            address,
            phone,
            mail,
        } => {
            let edit = kairan_domain::insurer::InsurerEdit {
                name,
                office,
                address,
                phone,
                mail,
            };
            insurers::change(on, &by, &number, &edit).await
        }
        ControlRequest::ListInsurers => insurers::list(on, &by).await,
        ControlRequest::AddUser {
            insurer,
            login,
            name,
            role,
        } => users::add(on, &by, &insurer, &login, &name, &role).await,
        ControlRequest::ResetUser { login } => users::reset(on, &by, &login).await,
        ControlRequest::AddKey => keys::add(on).await,
        ControlRequest::RewrapKeys => keys::rewrap(on).await,
        ControlRequest::RetireKey { id } => keys::retire(on, id).await,
        ControlRequest::ListKeys => keys::list(on).await,
        ControlRequest::VerifyAudit { insurer, contains } => {
            audit::verify(on, &by, insurer.as_deref(), contains.as_deref()).await
        }
        ControlRequest::ListAudit(wanted) => audit::list(on, &by, &wanted).await,
        ControlRequest::Export { to } => transfer::export(on, &to).await,
        ControlRequest::SendTestMail { to } => letters::send_test(on, &to).await,
        ControlRequest::Bounce { message } => letters::take_return(on, &message).await,
    };

    done.unwrap_or_else(|reasons| ControlReply::Refused { reasons })
}

/// Notes what the operator did to the installation as a whole.
async fn note(on: &Installation, event: AuditEvent) -> Result<(), Refusal> {
    let record = AuditRecord::new(None, on.app.now(), Actor::Operator, event);
    on.app
        .store
        .commit(Changes::new(record))
        .await
        .map_err(because)
}

/// One reason.
fn because(reason: impl std::fmt::Display) -> Refusal {
    vec![reason.to_string()]
}

fn store_read(error: StoreError) -> Refusal {
    because(error)
}

fn store_failed(error: &StoreFailure) -> Refusal {
    because(error)
}

#[cfg(test)]
mod tests;
