//! A whole Kairan in this process: its own wiring, doors and loops, on a clock that stands
//! still until it is told to move.

use crate::mailbox::{Letter, Mailbox};
use crate::recorder::Recorder;
use crate::visitor::Visitor;
use jiff::{SignedDuration, Timestamp};
use kairan::config::{ByteSize, Config, Mail, MailTls, Network};
use kairan::control::{ControlReply, ControlRequest};
use kairan::ops::Readiness;
use kairan::serve::{Drained, Stop};
use kairan::wire::{self, Certificates, Installation, Nature, Sockets};
use kairan_access::{App, FixedClock};
use kairan_domain::ids::InsurerId;
use kairan_domain::insurer::RawInsurer;
use kairan_mail::{Mailer, Post};
use kairan_vault::password::PasswordCost;
use kairan_vault::{KeyRing, SeededEntropy};
use kairan_web::{Pages, Site};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::task::JoinHandle;

/// When every world begins: Sunday 22 November 2026, nine in the morning in Japan.
pub const BEGINNING: &str = "2026-11-22T00:00:00Z";

/// The name of the first insurer.
pub const INSURER: &str = "みどり市";

/// The telephone number of its office.
pub const PHONE: &str = "0123-45-6789";

/// Where letters go.
pub enum Mails {
    /// Into memory; quick.
    Recorded(Arc<Recorder>),
    /// Over SMTP to a real server.
    Smtp(Mailbox),
}

/// A running Kairan, its clock and its post.
pub struct World {
    /// Moves only when told.
    pub clock: Arc<FixedClock>,
    /// The settings it runs with.
    pub config: Config,
    /// Where its letters go.
    pub mails: Mails,
    /// The first insurer.
    pub insurer: InsurerId,
    entropy: Arc<SeededEntropy>,
    /// Whether materials are examined before reviewers get them.
    examines: bool,
    running: Option<Running>,
    home: tempfile::TempDir,
}

struct Running {
    installation: Arc<Installation>,
    stop: Stop,
    served: JoinHandle<Drained>,
}

impl World {
    /// A server with one insurer, whose letters stay in memory.
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// The same, where materials are examined before reviewers get them.
    pub async fn examining() -> Self {
        let mut world = Self::start().await;
        world.examines = true;
        world.restart().await;
        world
    }

    /// The same with other settings.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        Self::build(Mails::Recorded(Arc::default()), change).await
    }

    /// A server whose letters leave over SMTP.
    pub async fn with_smtp(mailbox: Mailbox, change: impl FnOnce(&mut Config)) -> Self {
        Self::build(Mails::Smtp(mailbox), change).await
    }

    /// A world whose folder is still empty.
    fn prepare(mails: Mails) -> Self {
        let home = tempfile::tempdir().unwrap();
        let config = settings(home.path(), &mails);
        let entropy = Arc::new(SeededEntropy::new(20_261_122));
        let clock = Arc::new(FixedClock::new(BEGINNING.parse().unwrap()));
        let insurer = InsurerId::from_bytes([0; 16]);
        Self {
            clock,
            config,
            mails,
            insurer,
            entropy,
            examines: false,
            running: None,
            home,
        }
    }

    /// Opens what another process left in `home` (made by [`World::leave`]), letters into memory.
    pub async fn over(home: tempfile::TempDir, now: Timestamp) -> Self {
        let mut world = Self::prepare(Mails::Recorded(Arc::default()));
        world.config = settings(home.path(), &world.mails);
        world.home = home;
        world.clock.set(now);
        world.open().await;
        world
    }

    /// Stops and copies everything into a fresh home, for another process to work on.
    pub async fn leave(&mut self) -> tempfile::TempDir {
        self.stop().await;
        let home = tempfile::tempdir().unwrap();
        copy_tree(self.home.path(), home.path());
        home
    }

    /// The settings as a document, for a process that works in `home` and mails to `port`.
    pub fn document(home: &Path, port: u16) -> String {
        let (data, ring) = (home.join("data"), home.join("key-ring"));
        format!(
            "[data]\nfolder = \"{}\"\nkey_ring_file = \"{}\"\nreserve = \"64 MiB\"\n\
             [public]\nlisten = \"127.0.0.1:0\"\nurl = \"http://127.0.0.1:8080\"\n[ops]\nlisten = \"127.0.0.1:0\"\n\
             [mail]\nserver = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nfrom = \"kairan@city.example.jp\"\n",
            data.display(),
            ring.display(),
        )
    }

    async fn build(mails: Mails, change: impl FnOnce(&mut Config)) -> Self {
        let mut world = Self::prepare(mails);
        change(&mut world.config);
        let data = &world.config.data;
        wire::make_folder(&data.folder).unwrap();
        KeyRing::generate(world.entropy.as_ref(), BEGINNING)
            .save_new(&data.key_ring_file)
            .unwrap();
        world.open().await;
        world.insurer = world.add_insurer("131011", INSURER).await;
        world
    }

    async fn open(&mut self) {
        let sockets = Sockets::bind(&self.config).await.unwrap();
        let own = sockets.public.local_addr().unwrap();
        self.config.public.listen = own;
        self.config.public.url = format!("http://{own}");
        if let Some(office) = &sockets.office {
            let own = office.local_addr().unwrap();
            self.config.office.listen = Some(own);
            self.config.office.url = Some(format!("http://{own}"));
        }
        self.config.ops.listen = sockets.ops.local_addr().unwrap();
        let opened = Installation::open(self.config.clone(), self.mailer(), self.nature()).await;
        let mut opened = opened.unwrap();
        if let Some(app) = Arc::get_mut(&mut opened.app) {
            app.policies.examine = self.examines;
        }
        let installation = Arc::new(opened);
        let site = Site::new(
            Arc::clone(&installation.app),
            Pages::load().unwrap(),
            wire::reached(&self.config),
            wire::most_form(&self.config),
        );
        let certificates = Certificates::load(&self.config).unwrap();
        let store = installation.app.store.clone();
        let ready: Readiness = Arc::new(move || {
            if store.healthy() {
                Ok(())
            } else {
                Err("broken")
            }
        });
        let watch = (&installation.metrics, ready);
        let doors = wire::doors(
            &self.config,
            sockets,
            &certificates,
            &site,
            axum::Router::new(),
            watch,
        );
        let stop = Stop::default();
        let served = tokio::spawn(kairan::serve::serve(
            doors,
            wire::rules(&self.config),
            stop.clone(),
        ));
        self.running = Some(Running {
            installation,
            stop,
            served,
        });
    }

    fn nature(&self) -> Nature {
        Nature {
            clock: Arc::clone(&self.clock) as _,
            entropy: Arc::clone(&self.entropy) as _,
            cost: PasswordCost::for_tests(),
            render_program: None,
        }
    }

    fn mailer(&self) -> Mailer {
        match &self.mails {
            Mails::Smtp(_) => wire::mailer(&self.config.mail).unwrap(),
            Mails::Recorded(recorder) => {
                let sender = wire::sender(&self.config.mail).unwrap();
                Mailer::new(Arc::new(sender), Arc::clone(recorder) as Arc<dyn Post>)
            }
        }
    }

    /// Stops as SIGTERM does and lets go of the data.
    pub async fn stop(&mut self) {
        let Some(running) = self.running.take() else {
            return;
        };
        running.stop.now();
        running.served.await.unwrap();
        running.installation.close().await;
        drop(running.installation);
    }

    /// Stops and starts again on the same data and the same addresses.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.open().await;
    }

    /// Tries to open the data of a stopped world; what the start would say.
    pub async fn try_open(&self) -> Result<(), String> {
        match Installation::open(self.config.clone(), self.mailer(), self.nature()).await {
            Ok(opened) => {
                opened.close().await;
                Ok(())
            }
            Err(error) => Err(error.to_string()),
        }
    }

    /// Does what an operator's command asks the running server for.
    pub async fn command(&self, request: ControlRequest) -> ControlReply {
        kairan::commands::carry_out(self.installation_in_use(), request).await
    }

    /// Writes a copy, as `kairan export` does.
    pub async fn export(&self, to: &Path) {
        let reply = self
            .command(ControlRequest::Export { to: to.to_owned() })
            .await;
        assert!(
            matches!(reply, ControlReply::Exported { .. }),
            "nothing was exported"
        );
    }

    /// Another machine with the same key ring and time, filled from a copy.
    pub async fn restored(&self, copy: &Path) -> Self {
        let mut world = Self::prepare(Mails::Recorded(Arc::default()));
        std::fs::copy(
            &self.config.data.key_ring_file,
            &world.config.data.key_ring_file,
        )
        .unwrap();
        wire::make_folder(&world.config.data.folder).unwrap();
        world.clock.set(self.now());
        world.insurer = self.insurer;
        world.open().await;
        kairan::commands::import(world.installation_in_use(), copy, false)
            .await
            .unwrap();
        world
    }

    /// Changes settings; they hold after the restart this makes.
    pub async fn reconfigure(&mut self, change: impl FnOnce(&mut Config)) {
        self.stop().await;
        change(&mut self.config);
        self.open().await;
    }

    /// The open installation.
    pub fn installation_in_use(&self) -> &Arc<Installation> {
        &self
            .running
            .as_ref()
            .expect("the world is stopped")
            .installation
    }

    /// What use cases work with.
    pub fn app(&self) -> &App {
        &self.installation_in_use().app
    }

    /// Where reviewers come in.
    pub fn url(&self) -> &str {
        &self.config.public.url
    }

    /// Where clerks come in.
    pub fn office_url(&self) -> &str {
        self.config.office_url()
    }

    /// Where the machine room looks.
    pub fn ops_url(&self) -> String {
        format!("http://{}", self.config.ops.listen)
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.config.data.folder
    }

    /// A folder that lives as long as the world, outside its data.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// What time it is in the world.
    pub fn now(&self) -> Timestamp {
        use kairan_access::Clock;
        self.clock.now()
    }

    /// Lets so many seconds pass.
    pub fn advance(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    /// Sets the clock to a minute in Japan: `2026-12-03 17:00`.
    pub fn set_japan(&self, minute: &str) {
        let there: jiff::civil::DateTime = minute.parse().unwrap();
        let utc = there.checked_sub(jiff::Span::new().hours(9)).unwrap();
        self.clock
            .set(jiff::tz::TimeZone::UTC.to_timestamp(utc).unwrap());
    }

    /// Somebody nobody knows, at the public door.
    pub fn stranger(&self) -> Visitor {
        Visitor::new(self.url())
    }

    /// Takes in another insurer.
    pub async fn add_insurer(&self, number: &str, name: &str) -> InsurerId {
        let raw = RawInsurer {
            number: number.into(),
            name: name.into(),
            office: format!("{name} 健康福祉部 介護保険課 認定係"),
            address: String::new(),
            phone: PHONE.into(),
            mail: "kaigo@city.example.jp".into(),
        };
        kairan_access::add_insurer(self.app(), &kairan_access::operator(), &raw)
            .await
            .unwrap()
            .id
    }

    /// Every letter that left so far, oldest first. With SMTP: what the server took.
    pub fn letters(&self) -> Vec<Letter> {
        match &self.mails {
            Mails::Recorded(recorder) => recorder.letters(),
            Mails::Smtp(mailbox) => mailbox.raw().iter().map(|raw| Letter::read(raw)).collect(),
        }
    }

    /// The letters to this address, oldest first.
    pub fn letters_to(&self, mail: &str) -> Vec<Letter> {
        self.letters()
            .into_iter()
            .filter(|letter| letter.to == mail)
            .collect()
    }

    /// The newest letter to this address.
    #[track_caller]
    pub fn letter_to(&self, mail: &str) -> Letter {
        self.letters_to(mail)
            .pop()
            .unwrap_or_else(|| panic!("no letter to {mail}"))
    }

    /// Lets the delivery loop work until nothing is due.
    pub async fn deliver(&self) {
        while kairan::loops::deliver_round(self.installation_in_use())
            .await
            .unwrap()
            > 0
        {}
    }

    /// Erases what is over, as the sweeping loop does.
    pub async fn sweep(&self) {
        kairan::loops::sweep_round(self.installation_in_use())
            .await
            .unwrap();
    }
}

/// Settings for a temporary folder, any free port, and no waiting for anybody.
fn settings(home: &Path, mails: &Mails) -> Config {
    let free: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let mut config = Config::default();
    config.data.folder = home.join("data");
    config.data.key_ring_file = home.join("key-ring");
    config.data.reserve = ByteSize(1 << 20);
    config.public.listen = free;
    config.ops.listen = free;
    config.office.listen = None;
    config.proxies.trusted = vec!["127.0.0.1/32".parse::<Network>().unwrap()];
    config.mail = Mail {
        from: "kairan@city.example.jp".into(),
        ..Mail::default()
    };
    if let Mails::Smtp(mailbox) = mails {
        config.mail.server = "127.0.0.1".into();
        config.mail.port = mailbox.port;
        config.mail.tls = MailTls::None;
    }
    config
}

/// Copies a folder with everything below it; sockets are left behind.
fn copy_tree(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    let mode = std::fs::metadata(from).unwrap().permissions();
    std::fs::set_permissions(to, mode).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (kind, target) = (entry.file_type().unwrap(), to.join(entry.file_name()));
        if kind.is_dir() {
            copy_tree(&entry.path(), &target);
        } else if kind.is_file() {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
