//! Encrypted files: one that opens without a password is let in, any other is refused.
//!
//! Files with an owner password only (no printing, no copying) open everywhere; scanners and
//! ministries make them. `lopdf` does the standard security handler's arithmetic.

use super::PdfError;
use kairan_domain::upload::FileFault;
use lopdf::encryption::decrypt_object;
use lopdf::{Dictionary, Document, EncryptionState, Object, Stream};

/// Where the encryption dictionary is put; the number plays no part in the arithmetic.
const ENCRYPT: (u32, u16) = (1, 0);

/// The keys of a file that opened.
pub(super) struct Unlocked(EncryptionState);

/// Whether strings and streams lie in the clear (ISO 32000-1 §7.6.5): then the file opens without
/// a password, and only what is attached to it asks for one.
fn only_attachments(encrypt: &Dictionary) -> bool {
    let filters = encrypt.get(b"V").and_then(Object::as_i64).unwrap_or(0) >= 4;
    let clear = |key: &[u8]| {
        let filter = encrypt.get(key).and_then(Object::as_name);
        filter.is_ok_and(|filter| filter == b"Identity") || !encrypt.has(key)
    };
    filters && clear(b"StmF") && clear(b"StrF")
}

impl Unlocked {
    /// Tries the empty user password.
    pub(super) fn with_empty_password(
        encrypt: Dictionary,
        trailer: &Dictionary,
    ) -> Result<Option<Self>, FileFault> {
        if only_attachments(&encrypt) {
            return Ok(None);
        }
        let mut shell = Document::new();
        shell.trailer.set("Encrypt", Object::Reference(ENCRYPT));
        if let Ok(id) = trailer.get(b"ID") {
            shell.trailer.set("ID", id.clone());
        }
        shell.objects.insert(ENCRYPT, Object::Dictionary(encrypt));
        shell
            .authenticate_user_password("")
            .map_err(|_| FileFault::NeedsPassword)?;
        EncryptionState::decode(&shell, "")
            .map(|state| Some(Self(state)))
            .map_err(|_| FileFault::NeedsPassword)
    }

    /// A stream's bytes decrypted.
    pub(super) fn open(&self, number: u32, stream: Stream) -> Result<Stream, PdfError> {
        let mut object = Object::Stream(stream);
        decrypt_object(&self.0, (number, 0), &mut object).map_err(|_| FileFault::Damaged)?;
        match object {
            Object::Stream(stream) => Ok(stream),
            _ => Err(FileFault::Damaged.into()),
        }
    }
}
