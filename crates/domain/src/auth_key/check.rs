//! What an administrator types about a key, judged.

use super::{KeyScope, MOST_NETWORKS, Rights};
use crate::date;
use crate::ids::ClinicId;
use crate::network::Network;
use crate::text;
use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};

/// Characters of a key's name.
const MOST_NAME: usize = 40;
/// A key lives this long at most: three fiscal years, as a system's contract does.
const MOST_DAYS: i64 = 1_100;

/// A key as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawAuthKey {
    /// 名称.
    pub name: String,
    /// 審査会資料.
    pub meetings: bool,
    /// 主治医意見書.
    pub opinions: bool,
    /// 登録・変更を許可する.
    pub changes: bool,
    /// The clinic's id; empty: the insurer's own system.
    pub clinic: String,
    /// The last day, in any way a day is typed.
    pub until: String,
    /// Addresses and ranges, one per line or with commas between; empty: from anywhere.
    pub networks: String,
}

/// A key's facts that can be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedAuthKey {
    /// 名称.
    pub name: String,
    /// What it opens.
    pub scope: KeyScope,
    /// From where.
    pub networks: Vec<Network>,
    /// The end of its last day.
    pub until: Timestamp,
}

/// What is wrong with a typed key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// No name, or too long.
    #[error("the key needs a name of at most {most} characters")]
    Name {
        /// The most characters.
        most: usize,
    },
    /// It would open nothing.
    #[error("the key opens nothing")]
    Opens,
    /// No such clinic.
    #[error("no such clinic")]
    Clinic,
    /// Not a day.
    #[error("not a day")]
    UntilNotADay,
    /// Not behind today, or too far ahead.
    #[error("the last day lies within {most} days from tomorrow")]
    UntilOutside {
        /// The latest last day.
        latest: Date,
        /// Days.
        most: i64,
    },
    /// No address range.
    #[error("line {line} is no address range")]
    Network {
        /// Which entry, from 1.
        line: usize,
    },
    /// More ranges than are kept.
    #[error("more than {most} address ranges")]
    Networks {
        /// The most.
        most: usize,
    },
}

impl RawAuthKey {
    /// Judges what was typed.
    ///
    /// # Errors
    /// Every [`KeyFault`] found.
    pub fn check(&self, now: Timestamp) -> Result<CheckedAuthKey, Vec<KeyFault>> {
        let mut faults = Vec::new();
        let name = text::line_as_given(&self.name);
        if !(1..=MOST_NAME).contains(&name.chars().count()) {
            faults.push(KeyFault::Name { most: MOST_NAME });
        }
        let scope = self.scope().map_err(|fault| faults.push(fault));
        let until = self.last_day(now).map_err(|fault| faults.push(fault));
        let networks = self.networks().map_err(|fault| faults.push(fault));
        match (scope, until, networks) {
            (Ok(scope), Ok(until), Ok(networks)) if faults.is_empty() => Ok(CheckedAuthKey {
                name,
                scope,
                networks,
                until,
            }),
            _ => Err(faults),
        }
    }

    fn scope(&self) -> Result<KeyScope, KeyFault> {
        if !self.clinic.trim().is_empty() {
            let clinic = self.clinic.trim().parse::<ClinicId>();
            return clinic.map(KeyScope::Clinic).map_err(|_| KeyFault::Clinic);
        }
        if self.meetings || self.opinions {
            Ok(KeyScope::Insurer(Rights {
                meetings: self.meetings,
                opinions: self.opinions,
                changes: self.changes,
            }))
        } else {
            Err(KeyFault::Opens)
        }
    }

    fn last_day(&self, now: Timestamp) -> Result<Timestamp, KeyFault> {
        let today = date::tokyo_day(now);
        let latest = today.saturating_add(MOST_DAYS.days());
        let day = date::parse_date(&self.until).map_err(|_| KeyFault::UntilNotADay)?;
        let outside = KeyFault::UntilOutside {
            latest,
            most: MOST_DAYS,
        };
        if day <= today || day > latest {
            return Err(outside);
        }
        let end = day.saturating_add(1.days());
        date::from_tokyo(end, Time::midnight()).ok_or(outside)
    }

    fn networks(&self) -> Result<Vec<Network>, KeyFault> {
        let typed = text::half_width(&self.networks);
        let entries = typed
            .split(|c: char| c.is_whitespace() || c == ',' || c == '、')
            .filter(|entry| !entry.is_empty());
        let mut networks = Vec::new();
        for (entry, line) in entries.zip(1..) {
            networks.push(entry.parse().map_err(|_| KeyFault::Network { line })?);
        }
        if networks.len() > MOST_NETWORKS {
            return Err(KeyFault::Networks {
                most: MOST_NETWORKS,
            });
        }
        Ok(networks)
    }
}
