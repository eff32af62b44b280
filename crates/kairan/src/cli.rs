//! The command line: what can be typed, and help that teaches.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Where the configuration is looked for when nobody says otherwise.
pub const CONFIG_FILE: &str = "/etc/kairan/kairan.toml";

/// Kairan hands the materials of long-term-care certification boards to their reviewers.
#[derive(Parser)]
#[command(name = "kairan", version, about, long_about = LONG_ABOUT, after_long_help = EXAMPLES)]
pub struct Cli {
    /// The configuration file.
    ///
    /// Any key can be overridden by an environment variable KAIRAN_SECTION__KEY, for example
    /// KAIRAN_PUBLIC__LISTEN=0.0.0.0:8443.
    #[arg(long, global = true, value_name = "FILE", default_value = CONFIG_FILE)]
    pub config: PathBuf,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const LONG_ABOUT: &str = "\
Kairan (回覧) hands the materials of long-term-care certification boards (介護認定審査会) to their
reviewers: a clerk registers a meeting with its PDFs, every reviewer gets a link by mail, opens it
with e-mail address and viewing password, reads and downloads; the clerk sees who has not.

One program, one data folder, one key ring. Commands reach a running server over a socket in the
data folder; run them as the service user. They work without a server too.";

const EXAMPLES: &str = "\
Try it:
  kairan demo                          a filled demo on http://127.0.0.1:8080, nothing leaves it

Set it up:
  kairan check-config                  is the configuration right? tells everything at once
  kairan init --insurer-no 131011 --insurer 千代田区 --office '介護保険課 認定係' \\
      --phone 03-0000-0000 --mail kaigo@city.example.lg.jp --login admin --name '山田 花子'
  kairan send-test-mail you@city.example.lg.jp
  kairan serve

Every day:
  kairan user reset sato               a clerk forgot the password or lost the phone
  kairan export /backup/kairan/2026-11-22
                                       a consistent copy, while the server runs";

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Make the data folder, the key ring, the first insurer and its administrator.
    #[command(after_long_help = INIT_HELP)]
    Init(Box<Init>),
    /// Run the server until SIGTERM; SIGHUP reads the certificates again.
    #[command(after_long_help = SERVE_HELP)]
    Serve {
        /// Serve although the audit does not reach as far as it once did. Keep a copy of the data
        /// folder first: it is the evidence.
        #[arg(long)]
        although_audit_is_cut: bool,
    },
    /// Run a filled demo on this machine; no letter leaves it.
    #[command(after_long_help = DEMO_HELP)]
    Demo(Demo),
    /// Insurers (保険者): add one, change one, list all.
    #[command(subcommand)]
    Insurer(InsurerCommand),
    /// Accounts of the console: add one, or reset one whose password or phone is lost.
    #[command(subcommand)]
    User(UserCommand),
    /// The key ring: rotate its keys.
    #[command(subcommand, after_long_help = KEYS_HELP)]
    Keys(KeysCommand),
    /// The audit records: are they what was sealed?
    #[command(subcommand, after_long_help = AUDIT_HELP)]
    Audit(AuditCommand),
    /// Write a consistent copy of everything into a new folder, while the server runs.
    #[command(after_long_help = EXPORT_HELP)]
    Export {
        /// The folder; must not exist yet.
        to: PathBuf,
    },
    /// Read a copy made by `export` into an empty data folder; the server must not run.
    Import {
        /// The folder written by `export`.
        from: PathBuf,
        /// Take a copy without a signature, written before 2026-12. Only if you know that nobody
        /// could change it: its audit records are taken as they are.
        #[arg(long)]
        unsigned: bool,
    },
    /// Check the configuration, then the files it names; tells every fault of each at once.
    CheckConfig,
    /// Send one letter without content through the configured relay and tell what it answered.
    SendTestMail {
        /// To whom.
        to: String,
    },
    /// Take a returned letter from standard input (for the mail system's pipe).
    #[command(after_long_help = BOUNCE_HELP)]
    Bounce,
    /// Tell what PDFs carry that nobody sees on their pages, and which door takes them.
    #[command(after_long_help = EXAMINE_HELP)]
    Examine(Examine),
    /// Render one PDF of a stranger, from standard input to standard output; the server starts it.
    #[command(name = kairan_paper::render::COMMAND, hide = true)]
    RenderWorker,
}

const INIT_HELP: &str = "\
Makes what is missing and touches nothing that exists: a second run tells what is there and makes the
rest, so run it again after a refusal. The key ring is written with mode 600. COPY IT TO A SAFE PLACE AT ONCE: without it nothing stored can
ever be opened again. The administrator's initial password is printed once; it must be changed at
the first sign-in, where a second factor is set up too.";

const SERVE_HELP: &str = "\
Signals: SIGTERM or SIGINT stops accepting and lets running requests end (timeouts.drain); SIGHUP
reads the certificate files again. Logs are JSON lines on standard error. See config/kairan.service
for a systemd unit.";

const DEMO_HELP: &str = "\
Makes a demo insurer, an account, one published meeting with a 30-case packet and one draft, and
prints addresses, sign-ins and the current code of the second factor. Letters go to a folder shown
at /dev/mailbox. A second start goes on where the first stopped; --fresh starts anew.";

const KEYS_HELP: &str = "\
Rotation, without stopping the server:
  kairan keys add        everything new is sealed with the new key
  (copy the key ring to its safe place)
  kairan keys rewrap     everything old is sealed again
  kairan keys list       which keys there are
  kairan keys retire 1   erase an old key; refused while anything needs it";

const AUDIT_HELP: &str = "\
Every ten minutes the running server seals new audit records: each seal holds a digest of the records
and of the seal before it. `kairan audit verify` reads all of them again and names the first record
that was changed or is missing; the exit code is then 1. The server does the same every day, and starts
only while every audit reaches as far as it once did. Each seal's digest goes to the log (\"audit
sealed\"): keep that on another machine. `kairan audit verify --contains DIGEST` looks for one, and so
finds out even a database that was put back to an earlier day, or written anew with the key ring.";

const AUDIT_LIST_HELP: &str = "\
For a log collector (SIEM), call it again and again with --json and the `no` of the last line it got:
  kairan audit list --installation --after 1234 --json
A record names people by their ids, never by name. `from` is the address a refusal came from, `typed`
a keyed digest of an unknown login id: the same for the same text.";

const EXPORT_HELP: &str = "\
The copy holds JSON Lines and the sealed files as they are. Nothing in it can be read without the key
ring, which is not part of it: keep that elsewhere. Restore with `kairan import` into an empty data
folder. The format is the way between engines, too.";

const BOUNCE_HELP: &str = "\
For an alias such as
  kairan-bounce: \"|/usr/bin/kairan bounce --config /etc/kairan/kairan.toml\"
The seat's line on the clerk's board then says that the letter came back. A mail that is not understood
is kept in the folder returned-mail (a Maildir) of the data folder: look at it now and then. Exit code
0: noted, nothing to note, or kept. 75: the server could not answer or nothing can be kept any more;
the mail system then offers the mail again.";

const EXAMINE_HELP: &str = "\
For each file: whether the console (board) and the physicians' door take it, its pages, and every
finding with its kind, page, place (points from the upper left corner of the page as shown) and the
number of words nobody sees. The words themselves are people's data and shown with --show only.
Needs no configuration and no server. The exit code is 1 when a file could not be examined.";

/// What `examine` looks at.
#[derive(Args)]
pub struct Examine {
    /// The PDFs.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// One JSON object for each file, on a line of its own.
    #[arg(long)]
    pub json: bool,
    /// Show the unseen words too.
    #[arg(long)]
    pub show: bool,
    /// Write a copy of each file without what was found into this folder.
    #[arg(long, value_name = "DIR")]
    pub clean: Option<PathBuf>,
}

/// What `init` needs to know.
#[derive(Args)]
pub struct Init {
    /// 保険者番号 of the first insurer: six digits, the last one a check digit.
    #[arg(long, value_name = "NUMBER", requires_all = ["insurer", "office", "phone", "mail", "login", "name"])]
    pub insurer_no: Option<String>,
    /// Its name: 〇〇市.
    #[arg(long)]
    pub insurer: Option<String>,
    /// The office reviewers may call: 介護保険課 認定係.
    #[arg(long)]
    pub office: Option<String>,
    /// The office's telephone number, printed in every letter and page.
    #[arg(long)]
    pub phone: Option<String>,
    /// The office's postal address, printed on letters that are answered by post.
    #[arg(long, default_value = "")]
    pub address: String,
    /// The office's mail address; replies to letters go there.
    #[arg(long)]
    pub mail: Option<String>,
    /// Login id of the first administrator.
    #[arg(long)]
    pub login: Option<String>,
    /// That person's name.
    #[arg(long)]
    pub name: Option<String>,
}

/// How the demo runs.
#[derive(Args)]
pub struct Demo {
    /// Forget what an earlier demo left and start anew.
    #[arg(long)]
    pub fresh: bool,
    /// Where to listen; a loopback address.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Where the demo keeps its data.
    #[arg(long, value_name = "DIR", default_value = "kairan-demo")]
    pub data: PathBuf,
}

/// `kairan insurer …`
#[derive(Subcommand)]
pub enum InsurerCommand {
    /// Add an insurer; nothing of one is visible to another.
    Add {
        /// 保険者番号: six digits, the last one a check digit.
        #[arg(long)]
        number: String,
        /// Its name: 〇〇市.
        #[arg(long)]
        name: String,
        /// The office reviewers may call.
        #[arg(long)]
        office: String,
        /// The office's telephone number.
        #[arg(long)]
        phone: String,
        /// The office's postal address, printed on letters that are answered by post.
        #[arg(long, default_value = "")]
        address: String,
        /// The office's mail address.
        #[arg(long)]
        mail: String,
    },
    /// Change what an insurer is called or how its office is reached; its number stays.
    #[command(
        after_help = "Only what is given changes. Letters, mails and pages show it at once; \
papers that were printed keep what they say."
    )]
    Change {
        /// 保険者番号 of the insurer.
        #[arg(long)]
        number: String,
        /// What becomes another.
        #[command(flatten)]
        edit: InsurerChange,
    },
    /// List all insurers.
    List,
}

/// What of an insurer is to become another.
#[derive(Args)]
#[group(required = true, multiple = true)]
pub struct InsurerChange {
    /// Its name: 〇〇市.
    #[arg(long)]
    pub name: Option<String>,
    /// The office reviewers may call.
    #[arg(long)]
    pub office: Option<String>,
    /// The office's postal address; empty takes it away.
    #[arg(long)]
    pub address: Option<String>,
    /// The office's telephone number.
    #[arg(long)]
    pub phone: Option<String>,
    /// The office's mail address.
    #[arg(long)]
    pub mail: Option<String>,
}

/// `kairan user …`
#[derive(Subcommand)]
pub enum UserCommand {
    /// Add an account; its initial password is printed once.
    Add {
        /// 保険者番号 of the account's insurer.
        #[arg(long)]
        insurer: String,
        /// Login id: 3 to 40 letters, digits, '.', '-', '_' or '@'.
        #[arg(long)]
        login: String,
        /// The person's name.
        #[arg(long)]
        name: String,
        /// What the account may do.
        #[arg(long, value_enum, default_value = "clerk")]
        role: RoleName,
    },
    /// New initial password, second factor removed, sessions ended.
    Reset {
        /// Login id.
        login: String,
    },
}

/// Roles as they are typed.
#[derive(Clone, Copy, ValueEnum)]
pub enum RoleName {
    /// Sees meetings and boards, changes nothing.
    ReadOnly,
    /// Registers meetings.
    Clerk,
    /// Also manages accounts.
    Administrator,
}

/// `kairan audit …`
#[derive(Subcommand)]
pub enum AuditCommand {
    /// Read every seal and every record again.
    Verify {
        /// Only the records of the insurer with this 保険者番号.
        #[arg(long = "insurer-no", alias = "insurer", value_name = "NUMBER")]
        insurer: Option<String>,
        /// Look for what was noted elsewhere: the digest of a seal, or a number the audit was
        /// sealed to.
        #[arg(long, value_name = "DIGEST|NUMBER")]
        contains: Option<String>,
    },
    /// Show audit records, oldest first.
    #[command(after_long_help = AUDIT_LIST_HELP)]
    List(AuditList),
}

/// What `audit list` shows.
#[derive(Args)]
pub struct AuditList {
    /// The records of the insurer with this 保険者番号.
    #[arg(
        long = "insurer-no",
        value_name = "NUMBER",
        required_unless_present = "installation",
        conflicts_with = "installation"
    )]
    pub insurer: Option<String>,
    /// The installation's own records: unknown logins, what the operator did.
    #[arg(long)]
    pub installation: bool,
    /// Only records made at this instant or later: 2026-12-01T00:00:00+09:00.
    #[arg(long, value_name = "INSTANT", conflicts_with = "after")]
    pub since: Option<String>,
    /// Only records behind this number: the last one of the call before.
    #[arg(long, value_name = "NUMBER")]
    pub after: Option<u64>,
    /// How many at most.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub limit: u32,
    /// One JSON object per line, for other systems.
    #[arg(long)]
    pub json: bool,
}

/// `kairan keys …`
#[derive(Subcommand)]
pub enum KeysCommand {
    /// Add a key; everything new is sealed with it.
    Add,
    /// Seal everything under older keys again with the newest.
    Rewrap,
    /// Erase a key that nothing needs any more.
    Retire {
        /// Its number, from `keys list`.
        id: u32,
    },
    /// List the keys.
    List,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_insurer_of_init_comes_whole_or_not_at_all() {
        assert!(Cli::try_parse_from(["kairan", "init"]).is_ok());
        assert!(Cli::try_parse_from(["kairan", "init", "--insurer-no", "131011"]).is_err());
    }

    #[test]
    fn a_change_of_an_insurer_names_what_changes() {
        let change = ["kairan", "insurer", "change", "--number", "131011"];
        assert!(Cli::try_parse_from(change).is_err());
        let phone = ["--phone", "03-0000-0000"];
        assert!(Cli::try_parse_from(change.iter().chain(&phone)).is_ok());
    }
}
