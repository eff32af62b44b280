//! GET and POST `/console/meetings/{meeting}/seats/{seat}/reissue`: another password, made by
//! Kairan or chosen by the clerk, to be handed over on the page that follows.

use super::seat_about::SeatAbout;
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::envelope::Envelope;
use crate::console::fields::{self, Fields, Told};
use crate::console::frame::Here;
use crate::console::paths::{board_path, passwords_path};
use crate::console::posted::Form;
use crate::console::refused::{NOT_STORED, other_state};
use crate::console::reply::{go_saying, not_found};
use crate::console::said::Said;
use crate::refusal::{Reply, Unavailable};
use crate::site::Site;
use axum::extract::State;
use http::StatusCode;
use kairan_board::{ReissueError, RowPassword, reissue_password};
use kairan_domain::ids::{MeetingId, SeatId};
use kairan_domain::secret::SecretText;
use kairan_domain::words;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    about: SeatAbout,
    chosen: &'static str,
    password: String,
    errors: Vec<fields::At>,
}

pub(super) async fn page(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    At(seat): At<SeatId>,
    clerk: Clerk,
    envelope: Envelope,
) -> Reply {
    let nothing = Fields::default();
    let told = Told::nothing();
    let reply = show(&site, &clerk, meeting, seat, &nothing, told).await?;
    Ok(envelope.given(reply))
}

/// A form without a choice asks for a made one: the short way from the board.
pub(super) async fn submit(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    At(seat): At<SeatId>,
    envelope: Envelope,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let wish = match choice(&fields) {
        "type" => RowPassword::Typed(SecretText::new(fields.text("password"))),
        _ => RowPassword::Make,
    };
    let done = reissue_password(site.app(), &clerk.by, &envelope.key, meeting, seat, wish);
    let told = match done.await {
        Ok(()) => {
            let path = passwords_path(meeting);
            return Ok(envelope.given(go_saying(&path, Said::Reissued)));
        }
        Err(ReissueError::NotFound) => return Ok(not_found()),
        Err(ReissueError::State(state)) => {
            return Ok(go_saying(&board_path(meeting), other_state(state)));
        }
        Err(ReissueError::Password(error)) => {
            let at = fields::At::new("password", words::password_error(error));
            Told::faulty(vec![at])
        }
        Err(ReissueError::Contended | ReissueError::NothingAsked) => {
            Told::whole(StatusCode::CONFLICT, NOT_STORED)
        }
        Err(ReissueError::Store(error)) => {
            let Unavailable = error.into();
            Told::whole(StatusCode::SERVICE_UNAVAILABLE, NOT_STORED)
        }
    };
    let reply = show(&site, &clerk, meeting, seat, &fields, told).await?;
    Ok(envelope.given(reply))
}

fn choice(fields: &Fields) -> &'static str {
    if fields.text("choice") == "type" {
        "type"
    } else {
        "make"
    }
}

async fn show(
    site: &Site,
    clerk: &Clerk,
    meeting: MeetingId,
    seat: SeatId,
    typed: &Fields,
    Told { status, errors }: Told,
) -> Reply {
    let about = match SeatAbout::find(site, clerk, meeting, seat).await? {
        Ok(about) => about,
        Err(instead) => return Ok(instead),
    };
    let view = View {
        about,
        chosen: choice(typed),
        password: typed.text("password").to_owned(),
        errors,
    };
    let page = clerk
        .frame
        .page("console/seat_password.html", Here::Meetings);
    Ok(page.status(status).reply(site, &view))
}
