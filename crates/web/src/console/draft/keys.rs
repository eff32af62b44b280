//! Which input of the form a fault belongs to.

use crate::console::fields::At;
use kairan_domain::check::{Correction, Fault, Field, MeetingFault};
use kairan_domain::ids::{MaterialId, SeatId};
use kairan_domain::words;

/// Seats and materials in the order the form shows them.
pub(crate) struct Order {
    pub(crate) seats: Vec<SeatId>,
    pub(crate) materials: Vec<MaterialId>,
}

impl Order {
    /// For a form without rows.
    pub(crate) fn none() -> Self {
        Self {
            seats: Vec::new(),
            materials: Vec::new(),
        }
    }

    /// The key of a field's input, as `parts/form.html` has it.
    pub(crate) fn key(&self, field: Field) -> String {
        let row = |name: &str, id: SeatId| self.row(name, id);
        match field {
            Field::HeldOn => "held_on".into(),
            Field::StartsAt => "starts_at".into(),
            Field::MeetingNo => "meeting_no".into(),
            Field::Panel => "panel".into(),
            Field::ReviewerCount => "reviewer_count".into(),
            Field::AccessFrom => "from_on".into(),
            Field::AccessUntil => "until_on".into(),
            Field::Remark => "remark".into(),
            Field::SeatName(id) => row("seat_name", id),
            Field::SeatMail(id) => row("seat_mail", id),
            Field::SeatPassword(id) => row("seat_password", id),
            Field::Materials => "files".into(),
            Field::MaterialTitle(id) => numbered(
                "material_title",
                self.materials.iter().position(|material| *material == id),
            ),
        }
    }

    fn row(&self, name: &str, id: SeatId) -> String {
        numbered(name, self.seats.iter().position(|seat| *seat == id))
    }

    /// Every fault as a sentence at its input.
    pub(crate) fn errors(&self, faults: &[Fault]) -> Vec<At> {
        let told = |fault: &Fault| {
            let key = match (fault.field, &fault.what) {
                // To be mended by choosing, not by typing.
                (
                    Field::SeatPassword(id),
                    MeetingFault::NoPassword | MeetingFault::PasswordOver,
                ) => self.row("seat_password_choice", id),
                _ => self.key(fault.field),
            };
            let label = self.label(fault.field);
            At::labelled(key, label, words::meeting_fault(&fault.what))
        };
        faults.iter().map(told).collect()
    }

    /// What was put right, beside its input.
    pub(crate) fn corrections(&self, corrections: &[Correction]) -> Vec<At> {
        let told = |it: &Correction| {
            let text = format!(
                "「{}」を「{}」にしました。",
                it.from.expose().trim_end_matches('\n'),
                it.to.expose()
            );
            At::new(self.key(it.field), text)
        };
        corrections.iter().map(told).collect()
    }

    /// A field's name in the summary on top, where a row must say whose it is.
    fn label(&self, field: Field) -> String {
        let row = |id: SeatId| self.seats.iter().position(|seat| *seat == id);
        let material = |id: MaterialId| self.materials.iter().position(|kept| *kept == id);
        let numbered = |what: &str, place: Option<usize>| {
            let no = place.map_or_else(String::new, |place| (place + 1).to_string());
            let name = words::field(field);
            let own = name
                .strip_prefix(what)
                .and_then(|rest| rest.strip_prefix('の'));
            format!("{what}{no}の{}", own.unwrap_or(name))
        };
        match field {
            Field::SeatName(id) | Field::SeatMail(id) | Field::SeatPassword(id) => {
                numbered("委員", row(id))
            }
            Field::MaterialTitle(id) => numbered("資料", material(id)),
            // Its sentences name it already.
            Field::Materials => String::new(),
            _ => words::field(field).to_owned(),
        }
    }
}

fn numbered(name: &str, place: Option<usize>) -> String {
    place.map_or_else(String::new, |place| format!("{name}-{}", place + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_second_row_stands_at_the_second_row() {
        let seats = vec![SeatId::from_bytes([1; 16]), SeatId::from_bytes([2; 16])];
        let order = Order {
            materials: Vec::new(),
            seats: seats.clone(),
        };
        let fault = Fault {
            field: Field::SeatMail(seats[1]),
            what: MeetingFault::SameMail { row: 1 },
        };
        let errors = order.errors(&[fault]);
        assert_eq!(order.key(fault.field), "seat_mail-2");
        assert!(format!("{errors:?}").contains("委員2のメールアドレス"));
    }
}
