//! The stable names of closed lists. A new value gets a new name; a name is never given to
//! another value, for stored records speak it.

use kairan_domain::audit::AuditEvent;
use kairan_domain::insured::Sex;
use kairan_domain::insurer::InsurerField;
use kairan_domain::notice::NoticeKind;
use kairan_domain::opinion::FormEdition;
use kairan_domain::opinion_request::{
    ApplicationKind, Arrival, CareSetting, DoctorKind, OpinionTimes, ReminderMethod, RequestField,
    RequestKind,
};
use kairan_domain::session::{Ending, Step};
use kairan_domain::viewing::Manner;

use super::forms::Named;

macro_rules! names {
    ($list:ty { $($value:ident = $name:literal),+ $(,)? }) => {
        impl Named for $list {
            fn name(&self) -> &'static str {
                match self {
                    $(Self::$value => $name,)+
                }
            }

            fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$value),)+
                    _ => None,
                }
            }
        }
    };
}

names!(Step {
    ChangePassword = "change_password",
    SetUpSecondFactor = "set_up_second_factor",
    EnterCode = "enter_code",
    Done = "done",
});

names!(Ending {
    Left = "left",
    Closed = "closed",
    Withdrawn = "withdrawn",
    Reissued = "reissued",
    Reprinted = "reprinted",
    Cancelled = "cancelled",
    Reassigned = "reassigned",
});

names!(RequestField {
    InsurerNo = "insurer_no",
    InsuredNo = "insured_no",
    Name = "name",
    Kana = "kana",
    BirthDate = "birth_date",
    Sex = "sex",
    PostalCode = "postal_code",
    Address = "address",
    Phone = "phone",
    AppliedOn = "applied_on",
    Application = "application",
    Kind = "kind",
    Times = "times",
    Care = "care",
    Doctor = "doctor",
    Clinic = "clinic",
    Physician = "physician",
    RequestedOn = "requested_on",
    DueOn = "due_on",
});

names!(InsurerField {
    Name = "name",
    Office = "office",
    Address = "address",
    Phone = "phone",
    Mail = "mail",
});

names!(Manner { View = "view", Download = "download" });

names!(NoticeKind {
    Published = "published",
    MaterialsChanged = "materials_changed",
    DateChanged = "date_changed",
    WindowChanged = "window_changed",
    Withdrawn = "withdrawn",
    Revived = "revived",
    Resent = "resent",
    OpinionRequested = "opinion_requested",
    OpinionReminded = "opinion_reminded",
    OpinionSentBack = "opinion_sent_back",
});

names!(AuditEvent {
    InsurerAdded = "insurer_added",
    InsurerChanged = "insurer_changed",
    StaffAdded = "staff_added",
    StaffReset = "staff_reset",
    StaffRetired = "staff_retired",
    SignedIn = "signed_in",
    SignInRefused = "sign_in_refused",
    PasswordChanged = "password_changed",
    SecondFactorSetUp = "second_factor_set_up",
    SecondFactorRenewing = "second_factor_renewing",
    RecoveryCodeUsed = "recovery_code_used",
    SignedOut = "signed_out",
    DraftMade = "draft_made",
    DraftSaved = "draft_saved",
    DraftDeleted = "draft_deleted",
    MaterialAdded = "material_added",
    MaterialEdited = "material_edited",
    MaterialReplaced = "material_replaced",
    MaterialWithdrawn = "material_withdrawn",
    MaterialRemoved = "material_removed",
    MaterialCleaned = "material_cleaned",
    MaterialChecked = "material_checked",
    MaterialKept = "material_kept",
    MeetingPublished = "meeting_published",
    MeetingChanged = "meeting_changed",
    MeetingWithdrawn = "meeting_withdrawn",
    MeetingRevived = "meeting_revived",
    MeetingPurged = "meeting_purged",
    NoticeResent = "notice_resent",
    PasswordReissued = "password_reissued",
    AddressCorrected = "address_corrected",
    PasswordsShown = "passwords_shown",
    PasswordHandedOver = "password_handed_over",
    PaperGiven = "paper_given",
    PasswordsPrinted = "passwords_printed",
    LockCleared = "lock_cleared",
    GatePassed = "gate_passed",
    GateRefused = "gate_refused",
    MaterialViewed = "material_viewed",
    MaterialDownloaded = "material_downloaded",
    ReadAll = "read_all",
    ReadAllTakenBack = "read_all_taken_back",
    KeysChanged = "keys_changed",
    Exported = "exported",
    Imported = "imported",
    AuditPruned = "audit_pruned",
    ClinicSaved = "clinic_saved",
    ClinicRetired = "clinic_retired",
    PhysicianSaved = "physician_saved",
    PhysicianRetired = "physician_retired",
    OpinionRequested = "opinion_requested",
    RequestChanged = "request_changed",
    LetterPrinted = "letter_printed",
    LetterReprinted = "letter_reprinted",
    FormPrinted = "form_printed",
    OpinionReminded = "opinion_reminded",
    LetterOpened = "letter_opened",
    LetterRefused = "letter_refused",
    OpinionBegun = "opinion_begun",
    PreviousTakenOver = "previous_taken_over",
    OpinionFilesKept = "opinion_files_kept",
    OpinionFilesDropped = "opinion_files_dropped",
    OpinionSubmitted = "opinion_submitted",
    OpinionArrived = "opinion_arrived",
    OpinionSentBack = "opinion_sent_back",
    OpinionAccepted = "opinion_accepted",
    AcceptanceTakenBack = "acceptance_taken_back",
    RequestCancelled = "request_cancelled",
    RequestReassigned = "request_reassigned",
    MaskedMade = "masked_made",
    MaskedConfirmed = "masked_confirmed",
    OpinionShown = "opinion_shown",
    OpinionExported = "opinion_exported",
    RequestPurged = "request_purged",
    KeyMade = "key_made",
    KeyRotated = "key_rotated",
    KeyRevoked = "key_revoked",
    KeyUsed = "key_used",
    KeyRefused = "key_refused",
    AccessRefused = "access_refused",
});

names!(ApplicationKind { New = "new", Renewal = "renewal", Change = "change" });

names!(RequestKind { First = "first", Again = "again", NewOpinion = "new_opinion" });

names!(OpinionTimes { First = "first", Later = "later" });

names!(CareSetting { Home = "home", Facility = "facility" });

names!(DoctorKind { Attending = "attending", Designated = "designated" });

names!(ReminderMethod { Phone = "phone", Fax = "fax", Letter = "letter", Mail = "mail" });

names!(Arrival {
    Form = "form",
    Upload = "upload",
    Paper = "paper",
    Fax = "fax",
    Platform = "platform",
});

names!(FormEdition { E2021 = "2021", E2026 = "2026" });

names!(Sex { Male = "male", Female = "female" });
