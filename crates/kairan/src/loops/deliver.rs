//! Letters leave: claimed by lease, told their facts at the last moment, settled one by one.
//!
//! Two processes may run this on one store: the lease decides. A crash between sending and settling
//! sends the same letter again after the lease, with the same Message-ID.

use futures_util::StreamExt;
use futures_util::stream;
use kairan_domain::notice::{Notice, NoticeAbout, Outcome};
use kairan_mail::LetterFacts;
use kairan_mail::letter::{ClinicFacts, ClinicNews, RequestLine};
use kairan_mail::letter::{News, Reader};

use super::RoundFailed;
use crate::commands::count_cause;
use crate::wire::Installation;

/// Notices claimed at once: what is sent well within a lease.
const AT_ONCE: usize = 32;

/// Sends what is due; answers how many notices were taken up.
///
/// # Errors
/// The outbox could not be read. A letter that could not be settled is taken up again after its
/// lease.
pub async fn deliver_round(on: &Installation) -> Result<usize, RoundFailed> {
    let claimed = kairan_board::claim_notices(&on.app, AT_ONCE)
        .await
        .map_err(RoundFailed::because)?;
    let count = claimed.len();
    let at_once = usize::try_from(on.config.mail.at_once).unwrap_or(1);
    stream::iter(claimed)
        .for_each_concurrent(at_once, async |notice| {
            if let Err(error) = deliver(on, notice).await {
                on.metrics.loops.failed.add(1);
                tracing::error!(%error, "a letter could not be settled");
            }
        })
        .await;

    Ok(count)
}

async fn deliver(on: &Installation, notice: Notice) -> Result<(), RoundFailed> {
    let outcome = match notice.about {
        NoticeAbout::Seat { .. } => to_seat(on, &notice).await?,
        NoticeAbout::Clinic { .. } => to_clinic(on, &notice).await?,
    };
    let fate = match &outcome {
        Outcome::Accepted(_) => &on.metrics.mail.sent,
        Outcome::Deferred(_) => &on.metrics.mail.deferred,
        Outcome::Refused(_) => &on.metrics.mail.refused,
        Outcome::Dropped => &on.metrics.mail.dropped,
    };
    fate.add(1);
    if let Outcome::Refused(words) = &outcome {
        count_cause(on, words);
    }

    kairan_board::settle_notice(&on.app, &notice, outcome)
        .await
        .map_err(RoundFailed::because)
}

/// Sends a reviewer's letter, if what it tells is still true.
async fn to_seat(on: &Installation, notice: &Notice) -> Result<Outcome, RoundFailed> {
    let facts = kairan_board::letter_facts(&on.app, notice)
        .await
        .map_err(RoundFailed::because)?;
    let Some(facts) = facts else {
        return Ok(Outcome::Dropped);
    };
    let letter = letter(facts)
        .ok_or_else(|| RoundFailed::because("facts without the link their kind carries"))?;
    // The day it was decided, not the day the relay came back; so a letter sent twice after a
    // crash is the same letter.
    Ok(on.mailer.deliver(notice.id, &letter, notice.made_at).await)
}

/// Sends a clinic's letter, if what it tells is still true.
async fn to_clinic(on: &Installation, notice: &Notice) -> Result<Outcome, RoundFailed> {
    let facts = kairan_opinion::clinic_letter(&on.app, notice)
        .await
        .map_err(RoundFailed::because)?;
    let Some(facts) = facts else {
        return Ok(Outcome::Dropped);
    };
    let news = ClinicNews::of(facts.kind)
        .ok_or_else(|| RoundFailed::because("a clinic's notice of a kind that tells a seat"))?;
    let letter = ClinicFacts {
        office: facts.office,
        clinic: facts.clinic,
        mail: facts.to,
        request: RequestLine {
            reference: facts.reference,
            due_on: facts.due_on,
        },
        clinic_page: facts.clinic_page,
        news,
    };
    Ok(on.mailer.deliver(notice.id, &letter, notice.made_at).await)
}

/// The use cases' facts in the words of the letter writer: neither crate knows the other. `None`
/// when the kind carries a link and the facts have none.
fn letter(facts: kairan_board::LetterFacts) -> Option<LetterFacts> {
    let news = News::of(facts.kind, facts.link, facts.changes)?;
    Some(LetterFacts {
        office: facts.office,
        reader: Reader {
            name: facts.name,
            mail: facts.to,
            password: facts.password,
        },
        meeting: facts.line,
        news,
    })
}
