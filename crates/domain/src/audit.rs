//! 監査記録: who did what, when. Ids only, no names; the closed list of what is recorded.

mod then;

pub use then::{MeetingThen, PlanChange};

use crate::ids::{
    AuthKeyId, ClinicId, InsurerId, MaterialId, MeetingId, OpinionRequestId, SeatId, StaffId,
    VersionId,
};
use crate::meeting::{Meeting, Plan};
use jiff::Timestamp;
use std::net::IpAddr;

/// Who acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A console account.
    Staff(StaffId),
    /// The insurer's system, or a clinic's software, by its key.
    System(AuthKeyId),
    /// A reviewer, by seat.
    Reviewer(SeatId),
    /// Whoever has the letter of a request: the doctor asked, or who opens it for them.
    Physician(OpinionRequestId),
    /// Nobody signed in: a failed sign-in.
    Stranger,
    /// Kairan itself: clock and delivery.
    Kairan,
    /// The operator at the machine.
    Operator,
}

/// What is recorded. The code is stable: it stands in exports and manuals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AuditEvent {
    /// Insurer made.
    InsurerAdded,
    /// How an insurer's office is called or reached changed.
    InsurerChanged,
    /// Account made.
    StaffAdded,
    /// Account reset (password or second factor) by another person.
    StaffReset,
    /// Account retired.
    StaffRetired,
    /// Signed in.
    SignedIn,
    /// Wrong password or code.
    SignInRefused,
    /// Own password changed.
    PasswordChanged,
    /// Second factor set up.
    SecondFactorSetUp,
    /// Second factor about to be set up anew, by its owner.
    SecondFactorRenewing,
    /// A recovery code used.
    RecoveryCodeUsed,
    /// Signed out.
    SignedOut,
    /// Draft begun.
    DraftMade,
    /// Draft saved.
    DraftSaved,
    /// Draft deleted.
    DraftDeleted,
    /// Material came in.
    MaterialAdded,
    /// Material's title or order changed.
    MaterialEdited,
    /// Material replaced by a new version.
    MaterialReplaced,
    /// Material taken away.
    MaterialWithdrawn,
    /// Material taken out of a draft.
    MaterialRemoved,
    /// A copy of a material without what nobody sees was made.
    MaterialCleaned,
    /// The copy was looked at and is given to reviewers.
    MaterialChecked,
    /// A material is used with what was found in it.
    MaterialKept,
    /// Published.
    MeetingPublished,
    /// Date, window or remark changed.
    MeetingChanged,
    /// Withdrawn.
    MeetingWithdrawn,
    /// Revived.
    MeetingRevived,
    /// Purged.
    MeetingPurged,
    /// Link mailed again.
    NoticeResent,
    /// Password made anew.
    PasswordReissued,
    /// A reviewer's e-mail address corrected; link and password with it.
    AddressCorrected,
    /// Passwords looked at.
    PasswordsShown,
    /// Password handed over.
    PasswordHandedOver,
    /// Paper given to a reviewer.
    PaperGiven,
    /// Hand-over sheets drawn: of one seat, or of all.
    PasswordsPrinted,
    /// Lock or wait cleared.
    LockCleared,
    /// Gate opened.
    GatePassed,
    /// Wrong password at the gate.
    GateRefused,
    /// Version opened in the browser.
    MaterialViewed,
    /// Version downloaded.
    MaterialDownloaded,
    /// "I have read everything".
    ReadAll,
    /// Taken back: not everything was read after all.
    ReadAllTakenBack,
    /// Key ring changed.
    KeysChanged,
    /// Exported.
    Exported,
    /// Imported.
    Imported,
    /// Audit records removed at the end of their storage.
    AuditPruned,
    /// Clinic entered or changed.
    ClinicSaved,
    /// Clinic asked no more.
    ClinicRetired,
    /// Physician entered or changed.
    PhysicianSaved,
    /// Physician asked no more.
    PhysicianRetired,
    /// Opinion asked for.
    OpinionRequested,
    /// Request changed before anything was submitted.
    RequestChanged,
    /// Request letter printed for the first time.
    LetterPrinted,
    /// Request letter printed again, with a new passcode.
    LetterReprinted,
    /// The official form printed, filled in as far as the request knows.
    FormPrinted,
    /// 督促.
    OpinionReminded,
    /// A letter's door opened.
    LetterOpened,
    /// Wrong passcode at a letter's door.
    LetterRefused,
    /// The doctor began to write.
    OpinionBegun,
    /// Taken over from the opinion before.
    PreviousTakenOver,
    /// A doctor sent files, which wait for the word to submit them.
    OpinionFilesKept,
    /// Files that waited were erased: their sender said so, or they waited too long.
    OpinionFilesDropped,
    /// Submitted at Kairan's door.
    OpinionSubmitted,
    /// Arrived by another channel.
    OpinionArrived,
    /// Sent back to the doctor.
    OpinionSentBack,
    /// Accepted.
    OpinionAccepted,
    /// An acceptance taken back.
    AcceptanceTakenBack,
    /// Request cancelled.
    RequestCancelled,
    /// Another doctor asked instead.
    RequestReassigned,
    /// A masked edition for the board made.
    MaskedMade,
    /// The masked pages were looked at one by one, as they will be sent.
    MaskedConfirmed,
    /// An opinion looked at.
    OpinionShown,
    /// Opinions exported.
    OpinionExported,
    /// Request, draft and files erased at the end of their storage.
    RequestPurged,
    /// An authentication key made.
    KeyMade,
    /// A key got a new secret; the old one ends a set time later.
    KeyRotated,
    /// A key opens nothing any more.
    KeyRevoked,
    /// A key was used: at its first use in an hour, or from another address than before.
    KeyUsed,
    /// A key opened nothing: ended, revoked, or used from a foreign address.
    KeyRefused,
    /// Somebody signed in asked for what is not theirs: their role may not, or it is not there for
    /// their insurer.
    AccessRefused,
}

/// One entry, before the store numbers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// Whose; `None` for the installation itself.
    pub insurer: Option<InsurerId>,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What.
    pub event: AuditEvent,
    /// About which meeting.
    pub meeting: Option<MeetingId>,
    /// What the meeting was at that time; records of before 2026-11-22 do not tell.
    pub then: Option<MeetingThen>,
    /// What a change made of it.
    pub changes: Vec<PlanChange>,
    /// About which seat.
    pub seat: Option<SeatId>,
    /// About which material.
    pub material: Option<MaterialId>,
    /// About which version.
    pub version: Option<VersionId>,
    /// About which account.
    pub staff: Option<StaffId>,
    /// About which request.
    pub request: Option<OpinionRequestId>,
    /// About which clinic.
    pub clinic: Option<ClinicId>,
    /// About which authentication key.
    pub key: Option<AuthKeyId>,
    /// From which address, where a stranger or a refusal is told of.
    pub from: Option<IpAddr>,
    /// A keyed digest of the name that was typed and belongs to nobody: the same for the same
    /// text, so attempts can be put together, and what was typed (often a password in the wrong
    /// field) is not kept.
    pub typed: Option<[u8; 8]>,
    /// How many times more since the record before it, where like ones are told of together.
    pub more: Option<u32>,
}

impl AuditRecord {
    /// An entry without subjects.
    pub fn new(insurer: Option<InsurerId>, at: Timestamp, actor: Actor, event: AuditEvent) -> Self {
        Self {
            insurer,
            at,
            actor,
            event,
            meeting: None,
            then: None,
            changes: Vec::new(),
            seat: None,
            material: None,
            version: None,
            staff: None,
            request: None,
            clinic: None,
            key: None,
            from: None,
            typed: None,
            more: None,
        }
    }

    /// About this meeting.
    #[must_use]
    pub fn of_meeting(mut self, meeting: MeetingId) -> Self {
        self.meeting = Some(meeting);
        self
    }

    /// About this meeting, as it stands.
    #[must_use]
    pub fn as_of(mut self, meeting: &Meeting) -> Self {
        self.meeting = Some(meeting.id);
        self.then = Some(MeetingThen::of(meeting));
        self
    }

    /// When the meeting it is about is as planned here.
    #[must_use]
    pub fn planned(mut self, plan: &Plan) -> Self {
        self.then = Some(MeetingThen::planned(plan));
        self
    }

    /// With what was changed.
    #[must_use]
    pub fn changing(mut self, changes: Vec<PlanChange>) -> Self {
        self.changes = changes;
        self
    }

    /// About this seat.
    #[must_use]
    pub fn of_seat(mut self, seat: SeatId) -> Self {
        self.seat = Some(seat);
        self
    }

    /// About this material.
    #[must_use]
    pub fn of_material(mut self, material: MaterialId) -> Self {
        self.material = Some(material);
        self
    }

    /// About this version.
    #[must_use]
    pub fn of_version(mut self, version: VersionId) -> Self {
        self.version = Some(version);
        self
    }

    /// About this account.
    #[must_use]
    pub fn of_staff(mut self, staff: StaffId) -> Self {
        self.staff = Some(staff);
        self
    }

    /// About this request.
    #[must_use]
    pub fn of_request(mut self, request: OpinionRequestId) -> Self {
        self.request = Some(request);
        self
    }

    /// About this authentication key.
    #[must_use]
    pub fn of_key(mut self, key: AuthKeyId) -> Self {
        self.key = Some(key);
        self
    }

    /// From this address.
    #[must_use]
    pub fn came_from(mut self, from: IpAddr) -> Self {
        self.from = Some(from.to_canonical());
        self
    }

    /// About this clinic.
    #[must_use]
    pub fn of_clinic(mut self, clinic: ClinicId) -> Self {
        self.clinic = Some(clinic);
        self
    }
}
