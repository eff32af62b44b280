//! A clerk covers names on the pages of an uploaded or scanned opinion: looks at each page as a
//! picture, draws rectangles, and has the pages made anew from the covered pictures, so that
//! nothing lies beneath. Making them is audited; looking is what the office does with any opinion.

use super::error::MaskError;
use super::keep::{Masked, counted, keep, load_counted};
use kairan_access::{App, ClerkOf};
use kairan_domain::ids::OpinionRequestId;
use kairan_domain::incoming::CaseNo;
use kairan_domain::opinion_request::{
    CoverBox, OpinionFile, OpinionRequest, PageCovers, pages_left,
};
use kairan_paper::{Cover, ImagesPdf, RenderError, Renderer, covered_pages_to_pdf};
use kairan_work::read_pdf;
use kairan_work::{renderer, work_on_pages};
use thiserror::Error;

/// Enough to read small print on a screen.
const SCREEN_DPI: u16 = 110;
/// Enough to read and to print.
pub(super) const PRINT_DPI: u16 = 150;

/// A page to draw covers on.
#[derive(Clone, PartialEq, Eq)]
pub struct PageToCover {
    /// The version it belongs to; covers are for this version alone.
    pub version: u32,
    /// Pages of the version.
    pub pages: u32,
    /// Width of the picture, pixels.
    pub width: u32,
    /// Height of the picture, pixels.
    pub height: u32,
    /// The picture.
    pub png: Vec<u8>,
}

impl std::fmt::Debug for PageToCover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PageToCover")
    }
}

/// Why pages are not shown or not covered.
#[derive(Debug, Error)]
pub enum CoverError {
    /// As for any masked pages.
    #[error(transparent)]
    Mask(#[from] MaskError),
    /// The pages do not become pictures.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// On these pages nothing is covered, and nobody said that there is nothing to hide.
    #[error("pages are left")]
    PagesLeft(Vec<usize>),
    /// Rectangles for a page the opinion does not have, or a page that nobody was shown: the file
    /// has others than it says.
    #[error("the opinion has other pages")]
    OtherPages,
}

/// One page (from 1) of the version that counts, as a picture for the screen.
///
/// # Errors
/// [`CoverError`].
pub async fn page_to_cover(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
    page: u32,
) -> Result<PageToCover, CoverError> {
    let (read, number) = load_counted(app, by, id).await?;
    on_screen(app, number, pages_of(&read)?, page).await
}

/// A page (from 1) of a kept file of this version, drawn for the screen.
pub(super) async fn on_screen(
    app: &App,
    version: u32,
    file: &OpinionFile,
    page: u32,
) -> Result<PageToCover, CoverError> {
    let pdf = read_pdf(app, file).await.map_err(MaskError::from)?;
    let wanted = usize::try_from(page).unwrap_or(usize::MAX);
    let renderer = renderer(app);
    let drawn = work_on_pages(move || {
        let picture = renderer.page(&pdf, wanted, SCREEN_DPI)?;
        Ok::<_, RenderError>((picture.width, picture.height, picture.png()?))
    });
    let (width, height, png) = drawn.await.ok_or(MaskError::BrokeOff)??;
    Ok(PageToCover {
        version,
        pages: file.pages,
        width,
        height,
        png,
    })
}

/// Makes the masked pages of `version`, which must still be the one that counts: what is to
/// become of each of its pages, in order. They go nowhere before somebody has looked at them
/// ([`super::confirm_masked()`]).
///
/// # Errors
/// [`CoverError`].
pub async fn cover_pages(
    app: &App,
    by: &ClerkOf,
    id: OpinionRequestId,
    version: u32,
    case_no: &str,
    pages: Vec<PageCovers>,
) -> Result<(), CoverError> {
    let case_no = CaseNo::check(case_no).map_err(MaskError::from)?;
    let (read, number) = load_counted(app, by, id).await?;
    if number != version {
        return Err(MaskError::Contended.into());
    }
    let file = pages_of(&read)?;
    let shown = usize::try_from(file.pages).unwrap_or(usize::MAX);
    let left = pages_left(shown, &pages);
    if !left.is_empty() {
        return Err(CoverError::PagesLeft(left));
    }
    let boxes: Vec<Vec<CoverBox>> = pages.into_iter().map(|page| page.boxes).collect();
    let covers: Vec<Vec<Cover>> = boxes
        .iter()
        .map(|page| page.iter().copied().map(cover).collect())
        .collect();
    let pdf = read_pdf(app, file).await.map_err(MaskError::from)?;
    let printed = case_no.to_string();
    let renderer = renderer(app);
    let made = work_on_pages(move || covered(&renderer, &pdf, shown, &covers, &printed));
    let made = made.await.ok_or(MaskError::BrokeOff)??;
    let masked = Masked {
        pages: u32::try_from(made.pages).unwrap_or(u32::MAX),
        pdf: made.pdf,
        case_no: Some(case_no),
        covers: boxes,
    };
    Ok(keep(app, by, id, number, masked).await?)
}

/// In parts of the page.
fn cover(one: CoverBox) -> Cover {
    let part = |tenths: u16| f32::from(tenths) / 10_000.0;
    Cover {
        left: part(one.left),
        top: part(one.top),
        width: part(one.width),
        height: part(one.height),
    }
}

fn pages_of(request: &OpinionRequest) -> Result<&OpinionFile, MaskError> {
    counted(request)?.pdf.as_ref().ok_or(MaskError::NoPages)
}

/// Every page of the file must be one of the `shown`: a name on another would go uncovered.
fn covered(
    renderer: &Renderer,
    pdf: &[u8],
    shown: usize,
    covers: &[Vec<Cover>],
    case_no: &str,
) -> Result<ImagesPdf, CoverError> {
    let pages = renderer.pages(pdf, PRINT_DPI)?;
    if pages.len() != shown || covers.len() > shown {
        return Err(CoverError::OtherPages);
    }
    let uncovered = std::iter::repeat(&[][..]);
    let covers = covers.iter().map(Vec::as_slice).chain(uncovered);
    let pictures: Vec<_> = pages
        .iter()
        .zip(covers)
        .map(|(page, covers)| page.with_covers(covers))
        .collect();
    Ok(covered_pages_to_pdf(&pictures, Some(case_no)).map_err(MaskError::from)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kairan_paper::placeholder_pdf;

    const NAME: Cover = Cover {
        left: 0.1,
        top: 0.1,
        width: 0.3,
        height: 0.05,
    };

    #[test]
    fn every_page_comes_out_with_its_number_and_none_is_invented() {
        let here = Renderer::default();
        let pdf = placeholder_pdf("A4", 2, 5_000);
        let made = covered(&here, &pdf, 2, &[vec![NAME]], "12").unwrap();
        assert_eq!(made.pages, 2);
        let more = covered(&here, &pdf, 2, &[vec![], vec![], vec![NAME]], "12");
        assert!(matches!(more, Err(CoverError::OtherPages)));
        let hidden = covered(&here, &pdf, 1, &[vec![NAME]], "12");
        assert!(matches!(hidden, Err(CoverError::OtherPages)));
        let torn = covered(&here, b"%PDF-1.7", 1, &[vec![NAME]], "12");
        assert!(matches!(
            torn,
            Err(CoverError::Render(RenderError::Unreadable))
        ));
    }
}
