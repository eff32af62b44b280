//! The clinics' door: accounts of a clinic's doctors and office. The steps of their sign-in
//! are those of the console ([`crate::staff`]); here is what such an account may open, and who
//! makes it.

pub(crate) mod clinic_staff;
pub(crate) mod physician_of_clinic;
