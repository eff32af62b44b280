//! Uploads under way, on disk.

use jiff::Timestamp;
use kairan_domain::author::Author;
use kairan_domain::ids::{FileId, InsurerId, MaterialId, MeetingId, UploadId};
use kairan_domain::upload::{Upload, UploadTarget};
use serde::{Deserialize, Serialize};

use super::Kind;
use super::codec::Coded;
use super::forms::{Secret, Text};
use super::material::{PartForm, part_forms, parts};
use crate::index::{Index, IndexKeys, instant};

#[derive(Serialize, Deserialize)]
pub(crate) struct UploadForm {
    id: Text<UploadId>,
    insurer: Text<InsurerId>,
    meeting: Text<MeetingId>,
    staff: Text<Author>,
    /// The material whose next version it becomes; none: a new one.
    next_of: Option<Text<MaterialId>>,
    file_name: Secret,
    size: u64,
    file: Text<FileId>,
    parts: Vec<PartForm>,
    made_at: Text<Timestamp>,
    grew_at: Text<Timestamp>,
}

impl Coded for Upload {
    const KIND: Kind = Kind::Upload;
    type Form = UploadForm;

    fn owner(&self) -> InsurerId {
        self.insurer
    }

    fn id(&self) -> Vec<u8> {
        self.id.as_bytes().to_vec()
    }

    fn to_form(&self) -> UploadForm {
        UploadForm {
            id: Text(self.id),
            insurer: Text(self.insurer),
            meeting: Text(self.meeting),
            staff: Text(self.author),
            next_of: match self.target {
                UploadTarget::NewMaterial => None,
                UploadTarget::NextVersion(material) => Some(Text(material)),
            },
            file_name: Secret(self.file_name.clone()),
            size: self.size,
            file: Text(self.file),
            parts: part_forms(&self.parts),
            made_at: Text(self.made_at),
            grew_at: Text(self.grew_at),
        }
    }

    fn from_form(form: UploadForm) -> Result<Self, String> {
        Ok(Self {
            id: form.id.0,
            insurer: form.insurer.0,
            meeting: form.meeting.0,
            author: form.staff.0,
            target: form.next_of.map_or(UploadTarget::NewMaterial, |id| {
                UploadTarget::NextVersion(id.0)
            }),
            file_name: form.file_name.0,
            size: form.size,
            file: form.file.0,
            parts: parts(form.parts),
            made_at: form.made_at.0,
            grew_at: form.grew_at.0,
        })
    }

    fn index(&self, keys: &mut IndexKeys<'_>) {
        keys.many(Index::UploadOfMeeting, &[self.meeting.as_bytes()]);
        keys.many(Index::UploadGrew, &[&instant(self.grew_at)]);
        keys.many(Index::FileUse, &[self.file.as_bytes()]);
    }
}
