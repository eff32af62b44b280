//! What can be asked and what is answered. Both may carry secrets, so neither has `Debug`.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// One command.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
pub enum ControlRequest {
    /// Is anybody there?
    Ping,
    /// A new insurer.
    AddInsurer {
        /// 保険者番号, six digits.
        number: String,
        /// `〇〇市`.
        name: String,
        /// The office reviewers may call.
        office: String,
        /// Its postal address; may be empty.
        #[serde(default)]
        address: String,
        /// Its telephone number.
        phone: String,
        /// Its e-mail address, where replies go.
        mail: String,
    },
    /// What an insurer is called and how its office is reached; what is left out stays.
    ChangeInsurer {
        /// 保険者番号.
        number: String,
        /// `〇〇市`.
        name: Option<String>,
        /// The office reviewers may call.
        office: Option<String>,
        /// Its postal address; empty takes it away.
        address: Option<String>,
        /// Its telephone number.
        phone: Option<String>,
        /// Its e-mail address.
        mail: Option<String>,
    },
    /// All insurers.
    ListInsurers,
    /// A new account for a clerk.
    AddUser {
        /// Number of the insurer.
        insurer: String,
        /// Login id.
        login: String,
        /// The person's name.
        name: String,
        /// What the account may do: `clerk`, `administrator`, `read-only`.
        role: String,
    },
    /// New initial password, second factor removed, sessions ended.
    ResetUser {
        /// Login id.
        login: String,
    },
    /// A new key; everything new is sealed with it.
    AddKey,
    /// Seals everything under an older key again, with the active one.
    RewrapKeys,
    /// Erases a key that nothing is sealed with any more.
    RetireKey {
        /// Its number.
        id: u32,
    },
    /// All keys.
    ListKeys,
    /// Every seal over audit records, and every record, read again.
    VerifyAudit {
        /// Number of the insurer; all of them and the installation's own without it.
        insurer: Option<String>,
        /// A digest or number noted elsewhere that one of them must hold.
        #[serde(default)]
        contains: Option<String>,
    },
    /// Audit records, oldest first.
    ListAudit(AuditWanted),
    /// A consistent copy of everything, into a new folder.
    Export {
        /// The folder, absolute; must not exist yet.
        to: PathBuf,
    },
    /// One letter without content, to see whether mail works.
    SendTestMail {
        /// To whom.
        to: String,
    },
    /// A letter that came back.
    Bounce {
        /// The whole message, base64.
        message: String,
    },
}

/// Which audit records are shown.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
pub struct AuditWanted {
    /// Number of the insurer; the installation's own without it.
    pub insurer: Option<String>,
    /// Only those made at this instant or later.
    pub since: Option<String>,
    /// Only those behind this number.
    pub after: Option<u64>,
    /// How many at most.
    pub limit: u32,
}

/// One answer.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
#[serde(tag = "reply", rename_all = "kebab-case")]
pub enum ControlReply {
    /// Somebody is there.
    Pong {
        /// The server's version.
        version: String,
    },
    /// An insurer was added.
    InsurerAdded {
        /// Its number.
        number: String,
    },
    /// An insurer was changed, or is as it was asked to be.
    InsurerChanged {
        /// As it stands now.
        insurer: InsurerLine,
        /// How many of its fields became another.
        fields: usize,
    },
    /// The insurers.
    Insurers {
        /// In the order of their numbers.
        insurers: Vec<InsurerLine>,
    },
    /// An account was added or reset.
    InitialPassword {
        /// Login id.
        login: String,
        /// Shown this once; must be changed at the first sign-in.
        password: String,
    },
    /// A key was added.
    KeyAdded {
        /// Its number.
        id: u32,
    },
    /// The work of sealing again is done.
    Rewrapped {
        /// How many records were sealed again.
        records: u64,
    },
    /// A key was erased.
    KeyRetired {
        /// Its number.
        id: u32,
    },
    /// The keys.
    Keys {
        /// Oldest first.
        keys: Vec<KeyLine>,
    },
    /// What reading the audit again has found.
    AuditVerified {
        /// One line per chain.
        chains: Vec<ChainLine>,
        /// What became of looking for what was noted elsewhere.
        #[serde(default)]
        looked_for: Option<LookedFor>,
    },
    /// Audit records.
    AuditListed {
        /// One JSON object each.
        records: Vec<String>,
    },
    /// The copy is complete.
    Exported {
        /// How many records.
        records: u64,
        /// How many sealed files.
        files: u64,
    },
    /// The relay's answer to the test letter.
    TestMail {
        /// Whether it was taken.
        taken: bool,
        /// What the relay said.
        words: String,
    },
    /// The returned letter was read.
    BounceNoted {
        /// Whether it changed a seat's state (a delayed letter does not).
        noted: bool,
        /// Whether it was understood; what is not, the asker keeps.
        understood: bool,
    },
    /// Nothing was done: the number or login id is already somebody's. `init` goes on then.
    Taken {
        /// What is taken, in English.
        reason: String,
    },
    /// Nothing was done.
    Refused {
        /// Everything that speaks against it, in English.
        reasons: Vec<String>,
    },
}

/// One insurer in a list.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
pub struct InsurerLine {
    /// 保険者番号.
    pub number: String,
    /// Name.
    pub name: String,
    /// Office.
    pub office: String,
    /// Telephone.
    pub phone: String,
    /// Postal address; may be empty.
    #[serde(default)]
    pub address: String,
    /// Mail address.
    #[serde(default)]
    pub mail: String,
}

/// What became of looking for a digest or number noted elsewhere.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
pub struct LookedFor {
    /// What was looked for.
    pub noted: String,
    /// Where it stands, in English; `None`: nowhere.
    pub found: Option<String>,
}

/// One chain of audit records.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
pub struct ChainLine {
    /// 保険者番号, or `installation`.
    pub whose: String,
    /// Records read and found right.
    pub records: u64,
    /// The last number under a seal.
    pub sealed_to: u64,
    /// When the last seal was made.
    pub sealed_at: Option<String>,
    /// The last number that was removed at the end of its storage.
    pub pruned_to: u64,
    /// Digest of the last seal, hex.
    pub head: String,
    /// The first thing that is wrong, in English.
    pub broken: Option<String>,
}

/// One key in a list.
#[derive(Serialize, Deserialize, PartialEq, Eq)]
pub struct KeyLine {
    /// Its number.
    pub id: u32,
    /// When it was made, as the ring tells.
    pub made_at: String,
    /// `active`, `kept` or `retired`.
    pub state: String,
}

impl ControlReply {
    /// A refusal with one reason.
    pub fn refused(reason: impl Into<String>) -> Self {
        Self::Refused {
            reasons: vec![reason.into()],
        }
    }
}
