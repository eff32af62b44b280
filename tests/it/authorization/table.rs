//! Who gets what: callers, answers, and the rows of all routes in the order they are tried.

use super::meetings::MEETINGS;
use super::opinions::{ENDINGS, OPINIONS};

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Caller {
    Nobody,
    /// The initial password is still to be changed.
    HalfWay,
    ReadOnly,
    Clerk,
    Administrator,
    /// A clerk of another insurer.
    Foreign,
    /// An administrator of another insurer.
    ForeignAdministrator,
    Retired,
    /// A reviewer of this meeting, past the gate.
    Reviewer,
    /// A reviewer who was in and has left.
    Left,
    /// A reviewer inside the room of another meeting.
    Uninvited,
    /// A reviewer who was in when the own password was made anew.
    Reissued,
    /// A reviewer who was in when the own meeting was withdrawn.
    Withdrawn,
    /// Inside the request with its letter.
    Doctor,
    /// Inside another request with its letter.
    OtherDoctor,
    /// Signed in with an account of the clinic that is asked.
    AtClinic,
    /// Signed in with an account of another clinic.
    OtherClinic,
}

pub(super) use Caller::{
    Administrator, AtClinic, Clerk as AClerk, Doctor, Foreign, ForeignAdministrator, HalfWay, Left,
    Nobody, OtherClinic, OtherDoctor, ReadOnly, Reissued, Retired, Reviewer, Uninvited, Withdrawn,
};

pub(super) const CALLERS: [Caller; 17] = [
    Nobody,
    HalfWay,
    ReadOnly,
    AClerk,
    Administrator,
    Foreign,
    ForeignAdministrator,
    Retired,
    Reviewer,
    Left,
    Uninvited,
    Reissued,
    Withdrawn,
    Doctor,
    OtherDoctor,
    AtClinic,
    OtherClinic,
];

/// What a caller gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gets {
    /// The use case answers, whatever it says.
    In,
    /// Led to a sign-in, or told that one is missing.
    Out,
    /// Known, but without the right.
    Forbidden,
    /// As if it were not there.
    Nothing,
}

pub(super) use Gets::{Forbidden, In, Nothing, Out};

/// Whom a route is for; decides the whole row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// Anybody at all.
    Everybody,
    /// Whoever has a console session, finished or not.
    Session,
    /// Any staff; nothing of one insurer is in the address.
    Staff,
    /// Staff of the meeting's insurer may read.
    Readers,
    /// Clerks; nothing of one insurer is in the address.
    Clerks,
    /// Clerks of the meeting's insurer.
    OwnClerks,
    /// The clerk who announced the upload; colleagues do not go on with it.
    Announcer,
    /// Administrators; nothing of one insurer is in the address.
    Administrators,
    /// Administrators of the account's insurer.
    OwnAdministrators,
    /// The reviewer inside.
    Room,
    /// Whoever is inside the request: with its letter, or with the clinic's account.
    Letter,
    /// Accounts of clinics; nothing of one clinic is in the address.
    Clinics,
    /// Leads everybody to the sign-in, signed in before or not.
    TheWayOut,
}

impl For {
    pub(super) fn gets(self, caller: Caller) -> Gets {
        match (self, caller) {
            (Self::Everybody, _)
            | (Self::Room, Reviewer)
            | (Self::Letter, Doctor | AtClinic)
            | (Self::Clinics, AtClinic | OtherClinic) => In,
            (Self::Room | Self::Letter | Self::Clinics | Self::TheWayOut, _)
            | (
                _,
                Nobody | Retired | Reviewer | Left | Uninvited | Reissued | Withdrawn | Doctor
                | OtherDoctor | AtClinic | OtherClinic,
            ) => Out,
            (Self::Session, _) => In,
            (_, HalfWay) => Out,
            (Self::Staff, _) => In,
            (Self::Readers, ReadOnly | AClerk | Administrator) => In,
            (Self::Readers, _) => Nothing,
            (Self::Clerks | Self::OwnClerks | Self::Announcer, ReadOnly) => Forbidden,
            (Self::Clerks, _)
            | (Self::OwnClerks, AClerk | Administrator)
            | (Self::Announcer, AClerk) => In,
            (Self::OwnClerks | Self::Announcer, _) => Nothing,
            (Self::Administrators | Self::OwnAdministrators, ReadOnly | AClerk | Foreign) => {
                Forbidden
            }
            (Self::Administrators, _) | (Self::OwnAdministrators, Administrator) => In,
            (Self::OwnAdministrators, _) => Nothing,
        }
    }
}

/// On which meeting a row is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum On {
    Draft,
    Published,
    Withdrawn,
}

/// A route: method, address, whom it is for, on which meeting it is tried.
pub(super) type Row = (&'static str, &'static str, For, On);

/// Every row; what ends sessions comes last.
pub(super) fn rows() -> impl Iterator<Item = &'static Row> {
    MEETINGS.iter().chain(OPINIONS).chain(ENDINGS)
}
