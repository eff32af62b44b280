//! 受付票: the paper a doctor keeps. Drawn anew from the record whenever it is asked for.

use super::error::ReceiptError;
use super::receipt::Receipt;
use crate::facts::{asked, office, reference};
use crate::overview::OpinionPages;
use kairan_access::{App, PhysicianOf};
use kairan_domain::date::wareki_minute_in_japan;
use kairan_domain::insurer::Office;
use kairan_domain::opinion_request::OpinionVersion;
use kairan_paper::Sender;

/// The finished lines, owned while they are drawn on another thread. No `Debug`: personal.
struct Lines {
    office: Office,
    number: String,
    received: String,
    version: String,
    clinic: String,
    physician: String,
    applicant: String,
    reference: String,
    content: String,
}

/// Draws the receipt of one version.
///
/// # Errors
/// [`ReceiptError`].
pub async fn draw_receipt(
    app: &App,
    by: &PhysicianOf,
    version: u32,
) -> Result<OpinionPages, ReceiptError> {
    let request = by.as_read();
    let found = request.versions.iter().find(|kept| kept.number == version);
    let found = found.ok_or(ReceiptError::NotFound)?;
    let receipt = Receipt::of(request, found);
    let (clinic, physician) = asked(app, request).await?;
    let lines = Lines {
        office: office(app, by.insurer()).await?,
        number: receipt.number,
        received: wareki_minute_in_japan(receipt.at),
        version: version_line(found),
        clinic: clinic.name,
        physician: physician.map_or_else(String::new, |one| one.name.expose().to_owned()),
        applicant: request.plan.insured.name.expose().to_owned(),
        reference: reference(request.id),
        content: content_line(found),
    };
    let file_name = format!("受付票_{}_v{version}.pdf", lines.reference);
    let drawn = kairan_work::draw(move || lines.draw()).await;
    let pdf = drawn.ok_or(ReceiptError::BrokeOff)??;
    Ok(OpinionPages { file_name, pdf })
}

impl Lines {
    fn draw(&self) -> Result<Vec<u8>, kairan_paper::PaperError> {
        kairan_paper::draw_receipt(&kairan_paper::Receipt {
            sender: Sender {
                name: &self.office.insurer,
                office: &self.office.office,
                address: "",
                phone: &self.office.phone,
            },
            number: &self.number,
            received_line: &self.received,
            version_line: &self.version,
            clinic: &self.clinic,
            physician: &self.physician,
            applicant: &self.applicant,
            reference: &self.reference,
            content_line: &self.content,
        })
    }
}

fn version_line(version: &OpinionVersion) -> String {
    let late = if version.late {
        "（作成期限の後の提出）"
    } else {
        ""
    };
    match version.number {
        1 => format!("第1版{late}"),
        number => format!("第{number}版（差戻しの後の再提出）{late}"),
    }
}

fn content_line(version: &OpinionVersion) -> String {
    let way = version.arrival.label();
    match &version.pdf {
        Some(pdf) => format!("主治医意見書（{way}）　{}ページ", pdf.pages),
        None => format!("主治医意見書（{way}）"),
    }
}
