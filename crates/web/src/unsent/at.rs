//! Where a form stood, and who is signed in there now.

use crate::console::fields::Fields;
use crate::console::own_path::plain_below;
use crate::cookies::{self, Jar};
use crate::refusal::Unavailable;
use crate::site::Site;
use http::HeaderMap;
use http::header::REFERER;
use http::request::Parts;
use kairan_access::{NotInside, clinic_session, csrf_fits, physician_session, staff_session};
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::unsent::{Unsent, Writer};

/// A part of the pages with sessions of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Console,
    Clinic,
    /// A request's pages: with its letter, or with the clinic's account.
    Opinion(OpinionRequestId),
}

/// Pages of the way in: what is typed there is secret or soon typed again, and kept nowhere.
const SIGNING: [&str; 6] = [
    "sign-in",
    "sign-out",
    "code",
    "password",
    "second-factor",
    "settings",
];

impl Place {
    pub(super) fn of(path: &str) -> Option<Self> {
        let mut steps = path.strip_prefix('/')?.splitn(3, '/');
        let (door, step) = (steps.next()?, steps.next()?);
        match door {
            "console" if !SIGNING.contains(&step) => Some(Self::Console),
            "clinic" if !SIGNING.contains(&step) => Some(Self::Clinic),
            "opinion" => step.parse().ok().map(Self::Opinion),
            _ => None,
        }
    }

    /// Whether this is the first page of a request.
    pub(super) fn is_letters_first(self, path: &str) -> bool {
        matches!(self, Self::Opinion(request) if path == format!("/opinion/{request}/"))
    }

    /// Where one signs in again; a letter's reader has the letter.
    pub(super) fn sign_in(self) -> &'static str {
        match self {
            Self::Console => "/console/sign-in",
            Self::Clinic | Self::Opinion(_) => "/clinic/sign-in",
        }
    }
}

/// Somebody signed in.
pub(crate) struct Here {
    pub(crate) writer: Writer,
    cookie: String,
}

impl Here {
    /// Whether `token` is of this very session.
    pub(super) fn fits(&self, site: &Site, token: &str) -> bool {
        csrf_fits(site.app(), &self.cookie, token)
    }
}

/// Who is signed in at `place`, as far as to its pages.
///
/// # Errors
/// The store could not answer.
pub(super) async fn writer_at(
    site: &Site,
    place: Place,
    headers: &HeaderMap,
) -> Result<Option<Here>, Unavailable> {
    match place {
        Place::Console => {
            let Some(cookie) = cookies::read(headers, Jar::Staff, site) else {
                return Ok(None);
            };
            let session = staff_session(site.app(), &cookie).await?;
            let inside = session.filter(|session| session.witness().is_some());
            Ok(inside.map(|session| Here {
                writer: Writer::Account(session.staff.id),
                cookie,
            }))
        }
        Place::Clinic => of_clinic(site, headers).await,
        Place::Opinion(request) => {
            let Some(cookie) = cookies::read(headers, Jar::Letter(request), site) else {
                return of_clinic(site, headers).await;
            };
            match physician_session(site.app(), &cookie, request).await {
                Ok(_) => Ok(Some(Here {
                    writer: Writer::Letter(request),
                    cookie,
                })),
                Err(NotInside::Store(error)) => Err(error.into()),
                Err(NotInside::Nobody | NotInside::Over(_)) => of_clinic(site, headers).await,
            }
        }
    }
}

async fn of_clinic(site: &Site, headers: &HeaderMap) -> Result<Option<Here>, Unavailable> {
    let Some(cookie) = cookies::read(headers, Jar::Clinic, site) else {
        return Ok(None);
    };
    let session = clinic_session(site.app(), &cookie).await?;
    let inside = session.filter(|session| session.witness().is_some());
    Ok(inside.map(|session| Here {
        writer: Writer::Account(session.staff.id),
        cookie,
    }))
}

/// What was typed, for a handler whose page depends on it (how many rows there are).
#[derive(Clone)]
pub(crate) struct Back(Vec<(String, String)>);

impl Back {
    pub(super) fn of(unsent: &Unsent) -> Self {
        let pair = |field: &kairan_domain::unsent::UnsentField| {
            (field.name.clone(), field.value.expose().to_owned())
        };
        Self(unsent.fields.iter().map(pair).collect())
    }

    /// The fields as they were posted.
    pub(crate) fn fields(self) -> Fields {
        Fields::new(self.0)
    }
}

/// The page a form stood on: what the browser says, where that is a page of ours; where it says
/// nothing, or the page was itself the answer to a post, what is known of the address.
pub(super) fn page_of_post(parts: &Parts) -> String {
    let action = parts.uri.path();
    let referer = parts.headers.get(REFERER);
    let referer = referer.and_then(|value| value.to_str().ok());
    let said = referer
        .and_then(|referer| Some(referer.split_once("://")?.1))
        .and_then(|behind| behind.find('/').map(|at| &behind[at..]))
        .and_then(|page| plain_below(page, &["/console/", "/clinic/", "/opinion/"]));
    match said {
        Some(page) if page.split('?').next() != Some(action) => clean(page),
        _ => home_of(action),
    }
}

/// Without what told of the last action, and without what was kept before.
fn clean(page: &str) -> String {
    let page = page.split('#').next().unwrap_or_default();
    let Some((path, query)) = page.split_once('?') else {
        return page.to_owned();
    };
    let told = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        !matches!(name, "unsent" | "said" | "n")
    };
    let query: Vec<&str> = query.split('&').filter(told).collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

/// The page with the form that is sent to `action`: mostly the same address.
fn home_of(action: &str) -> String {
    match action {
        "/console/meetings" => return "/console/".to_owned(),
        "/console/clinics" | "/console/keys" | "/console/staff" => {
            return format!("{action}/new");
        }
        "/console/clinics/search" => return "/console/clinics".to_owned(),
        "/console/requests/search" => return "/console/requests".to_owned(),
        _ => {}
    }
    let (above, last) = action.rsplit_once('/').unwrap_or_default();
    let up = |path: &str| {
        path.rsplit_once('/')
            .map_or(String::new(), |(up, _)| up.to_owned())
    };
    match last {
        "publish" => format!("{above}/confirm"),
        // Of a clinic, one of its doctors, or one of its accounts; of an account.
        "retire" | "revive" => match action.split('/').collect::<Vec<_>>().as_slice() {
            ["", "console", "staff", ..] => "/console/staff".to_owned(),
            ["", "console", "clinics", clinic, ..] => format!("/console/clinics/{clinic}"),
            _ => above.to_owned(),
        },
        "revoke" | "undo" => up(above),
        "submit" if above.ends_with("/files") => above.to_owned(),
        "unlock" if !above.contains("/seats/") => above.to_owned(),
        "files" | "copy" | "attach" | "file" | "drop" => above.to_owned(),
        "handed-over" | "paper-given" | "resend" | "unlock" => up(&up(above)),
        "withdraw" if above.contains("/materials/") => up(&up(above)),
        "submit" => format!("{above}/check"),
        "leave" => format!("{above}/"),
        _ => action.to_owned(),
    }
}
