//! Who stands behind the cookie of an account. Read on every request; writes only the last
//! use, at most once a minute. An account of the clinics' door is nobody at the console, and
//! the other way round, whatever cookie its session is shown in.

use crate::app::App;
use crate::csrf::{self, Named};
use crate::door::Door;
use crate::session::{self, Live};
use crate::staff::view::StaffView;
use crate::witness::{ClinicStaffOf, StaffOf};
use jiff::Timestamp;
use kairan_domain::session::{Session, Step, Subject};
use kairan_domain::staff::Staff;
use kairan_store::{StoreError, Versioned};
use kairan_vault::SessionToken;
use std::fmt;

/// Somebody on the way in, or inside; `W` is what a finished sign-in is worth.
#[derive(Clone)]
pub struct StaffSession<W = StaffOf> {
    /// How far the sign-in has come.
    pub step: Step,
    /// The account.
    pub staff: StaffView,
    /// The token that this session's forms carry.
    pub csrf: String,
    witness: Option<W>,
}

/// Somebody on the way into the clinics' door, or inside.
pub type ClinicSession = StaffSession<ClinicStaffOf>;

impl<W: Clone> StaffSession<W> {
    /// The right to read, once the sign-in is done.
    pub fn witness(&self) -> Option<W> {
        self.witness.clone()
    }
}

impl<W> fmt::Debug for StaffSession<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StaffSession({:?}, {:?})", self.staff.id, self.step)
    }
}

/// The console session behind `cookie`; `None` when it is forged, over, or its account retired.
///
/// # Errors
///
/// The store cannot be read.
pub async fn staff_session(app: &App, cookie: &str) -> Result<Option<StaffSession>, StoreError> {
    used(app, Door::Console, cookie, |staff| Some(StaffOf::of(staff))).await
}

/// The session of a clinic's account behind `cookie`; `None` when it is forged, over, or its
/// account retired.
///
/// # Errors
///
/// The store cannot be read.
pub async fn clinic_session(app: &App, cookie: &str) -> Result<Option<ClinicSession>, StoreError> {
    used(app, Door::Clinic, cookie, ClinicStaffOf::of).await
}

async fn used<W>(
    app: &App,
    door: Door,
    cookie: &str,
    witness: fn(&Staff) -> Option<W>,
) -> Result<Option<StaffSession<W>>, StoreError> {
    let now = app.now();
    let Some(at) = at_door(app, door, cookie, now).await? else {
        return Ok(None);
    };
    let done = at.step == Step::Done;
    let session = StaffSession {
        step: at.step,
        staff: StaffView::of(&at.staff),
        csrf: csrf::with_name(
            app,
            &csrf::of_token(app, &at.token),
            Named::account(&at.staff),
        ),
        witness: witness(&at.staff).filter(|_| done),
    };
    session::touch(app, &at.record, now).await;
    Ok(Some(session))
}

/// A live session of an account with the account, as read.
pub(crate) struct AtDoor {
    pub(crate) token: SessionToken,
    pub(crate) record: Versioned<Session>,
    pub(crate) staff: Versioned<Staff>,
    pub(crate) step: Step,
}

pub(crate) async fn at_door(
    app: &App,
    door: Door,
    cookie: &str,
    now: Timestamp,
) -> Result<Option<AtDoor>, StoreError> {
    let Some(Live { token, record }) = session::live(app, cookie, now).await? else {
        return Ok(None);
    };
    let Subject::Staff { staff, step, .. } = record.subject else {
        return Ok(None);
    };
    let staff = app.store.staff(staff).await?;
    Ok(staff
        .filter(|staff| staff.retired_at.is_none() && Door::of(staff.role) == door)
        .map(|staff| AtDoor {
            token,
            record,
            staff,
            step,
        }))
}
