//! The reviewers' rows of a typed meeting.

use super::fault::{Faults, Field, MeetingFault};
use super::plan::bounded;
use crate::ids::{CredentialId, SeatId};
use crate::limits::Limits;
use crate::mail_address::MailAddress;
use crate::raw::{RawMeeting, RawSeat, SeatPassword};
use crate::secret::SecretText;
use crate::staff::PersonName;
use crate::text;
use jiff::Timestamp;

/// A row without fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedSeat {
    /// Its id.
    pub id: SeatId,
    /// Name.
    pub name: PersonName,
    /// Address and password; `None` for paper.
    pub electronic: Option<(MailAddress, CheckedPassword)>,
}

/// The password a row will have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckedPassword {
    /// A new credential with this hash.
    New {
        /// Argon2id hash.
        hash: SecretText,
        /// When it was made.
        made_at: Timestamp,
    },
    /// The credential the reviewer already has.
    CarriedOver(CredentialId),
}

pub(super) fn seats(raw: &RawMeeting, limits: &Limits, faults: &mut Faults) -> Vec<CheckedSeat> {
    let filled: Vec<&RawSeat> = raw.seats.iter().filter(|seat| !seat.is_blank()).collect();
    let given = text::half_width(&text::one_line(&raw.reviewer_count));
    let given = given.trim_end_matches(['人', '名']);
    match given.parse::<usize>() {
        _ if given.is_empty() => faults.note(Field::ReviewerCount, MeetingFault::Missing),
        Err(_) | Ok(0) => faults.note(Field::ReviewerCount, MeetingFault::NotACount),
        Ok(given) if given > limits.max_reviewers => {
            faults.note(
                Field::ReviewerCount,
                MeetingFault::TooManyReviewers {
                    most: limits.max_reviewers,
                },
            );
        }
        Ok(given) if given != filled.len() => {
            faults.note(
                Field::ReviewerCount,
                MeetingFault::CountDiffers {
                    given,
                    rows: filled.len(),
                },
            );
        }
        Ok(_) => {}
    }
    let mut taken: Vec<(String, usize)> = Vec::new();
    filled
        .iter()
        .filter_map(|seat| one_seat(raw, seat, limits, &mut taken, faults))
        .collect()
}

fn one_seat(
    raw: &RawMeeting,
    seat: &RawSeat,
    limits: &Limits,
    taken: &mut Vec<(String, usize)>,
    faults: &mut Faults,
) -> Option<CheckedSeat> {
    let name = text::one_line(seat.name.expose());
    let name = if name.is_empty() {
        Err(MeetingFault::Missing)
    } else {
        bounded(&name, limits.max_name)
    };
    let name = faults
        .take(Field::SeatName(seat.id), name)
        .map(PersonName::from_kept);
    if seat.paper {
        return Some(CheckedSeat {
            id: seat.id,
            name: name?,
            electronic: None,
        });
    }
    let mail = faults.take(
        Field::SeatMail(seat.id),
        MailAddress::check(seat.mail.expose()).map_err(MeetingFault::Mail),
    );
    if let Some(mail) = &mail {
        let key = mail.key();
        match taken.iter().find(|(other, _)| *other == key) {
            Some((_, row)) => faults.note(
                Field::SeatMail(seat.id),
                MeetingFault::SameMail { row: *row },
            ),
            None => taken.push((
                key,
                raw.seats.iter().position(|s| s.id == seat.id).unwrap_or(0) + 1,
            )),
        }
    }
    let password = match (&seat.password, &mail) {
        (SeatPassword::New { hash, made_at }, _) => Some(CheckedPassword::New {
            hash: hash.clone(),
            made_at: *made_at,
        }),
        (
            SeatPassword::CarriedOver {
                credential,
                mail_key,
            },
            Some(mail),
        ) if mail.key() == mail_key.expose() => Some(CheckedPassword::CarriedOver(*credential)),
        // Which password it will be hangs on the address.
        (_, None) => None,
        _ => {
            faults.note(Field::SeatPassword(seat.id), MeetingFault::NoPassword);
            None
        }
    };
    Some(CheckedSeat {
        id: seat.id,
        name: name?,
        electronic: Some((mail?, password?)),
    })
}
