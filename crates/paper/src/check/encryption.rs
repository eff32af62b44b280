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

impl Unlocked {
    /// Tries the empty user password.
    pub(super) fn with_empty_password(
        encrypt: Dictionary,
        trailer: &Dictionary,
    ) -> Result<Self, FileFault> {
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
            .map(Self)
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
