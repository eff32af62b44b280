//! Files become one PDF that everybody can open and that does nothing else, or a refusal that
//! names the file. Sizes are added up first, pages and pixels are counted from headers before
//! anything is decoded.

use super::decode::decode;
use super::error::{UploadError, of_pdf, of_pictures};
use bytes::Bytes;
use kairan_access::App;
use kairan_domain::opinion_file::{OpinionFileFault, PieceFault};
use kairan_paper::check::check_passive_pdf;
use kairan_paper::{ImageLimits, images_to_pdf};

/// Bytes in which a PDF begins.
const HEAD: usize = 1024;

/// A PDF fit to be kept.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SoundPdf {
    /// The file as it came, or the one made of pictures.
    pub(crate) pdf: Bytes,
    /// Its pages.
    pub(crate) pages: u32,
}

/// Makes one PDF of the files, in the order given.
///
/// # Errors
/// [`UploadError::Refused`], [`UploadError::Busy`].
pub(crate) async fn sound_pdf(app: &App, files: Vec<Bytes>) -> Result<SoundPdf, UploadError> {
    let most = app.limits.max_opinion_upload;
    let sizes = files
        .iter()
        .map(|file| u64::try_from(file.len()).unwrap_or(u64::MAX));
    if sizes.fold(0, u64::saturating_add) > most {
        return Err(OpinionFileFault::TooLarge { most }.into());
    }
    if let Some(empty) = files.iter().position(Bytes::is_empty) {
        let (file, what) = (empty + 1, PieceFault::Empty);
        return Err(OpinionFileFault::File { file, what }.into());
    }
    let pages = app.limits.max_opinion_pages;
    match files.as_slice() {
        [] => Err(OpinionFileFault::NoFile.into()),
        [file] if is_pdf(file) => {
            let file = file.clone();
            decode(move || of_one_pdf(file, pages, most)).await?
        }
        files if files.iter().any(is_pdf) => Err(OpinionFileFault::PdfAndOthers.into()),
        _ => decode(move || of_images(&files, pages)).await?,
    }
}

fn is_pdf(file: &Bytes) -> bool {
    let head = file.get(..file.len().min(HEAD)).unwrap_or_default();
    head.windows(5).any(|word| word == b"%PDF-")
}

fn of_one_pdf(file: Bytes, most_pages: usize, most: u64) -> Result<SoundPdf, UploadError> {
    let facts = check_passive_pdf(&file).map_err(|error| of_pdf(error, most))?;
    if usize::try_from(facts.pages).is_ok_and(|pages| pages <= most_pages) {
        Ok(SoundPdf {
            pdf: file,
            pages: facts.pages,
        })
    } else {
        Err(OpinionFileFault::TooManyPages { most: most_pages }.into())
    }
}

fn of_images(files: &[Bytes], pages: usize) -> Result<SoundPdf, UploadError> {
    let limits = ImageLimits {
        pages,
        ..ImageLimits::default()
    };
    let files: Vec<&[u8]> = files.iter().map(AsRef::as_ref).collect();
    let made = images_to_pdf(&files, &limits, "主治医意見書").map_err(of_pictures)?;
    Ok(SoundPdf {
        pdf: made.pdf.into(),
        pages: u32::try_from(made.pages).unwrap_or(u32::MAX),
    })
}
