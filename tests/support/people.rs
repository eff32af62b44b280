//! Who acts in the journeys: clerks signed in with both factors, reviewers past the gate.

use crate::visitor::{Chosen, Page, Visitor};
use crate::world::World;
use jiff::Timestamp;
use kairan_access::{By, RawStaff, StaffView};
use kairan_domain::ids::InsurerId;
use kairan_domain::staff::Role;
use std::net::{IpAddr, Ipv4Addr};
use std::ops::Deref;

/// The cookie of the console, as it is named without TLS.
pub const STAFF_COOKIE: &str = "kairan_staff";
pub use crate::visitor::ROOM_COOKIE;
/// A password that staff choose in the journeys.
pub const CHOSEN: &str = "つゆくさ-らんぷ-図書館-4711";

/// Somebody signed in at the console.
#[derive(Clone)]
pub struct Clerk {
    /// The account.
    pub account: StaffView,
    /// What is typed to sign in.
    pub login: String,
    /// The authenticator's secret, base32.
    pub secret: String,
    visitor: Visitor,
}

impl Deref for Clerk {
    type Target = Visitor;

    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

/// What an authenticator shows now.
pub fn code_of(secret: &str, now: Timestamp) -> String {
    let secret: String = secret.chars().filter(|c| !c.is_whitespace()).collect();
    let secret = totp_rs::Secret::try_from_base32(&secret).expect("base32");
    let totp = totp_rs::Builder::new()
        .with_secret(secret)
        .build()
        .expect("a code maker");
    totp.generate(u64::try_from(now.as_second()).unwrap())
        .to_string()
}

impl World {
    /// A clerk of the first insurer, signed in.
    pub async fn clerk(&self) -> Clerk {
        self.staff("h.sato", Role::Clerk).await
    }

    /// An administrator of the first insurer, signed in.
    pub async fn administrator(&self) -> Clerk {
        self.staff("k.abe", Role::Administrator).await
    }

    /// Somebody of the first insurer, signed in.
    pub async fn staff(&self, login: &str, role: Role) -> Clerk {
        self.staff_of(self.insurer, login, role).await
    }

    /// Somebody of an insurer with an account that is ready for use, signed in.
    pub async fn staff_of(&self, insurer: InsurerId, login: &str, role: Role) -> Clerk {
        let app = self.app();
        let operator = kairan_access::operator();
        let raw = RawStaff {
            login,
            name: "佐藤 花子",
            role,
        };
        let initial = kairan_access::add_staff(app, By::Operator(&operator, insurer), raw)
            .await
            .unwrap();
        let home = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let (cookie, _) = kairan_access::sign_in(
            app,
            kairan_access::Door::Console,
            login,
            initial.password.expose(),
            home,
        )
        .await
        .unwrap();
        let old = initial.password.expose();
        let (cookie, _) = kairan_access::change_password(
            app,
            kairan_access::Door::Console,
            &cookie.to_text(),
            old,
            CHOSEN,
        )
        .await
        .unwrap();
        let set_up = kairan_access::begin_second_factor(
            app,
            kairan_access::Door::Console,
            &cookie.to_text(),
        )
        .await
        .unwrap();
        let secret = set_up.secret_groups.expose().to_owned();
        let code = code_of(&secret, self.now());
        let (cookie, _) = kairan_access::confirm_second_factor(
            app,
            kairan_access::Door::Console,
            &cookie.to_text(),
            &code,
        )
        .await
        .unwrap();
        let visitor = Visitor::new(self.office_url());
        visitor.take_cookie(STAFF_COOKIE, &cookie.to_text());
        Clerk {
            account: initial.staff,
            login: login.to_owned(),
            secret,
            visitor,
        }
    }

    /// Types address and password at a letter's link; stays at the reply.
    pub async fn try_gate(
        &self,
        visitor: &Visitor,
        link: &str,
        mail: &str,
        password: &str,
    ) -> Page {
        let gate = visitor.get(link).await.expect(200);
        let form = gate.form(link.strip_prefix(self.url()).unwrap_or(link));
        let form = form.set("mail", mail).set("password", password);
        visitor.submit(&form).await
    }

    /// The reviewer with this address, past the gate by the newest letter.
    pub async fn reviewer(&self, mail: &str, password: &str) -> Visitor {
        let visitor = self.stranger();
        let link = self.letter_to(mail).link();
        let room = self.try_gate(&visitor, &link, mail, password).await;
        assert!(room.is_room(), "not in the room: {}", room.text());
        visitor
    }
}

/// What is registered; the defaults are a sound meeting of five.
#[derive(Debug, Clone)]
pub struct Plan {
    /// 開催予定日.
    pub held_on: &'static str,
    /// Start time.
    pub starts_at: &'static str,
    /// 審査会番号.
    pub meeting_no: &'static str,
    /// 合議体.
    pub panel: &'static str,
    /// 審査員の人数, as typed.
    pub count: String,
    /// Names and addresses.
    pub reviewers: Vec<(String, String)>,
    /// The window: day and minute of both ends.
    pub window: [&'static str; 4],
    /// 委員への連絡.
    pub remark: &'static str,
    /// File names and their pages.
    pub files: Vec<(&'static str, usize)>,
}

const NAMES: [&str; 5] = ["中村 一郎", "髙橋 恵子", "𠮷田 茂", "小林 洋子", "渡邉 誠"];

impl Default for Plan {
    fn default() -> Self {
        Self::of(5)
    }
}

impl Plan {
    /// A meeting with so many electronic reviewers.
    pub fn of(count: usize) -> Self {
        let reviewers = (0..count).map(|n| {
            (
                NAMES[n % 5].to_owned(),
                format!("iin{}@clinic.example.jp", n + 1),
            )
        });
        Self {
            held_on: "2026-12-03",
            starts_at: "13:30",
            meeting_no: "34",
            panel: "第1合議体",
            count: count.to_string(),
            reviewers: reviewers.collect(),
            window: ["2026-11-22", "09:00", "2026-12-03", "17:00"],
            remark: "",
            files: vec![("審査会資料.pdf", 3)],
        }
    }
}

/// A registered meeting and what its clerk knows about it.
#[derive(Debug, Clone)]
pub struct Registered {
    /// `/console/meetings/…`.
    pub path: String,
    /// Addresses, in the order of the seats.
    pub mails: Vec<String>,
    /// Viewing passwords, in the order of the seats; empty for a draft.
    pub passwords: Vec<String>,
}

impl Registered {
    /// The meeting's id as it stands in addresses.
    pub fn id(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// An address below the meeting.
    pub fn at(&self, below: &str) -> String {
        format!("{}{below}", self.path)
    }
}

/// A small sound PDF.
pub fn pdf(title: &str, pages: usize) -> Vec<u8> {
    kairan_paper::placeholder_pdf(title, pages, 0)
}

impl Clerk {
    /// A new empty draft; its page.
    pub async fn new_draft(&self) -> Page {
        let home = self.get("/console/").await.expect(200);
        let page = self
            .submit(&home.form("/console/meetings"))
            .await
            .expect(200);
        assert!(
            page.at.contains("/edit"),
            "a new draft leads to {}",
            page.at
        );
        page
    }

    /// Fills the draft on `page` as planned (without its files) and saves; the page that answers.
    pub async fn fill(&self, page: Page, plan: &Plan) -> Page {
        let path = path_of(&page);
        let mut page = page;
        loop {
            let form = page.form(&format!("{path}/edit"));
            let rows = form.all("seat_id").len();
            if rows == plan.reviewers.len() {
                break;
            }
            let ids = form.all("seat_id");
            let intent = if rows < plan.reviewers.len() {
                "add_row".to_owned()
            } else {
                format!("remove_row:{}", ids[rows - 1])
            };
            page = self.press(&form, &intent).await;
        }
        self.press(&filled(&page, plan), "save").await
    }

    /// Sends files into the draft as a browser without scripts does.
    pub async fn add_files(&self, page: &Page, files: &[Chosen<'_>]) -> Page {
        let path = path_of(page);
        let form = page.form(&format!("{path}/edit")).with("intent", "upload");
        self.submit_files(&format!("{path}/files"), &form, files)
            .await
    }

    /// A saved draft with its files.
    pub async fn draft(&self, plan: &Plan) -> Registered {
        let page = self.new_draft().await;
        let path = path_of(&page);
        let mut page = self.fill(page, plan).await;
        assert_eq!(page.errors(), Vec::<String>::new(), "the plan is not sound");
        for (name, pages) in &plan.files {
            let bytes = pdf(name, *pages);
            page = self
                .add_files(
                    &page,
                    &[Chosen {
                        name,
                        bytes: &bytes,
                    }],
                )
                .await;
            assert_eq!(page.errors(), Vec::<String>::new(), "{name} was not taken");
        }
        let mails = plan
            .reviewers
            .iter()
            .map(|(_, mail)| mail.clone())
            .collect();
        Registered {
            path,
            mails,
            passwords: Vec::new(),
        }
    }

    /// From the saved draft to its confirmation page.
    pub async fn confirm(&self, draft: &Registered) -> Page {
        let page = self.get(&draft.at("/edit")).await.expect(200);
        self.press(&page.form("/edit"), "confirm").await
    }

    /// A published meeting; its viewing passwords are read off the page that follows.
    pub async fn publish(&self, plan: &Plan) -> Registered {
        let mut meeting = self.draft(plan).await;
        let confirm = self
            .confirm(&meeting)
            .await
            .expect(200)
            .showing("公開前の確認");
        let shown = self.submit(&confirm.form("/publish")).await.expect(200);
        assert!(
            shown.at.contains("/passwords"),
            "publishing leads to {}:\n{}",
            shown.at,
            shown.text()
        );
        meeting.passwords = crate::html::texts_of_class(shown.html(), "password-big");
        meeting
    }
}

/// `/console/meetings/{id}` of a page below it.
pub fn path_of(page: &Page) -> String {
    page.at
        .split(['/', '?'])
        .take(4)
        .collect::<Vec<_>>()
        .join("/")
}

/// The draft's form with the plan typed in.
pub fn filled(page: &Page, plan: &Plan) -> crate::html::Form {
    let [from_on, from_at, until_on, until_at] = plan.window;
    let mut form = page
        .form("/edit")
        .set("held_on", plan.held_on)
        .set("starts_at", plan.starts_at)
        .set("meeting_no", plan.meeting_no)
        .set("panel", plan.panel)
        .set("reviewer_count", &plan.count)
        .set("from_on", from_on)
        .set("from_at", from_at)
        .set("until_on", until_on)
        .set("until_at", until_at)
        .set("remark", plan.remark);
    for (row, (name, mail)) in plan.reviewers.iter().enumerate() {
        form = form
            .set_nth("seat_name", row, name)
            .set_nth("seat_mail", row, mail);
    }
    form
}
