//! A world with one town, its staff and one published meeting of as many reviewers as wanted.

use jiff::{SignedDuration, Timestamp};
use kairan_access::{
    AddressLimit, AdministratorOf, App, By, Door, FixedClock, Hasher, InitialPassword, Operator,
    Policies, RawStaff, Shelf, StaffOf, add_insurer, add_staff, begin_second_factor,
    change_password, confirm_second_factor, operator, sign_in, staff_session,
};
use kairan_domain::audit::{Actor, AuditEvent, AuditRecord};
use kairan_domain::credential::{CREDENTIAL_LIFE, Credential, Reviewer};
use kairan_domain::ids::{CredentialId, InsurerId, MeetingId, ReviewerId, SeatId, StaffId};
use kairan_domain::insurer::RawInsurer;
use kairan_domain::limits::Limits;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::meeting::{
    AccessLink, AccessWindow, Body, Meeting, Packet, Place, Plan, Seat, Stage,
};
use kairan_domain::password::canonical;
use kairan_domain::secret::SecretText;
use kairan_domain::staff::{PersonName, Role};
use kairan_store::{Changes, Documents, Order, Store, ThrottleKey, Throttled, Versioned};
use kairan_vault::password::PasswordCost;
use kairan_vault::{Entropy, KeyRing, LinkToken, SeededEntropy, Vault};
use std::net::IpAddr;
use std::sync::Arc;

/// The hospital's address, which all reviewers share.
pub(crate) const HOSPITAL: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));
/// The new password of every account in these tests.
pub(crate) const PASSWORD: &str = "mizu-umi-sora-87";

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) operator: Operator,
    pub(crate) insurer: InsurerId,
    _folder: tempfile::TempDir,
}

/// A published meeting and what its reviewers were told.
pub(crate) struct Published {
    pub(crate) id: MeetingId,
    pub(crate) seats: Vec<Told>,
}

/// What one reviewer knows: the link from the mail, the own address, the password.
#[derive(Clone)]
pub(crate) struct Told {
    pub(crate) seat: SeatId,
    pub(crate) credential: CredentialId,
    pub(crate) link: String,
    pub(crate) mail: String,
    pub(crate) password: String,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Policies::default()).await
    }

    pub(crate) async fn with(policies: Policies) -> Self {
        let entropy: Arc<dyn Entropy> = Arc::new(SeededEntropy::new(1));
        let clock = Arc::new(FixedClock::new("2026-11-22T01:00:00Z".parse().unwrap()));
        let vault = Vault::new(&KeyRing::generate(entropy.as_ref(), "2026-11-22"));
        let folder = tempfile::tempdir().unwrap();
        let store = Store::memory(vault.clone(), Arc::clone(&entropy))
            .await
            .unwrap();
        let cost = PasswordCost::for_tests();
        let app = App {
            store,
            documents: Documents::open(folder.path()).unwrap(),
            hasher: Hasher::new(vault.clone(), Arc::clone(&entropy), cost, 1, 64),
            vault,
            clock: Arc::clone(&clock) as Arc<_>,
            entropy,
            addresses: AddressLimit::new(policies.address),
            shelf: Shelf::default(),
            limits: Limits::default(),
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
        add_insurer(&self.app, &self.operator, &raw)
            .await
            .unwrap()
            .id
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.app.now()
    }

    pub(crate) async fn hire(
        &self,
        insurer: InsurerId,
        login: &str,
        role: Role,
    ) -> InitialPassword {
        let by = By::Operator(&self.operator, insurer);
        let name = "認定 花子";
        add_staff(&self.app, by, RawStaff { login, name, role })
            .await
            .unwrap()
    }

    /// Hires somebody and takes them through the whole first sign-in; answers with the cookie.
    pub(crate) async fn hired(
        &self,
        insurer: InsurerId,
        login: &str,
        role: Role,
    ) -> (StaffId, String) {
        let hired = self.hire(insurer, login, role).await;
        let initial = hired.password.expose();
        let (cookie, _) = sign_in(&self.app, Door::Console, login, initial, HOSPITAL)
            .await
            .unwrap();
        let (cookie, _) = change_password(
            &self.app,
            Door::Console,
            &cookie.to_text(),
            initial,
            PASSWORD,
        )
        .await
        .unwrap();
        let cookie = cookie.to_text();
        let set_up = begin_second_factor(&self.app, Door::Console, &cookie)
            .await
            .unwrap();
        let code = set_up.code(self.now()).unwrap();
        let (cookie, _) = confirm_second_factor(&self.app, Door::Console, &cookie, code.expose())
            .await
            .unwrap();
        (hired.staff.id, cookie.to_text().to_string())
    }

    pub(crate) async fn staff(&self, cookie: &str) -> StaffOf {
        let session = staff_session(&self.app, cookie).await.unwrap().unwrap();
        session.witness().unwrap()
    }

    pub(crate) async fn administrator(&self, login: &str) -> AdministratorOf {
        let (_, cookie) = self.hired(self.insurer, login, Role::Administrator).await;
        self.staff(&cookie).await.as_administrator().unwrap()
    }

    /// Publishes a meeting with `count` electronic seats, open from now for ten days.
    pub(crate) async fn publish(&self, count: usize) -> Published {
        let mut changes = Changes::new(self.audit(AuditEvent::MeetingPublished));
        let (mut seats, mut told) = (Vec::new(), Vec::new());
        for number in 0..count {
            let (seat, one) = self.invite(&mut changes, number).await;
            seats.push(seat);
            told.push(one);
        }
        let id = MeetingId::new(self.now(), self.app.id_bytes());
        changes.insert(self.meeting(id, seats));
        self.app.store.commit(changes).await.unwrap();
        Published { id, seats: told }
    }

    async fn invite(&self, changes: &mut Changes, number: usize) -> (Seat, Told) {
        let (now, insurer) = (self.now(), self.insurer);
        let reviewer = ReviewerId::new(now, self.app.id_bytes());
        let token = LinkToken::random(self.app.entropy.as_ref());
        let told = Told {
            seat: SeatId::new(now, self.app.id_bytes()),
            credential: CredentialId::new(now, self.app.id_bytes()),
            link: token.to_text().to_string(),
            mail: format!("taro{number}@example.jp"),
            password: format!("kf7m-3wtp-x9hd-{number:02}"),
        };
        let mail = MailAddress::check(&told.mail).unwrap();
        changes.insert(Reviewer {
            id: reviewer,
            insurer,
            name: PersonName::from_kept("審査 太郎".to_owned()),
            mail: mail.clone(),
            credential: Some(told.credential),
            made_at: now,
        });
        changes.insert(
            self.credential(told.credential, reviewer, &told.password)
                .await,
        );
        let place = Place::Electronic {
            reviewer,
            mail,
            credential: told.credential,
            link: AccessLink {
                token: SecretText::new(told.link.clone()),
                digest: *token.digest(&self.app.vault).as_bytes(),
            },
            handed_over_at: None,
            read_all_at: None,
        };
        let name = PersonName::from_kept("審査 太郎".to_owned());
        (
            Seat {
                id: told.seat,
                name,
                place,
            },
            told,
        )
    }

    async fn credential(
        &self,
        id: CredentialId,
        reviewer: ReviewerId,
        password: &str,
    ) -> Credential {
        Credential {
            id,
            insurer: self.insurer,
            reviewer,
            hash: self.app.hasher.hash_batch(&canonical(password)).await,
            made_at: self.now(),
            until: self.now() + CREDENTIAL_LIFE,
            waits: false,
        }
    }

    fn meeting(&self, id: MeetingId, seats: Vec<Seat>) -> Meeting {
        let (now, staff) = (self.now(), StaffId::from_bytes([9; 16]));
        let window = AccessWindow {
            from: now,
            until: now + SignedDuration::from_hours(240),
        };
        let plan = Plan {
            held_on: jiff::civil::date(2026, 12, 3),
            starts_at: None,
            meeting_no: format!("{id}"),
            panel: Some("第2合議体".to_owned()),
            window,
            remark: None,
        };
        Meeting {
            id,
            insurer: self.insurer,
            made_at: now,
            made_by: staff.into(),
            changed_at: now,
            changed_by: staff.into(),
            body: Body::Packet(Packet {
                plan,
                seats,
                materials: Vec::new(),
                published_at: now,
                stage: Stage::Published,
            }),
        }
    }

    /// Changes a published packet behind everybody's back.
    pub(crate) async fn change(&self, id: MeetingId, change: impl FnOnce(&mut Packet)) {
        let read = self
            .app
            .store
            .meeting(self.insurer, id)
            .await
            .unwrap()
            .unwrap();
        let mut meeting = (*read).clone();
        let Body::Packet(packet) = &mut meeting.body else {
            panic!("the meeting is published");
        };
        change(packet);
        let mut changes = Changes::new(self.audit(AuditEvent::MeetingChanged));
        changes.update(&read, meeting);
        self.app.store.commit(changes).await.unwrap();
    }

    /// Gives one seat another password, as a re-issue does.
    pub(crate) async fn reissue(&self, published: &Published, place: usize, password: &str) {
        let fresh = CredentialId::new(self.now(), self.app.id_bytes());
        let reviewer = ReviewerId::from_bytes([8; 16]);
        let mut changes = Changes::new(self.audit(AuditEvent::PasswordReissued));
        changes.insert(self.credential(fresh, reviewer, password).await);
        self.app.store.commit(changes).await.unwrap();
        self.change(published.id, |packet| {
            if let Place::Electronic { credential, .. } = &mut packet.seats[place].place {
                *credential = fresh;
            }
        })
        .await;
    }

    pub(crate) async fn mistakes(&self, told: &Told) -> Option<Versioned<Throttled>> {
        let key = ThrottleKey::Credential(told.credential);
        self.app.store.throttle(key).await.unwrap()
    }

    /// The insurer's audit, oldest first.
    pub(crate) async fn audit_of(&self, insurer: Option<InsurerId>) -> Vec<(AuditEvent, Actor)> {
        let page = self
            .app
            .store
            .audit_of(insurer, Order::Oldest, None, 500)
            .await
            .unwrap();
        let lines = page.items.into_iter();
        lines
            .map(|line| (line.record.event, line.record.actor))
            .collect()
    }

    pub(crate) async fn events(&self) -> Vec<AuditEvent> {
        let audit = self.audit_of(Some(self.insurer)).await;
        audit.into_iter().map(|(event, _)| event).collect()
    }

    pub(crate) fn commits(&self) -> u64 {
        self.app.store.counts().commits
    }

    pub(crate) fn audit(&self, event: AuditEvent) -> AuditRecord {
        AuditRecord::new(Some(self.insurer), self.now(), Actor::Kairan, event)
    }
}
