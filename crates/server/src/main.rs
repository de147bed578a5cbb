//! The binary `cakey`: command line, configuration, wiring. `demo` runs everything on this machine with simulators;
//! `serve` is the same program for production.

mod config;
mod demo;
mod keys;
mod serve;
mod source;
mod wiring;

use clap::{Parser, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use wiring::StartError;

#[derive(Parser)]
#[command(version, about = "在线证书办理系统: orders, payments and invoices of digital certificates")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Everything on this machine, with simulated vendors and sample data; goes on where it was stopped.
    Demo(demo::Options),
    /// The real thing, as the configuration says.
    Serve {
        /// The configuration file; `crates/server/src/default.toml` shows and explains every key.
        #[arg(long)]
        config: PathBuf,
    },
    /// Checks the records: every order's history, chain of hashes and money. Exit code 1 if anything is wrong.
    Verify {
        /// The configuration file of the installation.
        #[arg(long, conflicts_with = "data", required_unless_present = "data")]
        config: Option<PathBuf>,
        /// The data folder of a demonstration.
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// The keys of the personal data in the database.
    Keys {
        #[command(subcommand)]
        act: keys::Act,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    start_log();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&StartError::new("no runtime", error)),
    };
    let ended = runtime.block_on(async {
        match arguments.command {
            Command::Demo(options) => demo::run(options).await,
            Command::Serve { config } => serve_config(&config).await,
            Command::Verify { config, data } => verify(config, data).await,
            Command::Keys { act } => with_keys(act).await,
        }
    });
    match ended {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

fn fail(error: &StartError) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "cakey: {error}");
    ExitCode::FAILURE
}

/// Warnings and errors as JSON lines on standard error; `RUST_LOG` asks for more.
fn start_log() {
    let wanted = std::env::var("RUST_LOG").ok().filter(|text| !text.is_empty());
    let filter = wanted.and_then(|text| text.parse::<Targets>().ok());
    let filter = filter.unwrap_or_else(|| Targets::new().with_default(LevelFilter::WARN));
    let lines = tracing_subscriber::fmt::layer().json().with_writer(std::io::stderr);
    tracing_subscriber::registry().with(lines).with(filter).init();
}

fn load(file: &std::path::Path) -> Result<config::Config, StartError> {
    config::Config::load(file, std::env::vars()).map_err(|e| StartError(e.to_string()))
}

async fn serve_config(file: &std::path::Path) -> Result<ExitCode, StartError> {
    let config = load(file)?;
    config.refuse_simulators().map_err(|e| StartError(e.to_string()))?;
    let ring = keys::read(&config.database.keys_file)?;
    let listener = serve::listen(config.server.listen).await?;
    let db = wiring::open_database(&config).await?;
    let app = wiring::build_app(&config, &ring, db).await?;
    greet_first(&app).await?;
    let site = wiring::build_site(&config, app)?;
    serve::run(site, listener).await?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the link that makes the first administrator, as long as there is no staff account.
async fn greet_first(app: &app::App) -> Result<(), StartError> {
    let token = app::staff::link::first(app).await.map_err(|e| StartError::new("the staff cannot be read", e))?;
    if let Some(token) = token {
        let url = format!("{}/staff/setup/{}", app.settings.public_url, token.as_str());
        let mut out = std::io::stdout().lock();
        let _ = writeln!(out, "首次设置：还没有员工账号，请在 24 小时内打开，只能用一次：\n{url}");
        let _ = out.flush();
    }
    Ok(())
}

async fn verify(config: Option<PathBuf>, data: Option<PathBuf>) -> Result<ExitCode, StartError> {
    let config = installation(config, data)?;
    let db = wiring::open_records(&config).await?;
    let unreadable = |e: app::Error| StartError::new("the records cannot be read", e);
    let mut report = app::verify::verify(&db).await.map_err(unreadable)?;
    let files = wiring::open_files(&config)?;
    report.problems.extend(app::attachment::sweep::damaged(&db, &files).await.map_err(unreadable)?);
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{report}");
    Ok(if report.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The configuration of an installation, or of a demonstration's folder.
fn installation(config: Option<PathBuf>, data: Option<PathBuf>) -> Result<config::Config, StartError> {
    match (config, data) {
        (Some(file), _) => load(&file),
        (None, Some(folder)) => {
            let mut config = config::Config::defaults(std::env::vars()).map_err(|e| StartError(e.to_string()))?;
            config.database.in_folder(&folder);
            Ok(config)
        }
        (None, None) => Err(StartError("name a configuration or a data folder".into())),
    }
}

async fn with_keys(act: keys::Act) -> Result<ExitCode, StartError> {
    match act {
        keys::Act::New { file } => keys::make(&file)?,
        keys::Act::Add { file } => {
            let number = keys::add(&file)?;
            let _ =
                writeln!(std::io::stdout(), "{} has the key {number}, which seals from the next start", file.display());
        }
        keys::Act::Rotate { config, data } => {
            let config = installation(config, data)?;
            let ring = keys::read(&config.database.keys_file)?;
            let db = wiring::open_records(&config).await?;
            keys::reseal(&ring, &db).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
