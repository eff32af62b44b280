//! A doctor types the letter's short code and passcode at `/o`. A code that belongs to no
//! letter, a wrong passcode and one that too many people try at look alike in words and in
//! work; what happened to a request is told to nobody without its passcode. Audit: letter
//! opened, or refused.
//!
//! Mistakes wait per code and network, in memory, whether the code exists or not, and with a
//! far higher ceiling per code; nothing locks, and nothing here touches what is counted at the
//! link. A code that cannot be one is named, unevaluated and uncounted: that depends on what
//! was typed alone.

use crate::app::App;
use crate::error::LetterError;
use crate::hasher::Waiter;
use crate::letter::open_letter::{AtLetter, Opened, audit};
use crate::threshold::{Threshold, admit};
use crate::tries::Tries;
use crate::typed_password::compared_passcode;
use jiff::Timestamp;
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::secret::SecretText;
use kairan_domain::short_code::ShortCode;
use kairan_domain::throttle::Verdict;
use kairan_store::Changes;
use kairan_vault::short_code_digest;
use std::net::IpAddr;

/// Opens the letter with the short code `code`, as typed.
///
/// # Errors
///
/// [`LetterError`]; never `Unknown` or `Locked`.
pub async fn open_by_short_code(
    app: &App,
    code: &str,
    passcode: &SecretText,
    from: IpAddr,
) -> Result<Opened, LetterError> {
    let passcode = compared_passcode(passcode.expose());
    let (no_code, no_passcode) = (code.trim().is_empty(), passcode.is_empty());
    if no_code || no_passcode {
        return Err(LetterError::missing(no_code, no_passcode));
    }
    let code = ShortCode::parse(code).map_err(LetterError::Code)?;
    let digest = *short_code_digest(&app.vault, code.as_bytes()).as_bytes();
    let tries = Tries::short_code(app, digest, from);
    let _turn = tries.turn().await;
    let now = app.now();
    if let Verdict::Wait(until) | Verdict::Locked(until) = tries.here(now) {
        return Err(LetterError::Wait { until });
    }
    tries
        .begin(now)
        .map_err(|until| LetterError::TooManyFromAddress { until })?;
    let found = app.store.opinion_request_by_short_code(&digest).await?;
    let at = found.and_then(AtLetter::by_code);

    let waiter = Waiter::at_short_code(from);
    let right = match &at {
        Some(at) if !tries.waits(now) => {
            let check = app.hasher.verify(waiter, &at.letter.passcode, &passcode);
            check.await?
        }
        _ => {
            app.hasher.verify_nobody(waiter, &passcode).await?;
            false
        }
    };

    match at {
        Some(at) if right => enter(app, at, &tries, now).await,
        at => {
            tries.mistaken(now);
            let refused = Changes::new(refusal(at.as_ref(), now).came_from(from));
            app.store.commit(refused).await?;
            Err(LetterError::Wrong)
        }
    }
}

/// The passcode was right: in, or the plain reason why not.
async fn enter(
    app: &App,
    at: AtLetter,
    tries: &Tries<'_>,
    now: Timestamp,
) -> Result<Opened, LetterError> {
    tries.was_right();
    at.must_stand(app, now).await?;
    let request = at.request.id;
    let cookie = admit(app, at, tries.tried(), now).await?;
    Ok(Opened { request, cookie })
}

/// One audit record, whatever was named.
fn refusal(at: Option<&AtLetter>, now: Timestamp) -> AuditRecord {
    let (stranger, refused) = (Actor::Stranger, AuditEvent::LetterRefused);
    match at {
        Some(at) => audit(&at.request, stranger, refused, now),
        None => AuditRecord::new(None, now, stranger, refused),
    }
}
