//! Files that came for a request and wait for their sender's word. They are not submitted: the
//! person who sent them looks at what became of them first.
//!
//! One set per request: other files take the place of those that wait. They go when something is
//! submitted, when the request ends, when their sender says so, and after [`WAITING_DAYS`].

use super::{OpinionFile, OpinionRefusal, OpinionRequest, RequestState};
use crate::date::tokyo_day;
use crate::ids::FileId;
use crate::secret::SecretText;
use crate::text;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

/// Days that files wait.
pub const WAITING_DAYS: i32 = 30;

/// Files that were sent and not yet submitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingFiles {
    /// What was made of them: the pages as they would be submitted.
    pub pages: OpinionFile,
    /// As they were chosen, in order; at most [`WaitingFiles::MOST_NAMED`] are named.
    pub chosen: Vec<ChosenFile>,
    /// How many were chosen.
    pub count: usize,
    /// When they came.
    pub at: Timestamp,
}

/// A file as somebody chose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenFile {
    /// Its name on the sender's device, which may hold a person's.
    pub name: SecretText,
    /// Bytes.
    pub size: u64,
}

impl WaitingFiles {
    /// The most files that are named: names are typed by strangers, and a request must fit into
    /// its record.
    pub const MOST_NAMED: usize = 20;
    /// The most characters of a name.
    const MOST_NAME: usize = 40;

    /// Files that came as `chosen` (name and bytes) and became `pages`.
    pub fn new<'a>(
        pages: OpinionFile,
        chosen: impl ExactSizeIterator<Item = (&'a str, u64)>,
        at: Timestamp,
    ) -> Self {
        let count = chosen.len();
        let named = chosen.take(Self::MOST_NAMED);
        Self {
            pages,
            chosen: named
                .map(|(name, size)| ChosenFile::new(name, size))
                .collect(),
            count,
            at,
        }
    }

    /// The last day on which they wait.
    pub fn wait_until(&self) -> Date {
        let came = tokyo_day(self.at);
        came.checked_add(WAITING_DAYS.days()).unwrap_or(Date::MAX)
    }
}

impl ChosenFile {
    /// A long name keeps its beginning and its end, where the kind of file stands.
    fn new(name: &str, size: u64) -> Self {
        let name = text::one_line(name);
        let count = name.chars().count();
        let most = WaitingFiles::MOST_NAME;
        let name = if count <= most {
            name
        } else {
            let half = most / 2;
            let head = name.chars().take(half - 1);
            head.chain(['…'])
                .chain(name.chars().skip(count - half))
                .collect()
        };
        let name = SecretText::new(name);
        Self { name, size }
    }
}

impl OpinionRequest {
    /// Files wait in place of any that did.
    ///
    /// # Errors
    /// [`OpinionRefusal::Is`] unless it can be written.
    pub fn keep_waiting(&mut self, files: WaitingFiles) -> Result<(), OpinionRefusal> {
        self.must(RequestState::is_writable)?;
        self.waiting = Some(files);
        Ok(())
    }

    /// The files that wait, if they became this file.
    pub fn waiting_as(&self, file: FileId) -> Option<&WaitingFiles> {
        let waiting = self.waiting.as_ref();
        waiting.filter(|waiting| waiting.pages.file == file)
    }

    /// Whether files have waited too long for their sender's word.
    pub fn has_waited_long(&self, today: Date) -> bool {
        let waiting = self.waiting.as_ref();
        waiting.is_some_and(|waiting| waiting.wait_until() < today)
    }
}
