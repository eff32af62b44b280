//! The witnesses of the doctors' side: an account of a clinic, and the right to answer one
//! request, whichever of the two doors it came through.

use kairan_domain::audit::Actor;
use kairan_domain::ids::{ClinicId, InsurerId, OpinionRequestId, StaffId};
use kairan_domain::opinion_request::OpinionRequest;
use kairan_domain::staff::{PersonName, Staff};
use kairan_store::Versioned;
use std::fmt;

/// Somebody signed in with a clinic's account; sees the requests to that clinic.
#[derive(Debug, Clone)]
pub struct ClinicStaffOf {
    insurer: InsurerId,
    clinic: ClinicId,
    staff: StaffId,
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
            staff: staff.id,
            name: staff.name.clone(),
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

    /// Which account.
    pub fn staff(&self) -> StaffId {
        self.staff
    }

    /// The person's name.
    pub fn name(&self) -> &PersonName {
        &self.name
    }

    /// As the audit names it.
    pub fn actor(&self) -> Actor {
        Actor::Staff(self.staff)
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
