//! Who stands behind a console cookie. Read on every request; writes only the last use, at
//! most once a minute.

use crate::app::App;
use crate::csrf;
use crate::session::{self, Live};
use crate::staff::view::StaffView;
use crate::witness::StaffOf;
use jiff::Timestamp;
use kairan_domain::session::{Session, Step, Subject};
use kairan_domain::staff::Staff;
use kairan_store::{StoreError, Versioned};
use kairan_vault::SessionToken;
use std::fmt;

/// Somebody on the way into the console, or inside.
#[derive(Clone)]
pub struct StaffSession {
    /// How far the sign-in has come.
    pub step: Step,
    /// The account.
    pub staff: StaffView,
    /// The token that this session's forms carry.
    pub csrf: String,
    witness: Option<StaffOf>,
}

impl StaffSession {
    /// The right to read, once the sign-in is done.
    pub fn witness(&self) -> Option<StaffOf> {
        self.witness.clone()
    }
}

impl fmt::Debug for StaffSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StaffSession({:?}, {:?})", self.staff.id, self.step)
    }
}

/// The session behind `cookie`; `None` when it is forged, over, or its account retired.
///
/// # Errors
///
/// The store cannot be read.
pub async fn staff_session(app: &App, cookie: &str) -> Result<Option<StaffSession>, StoreError> {
    let now = app.now();
    let Some(at) = at_console(app, cookie, now).await? else {
        return Ok(None);
    };
    let session = StaffSession {
        step: at.step,
        staff: StaffView::of(&at.staff),
        csrf: csrf::of_token(app, &at.token),
        witness: (at.step == Step::Done).then(|| StaffOf::of(&at.staff)),
    };
    session::touch(app, &at.record, now).await;
    Ok(Some(session))
}

/// A live console session with its account, as read.
pub(crate) struct AtConsole {
    pub(crate) token: SessionToken,
    pub(crate) record: Versioned<Session>,
    pub(crate) staff: Versioned<Staff>,
    pub(crate) step: Step,
}

pub(crate) async fn at_console(
    app: &App,
    cookie: &str,
    now: Timestamp,
) -> Result<Option<AtConsole>, StoreError> {
    let Some(Live { token, record }) = session::live(app, cookie, now).await? else {
        return Ok(None);
    };
    let Subject::Staff { staff, step, .. } = record.subject else {
        return Ok(None);
    };
    let staff = app.store.staff(staff).await?;
    Ok(staff
        // A clinic's account has its own door.
        .filter(|staff| staff.retired_at.is_none() && staff.role.clinic().is_none())
        .map(|staff| AtConsole {
            token,
            record,
            staff,
            step,
        }))
}
