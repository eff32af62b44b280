//! A record together with the version under which it was read.

use kairan_domain::ids::InsurerId;
use std::ops::Deref;
use std::sync::Arc;

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
#[derive(Debug, PartialEq, Eq)]
pub struct Versioned<T> {
    value: Arc<T>,
    version: Version,
}

impl<T> Versioned<T> {
    pub(crate) fn new(value: Arc<T>, version: u64) -> Self {
        Self {
            value,
            version: Version(version),
        }
    }

    /// The version it was read under.
    pub fn version(&self) -> Version {
        self.version
    }
}

impl<T: Clone> Versioned<T> {
    /// The record alone.
    pub fn into_value(self) -> T {
        Arc::unwrap_or_clone(self.value)
    }
}

impl<T> Clone for Versioned<T> {
    fn clone(&self) -> Self {
        Self {
            value: Arc::clone(&self.value),
            version: self.version,
        }
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
