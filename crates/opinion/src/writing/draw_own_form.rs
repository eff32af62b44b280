//! The official form with what the request knows, for a doctor who rather writes by hand. Reads
//! only; the letter brought it too.

use super::draw_preview::PreviewError;
use super::open_writing::open_writing;
use crate::facts::frame_reference;
use crate::overview::OpinionPages;
use kairan_access::{App, PhysicianOf};
use kairan_domain::opinion::check;
use kairan_paper::{OpinionFrame, draw_opinion_form};

/// Draws the form of the request, without what was typed on the page.
///
/// # Errors
/// [`PreviewError`].
pub async fn draw_own_form(app: &App, by: &PhysicianOf) -> Result<OpinionPages, PreviewError> {
    let asked = open_writing(app, by).await?.asked;
    let facts = asked.plan.form_facts(asked.today);
    let answers = check(asked.edition(), &asked.prefilled(), &facts).answers;
    let reference = frame_reference(&asked.office, &asked.plan);
    let foot = format!("依頼番号 {}", asked.reference);
    let drawn = kairan_work::draw(move || {
        let frame = OpinionFrame {
            reference: &reference,
            foot: &foot,
        };
        draw_opinion_form(&answers, &frame)
    });
    let drawn = drawn.await.ok_or(PreviewError::BrokeOff)??;
    Ok(OpinionPages {
        file_name: format!("主治医意見書_{}_様式.pdf", asked.reference),
        pdf: drawn.pdf,
    })
}
