//! kill -9 at any point of an opinion's life: while a doctor's page saves itself and submits, while
//! pages are uploaded, while the office accepts, masks and puts it before the board, and while the
//! clock purges. What was answered is there, nothing is there by half, and doing the rest again
//! does it once.
//!
//! Each trial plays the same requests at a server of its own and kills it at a drawn moment. A few
//! per part here; `KAIRAN_KILL_TRIALS=80` makes so many per part and tells what they met.

use crate::crash::{Deed, Dice, Victim, act, deed_of};
use crate::doctors_door::{InHand, SOUND, SOUND_TOO, fill, inside, letter};
use futures_util::StreamExt;
use jiff::{SignedDuration, Timestamp};
use kairan_access::{Clock, SystemClock};
use kairan_domain::ids::{InsurerId, OpinionRequestId};
use kairan_domain::incoming::MaterialSource;
use kairan_domain::opinion::id::SPECIAL_NOTES;
use kairan_domain::opinion_request::{OpinionFile, OpinionRequest, RequestState};
use kairan_store::{PlainFile, Versioned, sweep_orphans};
use kairan_tests::html::Form;
use kairan_tests::mailbox::Mailbox;
use kairan_tests::people::{Clerk, Plan, pdf};
use kairan_tests::requests::ClinicPlan;
use kairan_tests::visitor::{Chosen, Visitor, multipart};
use kairan_tests::world::World;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The day so many days behind an instant, as people type it.
fn day(from: Timestamp, ahead: i64) -> &'static str {
    let at = from.checked_add(SignedDuration::from_hours(24 * ahead + 9));
    at.unwrap().to_string()[..10].to_owned().leak()
}

fn trials() -> usize {
    let told = std::env::var("KAIRAN_KILL_TRIALS");
    told.ok().and_then(|count| count.parse().ok()).unwrap_or(5)
}

/// A world at some time with a clinic that is asked once.
struct Scene {
    world: World,
    insurer: InsurerId,
    clerk: Clerk,
    request: String,
    letter: InHand,
}

impl Scene {
    async fn at(now: Timestamp) -> Self {
        let world = World::start().await;
        world.clock.set(now);
        let clerk = world.clerk().await;
        let clinic = clerk.add_clinic(&ClinicPlan::default()).await;
        let _ = clerk.add_physician(&clinic, "山田 花子").await;
        let request = clerk.register(&[("applied_on", day(now, -2))]).await;
        let letter = letter(&world, &clerk, &request).await;
        Self {
            insurer: world.insurer,
            world,
            clerk,
            request,
            letter,
        }
    }

    fn id(&self) -> OpinionRequestId {
        self.request.rsplit('/').next().unwrap().parse().unwrap()
    }

    /// The same data in another process' hands and back: a world to look into.
    async fn copy(&mut self) -> World {
        let home = self.world.leave().await;
        World::over(home, self.world.now()).await
    }

    async fn record(&self, world: &World) -> Versioned<OpinionRequest> {
        let found = world.app().store.opinion_request(self.insurer, self.id());
        found.await.unwrap().unwrap()
    }
}

/// Somebody with these cookies at another world's door.
fn again(at: &str, who: &Visitor) -> Visitor {
    let visitor = Visitor::new(at);
    for pair in who.cookies().split("; ") {
        let (name, value) = pair.split_once('=').unwrap();
        visitor.take_cookie(name, value);
    }
    visitor
}

/// Plays the deeds one after the other until one is not answered; counts those that were.
async fn play(address: &str, cookies: &str, deeds: &[Deed], answered: &AtomicUsize) {
    for deed in deeds {
        match act(address, cookies, deed).await {
            Some(status) if status < 400 => answered.fetch_add(1, Ordering::SeqCst),
            Some(status) => panic!("{} was refused with {status}", deed.path),
            None => return,
        };
    }
}

/// What one trial left behind.
struct Left {
    trial: usize,
    /// How many deeds were answered.
    answered: usize,
    world: World,
}

impl std::fmt::Display for Left {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "trial {}, {} deeds answered", self.trial, self.answered)
    }
}

/// The deeds against a server each, killed at drawn moments; what each left goes to `judge`.
async fn killed(
    scene: &mut Scene,
    (part, seed): (&str, u64),
    (cookies, deeds): (&str, &[Deed]),
    judge: impl AsyncFn(&Scene, &Left),
) {
    let none = AtomicUsize::new(0);
    let home = scene.world.leave().await;
    let mailbox = Mailbox::open();
    let victim = Victim::start(home.path(), mailbox.port);
    let begun = Instant::now();
    play(&victim.address, cookies, deeds, &none).await;
    // The sweep begins with the server: where nobody does anything, that is what is met.
    let usual = begun.elapsed().max(Duration::from_millis(60));
    assert_eq!(none.into_inner(), deeds.len(), "fails without any crash");
    victim.kill();

    let mut dice = Dice(seed);
    let mut met: BTreeMap<usize, usize> = BTreeMap::new();
    for trial in 0..trials() {
        let home = scene.world.leave().await;
        let victim = Victim::start(home.path(), mailbox.port);
        let most = u64::try_from(usual.as_micros()).unwrap() * 11 / 10;
        let moment = Duration::from_micros(dice.below(most));
        let counted = AtomicUsize::new(0);
        let address = victim.address.clone();
        let playing = play(&address, cookies, deeds, &counted);
        tokio::pin!(playing);
        let mut ended = false;
        let until_death = async {
            (&mut playing).await;
            ended = true;
            std::future::pending::<()>().await;
        };
        // Not a wait for anything: the drawn moment of death.
        let never = tokio::time::timeout(moment, until_death).await;
        assert!(never.is_err());
        victim.kill();
        if !ended {
            playing.await;
        }
        let now = SystemClock.now() + SignedDuration::from_mins(2);
        let left = Left {
            trial,
            answered: counted.load(Ordering::SeqCst),
            world: World::over(home, now).await,
        };
        *met.entry(left.answered).or_default() += 1;
        let checked = left.world.app().store.check_all().await.unwrap();
        assert!(checked.is_sound(), "{left}: {checked:?}");
        judge(scene, &left).await;
    }
    tell(part, seed, &met);
}

#[expect(clippy::print_stderr, reason = "the figures of a long run")]
fn tell(part: &str, seed: u64, met: &BTreeMap<usize, usize>) {
    let all: usize = met.values().sum();
    eprintln!("{part}: {all} kills (seed {seed}); deeds answered → kills: {met:?}");
}

/// All of a sealed file, opened.
async fn opened(world: &World, file: &OpinionFile) -> Vec<u8> {
    let app = world.app();
    let sealed = (file.file, file.parts.as_slice());
    let known = (file.size, file.sha256);
    let plain = PlainFile::open(&app.documents, &app.vault, sealed, known).unwrap();
    let mut bytes = plain.stream(0..file.size);
    let mut whole = Vec::new();
    while let Some(next) = bytes.next().await {
        whole.extend_from_slice(&next.unwrap());
    }
    whole
}

/// Every file a request names opens, and once the orphans are swept there is no other.
async fn files_are_whole(world: &World, request: &OpinionRequest, besides: usize) {
    let later = "2200-01-01T00:00:00Z".parse().unwrap();
    let app = world.app();
    sweep_orphans(&app.store, &app.documents, later)
        .await
        .unwrap();
    let files = request.versions.iter();
    let files: Vec<_> = files
        .flat_map(|version| version.pdf.iter().chain(&version.masked))
        .chain(request.waiting.iter().map(|files| &files.pages))
        .collect();
    for file in &files {
        assert!(opened(world, file).await.starts_with(b"%PDF-"));
    }
    let lying = app.documents.list().await.unwrap().len();
    assert_eq!(lying, files.len() + besides, "an orphan stayed");
}

/// 特記すべき事項 as it was saved the nth time.
fn note(number: usize) -> String {
    format!("保存{number}回目")
}

const SAVINGS: usize = 5;

/// Writes, saves some times and submits; what was sent.
async fn rehearsed(scene: &mut Scene, doctor: &Visitor) -> Vec<Deed> {
    let world = scene.copy().await;
    let doctor = again(world.url(), doctor);
    let write = format!("{}write", scene.letter.room);
    let today = day(world.now(), 0);
    let mut deeds = Vec::new();
    for number in 1..=SAVINGS {
        let form = doctor.get(&write).await.expect(200).form("/write");
        let form = fill(fill(form, &SOUND), &SOUND_TOO);
        let form = fill(
            form,
            &[("entry_date", today), ("special_notes", &note(number))],
        );
        deeds.push(deed_of(&form));
        let _ = doctor.submit(&form).await.expect(200);
    }
    let check = doctor.get(&format!("{}check", scene.letter.room)).await;
    let form = check.expect(200).form("/submit");
    deeds.push(deed_of(&form));
    let done = doctor.submit(&form).await.expect(200);
    let _ = done.showing("提出を受け付けました");
    deeds
}

async fn savings(scene: &Scene, world: &World) -> usize {
    let draft = world.app().store.opinion_draft(scene.insurer, scene.id());
    let Some(draft) = draft.await.unwrap() else {
        return 0;
    };
    let text = draft.texts.text(SPECIAL_NOTES).to_owned();
    (1..=SAVINGS).find(|n| note(*n) == text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_doctor_saved_and_submitted_is_there() {
    let mut scene = Scene::at(SystemClock.now()).await;
    let doctor = inside(&scene.world, &scene.letter).await;
    let deeds = rehearsed(&mut scene, &doctor).await;
    let cookies = doctor.cookies();
    let judge = async |scene: &Scene, left: &Left| {
        let world = &left.world;
        let saved = savings(scene, world).await;
        assert!(
            saved >= left.answered.min(SAVINGS),
            "{left}: an older draft"
        );
        let request = scene.record(world).await;
        let before = request.versions.first().map(|version| version.at);
        assert!(before.is_some() || left.answered <= SAVINGS, "{left}: lost");
        assert!(request.versions.len() <= 1, "{left}: twice");
        files_are_whole(world, &request, 0).await;

        // The page still stands in the browser and sends the rest again.
        let rest = AtomicUsize::new(0);
        let from = left.answered.min(SAVINGS);
        if before.is_none() {
            play(world.url(), &cookies, &deeds[from..], &rest).await;
        } else {
            play(world.url(), &cookies, &deeds[SAVINGS..], &rest).await;
        }
        let request = scene.record(world).await;
        assert_eq!(request.state(), RequestState::Submitted, "{left}");
        assert_eq!(request.versions.len(), 1, "{left}: not once");
        let at = request.versions[0].at;
        assert!(
            before.is_none_or(|before| before == at),
            "{left}: another receipt"
        );
        assert_eq!(savings(scene, world).await, SAVINGS, "{left}");
        let kept = world.app().store.kept_form(scene.insurer, scene.id(), 1);
        let kept = kept.await.unwrap().unwrap();
        assert_eq!(kept.texts.text(SPECIAL_NOTES), note(SAVINGS), "{left}");
        files_are_whole(world, &request, 0).await;
    };
    killed(&mut scene, ("writing", 11), (&cookies, &deeds), judge).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn uploaded_pages_wait_whole_or_not_at_all() {
    let mut scene = Scene::at(SystemClock.now()).await;
    let doctor = inside(&scene.world, &scene.letter).await;
    let path = format!("{}upload", scene.letter.room);
    let form = doctor.get(&path).await.expect(200).form("/upload");
    let bytes = kairan_paper::placeholder_pdf("主治医意見書", 2, 600_000);
    let deeds = [upload_of(&path, &form, &bytes)];
    let cookies = doctor.cookies();
    let judge = async |scene: &Scene, left: &Left| {
        let request = scene.record(&left.world).await;
        let waits = request.waiting.is_some();
        assert!(waits || left.answered == 0, "{left}: the files are lost");
        assert!(request.versions.is_empty(), "{left}: submitted unasked");
        files_are_whole(&left.world, &request, 0).await;
        let rest = AtomicUsize::new(0);
        play(left.world.url(), &cookies, &deeds, &rest).await;
        let request = scene.record(&left.world).await;
        let pages = &request.waiting.as_ref().unwrap().pages;
        assert_eq!(opened(&left.world, pages).await, bytes, "{left}");
        files_are_whole(&left.world, &request, 0).await;
    };
    killed(&mut scene, ("upload", 12), (&cookies, &deeds), judge).await;
}

fn upload_of(path: &str, form: &Form, bytes: &[u8]) -> Deed {
    let name = "意見書.pdf";
    let (kind, body) = multipart(&form.fields, &[Chosen { name, bytes }]);
    let path = path.to_owned();
    Deed { path, kind, body }
}

#[tokio::test(flavor = "multi_thread")]
async fn uploaded_pages_are_submitted_once_or_not_at_all() {
    let mut scene = Scene::at(SystemClock.now()).await;
    let doctor = inside(&scene.world, &scene.letter).await;
    let path = format!("{}upload", scene.letter.room);
    let form = doctor.get(&path).await.expect(200).form("/upload");
    let bytes = kairan_paper::placeholder_pdf("主治医意見書", 2, 600_000);
    let file = Chosen {
        name: "意見書.pdf",
        bytes: &bytes,
    };
    let asks = doctor.submit_files(&path, &form, &[file]).await;
    let deeds = [deed_of(&asks.expect(200).form("/files/submit"))];
    let cookies = doctor.cookies();
    let judge = async |scene: &Scene, left: &Left| {
        let request = scene.record(&left.world).await;
        let came = request.versions.len();
        assert!(
            came <= 1 && came >= left.answered,
            "{left}: {came} versions"
        );
        files_are_whole(&left.world, &request, 0).await;
        let rest = AtomicUsize::new(0);
        play(left.world.url(), &cookies, &deeds, &rest).await;
        let after = scene.record(&left.world).await;
        assert_eq!(after.versions.len(), 1, "{left}: not once");
        let first = request.versions.first().map(|version| version.at);
        let at = after.versions[0].at;
        assert!(
            first.is_none_or(|first| first == at),
            "{left}: another receipt"
        );
        let whole = opened(&left.world, after.versions[0].pdf.as_ref().unwrap()).await;
        assert_eq!(whole, bytes, "{left}");
        files_are_whole(&left.world, &after, 0).await;
    };
    killed(&mut scene, ("files", 15), (&cookies, &deeds), judge).await;
}

/// Accepts, adds the masked pages to a draft meeting and brings other masked pages; what was sent.
async fn office_rehearsed(scene: &mut Scene, meeting: &str) -> Vec<Deed> {
    let world = scene.copy().await;
    let clerk = again(world.office_url(), &scene.clerk);
    let page = clerk.get(&format!("{}/accept", scene.request)).await;
    let accept = page.expect(200).form("/accept");
    let _ = clerk.submit(&accept).await.expect(200);
    let path = format!("{meeting}/opinions");
    let form = clerk.get(&path).await.expect(200).form("/opinions");
    let id = scene.id().to_string();
    let form = form
        .with("request", &id)
        .set(&format!("case_no-{id}"), "12");
    let _ = clerk.submit(&form).await.expect(200);
    let page = clerk.get(&format!("{}/masked", scene.request)).await;
    let masked = page.expect(200).form("/masked/file");
    let bytes = pdf("名前なし", 1);
    let file = Chosen {
        name: "名前なし.pdf",
        bytes: &bytes,
    };
    let (kind, body) = multipart(&masked.fields, &[file]);
    let mask = Deed {
        path: masked.action.clone(),
        kind,
        body,
    };
    let cookies = clerk.cookies();
    assert!(act(world.office_url(), &cookies, &mask).await.unwrap() < 400);
    vec![deed_of(&accept), deed_of(&form), mask]
}

async fn times_in_meetings(scene: &Scene, world: &World) -> usize {
    let source = MaterialSource::Opinion {
        request: scene.id(),
        version: 1,
    };
    let store = &world.app().store;
    let found = store.meetings_of_source(scene.insurer, &source);
    let found = found.await.unwrap();
    let materials = found.iter().flat_map(|meeting| meeting.materials());
    materials
        .filter(|material| material.source == Some(source))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn accepting_masking_and_adding_to_a_meeting_happen_once_or_not() {
    let now = SystemClock.now();
    let mut scene = Scene::at(now).await;
    let page = scene.clerk.arrive(&scene.request, &[pdf("写し", 2)]).await;
    let _ = page.expect(200);
    scene
        .clerk
        .mask_with(&scene.request, &pdf("名前なし", 2))
        .await;
    let plan = Plan {
        held_on: day(now, 9),
        starts_at: "",
        window: [day(now, -1), "09:00", day(now, 9), "17:00"],
        ..Plan::of(1)
    };
    let meeting = scene.clerk.draft(&plan).await;
    let deeds = office_rehearsed(&mut scene, &meeting.path).await;
    let cookies = scene.clerk.cookies();
    let judge = async |scene: &Scene, left: &Left| {
        let world = &left.world;
        let request = scene.record(world).await;
        // Pages made anew are pages that nobody has looked at.
        let version = &request.versions[0];
        let (state, masked) = (request.state(), version.confirmed.is_none());
        assert!(version.masked.is_some(), "{left}: the masked copy is lost");
        let there = times_in_meetings(scene, world).await;
        assert!(
            left.answered < 1 || state == RequestState::Accepted,
            "{left}"
        );
        assert!(
            left.answered < 2 || there == 1,
            "{left}: not in the meeting"
        );
        assert!(
            left.answered < 3 || masked,
            "{left}: the new masked copy is lost"
        );
        files_are_whole(world, &request, 1 + there).await;

        let steps = [state == RequestState::Accepted, there == 1, masked];
        let from = steps.iter().position(|done| !done).unwrap_or(2);
        let rest = AtomicUsize::new(0);
        play(world.office_url(), &cookies, &deeds[from..], &rest).await;
        assert_eq!(rest.into_inner(), deeds.len() - from, "{left}");
        assert_eq!(times_in_meetings(scene, world).await, 1, "{left}: not once");
        let request = scene.record(world).await;
        assert_eq!(request.state(), RequestState::Accepted, "{left}");
        files_are_whole(world, &request, 2).await;
    };
    killed(&mut scene, ("office", 13), (&cookies, &deeds), judge).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn purging_takes_requests_whole() {
    let now = SystemClock.now();
    let then = now - SignedDuration::from_hours(24 * 366 * 6);
    let mut scene = Scene::at(then).await;
    let mut all = vec![scene.request.clone()];
    for number in 1..=5 {
        let insured = format!("000000000{number}");
        let typed = [
            ("insured_no", insured.as_str()),
            ("applied_on", day(then, -2)),
        ];
        all.push(scene.clerk.register(&typed).await);
    }
    for request in &all {
        scene.clerk.receive(request, &[pdf("写し", 2)]).await;
    }
    let ids: Vec<OpinionRequestId> = all
        .iter()
        .map(|path| path.rsplit('/').next().unwrap().parse().unwrap())
        .collect();
    let judge = async |scene: &Scene, left: &Left| {
        let store = &left.world.app().store;
        let mut stay = 0;
        for id in &ids {
            let found = store.opinion_request(scene.insurer, *id).await.unwrap();
            let told = store.audit_of_request(scene.insurer, *id).await.unwrap();
            let certificates = told
                .iter()
                .filter(|one| one.record.event == kairan_domain::audit::AuditEvent::RequestPurged);
            assert_eq!(certificates.count(), usize::from(found.is_none()), "{left}");
            if let Some(request) = found {
                stay += 1;
                let file = request.versions[0].pdf.as_ref().unwrap();
                assert!(!opened(&left.world, file).await.is_empty());
            }
        }
        let later = "2200-01-01T00:00:00Z".parse().unwrap();
        let documents = &left.world.app().documents;
        sweep_orphans(store, documents, later).await.unwrap();
        assert_eq!(documents.list().await.unwrap().len(), stay, "{left}");
        left.world.sweep().await;
        assert_eq!(documents.list().await.unwrap().len(), 0, "{left}");
    };
    killed(&mut scene, ("purge", 14), ("", &[]), judge).await;
}
