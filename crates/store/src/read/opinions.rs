//! Requests for doctors' opinions, what was written on them, and the roster of those asked.

use jiff::Timestamp;
use kairan_domain::clinic::{Clinic, Physician};
use kairan_domain::ids::{ClinicId, InsurerId, OpinionRequestId, PhysicianId};
use kairan_domain::insured::InsuredNo;
use kairan_domain::opinion_request::{KeptForm, OpinionDraft, OpinionRequest};

use super::WHOLE;
use crate::engine::behind;
use crate::error::StoreError;
use crate::index::{Index, Person, instant, person_key};
use crate::record::{Coded, Kind, kept_form_id};
use crate::store::Store;
use crate::versioned::Versioned;

type Read<T> = Result<Option<Versioned<T>>, StoreError>;
type List<T> = Result<Vec<Versioned<T>>, StoreError>;

impl Store {
    /// The record with this id, if it is this insurer's.
    async fn fetch_of<T: Coded>(&self, insurer: InsurerId, id: &[u8]) -> Read<T> {
        let read: Option<Versioned<T>> = self.fetch(id).await?;
        Ok(read.and_then(|read| read.of(insurer)))
    }

    /// One insurer's request; another insurer's does not exist.
    pub async fn opinion_request(
        &self,
        insurer: InsurerId,
        id: OpinionRequestId,
    ) -> Read<OpinionRequest> {
        self.fetch_of(insurer, id.as_bytes()).await
    }

    /// The request whose letter's link has this digest, over or not: whoever holds the letter
    /// names no insurer.
    pub async fn opinion_request_by_link(&self, digest: &[u8; 32]) -> Read<OpinionRequest> {
        self.fetch_by(&Index::RequestLink.key(&[digest])).await
    }

    /// The request whose letter's short code has this digest, over or not.
    pub async fn opinion_request_by_short_code(&self, digest: &[u8; 32]) -> Read<OpinionRequest> {
        self.fetch_by(&Index::RequestShortCode.key(&[digest])).await
    }

    /// What has been written for a request and not yet submitted.
    pub async fn opinion_draft(
        &self,
        insurer: InsurerId,
        request: OpinionRequestId,
    ) -> Read<OpinionDraft> {
        self.fetch_of(insurer, request.as_bytes()).await
    }

    /// The answers of one submitted version.
    pub async fn kept_form(
        &self,
        insurer: InsurerId,
        request: OpinionRequestId,
        version: u32,
    ) -> Read<KeptForm> {
        self.fetch_of(insurer, &kept_form_id(request, version))
            .await
    }

    /// The answers of every version of a request that came on the form, oldest first.
    pub async fn kept_forms(
        &self,
        insurer: InsurerId,
        request: OpinionRequestId,
    ) -> List<KeptForm> {
        let all: Vec<Versioned<KeptForm>> = self.own(Kind::OpinionForm, request.as_bytes()).await?;
        Ok(all
            .into_iter()
            .filter_map(|kept| kept.of(insurer))
            .collect())
    }

    /// All requests about the person with this 被保険者番号, oldest first, over or not.
    pub async fn opinion_requests_of_insured(
        &self,
        insurer: InsurerId,
        number: &InsuredNo,
    ) -> List<OpinionRequest> {
        let found = self.about(insurer, Person::Number(number)).await?;
        let same = |request: &OpinionRequest| request.plan.insured.number == *number;
        Ok(found.into_iter().filter(|request| same(request)).collect())
    }

    /// All requests about people of this name or ふりがな, oldest first, over or not. The whole
    /// name; width, spaces, kind of kana and written variants of a character do not matter.
    pub async fn opinion_requests_of_name(
        &self,
        insurer: InsurerId,
        name: &str,
    ) -> List<OpinionRequest> {
        let key = kairan_domain::text::name_key(name);
        if key.is_empty() {
            return Ok(Vec::new());
        }
        let found = self.about(insurer, Person::Name(name)).await?;
        let same = |request: &OpinionRequest| {
            let [_, name, kana] = request.plan.insured.search_keys();
            name.expose() == key || kana.expose() == key
        };
        Ok(found.into_iter().filter(|request| same(request)).collect())
    }

    async fn about(&self, insurer: InsurerId, person: Person<'_>) -> List<OpinionRequest> {
        let key = person_key(&self.0.codec.vault, insurer, person);
        let prefix = Index::RequestPerson.key(&[insurer.as_bytes(), &key]);
        self.listed(&prefix, WHOLE).await
    }

    /// Requests that still need their first letter, oldest first.
    pub async fn requests_without_letter(
        &self,
        insurer: InsurerId,
        limit: usize,
    ) -> List<OpinionRequest> {
        let prefix = Index::RequestUnprinted.key(&[insurer.as_bytes()]);
        self.listed(&prefix, limit).await
    }

    /// Requests that ended ([`OpinionRequest::ended_at`]) at `ended_by` or before, longest ago
    /// first. By insurer, for each may have a retention of its own.
    pub async fn opinion_requests_to_purge(
        &self,
        insurer: InsurerId,
        ended_by: Timestamp,
        limit: usize,
    ) -> List<OpinionRequest> {
        let index = Index::RequestEnded;
        let (insurer, at) = (insurer.as_bytes(), instant(ended_by));
        self.listed_before(
            index.key(&[insurer]),
            behind(&index.key(&[insurer, &at])),
            limit,
        )
        .await
    }

    /// One insurer's clinic.
    pub async fn clinic(&self, insurer: InsurerId, id: ClinicId) -> Read<Clinic> {
        self.fetch_of(insurer, id.as_bytes()).await
    }

    /// An insurer's clinics, oldest first, retired ones among them.
    pub async fn clinics_of(&self, insurer: InsurerId) -> List<Clinic> {
        self.listed(&Index::ClinicOfInsurer.key(&[insurer.as_bytes()]), WHOLE)
            .await
    }

    /// One insurer's physician.
    pub async fn physician(&self, insurer: InsurerId, id: PhysicianId) -> Read<Physician> {
        self.fetch_of(insurer, id.as_bytes()).await
    }

    /// The physicians of one insurer's clinic, oldest first, retired ones among them.
    pub async fn physicians_of(&self, insurer: InsurerId, clinic: ClinicId) -> List<Physician> {
        let index = Index::PhysicianOfClinic;
        let prefix = index.key(&[insurer.as_bytes(), clinic.as_bytes()]);
        self.listed(&prefix, WHOLE).await
    }
}
