//! Requests for doctors' opinions in every state: a clinic with an account that writes some of
//! them, another clinic, and the masked pages of one opinion in the drafted meeting.

use jiff::ToSpan;
use kairan_access::{App, ClerkOf, ClinicStaffOf, PhysicianOf, physician_of_clinic};
use kairan_domain::clinic::{RawClinic, RawPhysician};
use kairan_domain::date;
use kairan_domain::ids::{ClinicId, MeetingId, OpinionRequestId, PhysicianId};
use kairan_domain::opinion::{RawOpinion, id};
use kairan_domain::opinion_request::{Edits, RawOpinionRequest, ReminderMethod};
use kairan_domain::secret::SecretText;
use kairan_opinion::{Printing, Reassignment};

use super::answers::ANSWERS;
use super::error::{At, DemoError};
use super::people::at_clinic;
use super::sign_ins::AccountSignIn;

/// What there is to tell of it.
pub(super) struct Opinions {
    /// The clinic's account.
    pub(super) account: AccountSignIn,
    /// A request letter, as PDF.
    pub(super) letter: Vec<u8>,
}

/// A person, and how many days ago the doctor was asked.
struct Case {
    no: &'static str,
    name: &'static str,
    kana: &'static str,
    birth: &'static str,
    sex: &'static str,
    asked: i64,
}

const CASES: [Case; 9] = [
    case(
        "0000000017",
        "朝倉 ふみ",
        "あさくら ふみ",
        "昭和9年4月3日",
        "female",
        1,
    ),
    case(
        "0000000025",
        "飯塚 正雄",
        "いいづか まさお",
        "昭和12年10月21日",
        "male",
        16,
    ),
    case(
        "0000000033",
        "宇野 きよ",
        "うの きよ",
        "昭和7年1月15日",
        "female",
        9,
    ),
    case(
        "0000000041",
        "榎本 茂",
        "えのもと しげる",
        "昭和15年7月7日",
        "male",
        6,
    ),
    case(
        "0000000058",
        "小笠原 ハル",
        "おがさわら はる",
        "昭和5年12月1日",
        "female",
        11,
    ),
    case(
        "0000000066",
        "髙﨑 𠮷男",
        "たかさき よしお",
        "昭和13年3月5日",
        "male",
        12,
    ),
    case(
        "0000000074",
        "菊池 トミ",
        "きくち とみ",
        "昭和11年8月30日",
        "female",
        8,
    ),
    case(
        "0000000082",
        "久保田 進",
        "くぼた すすむ",
        "昭和14年2月11日",
        "male",
        5,
    ),
    case(
        "H000000090",
        "小松 礼子",
        "こまつ れいこ",
        "昭和48年6月18日",
        "female",
        4,
    ),
];

const fn case(
    no: &'static str,
    name: &'static str,
    kana: &'static str,
    birth: &'static str,
    sex: &'static str,
    asked: i64,
) -> Case {
    Case {
        no,
        name,
        kana,
        birth,
        sex,
        asked,
    }
}

/// The roster of the demo.
struct Roster {
    clinic: ClinicId,
    physician: PhysicianId,
    other: ClinicId,
}

/// Makes all of it.
pub(super) async fn fill_opinions(
    app: &App,
    clerk: &ClerkOf,
    draft: MeetingId,
) -> Result<Opinions, DemoError> {
    let roster = roster(app, clerk).await?;
    let (account, doctor) = at_clinic(app, clerk, roster.clinic).await?;
    let mut requests = Vec::new();
    for case in &CASES {
        requests.push(register(app, clerk, case, &roster).await?);
    }
    let [
        _new,
        overdue,
        begun,
        arrived,
        returned,
        accepted,
        cancelled,
        moved,
        by_post,
    ] = requests[..]
    else {
        return Err(super::error::missing("requests"));
    };

    let printed = [
        overdue, begun, arrived, returned, accepted, cancelled, moved,
    ];
    print(app, clerk, &printed).await?;
    let letter = print(app, clerk, &[by_post]).await?;
    kairan_opinion::remind(app, clerk, overdue, ReminderMethod::Phone, "受付の方に伝言")
        .await
        .at("reminder")?;
    write(app, &doctor, begun, Some(12)).await?;
    for request in [arrived, returned, accepted] {
        write(app, &doctor, request, None).await?;
        submit(app, &doctor, request).await?;
    }
    let reason = "身長と体重に記入もれがないか、ご確認をお願いします。";
    kairan_opinion::send_back_opinion(app, clerk, returned, 1, reason)
        .await
        .at("send back")?;
    kairan_opinion::accept_opinion(app, clerk, accepted, 1)
        .await
        .at("accept")?;
    to_the_board(app, clerk, accepted, draft).await?;
    kairan_opinion::cancel_request(app, clerk, cancelled, "申請の取下げ")
        .await
        .at("cancel")?;
    let other = Reassignment {
        clinic: roster.other.to_string(),
        ..Reassignment::default()
    };
    kairan_opinion::reassign_request(app, clerk, moved, &other)
        .await
        .at("reassign")?;

    Ok(Opinions { account, letter })
}

async fn roster(app: &App, clerk: &ClerkOf) -> Result<Roster, DemoError> {
    let clinic = RawClinic {
        code: "1310123456".into(),
        name: "みどりの丘クリニック".into(),
        postal_code: "123-4567".into(),
        address: "ひばり市本町1丁目2番3号".into(),
        phone: "000-222-3333".into(),
        fax: "000-222-3334".into(),
        mail: SecretText::new("uketsuke@midori-no-oka.example.jp"),
    };
    let clinic = kairan_opinion::save_clinic(app, clerk, None, &clinic).await;
    let clinic = clinic.at("clinic")?;
    let physician = RawPhysician {
        code: String::new(),
        name: SecretText::new("丘野 みどり"),
        department: "内科".into(),
    };
    let physician = kairan_opinion::save_physician(app, clerk, clinic, None, &physician).await;
    let other = RawClinic {
        name: "ひばり市立病院".into(),
        postal_code: "123-4500".into(),
        address: "ひばり市駅前2丁目1番地".into(),
        phone: "000-444-5555".into(),
        ..RawClinic::default()
    };
    let other = kairan_opinion::save_clinic(app, clerk, None, &other).await;

    Ok(Roster {
        clinic,
        physician: physician.at("physician")?,
        other: other.at("other clinic")?,
    })
}

async fn register(
    app: &App,
    clerk: &ClerkOf,
    case: &Case,
    roster: &Roster,
) -> Result<OpinionRequestId, DemoError> {
    let today = date::tokyo_day(app.now());
    let asked = today.saturating_sub(case.asked.days());
    let raw = RawOpinionRequest {
        insurer_no: "990010".into(),
        insured_no: SecretText::new(case.no),
        name: SecretText::new(case.name),
        kana: SecretText::new(case.kana),
        birth_date: SecretText::new(case.birth),
        sex: SecretText::new(case.sex),
        postal_code: SecretText::new("123-4567"),
        address: SecretText::new("ひばり市中央3丁目4番5号"),
        phone: SecretText::new("000-333-4444"),
        applied_on: asked.saturating_sub(2.days()).to_string(),
        application: "renewal".into(),
        times: "later".into(),
        care: "home".into(),
        clinic: roster.clinic.to_string(),
        physician: roster.physician.to_string(),
        requested_on: asked.to_string(),
        ..RawOpinionRequest::default()
    };
    let made = kairan_opinion::register_request(app, clerk, &raw).await;
    Ok(made.at("request")?.id)
}

async fn print(
    app: &App,
    clerk: &ClerkOf,
    requests: &[OpinionRequestId],
) -> Result<Vec<u8>, DemoError> {
    let printing = Printing {
        with_form: true,
        two_sided: false,
    };
    let printed = kairan_opinion::print_letters(app, clerk, requests, printing).await;
    Ok(printed.at("letter")?.pdf)
}

async fn inside(
    app: &App,
    doctor: &ClinicStaffOf,
    request: OpinionRequestId,
) -> Result<PhysicianOf, DemoError> {
    let inside = physician_of_clinic(app, doctor, request).await;
    inside
        .map_err(|why| format!("{why:?}"))
        .at("clinic's request")
}

/// Writes the first few answers, or all of them.
async fn write(
    app: &App,
    doctor: &ClinicStaffOf,
    request: OpinionRequestId,
    at_most: Option<usize>,
) -> Result<(), DemoError> {
    let by = inside(app, doctor, request).await?;
    let writing = kairan_opinion::open_writing(app, &by).await.at("form")?;
    let mut raw = RawOpinion::new();
    raw.put(id::ENTRY_DATE, date::tokyo_day(app.now()).to_string());
    for (field, text) in ANSWERS.iter().take(at_most.unwrap_or(usize::MAX)) {
        raw.put(*field, *text);
    }
    let edits = Edits::of(&raw, raw.iter().map(|(field, _)| field));
    let saved = kairan_opinion::save_writing(app, &by, &writing.seen, &edits).await;
    saved.map(|_| ()).at("answers")
}

async fn submit(
    app: &App,
    doctor: &ClinicStaffOf,
    request: OpinionRequestId,
) -> Result<(), DemoError> {
    let by = inside(app, doctor, request).await?;
    let seen = kairan_opinion::open_writing(app, &by)
        .await
        .at("form")?
        .seen;
    let receipt = kairan_opinion::submit_writing(app, &by, &seen).await;
    receipt.map(|_| ()).at("submit")
}

/// The masked pages become a material of the draft, as case 31.
async fn to_the_board(
    app: &App,
    clerk: &ClerkOf,
    request: OpinionRequestId,
    draft: MeetingId,
) -> Result<(), DemoError> {
    const CASE: &str = "31";
    kairan_opinion::make_masked(app, clerk, request, CASE, true)
        .await
        .at("masked pages")?;
    let incoming = kairan_opinion::incoming_material(app, clerk, request, CASE).await;
    let (incoming, pdf) = incoming.at("masked pages")?;
    let added = kairan_board::add_incoming(app, clerk, draft, &incoming, pdf).await;
    added.map(|_| ()).at("opinion as material")
}
