//! Writes one of each paper into a folder, to be looked at: `cargo run -p kairan-paper --example proofs -- DIR`.

use std::error::Error;
use std::path::PathBuf;

use kairan_paper::{HandOverSheet, RecoverySheet, draw_hand_over_sheets, draw_recovery_codes};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    let sheets = [
        hand_over("髙﨑　𠮷男", "k7mf-3xqp-w9ta"),
        hand_over("辻\u{E0100}　葛\u{E0100}子", "hd4n-8rcy-x2vb-m6kt-p9wz"),
        hand_over("渡邉\u{E0103}　太郎😀", "Pa55!word_ab"),
    ];
    std::fs::write(folder.join("handover.pdf"), draw_hand_over_sheets(&sheets)?)?;
    let codes = [
        "7kq2-m9xp", "d4rt-w8ne", "hx3c-6vbf", "n5ya-2gjz", "p8we-k3qt", "r6mb-x7dh", "t9fv-4acn",
        "w2zy-h5kp", "y3ge-n8rm", "b7ct-q4xw",
    ];
    let recovery = RecoverySheet {
        insurer_name: "みどり市",
        staff_name: "髙橋　花子",
        codes: &codes,
        made_on_line: "令和8年11月22日(日) 作成",
    };
    std::fs::write(folder.join("recovery.pdf"), draw_recovery_codes(&recovery)?)?;
    Ok(())
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
