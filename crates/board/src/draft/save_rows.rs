//! The rows of a draft as sent, each with the password it is to have.

use super::save::{DraftInput, RowInput};
use crate::envelope::Entry;
use crate::form::row_of;
use crate::passwords::{RowPassword, carried_over, clear_text, make};
use jiff::Timestamp;
use kairan_access::{App, ClerkOf};
use kairan_domain::check::{Fault, Field, MeetingFault};
use kairan_domain::date::parse_date;
use kairan_domain::ids::SeatId;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::password::{PasswordContext, PasswordError, ViewingPassword};
use kairan_domain::raw::{RawMeeting, RawSeat, SeatPassword};
use kairan_store::StoreError;

/// Rows judged, passwords hashed.
pub(super) struct NewRows {
    rows: Vec<NewRow>,
    entries: Vec<Entry>,
}

struct NewRow {
    seat: RawSeat,
    fault: Option<PasswordError>,
}

impl NewRows {
    pub(super) fn seats(&self) -> Vec<RawSeat> {
        self.rows.iter().map(|row| row.seat.clone()).collect()
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Adds what is wrong with typed passwords, in place of "there is none".
    pub(super) fn faults(&self, mut faults: Vec<Fault>) -> Vec<Fault> {
        for row in &self.rows {
            if let Some(error) = row.fault {
                let field = Field::SeatPassword(row.seat.id);
                faults.retain(|fault| fault.field != field);
                faults.push(Fault {
                    field,
                    what: MeetingFault::Password(error),
                });
            }
        }
        faults
    }
}

/// Decides the password of every row. Hashing takes tens of milliseconds each and yields to
/// everybody who is signing in.
pub(super) async fn rows_of(
    app: &App,
    by: &ClerkOf,
    before: &RawMeeting,
    input: &DraftInput,
    now: Timestamp,
) -> Result<NewRows, StoreError> {
    let mut found = NewRows {
        rows: Vec::with_capacity(input.rows.len()),
        entries: Vec::new(),
    };
    for sent in &input.rows {
        let known = sent.seat.and_then(|seat| row_of(before, seat));
        // The same row sent twice is a second row.
        let known = known.filter(|row| found.rows.iter().all(|other| other.seat.id != row.id));
        let id = known.map_or_else(|| SeatId::new(now, app.id_bytes()), |row| row.id);
        let mut row = NewRow {
            seat: RawSeat {
                id,
                name: sent.name.clone(),
                mail: sent.mail.clone(),
                paper: sent.paper,
                password: SeatPassword::None,
            },
            fault: None,
        };
        let kept = known.map_or(&SeatPassword::None, |known| &known.password);
        match decide(app, by, &input.fields, sent, kept, now).await? {
            Decision::Record(password) => row.seat.password = password,
            Decision::Refused(error) => row.fault = Some(error),
            Decision::Clear(password) => {
                row.seat.password = SeatPassword::New {
                    hash: app.hasher.hash_batch(&password.canonical()).await,
                    made_at: now,
                };
                found.entries.push(Entry {
                    seat: id,
                    made_at: now,
                    password,
                });
            }
        }
        found.rows.push(row);
    }
    Ok(found)
}

enum Decision {
    Record(SeatPassword),
    Clear(ViewingPassword),
    Refused(PasswordError),
}

async fn decide(
    app: &App,
    by: &ClerkOf,
    fields: &RawMeeting,
    sent: &RowInput,
    kept: &SeatPassword,
    now: Timestamp,
) -> Result<Decision, StoreError> {
    if sent.paper {
        return Ok(Decision::Record(SeatPassword::None));
    }
    let mail = MailAddress::check(sent.mail.expose()).ok();
    let context = PasswordContext {
        mail: mail.as_ref(),
        held_on: parse_date(&fields.held_on).ok(),
        meeting_no: &fields.meeting_no,
    };
    if let Some(clear) = clear_text(app, &sent.password, &context) {
        return Ok(match clear {
            Ok(password) => Decision::Clear(password),
            Err(error) => Decision::Refused(error),
        });
    }
    let Some(mail) = mail else {
        return Ok(Decision::Record(kept.clone()));
    };
    let still_fits = match kept {
        SeatPassword::New { .. } => true,
        // Looked up anew: the reviewer may have another one by now, or it may have run out.
        SeatPassword::CarriedOver { .. } | SeatPassword::None => false,
    };
    if sent.password == RowPassword::Keep && still_fits {
        return Ok(Decision::Record(kept.clone()));
    }
    let carried = carried_over(app, by.insurer(), &mail, now).await?;
    Ok(match (carried, &sent.password) {
        (Some(carried), _) => Decision::Record(carried),
        // Wanted, but there is none to carry over: the check says "no password".
        (None, RowPassword::Carry) => Decision::Record(SeatPassword::None),
        (None, _) => Decision::Clear(make(app)),
    })
}
