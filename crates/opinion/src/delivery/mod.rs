//! What a mail to a clinic says, asked for at the moment it is sent.

mod clinic_letter;

pub use clinic_letter::{ClinicLetter, clinic_letter};
