//! What stands above every page of the doctor: whom it concerns, who asks, until when.

use crate::error::ReadError;
use crate::facts::{asked, office, reference};
use jiff::civil::Date;
use kairan_access::App;
use kairan_domain::clinic::{Clinic, Physician};
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::insurer::Office;
use kairan_domain::opinion::{FormEdition, RawOpinion};
use kairan_domain::opinion_request::{
    DaysLeft, OpinionRequest, RequestPlan, RequestState, days_left,
};

/// What is asked, of whom, about whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The request.
    pub request: OpinionRequestId,
    /// Its number for the telephone.
    pub reference: String,
    /// Who asks.
    pub office: Office,
    /// The checked fields of the request: the person, the kind, the days.
    pub plan: RequestPlan,
    /// Who is asked.
    pub clinic: Clinic,
    /// The doctor, if one was named.
    pub physician: Option<Physician>,
    /// Where it stands.
    pub state: RequestState,
    /// Today in Tokyo.
    pub today: Date,
    /// Days until the due date.
    pub days_left: DaysLeft,
}

impl Asked {
    pub(super) async fn of(app: &App, request: &OpinionRequest) -> Result<Self, ReadError> {
        let today = tokyo_day(app.now());
        let (clinic, physician) = asked(app, request).await?;
        Ok(Self {
            request: request.id,
            reference: reference(request.id),
            office: office(app, request.insurer).await?,
            plan: request.plan.clone(),
            clinic,
            physician,
            state: request.state(),
            today,
            days_left: days_left(request.plan.due_on, today),
        })
    }

    /// Whether the doctor may write.
    pub fn is_writable(&self) -> bool {
        self.state.is_writable()
    }

    /// The edition of the form a draft begins on: that of the day it was asked for.
    pub(super) fn edition(&self) -> FormEdition {
        FormEdition::of(self.plan.requested_on)
    }

    /// The form's head as the request knows it.
    pub(super) fn prefilled(&self) -> RawOpinion {
        self.plan.prefilled(&self.clinic, self.physician.as_ref())
    }
}
