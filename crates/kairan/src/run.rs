//! From the command line to the work: one function per command.

use std::future::Future;
use std::path::Path;
use std::pin::pin;
use std::process::ExitCode;
use std::sync::Arc;

use axum::Router;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::cli::{
    AuditCommand, Cli, Command, Init, InsurerCommand, KeysCommand, RoleName, UserCommand,
};
use crate::commands::{self, carry_out};
use crate::config::{Config, Environment};
use crate::control::{AuditWanted, ControlReply, ControlRequest, Reach};
use crate::demo;
use crate::examine;
use crate::init::{Ring, init};
use crate::pipe;
use crate::serve::Drained;
use crate::server::Server;
use crate::telemetry::{self, RequestId};
use crate::terminal::{complain, say, show, show_audit};
use crate::wire::{Installation, MailSetUpError, Nature, mailer};

/// Why a command failed, as told on standard error.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Runs the command; the exit code is for scripts.
pub async fn run(cli: Cli, environment: Environment) -> ExitCode {
    if let Command::Bounce = cli.command {
        return match Config::load(&cli.config, &environment) {
            Ok(config) => pipe::take(config).await,
            Err(faults) => {
                complain(&format!("{} has faults:\n{faults}", cli.config.display()));
                // The mail must wait until the file is right again.
                ExitCode::from(pipe::LATER)
            }
        };
    }
    let done = match cli.command {
        Command::Demo(demo) => demo::run(&demo, &environment).await,
        Command::Examine(wanted) => examine::run(&wanted).await,
        command => with_config(command, &cli.config, &environment).await,
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            complain(&format!("kairan: {failure}"));
            ExitCode::FAILURE
        }
    }
}

async fn with_config(
    command: Command,
    file: &Path,
    environment: &Environment,
) -> Result<bool, Failure> {
    let config = match Config::load(file, environment) {
        Ok(config) => config,
        Err(faults) => {
            complain(&format!("{} has faults:\n{faults}", file.display()));
            return Ok(false);
        }
    };
    match command {
        Command::CheckConfig => Ok(check_config(&config, file)),
        Command::Init(input) => run_init(config, *input).await,
        Command::Serve {
            although_audit_is_cut,
        } => serve_until_signal(config, although_audit_is_cut).await,
        Command::Import { from, unsigned } => import(config, &from, unsigned).await,
        // Run without a configuration; `run` and `main` have taken them.
        Command::Demo(_) | Command::Examine(_) | Command::RenderWorker => Ok(false),
        other => {
            let plain =
                matches!(&other, Command::Audit(AuditCommand::List(wanted)) if !wanted.json);
            let request = request(other)?;
            let reply = reach(config, request).await?;
            if let (ControlReply::AuditListed { records }, true) = (&reply, plain) {
                return Ok(show_audit(records));
            }
            Ok(show(&reply))
        }
    }
}

fn check_config(config: &Config, file: &Path) -> bool {
    let mut faults = config.check_files();
    // A file of `[mail]` that cannot be read has been told already.
    if let Err(error) = mailer(&config.mail)
        && !matches!(error, MailSetUpError::File { .. })
    {
        faults.add("mail", error.to_string());
    }
    if !faults.is_empty() {
        complain(&format!("{} has faults:\n{faults}", file.display()));
        return false;
    }
    say(&format!("{} is right", file.display()));
    say(&format!("  data    {}", config.data.folder.display()));
    let ring = &config.data.key_ring_file;
    let made = if ring.exists() {
        ""
    } else {
        " (not made yet: kairan init)"
    };
    say(&format!("  keys    {}{made}", ring.display()));
    say(&format!(
        "  public  {} as {}",
        config.public.listen, config.public.url
    ));
    if let Some(office) = config.office.listen {
        say(&format!("  office  {office} as {}", config.office_url()));
    }
    say(&format!("  ops     {}", config.ops.listen));
    say(&format!(
        "  mail    {}:{} from {}",
        config.mail.server, config.mail.port, config.mail.from
    ));

    true
}

/// The request a command stands for.
fn request(command: Command) -> Result<ControlRequest, Failure> {
    Ok(match command {
        Command::Insurer(command) => insurer_request(command),
        Command::User(command) => user_request(command),
        Command::Audit(AuditCommand::Verify { insurer, contains }) => {
            ControlRequest::VerifyAudit { insurer, contains }
        }
        Command::Audit(AuditCommand::List(wanted)) => ControlRequest::ListAudit(AuditWanted {
            insurer: wanted.insurer,
            since: wanted.since,
            after: wanted.after,
            limit: wanted.limit,
        }),
        Command::Keys(KeysCommand::Add) => ControlRequest::AddKey,
        Command::Keys(KeysCommand::Rewrap) => ControlRequest::RewrapKeys,
        Command::Keys(KeysCommand::Retire { id }) => ControlRequest::RetireKey { id },
        Command::Keys(KeysCommand::List) => ControlRequest::ListKeys,
        // The server stands in another folder.
        Command::Export { to } => ControlRequest::Export {
            to: std::path::absolute(to)?,
        },
        Command::SendTestMail { to } => ControlRequest::SendTestMail { to },
        Command::Init(_)
        | Command::Serve { .. }
        | Command::Demo(_)
        | Command::Examine(_)
        | Command::Import { .. }
        | Command::RenderWorker
        | Command::Bounce
        | Command::CheckConfig => ControlRequest::Ping,
    })
}

fn insurer_request(command: InsurerCommand) -> ControlRequest {
    match command {
        InsurerCommand::Add {
            number,
            name,
            office,
            address,
            phone,
            mail,
        } => ControlRequest::AddInsurer {
            number,
            name,
            office,
            address,
            phone,
            mail,
        },
        InsurerCommand::Change { number, edit } => ControlRequest::ChangeInsurer {
            number,
            name: edit.name,
            office: edit.office,
            address: edit.address,
            phone: edit.phone,
            mail: edit.mail,
        },
        InsurerCommand::List => ControlRequest::ListInsurers,
    }
}

fn user_request(command: UserCommand) -> ControlRequest {
    match command {
        UserCommand::Add {
            insurer,
            login,
            name,
            role,
        } => ControlRequest::AddUser {
            insurer,
            login,
            name,
            role: role_name(role).to_owned(),
        },
        UserCommand::Reset { login } => ControlRequest::ResetUser { login },
    }
}

fn role_name(role: RoleName) -> &'static str {
    match role {
        RoleName::ReadOnly => "read-only",
        RoleName::Clerk => "clerk",
        RoleName::Administrator => "administrator",
    }
}

/// Asks the running server, or opens the data and does it here.
pub(crate) async fn reach(
    config: Config,
    request: ControlRequest,
) -> Result<ControlReply, Failure> {
    match Reach::find(&config.data.control_socket()).await? {
        Reach::Running(client) => Ok(client.ask(&request).await?),
        Reach::Alone => {
            let on = open(config).await?;
            let reply = carry_out(&on, request).await;
            on.close().await;
            Ok(reply)
        }
    }
}

async fn open(config: Config) -> Result<Arc<Installation>, Failure> {
    let mailer = mailer(&config.mail)?;
    Ok(Arc::new(
        Installation::open(config, mailer, Nature::of_executable()).await?,
    ))
}

async fn run_init(config: Config, input: Init) -> Result<bool, Failure> {
    let ring = config.data.key_ring_file.clone();
    match init(&config, &Nature::real())? {
        Ring::Made => {
            say(&format!("key ring made: {}", ring.display()));
            say("COPY IT TO A SAFE PLACE NOW. Without it nothing stored can ever be opened again.");
        }
        Ring::Found => say(&format!("key ring found: {}", ring.display())),
    }
    let Init {
        insurer_no,
        insurer,
        office,
        address,
        phone,
        mail,
        login,
        name,
    } = input;
    let (Some(number), Some(insurer), Some(office)) = (insurer_no, insurer, office) else {
        return Ok(true);
    };
    let (Some(phone), Some(mail), Some(login), Some(name)) = (phone, mail, login, name) else {
        return Ok(true);
    };
    let add = ControlRequest::AddInsurer {
        number: number.clone(),
        name: insurer,
        office,
        address,
        phone,
        mail,
    };
    if !found_or_made(&reach(config.clone(), add).await?) {
        return Ok(false);
    }
    let role = role_name(RoleName::Administrator).to_owned();
    let add = ControlRequest::AddUser {
        insurer: number,
        login,
        name,
        role,
    };

    Ok(found_or_made(&reach(config, add).await?))
}

/// As [`show`], but what is there already is as good as made: a second `init` goes on where the
/// first was refused.
fn found_or_made(reply: &ControlReply) -> bool {
    if let ControlReply::Taken { reason } = reply {
        say(&format!("{reason}: left as it is"));
        return true;
    }
    show(reply)
}

async fn import(config: Config, from: &Path, unsigned: bool) -> Result<bool, Failure> {
    if let Reach::Running(_) = Reach::find(&config.data.control_socket()).await? {
        complain("the server is running on this data folder: stop it first");
        return Ok(false);
    }
    crate::wire::make_folder(&config.data.folder)?;
    let on = open(config).await?;
    let done = commands::import(&on, from, unsigned).await;
    on.close().await;
    let (records, files) = done?;
    say(&format!("{records} records and {files} sealed files read"));

    Ok(true)
}

async fn serve_until_signal(config: Config, although_audit_is_cut: bool) -> Result<bool, Failure> {
    telemetry::start(&config.log);
    RequestId::begin_at(Nature::real().clock.now());
    let on = open(config).await?;
    if !commands::audit_stands(&on).await? && !although_audit_is_cut {
        complain(
            "the audit does not reach as far as it once did: somebody cut it, or put a part of the database back. Keep a copy of the data folder, put back a whole backup, or start with --although-audit-is-cut.",
        );
        on.close().await;
        return Ok(false);
    }
    let server = Server::start(on, Router::new()).await?;
    let addresses = server.addresses;
    tracing::info!(public = %addresses.public, ops = %addresses.ops, "serving");

    Ok(until_signal(server, std::future::pending()).await?)
}

/// Runs the server until a signal, the end of `also`, or a store that takes no writes.
pub(crate) async fn until_signal(
    server: Server,
    also: impl Future<Output = ()>,
) -> std::io::Result<bool> {
    let mut term = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hangup = signal(SignalKind::hangup())?;
    let mut also = pin!(also);
    let sound = loop {
        tokio::select! {
            _ = term.recv() => break true,
            _ = interrupt.recv() => break true,
            () = server.broken() => break false,
            () = &mut also => break true,
            () = next(&mut hangup) => server.reload(),
        }
    };
    if !sound {
        tracing::error!("the store takes no writes any more; ending so that it is opened anew");
    }
    match server.stop().await {
        Drained::Clean => tracing::info!("stopped"),
        Drained::Cut(connections) => tracing::warn!(connections, "stopped; requests were cut"),
    }

    Ok(sound)
}

async fn next(signal: &mut Signal) {
    if signal.recv().await.is_none() {
        std::future::pending::<()>().await;
    }
}
