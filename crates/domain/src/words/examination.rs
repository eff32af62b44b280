//! What a material carries unseen, in plain words.

use crate::examination::{FindingKind, NotExamined};

/// What a kind of finding is, as the beginning of a line.
pub fn finding(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::CoveredText => "図形や画像で隠した文字（コピーすると読めます）",
        FindingKind::TextUnderAnnotation => "注釈の下の文字（注釈を動かすと読めます）",
        FindingKind::FaintText => "背景と同じ色の文字（コピーすると読めます）",
        FindingKind::TextOutside => "ページの外にはみ出した文字（コピーや検索で読めます）",
        FindingKind::ScannedText => "塗りつぶした所に残る、文字認識（OCR）の文字",
        FindingKind::ReplacedText => "コピーすると、見える文字の代わりに出てくる文字",
        FindingKind::Description => "読み上げ用の説明文",
        FindingKind::HiddenLayer => "表示していないレイヤー",
        FindingKind::HiddenAnnotation => "表示していない注釈",
        FindingKind::Annotation => "注釈・コメント",
        FindingKind::Undrawn => "見る人の画面によって表示が変わる部分",
        FindingKind::FormField => "入力欄",
        FindingKind::Link => "外部へのリンク",
        FindingKind::Attachment => "添付ファイル",
        FindingKind::Script => "スクリプト（開いた人のパソコンで動くプログラム）",
        FindingKind::Action => "自動で行う動作（ほかのファイルを開く、送信するなど）",
        FindingKind::EarlierRevision => "保存する前の版",
        FindingKind::Thumbnail => "ページの縮小画像",
        FindingKind::Title => "文書のタイトルなど",
        FindingKind::Author => "作成者の名前",
        FindingKind::Producer => "作成に使用したソフトの名前",
        FindingKind::Xmp => "文書や画像の説明（XMP）",
        FindingKind::ProgramData => "作成に使用したソフトの作業用データ",
        FindingKind::Bookmark => "しおり",
    }
}

/// Why a material was not examined, and what to do.
pub fn not_examined(why: NotExamined) -> &'static str {
    match why {
        NotExamined::Limit => {
            "大きすぎる、またはページが多すぎるため、見えない情報を調べていません。氏名などが残っていないことを、元のファイルで確認してください。"
        }
        NotExamined::Encrypted => {
            "パスワードや編集の制限があるため、見えない情報を調べていません。制限を外したPDFに差し替えるか、氏名などが残っていないことを確認してください。"
        }
        NotExamined::Unreadable => {
            "読み取れない部分があるため、見えない情報を調べていません。「PDFに印刷」で作り直したPDFに差し替えるか、氏名などが残っていないことを確認してください。"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_words_of_its_own() {
        let all: BTreeSet<_> = FindingKind::ALL.into_iter().map(finding).collect();
        assert_eq!(all.len(), FindingKind::ALL.len());
    }
}
