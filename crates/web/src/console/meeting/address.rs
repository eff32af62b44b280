//! GET and POST `/console/meetings/{meeting}/seats/{seat}/address`: a reviewer's e-mail address
//! put right after publishing.

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
use kairan_board::{AddressError, Corrected, NewAddress, RowPassword, correct_address};
use kairan_domain::ids::{MeetingId, SeatId};
use kairan_domain::meeting::AddressFault;
use kairan_domain::password::PasswordError;
use kairan_domain::secret::SecretText;
use kairan_domain::words;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    about: SeatAbout,
    form: Typed,
    errors: Vec<fields::At>,
}

/// What stands in the fields.
#[derive(Serialize)]
struct Typed {
    mail: String,
    choice: &'static str,
    password: String,
}

pub(super) async fn page(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    At(seat): At<SeatId>,
    clerk: Clerk,
    envelope: Envelope,
) -> Reply {
    let typed = Typed {
        mail: String::new(),
        choice: "auto",
        password: String::new(),
    };
    let told = Told::nothing();
    let reply = show(&site, &clerk, meeting, seat, typed, told).await?;
    Ok(envelope.given(reply))
}

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
    let new = new_address(&fields);
    let done = correct_address(site.app(), &clerk.by, &envelope.key, meeting, seat, &new).await;
    let back = board_path(meeting);
    let told = match done {
        Ok(done) => {
            let path = passwords_path(meeting);
            return Ok(envelope.given(go_saying(&path, said(done))));
        }
        Err(AddressError::NotFound) => return Ok(not_found()),
        Err(AddressError::State(state)) => return Ok(go_saying(&back, other_state(state))),
        Err(AddressError::Faults(mail, password)) => Told::faulty(faults(mail, password)),
        Err(AddressError::Changed) => Told::whole(StatusCode::CONFLICT, CHANGED),
        Err(AddressError::Contended) => Told::whole(StatusCode::CONFLICT, NOT_STORED),
        Err(AddressError::Store(error)) => {
            let Unavailable = error.into();
            Told::whole(StatusCode::SERVICE_UNAVAILABLE, NOT_STORED)
        }
    };
    let reply = show(&site, &clerk, meeting, seat, Typed::of(&fields), told).await?;
    Ok(envelope.given(reply))
}

const CHANGED: &str =
    "ほかの担当者が、先にこの委員のメールアドレスを変えました。いまのアドレスを確かめてください。";

fn new_address(fields: &Fields) -> NewAddress {
    let password = if fields.text("choice") == "type" {
        RowPassword::Typed(SecretText::new(fields.text("password")))
    } else {
        RowPassword::Keep
    };
    NewAddress {
        was: SecretText::new(fields.text("was")),
        mail: SecretText::new(fields.text("mail")),
        password,
    }
}

fn said(done: Corrected) -> Said {
    match done {
        Corrected { told: false, .. } => Said::AddressQuiet,
        Corrected {
            carried_over: true, ..
        } => Said::AddressCarried,
        Corrected {
            put_right: true, ..
        } => Said::AddressPutRight,
        Corrected { .. } => Said::AddressCorrected,
    }
}

fn faults(mail: Option<AddressFault>, password: Option<PasswordError>) -> Vec<fields::At> {
    let mail = mail.map(|fault| fields::At::new("mail", words::address_fault(fault)));
    let password = password.map(|fault| fields::At::new("password", words::password_error(fault)));
    mail.into_iter().chain(password).collect()
}

impl Typed {
    fn of(fields: &Fields) -> Self {
        Self {
            mail: fields.text("mail").to_owned(),
            choice: if fields.text("choice") == "type" {
                "type"
            } else {
                "auto"
            },
            password: fields.text("password").to_owned(),
        }
    }
}

async fn show(
    site: &Site,
    clerk: &Clerk,
    meeting: MeetingId,
    seat: SeatId,
    form: Typed,
    Told { status, errors }: Told,
) -> Reply {
    let about = match SeatAbout::find(site, clerk, meeting, seat).await? {
        Ok(about) => about,
        Err(instead) => return Ok(instead),
    };
    let view = View {
        about,
        form,
        errors,
    };
    let page = clerk
        .frame
        .page("console/seat_address.html", Here::Meetings);
    Ok(page.status(status).reply(site, &view))
}
