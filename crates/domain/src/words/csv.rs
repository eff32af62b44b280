//! Sentences about CSV files, for clerks and physicians.

use crate::csv::{CellFault, CellTrouble, CsvFault, Place, Unmappable};

fn place(at: Place) -> String {
    format!("{}行目の{}列目", at.row, at.column)
}

/// Why a CSV file is not read.
pub fn csv_fault(fault: &CsvFault) -> String {
    match fault {
        CsvFault::TooLarge { most } => format!(
            "ファイルが大きすぎます。{}以内のファイルに分けてください。",
            super::size(u64::try_from(*most).unwrap_or(u64::MAX))
        ),
        CsvFault::TooManyRows { most } => {
            format!("行が多すぎます。{most}行以内のファイルに分けてください。")
        }
        CsvFault::NotText { at } => format!(
            "{}の文字が読み取れません。文字コードをUTF-8かシフトJIS(CP932)にして保存し直してください。",
            place(*at)
        ),
        CsvFault::UnclosedQuote { at } => format!(
            "{}で「\"」が閉じられていません。ファイルが途中で切れていないか確かめて、書き出し直してください。",
            place(*at)
        ),
        CsvFault::StrayQuote { at } => format!(
            "{}に余分な「\"」があります。ファイルを書き出し直してください。",
            place(*at)
        ),
        CsvFault::Columns { at, found, wanted } => format!(
            "{}行目の項目が{found}個です。{wanted}個の項目が必要です。ファイルを書き出し直してください。",
            at.row
        ),
        CsvFault::Nothing => {
            "意見書が入っていません。ファイルを確かめて、選び直してください。".into()
        }
        CsvFault::SecondOpinion { at } => format!(
            "{}行目に2件目の意見書があります。1件だけのファイルにしてください。",
            at.row
        ),
        CsvFault::NotIkensyo { at } => format!(
            "{}が日医意見書ソフトの書式(1.1または1.2)ではありません。「主治医意見書」のCSVを選んでください。",
            place(*at)
        ),
        CsvFault::NoHead { .. } => {
            "1行目に項目名がありません。Kairanから書き出したCSVを選んでください。".into()
        }
        CsvFault::UnknownColumn { at } => format!(
            "1行目の{}列目の項目名が読み取れません。項目名を変えずに保存し直してください。",
            at.column
        ),
        CsvFault::SameColumn { at } => format!(
            "1行目の{}列目の項目名が2つ目です。同じ項目名の列を1つにしてください。",
            at.column
        ),
        CsvFault::NotAnEdition { at } => format!(
            "{}が様式の版(2021または2026)ではありません。版を入力し直してください。",
            place(*at)
        ),
    }
}

/// What could not be taken of one cell. Its name stands beside it.
pub fn cell_fault(fault: &CellFault) -> String {
    match fault.what {
        CellTrouble::NotDigits { wanted } => format!(
            "{wanted}桁の数字の並びではないため、読み取っていません。画面で選び直してください。"
        ),
        CellTrouble::NotOnForm => {
            "今の様式にない選択肢が選ばれていました。その選択肢は読み取っていません。".into()
        }
        CellTrouble::OwnCharacter => {
            "作成元だけの文字(外字)があります。「〓」のところを正しい文字に直してください。".into()
        }
    }
}

/// A character that the chosen encoding cannot hold. The opinion's name stands beside it.
pub fn unmappable(cannot: &Unmappable) -> String {
    format!(
        "「{}」の「{}」はCP932で書き出せません。UTF-8で書き出してください。",
        cannot.name,
        cannot.character.expose()
    )
}
