//! A clinic that was asked for an opinion, and the letter that lies on its desk.

use crate::world::{HOSPITAL, World};
use jiff::civil::date;
use kairan_access::{LetterError, Opened, list_insurers, open_by_short_code, open_letter};
use kairan_domain::audit::AuditEvent;
use kairan_domain::clinic::RawClinic;
use kairan_domain::ids::{ClinicId, InsurerId, OpinionRequestId, StaffId};
use kairan_domain::insured::{Insured, InsuredNo, Sex};
use kairan_domain::meeting::AccessLink;
use kairan_domain::opinion_request::{
    ApplicationKind, CareSetting, DoctorKind, Letter, OpinionRequest, OpinionTimes, RequestKind,
    RequestPlan, Stage,
};
use kairan_domain::password::canonical;
use kairan_domain::secret::SecretText;
use kairan_domain::short_code::ShortCode;
use kairan_domain::staff::PersonName;
use kairan_store::{Changes, ThrottleKey, Throttled, Versioned};
use kairan_vault::{LinkToken, entropy, short_code_digest};
use std::net::IpAddr;

/// What stands in one letter.
#[derive(Clone)]
pub(crate) struct Posted {
    pub(crate) request: OpinionRequestId,
    pub(crate) insurer: InsurerId,
    pub(crate) link: String,
    pub(crate) code: String,
    pub(crate) passcode: String,
}

impl Posted {
    pub(crate) fn passcode(&self) -> SecretText {
        SecretText::new(self.passcode.clone())
    }
}

impl World {
    pub(crate) async fn clinic(&self, insurer: InsurerId) -> ClinicId {
        let raw = RawClinic {
            name: "山田医院".to_owned(),
            postal_code: "123-4567".to_owned(),
            address: "みどり市本町1-2-3".to_owned(),
            phone: "043-000-5678".to_owned(),
            ..RawClinic::default()
        };
        let id = ClinicId::new(self.now(), self.app.id_bytes());
        let clinic = raw
            .check(id, insurer, &self.app.limits, self.now())
            .unwrap();
        self.put(|changes| {
            changes.insert(clinic);
        })
        .await;
        id
    }

    /// Asks the clinic about a person and prints the letter.
    pub(crate) async fn post(&self, insurer: InsurerId, clinic: ClinicId) -> Posted {
        let token = LinkToken::random(self.app.entropy.as_ref());
        let code = ShortCode::from_bytes(entropy::bytes(self.app.entropy.as_ref()));
        let posted = Posted {
            request: OpinionRequestId::new(self.now(), self.app.id_bytes()),
            insurer,
            link: token.to_text().to_string(),
            code: code.printed(),
            passcode: "kf7m-3wtp-x9hd-ra".to_owned(),
        };
        let letter = Letter {
            link: AccessLink {
                token: SecretText::new(posted.link.clone()),
                digest: *token.digest(&self.app.vault).as_bytes(),
            },
            short_code: *short_code_digest(&self.app.vault, code.as_bytes()).as_bytes(),
            passcode: self.hash(&posted.passcode).await,
            printed_at: self.now(),
        };
        let request = OpinionRequest {
            id: posted.request,
            insurer,
            plan: self.plan(insurer, clinic).await,
            made_at: self.now(),
            made_by: StaffId::from_bytes([9; 16]).into(),
            letter: Some(letter),
            versions: Vec::new(),
            reminders: Vec::new(),
            waiting: None,
            stage: Stage::Requested,
        };
        self.put(|changes| {
            changes.insert(request);
        })
        .await;
        posted
    }

    /// One letter of the town's only clinic.
    pub(crate) async fn posted(&self) -> Posted {
        let clinic = self.clinic(self.insurer).await;
        self.post(self.insurer, clinic).await
    }

    async fn plan(&self, insurer: InsurerId, clinic: ClinicId) -> RequestPlan {
        let insurers = list_insurers(&self.app, &self.operator).await.unwrap();
        let own = insurers.into_iter().find(|own| own.id == insurer).unwrap();
        let name = |name: &str| PersonName::from_kept(name.to_owned());
        RequestPlan {
            insured: Insured {
                insurer_no: own.number,
                number: InsuredNo::check("0001234567").unwrap(),
                name: name("回覧 ハナ"),
                kana: name("かいらん はな"),
                birth_date: date(1940, 1, 2),
                sex: Sex::Female,
                postal_code: SecretText::default(),
                address: SecretText::new("みどり市上町9"),
                phone: SecretText::default(),
            },
            applied_on: date(2026, 11, 20),
            application: ApplicationKind::New,
            kind: RequestKind::First,
            times: OpinionTimes::First,
            care: CareSetting::Home,
            doctor: DoctorKind::Attending,
            clinic,
            physician: None,
            requested_on: date(2026, 11, 22),
            due_on: date(2026, 12, 5),
        }
    }

    /// Changes a request behind everybody's back.
    pub(crate) async fn change_request(
        &self,
        posted: &Posted,
        change: impl FnOnce(&mut OpinionRequest),
    ) {
        let store = &self.app.store;
        let read = store.opinion_request(posted.insurer, posted.request).await;
        let read = read.unwrap().unwrap();
        let mut request = (*read).clone();
        change(&mut request);
        self.put(|changes| {
            changes.update(&read, request);
        })
        .await;
    }

    /// Prints the letter again, with another passcode; no session is ended by it.
    pub(crate) async fn reprint(&self, posted: &Posted, passcode: &str) -> Posted {
        let (hash, now) = (self.hash(passcode).await, self.now());
        self.change_request(posted, |request| {
            let letter = request.letter.as_mut().unwrap();
            letter.passcode = hash;
            letter.printed_at = now;
        })
        .await;
        Posted {
            passcode: passcode.to_owned(),
            ..posted.clone()
        }
    }

    pub(crate) async fn letter_mistakes(&self, posted: &Posted) -> Option<Versioned<Throttled>> {
        let key = ThrottleKey::Letter(posted.request);
        self.app.store.throttle(key).await.unwrap()
    }

    /// Types `passcode` behind the letter's link.
    pub(crate) async fn open(
        &self,
        posted: &Posted,
        passcode: &str,
    ) -> Result<String, LetterError> {
        let passcode = SecretText::new(passcode);
        let opened = open_letter(&self.app, &posted.link, &passcode, HOSPITAL).await;
        opened.map(|opened| cookie(&opened))
    }

    /// Types code and passcode at the short-code door.
    pub(crate) async fn type_code(
        &self,
        code: &str,
        passcode: &str,
        from: IpAddr,
    ) -> Result<String, LetterError> {
        let passcode = SecretText::new(passcode);
        let opened = open_by_short_code(&self.app, code, &passcode, from).await;
        opened.map(|opened| cookie(&opened))
    }

    async fn hash(&self, passcode: &str) -> SecretText {
        self.app.hasher.hash_batch(&canonical(passcode)).await
    }

    async fn put(&self, fill: impl FnOnce(&mut Changes)) {
        let mut changes = Changes::new(self.audit(AuditEvent::RequestChanged));
        fill(&mut changes);
        self.app.store.commit(changes).await.unwrap();
    }
}

fn cookie(opened: &Opened) -> String {
    opened.cookie.to_text().to_string()
}

/// Another network.
pub(crate) fn elsewhere(last: u8) -> IpAddr {
    IpAddr::from([198, 51, 100, last])
}
