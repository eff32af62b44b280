//! The port the check reads through: sealed file, memory, anything with ranges.

use async_trait::async_trait;
use bytes::Bytes;
use std::io;

/// A file of known size that gives any of its ranges.
#[async_trait]
pub trait RangeRead: Send + Sync {
    /// Plain bytes.
    fn size(&self) -> u64;

    /// Bytes from `offset` on, `len` of them or as many as there are.
    ///
    /// # Errors
    /// Whatever the file underneath answers.
    async fn read_at(&self, offset: u64, len: usize) -> io::Result<Bytes>;
}

/// Bytes in memory: tests, and documents Kairan drew itself.
#[derive(Debug, Clone)]
pub struct InMemory(pub Bytes);

#[async_trait]
impl RangeRead for InMemory {
    fn size(&self) -> u64 {
        u64::try_from(self.0.len()).unwrap_or(u64::MAX)
    }

    async fn read_at(&self, offset: u64, len: usize) -> io::Result<Bytes> {
        let start = usize::try_from(offset).map_or(self.0.len(), |at| at.min(self.0.len()));
        let end = start.saturating_add(len).min(self.0.len());
        Ok(self.0.slice(start..end))
    }
}
