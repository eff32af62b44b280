//! GET `/console/meetings/{meeting}/versions/{version}`: staff open a material, outdated ones
//! too. GET `…/register.pdf`, `…/passwords.pdf` and a seat's `…/password.pdf`:
//! drawn on the spot.

use crate::console::at::At;
use crate::console::caller::{Clerk, Staff};
use crate::console::envelope::Envelope;
use crate::console::paths::passwords_path;
use crate::console::refused::{change_refused, read_refused};
use crate::console::reply::{self, go_saying, not_found};
use crate::console::said::Said;
use crate::refusal::Reply;
use crate::site::Site;
use axum::body::Body;
use axum::extract::State;
use http::{HeaderMap, Method};
use kairan_board::{
    LookError, RegisterError, SheetError, draw_register, draw_sheets, open_version,
};
use kairan_domain::ids::{MeetingId, SeatId, VersionId};
use kairan_edge::disposition::{self, Manner};
use kairan_edge::file::{Facts, wanted};

pub(super) async fn version(
    State(site): State<Site>,
    staff: Staff,
    At(meeting): At<MeetingId>,
    At(version): At<VersionId>,
    method: Method,
    headers: HeaderMap,
) -> Reply {
    let opened = match open_version(site.app(), &staff.by, meeting, version).await {
        Ok(opened) => opened,
        Err(LookError::NotFound) => return Ok(not_found()),
        Err(error) => return Err(error.into()),
    };
    let facts = Facts {
        size: opened.file.size,
        digest: opened.file.sha256,
        kind: "application/pdf",
        disposition: disposition::value(Manner::Inline, opened.file_name.expose()),
    };
    let asked = facts.asked(&headers);
    let range = wanted(&facts, &asked, &method);
    let body = range.map_or_else(Body::empty, |range| {
        Body::from_stream(opened.file.stream(range))
    });
    Ok(facts.reply(&asked, body))
}

pub(super) async fn register(
    State(site): State<Site>,
    staff: Staff,
    At(meeting): At<MeetingId>,
) -> Reply {
    match draw_register(site.app(), &staff.by, meeting).await {
        Ok(pdf) => Ok(reply::pdf(pdf, "参照状況一覧.pdf")),
        Err(RegisterError::NeverPublished) => Ok(not_found()),
        Err(RegisterError::Read(error)) => read_refused(error),
        Err(error @ (RegisterError::Paper(_) | RegisterError::BrokeOff)) => Err(error.into()),
    }
}

pub(super) async fn sheets(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
    envelope: Envelope,
) -> Reply {
    sheets_of(&site, &clerk, &envelope, (meeting, None)).await
}

/// The sheet of one seat alone.
pub(super) async fn sheet(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
    At(seat): At<SeatId>,
    envelope: Envelope,
) -> Reply {
    sheets_of(&site, &clerk, &envelope, (meeting, Some(seat))).await
}

async fn sheets_of(
    site: &Site,
    clerk: &Clerk,
    envelope: &Envelope,
    (meeting, only): (MeetingId, Option<SeatId>),
) -> Reply {
    match draw_sheets(site.app(), &clerk.by, &envelope.key, meeting, only).await {
        Ok(pdf) => Ok(reply::pdf(pdf, "パスワードお渡し用紙.pdf")),
        Err(SheetError::NothingToShow) => {
            Ok(go_saying(&passwords_path(meeting), Said::NothingToPrint))
        }
        Err(SheetError::Change(error)) => change_refused(error, &passwords_path(meeting)),
        Err(error @ (SheetError::Paper(_) | SheetError::BrokeOff)) => Err(error.into()),
    }
}
