//! `kairan user add|reset`.

use kairan_access::{AccountError, By, InitialPassword, Operator, RawStaff};
use kairan_domain::insurer::InsurerNo;
use kairan_domain::staff::Role;

use super::{Refusal, because, store_failed, store_read};
use crate::control::ControlReply;
use crate::wire::Installation;

/// Makes an account within the insurer of that number.
///
/// # Errors
/// Unknown insurer, or every fault of what was typed. A login id that is taken is no error but what
/// the reply tells.
pub async fn add(
    on: &Installation,
    by: &Operator,
    insurer: &str,
    login: &str,
    name: &str,
    role: &str,
) -> Result<ControlReply, Refusal> {
    let unknown = || because(format!("there is no insurer with number {insurer}"));
    let number = InsurerNo::check(insurer).map_err(|_| unknown())?;
    let role = read_role(role)?;
    let insurer = on
        .app
        .store
        .insurer_by_number(&number)
        .await
        .map_err(store_read)?;
    let insurer = insurer.ok_or_else(unknown)?.id;
    let raw = RawStaff { login, name, role };
    let made = kairan_access::add_staff(&on.app, By::Operator(by, insurer), raw).await;

    match made {
        Ok(made) => Ok(shown(login, &made)),
        Err(AccountError::LoginTaken) => Ok(ControlReply::Taken {
            reason: taken(login),
        }),
        Err(error) => Err(refused(login, error)),
    }
}

fn taken(login: &str) -> String {
    format!("the login id {login} is taken")
}

pub(super) async fn reset(
    on: &Installation,
    by: &Operator,
    login: &str,
) -> Result<ControlReply, Refusal> {
    let found = kairan_access::find_staff(&on.app, by, login)
        .await
        .map_err(store_read)?;
    let account = found.ok_or_else(|| refused(login, AccountError::Unknown))?;
    let by = By::Operator(by, account.insurer);
    let made = kairan_access::reset_staff(&on.app, by, (account.id, None)).await;

    made.map(|made| shown(login, &made))
        .map_err(|error| refused(login, error))
}

fn shown(login: &str, made: &InitialPassword) -> ControlReply {
    ControlReply::InitialPassword {
        login: login.to_owned(),
        password: made.password.expose().to_owned(),
    }
}

fn refused(login: &str, error: AccountError) -> Refusal {
    match error {
        AccountError::Unknown => because(format!("there is no account with login id {login}")),
        AccountError::LoginTaken => because(taken(login)),
        AccountError::Faults(faults) => faults.iter().map(ToString::to_string).collect(),
        AccountError::Retired => because(format!("the account {login} is retired")),
        AccountError::OwnAccount => because("nobody resets the own account"),
        AccountError::Changed => because(format!("the account {login} was changed meanwhile")),
        AccountError::Store(error) => store_failed(&error),
    }
}

fn read_role(text: &str) -> Result<Role, Refusal> {
    match text {
        "read-only" => Ok(Role::ReadOnly),
        "clerk" => Ok(Role::Clerk),
        "administrator" => Ok(Role::Administrator),
        _ => Err(because(
            "the role is one of read-only, clerk, administrator",
        )),
    }
}
