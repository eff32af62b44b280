//! 医療機関 and 医師: who can be asked. Nothing of it is removed while requests name it; who is
//! asked no more is retired and can be taken in again.

mod list_clinics;
mod retire;
mod save_clinic;
mod save_physician;
mod show_clinic;

pub use list_clinics::{ClinicLine, list_clinics};
pub use retire::{Retired, retire_clinic, retire_physician, revive_clinic, revive_physician};
pub use save_clinic::{ClinicError, raw_of_clinic, save_clinic};
pub use save_physician::{PhysicianError, raw_of_physician, save_physician};
pub use show_clinic::{ClinicPage, DayBucket, DaysTaken, show_clinic};
