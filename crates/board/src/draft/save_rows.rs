//! The rows of a draft as sent, each with the password it is to have.

use super::save::{DraftInput, RowInput};
use crate::envelope::{Entry, Envelope};
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

/// What the passwords of the rows are decided from.
pub(super) struct Deciding<'a> {
    pub(super) app: &'a App,
    pub(super) by: &'a ClerkOf,
    /// The draft as it was.
    pub(super) before: &'a RawMeeting,
    /// The form as sent.
    pub(super) input: &'a DraftInput,
    /// What this browser can still see of the draft's passwords.
    pub(super) envelope: &'a Envelope,
    pub(super) now: Timestamp,
}

enum Decision {
    Record(SeatPassword),
    Clear(ViewingPassword),
    Refused(PasswordError),
}

impl Deciding<'_> {
    /// Decides the password of every row. Hashing takes tens of milliseconds each and yields to
    /// everybody who is signing in.
    pub(super) async fn judge(&self) -> Result<NewRows, StoreError> {
        let mut found = NewRows {
            rows: Vec::with_capacity(self.input.rows.len()),
            entries: Vec::new(),
        };
        for sent in &self.input.rows {
            let known = sent.seat.and_then(|seat| row_of(self.before, seat));
            // The same row sent twice is a second row.
            let known = known.filter(|row| found.rows.iter().all(|other| other.seat.id != row.id));
            let id = known.map_or_else(|| SeatId::new(self.now, self.app.id_bytes()), |row| row.id);
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
            match self.decide(sent, id, kept).await? {
                Decision::Record(password) => row.seat.password = password,
                // What was there before stays until something better comes.
                Decision::Refused(error) => {
                    row.seat.password = kept.clone();
                    row.fault = Some(error);
                }
                Decision::Clear(password) => {
                    row.seat.password = self.hashed(&password).await;
                    found.entries.push(Entry {
                        seat: id,
                        made_at: self.now,
                        password,
                    });
                }
            }
            found.rows.push(row);
        }
        Ok(found)
    }

    async fn hashed(&self, password: &ViewingPassword) -> SeatPassword {
        SeatPassword::New {
            hash: self.app.hasher.hash_batch(&password.canonical()).await,
            made_at: self.now,
        }
    }

    async fn decide(
        &self,
        sent: &RowInput,
        id: SeatId,
        kept: &SeatPassword,
    ) -> Result<Decision, StoreError> {
        if sent.paper {
            return Ok(Decision::Record(SeatPassword::None));
        }
        let mail = MailAddress::check(sent.mail.expose()).ok();
        let context = PasswordContext {
            mail: mail.as_ref(),
            held_on: parse_date(&self.input.fields.held_on).ok(),
            meeting_no: &self.input.fields.meeting_no,
        };
        if let Some(clear) = clear_text(self.app, &sent.password, &context) {
            return Ok(match clear {
                // A form saves itself again and again: the same password is not set anew.
                Ok(password) if self.holds(id, kept, &password) => Decision::Record(kept.clone()),
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
        let carried = carried_over(self.app, self.by.insurer(), &mail, self.now).await?;
        Ok(match (carried, &sent.password) {
            (Some(carried), _) => Decision::Record(carried),
            // Wanted, but there is none to carry over: the check says "no password".
            (None, RowPassword::Carry) => Decision::Record(SeatPassword::None),
            (None, _) if self.input.unfinished => Decision::Record(SeatPassword::None),
            (None, _) => Decision::Clear(make(self.app)),
        })
    }

    fn holds(&self, id: SeatId, kept: &SeatPassword, password: &ViewingPassword) -> bool {
        match kept {
            SeatPassword::New { made_at, .. } => self.envelope.find(id, *made_at) == Some(password),
            SeatPassword::CarriedOver { .. } | SeatPassword::None => false,
        }
    }
}
