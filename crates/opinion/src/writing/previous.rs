//! The doctor's last opinion about the same person, to begin from.
//!
//! The same clinic only, and the same doctor where both requests name one: what another house
//! wrote about a person is not for this one to read.

use crate::answers::answers_of;
use crate::error::ReadError;
use jiff::Timestamp;
use kairan_access::App;
use kairan_domain::opinion::Answers;
use kairan_domain::opinion_request::{OpinionRequest, Stage};

/// An earlier opinion.
pub(super) struct Previous {
    pub(super) accepted_at: Timestamp,
    pub(super) answers: Answers,
}

pub(super) async fn previous(
    app: &App,
    request: &OpinionRequest,
) -> Result<Option<Previous>, ReadError> {
    let insured = &request.plan.insured;
    let about = app
        .store
        .opinion_requests_of_insured(request.insurer, &insured.number);
    let mut accepted: Vec<(Timestamp, OpinionRequest)> = Vec::new();
    for earlier in about.await? {
        if let Stage::Accepted { at } = earlier.stage
            && is_own(request, &earlier)
        {
            accepted.push((at, earlier.into_value()));
        }
    }
    accepted.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    for (accepted_at, earlier) in accepted {
        let Some(last) = earlier.versions.last() else {
            continue;
        };
        // One that came on paper tells nothing; the one before it may.
        if let Some(answers) = answers_of(app, &earlier, last.number).await? {
            return Ok(Some(Previous {
                accepted_at,
                answers,
            }));
        }
    }
    Ok(None)
}

fn is_own(request: &OpinionRequest, earlier: &OpinionRequest) -> bool {
    let (now, then) = (&request.plan, &earlier.plan);
    earlier.id != request.id
        && now.clinic == then.clinic
        && now.insured.birth_date == then.insured.birth_date
        && match (now.physician, then.physician) {
            (Some(now), Some(then)) => now == then,
            _ => true,
        }
}
