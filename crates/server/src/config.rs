//! The configuration: `default.toml` is its manual, a file replaces values in it, the environment has the last word.
//! Whatever is wrong is one sentence that names the key.

mod error;
mod limits;
mod payment;

pub use error::ConfigError;

use domain::time::parse_day;
use domain::working_time::WorkingTime;
use limits::Limits;
use payment::Payment;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

const DEFAULT: &str = include_str!("default.toml");

/// What must be written to use simulators.
pub const SIMULATORS_ALLOWED: &str = "simulators allowed, no real money moves";

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub uploads: Uploads,
    pub vendors: Vendors,
    pub payment: Payment,
    pub sms: Sms,
    pub mail: Mail,
    pub invoice: Invoice,
    pub rules: Rules,
    pub limits: Limits,
    pub working: Working,
    pub operator: Operator,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub listen: SocketAddr,
    pub public_url: String,
    pub secure_cookies: bool,
    pub trusted_proxies: Vec<IpAddr>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    Sqlite,
    Postgres,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub engine: Engine,
    pub folder: PathBuf,
    pub keys_file: PathBuf,
    pub url: String,
    pub readers: usize,
    pub writers: usize,
}

impl Database {
    /// Puts the data of a demonstration, and its keys, into one folder.
    pub fn in_folder(&mut self, folder: &Path) {
        self.folder = folder.to_owned();
        self.keys_file = folder.join("keys.txt");
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uploads {
    folder: PathBuf,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vendors {
    pub simulators: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sms {
    pub endpoint: String,
    pub access_key_id: String,
    pub access_key_secret: String,
    pub sign_name: String,
    pub templates: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    Implicit,
    Starttls,
    None,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    pub host: String,
    pub port: u16,
    pub tls: MailTls,
    pub username: String,
    pub password: String,
    pub from_name: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invoice {
    pub services_url: String,
    pub token_url: String,
    pub app_key: String,
    pub app_secret: String,
    pub tax_number: String,
    pub seller_phone: String,
    pub seller_address: String,
    pub seller_account: String,
    pub clerk: String,
    pub extension_number: String,
    pub file_hosts: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub pay_days: i64,
    pub shipped_days: i64,
    pub handed_over_days: i64,
    pub code_minutes: i64,
    pub max_certificates: i64,
    pub api_per_minute: i64,
    pub tell_rejection: bool,
    pub register_sms_code: bool,
    pub password_composition: bool,
    pub terms_version: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Working {
    hours: String,
    holidays: Vec<String>,
    extra_days: Vec<String>,
    pub review_days: u32,
    pub ship_days: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operator {
    pub payee: String,
    pub phone: String,
    pub qq: String,
}

impl Config {
    /// Reads a file over the defaults, then the environment over both.
    ///
    /// # Errors
    /// One sentence with the file, the position or the key.
    pub fn load(file: &Path, environment: impl Iterator<Item = (String, String)>) -> Result<Config, ConfigError> {
        let text = std::fs::read_to_string(file)
            .map_err(|e| ConfigError(format!("the configuration {} cannot be read: {e}", file.display())))?;
        let over: toml::Table = toml::from_str(&text)
            .map_err(|e| ConfigError(format!("the configuration {} is not valid: {e}", file.display())))?;
        Config::build(over, environment)
    }

    /// The defaults for the demonstration to fill in. Everybody comes from one address there, so the limits of addresses
    /// would stop the second visitor: they are wide, those of numbers and accounts are the product's.
    ///
    /// # Errors
    /// When the environment overrides a key that does not exist.
    pub fn demonstration(environment: impl Iterator<Item = (String, String)>) -> Result<Config, ConfigError> {
        let over = toml::from_str(limits::DEMONSTRATION).map_err(|e| ConfigError(format!("the demonstration: {e}")))?;
        Config::build(over, environment)
    }

    /// The defaults alone.
    ///
    /// # Errors
    /// When the environment overrides a key that does not exist.
    pub fn defaults(environment: impl Iterator<Item = (String, String)>) -> Result<Config, ConfigError> {
        Config::build(toml::Table::new(), environment)
    }

    fn build(over: toml::Table, environment: impl Iterator<Item = (String, String)>) -> Result<Config, ConfigError> {
        let mut table: toml::Table = toml::from_str(DEFAULT).map_err(|e| ConfigError(format!("default.toml: {e}")))?;
        merge(&mut table, over, "")?;
        for (name, value) in environment {
            if let Some(path) = name.strip_prefix("CAKEY_CONFIG_") {
                override_one(&mut table, &path.to_lowercase(), &name, value)?;
            }
        }
        let config: Config =
            table.try_into().map_err(|e| ConfigError(format!("the configuration is not valid: {e}")))?;
        config.check()
    }

    fn check(self) -> Result<Config, ConfigError> {
        let fail = |text: &str| Err(ConfigError(text.to_owned()));
        if !(1..=120).contains(&self.rules.code_minutes) {
            return fail("rules.code_minutes must be between 1 and 120: no gateway keeps a code longer");
        }
        if !(1..=100).contains(&self.rules.max_certificates) {
            return fail("rules.max_certificates must be between 1 and 100");
        }
        if [self.rules.pay_days, self.rules.shipped_days, self.rules.handed_over_days].iter().any(|d| *d < 0) {
            return fail("the days of [rules] must not be negative");
        }
        if !(1..=64).contains(&self.database.readers) || !(1..=64).contains(&self.database.writers) {
            return fail("database.readers and database.writers must be between 1 and 64");
        }
        if self.rules.terms_version.trim().is_empty() {
            return fail("rules.terms_version must not be empty: consent is stored with it");
        }
        self.limits.check()?;
        self.working_time()?;
        Ok(self)
    }

    /// When the office works.
    ///
    /// # Errors
    /// When the hours or a day cannot be read.
    pub fn working_time(&self) -> Result<WorkingTime, ConfigError> {
        let hours = WorkingTime::parse_hours(&self.working.hours);
        let hours = hours.ok_or_else(|| ConfigError("working.hours must look like 9:00-12:00,13:30-17:30".into()))?;
        let days = |key: &str, texts: &[String]| {
            let day = |text: &String| {
                parse_day(text).ok_or_else(|| ConfigError(format!("working.{key}: {text} is no day like 2026-10-01")))
            };
            texts.iter().map(day).collect::<Result<Vec<_>, _>>()
        };
        let holidays = days("holidays", &self.working.holidays)?;
        Ok(WorkingTime::new(hours, holidays, days("extra_days", &self.working.extra_days)?))
    }

    /// Where uploaded files lie: beside the data unless another folder is named.
    pub fn uploads_folder(&self) -> PathBuf {
        match self.uploads.folder.as_os_str().is_empty() {
            true => self.database.folder.join("uploads"),
            false => self.uploads.folder.clone(),
        }
    }

    /// Refuses simulators unless the configuration says so in so many words.
    ///
    /// # Errors
    /// Names the vendors that are simulated.
    pub fn refuse_simulators(&self) -> Result<(), ConfigError> {
        let urls = [
            ("payment.alipay.gateway", &self.payment.alipay.gateway),
            ("sms.endpoint", &self.sms.endpoint),
            ("invoice.services_url", &self.invoice.services_url),
            ("invoice.token_url", &self.invoice.token_url),
        ];
        let simulated: Vec<&str> = urls
            .iter()
            .filter(|(_, url)| !url.starts_with("https://") || is_this_machine(host_of(url)))
            .map(|(key, _)| *key)
            .chain(is_this_machine(&self.mail.host).then_some("mail.host"))
            .collect();
        if simulated.is_empty() || self.vendors.simulators == SIMULATORS_ALLOWED {
            return Ok(());
        }
        Err(ConfigError(format!(
            "{} point to simulators; if that is meant, set vendors.simulators = \"{SIMULATORS_ALLOWED}\"",
            simulated.join(", ")
        )))
    }
}

fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    }
}

fn is_this_machine(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback() || address.is_unspecified())
}

fn merge(into: &mut toml::Table, over: toml::Table, path: &str) -> Result<(), ConfigError> {
    for (key, value) in over {
        let name = format!("{path}{key}");
        match (into.get_mut(&key), value) {
            (Some(toml::Value::Table(inner)), toml::Value::Table(value)) => {
                merge(inner, value, &format!("{name}."))?;
            }
            (Some(slot), value) => *slot = value,
            (None, _) => return Err(ConfigError(format!("the configuration has an unknown key: {name}"))),
        }
    }
    Ok(())
}

fn override_one(table: &mut toml::Table, path: &str, name: &str, text: String) -> Result<(), ConfigError> {
    let unknown = || ConfigError(format!("the environment variable {name} names no key of the configuration"));
    let (section, key) = path.split_once('_').ok_or_else(unknown)?;
    let slot =
        table.get_mut(section).and_then(|s| s.as_table_mut()).and_then(|s| s.get_mut(key)).ok_or_else(unknown)?;
    let bad = |kind: &str| ConfigError(format!("the environment variable {name} must be {kind}: {text}"));
    *slot = match slot {
        toml::Value::Integer(_) => toml::Value::Integer(text.parse().map_err(|_| bad("a whole number"))?),
        toml::Value::Boolean(_) => toml::Value::Boolean(text.parse().map_err(|_| bad("true or false"))?),
        toml::Value::String(_) => toml::Value::String(text),
        toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Array(_) | toml::Value::Table(_) => {
            return Err(bad("set in the file"));
        }
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn build(text: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
        let environment = environment.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Config::build(toml::from_str(text).unwrap(), environment).map_err(|e| e.to_string())
    }

    #[test]
    fn the_defaults_are_a_configuration() {
        let config = build("", &[]).unwrap();
        assert_eq!(config.server.listen.port(), 18089);
        assert_eq!(config.rules.pay_days, 15);
    }

    #[test]
    fn a_file_and_then_the_environment_have_the_last_word() {
        let text = "[server]\nlisten = '127.0.0.1:9'\n[rules]\npay_days = 3";
        let config = build(text, &[("CAKEY_CONFIG_RULES_PAY_DAYS", "4"), ("OTHER", "x")]).unwrap();
        assert_eq!((config.server.listen.port(), config.rules.pay_days), (9, 4));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, environment, word) in [
            ("[server]\nlistne = 'x'", vec![], "server.listne"),
            ("[rules]\ncode_minutes = 121", vec![], "rules.code_minutes"),
            ("[server]\ntrusted_proxies = ['nginx']", vec![], "trusted_proxies"),
            ("[limits]\nstaff_failures = -1", vec![], "limits.staff_failures"),
            ("[rules]\nterms_version = ' '", vec![], "rules.terms_version"),
            ("", vec![("CAKEY_CONFIG_RULES_PAY_DAYS", "soon")], "CAKEY_CONFIG_RULES_PAY_DAYS"),
            ("", vec![("CAKEY_CONFIG_RULES_PAYDAYS", "1")], "CAKEY_CONFIG_RULES_PAYDAYS"),
        ] {
            let message = build(text, &environment).unwrap_err();
            assert!(message.contains(word), "{message}");
        }
    }

    #[test]
    fn simulators_are_refused_unless_named_in_so_many_words() {
        let real = "[invoice]\ntoken_url = 'https://open.example/token'\n[mail]\nhost = 'smtp.example'\n";
        assert!(build(real, &[]).unwrap().refuse_simulators().is_ok());
        for gateway in
            ["http://openapi.example/gateway.do", "https://127.0.0.1:1/", "https://[::1]/", "https://LOCALHOST./x"]
        {
            let text = format!("{real}[payment.alipay]\ngateway = '{gateway}'");
            let message = build(&text, &[]).unwrap().refuse_simulators().unwrap_err().to_string();
            assert!(message.contains("payment.alipay.gateway"), "{message}");
            let allowed = format!("{text}\n[vendors]\nsimulators = '{SIMULATORS_ALLOWED}'");
            assert!(build(&allowed, &[]).unwrap().refuse_simulators().is_ok());
            let vague = format!("{text}\n[vendors]\nsimulators = 'true'");
            assert!(build(&vague, &[]).unwrap().refuse_simulators().is_err());
        }
    }
}
