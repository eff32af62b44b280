//! The confirmation page before publishing: exactly what goes to whom, and the passwords that
//! this clerk can still see. Changes nothing.

use crate::delivery::{LetterFacts, sample_letter};
use crate::edit::{fingerprint, load};
use crate::envelope::{Desk, Envelope};
use crate::error::ReadError;
use crate::examined::examine_waiting;
use crate::facts::office;
use crate::passwords::run_out;
use jiff::Timestamp;
use kairan_access::{App, ClerkOf};
use kairan_domain::check::{CheckedPassword, CheckedSeat, Fault, check_meeting};
use kairan_domain::examination::Examined;
use kairan_domain::ids::{MaterialId, MeetingId, SeatId, VersionId};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::material::Material;
use kairan_domain::meeting::{Plan, State, WrongState};
use kairan_domain::password::ViewingPassword;
use kairan_domain::secret::SecretText;
use kairan_domain::staff::PersonName;
use kairan_vault::envelope::EnvelopeKey;

/// What publishing would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishPreview {
    /// To be handed back as `seen` when publishing.
    pub fingerprint: u64,
    /// Where the meeting stands; anything but a draft cannot be published.
    pub state: State,
    /// What stands in the way, in the order of the form.
    pub faults: Vec<Fault>,
    /// The checked plan; absent when there are faults. An empty number is given at publishing.
    pub plan: Option<Plan>,
    /// Who gets what.
    pub seats: Vec<PreviewSeat>,
    /// What can be read.
    pub materials: Vec<PreviewMaterial>,
    /// The letter, with a made-up link.
    pub letter: Option<LetterFacts>,
}

/// One reviewer on the confirmation page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewSeat {
    /// Which seat.
    pub seat: SeatId,
    /// Name.
    pub name: PersonName,
    /// Where the link goes; none for paper.
    pub mail: Option<MailAddress>,
    /// The password.
    pub password: PreviewPassword,
}

/// The password of a reviewer on the confirmation page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviewPassword {
    /// New, and still in this clerk's envelope.
    Shown(ViewingPassword),
    /// New, but no longer to be seen by this clerk: make another if nobody noted it down.
    OutOfSight,
    /// The reviewer keeps the password of earlier meetings.
    CarriedOver {
        /// Since when the reviewer has had it.
        since: Timestamp,
        /// Nobody has told the reviewer yet.
        waits: bool,
    },
    /// Paper: no password.
    None,
}

/// One material on the confirmation page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewMaterial {
    /// Which.
    pub id: MaterialId,
    /// Its version.
    pub version: VersionId,
    /// Title.
    pub title: SecretText,
    /// File name.
    pub file_name: SecretText,
    /// Bytes.
    pub size: u64,
    /// Pages.
    pub pages: u32,
    /// SHA-256 of the file as it was brought: the same file chosen twice has the same.
    pub sha256: [u8; 32],
    /// What was found in it that nobody sees.
    pub examined: Examined,
}

/// What the confirmation page shows.
///
/// # Errors
/// [`ReadError`].
pub async fn preview_publish(
    app: &App,
    by: &ClerkOf,
    key: &EnvelopeKey,
    id: MeetingId,
) -> Result<PublishPreview, ReadError> {
    examine_waiting(app, by.insurer(), id).await?;
    let now = app.now();
    let read = load(app, by, id).await?;
    let mut preview = PublishPreview {
        fingerprint: fingerprint(&read),
        state: read.state(now),
        faults: Vec::new(),
        plan: None,
        seats: Vec::new(),
        materials: read
            .materials()
            .iter()
            .filter_map(preview_material)
            .collect(),
        letter: None,
    };
    let Some(draft) = read.draft() else {
        return Ok(preview);
    };
    let stored = app.store.envelope(id, by.author()).await?;
    let envelope = Desk::of(app, by, key, id).open(stored.as_ref(), now);

    match check_meeting(&draft.raw, &draft.materials, &app.limits, now) {
        Err(faults) => preview.faults = faults,
        Ok(checked) => {
            preview.faults = run_out(app, &draft.raw.seats, now).await?;
            for seat in &checked.seats {
                let seat = preview_seat(app, &envelope, seat).await?;
                preview.seats.push(seat);
            }
            preview.letter = letter(app, by, &preview.seats, &checked.plan).await?;
            preview.plan = Some(checked.plan);
        }
    }
    Ok(preview)
}

async fn letter(
    app: &App,
    by: &ClerkOf,
    seats: &[PreviewSeat],
    plan: &Plan,
) -> Result<Option<LetterFacts>, ReadError> {
    let office = office(app, by.insurer()).await?;
    let mut written = seats.iter().filter_map(|seat| {
        let to = seat.mail.clone()?;
        Some(sample_letter(app, &office, plan, to, seat.name.clone()))
    });
    Ok(written.next())
}

async fn preview_seat(
    app: &App,
    envelope: &Envelope,
    seat: &CheckedSeat,
) -> Result<PreviewSeat, ReadError> {
    let password = match &seat.electronic {
        None => PreviewPassword::None,
        Some((_, CheckedPassword::New { made_at, .. })) => envelope
            .find(seat.id, *made_at)
            .cloned()
            .map_or(PreviewPassword::OutOfSight, PreviewPassword::Shown),
        Some((_, CheckedPassword::CarriedOver(id))) => {
            let credential = app.store.credential(*id).await?;
            credential.map_or(PreviewPassword::OutOfSight, |kept| {
                PreviewPassword::CarriedOver {
                    since: kept.made_at,
                    waits: kept.waits,
                }
            })
        }
    };
    Ok(PreviewSeat {
        seat: seat.id,
        name: seat.name.clone(),
        mail: seat.electronic.as_ref().map(|(mail, _)| mail.clone()),
        password,
    })
}

fn preview_material(material: &Material) -> Option<PreviewMaterial> {
    let version = material.current().filter(|_| material.is_open())?;
    Some(PreviewMaterial {
        id: material.id,
        version: version.id,
        title: material.title.clone(),
        file_name: version.file_name.clone(),
        size: version.size,
        pages: version.pages,
        sha256: version.brought().sha256,
        examined: version.examined.clone(),
    })
}

impl PublishPreview {
    /// Whether the button does anything.
    ///
    /// # Errors
    /// [`WrongState`] when it is no draft any more.
    pub fn is_ready(&self) -> Result<bool, WrongState> {
        match self.state {
            State::Draft => Ok(self.faults.is_empty()),
            state => Err(WrongState::Is(state)),
        }
    }
}
