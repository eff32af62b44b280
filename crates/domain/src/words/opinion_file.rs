//! Sentences about opinions handed in as files, for physicians and for clerks who keep a scan.

use super::size;
use crate::opinion_file::{OpinionFileFault, PictureKind, PieceFault};
use crate::upload::ActiveContent;

/// Files that are not taken as an opinion.
pub fn opinion_file_fault(fault: &OpinionFileFault) -> String {
    match fault {
        OpinionFileFault::NoFile => {
            "ファイルが選ばれていません。PDF、または意見書を写した画像を選んでください。".into()
        }
        OpinionFileFault::TooLarge { most } => format!(
            "ファイルが大きすぎます。全部で{}までです。解像度を下げてスキャンし直すか、必要なページだけにしてください。",
            size(*most)
        ),
        OpinionFileFault::TooManyPages { most } => format!(
            "ページが多すぎます。全部で{most}ページまでです。意見書のページだけを選んでください。"
        ),
        OpinionFileFault::PdfAndOthers => {
            "PDFは1つだけ送れます。PDFをほかのファイルと一緒に選ばず、1つにまとめるか、画像だけを選んでください。".into()
        }
        OpinionFileFault::File { file, what } => format!("{file}番目のファイル: {}", piece_fault(*what)),
    }
}

/// One file of an opinion.
fn piece_fault(fault: PieceFault) -> String {
    match fault {
        PieceFault::Empty => "空です(0バイト)。元のファイルを確かめてください。".into(),
        PieceFault::NotTaken => {
            "PDFでも画像でもありません。PDF、JPEG、PNG、TIFFのどれかにしてください。".into()
        }
        PieceFault::Picture(kind) => picture_kind(kind).into(),
        PieceFault::Damaged => {
            "途中で切れているか壊れています。開けるか確かめて、もう一度保存するかスキャンし直してください。".into()
        }
        PieceFault::TooManyPixels { width, height } => format!(
            "画像が大きすぎます({width}×{height}画素)。解像度を300dpi程度に下げてスキャンし直してください。"
        ),
        PieceFault::Encrypted => {
            "暗号化されたPDFです(印刷やコピーの制限を含みます)。保護を外して保存し直すか、紙に印刷してスキャンしてください。".into()
        }
        PieceFault::TooMuchWork => {
            "作りが複雑すぎて、中を確かめられないPDFです。「PDFに印刷」で保存し直すか、紙に印刷してスキャンしてください。".into()
        }
        PieceFault::Active(content) => active_content(content).into(),
    }
}

fn picture_kind(kind: PictureKind) -> &'static str {
    match kind {
        PictureKind::Heic => {
            "HEIC形式の写真です。JPEGで保存し直してください(iPhoneは「設定」→「カメラ」→「フォーマット」で「互換性優先」を選びます)。"
        }
        PictureKind::Gif => "GIF形式の画像です。JPEGかPNGで保存し直してください。",
        PictureKind::Bmp => "BMP形式の画像です。JPEGかPNGで保存し直してください。",
        PictureKind::WebP => "WebP形式の画像です。JPEGかPNGで保存し直してください。",
        PictureKind::RareJpeg => {
            "あまり使われない種類のJPEGで、読み取れません。ふつうのJPEGかPNGで保存し直してください。"
        }
        PictureKind::RareTiff => {
            "あまり使われない種類のTIFFで、読み取れません。PDFかJPEGで保存し直してください。"
        }
    }
}

/// What a PDF does besides showing its pages.
fn active_content(content: ActiveContent) -> &'static str {
    match content {
        ActiveContent::JavaScript => {
            "プログラム(JavaScript)を含むPDFです。安全のため受け付けられません。紙に印刷してスキャンするか、「PDFに印刷」で保存し直してください。"
        }
        ActiveContent::Launch => {
            "ほかのソフトを起動するPDFです。安全のため受け付けられません。紙に印刷してスキャンするか、「PDFに印刷」で保存し直してください。"
        }
        ActiveContent::EmbeddedFile => {
            "ほかのファイルが添付されたPDFです。安全のため受け付けられません。添付を外すか、「PDFに印刷」で保存し直してください。"
        }
        ActiveContent::ReachesOut => {
            "リンクや送信ボタンなど、ほかの場所につながる仕組みを含むPDFです。安全のため受け付けられません。「PDFに印刷」で保存し直してください。"
        }
        ActiveContent::AnotherFile => {
            "PDFの前や後ろに、別のデータが付いています。安全のため受け付けられません。「PDFに印刷」で保存し直してください。"
        }
        ActiveContent::DynamicForm => {
            "Adobe専用の入力フォーム(XFA)のPDFで、ほかのソフトでは表示できません。「PDFに印刷」で保存し直してください。"
        }
    }
}
