//! Every route × every caller. The rows below are compared with the routes in the source, so a
//! route without a row fails.

mod doctors;
mod meetings;
mod opinions;
mod source;
mod table;
mod unsent;

use crate::doctors_door::InHand;
use http::Method;
use kairan_access::{By, RawStaff};
use kairan_domain::staff::Role;
use kairan_tests::html;
use kairan_tests::people::{Clerk, Plan, ROOM_COOKIE, Registered, STAFF_COOKIE, pdf};
use kairan_tests::requests::ClinicPlan;
use kairan_tests::visitor::{Page, Visitor, urlencoded};
use kairan_tests::world::World;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU32, Ordering};
use table::*;

/// The meetings a row is tried on, and everybody who tries.
struct Stage {
    world: World,
    callers: BTreeMap<Caller, Visitor>,
    clerk: Clerk,
    other_account: String,
    clinic: String,
    physician: String,
    request: String,
    /// The request that the doctors answer, and its letter.
    letter: InHand,
    made: u32,
}

/// What stands in the braces of an address.
type Places = BTreeMap<&'static str, String>;

impl Stage {
    async fn set() -> Self {
        let world = World::start().await;
        let clerk = world.clerk().await;
        let foreign_insurer = world.add_insurer("131029", "あおば市").await;
        let mut callers = BTreeMap::new();
        callers.insert(Nobody, world.stranger());
        callers.insert(HalfWay, half_way(&world).await);
        callers.insert(
            ReadOnly,
            (*world.staff("y.reader", Role::ReadOnly).await).clone(),
        );
        callers.insert(AClerk, (*clerk).clone());
        callers.insert(Administrator, (*world.administrator().await).clone());
        callers.insert(
            Foreign,
            (*world
                .staff_of(foreign_insurer, "f.clerk", Role::Clerk)
                .await)
                .clone(),
        );
        callers.insert(
            ForeignAdministrator,
            (*world
                .staff_of(foreign_insurer, "f.admin", Role::Administrator)
                .await)
                .clone(),
        );
        callers.insert(Retired, retired(&world).await);
        let other_account = world
            .staff("o.ther", Role::Clerk)
            .await
            .account
            .id
            .to_string();
        let meeting = clerk.publish(&Plan::of(2)).await;
        world.deliver().await;
        callers.insert(
            Reviewer,
            world
                .reviewer(&meeting.mails[0], &meeting.passwords[0])
                .await,
        );
        let left = world
            .reviewer(&meeting.mails[1], &meeting.passwords[1])
            .await;
        let _ = left
            .submit(&left.get("/room/").await.form("/sign-out"))
            .await
            .expect(200);
        callers.insert(Left, left);
        callers.extend(elsewhere(&world, &clerk).await);
        // The letter about what was withdrawn has no link, and must not be the last one below.
        world.deliver().await;
        let clinic = clerk.add_clinic(&ClinicPlan::default()).await;
        let physician = clerk.add_physician(&clinic, "山田 花子").await;
        let request = clerk.register(&[]).await;
        clerk.receive(&request, &[pdf("意見書", 2)]).await;
        clerk.mask_with(&request, &pdf("名前なし", 2)).await;
        let (letter, doctors) = doctors::at_the_doors(&world, &clerk, &clinic).await;
        callers.extend(doctors);
        Self {
            world,
            callers,
            clerk,
            other_account,
            clinic,
            physician,
            request,
            letter,
            made: 100,
        }
    }

    /// A fresh meeting of the kind the row asks for.
    async fn meeting(&mut self, on: On) -> Registered {
        self.made += 1;
        let plan = Plan {
            meeting_no: self.made.to_string().leak(),
            ..Plan::of(1)
        };
        if on == On::Draft {
            return self.clerk.draft(&plan).await;
        }
        let meeting = self.clerk.publish(&plan).await;
        if on == On::Withdrawn {
            let page = self.clerk.get(&meeting.at("/withdraw")).await.expect(200);
            let _ = self.clerk.submit(&page.form("/withdraw")).await.expect(200);
        }
        meeting
    }

    async fn places(&self, meeting: &Registered, address: &str) -> Places {
        let mut places = Places::from([
            ("meeting", meeting.id().to_owned()),
            ("staff", self.other_account.clone()),
            // The first page of a material.
            ("no", "1".to_owned()),
        ]);
        let page = self.clerk.get(&meeting.path).await.expect(200);
        let between = |start: &str, end: char| {
            page.html()
                .split(start)
                .nth(1)
                .and_then(|rest| rest.split(end).next())
                .map(str::to_owned)
        };
        places.extend(between("/versions/", '"').map(|id| ("version", id)));
        places.extend(between("/materials/", '/').map(|id| ("material", id)));
        places.extend(between("/seats/", '/').map(|id| ("seat", id)));
        if address.contains("/clinics/") || address.contains("/requests/") {
            places.extend(self.asked(address).await);
        }
        if address.starts_with("/o/") || address.starts_with("/opinion/") {
            places.extend(doctors::places(&self.letter));
            return places;
        }
        if address.contains("{token}") {
            self.world.deliver().await;
            let link = self.world.letters().pop().unwrap().link();
            places.insert("token", link.rsplit('/').next().unwrap().to_owned());
        }
        if address.contains("{stamp}") {
            let whole = html::decode(page.html());
            let asset = whole
                .split("/assets/")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .to_owned();
            let (stamp, name) = asset.split_once('/').unwrap();
            places.extend([("stamp", stamp.to_owned()), ("name", name.to_owned())]);
        }
        if address.contains("{key}") && address.contains("{version}") {
            let room = self.callers[&Reviewer].get("/room/").await;
            let open = html::links(room.html())
                .into_iter()
                .find(|href| href.ends_with("/open"))
                .unwrap();
            places.insert("version", open.split('/').nth(4).unwrap().to_owned());
        }
        if address.contains("{key}") {
            places.insert("key", self.callers[&Reviewer].room_cookie().0);
        }
        if address.contains("{auth_key}") {
            places.insert("auth_key", self.auth_key().await);
        }
        if address.contains("{upload}") {
            let token = self.token(AClerk);
            let begun = self
                .clerk
                .call(
                    Method::POST,
                    &meeting.at("/uploads"),
                    &token,
                    "{\"file_name\":\"a.pdf\",\"size\":100}",
                )
                .await;
            let begun: serde_json::Value = serde_json::from_slice(&begun.body).unwrap();
            places.insert("upload", begun["id"].as_str().unwrap().to_owned());
        }
        places
    }

    /// A fresh authentication key of the insurer.
    async fn auth_key(&self) -> String {
        let me = &self.callers[&Administrator];
        let form = me.get("/console/keys/new").await.expect(200).form("/keys");
        let form = form.set("name", "システム").set("until", "2027-03-31");
        let _ = me.submit(&form).await.expect(200);
        let list = me.get("/console/keys").await.expect(200);
        let links = html::links(list.html());
        let rotate = links.iter().find(|href| href.ends_with("/rotate"));
        rotate.unwrap().split('/').nth(3).unwrap().to_owned()
    }

    /// The clinic, doctor and request that all rows are tried on; a login of the clinic is made
    /// for each, for it is retired and reset there.
    async fn asked(&self, address: &str) -> Places {
        let id = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let mut places = Places::from([
            ("clinic", id(&self.clinic)),
            ("physician", id(&self.physician)),
            ("request", id(&self.request)),
            ("no", "1".to_owned()),
        ]);
        if address.contains("{staff}") {
            static MADE: AtomicU32 = AtomicU32::new(0);
            let login = format!("clinic.{}", MADE.fetch_add(1, Ordering::Relaxed));
            let page = self.clerk.get(&format!("{}/staff/new", self.clinic)).await;
            let form = page.expect(200).form("/staff/new");
            let form = form.set("name", "受付").set("login", &login);
            let _ = self.clerk.submit(&form).await.expect(200);
            let page = self.clerk.get(&self.clinic).await.expect(200);
            let resets = html::links(page.html());
            let reset = resets.iter().rfind(|href| href.ends_with("/reset"));
            let staff = reset.unwrap().split('/').rev().nth(1).unwrap().to_owned();
            places.insert("staff", staff);
        }
        places
    }

    /// The form token of the caller's own session: a missing token must not be what refuses.
    fn token(&self, caller: Caller) -> String {
        let visitor = &self.callers[&caller];
        let cookie = visitor
            .cookie(STAFF_COOKIE)
            .or_else(|| {
                visitor
                    .cookies()
                    .contains(ROOM_COOKIE)
                    .then(|| visitor.room_cookie().1)
            })
            .or_else(|| doctors::cookie(visitor))
            .unwrap_or_default();
        kairan_access::csrf_of(self.world.app(), &cookie).unwrap_or_default()
    }

    async fn ask(&self, caller: Caller, method: &str, path: &str) -> Page {
        let visitor = &self.callers[&caller];
        let token = self.token(caller);
        if path.contains("/uploads") {
            let headers = [
                ("x-csrf-token", token.as_str()),
                ("content-type", "application/json"),
                ("accept", "application/json"),
                ("upload-offset", "0"),
            ];
            let body = if method == "POST" {
                "{\"file_name\":\"a.pdf\",\"size\":100}"
            } else {
                ""
            };
            return visitor
                .send(method.parse().unwrap(), path, &headers, body.into(), false)
                .await;
        }
        if method == "GET" {
            return visitor.get_with(path, &[]).await;
        }
        let fields = [
            ("csrf", token.as_str()),
            ("version", "1"),
            ("intent", "save"),
        ];
        let fields: Vec<(String, String)> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        if path.ends_with("/files")
            || path.ends_with("/replace")
            || path.ends_with("/masked/file")
            || path.ends_with("/arrival")
            || path.ends_with("/upload")
            || path.ends_with("/ikensyo")
        {
            let (kind, body) = kairan_tests::visitor::multipart(&fields, &[]);
            return visitor
                .send(Method::POST, path, &[("content-type", &kind)], body, false)
                .await;
        }
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        visitor
            .send(
                method.parse().unwrap(),
                path,
                &headers,
                urlencoded(&fields).into_bytes(),
                false,
            )
            .await
    }
}

async fn half_way(world: &World) -> Visitor {
    let operator = kairan_access::operator();
    let raw = RawStaff {
        login: "n.ewbie",
        name: "新人 太郎",
        role: Role::Administrator,
    };
    let made = kairan_access::add_staff(world.app(), By::Operator(&operator, world.insurer), raw)
        .await
        .unwrap();
    let home = Ipv4Addr::LOCALHOST.into();
    let (cookie, _) = kairan_access::sign_in(
        world.app(),
        kairan_access::Door::Console,
        "n.ewbie",
        made.password.expose(),
        home,
    )
    .await
    .unwrap();
    let visitor = world.stranger();
    visitor.take_cookie(STAFF_COOKIE, &cookie.to_text());
    visitor
}

/// Reviewers who were let into other meetings: people of their own, with passwords of their own.
async fn elsewhere(world: &World, clerk: &Clerk) -> [(Caller, Visitor); 3] {
    let plan = |meeting_no, people: &[(&str, &str)]| Plan {
        meeting_no,
        reviewers: people
            .iter()
            .map(|(name, mail)| ((*name).to_owned(), (*mail).to_owned()))
            .collect(),
        ..Plan::of(people.len())
    };
    let two = [
        ("山下 二郎", "yamashita@hospital.example.jp"),
        ("石井 三枝", "ishii@hospital.example.jp"),
    ];
    let other = clerk.publish(&plan("98", &two)).await;
    let one = [("木村 四郎", "kimura@hospital.example.jp")];
    let gone = clerk.publish(&plan("99", &one)).await;
    world.deliver().await;
    let enter = |meeting: &Registered, at: usize| {
        let (mail, password) = (meeting.mails[at].clone(), meeting.passwords[at].clone());
        async move { world.reviewer(&mail, &password).await }
    };
    let uninvited = enter(&other, 0).await;
    let reissued = enter(&other, 1).await;
    let withdrawn = enter(&gone, 0).await;

    let board = clerk.get(&other.path).await.expect(200);
    let forms = html::links(board.html());
    let last = forms.iter().rfind(|href| href.ends_with("/reissue"));
    let page = clerk.get(last.unwrap()).await.expect(200);
    let _ = clerk.submit(&page.form("/reissue")).await.expect(200);
    let page = clerk.get(&gone.at("/withdraw")).await.expect(200);
    let _ = clerk.submit(&page.form("/withdraw")).await.expect(200);
    [
        (Uninvited, uninvited),
        (Reissued, reissued),
        (Withdrawn, withdrawn),
    ]
}

async fn retired(world: &World) -> Visitor {
    let clerk = world.staff("r.etired", Role::Administrator).await;
    let operator = kairan_access::operator();
    kairan_access::retire_staff(
        world.app(),
        By::Operator(&operator, world.insurer),
        clerk.account.id,
    )
    .await
    .unwrap();
    (*clerk).clone()
}

/// What an answer amounts to.
fn read(page: &Page) -> Gets {
    let to = page.header("location");
    let away = [
        "/console/sign-in",
        "/console/password",
        "/console/second-factor",
        "/console/code",
        "/clinic/sign-in",
    ]
    .iter()
    .any(|step| to.starts_with(step));
    match page.status {
        401 => Out,
        403 if page.shows("もう一度、入り直してください") || page.shows("閲覧を終わりました") => {
            Out
        }
        403 => Forbidden,
        404 => Nothing,
        303 | 302 | 307 if away => Out,
        // A fault of ours, or a route that is not there, lets nobody in.
        405 | 500.. => panic!("{} at {}: {}", page.status, page.at, page.text()),
        _ => In,
    }
}

#[tokio::test]
async fn every_caller_gets_from_every_route_what_the_table_says() {
    let mut stage = Stage::set().await;
    let mut wrong = Vec::new();
    for (method, address, whom, on) in rows() {
        let mut meeting = stage.meeting(*on).await;
        for caller in CALLERS {
            let mut places = stage.places(&meeting, address).await;
            // Whose session has ended comes back to the own room; everybody else tries the reviewer's.
            let is_room = address.starts_with("/room/");
            if is_room && address.contains("{key}") && matches!(caller, Left | Reissued | Withdrawn)
            {
                places.insert("key", stage.callers[&caller].room_cookie().0);
            }
            let mut path = (*address).to_owned();
            for (name, value) in &places {
                path = path.replace(&format!("{{{name}}}"), value);
            }
            assert!(!path.contains('{'), "nothing stands for a place in {path}");
            let page = stage.ask(caller, method, &path).await;
            // At the steps of the sign-in a finished session is led on: that is being let in.
            let got = if *whom == For::Session
                && page.status == 303
                && caller != Nobody
                && whom.gets(caller) == In
            {
                In
            } else {
                read(&page)
            };
            // Without a key the address leads to whichever room is open: here the caller's own.
            let own_room = *address == "/room/" && caller == Uninvited;
            let due = if own_room { In } else { whom.gets(caller) };
            if got != due {
                wrong.push(format!(
                    "{method} {address} as {caller:?}: {got:?} ({} {}), due {due:?}",
                    page.status,
                    page.header("location")
                ));
            }
            let changes = *method != "GET" && address.contains("{meeting}") && due == In;
            if changes {
                meeting = stage.meeting(*on).await;
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} cells differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
