//! An installation in a temporary folder, for this crate's own tests.

use std::path::Path;
use std::sync::Arc;

use kairan_mail::Mailer;
use kairan_mail::mailbox::MailboxFolder;

use crate::config::Config;
use crate::init::init;
use crate::wire::{Installation, Nature, sender};

/// Where everything of the installation in `folder` lies; ports are free ones.
pub(crate) fn config(folder: &Path) -> Config {
    let mut config = Config::default();
    config.data.folder = folder.join("data");
    config.data.key_ring_file = folder.join("keys").join("ring");
    config.data.reserve = crate::config::ByteSize::mib(64);
    config.public.listen = ([127, 0, 0, 1], 0).into();
    config.public.url = "http://127.0.0.1:8080".into();
    config.ops.listen = ([127, 0, 0, 1], 0).into();
    config
}

/// Opens the installation, making what is missing; letters go to the folder `mailbox`.
pub(crate) async fn open(config: Config, folder: &Path) -> Arc<Installation> {
    open_in(config, folder, Nature::real()).await
}

/// As [`open`], with another clock or chance.
pub(crate) async fn open_in(config: Config, folder: &Path, nature: Nature) -> Arc<Installation> {
    init(&config, &nature).unwrap();
    let mailbox = MailboxFolder::open(&folder.join("mailbox")).unwrap();
    let mailer = Mailer::new(Arc::new(sender(&config.mail).unwrap()), Arc::new(mailbox));
    Arc::new(Installation::open(config, mailer, nature).await.unwrap())
}
