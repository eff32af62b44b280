//! Who gets what: one row per route.

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

pub(super) const ROWS: &[(&str, &str, For, On)] = &[
    ("GET", "/r/{token}", For::Everybody, On::Published),
    ("POST", "/r/{token}", For::Everybody, On::Published),
    (
        "GET",
        "/assets/{stamp}/{name}",
        For::Everybody,
        On::Published,
    ),
    ("GET", "/help/reviewer", For::Everybody, On::Published),
    ("GET", "/help/clerk", For::Everybody, On::Published),
    ("GET", "/help/clerk-opinions", For::Everybody, On::Published),
    ("GET", "/help/first-sign-in", For::Everybody, On::Published),
    ("GET", "/room/", For::Room, On::Published),
    ("GET", "/room/{key}", For::Everybody, On::Published),
    ("GET", "/room/{key}/", For::Room, On::Published),
    ("GET", "/room/{key}/in", For::Room, On::Published),
    ("GET", "/room/{key}/left", For::Everybody, On::Published),
    ("GET", "/room/{key}/read-all", For::Room, On::Published),
    ("GET", "/room/{key}/read-done", For::Room, On::Published),
    ("GET", "/room/{key}/sign-out", For::Room, On::Published),
    (
        "GET",
        "/room/{key}/materials/{version}/open",
        For::Room,
        On::Published,
    ),
    (
        "GET",
        "/room/{key}/materials/{version}/download",
        For::Room,
        On::Published,
    ),
    ("GET", "/room/{key}/all.zip", For::Room, On::Published),
    ("POST", "/room/{key}/read-all", For::Room, On::Published),
    ("GET", "/room/{key}/read-all/undo", For::Room, On::Published),
    (
        "POST",
        "/room/{key}/read-all/undo",
        For::Room,
        On::Published,
    ),
    ("GET", "/help/physician", For::Everybody, On::Draft),
    ("GET", "/o", For::Everybody, On::Draft),
    ("POST", "/o", For::Everybody, On::Draft),
    ("GET", "/o/{token}", For::Everybody, On::Draft),
    ("POST", "/o/{token}", For::Everybody, On::Draft),
    ("GET", "/opinion/{key}", For::Everybody, On::Draft),
    ("GET", "/opinion/{key}/", For::Letter, On::Draft),
    ("GET", "/opinion/{key}/in", For::Letter, On::Draft),
    ("GET", "/opinion/{key}/left", For::Everybody, On::Draft),
    ("GET", "/opinion/{key}/leave", For::Letter, On::Draft),
    ("GET", "/opinion/{key}/write", For::Letter, On::Draft),
    ("POST", "/opinion/{key}/write", For::Letter, On::Draft),
    ("GET", "/opinion/{key}/previous", For::Letter, On::Draft),
    ("POST", "/opinion/{key}/previous", For::Letter, On::Draft),
    ("GET", "/opinion/{key}/check", For::Letter, On::Draft),
    ("GET", "/opinion/{key}/submit", For::Letter, On::Draft),
    ("POST", "/opinion/{key}/submit", For::Letter, On::Draft),
    ("GET", "/opinion/{key}/done", For::Letter, On::Draft),
    ("GET", "/opinion/{key}/preview.pdf", For::Letter, On::Draft),
    ("GET", "/opinion/{key}/form.pdf", For::Letter, On::Draft),
    ("GET", "/opinion/{key}/receipt.pdf", For::Letter, On::Draft),
    (
        "GET",
        "/opinion/{key}/versions/{number}/opinion.pdf",
        For::Letter,
        On::Draft,
    ),
    ("GET", "/opinion/{key}/upload", For::Letter, On::Draft),
    ("POST", "/opinion/{key}/upload", For::Letter, On::Draft),
    ("GET", "/opinion/{key}/ikensyo", For::Letter, On::Draft),
    ("POST", "/opinion/{key}/ikensyo", For::Letter, On::Draft),
    ("GET", "/clinic", For::Everybody, On::Draft),
    ("GET", "/clinic/", For::Everybody, On::Draft),
    ("GET", "/clinic/requests", For::Clinics, On::Draft),
    ("GET", "/clinic/sign-in", For::Everybody, On::Draft),
    ("POST", "/clinic/sign-in", For::Everybody, On::Draft),
    ("GET", "/clinic/code", For::Clinics, On::Draft),
    ("POST", "/clinic/code", For::Clinics, On::Draft),
    ("GET", "/clinic/password", For::Clinics, On::Draft),
    ("POST", "/clinic/password", For::Clinics, On::Draft),
    ("GET", "/clinic/second-factor", For::Clinics, On::Draft),
    ("POST", "/clinic/second-factor", For::Clinics, On::Draft),
    ("GET", "/console/sign-in", For::Everybody, On::Draft),
    ("POST", "/console/sign-in", For::Everybody, On::Draft),
    ("GET", "/console", For::Everybody, On::Draft),
    ("GET", "/console/", For::Staff, On::Draft),
    ("GET", "/console/audit", For::Administrators, On::Draft),
    ("GET", "/console/staff", For::Administrators, On::Draft),
    ("POST", "/console/staff", For::Administrators, On::Draft),
    ("GET", "/console/staff/new", For::Administrators, On::Draft),
    (
        "GET",
        "/console/staff/{staff}/reset",
        For::OwnAdministrators,
        On::Draft,
    ),
    (
        "POST",
        "/console/staff/{staff}/reset",
        For::OwnAdministrators,
        On::Draft,
    ),
    (
        "POST",
        "/console/staff/{staff}/retire",
        For::OwnAdministrators,
        On::Draft,
    ),
    ("POST", "/console/meetings", For::Clerks, On::Draft),
    (
        "GET",
        "/console/meetings/{meeting}",
        For::Readers,
        On::Published,
    ),
    (
        "GET",
        "/console/meetings/{meeting}/register.pdf",
        For::Readers,
        On::Published,
    ),
    (
        "GET",
        "/console/meetings/{meeting}/versions/{version}",
        For::Readers,
        On::Published,
    ),
    (
        "GET",
        "/console/meetings/{meeting}/edit",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/edit",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/files",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/uploads",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/meetings/{meeting}/uploads/{upload}",
        For::Announcer,
        On::Draft,
    ),
    (
        "PATCH",
        "/console/meetings/{meeting}/uploads/{upload}",
        For::Announcer,
        On::Draft,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/uploads/{upload}/finish",
        For::Announcer,
        On::Draft,
    ),
    (
        "GET",
        "/console/meetings/{meeting}/confirm",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/publish",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/meetings/{meeting}/passwords",
        For::OwnClerks,
        On::Published,
    ),
    (
        "GET",
        "/console/meetings/{meeting}/passwords.pdf",
        For::OwnClerks,
        On::Published,
    ),
    (
        "GET",
        "/console/meetings/{meeting}/change",
        For::OwnClerks,
        On::Published,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/change",
        For::OwnClerks,
        On::Published,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/copy",
        For::OwnClerks,
        On::Published,
    ),
    (
        "GET",
        "/console/meetings/{meeting}/materials/{material}/replace",
        For::OwnClerks,
        On::Published,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/materials/{material}/replace",
        For::OwnClerks,
        On::Published,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/materials/{material}/withdraw",
        For::OwnClerks,
        On::Published,
    ),
    (
        "GET",
        "/console/meetings/{meeting}/seats/{seat}/address",
        For::OwnClerks,
        On::Published,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/seats/{seat}/address",
        For::OwnClerks,
        On::Published,
    ),
    (
        "GET",
        "/console/meetings/{meeting}/seats/{seat}/password.pdf",
        For::OwnClerks,
        On::Published,
    ),
    (
        "GET",
        "/console/meetings/{meeting}/seats/{seat}/reissue",
        For::OwnClerks,
        On::Published,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/seats/{seat}/handed-over",
        For::OwnClerks,
        On::Published,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/seats/{seat}/reissue",
        For::OwnClerks,
        On::Published,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/seats/{seat}/paper-given",
        For::OwnClerks,
        On::Published,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/seats/{seat}/resend",
        For::OwnClerks,
        On::Published,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/seats/{seat}/unlock",
        For::OwnClerks,
        On::Published,
    ),
    (
        "GET",
        "/console/meetings/{meeting}/withdraw",
        For::OwnClerks,
        On::Published,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/withdraw",
        For::OwnClerks,
        On::Published,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/revive",
        For::OwnClerks,
        On::Withdrawn,
    ),
    (
        "GET",
        "/console/meetings/{meeting}/delete",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/delete",
        For::OwnClerks,
        On::Draft,
    ),
    // The roster of clinics.
    ("GET", "/console/clinics", For::Staff, On::Draft),
    ("POST", "/console/clinics/search", For::Staff, On::Draft),
    ("GET", "/console/clinics/new", For::Clerks, On::Draft),
    ("POST", "/console/clinics", For::Clerks, On::Draft),
    ("GET", "/console/clinics/{clinic}", For::Readers, On::Draft),
    (
        "GET",
        "/console/clinics/{clinic}/edit",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/clinics/{clinic}/edit",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/clinics/{clinic}/retire",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/clinics/{clinic}/revive",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/clinics/{clinic}/physicians/new",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/clinics/{clinic}/physicians/new",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/clinics/{clinic}/physicians/{physician}",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/clinics/{clinic}/physicians/{physician}",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/clinics/{clinic}/physicians/{physician}/retire",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/clinics/{clinic}/physicians/{physician}/revive",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/clinics/{clinic}/staff/new",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/clinics/{clinic}/staff/new",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/clinics/{clinic}/staff/{staff}/reset",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/clinics/{clinic}/staff/{staff}/reset",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/clinics/{clinic}/staff/{staff}/retire",
        For::OwnClerks,
        On::Draft,
    ),
    // Requests for doctors' opinions.
    ("GET", "/console/requests", For::Staff, On::Draft),
    ("POST", "/console/requests/search", For::Staff, On::Draft),
    ("GET", "/console/requests/new", For::Clerks, On::Draft),
    ("POST", "/console/requests/new", For::Clerks, On::Draft),
    ("GET", "/console/requests/letters", For::Clerks, On::Draft),
    ("POST", "/console/requests/letters", For::Clerks, On::Draft),
    ("GET", "/console/requests/reminders", For::Clerks, On::Draft),
    (
        "POST",
        "/console/requests/reminders",
        For::Clerks,
        On::Draft,
    ),
    ("GET", "/console/requests/export", For::Clerks, On::Draft),
    ("POST", "/console/requests/export", For::Clerks, On::Draft),
    (
        "GET",
        "/console/requests/{request}",
        For::Readers,
        On::Draft,
    ),
    (
        "GET",
        "/console/requests/{request}/change",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/requests/{request}/change",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/requests/{request}/letter",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/requests/{request}/letter",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/requests/{request}/unlock",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/requests/{request}/form.pdf",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/requests/{request}/reminder",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/requests/{request}/reminder",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/requests/{request}/reminder.pdf",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/requests/{request}/accept",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/requests/{request}/send-back",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/requests/{request}/send-back",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/requests/{request}/cancel",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/requests/{request}/cancel",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/requests/{request}/reassign",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/requests/{request}/reassign",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/requests/{request}/masked",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/requests/{request}/masked",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/requests/{request}/masked/file",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/requests/{request}/arrival",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/requests/{request}/versions/{no}/opinion.pdf",
        For::Readers,
        On::Draft,
    ),
    (
        "GET",
        "/console/requests/{request}/versions/{no}/masked.pdf",
        For::Readers,
        On::Draft,
    ),
    (
        "POST",
        "/console/requests/{request}/arrival",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/meetings/{meeting}/opinions",
        For::OwnClerks,
        On::Published,
    ),
    (
        "POST",
        "/console/meetings/{meeting}/opinions",
        For::OwnClerks,
        On::Published,
    ),
    (
        "GET",
        "/console/requests/{request}/covers",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "POST",
        "/console/requests/{request}/covers",
        For::OwnClerks,
        On::Draft,
    ),
    (
        "GET",
        "/console/requests/{request}/covers/pages/{no}",
        For::OwnClerks,
        On::Draft,
    ),
    ("GET", "/console/code", For::Session, On::Draft),
    ("POST", "/console/code", For::Session, On::Draft),
    ("GET", "/console/password", For::Session, On::Draft),
    ("POST", "/console/password", For::Session, On::Draft),
    ("GET", "/console/second-factor", For::Session, On::Draft),
    ("POST", "/console/second-factor", For::Session, On::Draft),
    // What ends sessions is tried last.
    ("POST", "/opinion/{key}/leave", For::Letter, On::Draft),
    ("POST", "/clinic/sign-out", For::TheWayOut, On::Draft),
    (
        "POST",
        "/room/{key}/sign-out",
        For::Everybody,
        On::Published,
    ),
    ("POST", "/console/sign-out", For::TheWayOut, On::Draft),
];
