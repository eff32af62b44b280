//! A meeting before it is published: begun, typed, saved at every step, thrown away.

mod create;
mod delete;
mod known_people;
mod materials;
mod save;
mod save_rows;
mod take_reviewers;

pub use create::create_draft;
pub use delete::delete_draft;
pub use known_people::{EarlierMeeting, KnownPeople, known_people};
pub use materials::remove_material;
pub use save::{DraftInput, RowInput, SaveError, Saved, save_draft};
pub use take_reviewers::take_reviewers;
