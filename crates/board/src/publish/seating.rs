//! Who sits where: reviewers found by address or met for the first time, their credential,
//! their link. Everything goes into the one commit of publishing.

use jiff::Timestamp;
use kairan_access::{App, ClerkOf};
use kairan_domain::check::{CheckedPassword, CheckedSeat, Fault, Field, MeetingFault};
use kairan_domain::credential::{Credential, Reviewer, life_from};
use kairan_domain::ids::{CredentialId, ReviewerId};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::{AccessLink, Place, Seat};
use kairan_domain::secret::SecretText;
use kairan_domain::staff::PersonName;
use kairan_store::{Changes, StoreError, Versioned};
use kairan_vault::LinkToken;

/// Seats every row, or names the rows whose password can no longer be carried over.
pub(super) async fn seat_all(
    app: &App,
    by: &ClerkOf,
    rows: &[CheckedSeat],
    until: Timestamp,
    now: Timestamp,
    changes: &mut Changes,
) -> Result<Result<Vec<Seat>, Vec<Fault>>, StoreError> {
    let (mut seats, mut faults) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        let place = match &row.electronic {
            None => Some(Place::Paper { given_at: None }),
            Some((mail, password)) => {
                let person = Person {
                    name: &row.name,
                    mail,
                    password,
                };
                person.seat(app, by, until, now, changes).await?
            }
        };
        match place {
            Some(place) => seats.push(Seat {
                id: row.id,
                name: row.name.clone(),
                place,
            }),
            None => faults.push(Fault {
                field: Field::SeatPassword(row.id),
                what: MeetingFault::PasswordOver,
            }),
        }
    }
    Ok(if faults.is_empty() {
        Ok(seats)
    } else {
        Err(faults)
    })
}

/// A fresh link.
fn link(app: &App) -> AccessLink {
    let token = LinkToken::random(app.entropy.as_ref());
    AccessLink {
        token: SecretText::new(token.to_text().as_str()),
        digest: *token.digest(&app.vault).as_bytes(),
    }
}

/// Somebody about to get a seat with a link.
pub(crate) struct Person<'a> {
    pub(crate) name: &'a PersonName,
    pub(crate) mail: &'a MailAddress,
    pub(crate) password: &'a CheckedPassword,
}

impl Person<'_> {
    /// The place with a fresh link; `None` when the password to carry over is good no more.
    /// `until` is the end of the meeting's window: the password opens the gate as long.
    pub(crate) async fn seat(
        &self,
        app: &App,
        by: &ClerkOf,
        until: Timestamp,
        now: Timestamp,
        changes: &mut Changes,
    ) -> Result<Option<Place>, StoreError> {
        let known = app.store.reviewer_by_mail(by.insurer(), self.mail).await?;
        let reviewer = known.as_ref().map_or_else(
            || ReviewerId::new(now, app.id_bytes()),
            |reviewer| reviewer.id,
        );
        let (credential, handed_over_at) = match self.password {
            CheckedPassword::New { hash, made_at } => {
                let id = CredentialId::new(now, app.id_bytes());
                let new = Credential {
                    id,
                    insurer: by.insurer(),
                    reviewer,
                    hash: hash.clone(),
                    made_at: *made_at,
                    until: life_from(*made_at),
                    waits: true,
                };
                changes.insert(new.lasting(until));
                (id, None)
            }
            CheckedPassword::CarriedOver(id) => {
                let credential = app.store.credential(*id).await?;
                let good =
                    credential.filter(|kept| kept.reviewer == reviewer && kept.carries_over(now));
                let Some(credential) = good else {
                    return Ok(None);
                };
                // A re-issue at this very moment must not leave the seat with the old one.
                if credential.until < until {
                    changes.update(&credential, (*credential).clone().lasting(until));
                } else {
                    changes.expect(&credential);
                }
                // Passwords nobody has told the reviewer yet still wait.
                (*id, (!credential.waits).then_some(now))
            }
        };
        self.remember(by, known.as_ref(), reviewer, credential, now, changes);
        Ok(Some(Place::Electronic {
            reviewer,
            mail: self.mail.clone(),
            credential,
            link: link(app),
            handed_over_at,
            read_all_at: None,
        }))
    }

    fn remember(
        &self,
        by: &ClerkOf,
        known: Option<&Versioned<Reviewer>>,
        id: ReviewerId,
        credential: CredentialId,
        now: Timestamp,
        changes: &mut Changes,
    ) {
        let reviewer = Reviewer {
            id,
            insurer: by.insurer(),
            name: self.name.clone(),
            mail: self.mail.clone(),
            credential: Some(credential),
            made_at: known.map_or(now, |known| known.made_at),
        };
        match known {
            Some(known) if **known == reviewer => changes.expect(known),
            Some(known) => changes.update(known, reviewer),
            None => changes.insert(reviewer),
        };
    }
}
