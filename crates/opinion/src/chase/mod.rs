//! 督促 by whatever way, and opinions that come by other ways than Kairan's door.

mod remind;

pub use remind::{RemindError, remind};
