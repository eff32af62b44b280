//! What is written is read as the same; what is broken is told with its cell.

mod broken;
mod layouts;
mod made;
mod round_trips;
