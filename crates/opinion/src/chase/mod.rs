//! 督促 by whatever way, and opinions that come by other ways than Kairan's door.

mod record_arrival;
mod remind;

pub use record_arrival::{ArrivalError, Arrived, record_arrival};
pub use remind::{RemindError, remind};
