//! A town, a clerk, a clinic on the roster, and short ways to a request and its doctor.

use crate::people::{clerk_of, roster, town};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use kairan_access::{
    AddressLimit, App, ClerkOf, FixedClock, Hasher, PhysicianOf, Policies, Shelf, open_letter,
    operator, physician_session,
};
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::ids::{ClinicId, InsurerId, OpinionRequestId, PhysicianId};
use kairan_domain::limits::Limits;
use kairan_domain::meeting::AccessLink;
use kairan_domain::opinion::{FieldId, RawOpinion, id};
use kairan_domain::opinion_request::{
    Edits, Letter, OpinionDraft, OpinionRequest, RawOpinionRequest, Seen,
};
use kairan_domain::secret::SecretText;
use kairan_opinion::{
    Receipt, Saved, check_writing, open_writing, register_request, save_writing, submit_writing,
};
use kairan_store::{Changes, Documents, Order, SledOptions, Store, Versioned};
use kairan_vault::password::PasswordCost;
use kairan_vault::{Entropy, KeyRing, LinkToken, SeededEntropy, Vault};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

pub(crate) const CLINIC: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));
/// 2026-11-22, 10 o'clock in Tokyo.
const NOW: &str = "2026-11-22T01:00:00Z";
const PASSCODE: &str = "abcd-efgh-jkmn";

/// Seeds differ, so that worlds of one test process share no id.
static SEED: AtomicU64 = AtomicU64::new(1);

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) clerk: ClerkOf,
    pub(crate) clinic: ClinicId,
    pub(crate) physician: PhysicianId,
    applications: AtomicI64,
    entropy: Arc<dyn Entropy>,
    folder: tempfile::TempDir,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::build(Limits::default(), None).await
    }

    pub(crate) async fn with(limits: Limits) -> Self {
        Self::build(limits, None).await
    }

    /// A world on the embedded database.
    pub(crate) async fn on_disk() -> Self {
        Self::build(Limits::default(), Some(SledOptions::default())).await
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
        let policies = Policies::default();
        let cost = PasswordCost::for_tests();
        let app = App {
            store: store.unwrap(),
            documents: Documents::open(&folder.path().join("documents")).unwrap(),
            hasher: Hasher::new(vault.clone(), Arc::clone(&entropy), cost, 1, 64),
            vault,
            clock: Arc::clone(&clock) as Arc<_>,
            entropy: Arc::clone(&entropy),
            addresses: AddressLimit::new(policies.address),
            shelf: Shelf::default(),
            limits,
            policies,
            public_url: "https://kairan.example.jp".to_owned(),
        };
        let (insurer, operator) = (town(&app).await, operator());
        let clerk = clerk_of(&app, &operator, (insurer, "hanako")).await;
        let (clinic, physician) = roster(&app, &clerk).await;
        Self {
            app,
            clock,
            clerk,
            clinic,
            physician,
            applications: AtomicI64::new(0),
            entropy,
            folder,
        }
    }

    /// The process is gone and comes back: the same folder, opened anew.
    pub(crate) async fn restart(self) -> Self {
        let Self { app, .. } = self;
        let (vault, path) = (app.vault.clone(), self.folder.path().join("db"));
        app.store.close().await;
        let random = Arc::clone(&self.entropy);
        let store = Store::sled(&path, vault, random, SledOptions::default()).await;
        Self {
            app: App {
                store: store.unwrap(),
                ..app
            },
            ..self
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.app.now()
    }

    pub(crate) fn days(&self, days: i64) {
        self.clock.advance(SignedDuration::from_hours(24 * days));
    }

    pub(crate) fn seconds(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    pub(crate) fn insurer(&self) -> InsurerId {
        self.clerk.insurer()
    }

    pub(crate) fn typed(&self) -> RawOpinionRequest {
        let secret = SecretText::new;
        RawOpinionRequest {
            insurer_no: "121004".into(),
            insured_no: secret("0001234567"),
            name: secret("髙﨑　𠮷男"),
            kana: secret("たかさき よしお"),
            birth_date: secret("昭和15年5月10日"),
            sex: secret("男"),
            address: secret("みどり市中央4-5-6"),
            applied_on: "2026-11-16".into(),
            application: "新規".into(),
            times: "first".into(),
            care: "在宅".into(),
            clinic: self.clinic.to_string(),
            physician: self.physician.to_string(),
            ..RawOpinionRequest::default()
        }
    }

    /// A request with a letter; each about another application of the same person.
    pub(crate) async fn asked(&self) -> OpinionRequestId {
        let mut raw = self.typed();
        let earlier = self.applications.fetch_add(1, Ordering::Relaxed);
        let applied = Date::constant(2026, 11, 16).checked_sub(earlier.days());
        raw.applied_on = applied.unwrap().to_string();
        self.asked_for(&raw).await
    }

    pub(crate) async fn asked_for(&self, raw: &RawOpinionRequest) -> OpinionRequestId {
        let registered = register_request(&self.app, &self.clerk, raw).await.unwrap();
        self.change(registered.id, |app, request| {
            let token = LinkToken::random(app.entropy.as_ref());
            request.letter = Some(Letter {
                link: AccessLink {
                    token: SecretText::new(token.to_text().as_str()),
                    digest: *token.digest(&app.vault).as_bytes(),
                },
                short_code: *token.digest(&app.vault).as_bytes(),
                passcode: SecretText::new(""),
                printed_at: app.now(),
            });
        })
        .await;
        let hash = self.app.hasher.hash_batch(&canonical()).await;
        self.change(registered.id, |_, request| {
            request.letter.as_mut().unwrap().passcode = hash.clone();
        })
        .await;
        registered.id
    }

    /// Changes a request behind everybody's back.
    async fn change(&self, id: OpinionRequestId, change: impl Fn(&App, &mut OpinionRequest)) {
        let read = self.request(id).await;
        let mut request = (*read).clone();
        change(&self.app, &mut request);
        let event = AuditEvent::LetterPrinted;
        let audit = AuditRecord::new(Some(self.insurer()), self.now(), Actor::Kairan, event);
        let mut changes = Changes::new(audit.of_request(id));
        changes.update(&read, request);
        self.app.store.commit(changes).await.unwrap();
    }

    /// The doctor inside, as a page is answered: the request as it is now.
    pub(crate) async fn doctor(&self, id: OpinionRequestId) -> PhysicianOf {
        let request = self.request(id).await;
        let link = request.letter.as_ref().unwrap().link.token.expose();
        let passcode = SecretText::new(PASSCODE);
        let opened = open_letter(&self.app, link, &passcode, CLINIC)
            .await
            .unwrap();
        let cookie = opened.cookie.to_text();
        physician_session(&self.app, &cookie, id).await.unwrap()
    }

    // ---- records

    pub(crate) async fn request(&self, id: OpinionRequestId) -> Versioned<OpinionRequest> {
        let found = self.app.store.opinion_request(self.insurer(), id).await;
        found.unwrap().unwrap()
    }

    pub(crate) async fn draft(&self, id: OpinionRequestId) -> Option<OpinionDraft> {
        let found = self.app.store.opinion_draft(self.insurer(), id).await;
        found.unwrap().map(Versioned::into_value)
    }

    /// What the audit tells of everything, oldest first.
    pub(crate) async fn events(&self) -> Vec<AuditEvent> {
        let insurer = Some(self.insurer());
        let page = self.app.store.audit_of(insurer, Order::Oldest, None, 9999);
        let records = page.await.unwrap().items.into_iter();
        records.map(|numbered| numbered.record.event).collect()
    }

    /// Files lying in the documents' folder.
    pub(crate) async fn files(&self) -> usize {
        self.app.documents.list().await.unwrap().len()
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    // ---- writing

    /// Saves these fields from a page that shows what stands there now.
    pub(crate) async fn save(&self, by: &PhysicianOf, texts: &[(FieldId, &str)]) -> Saved {
        let seen = open_writing(&self.app, by).await.unwrap().seen;
        self.save_from(by, &seen, texts).await
    }

    pub(crate) async fn save_from(
        &self,
        by: &PhysicianOf,
        seen: &Seen,
        texts: &[(FieldId, &str)],
    ) -> Saved {
        let saved = save_writing(&self.app, by, seen, &edits(texts)).await;
        saved.unwrap()
    }

    pub(crate) async fn submit(&self, id: OpinionRequestId) -> Receipt {
        let by = self.doctor(id).await;
        let checked = check_writing(&self.app, &by).await.unwrap();
        assert_eq!(checked.checked.errors, []);
        let receipt = submit_writing(&self.app, &by, &checked.seen).await;
        receipt.unwrap()
    }

    /// Writes a sound opinion and submits it.
    pub(crate) async fn written(&self, id: OpinionRequestId) -> Receipt {
        self.save(&self.doctor(id).await, SOUND).await;
        self.submit(id).await
    }
}

/// A form without fault, beside what the request knows.
pub(crate) const SOUND: &[(FieldId, &str)] = &[
    (id::ENTRY_DATE, "令和8年11月21日"),
    (id::OTHER_DEPT_VISIT, "no"),
    (id::DIAGNOSIS_1_NAME, "脳梗塞後遺症"),
    (id::DIAGNOSIS_1_ONSET, "平成20年5月頃"),
    (id::SYMPTOM_STABILITY, "stable"),
    (
        id::TREATMENT_COURSE,
        "右片麻痺を残す。\n抗血小板薬を内服中。",
    ),
    (id::ADL_DISABILITY, "a1"),
    (id::ADL_DEMENTIA, "Ⅱa"),
    (id::SHORT_TERM_MEMORY, "problem"),
    (id::COGNITIVE_DECISION, "some_difficulty"),
    (id::COMMUNICATION, "able"),
    (id::BPSD_PRESENCE, "no"),
    (id::PSYCH_NEURO_PRESENCE, "no"),
    (id::DOMINANT_HAND, "right"),
];

pub(crate) fn edits(texts: &[(FieldId, &str)]) -> Edits {
    let mut raw = RawOpinion::new();
    for (id, text) in texts {
        raw.put(*id, *text);
    }
    Edits::of(&raw, texts.iter().map(|(id, _)| *id))
}

fn canonical() -> String {
    PASSCODE.replace('-', "")
}
