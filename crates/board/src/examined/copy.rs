//! Files on their way to and from the program that examines them.

use kairan_access::App;
use kairan_domain::material::Original;
use kairan_domain::opinion_request::OpinionFile;
use kairan_paper::render::Renderer;
use kairan_paper::{CleanError, CleanOrder, Cleaned, Findings, RenderError, examine};
use kairan_work::{FileFailure, keep_pdf, read_pdf, renderer, work_on_material};

/// Larger files are not held in memory. A hundred typed pages have five megabytes; a scan of as
/// many pages forty.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

fn examiner(app: &App) -> Renderer {
    Renderer {
        limits: examine::limits(),
        ..renderer(app)
    }
}

/// The whole file; `None`: too large.
pub(super) async fn read(app: &App, file: &Original) -> Result<Option<Vec<u8>>, FileFailure> {
    if file.size > MOST_BYTES {
        return Ok(None);
    }
    let file = OpinionFile {
        file: file.file,
        size: file.size,
        pages: 0,
        sha256: file.sha256,
        parts: file.parts.clone(),
    };
    read_pdf(app, &file).await.map(Some)
}

pub(super) async fn look(app: &App, pdf: Vec<u8>) -> Result<Findings, RenderError> {
    let renderer = examiner(app);
    let looked = work_on_material(move || renderer.examine(&pdf)).await;
    looked.unwrap_or(Err(RenderError::Failed))
}

pub(super) async fn clean(
    app: &App,
    pdf: Vec<u8>,
    order: CleanOrder,
) -> Result<Cleaned, CleanError> {
    let renderer = examiner(app);
    let cleaned = work_on_material(move || renderer.clean(&pdf, &order)).await;
    cleaned.unwrap_or(Err(CleanError::Render(RenderError::Failed)))
}

/// Seals a copy; the record that names it is committed after.
pub(super) async fn keep(app: &App, pdf: &[u8]) -> Result<Original, FileFailure> {
    let kept = keep_pdf(app, pdf, 0).await?;
    let mut crc32 = crc32fast::Hasher::new();
    crc32.update(pdf);
    Ok(Original {
        file: kept.file,
        size: kept.size,
        sha256: kept.sha256,
        crc32: crc32.finalize(),
        parts: kept.parts,
    })
}
