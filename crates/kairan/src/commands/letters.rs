//! `kairan send-test-mail` and `kairan bounce`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use kairan_board::ChangeError;
use kairan_domain::ids::NoticeId;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::notice::Outcome;
use kairan_mail::bounce::BounceStatus;

use super::{Refusal, because};
use crate::control::ControlReply;
use crate::wire::Installation;

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
    let noted = note_return(on, &raw).await?;

    Ok(ControlReply::BounceNoted { noted })
}

/// Notes a letter that came back; `false` when the mail changes nothing: an automatic answer, a
/// mere delay, not one of ours.
///
/// # Errors
/// The store could not answer; the mail should be offered again.
pub async fn note_return(on: &Installation, raw: &[u8]) -> Result<bool, Refusal> {
    let Ok(bounce) = on.mailer.sender().bounces().read(raw) else {
        return Ok(false);
    };
    if bounce.status == BounceStatus::Delayed {
        return Ok(false);
    }
    match kairan_board::note_bounce(&on.app, bounce.notice, &bounce.words).await {
        Ok(()) => {
            on.metrics.mail.returned.add(1);
            Ok(true)
        }
        // The meeting was purged long ago.
        Err(ChangeError::NotFound) => Ok(false),
        Err(error) => Err(because(error)),
    }
}
