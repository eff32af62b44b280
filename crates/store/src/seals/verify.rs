//! Reading a chain from its first seal to the last record.

use jiff::Timestamp;
use kairan_domain::ids::InsurerId;
use thiserror::Error;

use super::ledger::Tip;
use super::{TOGETHER, chain};
use crate::engine::{Direction, Found, Scan, behind};
use crate::error::StoreError;
use crate::index::{audit_stream, record_key};
use crate::record::{AuditSeal, Kind, Marked, Reached, marked, read_audit, stream_id};
use crate::store::Store;

/// Seals read at once.
const SEALS: usize = 50;

/// The first thing that is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Broken {
    /// A number is missing.
    #[error("audit record {0} is missing")]
    Missing(u64),
    /// A record is not the one that was sealed.
    #[error("audit record {0} was changed after it was sealed")]
    Changed(u64),
    /// A record that is not sealed yet cannot be read.
    #[error("audit record {0} cannot be read")]
    Unreadable(u64),
    /// The seal that should begin with this record is not there.
    #[error("the seal that begins with audit record {0} is missing")]
    SealMissing(u64),
    /// The seal that begins with this record does not follow from the one before it.
    #[error("the seal that begins with audit record {0} does not follow from the one before it")]
    SealUnlinked(u64),
    /// The seal that begins with this record does not open.
    #[error("the seal that begins with audit record {0} cannot be opened")]
    SealUnreadable(u64),
    /// A record was not written here: its mark is wrong or missing.
    #[error("audit record {0} was not written by this Kairan at this place: its mark is wrong")]
    Forged(u64),
    /// Seals that were made are not there: the first number without one, and how far they went.
    #[error(
        "the audit is cut: from record {0} on the seals are missing, and it was sealed up to {1}"
    )]
    SealsCut(u64, u64),
    /// The last seal is not the one that was made last: its last number.
    #[error("the seal that ends with audit record {0} is not the one that was made last")]
    OtherHead(u64),
    /// What keeps how far the chain reaches was put back: the first number it does not know.
    #[error("the ledger of the audit was put back: it does not know the seal over record {0}")]
    LedgerBehind(u64),
    /// What tells the last number is missing or was changed: a number there is at least.
    #[error("behind audit record {0}, what tells the last number is missing or was changed")]
    TipWrong(u64),
}

impl Broken {
    /// The number of the first record concerned.
    pub fn no(self) -> u64 {
        match self {
            Self::Missing(no)
            | Self::Changed(no)
            | Self::Unreadable(no)
            | Self::SealMissing(no)
            | Self::SealUnlinked(no)
            | Self::SealUnreadable(no)
            | Self::Forged(no)
            | Self::SealsCut(no, _)
            | Self::OtherHead(no)
            | Self::LedgerBehind(no)
            | Self::TipWrong(no) => no,
        }
    }
}

/// An insurer's chain, as far as it was found whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AuditChain {
    /// Records read and found right.
    pub records: u64,
    /// Seals found right.
    pub seals: u64,
    /// The last sealed number.
    pub sealed_to: u64,
    /// When the last seal was made.
    pub sealed_at: Option<Timestamp>,
    /// The last number that was pruned.
    pub pruned_to: u64,
    /// Digest of the last seal; zeros without any.
    pub head: [u8; 32],
    /// The first thing that is wrong.
    pub broken: Option<Broken>,
}

/// What is known of a chain apart from it.
#[derive(Clone, Copy)]
struct Known {
    reached: Reached,
    tip: Tip,
}

/// What a step found: nothing wrong, or the first thing.
type Sound = Result<(), Broken>;

impl Store {
    /// Reads an insurer's seals and all records under and behind them.
    ///
    /// # Errors
    /// [`StoreError`] when the store fails; what is wrong with the chain stands in the answer.
    pub async fn verify_audit(&self, insurer: Option<InsurerId>) -> Result<AuditChain, StoreError> {
        let mut chain = AuditChain::default();
        // Both before the records, which only grow: they may be behind, never in front of them.
        let known = Known {
            reached: self.reached(insurer).await?,
            tip: self.tip(insurer).await?,
        };
        let mut sound = self
            .verify_seals(insurer, known.reached, &mut chain)
            .await?;
        if sound.is_ok() {
            sound = self.verify_reach(insurer, known.reached, &chain).await?;
        }
        if sound.is_ok() {
            sound = self.verify_tail(insurer, known, &mut chain).await?;
        }
        chain.broken = sound.err();
        Ok(chain)
    }

    /// The seals reach as far as the ledger says, and no further.
    async fn verify_reach(
        &self,
        insurer: Option<InsurerId>,
        reached: Reached,
        chain: &AuditChain,
    ) -> Result<Sound, StoreError> {
        if chain.sealed_to < reached.sealed_to {
            let cut = Broken::SealsCut(chain.sealed_to + 1, reached.sealed_to);
            return Ok(Err(cut));
        }
        let now = self.reached(insurer).await?;
        Ok(if now.sealed_to < chain.sealed_to {
            Err(Broken::LedgerBehind(now.sealed_to + 1))
        } else {
            Ok(())
        })
    }

    async fn verify_seals(
        &self,
        insurer: Option<InsurerId>,
        reached: Reached,
        chain: &mut AuditChain,
    ) -> Result<Sound, StoreError> {
        let prefix = record_key(Kind::AuditSeal, &stream_id(insurer));
        let mut from = prefix.clone();
        loop {
            let scan = Scan {
                from: from.clone(),
                to: behind(&prefix),
                limit: SEALS,
                direction: Direction::Up,
                follow: false,
            };
            let found = self.0.engine.scan(scan).await?;
            let Some(last) = found.last() else {
                return Ok(Ok(()));
            };
            from = [last.key.as_slice(), &[0]].concat();
            for found in found {
                let step = self.verify_found(found, reached, chain).await?;
                if step.is_err() {
                    return Ok(step);
                }
            }
        }
    }

    async fn verify_found(
        &self,
        found: Found,
        reached: Reached,
        chain: &mut AuditChain,
    ) -> Result<Sound, StoreError> {
        let named = found
            .key
            .last_chunk()
            .copied()
            .map_or(0, u64::from_be_bytes);
        let wanted = chain.sealed_to.saturating_add(1);
        if named != wanted {
            return Ok(Err(Broken::SealMissing(wanted)));
        }
        let Some(row) = found.row else {
            return Ok(Ok(()));
        };
        let Ok(seal) = self.0.codec.read::<AuditSeal>(&found.key, &row) else {
            return Ok(Err(Broken::SealUnreadable(named)));
        };
        if seal.previous != chain.head || seal.from != named || seal.to < named {
            return Ok(Err(Broken::SealUnlinked(named)));
        }
        if seal.to == reached.sealed_to && seal.digest != reached.head {
            return Ok(Err(Broken::OtherHead(seal.to)));
        }
        if seal.pruned_at.is_some() {
            chain.pruned_to = seal.to;
        } else if let Err(broken) = self.verify_marked(&seal, reached.marked_from).await? {
            // Pruned while it was read?
            let again = self.0.engine.get(&found.key).await?;
            let again = again.map(|row| self.0.codec.read::<AuditSeal>(&found.key, &row));
            let again = again.transpose()?;
            if again.is_none_or(|seal| seal.pruned_at.is_none()) {
                return Ok(Err(broken));
            }
            chain.pruned_to = seal.to;
        } else {
            chain.records += seal.to - seal.from + 1;
        }
        chain.seals += 1;
        (chain.sealed_to, chain.sealed_at) = (seal.to, Some(seal.sealed_at));
        chain.head = seal.digest;
        Ok(Ok(()))
    }

    /// The records under one seal that has not been pruned, and their marks.
    async fn verify_marked(&self, seal: &AuditSeal, marked_from: u64) -> Result<Sound, StoreError> {
        let sound = self.verify_records(seal).await?;
        if sound.is_err() {
            return Ok(sound);
        }
        for (no, bytes) in self.audit_rows(seal.insurer, (seal.from, seal.to)).await? {
            match self.marked(seal.insurer, no, &bytes) {
                // The seal itself vouches for what a retired key marked.
                Marked::Right | Marked::Retired => {}
                Marked::Without if no < marked_from => {}
                _ => return Ok(Err(Broken::Forged(no))),
            }
        }
        Ok(Ok(()))
    }

    fn marked(&self, insurer: Option<InsurerId>, no: u64, bytes: &[u8]) -> Marked {
        marked(&self.0.codec.vault, &audit_stream(insurer), no, bytes)
    }

    /// The records under one seal that has not been pruned.
    pub(super) async fn verify_records(&self, seal: &AuditSeal) -> Result<Sound, StoreError> {
        let rows = self.audit_rows(seal.insurer, (seal.from, seal.to)).await?;
        let mut leaves = Vec::with_capacity(rows.len());
        let mut rows = rows.into_iter();
        for (wanted, mark) in (seal.from..=seal.to).zip(&seal.marks) {
            let Some((_, bytes)) = rows.next().filter(|(no, _)| *no == wanted) else {
                return Ok(Err(Broken::Missing(wanted)));
            };
            let leaf = chain::leaf(wanted, &bytes);
            if chain::mark(&leaf) != *mark {
                return Ok(Err(Broken::Changed(wanted)));
            }
            leaves.push(leaf);
        }
        let range = (seal.from, seal.to);
        let digest = chain::digest(seal.insurer, &seal.previous, range, &leaves);
        Ok(if digest == seal.digest {
            Ok(())
        } else {
            Err(Broken::SealUnlinked(seal.from))
        })
    }

    /// What is not sealed yet: numbers without gaps up to the tip, readable, and marked.
    async fn verify_tail(
        &self,
        insurer: Option<InsurerId>,
        known: Known,
        chain: &mut AuditChain,
    ) -> Result<Sound, StoreError> {
        let mut wanted = chain.sealed_to.saturating_add(1);
        loop {
            let rows = self.audit_rows(insurer, (wanted, u64::MAX)).await?;
            let whole = rows.len() < TOGETHER;
            for (no, bytes) in rows {
                if no != wanted {
                    return Ok(Err(Broken::Missing(wanted)));
                }
                if read_audit(&bytes).is_err() {
                    return Ok(Err(Broken::Unreadable(wanted)));
                }
                match self.marked(insurer, no, &bytes) {
                    Marked::Right => {}
                    Marked::Without if no < known.reached.marked_from => {}
                    _ => return Ok(Err(Broken::Forged(no))),
                }
                wanted += 1;
                chain.records += 1;
            }
            if whole {
                let mut fault = known.tip.fault(wanted - 1, known.reached.marked_from);
                if fault.is_some() && known.tip == Tip::Missing {
                    // The stream's first records may have come since: then it has a tip now.
                    if self.tip(insurer).await? != Tip::Missing {
                        fault = None;
                    }
                }
                return Ok(fault.map_or(Ok(()), Err));
            }
        }
    }
}
