//! The witnesses of the doctors' side: an account of a clinic, and the right to answer one
//! request, whichever of the two doors it came through.

use kairan_domain::audit::Actor;
use kairan_domain::auth_key::{AuthKey, KeyScope};
use kairan_domain::author::Author;
use kairan_domain::ids::{ClinicId, InsurerId, OpinionRequestId};
use kairan_domain::opinion_request::OpinionRequest;
use kairan_domain::staff::{PersonName, Staff};
use kairan_store::Versioned;
use std::fmt;

/// Somebody signed in with a clinic's account; sees the requests to that clinic.
#[derive(Debug, Clone)]
pub struct ClinicStaffOf {
    insurer: InsurerId,
    clinic: ClinicId,
    author: Author,
    name: PersonName,
}

/// Whoever may answer one request that is open to them: with its letter, or as one of the
/// clinic it asks.
#[derive(Clone)]
pub struct PhysicianOf {
    request: Versioned<OpinionRequest>,
    actor: Actor,
}

impl ClinicStaffOf {
    /// `None` for an account of the console.
    pub(crate) fn of(staff: &Staff) -> Option<Self> {
        let clinic = staff.role.clinic()?;
        Some(Self {
            insurer: staff.insurer,
            clinic,
            author: Author::Staff(staff.id),
            name: staff.name.clone(),
        })
    }

    /// The software of a clinic; `None` for a key of the insurer's own system.
    pub(crate) fn of_software(key: &AuthKey) -> Option<Self> {
        let KeyScope::Clinic(clinic) = key.scope else {
            return None;
        };
        Some(Self {
            insurer: key.insurer,
            clinic,
            author: Author::System(key.id),
            name: PersonName::from_kept(key.name.clone()),
        })
    }

    /// On whose roster the clinic is.
    pub fn insurer(&self) -> InsurerId {
        self.insurer
    }

    /// Which clinic.
    pub fn clinic(&self) -> ClinicId {
        self.clinic
    }

    /// Whose deeds these are: an account's, or a software's.
    pub fn author(&self) -> Author {
        self.author
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
}

impl PhysicianOf {
    /// With the passcode of the request's letter.
    pub(crate) fn with_letter(request: Versioned<OpinionRequest>) -> Self {
        let actor = Actor::Physician(request.id);
        Self { request, actor }
    }

    /// As one of the people of the clinic; whether it is the one asked was looked at before.
    pub(crate) fn of_clinic(request: Versioned<OpinionRequest>, by: &ClinicStaffOf) -> Self {
        let actor = by.actor();
        Self { request, actor }
    }

    /// Whose request.
    pub fn insurer(&self) -> InsurerId {
        self.request.insurer
    }

    /// Which request. Addresses name it so: `/opinion/{request}/`.
    pub fn request(&self) -> OpinionRequestId {
        self.request.id
    }

    /// The request as it was read to build this witness.
    pub fn as_read(&self) -> &Versioned<OpinionRequest> {
        &self.request
    }

    /// As the audit names it: the holder of the letter, or the clinic's account.
    pub fn actor(&self) -> Actor {
        self.actor
    }
}

impl fmt::Debug for PhysicianOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhysicianOf({:?}, {:?})", self.request.id, self.actor)
    }
}
