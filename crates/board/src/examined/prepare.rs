//! One version: examined, and a copy of it without what describes it.

use super::copy;
use kairan_access::App;
use kairan_domain::examination::{
    Decision, Examination, Examined, Finding, Given, NotExamined, by_kind,
};
use kairan_domain::material::{Material, MaterialVersion, Original};
use kairan_domain::secret::SecretText;
use kairan_domain::upload::FileFault;
use kairan_paper::{CleanOrder, Cleaning, Findings, RenderError};

/// The title readers see, in the copy too.
pub(crate) fn title_of(material: &Material) -> String {
    material.title.expose().to_owned()
}

/// Examines a version; answers with a copy for reviewers where one is to be given.
pub(super) async fn prepare(
    app: &App,
    version: &MaterialVersion,
    title: &str,
) -> (Examined, Option<Original>) {
    let pdf = match copy::read(app, &version.brought()).await {
        Ok(Some(pdf)) => pdf,
        Ok(None) => return (Examined::Not(NotExamined::Limit), None),
        Err(error) => {
            tracing::error!(%error, version = %version.id, "a material cannot be read");
            return (Examined::Not(NotExamined::Unreadable), None);
        }
    };
    match copy::look(app, pdf.clone()).await {
        Err(error) => (Examined::Not(why(error)), None),
        Ok(findings) => {
            let done = examination(app, &findings);
            let describes = |finding: &Finding| finding.kind.describes();
            if !findings.found.iter().any(describes) {
                return (Examined::Done(done), None);
            }
            let order = CleanOrder {
                cleaning: Cleaning::Metadata,
                title: SecretText::new(title),
            };
            match without(app, pdf, order).await {
                Some((copy, _)) => {
                    let given = Given::WithoutMetadata;
                    (Examined::Done(Examination { given, ..done }), Some(copy))
                }
                None => (Examined::Done(done), None),
            }
        }
    }
}

fn examination(app: &App, findings: &Findings) -> Examination {
    Examination {
        at: app.now(),
        found: by_kind(&findings.found),
        given: Given::AsBrought,
        decision: None,
    }
}

/// A sealed copy, and the pages that are pictures in it; `None` when there can be none.
pub(super) async fn without(
    app: &App,
    pdf: Vec<u8>,
    order: CleanOrder,
) -> Option<(Original, Vec<u32>)> {
    let cleaned = match copy::clean(app, pdf, order).await {
        Ok(cleaned) => cleaned,
        Err(error) => {
            tracing::warn!(%error, "a material stays as it was brought");
            return None;
        }
    };
    match copy::keep(app, &cleaned.pdf).await {
        Ok(kept) => Some((kept, cleaned.pictures)),
        Err(error) => {
            tracing::error!(%error, "a copy of a material cannot be kept");
            None
        }
    }
}

fn why(error: RenderError) -> NotExamined {
    match error {
        RenderError::Encrypted => NotExamined::Encrypted,
        RenderError::Unreadable | RenderError::NoSuchPage { .. } => NotExamined::Unreadable,
        RenderError::TooManyPages { .. }
        | RenderError::TooMuchWork
        | RenderError::TooSlow
        | RenderError::Busy
        | RenderError::Failed => NotExamined::Limit,
    }
}

/// Makes a version ready that reviewers read as soon as it is in: whatever asks for a decision
/// is taken away at once.
///
/// # Errors
/// [`FileFault::Unseen`] when it cannot be.
pub(crate) async fn prepare_for_readers(
    app: &App,
    material: &mut Material,
) -> Result<(), FileFault> {
    let title = title_of(material);
    let Some(version) = material.versions.last_mut() else {
        return Ok(());
    };
    if version.examined != Examined::Waiting {
        return Ok(());
    }
    let (examined, copy) = prepare(app, version, &title).await;
    version.examined = examined;
    version.give(copy);
    let Examined::Done(done) = &mut version.examined else {
        return Ok(());
    };
    if !done.waits() {
        return Ok(());
    }
    let order = CleanOrder {
        cleaning: Cleaning::Everything,
        title: SecretText::new(title),
    };
    let decision = Decision {
        by: version.added_by,
        at: app.now(),
        reason: None,
    };
    let brought = version.brought();
    let pdf = copy::read(app, &brought).await.ok().flatten();
    let clean = match pdf {
        Some(pdf) => without(app, pdf, order).await,
        None => None,
    };
    let (clean, pictures) = clean.ok_or(FileFault::Unseen)?;
    if let Examined::Done(done) = &mut version.examined {
        done.given = Given::Clean { pictures };
        done.decision = Some(decision);
    }
    // The copy without metadata alone is named by nothing: the sweep of orphans finds it.
    version.give(Some(clean));
    Ok(())
}
