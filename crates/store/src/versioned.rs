//! A record together with the version under which it was read.

use kairan_domain::ids::InsurerId;
use std::ops::Deref;

use crate::record::Record;

/// The number of the commit that wrote a record. Grows, and is never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub(crate) u64);

impl Version {
    /// The bare number, for a form's hidden field or an ETag.
    pub fn get(self) -> u64 {
        self.0
    }
}

/// A record as read. It cannot be changed in place: an update names it beside the new value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned<T> {
    value: T,
    version: Version,
}

impl<T> Versioned<T> {
    pub(crate) fn new(value: T, version: u64) -> Self {
        Self {
            value,
            version: Version(version),
        }
    }

    /// The version it was read under.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The record alone.
    pub fn into_value(self) -> T {
        self.value
    }
}

impl<T: Record> Versioned<T> {
    /// The record, unless it belongs to another insurer: then it does not exist.
    pub fn of(self, insurer: InsurerId) -> Option<Self> {
        (self.value.insurer() == insurer).then_some(self)
    }
}

impl<T> Deref for Versioned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
