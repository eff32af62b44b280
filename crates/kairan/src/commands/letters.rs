//! `kairan send-test-mail` and `kairan bounce`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kairan_board::ChangeError;
use kairan_domain::ids::NoticeId;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::notice::Outcome;
use kairan_domain::notice::{MailCause, enhanced_codes};
use kairan_domain::secret::SecretText;
use kairan_mail::bounce::Reading;

use super::{Refusal, because};
use crate::control::ControlReply;
use crate::wire::Installation;

/// Bytes of a mail that are looked at: what says why it came back stands in front.
pub const READ_OF_A_MAIL: u64 = 1 << 20;

pub(super) async fn send_test(on: &Installation, to: &str) -> Result<ControlReply, Refusal> {
    let to = MailAddress::check(to).map_err(because)?;
    let now = on.app.now();
    let id = NoticeId::new(now, on.app.id_bytes());
    let outcome = on.mailer.deliver_test(id, &to, now).await;
    on.mailer.rest().await;
    let (taken, words) = match outcome {
        Outcome::Accepted(words) => (true, words.expose().to_owned()),
        Outcome::Deferred(words) | Outcome::Refused(words) => (false, words.expose().to_owned()),
        Outcome::Dropped => (false, String::new()),
    };

    Ok(ControlReply::TestMail { taken, words })
}

pub(super) async fn take_return(on: &Installation, message: &str) -> Result<ControlReply, Refusal> {
    let raw = STANDARD
        .decode(message)
        .map_err(|_| because("the message is not base64"))?;
    let taken = note_return(on, &raw).await?;

    Ok(ControlReply::BounceNoted {
        noted: taken == Taken::Noted,
        understood: taken != Taken::Unrecognised,
    })
}

/// What became of one mail that came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// A seat says so now.
    Noted,
    /// Understood, and nothing to change: a delay, an automatic answer, a repetition, a letter
    /// of a meeting that is gone.
    NothingToNote,
    /// Nobody can tell. Whoever brought it keeps it, for a person to read.
    Unrecognised,
}

/// Reads one mail that came back, and notes it at its seat.
///
/// # Errors
/// The store could not answer; the mail should be offered again.
pub async fn note_return(on: &Installation, raw: &[u8]) -> Result<Taken, Refusal> {
    let bounce = match on.mailer.sender().bounces().read(raw) {
        Ok(Reading::Returned(bounce)) => bounce,
        Ok(Reading::Quiet(_)) => {
            on.metrics.mail.quiet.add(1);
            return Ok(Taken::NothingToNote);
        }
        Err(reason) => {
            on.metrics.mail.unrecognised.add(1);
            tracing::warn!(%reason, "a mail that came back is not understood; it is kept");
            return Ok(Taken::Unrecognised);
        }
    };
    match kairan_board::note_bounce(&on.app, bounce.notice, &bounce.words).await {
        Ok(true) => {
            on.metrics.mail.returned.add(1);
            count_cause(on, &bounce.words);
            Ok(Taken::Noted)
        }
        // Noted before, or its meeting was purged long ago.
        Ok(false) | Err(ChangeError::NotFound) => Ok(Taken::NothingToNote),
        Err(error) => Err(because(error)),
    }
}

/// Counts why a letter did not arrive, and tells the operator what only the operator can mend.
pub(crate) fn count_cause(on: &Installation, words: &SecretText) {
    let cause = MailCause::of(words.expose());
    on.metrics.mail.causes.of(cause).add(1);
    if cause == MailCause::OurSide {
        // The code names nobody; the words may.
        let code = enhanced_codes(words.expose())
            .first()
            .map(ToString::to_string);
        tracing::warn!(
            code = code.unwrap_or_default(),
            "a letter was refused for something on this side (SPF, DKIM, TLS, blocklist, size); see config/mail.md"
        );
    }
}
