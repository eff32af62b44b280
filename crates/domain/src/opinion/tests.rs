//! The form's table holds together; its rules hold for whatever is typed.

mod form_rules;
mod judging;
mod names;
mod raw;
mod table;
