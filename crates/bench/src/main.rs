//! The figures of the design, measured on the shipped program over HTTP: CPU per list and detail page, durable
//! transitions per second at 1, 16 and 64 connections, time to the first page, idle memory. It prints; it judges
//! nothing, since an absolute time is no test. Run it by `cargo xtask bench`.

mod client;
mod fill;
mod ports;
mod process;
mod store;

use clap::Parser;
use client::Client;
use fill::Customer;
use process::Server;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[derive(Parser)]
struct Options {
    /// The program that is measured.
    #[arg(long)]
    program: PathBuf,
    /// A folder for the data; a full one is used again.
    #[arg(long)]
    folder: PathBuf,
    /// How many orders.
    #[arg(long, default_value_t = 100_000)]
    orders: usize,
    /// The port of the measured server.
    #[arg(long, default_value_t = 28_089)]
    port: u16,
    /// Rounds; every round prints its own line.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

/// How long one figure is measured.
const SPAN: Duration = Duration::from_secs(4);

fn say(line: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}");
}

fn main() -> io::Result<()> {
    let options = Options::parse();
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run(options))
}

async fn run(options: Options) -> io::Result<()> {
    std::fs::create_dir_all(&options.folder)?;
    let started = Instant::now();
    let app = fill::open_app(&options.folder.join("cakey.db")).await.map_err(io::Error::other)?;
    let customers = fill::fill(&app, options.orders).await.map_err(io::Error::other)?;
    let entries = app.read(|tx| Ok(store::entries(tx)?)).await.map_err(io::Error::other)?;
    drop(app);
    let bytes = std::fs::metadata(options.folder.join("cakey.db"))?.len();
    say(&format!(
        "filled: {} orders, {entries} history entries, {:.0} MB ({:.2} kB an order) in {:.0} s",
        options.orders,
        bytes as f64 / 1e6,
        bytes as f64 / 1e3 / options.orders as f64,
        started.elapsed().as_secs_f64()
    ));
    let config = write_config(&options)?;
    let mut customers = customers;
    for round in 1..=options.rounds {
        let server = Server::start(&options.program, &config, options.port, &customers[0].token).await?;
        say(&format!("round {round}"));
        say(&format!("  first page after start   {:>9.0} ms", server.first_page.as_secs_f64() * 1e3));
        say(&format!("  idle memory, anonymous   {:>9.1} MB", server.anonymous_mb()?));
        let paths = |c: &Customer| format!("/cakey/orders/{}", c.shown);
        pages(&server, "list page, c=8   ", &customers, |_| "/cakey/orders".into()).await?;
        pages(&server, "detail page, c=8 ", &customers, paths).await?;
        for connections in [1, 16, 64] {
            transitions(&server, &mut customers, connections).await?;
        }
        say(&format!("  memory after that        {:>9.1} MB", server.anonymous_mb()?));
    }
    Ok(())
}

/// Reads a page over 8 kept connections; prints requests a second, CPU of the server for each, and the 99th percentile.
async fn pages(
    server: &Server,
    name: &str,
    customers: &[Customer],
    path: impl Fn(&Customer) -> String,
) -> io::Result<()> {
    let (before, started) = (server.cpu_ms()?, Instant::now());
    let mut running = tokio::task::JoinSet::new();
    for customer in customers.iter().take(8) {
        let (port, token, path) = (server.port, customer.token.clone(), path(customer));
        running.spawn(async move {
            let mut client = Client::connect(port, &token).await?;
            let mut times = Vec::new();
            while started.elapsed() < SPAN {
                let asked = Instant::now();
                let answer = client.get(&path).await?;
                if answer.status != 200 || answer.length < 2_000 {
                    return Err(io::Error::other(format!("{path} answered {}", answer.status)));
                }
                times.push(asked.elapsed());
            }
            Ok(times)
        });
    }
    let times = collect(running).await?;
    let (cpu, count, p99) = (server.cpu_ms()? - before, times.len() as f64, percentile(&times));
    say(&format!(
        "  {name}        {:>9.0} /s   {:.3} ms CPU   p99 {:.2} ms",
        count / started.elapsed().as_secs_f64(),
        cpu / count,
        p99
    ));
    Ok(())
}

/// Withdraws and submits orders, each on its own connection: every answer means that the transition is on the disk.
async fn transitions(server: &Server, customers: &mut [Customer], connections: usize) -> io::Result<()> {
    let (before, started) = (server.cpu_ms()?, Instant::now());
    let mut running = tokio::task::JoinSet::new();
    for (i, customer) in customers.iter().take(connections).enumerate() {
        let (port, mut customer) = (server.port, customer.clone());
        running.spawn(async move {
            let mut client = Client::connect(port, &customer.token).await?;
            let mut times = Vec::new();
            while started.elapsed() < SPAN {
                for act in ["withdraw", "submit"] {
                    let asked = Instant::now();
                    let path = format!("/cakey/orders/{}/{act}", customer.order);
                    let form = format!("csrf={}&version={}&true=on&sure=on", customer.csrf, customer.version);
                    let answer = client.post(&path, &form).await?;
                    if answer.status != 303 {
                        return Err(io::Error::other(format!("{path} answered {}", answer.status)));
                    }
                    customer.version += 1;
                    times.push(asked.elapsed());
                }
            }
            Ok((i, customer.version, times))
        });
    }
    let mut times = Vec::new();
    while let Some(ended) = running.join_next().await {
        let (i, version, part) = ended.map_err(io::Error::other)??;
        customers[i].version = version;
        times.extend(part);
    }
    let (cpu, count, p99) = (server.cpu_ms()? - before, times.len() as f64, percentile(&times));
    say(&format!(
        "  transitions, c={connections:<2}        {:>9.0} /s   {:.3} ms CPU   p99 {:.2} ms",
        count / started.elapsed().as_secs_f64(),
        cpu / count,
        p99
    ));
    Ok(())
}

async fn collect(mut running: tokio::task::JoinSet<io::Result<Vec<Duration>>>) -> io::Result<Vec<Duration>> {
    let mut all = Vec::new();
    while let Some(ended) = running.join_next().await {
        all.extend(ended.map_err(io::Error::other)??);
    }
    Ok(all)
}

fn percentile(times: &[Duration]) -> f64 {
    let mut sorted: Vec<f64> = times.iter().map(|t| t.as_secs_f64() * 1e3).collect();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len().saturating_sub(1) * 99 / 100).copied().unwrap_or_default()
}

/// A configuration for `cakey serve` whose vendors are ports of this machine where nobody listens.
fn write_config(options: &Options) -> io::Result<PathBuf> {
    let folder = &options.folder;
    let (private, public) = simulators::keys::generate_rsa_key();
    let (_, gateway) = simulators::keys::generate_rsa_key();
    let own = folder.join("own.pem");
    let theirs = folder.join("gateway.pem");
    std::fs::write(&own, private)?;
    std::fs::write(&theirs, gateway)?;
    drop(public);
    let config = folder.join("bench.toml");
    let text = format!(
        "[server]\nlisten = \"127.0.0.1:{port}\"\npublic_url = \"http://127.0.0.1:{port}/cakey\"\n\
         [database]\nfolder = \"{folder}\"\nkeys_file = \"{folder}/{keys}\"\n\
         [vendors]\nsimulators = \"simulators allowed, no real money moves\"\n\
         [payment.alipay]\ngateway = \"http://127.0.0.1:9/gateway.do\"\napp_id = \"1\"\nseller_id = \"2\"\n\
         app_private_key = \"{own}\"\nalipay_public_key = \"{theirs}\"\n\
         [sms]\nendpoint = \"http://127.0.0.1:9/\"\n\
         [limits]\ncompany_orders_per_day = 0\ncompany_uploads_per_day = 0\n\
         [mail]\nhost = \"127.0.0.1\"\nport = 9\ntls = \"none\"\nusername = \"a@b.example\"\n\
         [invoice]\nservices_url = \"http://127.0.0.1:9/\"\ntoken_url = \"http://127.0.0.1:9/\"\n",
        port = options.port,
        keys = fill::KEYS,
        folder = absolute(folder)?.display(),
        own = absolute(&own)?.display(),
        theirs = absolute(&theirs)?.display()
    );
    std::fs::write(&config, text)?;
    Ok(config)
}

fn absolute(path: &Path) -> io::Result<PathBuf> {
    std::path::absolute(path)
}
