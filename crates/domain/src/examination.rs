//! What a file carries that nobody sees on its pages: what was found, and what becomes of it.
//!
//! A finding names kind, page, place and a number of words, never the words. So it may be kept,
//! logged and shown in a list; whoever wants the words looks at the file.

use crate::author::Author;
use crate::secret::SecretText;
use jiff::Timestamp;

/// A kind of what lies unseen in a file. The order is that of pages and lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// Text under a filled shape or a picture; it can be copied.
    CoveredText,
    /// Text under an annotation, which anybody can move away.
    TextUnderAnnotation,
    /// Text in the colour of what lies behind it.
    FaintText,
    /// Text outside the visible part of the page.
    TextOutside,
    /// Text that was recognised on a scan, at a place where the scan shows nothing.
    ScannedText,
    /// Words that programs read out or copy in place of what is shown.
    ReplacedText,
    /// What screen readers are told of the pages and pictures.
    Description,
    /// A layer that is switched off.
    HiddenLayer,
    /// An annotation that no program shows.
    HiddenAnnotation,
    /// An annotation: a comment, a mark, a stamp.
    Annotation,
    /// Something that common viewers show and our pictures of the page do not: an annotation or a
    /// field without an appearance of its own, a picture whose data is crooked.
    Undrawn,
    /// A form field.
    FormField,
    /// A link out of the file.
    Link,
    /// A file within the file.
    Attachment,
    /// A script.
    Script,
    /// Something else that happens by itself: a program is started, a form is sent.
    Action,
    /// What the file was before it was last saved.
    EarlierRevision,
    /// A small picture of a page as it once was.
    Thumbnail,
    /// Title, subject or keywords.
    Title,
    /// Who wrote it.
    Author,
    /// The programs it was made with.
    Producer,
    /// A description in XML (XMP), of the file or of a picture in it.
    Xmp,
    /// Notes a program keeps for itself (page-piece dictionaries).
    ProgramData,
    /// The list of contents that viewers show beside the pages.
    Bookmark,
}

impl FindingKind {
    /// All of them, in order.
    pub const ALL: [Self; 24] = [
        Self::CoveredText,
        Self::TextUnderAnnotation,
        Self::FaintText,
        Self::TextOutside,
        Self::ScannedText,
        Self::ReplacedText,
        Self::Description,
        Self::HiddenLayer,
        Self::HiddenAnnotation,
        Self::Annotation,
        Self::Undrawn,
        Self::FormField,
        Self::Link,
        Self::Attachment,
        Self::Script,
        Self::Action,
        Self::EarlierRevision,
        Self::Thumbnail,
        Self::Title,
        Self::Author,
        Self::Producer,
        Self::Xmp,
        Self::ProgramData,
        Self::Bookmark,
    ];

    /// Its word in records, logs and the command line's answers; never changed.
    pub fn word(self) -> &'static str {
        match self {
            Self::CoveredText => "covered_text",
            Self::TextUnderAnnotation => "text_under_annotation",
            Self::FaintText => "faint_text",
            Self::TextOutside => "text_outside",
            Self::ScannedText => "scanned_text",
            Self::ReplacedText => "replaced_text",
            Self::Description => "description",
            Self::HiddenLayer => "hidden_layer",
            Self::HiddenAnnotation => "hidden_annotation",
            Self::Annotation => "annotation",
            Self::Undrawn => "undrawn",
            Self::FormField => "form_field",
            Self::Link => "link",
            Self::Attachment => "attachment",
            Self::Script => "script",
            Self::Action => "action",
            Self::EarlierRevision => "earlier_revision",
            Self::Thumbnail => "thumbnail",
            Self::Title => "title",
            Self::Author => "author",
            Self::Producer => "producer",
            Self::Xmp => "xmp",
            Self::ProgramData => "program_data",
            Self::Bookmark => "bookmark",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether text stands on a page without being seen there: such a page becomes a picture.
    pub fn hides_text(self) -> bool {
        matches!(
            self,
            Self::CoveredText
                | Self::TextUnderAnnotation
                | Self::FaintText
                | Self::TextOutside
                | Self::ScannedText
                | Self::ReplacedText
                | Self::HiddenLayer
        )
    }

    /// Whether it tells of the file and those who made it, and is taken away without asking.
    pub fn describes(self) -> bool {
        matches!(
            self,
            Self::Title
                | Self::Author
                | Self::Producer
                | Self::Xmp
                | Self::Thumbnail
                | Self::ProgramData
                | Self::EarlierRevision
        )
    }

    /// Whether somebody must decide about it before a reviewer gets the file. The rest is
    /// taken away without asking, or is what everybody sees anyway.
    pub fn asks(self) -> bool {
        self.hides_text()
            || matches!(
                self,
                Self::HiddenAnnotation
                    | Self::Annotation
                    | Self::Undrawn
                    | Self::Attachment
                    | Self::Script
                    | Self::Action
                    | Self::EarlierRevision
            )
    }
}

/// A rectangle on a page as it is shown, in points (1/72 inch) from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// From the left edge of the page; negative outside of it.
    pub left: i32,
    /// From the upper edge.
    pub top: i32,
    /// How wide.
    pub width: i32,
    /// How high.
    pub height: i32,
}

/// One thing that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// On which page (from 1); `None`: it belongs to the whole file.
    pub page: Option<u32>,
    /// Where on the page.
    pub place: Option<Place>,
    /// How many words nobody sees. Japanese has no spaces: a row of characters is one.
    pub words: u32,
}

/// What is kept of all findings of one kind in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindFound {
    /// The kind.
    pub kind: FindingKind,
    /// How often.
    pub count: u32,
    /// How many words in all.
    pub words: u32,
    /// The first pages it stands on, at most [`KindFound::MOST_PAGES`]; none: the whole file.
    pub pages: Vec<u32>,
}

impl KindFound {
    /// Most pages that are named: a meeting's record holds fifty materials.
    pub const MOST_PAGES: usize = 6;
}

/// The findings of a file, kind by kind.
pub fn by_kind(found: &[Finding]) -> Vec<KindFound> {
    let of = |kind: FindingKind| {
        let all = || found.iter().filter(move |finding| finding.kind == kind);
        let count = u32::try_from(all().count()).unwrap_or(u32::MAX);
        let mut pages: Vec<u32> = all().filter_map(|finding| finding.page).collect();
        pages.dedup();
        pages.truncate(KindFound::MOST_PAGES);
        (count > 0).then(|| KindFound {
            kind,
            count,
            words: all().fold(0, |sum, finding| sum.saturating_add(finding.words)),
            pages,
        })
    };
    FindingKind::ALL.into_iter().filter_map(of).collect()
}

/// Why a file was not examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotExamined {
    /// Too large, too many pages, or too much drawn on them.
    Limit,
    /// It opens with a password, or is protected against changes.
    Encrypted,
    /// The program that looks could not read it.
    Unreadable,
}

/// What reviewers are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// The file as it was brought.
    AsBrought,
    /// A copy without what describes it.
    WithoutMetadata,
    /// A copy without anything unseen; these pages are pictures in it.
    Clean {
        /// From 1.
        pictures: Vec<u32>,
    },
}

/// What was found in a file, and what was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    /// When it was examined.
    pub at: Timestamp,
    /// What was found in it as it was brought.
    pub found: Vec<KindFound>,
    /// What reviewers are given.
    pub given: Given,
    /// Who decided, where a decision was asked for.
    pub decision: Option<Decision>,
}

impl Examination {
    /// Whether somebody must decide before a reviewer gets the file.
    pub fn waits(&self) -> bool {
        self.decision.is_none() && self.found.iter().any(|found| self.asks(found.kind))
    }

    /// Whether a decision about this kind is asked for: a copy of any kind is one revision.
    pub fn asks(&self, kind: FindingKind) -> bool {
        let gone = kind == FindingKind::EarlierRevision && self.given != Given::AsBrought;
        kind.asks() && !gone
    }
}

/// What somebody decided about the findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Who.
    pub by: Author,
    /// When.
    pub at: Timestamp,
    /// Why the file is used with what was found; `None`: the clean copy was looked at and taken.
    pub reason: Option<SecretText>,
}

/// How far a file has been examined.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Examined {
    /// It came before files were examined, or Kairan made it itself.
    #[default]
    Never,
    /// It will be.
    Waiting,
    /// It was not.
    Not(NotExamined),
    /// It was.
    Done(Examination),
}

impl Examined {
    /// Whether nothing stands in the way of giving the file to reviewers.
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Waiting => false,
            Self::Never | Self::Not(_) => true,
            Self::Done(examination) => !examination.waits(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_comes_back_from_its_word_and_keeps_its_place() {
        for pair in FindingKind::ALL.windows(2) {
            assert!(pair[0] < pair[1]);
        }
        for kind in FindingKind::ALL {
            assert_eq!(FindingKind::of_word(kind.word()), Some(kind));
            assert!(kind.asks() || !kind.hides_text());
        }
        assert_eq!(FindingKind::of_word("blank"), None);
    }
}
