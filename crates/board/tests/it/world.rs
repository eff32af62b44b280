//! A town, its clerks, its reviewers, and short ways to a draft, a packet, an open room.

use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};
use jiff::{SignedDuration, Timestamp};
use kairan_access::{
    AddressLimit, App, By, ClerkOf, Door, FixedClock, Hasher, Operator, Policies, RawStaff,
    ReviewerOf, Shelf, add_insurer, add_staff, begin_second_factor, change_password,
    confirm_second_factor, open_gate, operator, reviewer_session, sign_in, staff_session,
};
use kairan_board::{
    DraftInput, EnvelopeKey, FormView, NewUpload, RowInput, RowPassword, Saved, SeatSecret,
    UploadError, append_upload, begin_upload, create_draft, finish_upload, preview_publish,
    publish_meeting, read_form, save_draft, show_passwords,
};
use kairan_domain::audit::AuditEvent;
use kairan_domain::ids::{InsurerId, MeetingId, SeatId, UploadId, VersionId};
use kairan_domain::insurer::RawInsurer;
use kairan_domain::limits::Limits;
use kairan_domain::meeting::{Meeting, Packet, Place};
use kairan_domain::notice::Notice;
use kairan_domain::raw::RawMeeting;
use kairan_domain::secret::SecretText;
use kairan_domain::staff::Role;
use kairan_domain::upload::UploadTarget;
use kairan_paper::placeholder_pdf;
use kairan_store::{Documents, Order, SledOptions, Store, Versioned};
use kairan_vault::password::PasswordCost;
use kairan_vault::{Entropy, KeyRing, SeededEntropy, Vault};
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) const HOSPITAL: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));
/// 2026-11-22, 10 o'clock in Tokyo.
const NOW: &str = "2026-11-22T01:00:00Z";

/// Seeds differ, so that worlds of one test process share no id.
static SEED: AtomicU64 = AtomicU64::new(1);

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) insurer: InsurerId,
    operator: Operator,
    _folder: tempfile::TempDir,
}

/// A clerk at the own browser.
pub(crate) struct Clerk {
    pub(crate) by: ClerkOf,
    pub(crate) key: EnvelopeKey,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Limits::default()).await
    }

    pub(crate) async fn with(limits: Limits) -> Self {
        Self::build(limits, None).await
    }

    /// A world in which materials are examined before reviewers get them.
    pub(crate) async fn examining() -> Self {
        let mut world = Self::new().await;
        world.app.policies.examine = true;
        world
    }

    /// A world on the embedded database: commits take time there, and others come in between.
    pub(crate) async fn on_disk() -> Self {
        Self::build(Limits::default(), Some(SledOptions::default())).await
    }

    /// A world whose disk is always below its reserve.
    pub(crate) async fn with_full_disk() -> Self {
        let options = SledOptions {
            reserve_bytes: u64::MAX,
            ..SledOptions::default()
        };
        Self::build(Limits::default(), Some(options)).await
    }

    async fn build(limits: Limits, disk: Option<SledOptions>) -> Self {
        let seed = SEED.fetch_add(1, Ordering::Relaxed);
        let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(seed));
        let clock = Arc::new(FixedClock::new(NOW.parse().unwrap()));
        let vault = Vault::new(&KeyRing::generate(entropy.as_ref(), "2026-11-22"));
        let folder = tempfile::tempdir().unwrap();
        let (kept, random) = (vault.clone(), Arc::clone(&entropy));
        let store = match disk {
            None => Store::memory(kept, random).await,
            Some(options) => Store::sled(&folder.path().join("db"), kept, random, options).await,
        };
        let store = store.unwrap();
        let policies = Policies::default();
        let cost = PasswordCost::for_tests();
        let app = App {
            store,
            documents: Documents::open(&folder.path().join("documents")).unwrap(),
            hasher: Hasher::new(vault.clone(), Arc::clone(&entropy), cost, 1, 64),
            vault,
            clock: Arc::clone(&clock) as Arc<_>,
            entropy,
            addresses: AddressLimit::new(policies.address),
            shelf: Shelf::default(),
            limits,
            policies,
            public_url: "https://kairan.example.jp".to_owned(),
        };
        let mut world = Self {
            app,
            clock,
            operator: operator(),
            insurer: InsurerId::from_bytes([0; 16]),
            _folder: folder,
        };
        world.insurer = world.town("121004", "みどり市").await;
        world
    }

    pub(crate) async fn town(&self, number: &str, name: &str) -> InsurerId {
        let raw = RawInsurer {
            number: number.to_owned(),
            name: name.to_owned(),
            office: format!("{name} 介護保険課 認定係"),
            address: String::new(),
            phone: "043-000-1234".to_owned(),
            mail: "nintei@city.example.jp".to_owned(),
        };
        let added = add_insurer(&self.app, &self.operator, &raw).await;
        added.unwrap().id
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.app.now()
    }

    pub(crate) fn hours(&self, hours: i64) {
        self.clock.advance(SignedDuration::from_hours(hours));
    }

    pub(crate) fn seconds(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    pub(crate) async fn clerk(&self, login: &str) -> Clerk {
        self.clerk_of(self.insurer, login).await
    }

    pub(crate) async fn clerk_of(&self, insurer: InsurerId, login: &str) -> Clerk {
        const PASSWORD: &str = "mizu-umi-sora-87";
        let (app, role) = (&self.app, Role::Clerk);
        let name = "認定 花子";
        let by = By::Operator(&self.operator, insurer);
        let hired = add_staff(app, by, RawStaff { login, name, role }).await;
        let hired = hired.unwrap();
        let initial = hired.password.expose();
        let (cookie, _) = sign_in(app, Door::Console, login, initial, HOSPITAL)
            .await
            .unwrap();
        let changed =
            change_password(app, Door::Console, &cookie.to_text(), initial, PASSWORD).await;
        let cookie = changed.unwrap().0.to_text();
        let set_up = begin_second_factor(app, Door::Console, &cookie)
            .await
            .unwrap();
        let code = set_up.code(self.now()).unwrap();
        let confirmed = confirm_second_factor(app, Door::Console, &cookie, code.expose()).await;
        let cookie = confirmed.unwrap().0.to_text();
        let session = staff_session(app, &cookie).await.unwrap().unwrap();
        Clerk {
            by: session.witness().unwrap().as_clerk().unwrap(),
            key: EnvelopeKey::random(app.entropy.as_ref()),
        }
    }

    // ---- drafts

    pub(crate) async fn form(&self, clerk: &Clerk, id: MeetingId) -> FormView {
        read_form(&self.app, &clerk.by, id).await.unwrap()
    }

    /// Saves what `change` makes of the form as it stands.
    pub(crate) async fn save(
        &self,
        clerk: &Clerk,
        id: MeetingId,
        change: impl FnOnce(&mut DraftInput),
    ) -> Saved {
        let form = self.form(clerk, id).await;
        let mut input = input_of(&form);
        change(&mut input);
        let saved = save_draft(&self.app, &clerk.by, &clerk.key, id, form.edition, input).await;
        saved.unwrap()
    }

    /// A draft with `count` reviewers and no material yet.
    pub(crate) async fn bare(&self, clerk: &Clerk, count: usize) -> MeetingId {
        let id = create_draft(&self.app, &clerk.by, None).await.unwrap();
        self.save(clerk, id, |input| *input = sound(count)).await;
        id
    }

    /// A draft with `count` reviewers, a hundred-page material, and nothing wrong with it.
    pub(crate) async fn draft(&self, clerk: &Clerk, count: usize) -> MeetingId {
        let id = self.bare(clerk, count).await;
        self.add(clerk, id, "審査会資料.pdf", 100).await;
        id
    }

    pub(crate) async fn publish(&self, clerk: &Clerk, id: MeetingId) {
        let preview = preview_publish(&self.app, &clerk.by, &clerk.key, id).await;
        let seen = preview.unwrap().fingerprint;
        publish_meeting(&self.app, &clerk.by, id, seen)
            .await
            .unwrap();
    }

    pub(crate) async fn published(&self, clerk: &Clerk, count: usize) -> MeetingId {
        let id = self.draft(clerk, count).await;
        self.publish(clerk, id).await;
        id
    }

    // ---- files

    pub(crate) async fn begin(
        &self,
        clerk: &Clerk,
        id: MeetingId,
        target: UploadTarget,
        (name, size): (&str, usize),
    ) -> Result<UploadId, UploadError> {
        let new = NewUpload {
            target,
            file_name: name.to_owned(),
            size: u64::try_from(size).unwrap(),
        };
        begin_upload(&self.app, &clerk.by, id, new).await
    }

    pub(crate) async fn upload(
        &self,
        clerk: &Clerk,
        id: MeetingId,
        target: UploadTarget,
        (name, bytes): (&str, &[u8]),
    ) -> Result<VersionId, UploadError> {
        let upload = self.begin(clerk, id, target, (name, bytes.len())).await?;
        append_upload(&self.app, &clerk.by, id, upload, 0, whole(bytes)).await?;
        finish_upload(&self.app, &clerk.by, id, upload).await
    }

    pub(crate) async fn add(
        &self,
        clerk: &Clerk,
        id: MeetingId,
        name: &str,
        pages: usize,
    ) -> VersionId {
        let pdf = placeholder_pdf(name, pages, 200_000);
        let target = UploadTarget::NewMaterial;
        self.upload(clerk, id, target, (name, &pdf)).await.unwrap()
    }

    // ---- records

    pub(crate) async fn meeting(&self, id: MeetingId) -> Versioned<Meeting> {
        let found = self.app.store.meeting(self.insurer, id).await.unwrap();
        found.unwrap()
    }

    pub(crate) async fn packet(&self, id: MeetingId) -> Packet {
        self.meeting(id).await.packet().unwrap().clone()
    }

    pub(crate) async fn notices(&self, id: MeetingId) -> Vec<Versioned<Notice>> {
        self.app.store.notices_of(id).await.unwrap()
    }

    pub(crate) async fn events(&self, id: MeetingId) -> Vec<AuditEvent> {
        let audit = self.app.store.audit_of_meeting(self.insurer, id).await;
        let records = audit.unwrap().into_iter();
        records.map(|numbered| numbered.record.event).collect()
    }

    pub(crate) async fn audits(&self) -> usize {
        let insurer = Some(self.insurer);
        let page = self.app.store.audit_of(insurer, Order::Oldest, None, 9999);
        page.await.unwrap().items.len()
    }

    // ---- reviewers

    pub(crate) async fn secrets(&self, clerk: &Clerk, id: MeetingId) -> Vec<SeatSecret> {
        let shown = show_passwords(&self.app, &clerk.by, &clerk.key, id).await;
        shown.unwrap()
    }

    pub(crate) async fn password(&self, clerk: &Clerk, id: MeetingId, place: usize) -> String {
        let secrets = self.secrets(clerk, id).await;
        let shown = secrets[place].password.as_ref().unwrap();
        shown.expose().to_owned()
    }

    /// Opens the gate of the seat at `place`; answers with the cookie.
    pub(crate) async fn enter(&self, id: MeetingId, place: usize, password: &str) -> String {
        let packet = self.packet(id).await;
        let Place::Electronic { mail, link, .. } = &packet.seats[place].place else {
            panic!("a seat on paper has no gate");
        };
        let (token, mail) = (link.token.expose(), mail.expose());
        let cookie = open_gate(&self.app, token, mail, password, HOSPITAL).await;
        cookie.unwrap().to_text().to_string()
    }

    pub(crate) async fn inside(&self, cookie: &str) -> Option<ReviewerOf> {
        reviewer_session(&self.app, cookie).await.unwrap()
    }

    /// A reviewer inside the room of a fresh packet.
    pub(crate) async fn room(&self, clerk: &Clerk, id: MeetingId, place: usize) -> ReviewerOf {
        let password = self.password(clerk, id, place).await;
        let cookie = self.enter(id, place, &password).await;
        self.inside(&cookie).await.unwrap()
    }

    pub(crate) async fn seat(&self, id: MeetingId, place: usize) -> SeatId {
        self.packet(id).await.seats[place].id
    }
}

/// The form as a browser would send it back untouched.
pub(crate) fn input_of(form: &FormView) -> DraftInput {
    let rows = form.raw.seats.iter().map(|row| RowInput {
        seat: Some(row.id),
        name: row.name.clone(),
        mail: row.mail.clone(),
        paper: row.paper,
        password: RowPassword::Keep,
    });
    DraftInput {
        fields: form.raw.clone(),
        rows: rows.collect(),
        titles: Vec::new(),
        order: form.materials.iter().map(|material| material.id).collect(),
        unfinished: false,
    }
}

pub(crate) fn row(name: &str, mail: &str) -> RowInput {
    RowInput {
        seat: None,
        name: SecretText::new(name),
        mail: SecretText::new(mail),
        paper: false,
        password: RowPassword::Keep,
    }
}

/// A meeting without fault.
pub(crate) fn sound(count: usize) -> DraftInput {
    let rows = (1..=count).map(|n| row(&format!("委員{n}"), &format!("iin{n}@example.jp")));
    DraftInput {
        fields: RawMeeting {
            held_on: "令和8年12月3日".into(),
            starts_at: "13:30".into(),
            panel: "第3合議体".into(),
            reviewer_count: count.to_string(),
            ..RawMeeting::default()
        },
        rows: rows.collect(),
        ..DraftInput::default()
    }
}

/// Bytes arriving in the pieces of a TCP stream.
pub(crate) fn whole(bytes: &[u8]) -> impl Stream<Item = io::Result<Bytes>> + Send + Unpin + use<> {
    let pieces: Vec<io::Result<Bytes>> = bytes
        .chunks(10_007)
        .map(|piece| Ok(Bytes::copy_from_slice(piece)))
        .collect();
    stream::iter(pieces)
}

/// The same, broken off by the line.
pub(crate) fn broken(bytes: &[u8]) -> impl Stream<Item = io::Result<Bytes>> + Send + Unpin + use<> {
    let cut = [Err(io::ErrorKind::ConnectionReset.into())];
    whole(bytes).chain(stream::iter(cut))
}

pub(crate) async fn collect(
    mut bytes: impl Stream<Item = io::Result<Bytes>> + Unpin,
) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    while let Some(next) = bytes.next().await {
        all.extend_from_slice(&next?);
    }
    Ok(all)
}
