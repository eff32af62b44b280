//! A clerk makes and sees the accounts of a clinic; [`crate::reset_staff`] and
//! [`crate::retire_staff`] take the clerk as well. Audit: account added.

use crate::accounts::add_staff::{RawStaff, add_staff};
use crate::accounts::initial::InitialPassword;
use crate::accounts::list_staff::views;
use crate::app::App;
use crate::error::AccountError;
use crate::staff::view::StaffView;
use crate::witness::{By, ClerkOf, StaffOf};
use kairan_domain::ids::ClinicId;
use kairan_domain::staff::Role;
use kairan_store::StoreError;

/// Makes an account of `clinic` from login id and name; the role of `raw` does not matter.
///
/// # Errors
///
/// [`AccountError`]; `Unknown` when the insurer has no such clinic.
pub async fn add_clinic_staff(
    app: &App,
    by: &ClerkOf,
    clinic: ClinicId,
    raw: RawStaff<'_>,
) -> Result<InitialPassword, AccountError> {
    let role = Role::Clinic(clinic);
    add_staff(app, By::Clerk(by), RawStaff { role, ..raw }).await
}

/// The accounts of a clinic, oldest first, retired ones among them, with their waits and
/// locks; none for another insurer's clinic.
///
/// # Errors
///
/// The store cannot be read.
pub async fn list_clinic_staff(
    app: &App,
    by: &StaffOf,
    clinic: ClinicId,
) -> Result<Vec<StaffView>, StoreError> {
    let staff = app.store.staff_of_clinic(by.insurer(), clinic).await?;
    views(app, staff.iter().map(|staff| &**staff)).await
}
