//! The registration page in its states: as stored, with what is to be told at its fields, or
//! with what another clerk wrote meanwhile.

use super::conflict::{Conflict, differences};
use super::keys::Order;
use super::typed::{Typed, TypedRow};
use super::view::{EditView, MaterialView, PlanView, RowView};
use crate::console::caller::Clerk;
use crate::console::fields;
use crate::console::frame::Here;
use crate::console::limits::LimitsView;
use crate::console::paths::edit_path;
use crate::console::refused::read_refused;
use crate::console::reply::go_saying;
use crate::console::said::Said;
use crate::console::when;
use crate::refusal::{Reply, Unavailable};
use crate::site::Site;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use kairan_board::{FormView, KnownPeople, Saved, known_people, read_form};
use kairan_domain::check::{Fault, Field, MeetingFault};
use kairan_domain::ids::MeetingId;
use kairan_domain::meeting::State;
use kairan_domain::raw::{RawMeeting, RawSeat};

pub(super) const TEMPLATE: &str = "console/meeting_edit.html";

/// What is to be told of a draft just saved.
pub(super) struct Told<'a> {
    /// As it came in; refused passwords return to their fields.
    pub(super) typed: &'a Typed,
    /// What saving found.
    pub(super) saved: &'a Saved,
    /// The faults to be shown now.
    pub(super) faults: &'a [Fault],
    /// Files that did not come in.
    pub(super) files: Vec<fields::At>,
}

/// The page again, as stored now, with what was wrong or put right at its fields.
pub(super) async fn show_saved(
    site: &Site,
    clerk: &Clerk,
    meeting: MeetingId,
    told: Told<'_>,
) -> Reply {
    let form = match read_form(site.app(), &clerk.by, meeting).await {
        Ok(form) => form,
        Err(error) => return read_refused(error),
    };
    let order = order_of(&form);
    let mut view = stored(site, clerk, &form).await;
    for (place, typed) in told.typed.rows.iter().enumerate() {
        let (row, seat) = (view.rows.get_mut(place), form.raw.seats.get(place));
        if let (Some(row), Some(seat)) = (row, seat)
            && refused(told.faults, seat)
        {
            row.keep_refused(typed);
        }
    }
    view.materials = typed_materials(&form, told.typed);
    view.errors = order.errors(told.faults);
    view.errors.extend(told.files);
    view.corrections = order.corrections(&told.saved.corrections);
    view.saved_at = Some(clock_of(told.saved.edition));
    Ok(page(site, clerk, &view))
}

/// Whether the password typed for this row was not kept.
fn refused(faults: &[Fault], seat: &RawSeat) -> bool {
    faults.iter().any(|fault| {
        fault.field == Field::SeatPassword(seat.id)
            && matches!(fault.what, MeetingFault::Password(_))
    })
}

/// The page as stored, with what stood in the way of publishing.
pub(super) async fn show_faults(
    site: &Site,
    clerk: &Clerk,
    meeting: MeetingId,
    faults: &[Fault],
) -> Reply {
    let form = match read_form(site.app(), &clerk.by, meeting).await {
        Ok(form) => form,
        Err(error) => return read_refused(error),
    };
    let mut view = stored(site, clerk, &form).await;
    view.errors = order_of(&form).errors(faults);
    view.saved_at = saved_at(&form);
    Ok(page(site, clerk, &view))
}

/// 200, or 422 when there are faults to mend.
fn page(site: &Site, clerk: &Clerk, view: &EditView) -> Response {
    let page = clerk.frame.page(TEMPLATE, Here::Meetings);
    let status = fields::status(&view.errors);
    page.status(status).reply(site, view)
}

/// Another clerk was faster: both texts, the own one in the fields.
pub(super) async fn changed(site: &Site, clerk: &Clerk, typed: &Typed, theirs: &FormView) -> Reply {
    let fields = differences(theirs, typed);
    if fields.is_empty() {
        return Ok(go_saying(&edit_path(theirs.meeting), Said::Saved));
    }
    let mut view = as_typed(stored(site, clerk, theirs).await, theirs, typed);
    view.conflict = Some(Conflict::with(site, &clerk.by, theirs, fields).await?);
    Ok(clerk
        .frame
        .page(TEMPLATE, Here::Meetings)
        .status(StatusCode::CONFLICT)
        .reply(site, &view))
}

/// What was typed could not be stored: it stands in its fields again, to be sent once more.
pub(super) async fn not_stored(
    site: &Site,
    clerk: &Clerk,
    meeting: MeetingId,
    typed: &Typed,
    status: StatusCode,
    told: &str,
) -> Response {
    // The store may not even tell what is stored; then there is only what was typed.
    let kept = read_form(site.app(), &clerk.by, meeting).await.ok();
    let unknown = kept.is_none();
    let kept = kept.unwrap_or_else(|| nothing_known(meeting, typed.version));
    let mut view = as_typed(stored(site, clerk, &kept).await, &kept, typed);
    if unknown {
        let titles = typed.titles.iter().zip(1..);
        let lines = titles.map(|((id, title), no)| MaterialView::unknown(no, *id, title));
        view.materials = lines.collect();
    }
    view.version = typed.version.to_string();
    view.errors = vec![fields::At::whole(told)];
    let page = clerk.frame.page(TEMPLATE, Here::Meetings);
    page.status(status).reply(site, &view)
}

/// The page with what was typed, of the edition it was typed into.
pub(super) fn with_typed(view: EditView, kept: &FormView, typed: &Typed) -> EditView {
    let mut view = as_typed(view, kept, typed);
    view.version = typed.version.to_string();
    view
}

fn nothing_known(meeting: MeetingId, edition: u64) -> FormView {
    FormView {
        meeting,
        edition,
        state: State::Draft,
        raw: RawMeeting::default(),
        materials: Vec::new(),
        uploads: Vec::new(),
        faults: Vec::new(),
        corrections: Vec::new(),
    }
}

/// The page as stored. Known people only save typing: without them the page is still whole.
pub(super) async fn stored(site: &Site, clerk: &Clerk, form: &FormView) -> EditView {
    let known = known_people(site.app(), &clerk.by).await;
    let known = known.unwrap_or_else(|error| {
        let Unavailable = error.into();
        KnownPeople::default()
    });
    EditView::stored(form, LimitsView::of(&site.app().limits), &known)
}

/// The same with what was typed in its fields.
fn as_typed(mut view: EditView, theirs: &FormView, typed: &Typed) -> EditView {
    let below = |row: &TypedRow| {
        let mut seats = theirs.raw.seats.iter();
        seats.find(|seat| Some(seat.id) == row.seat)
    };
    view.rows = typed
        .rows
        .iter()
        .zip(1..)
        .map(|(row, no)| RowView::typed(no, row, below(row)))
        .collect();
    view.form = PlanView::of(&typed.plan);
    view.materials = typed_materials(theirs, typed);
    view
}

fn typed_materials(theirs: &FormView, typed: &Typed) -> Vec<MaterialView> {
    let title = |id| {
        let mut titles = typed.titles.iter();
        let found = titles.find(|(material, _)| *material == id);
        found.map(|(_, title)| title.clone())
    };
    MaterialView::list(&theirs.materials, title)
}

/// Rows and materials in the order of the page.
pub(super) fn order_of(form: &FormView) -> Order {
    Order {
        seats: form.raw.seats.iter().map(|seat| seat.id).collect(),
        materials: form.materials.iter().map(|line| line.id).collect(),
    }
}

/// The minute of the last saving; none while nothing was ever typed.
pub(super) fn saved_at(form: &FormView) -> Option<String> {
    let fresh = form.raw.held_on.is_empty() && form.raw.seats.iter().all(RawSeat::is_blank);
    (!fresh).then(|| clock_of(form.edition))
}

/// An edition is the microsecond of the last change.
pub(crate) fn clock_of(edition: u64) -> String {
    let at = i64::try_from(edition)
        .ok()
        .and_then(|micros| Timestamp::from_microsecond(micros).ok());
    at.map(when::clock).unwrap_or_default()
}
