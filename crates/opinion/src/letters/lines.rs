//! The finished lines of a request's papers, owned while they are drawn on another thread.

use crate::error::ReadError;
use crate::facts::{asked, birth_line, plain_day, reference};
use jiff::civil::Date;
use kairan_access::App;
use kairan_domain::date::wareki;
use kairan_domain::insurer::Office;
use kairan_domain::opinion::{Answers, FormEdition, check};
use kairan_domain::opinion_request::{OpinionRequest, OpinionTimes, RequestPlan};
use kairan_paper::{Addressee, Applicant, OpinionFrame, PaperForm, Sender};

/// What all papers about one request say. No `Debug`: all of it is personal.
pub(super) struct Lines {
    pub(super) office: Office,
    pub(super) date: String,
    pub(super) reference: String,
    pub(super) kind: String,
    pub(super) requested: String,
    pub(super) due: String,
    pub(super) answers: Answers,
    frame: String,
    clinic: kairan_domain::clinic::Clinic,
    physician: String,
    name: String,
    kana: String,
    birth: String,
    sex: &'static str,
    insured_no: String,
}

impl Lines {
    pub(super) async fn of(
        app: &App,
        office: &Office,
        request: &OpinionRequest,
        today: Date,
    ) -> Result<Self, ReadError> {
        let (clinic, physician) = asked(app, request).await?;
        let plan = &request.plan;
        let insured = &plan.insured;
        let raw = plan.prefilled(&clinic, physician.as_ref());
        let edition = FormEdition::of(plan.requested_on);
        let number = insured.number.expose();
        Ok(Self {
            office: office.clone(),
            date: plain_day(today),
            reference: format!("依頼番号 {}", reference(request.id)),
            kind: kind_line(plan),
            requested: wareki(plan.requested_on),
            due: wareki(plan.due_on),
            answers: check(edition, &raw, &plan.form_facts(today)).answers,
            frame: format!("{}　被保険者番号 {number}", office.insurer),
            physician: physician.map_or_else(String::new, |one| one.name.expose().to_owned()),
            clinic,
            name: insured.name.expose().to_owned(),
            kana: insured.kana.expose().to_owned(),
            birth: birth_line(plan),
            sex: match insured.sex {
                kairan_domain::insured::Sex::Male => "男",
                kairan_domain::insured::Sex::Female => "女",
            },
            insured_no: number.to_owned(),
        })
    }

    pub(super) fn sender(&self) -> Sender<'_> {
        Sender {
            name: &self.office.insurer,
            office: self.office.without_insurer(),
            address: &self.office.address,
            phone: &self.office.phone,
        }
    }

    pub(super) fn addressee(&self) -> Addressee<'_> {
        Addressee {
            postal_code: &self.clinic.postal_code,
            address: &self.clinic.address,
            clinic: &self.clinic.name,
            physician: &self.physician,
        }
    }

    pub(super) fn applicant(&self) -> Applicant<'_> {
        Applicant {
            name: &self.name,
            kana: &self.kana,
            birth: &self.birth,
            sex: self.sex,
            insured_no: &self.insured_no,
        }
    }

    pub(super) fn form(&self) -> PaperForm<'_> {
        PaperForm {
            answers: &self.answers,
            frame: self.frame(),
        }
    }

    pub(super) fn frame(&self) -> OpinionFrame<'_> {
        OpinionFrame {
            reference: &self.frame,
            foot: &self.reference,
        }
    }
}

/// `新規申請（令和8年11月20日）／在宅・初回`.
fn kind_line(plan: &RequestPlan) -> String {
    let times = match plan.times {
        OpinionTimes::First => "初回",
        OpinionTimes::Later => "2回目以上",
    };
    format!(
        "{}申請（{}）／{}・{times}",
        plan.application.label(),
        plain_day(plan.applied_on),
        plan.care.label(),
    )
}
