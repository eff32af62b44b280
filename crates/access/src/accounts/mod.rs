//! Making, resetting and retiring accounts.

pub(crate) mod add_insurer;
pub(crate) mod add_staff;
pub(crate) mod change_insurer;
pub(crate) mod current_code;
pub(crate) mod initial;
pub(crate) mod list_staff;
mod own;
pub(crate) mod reset_staff;
pub(crate) mod retire_clinic_staff;
pub(crate) mod retire_staff;
