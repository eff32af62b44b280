//! The one place where a typed meeting is judged: every fault at its field, all at once.
//!
//! [`check_meeting`] serves publishing and every later change; [`corrections()`] names what was
//! put right on the way (full-width forms, stray spaces), so that the clerk sees it.

mod corrections;
mod fault;
mod plan;
mod seats;
#[cfg(test)]
mod tests;

pub use corrections::{Correction, corrections};
pub use fault::{Fault, Field, MeetingFault};
pub use plan::{DAYS_AFTER_MEETING, check_plan};
pub use seats::{CheckedPassword, CheckedSeat};

use crate::limits::Limits;
use crate::material::Material;
use crate::meeting::Plan;
use crate::raw::RawMeeting;
use crate::text;
use fault::Faults;
use jiff::Timestamp;

/// A meeting without fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedMeeting {
    /// Date, number (empty: give the next), window, remark.
    pub plan: Plan,
    /// Who may read.
    pub seats: Vec<CheckedSeat>,
}

/// Judges a whole meeting for publishing at `now`.
///
/// # Errors
/// Every fault, in the order of the form.
pub fn check_meeting(
    raw: &RawMeeting,
    materials: &[Material],
    limits: &Limits,
    now: Timestamp,
) -> Result<CheckedMeeting, Vec<Fault>> {
    let mut faults = Faults(Vec::new());
    let plan = plan::plan(raw, None, limits, now, &mut faults);
    let seats = seats::seats(raw, limits, &mut faults);
    check_materials(materials, limits, &mut faults);
    match plan {
        Some(plan) if faults.0.is_empty() => Ok(CheckedMeeting { plan, seats }),
        _ => Err(faults.0),
    }
}

fn check_materials(materials: &[Material], limits: &Limits, faults: &mut Faults) {
    if !materials.iter().any(Material::is_open) {
        faults.note(Field::Materials, MeetingFault::NoMaterial);
    }
    for material in materials {
        let title = text::one_line(material.title.expose());
        if title.is_empty() {
            faults.note(Field::MaterialTitle(material.id), MeetingFault::Missing);
        } else if title.chars().count() > limits.max_title {
            faults.note(
                Field::MaterialTitle(material.id),
                MeetingFault::TooLong {
                    most: limits.max_title,
                },
            );
        }
    }
}
