//! Nuonuo (诺税通): electronic invoices. Our request number makes ordering idempotent: `E9106` (number already used)
//! is fetched, not failed. Answers carry no signature, and callbacks carry none either: they only wake a query.

mod config;
mod gateway;
mod wire;

pub use config::NuonuoConfig;

use crate::http::{excerpt, read_body, unanswered};
use crate::{Now, form::decode_pairs};
use app::ports::PortError;
use app::ports::invoice::InvoiceIssuer;
use async_trait::async_trait;
use domain::invoice::{InvoiceOrder, InvoiceReport, InvoiceRequestNumber, IssuedInvoice};
use gateway::Gateway;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The largest PDF, in bytes.
const PDF_LIMIT: usize = 10 * 1024 * 1024;
/// Time for a PDF: larger than an answer, and no database waits for it.
const PDF_TIMEOUT: Duration = Duration::from_secs(30);
/// A failed seal is tried again this often; the vendor allows 20 times a day (`E9613`).
const RESEAL_PAUSE: SignedDuration = SignedDuration::from_hours(2);

pub struct Nuonuo {
    config: Arc<NuonuoConfig>,
    gateway: Gateway,
    http: reqwest::Client,
    now: Now,
    /// When a failed seal was last tried again, for the last few hours.
    resealed: Mutex<BTreeMap<String, Timestamp>>,
}

impl Nuonuo {
    /// `http` comes from [`crate::http_client`]: it must not follow redirects.
    pub fn new(config: NuonuoConfig, http: reqwest::Client, now: Now) -> Nuonuo {
        let config = Arc::new(config);
        let gateway = Gateway::new(Arc::clone(&config), http.clone(), Arc::clone(&now));
        Nuonuo { config, gateway, http, now, resealed: Mutex::default() }
    }

    /// Orders the seal again, once in [`RESEAL_PAUSE`]. A failure is only logged: the next poll tells.
    async fn reseal(&self, number: &InvoiceRequestNumber, serial: &str) {
        if !self.reseal_is_due(number) {
            return;
        }
        let content = json!({ "fpqqlsh": serial, "orderno": number.as_str() });
        if let Err(error) = self.gateway.call("nuonuo.OpeMplatform.reInvoice", &content).await {
            tracing::warn!(number = number.as_str(), %error, "sealing an invoice again");
        }
    }

    fn reseal_is_due(&self, number: &InvoiceRequestNumber) -> bool {
        let now = (self.now)();
        let mut resealed = self.resealed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        resealed.retain(|_, at| now.duration_since(*at) < RESEAL_PAUSE);
        let due = !resealed.contains_key(number.as_str());
        if due {
            resealed.insert(number.as_str().to_owned(), now);
        }
        due
    }

    /// The URL of a file, if it is one that we fetch: an allowed host, TLS except on loopback.
    fn file_url(&self, text: &str) -> Option<reqwest::Url> {
        let url = reqwest::Url::parse(text).ok()?;
        let host = url.host_str()?;
        let with_port = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let allowed = self.config.file_hosts.contains(&with_port);
        let loopback = matches!(host, "127.0.0.1" | "localhost" | "[::1]");
        (allowed && (url.scheme() == "https" || (url.scheme() == "http" && loopback))).then_some(url)
    }
}

#[async_trait]
impl InvoiceIssuer for Nuonuo {
    async fn issue(&self, order: &InvoiceOrder) -> Result<(), PortError> {
        let content = wire::order(&self.config, order);
        let answer = self.gateway.call("nuonuo.OpeMplatform.requestBillingNew", &content).await?;
        match answer.code.as_str() {
            "E0000" | "E9106" => Ok(()),
            _ => Err(answer.into_error()),
        }
    }

    async fn query(&self, number: &InvoiceRequestNumber) -> Result<InvoiceReport, PortError> {
        let content = json!({ "orderNos": [number.as_str()], "isOfferInvoiceDetail": "0" });
        let answer = self.gateway.call("nuonuo.OpeMplatform.queryInvoiceResult", &content).await?;
        match answer.code.as_str() {
            "E0000" => {}
            "E9500" => return Ok(InvoiceReport::NotFound),
            _ => return Err(answer.into_error()),
        }
        let Some(state) = wire::find(answer.result, number)? else { return Ok(InvoiceReport::NotFound) };
        if state.seal_failed() {
            self.reseal(number, &state.serial).await;
        }
        state.report()
    }

    async fn fetch_pdf(&self, invoice: &IssuedInvoice) -> Result<Option<Vec<u8>>, PortError> {
        let Some(text) = &invoice.pdf_url else { return Ok(None) };
        let url = self.file_url(text).ok_or_else(|| PortError::Refused {
            code: "file_host".into(),
            message: format!("the PDF of {} lies on a host that is not allowed", invoice.number),
        })?;
        let response = self.http.get(url.clone()).timeout(PDF_TIMEOUT).send().await.map_err(unanswered)?;
        let status = response.status();
        if status == reqwest::StatusCode::NOT_FOUND {
            return Ok(None);
        }
        if status != reqwest::StatusCode::OK || *response.url() != url {
            return Err(PortError::Unknown(format!("PDF of {}: HTTP {status}", invoice.number)));
        }
        let body = read_body(response, PDF_LIMIT).await?;
        if body.starts_with(b"%PDF-") {
            return Ok(Some(body));
        }
        Err(PortError::Unknown(format!("PDF of {}: {}", invoice.number, excerpt(&body))))
    }

    fn read_callback(&self, body: &[u8]) -> Option<InvoiceRequestNumber> {
        let pairs = decode_pairs(body)?;
        let value = |name: &str| pairs.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
        if let Some(number) = value("orderno") {
            return InvoiceRequestNumber::parse(number);
        }
        let content: serde_json::Value = serde_json::from_str(value("content")?).ok()?;
        InvoiceRequestNumber::parse(content.get("c_orderno")?.as_str()?)
    }
}

#[cfg(test)]
mod tests;
