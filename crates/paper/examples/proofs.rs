//! Writes one of each paper into a folder, to be looked at: `cargo run -p kairan-paper --example proofs -- DIR [PICTURE …]`.

use std::error::Error;
use std::path::PathBuf;

use kairan_paper::{
    HandOverSheet, ImageLimits, RecoverySheet, RegisterRow, ViewingRegister, demo_packet,
    draw_hand_over_sheets, draw_recovery_codes, draw_viewing_register, images_to_pdf,
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    let sheets = [
        hand_over("髙﨑　𠮷男", "kf7m-3wtp-x9hw-wa"),
        hand_over("辻\u{E0100}　葛\u{E0100}子", "hd4n-8rcy-x2vb-m6kt-p9wz"),
        hand_over("渡邉\u{E0103}　太郎😀", "Pa55!word_ab"),
    ];
    std::fs::write(folder.join("handover.pdf"), draw_hand_over_sheets(&sheets)?)?;
    let codes = [
        "7kq2-m9xp",
        "d4rt-w8ne",
        "hx3c-6vbf",
        "n5ya-2gjz",
        "p8we-k3qt",
        "r6mb-x7dh",
        "t9fv-4acn",
        "w2zy-h5kp",
        "y3ge-n8rm",
        "b7ct-q4xw",
    ];
    let recovery = RecoverySheet {
        insurer_name: "みどり市",
        staff_name: "髙橋　花子",
        codes: &codes,
        made_on_line: "令和8年11月22日(日) 作成",
    };
    std::fs::write(folder.join("recovery.pdf"), draw_recovery_codes(&recovery)?)?;
    std::fs::write(folder.join("register.pdf"), register()?)?;
    for (n, document) in demo_packet(30, 20_261_203)?.into_iter().enumerate() {
        std::fs::write(folder.join(format!("packet-{n}.pdf")), document.pdf)?;
    }
    // What follows the folder are pictures to be joined to one PDF.
    let files: Vec<Vec<u8>> = std::env::args()
        .skip(2)
        .map(std::fs::read)
        .collect::<Result<_, _>>()?;
    if !files.is_empty() {
        let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
        let made = images_to_pdf(&files, &ImageLimits::default(), "主治医意見書")?;
        std::fs::write(folder.join("images.pdf"), made.pdf)?;
    }
    Ok(())
}

fn register() -> Result<Vec<u8>, kairan_paper::PaperError> {
    let row = |reviewer_name, opened, last_viewed, read, remark| RegisterRow {
        reviewer_name,
        method: "電子",
        sent: "11月26日(木) 午前9時02分",
        opened,
        last_viewed,
        read,
        remark,
    };
    let seen = "11月26日(木) 午後8時15分";
    let later = "11月30日(月) 午後9時40分";
    let rows = [
        row("髙﨑　𠮷男", seen, later, "4 / 4", ""),
        row("辻\u{E0100}　葛\u{E0100}子", seen, seen, "3 / 4", ""),
        row(
            "渡邉\u{E0103}　太郎",
            "",
            "",
            "0 / 4",
            "電話で連絡してください（メールが戻りました）",
        ),
        row("佐藤　花子", seen, later, "4 / 4", ""),
        RegisterRow {
            method: "紙",
            sent: "",
            ..row("鈴木　一郎", "", "", "", "11月25日(水) 手渡し済み")
        },
    ];
    draw_viewing_register(&ViewingRegister {
        insurer_name: "みどり市 福祉部 介護保険課 認定係",
        meeting_line: "令和8年12月3日(木) 午後1時30分　第3合議体",
        access_line: "11月26日(木) 午前9時 から 12月3日(木) 午後5時 まで",
        summary_line: "電子の委員 4人のうち 2人がすべての資料を開きました。まだ開いていない委員は 1人です。",
        rows: &rows,
        made_on_line: "令和8年12月1日(火) 午後5時12分 現在",
    })
}

fn hand_over<'a>(name: &'a str, password: &'a str) -> HandOverSheet<'a> {
    HandOverSheet {
        insurer_name: "みどり市 福祉部 介護保険課 認定係",
        office_phone: "012-345-6789（内線 123）",
        reviewer_name: name,
        meeting_line: "令和8年12月3日(木) 午後1時30分　第3合議体",
        mail_hint: "t•••••@example.jp",
        password,
        access_line: "令和8年11月26日(木) 午前9時から 12月3日(木) 午後5時まで",
        url_hint: "https://kairan.example.jp/r/",
        made_on_line: "令和8年11月22日(日) 作成",
    }
}
