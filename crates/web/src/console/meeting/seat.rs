//! POST `/console/meetings/{meeting}/seats/{seat}/…`: what a clerk does for one reviewer.

use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::envelope::Envelope;
use crate::console::paths::{board_path, passwords_path};
use crate::console::posted::Form;
use crate::console::refused::change_refused;
use crate::console::reply::{go_saying, go_saying_at, not_found};
use crate::console::said::Said;
use crate::refusal::Reply;
use crate::site::Site;
use axum::extract::State;
use kairan_access::{ClearError, clear_lock};
use kairan_board::{give_paper, hand_over, resend_notice};
use kairan_domain::ids::{MeetingId, SeatId};

/// `handed-over`: the password leaves the envelope.
pub(super) async fn handed_over(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    At(seat): At<SeatId>,
    envelope: Envelope,
    form: Form<Clerk>,
) -> Reply {
    let back = passwords_path(meeting);
    let reply = match hand_over(site.app(), &form.caller.by, &envelope.key, meeting, seat).await {
        Ok(()) => go_saying_at(&back, Said::HandedOver, &format!("seat-{seat}")),
        Err(error) => change_refused(error, &back)?,
    };
    Ok(envelope.given(reply))
}

/// `paper-given`: a reviewer on paper has got what there is now.
pub(super) async fn paper_given(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    At(seat): At<SeatId>,
    form: Form<Clerk>,
) -> Reply {
    let back = board_path(meeting);
    match give_paper(site.app(), &form.caller.by, meeting, seat).await {
        Ok(()) => Ok(go_saying_at(
            &back,
            Said::PaperGiven,
            &format!("seat-{seat}"),
        )),
        Err(error) => change_refused(error, &back),
    }
}

/// `resend`: the link's letter once more.
pub(super) async fn resend(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    At(seat): At<SeatId>,
    form: Form<Clerk>,
) -> Reply {
    let back = board_path(meeting);
    match resend_notice(site.app(), &form.caller.by, meeting, seat).await {
        Ok(()) => Ok(go_saying_at(&back, Said::Resent, &format!("seat-{seat}"))),
        Err(error) => change_refused(error, &back),
    }
}

/// `unlock`: a wait or lock is over at once.
pub(super) async fn unlock(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    At(seat): At<SeatId>,
    form: Form<Clerk>,
) -> Reply {
    match clear_lock(site.app(), &form.caller.by, meeting, seat).await {
        Ok(()) => Ok(go_saying(&board_path(meeting), Said::Unlocked)),
        Err(ClearError::Unknown) => Ok(not_found()),
        Err(ClearError::Store(error)) => Err(error.into()),
    }
}
