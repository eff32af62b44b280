//! The facts about office and request that letters, papers and pages share.

use crate::error::ReadError;
use jiff::civil::Date;
use kairan_access::{App, StaffOf};
use kairan_domain::clinic::{Clinic, Physician};
use kairan_domain::date::wareki;
use kairan_domain::ids::{InsurerId, OpinionRequestId};
use kairan_domain::insurer::{InsurerNo, Office};
use kairan_domain::opinion_request::{OpinionRequest, RequestPlan, request_number};

/// The office of an insurer.
pub(crate) async fn office(app: &App, insurer: InsurerId) -> Result<Office, ReadError> {
    let found = app.store.insurer(insurer).await?;
    Ok(Office::from(&*found.ok_or(ReadError::NotFound)?))
}

/// 保険者番号 of the insurer: where one municipality is one insurer, that of every person.
///
/// # Errors
/// [`ReadError`].
pub async fn insurer_no(app: &App, by: &StaffOf) -> Result<InsurerNo, ReadError> {
    let found = app.store.insurer(by.insurer()).await?;
    Ok(found.ok_or(ReadError::NotFound)?.number.clone())
}

/// Who is asked: the clinic, and the doctor if one was named.
pub(crate) async fn asked(
    app: &App,
    request: &OpinionRequest,
) -> Result<(Clinic, Option<Physician>), ReadError> {
    let clinic = app
        .store
        .clinic(request.insurer, request.plan.clinic)
        .await?;
    let clinic = clinic.ok_or(ReadError::NotFound)?.into_value();
    let physician = match request.plan.physician {
        None => None,
        Some(id) => app.store.physician(request.insurer, id).await?,
    };
    Ok((clinic, physician.map(kairan_store::Versioned::into_value)))
}

/// The number of a request as people say it over the telephone and type it into the search.
pub fn reference(id: OpinionRequestId) -> String {
    request_number(id)
}

/// `令和8年11月22日`, without the weekday.
pub(crate) fn plain_day(on: Date) -> String {
    let words = wareki(on);
    words.split('(').next().unwrap_or_default().to_owned()
}

/// `昭和13年3月5日（88歳）`: age on the day of application.
pub(crate) fn birth_line(plan: &RequestPlan) -> String {
    let born = plain_day(plan.insured.birth_date);
    match plan.insured.age_on(plan.applied_on) {
        Some(age) => format!("{born}（{age}歳）"),
        None => born,
    }
}

/// What stands above the form: whose, and about which number.
pub(crate) fn frame_reference(office: &Office, plan: &RequestPlan) -> String {
    let number = plan.insured.number.expose();
    format!("{}　被保険者番号 {number}", office.insurer)
}
