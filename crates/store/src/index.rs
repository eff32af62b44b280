//! Keys: where a record lies, and the index rows it is found by.
//!
//! Every index row is derived from its record by one function per kind
//! ([`Coded::index`](crate::record::Coded::index)). A commit compares the rows of the record
//! as read with those of the new one and writes the difference. Rows of some lists are also
//! counted ([`IndexKeys::counted`]): the commit that adds or removes one tells the engine's
//! writer, which alone adds up, so that counting never makes two commits meet.

use kairan_domain::audit::AuditRecord;
use kairan_domain::ids::{InsurerId, OpinionRequestId};
use kairan_domain::incoming::MaterialSource;
use kairan_domain::insured::InsuredNo;
use kairan_vault::Vault;

use crate::engine::Key;
use crate::error::ConflictOn;
use crate::record::Kind;

/// An index over one kind of record. The byte is part of stored keys and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Index {
    InsurerNumber = 1,
    StaffLogin = 2,
    StaffOfInsurer = 3,
    SessionOwner = 4,
    SessionMade = 5,
    MeetingDate = 6,
    // 7 and 8 were numbers and panels without the day, until schema edition 1.
    MeetingLink = 9,
    MeetingCredential = 10,
    MeetingOver = 11,
    MeetingPurge = 12,
    FileUse = 13,
    ReviewerMail = 14,
    ReviewerOfInsurer = 15,
    CredentialOfInsurer = 16,
    CredentialOfReviewer = 17,
    NoticeOfMeeting = 18,
    NoticeDue = 19,
    UploadOfMeeting = 20,
    UploadGrew = 21,
    EnvelopeMade = 22,
    AuditOfMeeting = 23,
    MeetingNumber = 24,
    MeetingPanel = 25,
    MeetingName = 26,
    RequestList = 27,
    RequestOfClinic = 28,
    RequestLink = 29,
    RequestShortCode = 30,
    RequestPerson = 31,
    RequestEnded = 32,
    RequestUnprinted = 33,
    ClinicOfInsurer = 34,
    PhysicianOfClinic = 35,
    StaffOfClinic = 36,
    MeetingSource = 37,
    NoticeOfRequest = 38,
    AuditOfRequest = 39,
    RequestAwaited = 40,
    RequestReference = 41,
    RequestFilesWait = 42,
    UnsentWriter = 50,
    UnsentMade = 51,
    AuthKeyDigest = 60,
    AuthKeyOfInsurer = 61,
}

impl Index {
    /// The key of a row, or the prefix of several.
    pub(crate) fn key(self, parts: &[&[u8]]) -> Key {
        let mut key = vec![b'i', self as u8];
        for part in parts {
            key.extend_from_slice(part);
        }
        key
    }
}

/// Where the record with this kind and id lies.
pub(crate) fn record_key(kind: Kind, id: &[u8]) -> Key {
    [&[b'r', kind.byte()], id].concat()
}

/// The stream of an insurer's audit records; zeros for the installation's own.
pub(crate) fn audit_stream(insurer: Option<InsurerId>) -> Key {
    let nobody = [0; 16];
    [
        b"a",
        insurer
            .as_ref()
            .map_or(&nobody, InsurerId::as_bytes)
            .as_slice(),
    ]
    .concat()
}

/// Under what an audit record is found besides its number: the prefixes of its pointers.
pub(crate) fn audit_pointers(record: &AuditRecord) -> Vec<Key> {
    let meeting = record.meeting.as_ref();
    let meeting = meeting.map(|id| Index::AuditOfMeeting.key(&[id.as_bytes()]));
    let request = record.request.as_ref();
    let request = request.map(|id| Index::AuditOfRequest.key(&[id.as_bytes()]));
    meeting.into_iter().chain(request).collect()
}

/// All claimed meeting numbers of an insurer's fiscal year.
pub(crate) fn number_prefix(insurer: InsurerId, fiscal_year: i16) -> Key {
    let year = ordered(i64::from(fiscal_year));
    [b"c", insurer.as_bytes().as_slice(), &year].concat()
}

/// A signed number as bytes in the same order.
pub(crate) fn ordered(number: i64) -> [u8; 8] {
    (number ^ i64::MIN).to_be_bytes()
}

/// An instant as bytes in order of time, to the millisecond.
pub(crate) fn instant(at: jiff::Timestamp) -> [u8; 8] {
    ordered(at.as_millisecond())
}

/// A text as part of a key that is searched by prefix: normalised, bounded, no NUL.
pub(crate) fn words(text: &str) -> Vec<u8> {
    let key: String = kairan_domain::text::search_key(text)
        .chars()
        .filter(|c| *c != '\0')
        .take(40)
        .collect();
    key.into_bytes()
}

/// Where it is counted how many rows of an index begin with `group`.
pub(crate) fn tally_key(group: &[u8]) -> Key {
    [TALLIES, group].concat()
}

/// What the keys of all counts begin with.
pub(crate) const TALLIES: &[u8] = b"t";

/// One index row of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IndexKey {
    pub(crate) key: Key,
    pub(crate) unique: Option<ConflictOn>,
    /// Where rows like it are counted.
    pub(crate) tally: Option<Key>,
}

impl IndexKey {
    /// A row that is neither unique nor counted.
    pub(crate) fn plain(key: Key) -> Self {
        Self {
            key,
            unique: None,
            tally: None,
        }
    }
}

/// Collects the index rows of one record.
pub(crate) struct IndexKeys<'a> {
    vault: &'a Vault,
    id: Vec<u8>,
    keys: Vec<IndexKey>,
}

impl<'a> IndexKeys<'a> {
    pub(crate) fn of(vault: &'a Vault, id: Vec<u8>) -> Self {
        Self {
            vault,
            id,
            keys: Vec::new(),
        }
    }

    /// A row that several records may share; the record's id makes its key its own.
    pub(crate) fn many(&mut self, index: Index, parts: &[&[u8]]) {
        self.behind(index.key(parts));
    }

    /// As [`IndexKeys::many`], behind a key made elsewhere.
    pub(crate) fn behind(&mut self, mut key: Key) {
        key.extend_from_slice(&self.id);
        self.keys.push(IndexKey::plain(key));
    }

    /// As [`IndexKeys::many`], and how many share these first parts is counted.
    pub(crate) fn counted(&mut self, index: Index, group: &[&[u8]], rest: &[&[u8]]) {
        let group = index.key(group);
        let key = [group.as_slice(), &rest.concat(), &self.id].concat();
        self.keys.push(IndexKey {
            tally: Some(tally_key(&group)),
            ..IndexKey::plain(key)
        });
    }

    /// A row that only one record may have.
    pub(crate) fn one(&mut self, index: Index, parts: &[&[u8]], conflict: ConflictOn) {
        self.keys.push(IndexKey {
            unique: Some(conflict),
            ..IndexKey::plain(index.key(parts))
        });
    }

    pub(crate) fn vault(&self) -> &Vault {
        self.vault
    }

    pub(crate) fn into_keys(mut self) -> Vec<IndexKey> {
        self.keys.sort_by(|a, b| a.key.cmp(&b.key));
        self.keys.dedup();
        self.keys
    }
}

/// The value under which a login id is found; login ids are unique in the installation.
pub(crate) fn login_key(vault: &Vault, login: &kairan_domain::staff::Login) -> [u8; 32] {
    vault.lookup("", "login", login.expose())
}

/// What all meetings with a seat of this name have in common: the beginning of an HMAC of the
/// name as it is searched. Told apart by it, found by reading one of the meetings.
pub(crate) fn name_key(vault: &Vault, insurer: InsurerId, name: &str) -> [u8; NAME_KEY] {
    let words = kairan_domain::text::search_key(name);
    let mac = vault.lookup(&insurer.to_string(), "seat name", &words);
    let mut key = [0; NAME_KEY];
    key.copy_from_slice(&mac[..NAME_KEY]);
    key
}

/// The length of a [`name_key`].
pub(crate) const NAME_KEY: usize = 8;

/// The value under which a reviewer's address is found within one insurer.
pub(crate) fn mail_key(
    vault: &Vault,
    insurer: InsurerId,
    mail: &kairan_domain::mail_address::MailAddress,
) -> [u8; 32] {
    vault.lookup(&insurer.to_string(), "reviewer mail", &mail.key())
}

/// What the person of a request is found by.
#[derive(Clone, Copy)]
pub(crate) enum Person<'a> {
    /// 被保険者番号.
    Number(&'a InsuredNo),
    /// Name or ふりがな, whole.
    Name(&'a str),
}

/// What all requests about people of this number or name have in common: the beginning of an
/// HMAC. Two that meet by chance are told apart by reading them.
pub(crate) fn person_key(vault: &Vault, insurer: InsurerId, person: Person<'_>) -> [u8; 16] {
    let insurer = insurer.to_string();
    let mac = match person {
        Person::Number(number) => vault.lookup(&insurer, "insured number", number.expose()),
        Person::Name(name) => {
            let key = kairan_domain::text::name_key(name);
            vault.lookup(&insurer, "insured name", &key)
        }
    };
    let mut key = [0; 16];
    key.copy_from_slice(&mac[..16]);
    key
}

/// What the keys of all meetings with a material of this source begin with.
pub(crate) fn source_key(insurer: InsurerId, source: &MaterialSource) -> Key {
    let source = source.to_string();
    // The NUL ends the text: version 1 is not the beginning of version 10.
    Index::MeetingSource.key(&[insurer.as_bytes(), source.as_bytes(), b"\0"])
}

/// What the keys of all meetings with a material of any version of a request begin with.
pub(crate) fn sources_of_request(insurer: InsurerId, request: OpinionRequestId) -> Key {
    let source = MaterialSource::Opinion {
        request,
        version: 0,
    };
    let source = source.to_string();
    // Up to the slash before the version.
    let before = source.strip_suffix('0').unwrap_or(&source);
    Index::MeetingSource.key(&[insurer.as_bytes(), before.as_bytes()])
}
