//! Permission as a value: use cases take one of these, and only this crate can make one.
//!
//! Fields are private and there is no constructor outside; a witness is made from a live
//! session (or, for the operator, from standing at the machine).

mod physician;
mod system;

pub use self::physician::{ClinicStaffOf, PhysicianOf};
pub use self::system::SystemOf;

use crate::door::Door;
use crate::gate::room_key::RoomKey;
use kairan_domain::audit::Actor;
use kairan_domain::auth_key::AuthKey;
use kairan_domain::author::Author;
use kairan_domain::ids::{CredentialId, InsurerId, MeetingId, SeatId, StaffId};
use kairan_domain::meeting::Meeting;
use kairan_domain::staff::{PersonName, Role, Staff};
use kairan_store::Versioned;
use std::fmt;
use std::ops::Deref;

/// Somebody signed in at the console, or the insurer's system with a key; may read.
#[derive(Debug, Clone)]
pub struct StaffOf {
    insurer: InsurerId,
    author: Author,
    role: Role,
    name: PersonName,
}

/// Staff who may change meetings.
#[derive(Debug, Clone)]
pub struct ClerkOf(StaffOf);

/// Staff who may also make, reset and retire accounts, and make keys: always a person.
#[derive(Debug, Clone)]
pub struct AdministratorOf {
    clerk: ClerkOf,
    staff: StaffId,
}

impl AdministratorOf {
    /// Which account.
    pub fn staff(&self) -> StaffId {
        self.staff
    }
}

/// A reviewer inside the room of one meeting whose window is open.
#[derive(Clone)]
pub struct ReviewerOf {
    seat: SeatId,
    credential: CredentialId,
    session: [u8; 32],
    meeting: Versioned<Meeting>,
}

/// Whoever runs the machine.
#[derive(Debug)]
pub struct Operator(());

/// Who manages accounts.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// An administrator, within the own insurer.
    Administrator(&'a AdministratorOf),
    /// A clerk, within the own insurer: the accounts of clinics alone.
    Clerk(&'a ClerkOf),
    /// The operator, for this insurer.
    Operator(&'a Operator, InsurerId),
}

/// The operator's witness. **Only the binary calls this**, from a command at the machine (and
/// benchmarks and tests, which stand there too); `tests/it/architecture.rs` looks.
pub fn operator() -> Operator {
    Operator(())
}

impl StaffOf {
    pub(crate) fn of(staff: &Staff) -> Self {
        Self {
            insurer: staff.insurer,
            author: Author::Staff(staff.id),
            role: staff.role,
            name: staff.name.clone(),
        }
    }

    /// A system, as far as its key lets it.
    fn of_system(key: &AuthKey, role: Role) -> Self {
        Self {
            insurer: key.insurer,
            author: Author::System(key.id),
            role,
            name: PersonName::from_kept(key.name.clone()),
        }
    }

    /// Whose staff.
    pub fn insurer(&self) -> InsurerId {
        self.insurer
    }

    /// Whose deeds these are: an account's, or a system's.
    pub fn author(&self) -> Author {
        self.author
    }

    /// What it may do.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The person's name.
    pub fn name(&self) -> &PersonName {
        &self.name
    }

    /// As the audit names it.
    pub fn actor(&self) -> Actor {
        match self.author {
            Author::Staff(id) => Actor::Staff(id),
            Author::System(id) => Actor::System(id),
        }
    }

    /// The right to change meetings, if the role has it.
    pub fn as_clerk(&self) -> Option<ClerkOf> {
        match self.role {
            Role::ReadOnly | Role::Clinic(_) => None,
            Role::Clerk | Role::Administrator => Some(ClerkOf(self.clone())),
        }
    }

    /// The right to manage accounts, if the role has it.
    pub fn as_administrator(&self) -> Option<AdministratorOf> {
        match (self.role, self.author) {
            (Role::Administrator, Author::Staff(staff)) => Some(AdministratorOf {
                clerk: ClerkOf(self.clone()),
                staff,
            }),
            _ => None,
        }
    }
}

impl Deref for ClerkOf {
    type Target = StaffOf;

    fn deref(&self) -> &StaffOf {
        &self.0
    }
}

impl Deref for AdministratorOf {
    type Target = ClerkOf;

    fn deref(&self) -> &ClerkOf {
        &self.clerk
    }
}

impl ReviewerOf {
    pub(crate) fn at(
        meeting: Versioned<Meeting>,
        seat: SeatId,
        credential: CredentialId,
        session: [u8; 32],
    ) -> Self {
        Self {
            seat,
            credential,
            session,
            meeting,
        }
    }

    /// Whose meeting.
    pub fn insurer(&self) -> InsurerId {
        self.meeting.insurer
    }

    /// Which meeting.
    pub fn meeting(&self) -> MeetingId {
        self.meeting.id
    }

    /// Which seat.
    pub fn seat(&self) -> SeatId {
        self.seat
    }

    /// The name of the room in addresses and in its cookie.
    pub fn room(&self) -> RoomKey {
        RoomKey::of(self.seat)
    }

    /// The credential the gate was opened with.
    pub fn credential(&self) -> CredentialId {
        self.credential
    }

    /// The digest of the session it was made from.
    pub(crate) fn session(&self) -> [u8; 32] {
        self.session
    }

    /// The meeting as it was read to build this witness, so that a range of a download does
    /// not read it twice.
    pub fn as_read(&self) -> &Versioned<Meeting> {
        &self.meeting
    }

    /// As the audit names it.
    pub fn actor(&self) -> Actor {
        Actor::Reviewer(self.seat)
    }
}

impl fmt::Debug for ReviewerOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReviewerOf({:?}, {:?})", self.meeting.id, self.seat)
    }
}

impl By<'_> {
    /// Within which insurer.
    pub fn insurer(&self) -> InsurerId {
        match self {
            Self::Administrator(by) => by.insurer(),
            Self::Clerk(by) => by.insurer(),
            Self::Operator(_, insurer) => *insurer,
        }
    }

    /// As the audit names it.
    pub fn actor(&self) -> Actor {
        match self {
            Self::Administrator(by) => by.actor(),
            Self::Clerk(by) => by.actor(),
            Self::Operator(..) => Actor::Operator,
        }
    }

    /// Whether accounts with this role are theirs to make, reset and retire.
    pub(crate) fn manages(&self, role: Role) -> bool {
        match self {
            Self::Administrator(_) | Self::Operator(..) => true,
            Self::Clerk(_) => Door::of(role) == Door::Clinic,
        }
    }
}
