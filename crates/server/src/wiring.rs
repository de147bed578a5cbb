//! Puts the layers together: database, connectors, application, pages. Whatever fails here is one sentence.

use crate::config::{Config, Engine, MailTls};
use crate::source::{self, Dice};
use app::account::hasher::Hasher;
use app::attachment::Files;
use app::payment::{Gateway, Gateways};
use app::ports::payment::PaymentGateway;
use app::settings::{Promises, Settings};
use app::vault::{KeyRing, Vault, rotate};
use app::{App, schema};
use connectors::{HttpClient, Now, Secret, alipay, aliyun_sms, nuonuo, smtp};
use domain::account::PasswordPolicy;
use domain::order::Deadlines;
use domain::payment::{GatewayCode, GatewayWords};
use jiff::SignedDuration;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;
use web::{Site, SiteSettings};

/// Passwords are hashed by so many threads at once: one for each core that this is made for.
const HASHERS: usize = 2;

/// Why the program cannot start: one sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StartError(pub String);

impl StartError {
    /// What was attempted, and what came of it.
    pub fn new(what: impl std::fmt::Display, cause: impl std::fmt::Display) -> StartError {
        StartError(format!("{what}: {cause}"))
    }
}

/// In the data folder.
const SQLITE_FILE: &str = "cakey.db";

/// Opens records that were kept before. Makes none: in a mistyped folder an empty database would be found sound.
pub async fn open_records(config: &Config) -> Result<Arc<db::Db>, StartError> {
    let file = config.database.folder.join(SQLITE_FILE);
    if matches!(config.database.engine, Engine::Sqlite) && !file.exists() {
        return Err(StartError(format!("there are no records: {} does not exist", file.display())));
    }
    open_database(config).await
}

/// Opens the database that the configuration names, makes it if need be, and brings its schema up to date.
pub async fn open_database(config: &Config) -> Result<Arc<db::Db>, StartError> {
    let database = &config.database;
    let db = match database.engine {
        Engine::Sqlite => {
            let folder = &database.folder;
            make_private_folder(folder)
                .map_err(|e| StartError::new(format!("the data folder {} cannot be used", folder.display()), e))?;
            db::Db::sqlite(&folder.join(SQLITE_FILE), database.readers)
        }
        Engine::Postgres => db::Db::postgres(&database.url, database.readers, database.writers),
    };
    let db = Arc::new(db.map_err(|e| StartError::new("the database cannot be opened", e))?);
    db.migrate(schema::MIGRATIONS).await.map_err(|e| StartError::new("the database cannot be used", e))?;
    Ok(db)
}

/// Makes a folder that only its owner may enter: it holds personal data. One that exists is left as it is.
///
/// # Errors
/// When it cannot be made, or something else bears its name.
pub fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// The application over a database, with the vendors that the configuration names. Refuses keys that are not the
/// database's.
pub async fn build_app(config: &Config, ring: &KeyRing, db: Arc<db::Db>) -> Result<App, StartError> {
    connectors::install_crypto_provider();
    let http = connectors::http_client().map_err(|e| StartError::new("no HTTP client", e))?;
    let now: Now = connectors::system_now();
    let public_url = config.server.public_url.trim_end_matches('/');
    let gateways = gateways(config, &http, &now)?;
    let sms = aliyun_sms::AliyunSms::new(sms_config(config), http.clone(), now.clone())
        .map_err(|e| StartError::new("[sms] cannot be used", e))?;
    let mail = smtp::Smtp::new(mail_config(config)).map_err(|e| StartError::new("[mail] cannot be used", e))?;
    let issuer = nuonuo::Nuonuo::new(invoice_config(config, public_url), http, now);
    let vault = Vault::new(ring, Arc::new(Dice::new())).map_err(|e| StartError::new("the keys cannot be used", e))?;
    let app = App {
        db,
        clock: Arc::new(source::MachineClock::new()),
        chance: Arc::new(Dice::new()),
        vault: Arc::new(vault),
        gateways: Arc::new(gateways),
        sms: Arc::new(sms),
        mail: Arc::new(mail),
        issuer: Arc::new(issuer),
        settings: Arc::new(settings(config)),
        wake: Arc::default(),
        hasher: Arc::new(Hasher::new(HASHERS)),
        files: Arc::new(open_files(config)?),
    };
    rotate::prove(&app.db, &app.vault).await.map_err(|e| StartError::new("the database cannot be used", e))?;
    Ok(app)
}

/// The folder of uploaded files, made if absent.
///
/// # Errors
/// A folder that cannot be used.
pub fn open_files(config: &Config) -> Result<Files, StartError> {
    let folder = config.uploads_folder();
    let unusable = |e: &dyn std::fmt::Display| StartError::new(format!("uploads.folder {}", folder.display()), e);
    make_private_folder(&folder).map_err(|e| unusable(&e))?;
    Files::local(&folder).map_err(|e| unusable(&e))
}

/// The pages over an application.
pub fn build_site(config: &Config, app: App) -> Result<Site, StartError> {
    let server = &config.server;
    let trusted_proxies = server.trusted_proxies.clone();
    let settings = SiteSettings { secure_cookies: server.secure_cookies, trusted_proxies, demo_phone: String::new() };
    Ok(Site { gate: Arc::default(), app, settings })
}

fn settings(config: &Config) -> Settings {
    let rules = &config.rules;
    let deadlines = Deadlines {
        pay_days: rules.pay_days,
        shipped_days: rules.shipped_days,
        handed_over_days: rules.handed_over_days,
    };
    Settings {
        deadlines,
        code_lasts: SignedDuration::from_mins(rules.code_minutes),
        max_certificates: rules.max_certificates,
        api_per_minute: rules.api_per_minute,
        tell_rejection: rules.tell_rejection,
        working: config.working_time().unwrap_or_default(),
        promises: Promises { review_days: config.working.review_days, ship_days: config.working.ship_days },
        payee: config.operator.payee.clone(),
        phone: config.operator.phone.clone(),
        qq: config.operator.qq.clone(),
        public_url: config.server.public_url.trim_end_matches('/').to_owned(),
        consent_version: rules.terms_version.trim().to_owned(),
        password: PasswordPolicy { composition: rules.password_composition },
        register_sms_code: rules.register_sms_code,
        sms_limits: config.limits.sms(),
        login_limits: config.limits.login(),
        company_limits: config.limits.company(),
        ..Settings::default()
    }
}

/// The gateways, in the order of `payment.gateways`.
fn gateways(config: &Config, http: &HttpClient, now: &Now) -> Result<Gateways, StartError> {
    let open = |code: &String| -> Result<Gateway, StartError> {
        let unknown = || StartError(format!("payment.gateways: there is no gateway {code:?}"));
        let (port, words): (Arc<dyn PaymentGateway>, GatewayWords) = match code.as_str() {
            alipay::CODE => {
                let port = alipay::Alipay::new(alipay_config(config)?, http.clone(), now.clone());
                (Arc::new(port.map_err(|e| StartError::new("[payment.alipay] cannot be used", e))?), alipay::WORDS)
            }
            _ => return Err(unknown()),
        };
        Ok(Gateway { code: GatewayCode::parse(code).ok_or_else(unknown)?, words, port })
    };
    let mut all = config.payment.gateways.iter().map(open).collect::<Result<Vec<_>, _>>()?.into_iter();
    let first = all.next().ok_or_else(|| StartError("payment.gateways names no gateway".into()))?;
    Ok(Gateways::new(first, all.collect()))
}

fn alipay_config(config: &Config) -> Result<alipay::AlipayConfig, StartError> {
    let alipay = &config.payment.alipay;
    let public_url = config.server.public_url.trim_end_matches('/');
    Ok(alipay::AlipayConfig {
        gateway: alipay.gateway.clone(),
        app_id: alipay.app_id.clone(),
        seller_id: alipay.seller_id.clone(),
        app_private_key_pem: Secret::new(read_key("payment.alipay.app_private_key", &alipay.app_private_key)?),
        alipay_public_key_pem: read_key("payment.alipay.alipay_public_key", &alipay.alipay_public_key)?,
        notify_url: format!("{public_url}/notify/payment/{}", alipay::CODE),
    })
}

fn read_key(name: &str, file: &Path) -> Result<String, StartError> {
    std::fs::read_to_string(file).map_err(|e| StartError::new(format!("{name} {} cannot be read", file.display()), e))
}

fn sms_config(config: &Config) -> aliyun_sms::AliyunSmsConfig {
    let sms = &config.sms;
    aliyun_sms::AliyunSmsConfig {
        endpoint: sms.endpoint.clone(),
        access_key_id: sms.access_key_id.clone(),
        access_key_secret: Secret::new(sms.access_key_secret.clone()),
        sign_name: sms.sign_name.clone(),
        templates: sms.templates.clone(),
    }
}

fn mail_config(config: &Config) -> smtp::SmtpConfig {
    let mail = &config.mail;
    smtp::SmtpConfig {
        host: mail.host.clone(),
        port: mail.port,
        tls: match mail.tls {
            MailTls::Implicit => smtp::Tls::Implicit,
            MailTls::Starttls => smtp::Tls::StartTls,
            MailTls::None => smtp::Tls::None,
        },
        username: mail.username.clone(),
        password: Secret::new(mail.password.clone()),
        from_name: mail.from_name.clone(),
    }
}

fn invoice_config(config: &Config, public_url: &str) -> nuonuo::NuonuoConfig {
    let invoice = &config.invoice;
    nuonuo::NuonuoConfig {
        services_url: invoice.services_url.clone(),
        token_url: invoice.token_url.clone(),
        app_key: invoice.app_key.clone(),
        app_secret: Secret::new(invoice.app_secret.clone()),
        tax_number: invoice.tax_number.clone(),
        seller_phone: invoice.seller_phone.clone(),
        seller_address: invoice.seller_address.clone(),
        seller_account: invoice.seller_account.clone(),
        clerk: invoice.clerk.clone(),
        extension_number: invoice.extension_number.clone(),
        callback_url: format!("{public_url}/notify/invoice"),
        file_hosts: invoice.file_hosts.clone(),
    }
}
