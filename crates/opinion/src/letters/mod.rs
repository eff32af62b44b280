//! What goes out on paper: the request with the way in, the form for an answer by hand, 督促状.

mod door;
mod draw_form;
mod draw_reminders;
mod error;
mod lines;
mod print_letters;

pub use draw_form::draw_form;
pub use draw_reminders::draw_reminders;
pub use error::LetterError;
pub use print_letters::{MOST_LETTERS, PrintedLetters, Printing, print_letters, requests_to_print};
