//! Why a PDF's pages do not become pictures, and what to do: one sentence per cause.

use kairan_domain::words;
use kairan_opinion::{RenderError, UploadError};

/// At a file somebody has just chosen.
pub(super) fn of_chosen(error: &RenderError) -> String {
    let (what, then) = told(error);
    format!("{what}{}", then.unwrap_or(ANOTHER))
}

/// At a file that is there already: another way leads on.
pub(super) fn of_kept(error: &RenderError) -> String {
    let (what, then) = told(error);
    format!("{what}{}", then.unwrap_or(OTHER_WAY))
}

/// Why a file brought along is not taken; `None`: Kairan itself cannot.
pub(super) fn of_file(error: &UploadError) -> Option<String> {
    match error {
        UploadError::Refused(fault) => Some(words::opinion_file_fault(fault)),
        UploadError::Busy => Some(LATER.to_owned()),
        UploadError::Submit(_) => None,
    }
}

const LATER: &str = "いま、ほかのファイルを調べています。少し待ってから、もう一度押してください。";
const ANOTHER: &str = "紙に印刷してスキャンしたPDFを選んでください。";
const OTHER_WAY: &str = "前の画面に戻り、自分で名前を消したPDFを使ってください。";

/// What happened, and what to do where that does not depend on the page.
fn told(error: &RenderError) -> (String, Option<&'static str>) {
    match error {
        RenderError::Unreadable => ("PDFが壊れていて、ページを読み取れません。".into(), None),
        RenderError::Encrypted => (
            "PDFが暗号化されていて、ページを読み取れません。".into(),
            Some("保護を外して保存し直したPDFを使ってください。"),
        ),
        RenderError::NoSuchPage { page } => (
            format!("PDFに{page}ページ目がありません。"),
            Some("画面を開き直して、ページの数を確かめてください。"),
        ),
        RenderError::TooManyPages { limit } => (
            format!("ページが多すぎます（{limit}ページまで）。"),
            Some("意見書のページだけのPDFを使ってください。"),
        ),
        RenderError::TooMuchWork => (
            "図や画像が細かすぎて、ページを画像にできません。".into(),
            None,
        ),
        RenderError::TooSlow => (
            "ページを画像にするのに時間がかかりすぎたため、やめました。".into(),
            None,
        ),
        RenderError::Busy => (
            "いま、ほかのPDFのページを画像にしています。".into(),
            Some("少し待ってから、もう一度押してください。"),
        ),
        RenderError::Failed => ("このPDFのページを画像にできませんでした。".into(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_has_a_sentence_of_its_own_that_says_what_to_do() {
        let causes = [
            RenderError::Unreadable,
            RenderError::Encrypted,
            RenderError::NoSuchPage { page: 3 },
            RenderError::TooManyPages { limit: 20 },
            RenderError::TooMuchWork,
            RenderError::TooSlow,
            RenderError::Busy,
            RenderError::Failed,
        ];
        let told = |words: fn(&RenderError) -> String| {
            let mut told: Vec<String> = causes.iter().map(words).collect();
            for words in &told {
                assert!(words.ends_with("ください。"), "{words}");
            }
            told.sort();
            told.dedup();
            told.len()
        };
        assert_eq!(
            (told(of_chosen), told(of_kept)),
            (causes.len(), causes.len())
        );
    }
}
