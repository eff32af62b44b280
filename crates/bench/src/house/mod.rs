//! A filled Kairan: its folder and keys made by the library, then run as the real server.
//!
//! A house is filled while no server runs ([`House::open`]), then served ([`House::serve`]).

mod office;
mod packet;
mod papers;
mod served;
mod town;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use kairan::config::{ByteSize, Config, MailTls};
use kairan::init::init;
use kairan::wire::{Installation, Nature, mailer};
use tokio::process::Command;

pub(crate) use self::office::Office;
pub(crate) use self::packet::{Invited, Model, PASSWORD, Shared};
pub(crate) use self::papers::{lay_in, pdf, pdf_of};
pub(crate) use self::served::Served;
pub(crate) use self::town::Town;
use crate::Done;
use crate::lab::{Lab, free_port};
use crate::measure::Running;

/// An installation on a folder of its own.
pub(crate) struct House {
    config: Config,
    file: PathBuf,
    log: PathBuf,
}

impl House {
    /// Founds one under TLS; `change` sets what the row needs otherwise.
    pub(crate) fn found(lab: &Lab, name: &str, change: impl FnOnce(&mut Config)) -> Done<Self> {
        let home = lab.folder(name)?;
        let mut config = Config::default();
        config.public.listen.set_port(free_port()?);
        config.public.url = format!("https://{}", config.public.listen);
        config.public.tls.cert_file.clone_from(&lab.cert);
        config.public.tls.key_file.clone_from(&lab.key);
        change(&mut config);
        Self::lay_down(&home, config)
    }

    /// Founds one in `home` without TLS and without a way out for letters.
    pub(crate) fn found_plain(home: &Path) -> Done<Self> {
        let mut config = Config::default();
        config.public.listen.set_port(free_port()?);
        config.public.url = format!("http://{}", config.public.listen);
        Self::lay_down(home, config)
    }

    /// Takes up the one that was founded in `home`.
    pub(crate) fn found_before(home: &Path) -> Done<Self> {
        let file = home.join("kairan.toml");
        let config = Config::load(&file, &[]).map_err(|faults| faults.to_string())?;
        Ok(Self {
            config,
            log: home.join("kairan.log"),
            file,
        })
    }

    fn lay_down(home: &Path, mut config: Config) -> Done<Self> {
        config.data.folder = home.join("data");
        config.data.key_ring_file = home.join("ring");
        config.data.reserve = ByteSize::mib(64);
        config.ops.listen.set_port(free_port()?);
        if config.mail.tls != MailTls::None {
            // Nobody listens there: letters wait, and no row but the mail's is about them.
            config.mail.server = "127.0.0.1".into();
            config.mail.port = 9;
        }
        let file = home.join("kairan.toml");
        std::fs::write(&file, toml::to_string(&config)?)?;
        init(&config, &Nature::real())?;
        Self::found_before(home)
    }

    /// The installation in this process; nothing else may run on the folder.
    pub(crate) async fn open(&self) -> Done<Installation> {
        let mailer = mailer(&self.config.mail)?;
        Ok(Installation::open(self.config.clone(), mailer, Nature::real()).await?)
    }

    /// `kairan serve` on the folder, listening.
    pub(crate) async fn serve(&self, lab: &Lab) -> Done<Served> {
        let mut running = self.start(lab)?;
        running.listening(self.port()).await?;
        Ok(Served::new(running, self.config.public.url.clone()))
    }

    /// `kairan serve`, just started.
    pub(crate) fn start(&self, lab: &Lab) -> Done<Running> {
        let mut kairan = Command::new(&lab.tools.kairan);
        kairan.arg("--config").arg(&self.file).arg("serve");
        Running::start("kairan", &mut kairan, &self.log)
    }

    /// Where the public door is.
    pub(crate) fn port(&self) -> u16 {
        self.config.public.listen.port()
    }
}

/// Writes chunks into a file.
pub(crate) fn write_file(path: &Path, chunks: impl Iterator<Item = Vec<u8>>) -> Done<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for chunk in chunks {
        file.write_all(&chunk)?;
    }
    Ok(file.flush()?)
}
