//! What was put right on the way (full-width forms, stray spaces), so that the clerk sees it.

use super::fault::Field;
use crate::mail_address::MailAddress;
use crate::raw::RawMeeting;
use crate::secret::SecretText;
use crate::text;

/// What was put right without asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Where.
    pub field: Field,
    /// As typed.
    pub from: SecretText,
    /// As taken.
    pub to: SecretText,
}

/// What of the typed meeting is taken otherwise than it was typed.
pub fn corrections(raw: &RawMeeting) -> Vec<Correction> {
    // Day, hours and number are read as values; only what is kept as text is put right.
    let RawMeeting {
        meeting_no,
        panel,
        seats,
        held_on: _,
        starts_at: _,
        reviewer_count: _,
        from_on: _,
        from_at: _,
        until_on: _,
        until_at: _,
        // Kept as typed.
        remark: _,
    } = raw;
    let mut found = Vec::new();
    let mut compare = |field, typed: &str, taken: &str| {
        if typed != taken {
            found.push(Correction {
                field,
                from: SecretText::new(typed),
                to: SecretText::new(taken),
            });
        }
    };
    compare(
        Field::MeetingNo,
        meeting_no,
        &text::one_line(&text::half_width(meeting_no)),
    );
    compare(Field::Panel, panel, &text::one_line(panel));
    for seat in seats.iter().filter(|seat| !seat.is_blank()) {
        compare(
            Field::SeatName(seat.id),
            seat.name.expose(),
            &text::one_line(seat.name.expose()),
        );
        if let (false, Ok(mail)) = (seat.paper, MailAddress::check(seat.mail.expose())) {
            compare(Field::SeatMail(seat.id), seat.mail.expose(), mail.expose());
        }
    }
    found
}
