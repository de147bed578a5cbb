//! The demonstration: the whole system on this machine, with simulators in the place of every vendor and sample data.
//! A second start goes on with the same folder.

mod credentials;
mod neighbours;
mod options;
mod seed;

pub use options::Options;

use crate::config::{Config, SIMULATORS_ALLOWED};
use crate::{keys, serve, wiring};
use credentials::Credentials;
use neighbours::Neighbours;
use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;
use wiring::StartError;

/// Starts everything, prints where it is, and serves until stopped.
///
/// # Errors
/// One sentence for a port in use, a folder without rights, a database that cannot be used.
pub async fn run(options: Options) -> Result<ExitCode, StartError> {
    let listener = serve::listen(local(options.port)?).await?;
    let folder = &options.data;
    let unusable = |e| StartError::new(format!("the data folder {} cannot be used", folder.display()), e);
    wiring::make_private_folder(folder).map_err(unusable)?;
    let credentials = Credentials::load_or_make(folder).map_err(unusable)?;
    let config = base_config(&options)?;
    let ring = keys::read_or_make(&config.database.keys_file)?;
    let db = wiring::open_database(&config).await?;
    let neighbours = Neighbours::start(&options, &credentials).await?;
    let config = neighbours.configure(config, &credentials);
    let app = wiring::build_app(&config, &ring, db).await?;
    seed::seed(&app, &credentials).await.map_err(|e| StartError::new("the sample data cannot be stored", e))?;
    let mut site = wiring::build_site(&config, app)?;
    site.settings.demo_phone = neighbours.phone();
    announce(&config, &neighbours, &credentials);
    serve::run(site, listener).await?;
    neighbours.stop().await;
    Ok(ExitCode::SUCCESS)
}

fn local(port: u16) -> Result<SocketAddr, StartError> {
    if port > u16::MAX - 5 {
        return Err(StartError(format!("the port {port} leaves no room for the five simulators after it")));
    }
    Ok(SocketAddr::from(([127, 0, 0, 1], port)))
}

fn base_config(options: &Options) -> Result<Config, StartError> {
    let mut config = Config::demonstration(std::env::vars()).map_err(|e| StartError(e.to_string()))?;
    config.server.listen = local(options.port)?;
    config.server.public_url = format!("http://127.0.0.1:{}/cakey", options.port);
    config.database.in_folder(&options.data);
    if let Some(url) = &options.postgres {
        config.database.engine = crate::config::Engine::Postgres;
        config.database.url.clone_from(url);
    }
    config.vendors.simulators = SIMULATORS_ALLOWED.into();
    Ok(config)
}

fn announce(config: &Config, neighbours: &Neighbours, credentials: &Credentials) {
    let mut text = format!(
        "\n  在线证书办理系统（演示，不会扣真钱，不会发真短信）\n\n  企业用户    {url}/\n  工作人员    {url}/staff\n\n",
        url = config.server.public_url
    );
    for (name, url) in neighbours.pages() {
        text.push_str(&format!("  {name}    {url}\n"));
    }
    text.push_str("\n  工作人员账号（动态口令见模拟手机页）\n");
    for staff in &credentials.staff {
        text.push_str(&format!("  {:<10} {}    {}\n", staff.login, staff.password, staff.label));
    }
    text.push_str("\n  Ctrl-C 停止；再次启动会接着用同一个数据文件夹。\n");
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}
