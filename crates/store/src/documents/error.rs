//! What can go wrong with sealed files.

use thiserror::Error;

/// Why a document's file cannot be written or read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DocumentsError {
    /// There is no such part.
    #[error("no such document part")]
    Missing,
    /// Another writer finished the same part first.
    #[error("the document part exists")]
    Exists,
    /// The disk is full.
    #[error("no space left for documents")]
    NoSpace,
    /// The read goes beyond the part's end.
    #[error("the document part is shorter")]
    Short,
    /// Anything else.
    #[error("the documents' folder failed: {0}")]
    Io(String),
}

impl From<std::io::Error> for DocumentsError {
    fn from(fault: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match fault.kind() {
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::NoSpace,
            ErrorKind::UnexpectedEof => Self::Short,
            _ => Self::Io(fault.to_string()),
        }
    }
}

impl From<object_store::Error> for DocumentsError {
    fn from(fault: object_store::Error) -> Self {
        if matches!(fault, object_store::Error::AlreadyExists { .. }) {
            return Self::Exists;
        }
        // The file system's own error lies some sources below object_store's.
        let mut source: Option<&(dyn std::error::Error + 'static)> = Some(&fault);
        while let Some(error) = source {
            if let Some(io) = error.downcast_ref::<std::io::Error>() {
                return match Self::from(std::io::Error::from(io.kind())) {
                    Self::Io(_) => Self::Io(fault.to_string()),
                    known => known,
                };
            }
            source = error.source();
        }
        Self::Io(fault.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[derive(Debug, Error)]
    #[error("cannot write")]
    struct Wrapped {
        source: io::Error,
    }

    #[test]
    fn a_full_disk_is_recognised_through_all_wrappings() {
        let of = |kind: io::ErrorKind| {
            let source = Box::new(Wrapped {
                source: kind.into(),
            });
            DocumentsError::from(object_store::Error::Generic {
                store: "local",
                source,
            })
        };

        assert_eq!(of(io::ErrorKind::StorageFull), DocumentsError::NoSpace);
        assert_eq!(of(io::ErrorKind::QuotaExceeded), DocumentsError::NoSpace);
        assert!(matches!(
            of(io::ErrorKind::PermissionDenied),
            DocumentsError::Io(_)
        ));
    }
}
