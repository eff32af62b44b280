//! A clerk prints request letters, one or a batch of all new ones, as one PDF.
//!
//! The first print makes link, short code and passcode; every further one makes a new passcode,
//! ends the doctor's open sessions and clears a lock, and keeps link, short code and draft. The
//! PDF is drawn before the commit: what cannot be drawn changes nothing. The passcode exists in
//! this PDF alone. Audited per request.

use super::door::{Passcode, digest_of, new_link, new_passcode, short_code};
use super::error::LetterError;
use super::lines::Lines;
use crate::edit::{ATTEMPTS, audit, end_sessions, load, moved};
use crate::error::ChangeError;
use crate::facts::office;
use jiff::Timestamp;
use kairan_access::{App, ClerkOf, StaffOf};
use kairan_domain::audit::AuditEvent;
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::{Letter, OpinionRefusal, OpinionRequest};
use kairan_domain::session::Ending;
use kairan_paper::{PaperError, RequestLetter, Sides, draw_request_letters};
use kairan_store::{Changes, ThrottleKey, Versioned};
use std::sync::Arc;

/// Letters printed at once: a passcode of each is hashed, which takes the processor.
pub const MOST_LETTERS: usize = 100;

/// How letters are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printing {
    /// With the official form behind each letter, for an answer by hand.
    pub with_form: bool,
    /// On both sides of the paper: every letter begins on a sheet of its own.
    pub two_sided: bool,
}

/// Letters ready for the printer. They hold the ways in: never kept, never logged.
pub struct PrintedLetters {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Letters in it.
    pub count: usize,
}

impl std::fmt::Debug for PrintedLetters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PrintedLetters")
    }
}

/// Requests whose letter has never been printed, oldest first, as many as are printed at once.
///
/// # Errors
/// [`LetterError::Store`].
pub async fn requests_to_print(
    app: &App,
    by: &StaffOf,
) -> Result<Vec<OpinionRequestId>, LetterError> {
    let found = app
        .store
        .requests_without_letter(by.insurer(), MOST_LETTERS);
    Ok(found.await?.iter().map(|request| request.id).collect())
}

/// Prints the letters of these requests.
///
/// # Errors
/// [`LetterError`]; none is printed then.
pub async fn print_letters(
    app: &App,
    by: &ClerkOf,
    ids: &[OpinionRequestId],
    printing: Printing,
) -> Result<PrintedLetters, LetterError> {
    let ids = distinct(ids)?;
    let mut passcodes = Vec::with_capacity(ids.len());
    for id in &ids {
        let read = load(app, by.insurer(), *id).await?;
        may_print(&read)?;
        passcodes.push(new_passcode(app).await);
    }

    for _ in 0..ATTEMPTS {
        let now = app.now();
        let mut sheets = Vec::with_capacity(ids.len());
        for (id, passcode) in ids.iter().zip(&passcodes) {
            let read = load(app, by.insurer(), *id).await?;
            may_print(&read)?;
            sheets.push(Sheet::of(app, read, passcode, now).await?);
        }
        let sheets = Arc::new(sheets);
        let pdf = draw(app, Arc::clone(&sheets), printing).await?;
        let changes = changes(app, by, &sheets, now).await?;
        let outcome = app.store.commit(changes).await;
        if !moved(&outcome) {
            outcome.map_err(ChangeError::from)?;
            let count = ids.len();
            return Ok(PrintedLetters { pdf, count });
        }
    }
    Err(LetterError::Contended)
}

pub(super) fn distinct(ids: &[OpinionRequestId]) -> Result<Vec<OpinionRequestId>, LetterError> {
    let mut distinct: Vec<OpinionRequestId> = Vec::with_capacity(ids.len());
    for id in ids {
        if !distinct.contains(id) {
            distinct.push(*id);
        }
    }
    match distinct.len() {
        0 => Err(LetterError::Nothing),
        1..=MOST_LETTERS => Ok(distinct),
        _ => Err(LetterError::TooMany { most: MOST_LETTERS }),
    }
}

/// A letter makes sense while the doctor still has to write.
fn may_print(request: &OpinionRequest) -> Result<(), LetterError> {
    let state = request.state();
    if state.is_writable() {
        Ok(())
    } else {
        let (id, why) = (request.id, OpinionRefusal::Is(state));
        Err(LetterError::Refused { id, why })
    }
}

/// One letter with the way in that it carries.
struct Sheet {
    read: Versioned<OpinionRequest>,
    lines: Lines,
    letter: Letter,
    url: String,
    short_code: String,
    passcode: Passcode,
}

impl Sheet {
    async fn of(
        app: &App,
        read: Versioned<OpinionRequest>,
        passcode: &Passcode,
        now: Timestamp,
    ) -> Result<Self, LetterError> {
        let office = office(app, read.insurer).await?;
        let lines = Lines::of(app, &office, &read, tokyo_day(now)).await?;
        let link = match &read.letter {
            Some(letter) => letter.link.clone(),
            None => new_link(app),
        };
        let code = short_code(&link);
        Ok(Self {
            url: format!("{}/o/{}", app.public_url, link.token.expose()),
            short_code: code.printed(),
            letter: Letter {
                link,
                short_code: digest_of(app, code),
                passcode: passcode.hash.clone(),
                printed_at: now,
            },
            passcode: passcode.clone(),
            read,
            lines,
        })
    }

    fn letter<'a>(&'a self, typed_address: &'a str, with_form: bool) -> RequestLetter<'a> {
        RequestLetter {
            sender: self.lines.sender(),
            to: self.lines.addressee(),
            applicant: self.lines.applicant(),
            date_line: &self.lines.date,
            reference_line: &self.lines.reference,
            kind_line: &self.lines.kind,
            due_line: &self.lines.due,
            url: &self.url,
            typed_address,
            short_code: &self.short_code,
            passcode: self.passcode.clear.expose(),
            form: with_form.then(|| self.lines.form()),
        }
    }
}

async fn draw(
    app: &App,
    sheets: Arc<Vec<Sheet>>,
    printing: Printing,
) -> Result<Vec<u8>, LetterError> {
    let typed_address = format!("{}/o", app.public_url);
    let sides = if printing.two_sided {
        Sides::Two
    } else {
        Sides::One
    };
    let drawn = kairan_work::draw(move || -> Result<Vec<u8>, PaperError> {
        let letters: Vec<RequestLetter<'_>> = sheets
            .iter()
            .map(|sheet| sheet.letter(&typed_address, printing.with_form))
            .collect();
        draw_request_letters(&letters, sides)
    });
    Ok(drawn.await.ok_or(LetterError::BrokeOff)??)
}

async fn changes(
    app: &App,
    by: &ClerkOf,
    sheets: &[Sheet],
    now: Timestamp,
) -> Result<Changes, LetterError> {
    let mut audits = sheets.iter().map(|sheet| {
        let event = match sheet.read.letter {
            None => AuditEvent::LetterPrinted,
            Some(_) => AuditEvent::LetterReprinted,
        };
        audit(by, event, sheet.read.id, now)
    });
    let Some(first) = audits.next() else {
        return Err(LetterError::Nothing);
    };
    let mut changes = Changes::new(first);
    for audit in audits {
        changes.also_audit(audit);
    }
    for sheet in sheets {
        let id = sheet.read.id;
        let mut request = (*sheet.read).clone();
        request.letter = Some(sheet.letter.clone());
        changes.update(&sheet.read, request);
        end_sessions(app, id, Ending::Reprinted, &mut changes).await?;
        if let Some(throttle) = app.store.throttle(ThrottleKey::Letter(id)).await? {
            changes.delete(&throttle);
        }
    }
    Ok(changes)
}
