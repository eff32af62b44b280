//! Who calls: the session behind the cookie, and the witness a handler asks for by its type.
//!
//! Nobody signed in goes to the sign-in page, half-way sign-ins to their next step, the wrong
//! role gets 403. A handler without one of these as argument has no caller and no frame.

use crate::console::frame::{Frame, Me};
use crate::console::own_path::{own_path, own_path_of};
use crate::console::reply::{go, problem, wants_json};
use crate::cookies::{self, Jar};
use crate::refusal::Unavailable;
use crate::site::Site;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::header::REFERER;
use http::request::Parts;
use http::{Method, StatusCode};
use kairan_access::{AdministratorOf, ClerkOf, StaffOf, StaffSession, insurer_name, staff_session};
use kairan_domain::session::Step;
use kairan_domain::staff::Role;
use kairan_domain::words;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// A session at whatever step of the sign-in.
pub(crate) struct Session {
    /// The cookie as the browser sent it.
    pub(crate) cookie: String,
    /// What stands behind it.
    pub(crate) kept: StaffSession,
    /// What its pages have around them.
    pub(crate) frame: Frame,
}

/// Somebody signed in, with the right the handler needs.
pub(crate) struct Signed<W> {
    /// The witness for use cases.
    pub(crate) by: W,
    /// The cookie, which the forms' token belongs to.
    pub(crate) cookie: String,
    /// What the pages have around them.
    pub(crate) frame: Frame,
}

/// Anybody signed in; may read.
pub(crate) type Staff = Signed<StaffOf>;
/// Somebody who may change meetings.
pub(crate) type Clerk = Signed<ClerkOf>;
/// Somebody who may manage accounts.
pub(crate) type Administrator = Signed<AdministratorOf>;

/// A witness that a signed-in person may have.
pub(crate) trait Right: Sized {
    /// The right, if the role has it.
    fn of(by: StaffOf) -> Option<Self>;
}

impl Right for StaffOf {
    fn of(by: StaffOf) -> Option<Self> {
        Some(by)
    }
}

impl Right for ClerkOf {
    fn of(by: StaffOf) -> Option<Self> {
        by.as_clerk()
    }
}

impl Right for AdministratorOf {
    fn of(by: StaffOf) -> Option<Self> {
        by.as_administrator()
    }
}

impl FromRequestParts<Site> for Session {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let Some(cookie) = cookies::read(&parts.headers, Jar::Staff, site) else {
            return Err(to_sign_in(parts));
        };
        match staff_session(site.app(), &cookie).await {
            Ok(Some(kept)) => {
                let frame = frame(site, &kept)
                    .await
                    .map_err(IntoResponse::into_response)?;
                Ok(Self {
                    cookie,
                    kept,
                    frame,
                })
            }
            Ok(None) => Err(to_sign_in(parts)),
            Err(error) => Err(Unavailable::from(error).into_response()),
        }
    }
}

impl<W: Right> FromRequestParts<Site> for Signed<W> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let session = Session::from_request_parts(parts, site).await?;
        let Some(by) = session.kept.witness() else {
            return Err(go(&with_next(page_of(session.kept.step), parts)));
        };
        match W::of(by) {
            Some(by) => Ok(Self {
                by,
                cookie: session.cookie,
                frame: session.frame,
            }),
            None => Err(crate::refusal::plain(StatusCode::FORBIDDEN)),
        }
    }
}

/// The page of the next step of a sign-in.
pub(crate) fn page_of(step: Step) -> &'static str {
    match step {
        Step::ChangePassword => "/console/password",
        Step::SetUpSecondFactor => "/console/second-factor",
        Step::EnterCode => "/console/code",
        Step::Done => "/console/",
    }
}

/// That address with `next` behind it, where there is somewhere to return to.
pub(crate) fn path_with_next(path: &str, next: Option<&str>) -> String {
    match next {
        Some(next) => format!(
            "{path}?next={}",
            utf8_percent_encode(next, NON_ALPHANUMERIC)
        ),
        None => path.to_owned(),
    }
}

async fn frame(site: &Site, kept: &StaffSession) -> Result<Frame, Unavailable> {
    let insurer = insurer_name(site.app(), kept).await?;
    let role = kept.staff.role;
    let me = (kept.step == Step::Done).then(|| Me {
        name: kept.staff.name.expose().to_owned(),
        role: words::role(role),
        administrator: role == Role::Administrator,
    });
    Ok(Frame {
        csrf: kept.csrf.clone(),
        insurer,
        me,
    })
}

fn to_sign_in(parts: &Parts) -> Response {
    if wants_json(&parts.headers) {
        return problem(
            StatusCode::UNAUTHORIZED,
            "ログインが切れました。別の画面でログインしてから、もう一度お試しください。",
        );
    }
    go(&with_next("/console/sign-in", parts))
}

/// A page is returned to itself; a form to the page it stood on.
fn with_next(path: &str, parts: &Parts) -> String {
    let next = if parts.method == Method::GET {
        parts
            .uri
            .path_and_query()
            .and_then(|asked| own_path(asked.as_str()))
    } else {
        parts
            .headers
            .get(REFERER)
            .and_then(|value| value.to_str().ok())
            .and_then(own_path_of)
    };
    path_with_next(path, next)
}
