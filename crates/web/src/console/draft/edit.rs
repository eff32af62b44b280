//! GET and POST `/console/meetings/{meeting}/edit`: the one page on which a meeting is
//! registered. Every button saves first; nothing typed is lost, faulty or not.

use super::show::{
    TEMPLATE, Told, changed, clock_of, not_stored, order_of, saved_at, show_saved, stored,
    with_typed,
};
use super::typed::{Choice, Intent, Typed, TypedRow};
use crate::console::at::At;
use crate::console::caller::Clerk;
use crate::console::envelope::Envelope;
use crate::console::fields::{self, Fields};
use crate::console::frame::Here;
use crate::console::paths::{board_path, confirm_path, edit_path};
use crate::console::posted::Form;
use crate::console::refused::{NOT_STORED, change_refused, read_refused};
use crate::console::reply::{go, go_saying, go_saying_at, not_found, takes_json};
use crate::console::said::{self, Said};
use crate::refusal::{Reply, Unavailable};
use crate::site::Site;
use crate::unsent::Back;
use axum::Json;
use axum::extract::{Extension, Query, State};
use axum::response::IntoResponse;
use http::{HeaderMap, StatusCode};
use kairan_board::{
    DraftInput, RowInput, RowPassword, SaveError, Saved, read_form, remove_material, save_draft,
    take_reviewers,
};
use kairan_domain::check::{Fault, MeetingFault};
use kairan_domain::ids::MeetingId;
use kairan_domain::meeting::State as MeetingState;
use serde::{Deserialize, Serialize};

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
    Query(told): Query<said::Told>,
    Query(check): Query<Check>,
    back: Option<Extension<Back>>,
    envelope: Envelope,
) -> Reply {
    let form = match read_form(site.app(), &clerk.by, meeting).await {
        Ok(form) if form.state == MeetingState::Draft => form,
        Ok(_) => return Ok(go(&board_path(meeting))),
        Err(error) => return read_refused(error),
    };
    let mut view = stored(&site, &clerk, &form).await;
    if let Some(Extension(back)) = back {
        view = with_typed(view, &form, &Typed::of(&back.fields()));
    }
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
    let place = typed.rearrange(intent);
    let sent = input(&typed, intent);
    let saved = save_draft(
        site.app(),
        &clerk.by,
        &envelope.key,
        meeting,
        typed.version,
        sent,
    )
    .await;
    let reply = match saved {
        Ok(saved) if takes_json(&headers) => Json(SavedView::of(&saved)).into_response(),
        Ok(saved) => {
            let pressed = Pressed { intent, place };
            after_save(&site, &clerk, meeting, &typed, (pressed, saved)).await?
        }
        Err(error) => not_saved(&site, &clerk, meeting, &typed, error).await?,
    };
    Ok(envelope.given(reply))
}

async fn not_saved(
    site: &Site,
    clerk: &Clerk,
    meeting: MeetingId,
    typed: &Typed,
    error: SaveError,
) -> Reply {
    Ok(match error {
        SaveError::Changed { theirs } => return changed(site, clerk, typed, &theirs).await,
        SaveError::NotFound => not_found(),
        SaveError::State(_) => go_saying(&board_path(meeting), Said::AlreadyPublished),
        SaveError::TooLarge => {
            not_stored(
                site,
                clerk,
                meeting,
                typed,
                StatusCode::PAYLOAD_TOO_LARGE,
                TOO_MUCH,
            )
            .await
        }
        SaveError::Contended => {
            not_stored(
                site,
                clerk,
                meeting,
                typed,
                StatusCode::CONFLICT,
                NOT_STORED,
            )
            .await
        }
        SaveError::Store(error) => {
            let Unavailable = error.into();
            not_stored(
                site,
                clerk,
                meeting,
                typed,
                StatusCode::SERVICE_UNAVAILABLE,
                NOT_STORED,
            )
            .await
        }
    })
}

const TOO_MUCH: &str = "入力が多すぎて保存できませんでした。入力はこの画面に残っています。長い文を短くするか、使わない委員の行を消してから、もう一度押してください。";

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

/// The button, and where the page goes on after it.
struct Pressed {
    intent: Intent,
    place: Option<String>,
}

/// What the button asked for, now that everything is stored.
async fn after_save(
    site: &Site,
    clerk: &Clerk,
    meeting: MeetingId,
    typed: &Typed,
    (Pressed { intent, place }, saved): (Pressed, Saved),
) -> Reply {
    let path = edit_path(meeting);
    let faults = told_now(intent, &saved);
    if !faults.is_empty()
        || (intent == Intent::Save && !typed.autosave && !saved.corrections.is_empty())
    {
        let told = Told {
            typed,
            saved: &saved,
            faults: &faults,
            files: Vec::new(),
        };
        return show_saved(site, clerk, meeting, told).await;
    }
    let at = place.unwrap_or_default();
    Ok(match intent {
        Intent::Remove(material) => {
            let removed = remove_material(site.app(), &clerk.by, meeting, material).await;
            match removed {
                Ok(()) => go_saying_at(&path, Said::MaterialRemoved, &at),
                Err(error) => change_refused(error, &board_path(meeting))?,
            }
        }
        Intent::TakeReviewers => {
            let Some(model) = typed.model else {
                return Ok(go(&format!("{path}#f-model")));
            };
            match take_reviewers(site.app(), &clerk.by, meeting, model).await {
                Ok(()) => go_saying_at(&path, Said::ReviewersTaken, "f-reviewer_count"),
                Err(error) => change_refused(error, &path)?,
            }
        }
        Intent::Confirm if !saved.corrections.is_empty() => {
            go_saying(&confirm_path(meeting), Said::Corrected)
        }
        Intent::Confirm => go(&confirm_path(meeting)),
        Intent::Save => go_saying(&path, Said::Saved),
        Intent::AddRow | Intent::RemoveRow(_) | Intent::Up(_) | Intent::Down(_) => {
            go(&format!("{path}#{at}"))
        }
    })
}

/// The faults that stop this button: all of them on the way to publishing, else a refused
/// password: it is the one thing that is not kept. A script tells it beside the row.
fn told_now(intent: Intent, saved: &Saved) -> Vec<Fault> {
    let password = |fault: &&Fault| matches!(fault.what, MeetingFault::Password(_));
    match intent {
        Intent::Confirm => saved.faults.clone(),
        _ => saved.faults.iter().filter(password).copied().collect(),
    }
}

/// Files came with the whole form of the page: the rest is saved, then they are told of.
pub(crate) async fn files_sent(
    site: &Site,
    clerk: &Clerk,
    meeting: MeetingId,
    envelope: Envelope,
    fields: &Fields,
    files: Vec<fields::At>,
) -> Reply {
    let typed = Typed::of(fields);
    let intent = Intent::of(fields.text("intent"));
    let saved = save_draft(
        site.app(),
        &clerk.by,
        &envelope.key,
        meeting,
        typed.version,
        input(&typed, intent),
    )
    .await;
    let reply = match saved {
        Ok(saved) if intent == Intent::Confirm && files.is_empty() => {
            let place = None;
            let pressed = Pressed { intent, place };
            after_save(site, clerk, meeting, &typed, (pressed, saved)).await?
        }
        Ok(saved) => {
            let faults = told_now(intent, &saved);
            if faults.is_empty() && files.is_empty() {
                let said = match fields.text("intent") {
                    "upload" => Said::FilesAdded,
                    _ => Said::Saved,
                };
                go_saying(&edit_path(meeting), said)
            } else {
                let told = Told {
                    typed: &typed,
                    saved: &saved,
                    faults: &faults,
                    files,
                };
                show_saved(site, clerk, meeting, told).await?
            }
        }
        Err(error) => not_saved(site, clerk, meeting, &typed, error).await?,
    };
    Ok(envelope.given(reply))
}

/// The form for the use case. Kairan makes passwords on the way to the confirmation page, which
/// shows them, or where a person asks for one anew; a script's save makes none.
pub(crate) fn input(typed: &Typed, intent: Intent) -> DraftInput {
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
        unfinished: intent != Intent::Confirm,
    }
}
