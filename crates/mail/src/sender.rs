//! Wrapping: one letter for one reader becomes one MIME message with fixed From, Reply-To the
//! office, a Message-ID and a return path that name the notice, and a signature.

mod settings;

use crate::address::{ReturnPath, wire};
use crate::bounce::BounceReader;
use crate::dkim::Signature;
use crate::letter::{self, Letter, Mailable};
use crate::parcel::Parcel;
use jiff::Timestamp;
use kairan_domain::ids::NoticeId;
use kairan_domain::mail_address::MailAddress;
use kairan_domain::secret::SecretText;
use kairan_domain::text::one_line;
use lettre::address::Envelope;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message, MultiPart, SinglePart};
use std::time::SystemTime;

pub use settings::{ComposeError, DkimSettings, SenderFault, SenderSettings};

/// Wraps letters; one per installation, shared by every delivery.
#[derive(Debug)]
pub struct Sender {
    from: lettre::Address,
    return_path: Option<ReturnPath>,
    signature: Option<Signature>,
}

/// Whose name stands on a letter and to whom it goes.
struct Heading<'a> {
    name: &'a str,
    reply_to: Option<(&'a str, &'a MailAddress)>,
    to: &'a MailAddress,
}

impl Sender {
    /// Checks the settings and loads the key.
    ///
    /// # Errors
    /// [`SenderFault`] names the first thing wrong.
    pub fn new(settings: &SenderSettings) -> Result<Self, SenderFault> {
        let from = wire(&settings.from).ok_or(SenderFault::From)?;
        let return_path = match settings.return_path.trim() {
            "" => None,
            pattern => Some(ReturnPath::parse(pattern).ok_or(SenderFault::ReturnPath)?),
        };
        let signature = settings.dkim.as_ref().map(Signature::load).transpose()?;
        Ok(Self {
            from,
            return_path,
            signature,
        })
    }

    /// Renders and wraps the letter of a notice; `now` becomes its Date.
    ///
    /// # Errors
    /// [`ComposeError`].
    pub fn compose(
        &self,
        notice: NoticeId,
        facts: &impl Mailable,
        now: Timestamp,
    ) -> Result<Parcel, ComposeError> {
        let letter = facts.letter()?;
        let office = facts.office();
        let heading = Heading {
            name: &office.insurer,
            reply_to: Some((&office.office, &office.mail)),
            to: facts.to(),
        };
        self.wrap(notice, &heading, &letter, now)
    }

    /// The letter of `kairan send-test-mail`; `id` is fresh and belongs to no stored notice.
    ///
    /// # Errors
    /// [`ComposeError`].
    pub fn compose_test(
        &self,
        id: NoticeId,
        to: &MailAddress,
        now: Timestamp,
    ) -> Result<Parcel, ComposeError> {
        let heading = Heading {
            name: "回覧",
            reply_to: None,
            to,
        };
        self.wrap(id, &heading, &letter::test_letter()?, now)
    }

    /// The reader of what comes back to these letters.
    pub fn bounces(&self) -> BounceReader {
        BounceReader::new(self.return_path.clone(), self.from.domain())
    }

    fn wrap(
        &self,
        notice: NoticeId,
        heading: &Heading<'_>,
        letter: &Letter,
        now: Timestamp,
    ) -> Result<Parcel, ComposeError> {
        let to = wire(heading.to).ok_or(ComposeError::Address)?;
        let envelope = Envelope::new(Some(self.return_address(notice)?), vec![to.clone()])
            .map_err(|_| ComposeError::Address)?;
        let (content_type, body) = alternatives(notice, letter).ok_or(ComposeError::Build)?;
        let mut builder = Message::builder()
            .date(SystemTime::from(now))
            .from(mailbox(heading.name, self.from.clone()))
            .to(Mailbox::new(None, to));
        if let Some((name, mail)) = heading.reply_to {
            builder = builder.reply_to(mailbox(name, wire(mail).ok_or(ComposeError::Address)?));
        }
        let mut message = builder
            .subject(one_line(&letter.subject))
            .message_id(Some(format!("<{notice}@{}>", self.from.domain())))
            // RFC 3834; the second one is what Exchange heeds: no "out of office" to a return path.
            .raw_header(plain_header("Auto-Submitted", "auto-generated"))
            .raw_header(plain_header("X-Auto-Response-Suppress", "OOF, AutoReply"))
            .raw_header(plain_header("Content-Language", "ja"))
            .raw_header(plain_header("MIME-Version", "1.0"))
            .header(content_type)
            .envelope(envelope.clone())
            .body(body)
            .map_err(|_| ComposeError::Build)?;
        if let Some(signature) = &self.signature {
            signature.sign(&mut message);
        }
        Ok(Parcel::new(notice, envelope, message.formatted()))
    }

    fn return_address(&self, notice: NoticeId) -> Result<lettre::Address, ComposeError> {
        let Some(path) = &self.return_path else {
            return Ok(self.from.clone());
        };
        path.of(&notice.to_string())
            .parse()
            .map_err(|_| ComposeError::Address)
    }
}

fn mailbox(name: &str, address: lettre::Address) -> Mailbox {
    Mailbox::new(
        Some(one_line(name)).filter(|name| !name.is_empty()),
        address,
    )
}

fn plain_header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// Text and HTML as one `multipart/alternative`: its Content-Type, and the bytes behind it.
fn alternatives(notice: NoticeId, letter: &Letter) -> Option<(ContentType, Body)> {
    let part = |kind: ContentType, text: &SecretText| {
        let text = text.expose().replace("\r\n", "\n").replace('\n', "\r\n");
        let body = Body::new_with_encoding(text, ContentTransferEncoding::Base64).ok()?;
        Some(SinglePart::builder().header(kind).body(body))
    };
    let both = MultiPart::alternative()
        .boundary(format!("kairan-{notice}"))
        .singlepart(part(ContentType::TEXT_PLAIN, &letter.text)?)
        .singlepart(part(ContentType::TEXT_HTML, &letter.html)?);
    let content_type = both.headers().get::<ContentType>()?;
    let whole = both.formatted();
    let start = whole.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let body =
        Body::dangerous_pre_encoded(whole[start..].to_vec(), ContentTransferEncoding::SevenBit);
    Some((content_type, body))
}
