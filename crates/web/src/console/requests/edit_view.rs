//! The page of a request's form, new or to be changed.

use super::about::find;
use super::choices::Choices;
use super::received::Adding;
use super::request_path;
use super::roster::{Group, Roster};
use super::typed::Typed;
use crate::console::caller::Clerk;
use crate::console::fields::{self, Told};
use crate::console::frame::Here;
use crate::console::limits::LimitsView;
use crate::console::said::Notice;
use crate::console::when;
use crate::refusal::{Reply, Unavailable};
use crate::site::Site;
use http::StatusCode;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::opinion_request::RawOpinionRequest;
use kairan_domain::words;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    request: Option<Named>,
    version: String,
    form: Typed,
    adding: Adding,
    adding_open: &'static str,
    choices: Choices,
    clinics: Vec<String>,
    physicians: Vec<Group>,
    due_days: i32,
    most_due_days: i32,
    limits: LimitsView,
    duplicates: Vec<Link>,
    errors: Vec<fields::At>,
}

#[derive(Serialize)]
struct Named {
    id: String,
    name: String,
}

#[derive(Serialize)]
struct Link {
    url: String,
    text: String,
}

/// What a form is shown with, besides what was typed.
#[derive(Default)]
pub(super) struct With {
    pub(super) errors: Vec<fields::At>,
    pub(super) adding: Adding,
    pub(super) adding_open: &'static str,
    pub(super) notice: Option<Notice>,
    pub(super) duplicate: Option<OpinionRequestId>,
    pub(super) status: StatusCode,
}

impl With {
    /// With somebody new on the roster.
    pub(super) fn added(notice: Notice) -> Self {
        Self {
            notice: Some(notice),
            ..Self::default()
        }
    }

    /// With what could not be put on the roster.
    pub(super) fn refused(
        adding: Adding,
        adding_open: &'static str,
        Told { status, errors }: Told,
    ) -> Self {
        Self {
            errors,
            adding,
            adding_open,
            status,
            ..Self::default()
        }
    }
}

/// Of which request: its id and the edition its form has shown.
pub(super) type Whose = Option<(OpinionRequestId, u64)>;

pub(super) async fn show(
    site: &Site,
    clerk: &Clerk,
    whose: Whose,
    raw: &RawOpinionRequest,
    with: With,
) -> Reply {
    let (request, version, keep) = match whose {
        None => (None, String::new(), None),
        Some((id, _)) => {
            let page = match find(site, &clerk.by, id).await {
                Ok(page) => page,
                Err(instead) => return instead,
            };
            let named = Named {
                id: id.to_string(),
                name: page.row.name.expose().to_owned(),
            };
            // After a conflict has been told, pressing again lets this form win.
            (Some(named), page.edition.to_string(), Some(page.clinic.id))
        }
    };
    let roster = Roster::of(site.app(), &clerk.by, keep).await?;
    let duplicates = match with.duplicate {
        Some(id) => duplicate(site, clerk, id).await?,
        None => Vec::new(),
    };
    let rule = &site.app().policies.chase;
    let view = View {
        request,
        version,
        form: Typed::of(raw, &roster),
        adding: with.adding,
        adding_open: with.adding_open,
        choices: Choices::all(),
        clinics: roster.clinics(),
        physicians: roster.physicians(),
        due_days: rule.due_days,
        most_due_days: rule.most_due_days,
        limits: LimitsView::of(&site.app().limits),
        duplicates,
        errors: with.errors,
    };
    Ok(clerk
        .frame
        .page("console/requests/edit.html", Here::Requests)
        .telling(with.notice)
        .status(with.status)
        .reply(site, &view))
}

async fn duplicate(
    site: &Site,
    clerk: &Clerk,
    id: OpinionRequestId,
) -> Result<Vec<Link>, Unavailable> {
    let Ok(page) = find(site, &clerk.by, id).await else {
        return Ok(Vec::new());
    };
    let row = &page.row;
    Ok(vec![Link {
        url: request_path(id),
        text: format!(
            "{}申請　{}　{}",
            when::day(row.applied_on),
            row.clinic,
            words::request_state(row.state)
        ),
    }])
}
