//! The doctors' door: a letter's link or short code with its passcode; and the ways through it
//! that other journeys share.

use crate::password_pages::text_of_pdf;
use kairan_access::{
    Door, RawStaff, add_clinic_staff, begin_second_factor, change_password, confirm_second_factor,
    sign_in, staff_session,
};
use kairan_domain::ids::{ClinicId, OpinionRequestId};
use kairan_domain::short_code::ShortCode;
use kairan_domain::staff::Role;
use kairan_tests::html::Form;
use kairan_tests::people::{CHOSEN, Clerk, STAFF_COOKIE, code_of};
use kairan_tests::requests::ClinicPlan;
use kairan_tests::visitor::{Page, Visitor};
use kairan_tests::world::World;
use std::net::Ipv4Addr;

/// The cookie of a clinic's account, as it is named without TLS.
pub(crate) const CLINIC_COOKIE: &str = "kairan_clinic";

/// A printed letter in somebody's hand.
#[derive(Debug, Clone)]
pub(crate) struct InHand {
    /// What the QR code says.
    pub(crate) link: String,
    /// The short code as printed.
    pub(crate) code: String,
    /// The passcode as printed.
    pub(crate) passcode: String,
    /// `/opinion/…/`.
    pub(crate) room: String,
}

impl InHand {
    /// The link without its host.
    pub(crate) fn door(&self) -> &str {
        self.link.find("/o/").map_or("", |at| &self.link[at..])
    }
}

/// The letter of a request, printed now.
pub(crate) async fn letter(world: &World, clerk: &Clerk, request: &str) -> InHand {
    let paper = clerk.print_letter(request).await.expect(200);
    let text = text_of_pdf(&paper.body);
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| word.contains('-') && word.contains(|c: char| c.is_ascii_alphabetic()))
        .filter(|word| word.bytes().all(|b| b == b'-' || b.is_ascii_alphanumeric()))
        .collect();
    let code = words.iter().find(|word| ShortCode::parse(word).is_ok());
    let passcode = words.iter().find(|word| word.replace('-', "").len() == 14);
    let id: OpinionRequestId = request.rsplit('/').next().unwrap().parse().unwrap();
    let found = world.app().store.opinion_request(world.insurer, id).await;
    let kept = found.unwrap().unwrap();
    let token = kept.letter.as_ref().unwrap().link.token.expose();
    InHand {
        link: format!("{}/o/{token}", world.url()),
        code: (*code.unwrap_or_else(|| panic!("no short code in\n{text}"))).to_owned(),
        passcode: (*passcode.unwrap_or_else(|| panic!("no passcode in\n{text}"))).to_owned(),
        room: format!("/opinion/{id}/"),
    }
}

/// A clinic, its doctor, a request and its letter.
pub(crate) async fn asked(world: &World) -> (Clerk, String, InHand) {
    let clerk = world.clerk().await;
    let clinic = clerk.add_clinic(&ClinicPlan::default()).await;
    let _ = clerk.add_physician(&clinic, "山田 花子").await;
    let request = clerk.register(&[]).await;
    let letter = letter(world, &clerk, &request).await;
    (clerk, request, letter)
}

/// What answers when this passcode is typed at the link.
pub(crate) async fn type_passcode(visitor: &Visitor, letter: &InHand, passcode: &str) -> Page {
    let door = visitor.get(&letter.link).await.expect(200);
    let form = door.form(letter.door()).set("passcode", passcode);
    visitor.submit(&form).await
}

/// Inside, with the letter.
pub(crate) async fn inside(world: &World, letter: &InHand) -> Visitor {
    let doctor = world.stranger();
    let page = type_passcode(&doctor, letter, &letter.passcode).await;
    let page = page.expect(200).showing("髙﨑 𠮷男 様");
    assert_eq!(page.at, letter.room, "the token stays in the address bar");
    doctor
}

/// What a sound opinion needs besides what the request knows.
pub(crate) const SOUND: [(&str, &str); 12] = [
    ("entry_date", "令和8年11月22日"),
    ("doctor_name", "山田 花子"),
    ("diagnosis.1.name", "脳梗塞後遺症"),
    ("diagnosis.1.onset", "令和5年5月頃"),
    (
        "treatment_course",
        "令和５年に発症した。\n内服を続けている。",
    ),
    ("other_dept_visit", "no"),
    ("symptom_stability", "stable"),
    ("adl_disability", "a2"),
    ("adl_dementia", "2b"),
    ("short_term_memory", "problem"),
    ("cognitive_decision", "some_difficulty"),
    ("communication", "able"),
];
/// The rest of it.
pub(crate) const SOUND_TOO: [(&str, &str); 3] = [
    ("bpsd_presence", "no"),
    ("psych_neuro_presence", "no"),
    ("eating", "independent"),
];

/// Types into the form; a □ that was not ticked is not among a form's fields yet.
pub(crate) fn fill(form: Form, fields: &[(&str, &str)]) -> Form {
    fields.iter().fold(form, |form, (name, value)| {
        if form.all(name).is_empty() {
            form.with(name, value)
        } else {
            form.set(name, value)
        }
    })
}

/// Writes a sound opinion without scripts and goes on to its check page.
pub(crate) async fn write_soundly(doctor: &Visitor, room: &str) -> Page {
    let form = doctor.get(&format!("{room}write")).await.expect(200);
    let form = fill(fill(form.form("/write"), &SOUND), &SOUND_TOO);
    doctor.submit(&form.with("then", "check")).await.expect(200)
}

/// Somebody signed in with an account of a clinic (`/console/clinics/…`).
pub(crate) async fn clinic_staff(
    world: &World,
    clerk: &Clerk,
    clinic: &str,
    login: &str,
) -> Visitor {
    let app = world.app();
    let cookie = clerk.cookie(STAFF_COOKIE).unwrap();
    let session = staff_session(app, &cookie).await.unwrap().unwrap();
    let by = session
        .witness()
        .and_then(|staff| staff.as_clerk())
        .unwrap();
    let clinic: ClinicId = clinic.rsplit('/').next().unwrap().parse().unwrap();
    let raw = RawStaff {
        login,
        name: "受付 花子",
        role: Role::Clinic(clinic),
    };
    let made = add_clinic_staff(app, &by, clinic, raw).await.unwrap();
    let door = Door::Clinic;
    let (old, home) = (made.password.expose(), Ipv4Addr::LOCALHOST.into());
    let (cookie, _) = sign_in(app, door, login, old, home).await.unwrap();
    let changed = change_password(app, door, &cookie.to_text(), old, CHOSEN).await;
    let (cookie, _) = changed.unwrap();
    let set_up = begin_second_factor(app, door, &cookie.to_text()).await;
    let code = code_of(set_up.unwrap().secret_groups.expose(), world.now());
    let done = confirm_second_factor(app, door, &cookie.to_text(), &code).await;
    let visitor = world.stranger();
    visitor.take_cookie(CLINIC_COOKIE, &done.unwrap().0.to_text());
    visitor
}

#[tokio::test]
async fn the_letter_opens_with_its_passcode_alone_and_tells_nothing_before() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let stranger = world.stranger();
    for secret in ["髙﨑", "H000123456", "山田医院", "山田 花子"] {
        let door = stranger.get(&letter.link).await.expect(200);
        let _ = door.hiding(secret).showing("パスコード");
    }
    let empty = type_passcode(&stranger, &letter, "").await.expect(422);
    assert!(empty.error_at("passcode").is_some());
    let wrong = type_passcode(&stranger, &letter, "aaaa-bbbb-cccccc").await;
    let _ = wrong
        .expect(422)
        .showing("パスコードが違います")
        .hiding("髙﨑");
    let _ = stranger
        .get(&letter.room)
        .await
        .expect(401)
        .hiding("髙﨑")
        .showing("もう一度、お入りください");

    // As people type it: capitals, no hyphens.
    let typed = letter.passcode.replace('-', "").to_uppercase();
    let page = type_passcode(&stranger, &letter, &typed).await.expect(200);
    let page = page
        .showing("髙﨑 𠮷男")
        .showing("提出の期限")
        .showing("山田医院");
    assert_eq!(page.at, letter.room);
    let door = stranger.get(&letter.link).await.expect(200);
    let _ = door.showing("すでに入っています").hiding("髙﨑");

    let _ = stranger
        .submit(&page.form("/leave"))
        .await
        .expect(200)
        .showing("画面を閉じました");
    let _ = stranger.get(&letter.room).await.expect(401).hiding("髙﨑");
    let unknown = stranger.get("/o/AbCdEf").await.expect(404);
    let _ = unknown.showing("このアドレスでは開けません");
}

#[tokio::test]
async fn the_short_code_opens_too_and_wrong_ones_look_alike() {
    let world = World::start().await;
    let (_, _, letter) = asked(&world).await;
    let doctor = world.stranger();
    let form = doctor.get("/o").await.expect(200).form("/o");
    let mistyped = form.clone().set("code", "7KQ2-M9XP-Z");
    let mistyped = doctor
        .submit(&mistyped.set("passcode", "x"))
        .await
        .expect(422);
    assert!(mistyped.error_at("code").is_some());
    let stranger_code = ShortCode::from_bytes([7; 5]).printed();
    let wrong = form.clone().set("passcode", "aaaa-bbbb-cccccc");
    let mut answers = Vec::new();
    for code in [&letter.code, &stranger_code] {
        let page = doctor.submit(&wrong.clone().set("code", code)).await;
        answers.push(page.expect(422).errors());
    }
    assert_eq!(answers[0], answers[1], "an unknown code looks another way");
    let right = form.set("code", &letter.code.to_lowercase());
    let right = right.set("passcode", &letter.passcode);
    let _ = doctor
        .submit(&right)
        .await
        .expect(200)
        .showing("髙﨑 𠮷男 様");
}

#[tokio::test]
async fn mistakes_wait_then_lock_and_a_reprint_or_a_cancelled_request_is_told_plainly() {
    let world = World::start().await;
    let (clerk, request, old) = asked(&world).await;
    let doctor = inside(&world, &old).await;
    let guesser = world.stranger();
    let door = guesser.get(&old.link).await.expect(200);
    let form = door.form(old.door()).set("passcode", "aaaa-bbbb-cccccc");
    let mut last = guesser.submit(&form).await;
    for _ in 0..20 {
        if last.status == 429 {
            break;
        }
        last = guesser.submit(&form).await;
    }
    let waiting = last.expect(429).showing("しばらくお待ちください");
    assert!(!waiting.header("retry-after").is_empty());
    // Who is inside goes on.
    let _ = doctor.get(&old.room).await.expect(200).showing("髙﨑");

    let new = letter(&world, &clerk, &request).await;
    assert_ne!(new.passcode, old.passcode);
    assert_eq!((&new.link, &new.code), (&old.link, &old.code));
    let over = doctor.get(&old.room).await.expect(401);
    let _ = over.showing("新しい依頼書のパスコード").hiding("髙﨑");
    let doctor = inside(&world, &new).await;

    let form = clerk.get(&format!("{request}/cancel")).await.expect(200);
    let form = form.form("/cancel").set("reason", "申請の取下げ");
    let _ = clerk.submit(&form).await.expect(200);
    let over = doctor.get(&format!("{}write", new.room)).await.expect(401);
    let _ = over
        .showing("取り消されました")
        .showing("お電話ください")
        .hiding("申請の取下げ");
    let door = world.stranger().get(&new.link).await.expect(200);
    let _ = door.showing("取り消されました").hiding("髙﨑");
}
