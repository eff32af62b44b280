//! Viewing passwords of rows and seats: made, typed, or carried over from earlier meetings.

use jiff::Timestamp;
use kairan_access::App;
use kairan_domain::check::{Fault, Field, MeetingFault};
use kairan_domain::ids::{CredentialId, InsurerId};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::{Packet, Place, Seat};
use kairan_domain::password::{PasswordContext, PasswordError, ViewingPassword};
use kairan_domain::raw::{RawSeat, SeatPassword};
use kairan_domain::secret::SecretText;
use kairan_store::{Changes, StoreError};
use kairan_vault::entropy;

/// What the clerk wants a row's password to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowPassword {
    /// As it is. A row that has none yet gets the reviewer's password of earlier meetings, or
    /// a made one.
    Keep,
    /// Kairan makes one.
    Make,
    /// The reviewer's password of earlier meetings.
    Carry,
    /// Typed by the clerk.
    Typed(SecretText),
}

/// A password of Kairan's making.
pub(crate) fn make(app: &App) -> ViewingPassword {
    loop {
        let random: [u8; 32] = entropy::bytes(app.entropy.as_ref());
        if let Some(made) = ViewingPassword::make(&random) {
            return made;
        }
    }
}

/// The password in the clear that `wish` leads to; `None` when it leads to none.
pub(crate) fn clear_text(
    app: &App,
    wish: &RowPassword,
    context: &PasswordContext<'_>,
) -> Option<Result<ViewingPassword, PasswordError>> {
    match wish {
        RowPassword::Make => Some(Ok(make(app))),
        RowPassword::Typed(typed) => Some(ViewingPassword::check(typed.expose(), context)),
        RowPassword::Keep | RowPassword::Carry => None,
    }
}

/// The credential this address may go on using, if it has one that is still good.
pub(crate) async fn carried_over(
    app: &App,
    insurer: InsurerId,
    mail: &MailAddress,
    now: Timestamp,
) -> Result<Option<SeatPassword>, StoreError> {
    let Some(reviewer) = app.store.reviewer_by_mail(insurer, mail).await? else {
        return Ok(None);
    };
    let Some(id) = reviewer.credential else {
        return Ok(None);
    };
    let credential = app.store.credential(id).await?;
    let good = credential.is_some_and(|kept| kept.insurer == insurer && kept.carries_over(now));
    Ok(good.then(|| SeatPassword::CarriedOver {
        credential: id,
        mail_key: SecretText::new(mail.key()),
    }))
}

/// The password a seat's link opens with.
pub(crate) fn credential_of(seat: &Seat) -> Option<CredentialId> {
    match &seat.place {
        Place::Electronic { credential, .. } => Some(*credential),
        Place::Paper { .. } => None,
    }
}

/// Rows of a draft whose password of earlier meetings can no longer be carried over.
pub(crate) async fn run_out(
    app: &App,
    rows: &[RawSeat],
    now: Timestamp,
) -> Result<Vec<Fault>, StoreError> {
    let mut faults = Vec::new();
    for row in rows {
        let SeatPassword::CarriedOver { credential, .. } = &row.password else {
            continue;
        };
        let kept = app.store.credential(*credential).await?;
        if !row.paper && !kept.is_some_and(|kept| kept.carries_over(now)) {
            faults.push(Fault {
                field: Field::SeatPassword(row.id),
                what: MeetingFault::PasswordOver,
            });
        }
    }
    Ok(faults)
}

/// Lets the passwords of a packet's seats open the gate until its window ends.
pub(crate) async fn keep_open(
    app: &App,
    packet: &Packet,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let until = packet.plan.window.until;
    for seat in &packet.seats {
        let Place::Electronic { credential, .. } = &seat.place else {
            continue;
        };
        let kept = app.store.credential(*credential).await?;
        if let Some(kept) = kept.filter(|kept| kept.until < until) {
            changes.update(&kept, (*kept).clone().lasting(until));
        }
    }
    Ok(())
}
