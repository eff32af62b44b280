//! GET and POST `/console/meetings/{meeting}/edit`: the one page on which a meeting is
//! registered. Every button saves first; nothing typed is lost, faulty or not.

use super::conflict::{Conflict, differences};
use super::keys::Order;
use super::typed::{Choice, Intent, Typed, TypedRow};
use super::view::{EditView, MaterialView, PlanView, RowView};
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::envelope::Envelope;
use crate::console::fields::{self, Fields};
use crate::console::frame::Here;
use crate::console::limits::LimitsView;
use crate::console::names::last_change;
use crate::console::paths::{board_path, confirm_path, edit_path};
use crate::console::posted::Form;
use crate::console::refused::{change_refused, read_refused};
use crate::console::reply::{go, go_saying, not_found, wants_json};
use crate::console::said::{Said, Told};
use crate::console::when;
use crate::refusal::Reply;
use crate::site::Site;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use kairan_board::{
    DraftInput, FormView, RowInput, RowPassword, SaveError, Saved, read_form, remove_material,
    save_draft,
};
use kairan_domain::check::{Fault, MeetingFault};
use kairan_domain::ids::{MaterialId, MeetingId};
use kairan_domain::meeting::State as MeetingState;
use serde::{Deserialize, Serialize};

const TEMPLATE: &str = "console/meeting_edit.html";

/// `?check=1`: with everything that stands in the way of publishing.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Check {
    #[serde(default)]
    check: String,
}

pub(super) async fn page(
    State(site): State<Site>,
    clerk: Clerk,
    At(meeting): At<MeetingId>,
    Query(told): Query<Told>,
    Query(check): Query<Check>,
    envelope: Envelope,
) -> Reply {
    let form = match read_form(site.app(), &clerk.by, meeting).await {
        Ok(form) if form.state == MeetingState::Draft => form,
        Ok(_) => return Ok(go(&board_path(meeting))),
        Err(error) => return read_refused(&site, error),
    };
    let mut view = EditView::stored(&form, LimitsView::of(&site.app().limits));
    view.saved_at = saved_at(&form);
    if !check.check.is_empty() {
        view.errors = order_of(&form).errors(&form.faults);
    }
    let page = clerk
        .frame
        .page(TEMPLATE, Here::Meetings)
        .telling(told.notice());
    Ok(envelope.given(page.reply(&site, &view)))
}

pub(super) async fn submit(
    State(site): State<Site>,
    At(meeting): At<MeetingId>,
    envelope: Envelope,
    headers: HeaderMap,
    Form {
        caller: clerk,
        fields,
    }: Form<Clerk>,
) -> Reply {
    let intent = Intent::of(fields.text("intent"));
    let mut typed = Typed::of(&fields);
    typed.rearrange(intent);
    let sent = input(&typed);
    let saved = save_draft(
        site.app(),
        &clerk.by,
        &envelope.key,
        (meeting, typed.version),
        sent,
    )
    .await;
    let reply = match saved {
        Ok(saved) if wants_json(&headers) => Json(SavedView::of(&saved)).into_response(),
        Ok(saved) => after_save(&site, &clerk, meeting, &typed, (intent, saved)).await?,
        Err(error) => not_saved(&site, &clerk, (meeting, &typed), error).await?,
    };
    Ok(envelope.given(reply))
}

async fn not_saved(
    site: &Site,
    clerk: &Clerk,
    (meeting, typed): (MeetingId, &Typed),
    error: SaveError,
) -> Reply {
    Ok(match error {
        SaveError::Changed { theirs } => return changed(site, clerk, typed, &theirs).await,
        SaveError::NotFound => not_found(site),
        SaveError::State(_) => go_saying(&board_path(meeting), Said::AlreadyPublished),
        SaveError::TooLarge => site.error_page(StatusCode::PAYLOAD_TOO_LARGE),
        SaveError::Contended => site.error_page(StatusCode::CONFLICT),
        SaveError::Store(error) => return Err(error.into()),
    })
}

/// The answer to a script's save.
#[derive(Serialize)]
struct SavedView {
    version: String,
    saved_at: String,
}

impl SavedView {
    fn of(saved: &Saved) -> Self {
        Self {
            version: saved.edition.to_string(),
            saved_at: clock_of(saved.edition),
        }
    }
}

/// What the button asked for, now that everything is stored.
async fn after_save(
    site: &Site,
    clerk: &Clerk,
    meeting: MeetingId,
    typed: &Typed,
    (intent, saved): (Intent, Saved),
) -> Reply {
    let path = edit_path(meeting);
    let faults = told_now(intent, typed, &saved);
    if !faults.is_empty()
        || (intent == Intent::Save && !typed.autosave && !saved.corrections.is_empty())
    {
        return show_saved(site, clerk, (meeting, typed), (&saved, &faults)).await;
    }
    if let Intent::Remove(material) = intent {
        return remove(site, clerk, meeting, material).await;
    }
    Ok(match intent {
        Intent::Confirm if !saved.corrections.is_empty() => {
            go_saying(&confirm_path(meeting), Said::Corrected)
        }
        Intent::Confirm => go(&confirm_path(meeting)),
        Intent::Save | Intent::Remove(_) => go_saying(&path, Said::Saved),
        Intent::AddRow | Intent::RemoveRow(_) => go(&format!("{path}#section-seats")),
        Intent::Up(_) | Intent::Down(_) => go(&format!("{path}#section-files")),
    })
}

async fn remove(site: &Site, clerk: &Clerk, meeting: MeetingId, material: MaterialId) -> Reply {
    match remove_material(site.app(), &clerk.by, meeting, material).await {
        Ok(()) => Ok(go(&format!(
            "{}?said={}#section-files",
            edit_path(meeting),
            Said::MaterialRemoved.code()
        ))),
        Err(error) => change_refused(site, error, &board_path(meeting)),
    }
}

/// The faults that stop this button: all of them on the way to publishing, a refused password
/// whenever a person saves (it is the one thing that is not kept), none for a script.
fn told_now(intent: Intent, typed: &Typed, saved: &Saved) -> Vec<Fault> {
    let password = |fault: &&Fault| matches!(fault.what, MeetingFault::Password(_));
    match intent {
        Intent::Confirm => saved.faults.clone(),
        _ if typed.autosave => Vec::new(),
        _ => saved.faults.iter().filter(password).copied().collect(),
    }
}

/// The page again, as stored now, with what was wrong or put right at its fields.
async fn show_saved(
    site: &Site,
    clerk: &Clerk,
    (meeting, typed): (MeetingId, &Typed),
    (saved, faults): (&Saved, &[Fault]),
) -> Reply {
    let form = match read_form(site.app(), &clerk.by, meeting).await {
        Ok(form) => form,
        Err(error) => return read_refused(site, error),
    };
    let order = order_of(&form);
    let mut view = EditView::stored(&form, LimitsView::of(&site.app().limits));
    for (row, typed) in view.rows.iter_mut().zip(&typed.rows) {
        row.keep_refused(typed);
    }
    view.errors = order.errors(faults);
    view.corrections = order.corrections(&saved.corrections);
    view.saved_at = Some(clock_of(saved.edition));
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok(clerk
        .frame
        .page(TEMPLATE, Here::Meetings)
        .status(status)
        .reply(site, &view))
}

/// Files came with the whole form of the page: the rest is saved, then they are told of.
pub(crate) async fn files_sent(
    site: &Site,
    clerk: &Clerk,
    (meeting, envelope): (MeetingId, Envelope),
    fields: &Fields,
    faults: Vec<fields::At>,
) -> Reply {
    let typed = Typed::of(fields);
    let saved = save_draft(
        site.app(),
        &clerk.by,
        &envelope.key,
        (meeting, typed.version),
        input(&typed),
    )
    .await;
    let reply = match saved {
        Ok(_) if faults.is_empty() => go_saying(&edit_path(meeting), Said::FilesAdded),
        Ok(_) => show_with(site, clerk, meeting, |_| faults).await?,
        Err(error) => not_saved(site, clerk, (meeting, &typed), error).await?,
    };
    Ok(envelope.given(reply))
}

/// The page as stored, with what stood in the way of publishing.
pub(super) async fn show_faults(
    site: &Site,
    clerk: &Clerk,
    meeting: MeetingId,
    faults: &[Fault],
) -> Reply {
    show_with(site, clerk, meeting, |form| order_of(form).errors(faults)).await
}

async fn show_with(
    site: &Site,
    clerk: &Clerk,
    meeting: MeetingId,
    errors: impl FnOnce(&FormView) -> Vec<fields::At>,
) -> Reply {
    let form = match read_form(site.app(), &clerk.by, meeting).await {
        Ok(form) => form,
        Err(error) => return read_refused(site, error),
    };
    let mut view = EditView::stored(&form, LimitsView::of(&site.app().limits));
    view.errors = errors(&form);
    view.saved_at = saved_at(&form);
    Ok(clerk
        .frame
        .page(TEMPLATE, Here::Meetings)
        .status(StatusCode::UNPROCESSABLE_ENTITY)
        .reply(site, &view))
}

/// Another clerk was faster: both texts, the own one in the fields.
async fn changed(site: &Site, clerk: &Clerk, typed: &Typed, theirs: &FormView) -> Reply {
    let fields = differences(theirs, typed);
    if fields.is_empty() {
        return Ok(go_saying(&edit_path(theirs.meeting), Said::Saved));
    }
    let last = last_change(site, &clerk.by, theirs.meeting).await?;
    let mut view = EditView::stored(theirs, LimitsView::of(&site.app().limits));
    let stored = |row: &TypedRow| {
        theirs
            .raw
            .seats
            .iter()
            .find(|seat| Some(seat.id) == row.seat)
    };
    view.rows = typed
        .rows
        .iter()
        .zip(1..)
        .map(|(row, no)| RowView::typed(no, row, stored(row)))
        .collect();
    view.form = PlanView::of(&typed.plan);
    view.materials = typed_materials(theirs, typed);
    view.conflict = Some(Conflict {
        who: last,
        at: clock_of(theirs.edition),
        fields,
    });
    Ok(clerk
        .frame
        .page(TEMPLATE, Here::Meetings)
        .status(StatusCode::CONFLICT)
        .reply(site, &view))
}

fn typed_materials(theirs: &FormView, typed: &Typed) -> Vec<MaterialView> {
    let title = |id| {
        typed
            .titles
            .iter()
            .find(|(material, _)| *material == id)
            .map(|(_, title)| title.as_str())
    };
    theirs
        .materials
        .iter()
        .zip(1..)
        .map(|(line, no)| MaterialView::of(no, line, title(line.id)))
        .collect()
}

/// The form for the use case. A script's save never makes a password anew: the button does.
pub(crate) fn input(typed: &Typed) -> DraftInput {
    let password = |row: &TypedRow| match row.choice {
        Choice::Make if !typed.autosave => RowPassword::Make,
        Choice::Type => RowPassword::Typed(row.password.clone()),
        Choice::Carry => RowPassword::Carry,
        Choice::Auto | Choice::Keep | Choice::Make => RowPassword::Keep,
    };
    let row = |row: &TypedRow| RowInput {
        seat: row.seat,
        name: row.name.clone(),
        mail: row.mail.clone(),
        paper: row.paper,
        password: password(row),
    };
    DraftInput {
        fields: typed.plan.clone(),
        rows: typed.rows.iter().map(row).collect(),
        titles: typed.titles.clone(),
        order: typed.titles.iter().map(|(id, _)| *id).collect(),
    }
}

/// Rows and materials in the order of the page.
pub(super) fn order_of(form: &FormView) -> Order {
    Order {
        seats: form.raw.seats.iter().map(|seat| seat.id).collect(),
        materials: form.materials.iter().map(|line| line.id).collect(),
    }
}

fn saved_at(form: &FormView) -> Option<String> {
    let fresh = form.raw.held_on.is_empty()
        && form
            .raw
            .seats
            .iter()
            .all(kairan_domain::raw::RawSeat::is_blank);
    (!fresh).then(|| clock_of(form.edition))
}

/// An edition is the microsecond of the last change.
pub(crate) fn clock_of(edition: u64) -> String {
    let at = i64::try_from(edition)
        .ok()
        .and_then(|micros| Timestamp::from_microsecond(micros).ok());
    at.map(when::clock).unwrap_or_default()
}
