//! A town's requests for doctors' opinions, laid straight into the store.

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use kairan_access::App;
use kairan_domain::audit::{AuditEvent, AuditRecord};
use kairan_domain::clinic::RawClinic;
use kairan_domain::date::tokyo_day;
use kairan_domain::ids::{ClinicId, OpinionRequestId};
use kairan_domain::insured::{Insured, InsuredNo, Sex};
use kairan_domain::insurer::InsurerNo;
use kairan_domain::opinion_request::{
    ApplicationKind, Arrival, CareSetting, DoctorKind, OpinionRequest, OpinionTimes,
    OpinionVersion, RawOpinionRequest, RequestKind, RequestPlan, Stage,
};
use kairan_domain::secret::SecretText;
use kairan_domain::staff::PersonName;
use kairan_opinion::save_clinic;
use kairan_store::Changes;

use super::Office;
use crate::Done;

/// How many requests go into one commit.
const PER_COMMIT: usize = 500;
/// How many open requests a clinic has: a larger town has more clinics, not larger ones.
const PER_CLINIC: usize = 10;

/// A filled town.
pub(crate) struct Town {
    clinics: Vec<ClinicId>,
    registered: AtomicUsize,
}

impl Town {
    /// A town with so many requests open, due on the days around today, and so many accepted
    /// ones from the years before.
    pub(crate) async fn fill(app: &App, office: &Office, open: usize, ended: usize) -> Done<Self> {
        let mut clinics = Vec::new();
        for number in 0..open.div_ceil(PER_CLINIC) {
            let raw = RawClinic {
                name: format!("みどり{number}医院"),
                address: "みどり市本町1-2-3".to_owned(),
                phone: "0123-45-1111".to_owned(),
                ..RawClinic::default()
            };
            clinics.push(save_clinic(app, &office.clerk, None, &raw).await?);
        }
        let town = Self {
            clinics,
            registered: AtomicUsize::new(0),
        };
        let all = open + ended;
        for first in (0..all).step_by(PER_COMMIT) {
            let actor = office.clerk.actor();
            let (insurer, event) = (office.clerk.insurer(), AuditEvent::OpinionRequested);
            let audit = AuditRecord::new(Some(insurer), app.now(), actor, event);
            let mut changes = Changes::new(audit);
            for number in first..all.min(first + PER_COMMIT) {
                changes.insert(town.request(app, office, number, number < open)?);
            }
            app.store.commit(changes).await?;
        }
        Ok(town)
    }

    /// The number of one of those with an open request.
    pub(crate) fn number(turn: usize) -> String {
        format!("{:010}", turn % 50)
    }

    /// One of its clinics.
    pub(crate) fn clinic(&self, turn: usize) -> ClinicId {
        self.clinics[turn % self.clinics.len()]
    }

    /// A request as it is typed, about somebody new each time.
    pub(crate) fn typed(&self, today: Date) -> RawOpinionRequest {
        let number = self.registered.fetch_add(1, Ordering::Relaxed);
        let secret = SecretText::new;
        RawOpinionRequest {
            insurer_no: "131011".into(),
            insured_no: SecretText::new(format!("H{number:09}")),
            name: secret("髙﨑　𠮷男"),
            kana: secret("たかさき よしお"),
            birth_date: secret("昭和15年5月10日"),
            sex: secret("男"),
            address: secret("みどり市中央4-5-6"),
            applied_on: today.to_string(),
            application: "新規".into(),
            times: "first".into(),
            care: "在宅".into(),
            clinic: self.clinic(number).to_string(),
            ..RawOpinionRequest::default()
        }
    }

    fn request(
        &self,
        app: &App,
        office: &Office,
        number: usize,
        open: bool,
    ) -> Done<OpinionRequest> {
        let now = app.now();
        // Open ones were asked in the last four weeks, the others in the five years before.
        let days = if open {
            number % 28
        } else {
            28 + number % 1_800
        };
        let before = i64::try_from(days)?;
        let requested_on = tokyo_day(now).checked_sub(before.days())?;
        let asked_at = now.checked_sub(SignedDuration::from_hours(24 * before))?;
        let plan = RequestPlan {
            insured: person(number)?,
            applied_on: requested_on,
            application: ApplicationKind::Renewal,
            kind: RequestKind::First,
            times: OpinionTimes::Later,
            care: CareSetting::Home,
            doctor: DoctorKind::Attending,
            clinic: self.clinic(number),
            physician: None,
            requested_on,
            due_on: requested_on.checked_add(13.days())?,
        };
        let arrived = OpinionVersion {
            number: 1,
            arrival: Arrival::Paper,
            at: asked_at,
            late: false,
            form: None,
            pdf: None,
            masked: None,
            masked_as: None,
            covers: Vec::new(),
            confirmed: None,
            sent_back: None,
        };
        let stage = match number % 4 {
            _ if !open => Stage::Accepted { at: asked_at },
            0 => Stage::Drafting { since: asked_at },
            1 => Stage::Submitted,
            _ => Stage::Requested,
        };
        let came = matches!(stage, Stage::Submitted | Stage::Accepted { .. });
        Ok(OpinionRequest {
            id: OpinionRequestId::new(asked_at, app.id_bytes()),
            insurer: office.clerk.insurer(),
            plan,
            made_at: asked_at,
            made_by: office.clerk.author(),
            letter: None,
            versions: came.then_some(arrived).into_iter().collect(),
            reminders: Vec::new(),
            waiting: None,
            stage,
        })
    }
}

fn person(number: usize) -> Done<Insured> {
    Ok(Insured {
        insurer_no: InsurerNo::check("131011")?,
        number: InsuredNo::check(&format!("{number:010}"))?,
        name: PersonName::from_kept(format!("中村 花子{number}")),
        kana: PersonName::from_kept("なかむら はなこ".to_owned()),
        birth_date: Date::constant(1940, 5, 10),
        sex: Sex::Female,
        postal_code: SecretText::new("260-0002"),
        address: SecretText::new("みどり市中央4-5-6"),
        phone: SecretText::new("043-000-0003"),
    })
}
