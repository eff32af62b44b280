//! One request in a line of a list.

use crate::facts::reference;
use jiff::Timestamp;
use jiff::civil::Date;
use kairan_access::App;
use kairan_domain::clinic::{Clinic, Physician};
use kairan_domain::ids::{ClinicId, InsurerId, OpinionRequestId, PhysicianId};
use kairan_domain::insured::InsuredNo;
use kairan_domain::opinion_request::{
    Arrival, Chase, DaysLeft, OpinionRequest, RequestState, days_left, legal_limit, receipt_number,
};
use kairan_domain::staff::PersonName;
use kairan_store::{StoreError, Versioned};
use std::collections::BTreeMap;

/// One request in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    /// Its id.
    pub id: OpinionRequestId,
    /// Its number as people say it.
    pub reference: String,
    /// 氏名.
    pub name: PersonName,
    /// ふりがな.
    pub kana: PersonName,
    /// 被保険者番号.
    pub insured_no: InsuredNo,
    /// The clinic's name.
    pub clinic: String,
    /// Its telephone.
    pub clinic_phone: String,
    /// The clinic.
    pub clinic_id: ClinicId,
    /// The doctor, if one was named.
    pub physician: Option<PersonName>,
    /// 申請日.
    pub applied_on: Date,
    /// 作成期限.
    pub due_on: Date,
    /// Days to it.
    pub days_left: DaysLeft,
    /// The last day for deciding about the application.
    pub legal_limit: Date,
    /// Days to that.
    pub legal_left: DaysLeft,
    /// Where it stands.
    pub state: RequestState,
    /// What there is to do today.
    pub chase: Chase,
    /// The last version came after the due date, or none has come and it has passed.
    pub late: bool,
    /// How the last version came.
    pub arrival: Option<Arrival>,
    /// When the last version came, and its 受付番号.
    pub received: Option<(Timestamp, String)>,
    /// When files came that their sender has not submitted.
    pub files_wait: Option<Timestamp>,
    /// Whether the letter was printed.
    pub printed: bool,
    /// How often it was chased.
    pub reminders: usize,
}

/// Makes rows; whoever is asked is read once.
pub(crate) struct Rows<'a> {
    app: &'a App,
    insurer: InsurerId,
    today: Date,
    clinics: BTreeMap<ClinicId, Clinic>,
    physicians: BTreeMap<PhysicianId, Physician>,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(app: &'a App, insurer: InsurerId, today: Date) -> Self {
        Self {
            app,
            insurer,
            today,
            clinics: BTreeMap::new(),
            physicians: BTreeMap::new(),
        }
    }

    pub(crate) async fn of(
        &mut self,
        requests: &[Versioned<OpinionRequest>],
    ) -> Result<Vec<RequestRow>, StoreError> {
        let mut rows = Vec::with_capacity(requests.len());
        for request in requests {
            rows.push(self.one(request).await?);
        }
        Ok(rows)
    }

    pub(crate) async fn one(&mut self, request: &OpinionRequest) -> Result<RequestRow, StoreError> {
        let plan = &request.plan;
        let physician = match plan.physician {
            None => None,
            Some(id) => self.physician(id).await?,
        };
        let (clinic, clinic_phone) = self.clinic(plan.clinic).await?;
        let state = request.state();
        let limit = legal_limit(plan.applied_on);
        let last = request.versions.last();
        let late = match last {
            Some(version) => version.late,
            None => state.is_writable() && self.today > plan.due_on,
        };
        Ok(RequestRow {
            id: request.id,
            reference: reference(request.id),
            name: plan.insured.name.clone(),
            kana: plan.insured.kana.clone(),
            insured_no: plan.insured.number.clone(),
            clinic,
            clinic_phone,
            clinic_id: plan.clinic,
            physician,
            applied_on: plan.applied_on,
            due_on: plan.due_on,
            days_left: days_left(plan.due_on, self.today),
            legal_limit: limit,
            legal_left: days_left(limit, self.today),
            state,
            chase: request.chase(&self.app.policies.chase, self.today),
            late,
            arrival: last.map(|version| version.arrival),
            received: last.map(|version| {
                let number = receipt_number(request.id, version.number, version.at);
                (version.at, number)
            }),
            files_wait: request.waiting.as_ref().map(|files| files.at),
            printed: request.letter.is_some(),
            reminders: request.reminders.len(),
        })
    }

    /// Name and telephone.
    async fn clinic(&mut self, id: ClinicId) -> Result<(String, String), StoreError> {
        if !self.clinics.contains_key(&id)
            && let Some(found) = self.app.store.clinic(self.insurer, id).await?
        {
            self.clinics.insert(id, found.into_value());
        }
        let clinic = self.clinics.get(&id);
        Ok(clinic.map_or_else(Default::default, |clinic| {
            (clinic.name.clone(), clinic.phone.clone())
        }))
    }

    async fn physician(&mut self, id: PhysicianId) -> Result<Option<PersonName>, StoreError> {
        if !self.physicians.contains_key(&id)
            && let Some(found) = self.app.store.physician(self.insurer, id).await?
        {
            self.physicians.insert(id, found.into_value());
        }
        Ok(self.physicians.get(&id).map(|one| one.name.clone()))
    }
}
