//! Files: valid padded PDFs, sealed and laid in as an upload would have done it.

use kairan_access::App;
use kairan_domain::ids::{FileId, MaterialId, VersionId};
use kairan_domain::material::{Material, MaterialVersion, Part};
use kairan_domain::secret::SecretText;
use kairan_paper::{PlaceholderChunks, placeholder_pdf_chunks};
use kairan_vault::document::{self, CHUNK, ChunkSealer, DataKey, PartNo};

use super::Office;
use crate::Done;

/// A PDF of about so many MiB.
pub(crate) fn pdf(mib: u64) -> PlaceholderChunks {
    pdf_of(mib << 20)
}

/// A PDF of about so many bytes.
pub(crate) fn pdf_of(bytes: u64) -> PlaceholderChunks {
    placeholder_pdf_chunks("bench", 10, bytes)
}

/// Seals a file into the house; the material is ready to stand in a meeting.
pub(crate) async fn lay_in(
    app: &App,
    office: &Office,
    chunks: PlaceholderChunks,
) -> Done<Material> {
    let (now, file) = (app.now(), FileId::new(app.now(), app.id_bytes()));
    let size = chunks.total_bytes();
    let key = DataKey::random(app.entropy.as_ref());
    let (id, part) = (document::FileId(*file.as_bytes()), PartNo(0));
    let mut sealer = ChunkSealer::new(&key, id, part, 0);
    let mut writer = app.documents.create(file, 0).await?;
    let (mut plain, mut left) = (Vec::new(), size);
    for chunk in chunks {
        plain.extend_from_slice(&chunk);
        left -= u64::try_from(chunk.len())?;
        while plain.len() > CHUNK || (left == 0 && !plain.is_empty()) {
            let rest = plain.split_off(plain.len().min(CHUNK));
            let mut sealed = Vec::new();
            sealer.seal_chunk(&plain, left == 0 && rest.is_empty(), &mut sealed)?;
            writer.write(&sealed).await?;
            plain = rest;
        }
    }
    writer.finish().await?;
    let wrapped = app.vault.wrap_key(app.entropy.as_ref(), id, part, &key);
    let version = MaterialVersion {
        id: VersionId::new(now, app.id_bytes()),
        file,
        file_name: SecretText::new("審査会資料.pdf"),
        size,
        pages: 10,
        // Content is not what a row is about, but two files must not share an entity tag.
        sha256: kairan_vault::entropy::bytes(app.entropy.as_ref()),
        crc32: 0,
        parts: vec![Part {
            len: size,
            wrapped_key: wrapped.as_bytes().to_vec(),
        }],
        added_at: now,
        added_by: office.clerk.author(),
        examined: kairan_domain::examination::Examined::Never,
        original: None,
    };
    Ok(Material {
        id: MaterialId::new(now, app.id_bytes()),
        title: SecretText::new("審査会資料"),
        versions: vec![version],
        withdrawn_at: None,
        shown_at: Some(now),
        source: None,
        case_no: None,
    })
}
