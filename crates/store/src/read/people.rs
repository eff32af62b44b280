//! Insurers, accounts, reviewers, their passwords and mistakes.

use jiff::Timestamp;
use kairan_domain::auth_key::AuthKey;
use kairan_domain::author::Author;
use kairan_domain::credential::{Credential, Reviewer};
use kairan_domain::ids::{
    AuthKeyId, ClinicId, CredentialId, InsurerId, MeetingId, ReviewerId, StaffId,
};
use kairan_domain::insurer::{Insurer, InsurerNo};
use kairan_domain::mail_address::MailAddress;
use kairan_domain::staff::{Login, Staff};

use super::WHOLE;
use crate::error::StoreError;
use crate::index::{Index, instant, login_key, mail_key};
use crate::record::{HandOver, Kind, ThrottleKey, Throttled, hand_over_id};
use crate::store::Store;
use crate::versioned::Versioned;

type Read<T> = Result<Option<Versioned<T>>, StoreError>;
type List<T> = Result<Vec<Versioned<T>>, StoreError>;

impl Store {
    /// An insurer.
    pub async fn insurer(&self, id: InsurerId) -> Read<Insurer> {
        self.fetch(id.as_bytes()).await
    }

    /// The insurer with this number.
    pub async fn insurer_by_number(&self, number: &InsurerNo) -> Read<Insurer> {
        self.fetch_by(&Index::InsurerNumber.key(&[number.to_string().as_bytes()]))
            .await
    }

    /// All insurers, oldest first.
    pub async fn insurers(&self) -> List<Insurer> {
        self.own(Kind::Insurer, b"").await
    }

    /// An account.
    pub async fn staff(&self, id: StaffId) -> Read<Staff> {
        self.fetch(id.as_bytes()).await
    }

    /// The account with this login id.
    pub async fn staff_by_login(&self, login: &Login) -> Read<Staff> {
        let login = login_key(&self.0.codec.vault, login);
        self.fetch_by(&Index::StaffLogin.key(&[&login])).await
    }

    /// An insurer's accounts, its clinics' among them, oldest first, also retired ones.
    pub async fn staff_of(&self, insurer: InsurerId) -> List<Staff> {
        self.listed(&Index::StaffOfInsurer.key(&[insurer.as_bytes()]), WHOLE)
            .await
    }

    /// The accounts of one insurer's clinic, oldest first, retired ones among them.
    pub async fn staff_of_clinic(&self, insurer: InsurerId, clinic: ClinicId) -> List<Staff> {
        let index = Index::StaffOfClinic;
        let prefix = index.key(&[insurer.as_bytes(), clinic.as_bytes()]);
        self.listed(&prefix, WHOLE).await
    }

    /// An authentication key.
    pub async fn auth_key(&self, id: AuthKeyId) -> Read<AuthKey> {
        self.fetch(id.as_bytes()).await
    }

    /// The key with a secret of this digest, valid or not.
    pub async fn auth_key_by_digest(&self, digest: &[u8; 32]) -> Read<AuthKey> {
        self.fetch_by(&Index::AuthKeyDigest.key(&[digest])).await
    }

    /// An insurer's keys, its clinics' among them, oldest first, ended and revoked ones too.
    pub async fn auth_keys_of(&self, insurer: InsurerId) -> List<AuthKey> {
        self.listed(&Index::AuthKeyOfInsurer.key(&[insurer.as_bytes()]), WHOLE)
            .await
    }

    /// A reviewer.
    pub async fn reviewer(&self, id: ReviewerId) -> Read<Reviewer> {
        self.fetch(id.as_bytes()).await
    }

    /// The insurer's reviewer with this address, however it is written.
    pub async fn reviewer_by_mail(&self, insurer: InsurerId, mail: &MailAddress) -> Read<Reviewer> {
        let mail = mail_key(&self.0.codec.vault, insurer, mail);
        self.fetch_by(&Index::ReviewerMail.key(&[&mail])).await
    }

    /// An insurer's reviewers, oldest first.
    pub async fn reviewers_of(&self, insurer: InsurerId) -> List<Reviewer> {
        self.listed(&Index::ReviewerOfInsurer.key(&[insurer.as_bytes()]), WHOLE)
            .await
    }

    /// A viewing password's hash.
    pub async fn credential(&self, id: CredentialId) -> Read<Credential> {
        self.fetch(id.as_bytes()).await
    }

    /// An insurer's credentials, oldest first.
    pub async fn credentials_of(&self, insurer: InsurerId) -> List<Credential> {
        self.listed(
            &Index::CredentialOfInsurer.key(&[insurer.as_bytes()]),
            WHOLE,
        )
        .await
    }

    /// One reviewer's credentials, oldest first.
    pub async fn credentials_of_reviewer(&self, reviewer: ReviewerId) -> List<Credential> {
        self.listed(
            &Index::CredentialOfReviewer.key(&[reviewer.as_bytes()]),
            WHOLE,
        )
        .await
    }

    /// Mistakes counted; `None` means none.
    pub async fn throttle(&self, key: ThrottleKey) -> Read<Throttled> {
        self.fetch(&key.bytes()).await
    }

    /// The hand-over envelope one clerk has for one meeting.
    pub async fn envelope(&self, meeting: MeetingId, author: Author) -> Read<HandOver> {
        self.fetch(&hand_over_id(meeting, author)).await
    }

    /// All hand-over envelopes of a meeting.
    pub async fn envelopes_of(&self, meeting: MeetingId) -> List<HandOver> {
        self.own(Kind::HandOver, meeting.as_bytes()).await
    }

    /// Envelopes begun before an instant, oldest first.
    pub async fn envelopes_before(&self, at: Timestamp, limit: usize) -> List<HandOver> {
        let index = Index::EnvelopeMade;
        self.listed_before(index.key(&[]), index.key(&[&instant(at)]), limit)
            .await
    }
}
