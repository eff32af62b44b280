//! 作成依頼 comes to be, and is put right while nothing has been submitted.

mod change_request;
mod judge;
mod raw_of_plan;
mod register_request;

pub use change_request::change_request;
pub(crate) use judge::{Kept, judge};
pub use raw_of_plan::{plan_edition, raw_of_plan};
pub use register_request::{RegisterError, RegisterWarning, Registered, register_request};
pub(crate) use register_request::{doubts, new_request, tell_clinic};
