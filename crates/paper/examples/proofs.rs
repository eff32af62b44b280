//! Writes one of each paper into a folder, to be looked at: `cargo run -p kairan-paper --example proofs -- DIR [PICTURE …]`.

use std::error::Error;
use std::path::PathBuf;

use kairan_domain::opinion::{FormEdition, id};
use kairan_paper::{
    Addressee, Applicant, HandOverSheet, ImageLimits, OpinionFrame, PaperForm, Receipt,
    RegisterRow, ReminderLetter, Renderer, RequestLetter, Sender, Sides, ViewingRegister,
    demo_packet, draw_hand_over_sheets, draw_masked_opinion, draw_opinion, draw_opinion_form,
    draw_receipt, draw_reminder_letters, draw_request_letters, draw_viewing_register,
    images_to_pdf,
};

#[path = "../src/opinion/sample.rs"]
mod sample;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    let sheets = [
        hand_over("髙﨑　𠮷男", "kf7m-3wtp-x9hw-wa"),
        hand_over("辻\u{E0100}　葛\u{E0100}子", "hd4n-8rcy-x2vb-m6kt-p9wz"),
        hand_over("渡邉\u{E0103}　太郎😀", "Pa55!word_ab"),
    ];
    std::fs::write(folder.join("handover.pdf"), draw_hand_over_sheets(&sheets)?)?;
    std::fs::write(folder.join("register.pdf"), register()?)?;
    for (n, document) in demo_packet(30, 20_261_203)?.into_iter().enumerate() {
        std::fs::write(folder.join(format!("packet-{n}.pdf")), document.pdf)?;
    }
    opinions(&folder)?;
    letters(&folder)?;
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
        office: "介護保険課 認定係",
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

fn opinions(folder: &std::path::Path) -> Result<(), Box<dyn Error>> {
    let frame = OpinionFrame {
        reference: "みどり市　被保険者番号 0000123456",
        foot: "受付番号 261122-01-K7M2-4Q9S　令和8年11月22日(日) 午後2時32分 提出",
    };
    let sample = sample::answers(FormEdition::E2021, &sample::raw());
    let full = sample::answers(FormEdition::E2026, &sample::full(FormEdition::E2026));
    let mut long = sample::full(FormEdition::E2026);
    long.put(
        id::TREATMENT_COURSE,
        "長い経過を、句読点も入れて書く。".repeat(100),
    );
    long.put(id::RISK_POLICY, "とても長い方針。".repeat(12));
    long.put(id::APPLICANT_NAME, "山田😀太郎");
    let long = sample::answers(FormEdition::E2026, &long);
    for (name, drawn) in [
        ("sample", draw_opinion(&sample, &frame)?),
        ("full", draw_opinion(&full, &frame)?),
        ("long", draw_opinion(&long, &frame)?),
        ("masked", draw_masked_opinion(&sample, "12")?),
        ("by-hand", draw_opinion_form(&sample, &frame)?),
    ] {
        std::fs::write(folder.join(format!("opinion-{name}.pdf")), &drawn.pdf)?;
        // As a clerk sees it who covers names on it.
        let screen = Renderer::default().page(&drawn.pdf, 1, 110)?;
        std::fs::write(folder.join(format!("opinion-{name}.png")), screen.png()?)?;
    }
    Ok(())
}

fn letters(folder: &std::path::Path) -> Result<(), Box<dyn Error>> {
    let sender = Sender {
        name: "みどり市長　緑川　一郎",
        office: "みどり市 福祉部 介護保険課 認定係",
        address: "〒123-4500　みどり市本町１丁目１番１号",
        phone: "012-345-6789（内線 123）",
    };
    let to = Addressee {
        postal_code: "123-4567",
        address: "みどり市駅前２丁目１番地　みどりメディカルビル３階",
        clinic: "医療法人みどり会　みどり内科クリニック",
        physician: "辻\u{E0100}　葛\u{E0100}子",
    };
    let applicant = Applicant {
        name: "髙﨑　𠮷男",
        kana: "たかさき　よしお",
        birth: "昭和13年3月5日（88歳）",
        sex: "男",
        insured_no: "0000123456",
    };
    let answers = sample::answers(FormEdition::E2026, &sample::raw());
    let frame = OpinionFrame {
        reference: "みどり市　被保険者番号 0000123456",
        foot: "依頼番号 2026-000123",
    };
    let request = RequestLetter {
        sender,
        to,
        applicant,
        date_line: "令和8年11月22日",
        reference_line: "依頼番号 2026-000123",
        kind_line: "更新申請（令和8年11月20日）／在宅・２回目以上",
        due_line: "令和8年12月5日(土)",
        url: "https://kairan.example.jp/o/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
        typed_address: "https://kairan.example.jp/o",
        short_code: "7KQ2-M9XP-4",
        passcode: "hd4n-8rcy-x2vb",
        form: Some(PaperForm {
            answers: &answers,
            frame,
        }),
    };
    let pdf = draw_request_letters(&[request], Sides::Two)?;
    std::fs::write(folder.join("letter-request.pdf"), pdf)?;
    let reminder = ReminderLetter {
        sender,
        to: Addressee {
            physician: "",
            ..to
        },
        applicant,
        date_line: "令和8年12月8日",
        reference_line: "依頼番号 2026-000123",
        requested_line: "令和8年11月22日(日)",
        due_line: "令和8年12月5日(土)（3日過ぎています）",
    };
    let pdf = draw_reminder_letters(&[reminder])?;
    std::fs::write(folder.join("letter-reminder.pdf"), pdf)?;
    let receipt = Receipt {
        sender,
        number: "261122-01-K7M2-4Q9S",
        received_line: "令和8年11月22日(日) 午後2時32分（日本時間）",
        version_line: "第1版",
        clinic: to.clinic,
        physician: to.physician,
        applicant: applicant.name,
        reference: "2026-000123",
        content_line: "主治医意見書　2ページ",
    };
    std::fs::write(folder.join("letter-receipt.pdf"), draw_receipt(&receipt)?)?;
    Ok(())
}
