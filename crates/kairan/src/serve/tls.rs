//! A listener's certificate: read at start, read again on SIGHUP, never half replaced.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

use crate::config::Tls;

/// Certificate and key that answer new connections until the next reload.
pub struct Certificate {
    files: Tls,
    current: RwLock<Arc<ServerConfig>>,
}

/// Why a certificate cannot be used; the one in use stays.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// The file is missing, closed to us or no PEM of the right kind.
    #[error("cannot read {file}: {cause}")]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// What the PEM reader said.
        cause: String,
    },
    /// The chain file holds no certificate.
    #[error("{0} holds no certificate")]
    Empty(PathBuf),
    /// Key and certificate do not belong together, or the key's kind is not supported.
    #[error("certificate and key cannot be used: {0}")]
    Mismatch(#[from] rustls::Error),
}

impl Certificate {
    /// Reads both files.
    pub fn load(files: Tls) -> Result<Self, CertificateError> {
        let current = RwLock::new(read(&files)?);
        Ok(Self { files, current })
    }

    /// Reads both files again; new connections get the new certificate.
    ///
    /// # Errors
    /// When they cannot be used: the old certificate goes on answering.
    pub fn reload(&self) -> Result<(), CertificateError> {
        let fresh = read(&self.files)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        let config = self.current.read().unwrap_or_else(PoisonError::into_inner);
        TlsAcceptor::from(Arc::clone(&config))
    }
}

fn read(files: &Tls) -> Result<Arc<ServerConfig>, CertificateError> {
    let unreadable = |file: &PathBuf| {
        let file = file.clone();
        move |error: rustls_pki_types::pem::Error| CertificateError::Unreadable {
            file,
            cause: error.to_string(),
        }
    };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&files.cert_file)
        .and_then(Iterator::collect)
        .map_err(unreadable(&files.cert_file))?;
    if chain.is_empty() {
        return Err(CertificateError::Empty(files.cert_file.clone()));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key_file).map_err(unreadable(&files.key_file))?;

    // The provider is named: a second one in the tree must not decide (stack.md §3).
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];

    Ok(Arc::new(config))
}
