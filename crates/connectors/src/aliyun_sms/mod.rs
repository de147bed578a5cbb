//! Alibaba Cloud's text messages: `SendSms` and `QuerySendDetails`, signed with ACS3-HMAC-SHA256.
//! Answers carry no signature; TLS is all there is. SendSms does not de-duplicate, so an unknown outcome is looked up
//! by `OutId` ([`SmsSender::fate`]) and never repeated blindly.

mod sign;

use crate::http::{ANSWER_LIMIT, excerpt, read_body, unanswered};
use crate::{Now, Secret, source};
use app::ports::PortError;
use app::ports::sms::{SmsFate, SmsSender};
use async_trait::async_trait;
use domain::contact::Mobile;
use domain::message::Sms;
use domain::time::beijing;
use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// Rows per page of `QuerySendDetails`; the vendor allows no more.
const PAGE_SIZE: usize = 50;
/// Pages that are read for one number and day. Our own limits allow far fewer messages.
const PAGE_LIMIT: usize = 4;

/// What the account holder gets from Alibaba Cloud.
#[derive(Clone)]
pub struct AliyunSmsConfig {
    /// The endpoint's URL, e.g. `https://dysmsapi.aliyuncs.com/`.
    pub endpoint: String,
    pub access_key_id: String,
    pub access_key_secret: Secret,
    /// The registered signature (短信签名), without 【】.
    pub sign_name: String,
    /// The approved template's code for each name that `Sms::template` knows.
    pub templates: BTreeMap<String, String>,
}

pub struct AliyunSms {
    config: AliyunSmsConfig,
    endpoint: reqwest::Url,
    http: reqwest::Client,
    now: Now,
}

/// An endpoint that is no URL with a host.
#[derive(Debug, thiserror::Error)]
#[error("the SMS endpoint {0:?} is not a URL with a host")]
pub struct EndpointError(String);

impl AliyunSms {
    /// `http` comes from [`crate::http_client`].
    ///
    /// # Errors
    /// When the endpoint is not a URL.
    pub fn new(config: AliyunSmsConfig, http: reqwest::Client, now: Now) -> Result<AliyunSms, EndpointError> {
        let endpoint = reqwest::Url::parse(&config.endpoint).ok().filter(reqwest::Url::has_host);
        let endpoint = endpoint.ok_or_else(|| EndpointError(config.endpoint.clone()))?;
        Ok(AliyunSms { config, endpoint, http, now })
    }

    /// One call: the parameters ride in the query, the body is empty.
    async fn call<A: DeserializeOwned>(
        &self,
        action: &str,
        parameters: &BTreeMap<&str, String>,
    ) -> Result<A, PortError> {
        let request = sign::Request {
            action,
            version: "2017-05-25",
            host: &sign::host_header(&self.endpoint),
            path: self.endpoint.path(),
            parameters,
            date: &sign::utc_text((self.now)()),
            nonce: &source::nonce(),
        };
        let mut url = self.endpoint.clone();
        url.set_query(Some(&request.query()));
        let mut builder = self.http.post(url);
        for (name, value) in request.headers(&self.config.access_key_id, &self.config.access_key_secret) {
            builder = builder.header(name, value);
        }
        let response = builder.send().await.map_err(unanswered)?;
        let status = response.status();
        let body = read_body(response, ANSWER_LIMIT).await?;
        let unreadable = || PortError::Unknown(format!("{action}: HTTP {status}: {}", excerpt(&body)));
        let verdict: Verdict = serde_json::from_slice(&body).map_err(|_| unreadable())?;
        match classify(verdict, status.is_server_error()) {
            Some(error) => Err(error),
            None => serde_json::from_slice(&body).map_err(|_| unreadable()),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Verdict {
    code: String,
    #[serde(default)]
    message: String,
}

/// `None` for OK. Classes of codes: reference, section 3.1.
fn classify(Verdict { code, message }: Verdict, server_error: bool) -> Option<PortError> {
    let throttled = code.starts_with("Throttling");
    match code.as_str() {
        "OK" if server_error => Some(PortError::Unknown("OK under an HTTP 5xx".into())),
        "OK" => None,
        "isp.SYSTEM_ERROR" | "isv.BUSINESS_LIMIT_CONTROL" => Some(PortError::Later { code, message }),
        _ if throttled => Some(PortError::Later { code, message }),
        _ if server_error => Some(PortError::Unknown(format!("{code} {message}"))),
        _ => Some(PortError::Refused { code, message }),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Sent {
    biz_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Details {
    #[serde(rename = "SmsSendDetailDTOs")]
    list: DetailList,
}

#[derive(Deserialize)]
struct DetailList {
    #[serde(rename = "SmsSendDetailDTO", default)]
    rows: Vec<Detail>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Detail {
    #[serde(default)]
    out_id: String,
    /// 1 waiting for the receipt, 2 failed, 3 delivered.
    send_status: i64,
}

#[async_trait]
impl SmsSender for AliyunSms {
    async fn send(&self, to: &Mobile, message: &Sms, reference: &str) -> Result<String, PortError> {
        let template = self.config.templates.get(message.template()).ok_or_else(|| PortError::Refused {
            code: "template".into(),
            message: format!("no template is configured for {}", message.template()),
        })?;
        let variables: BTreeMap<&str, String> = message.variables().into_iter().collect();
        let parameters = BTreeMap::from([
            ("PhoneNumbers", to.as_str().to_owned()),
            ("SignName", self.config.sign_name.clone()),
            ("TemplateCode", template.clone()),
            ("TemplateParam", serde_json::json!(variables).to_string()),
            ("OutId", reference.to_owned()),
        ]);
        Ok(self.call::<Sent>("SendSms", &parameters).await?.biz_id)
    }

    async fn fate(&self, to: &Mobile, reference: &str, sent_at: Timestamp) -> Result<SmsFate, PortError> {
        let mut failed = false;
        for page in 1..=PAGE_LIMIT {
            let parameters = BTreeMap::from([
                ("PhoneNumber", to.as_str().to_owned()),
                ("SendDate", beijing(sent_at).strftime("%Y%m%d").to_string()),
                ("PageSize", PAGE_SIZE.to_string()),
                ("CurrentPage", page.to_string()),
            ]);
            let rows = self.call::<Details>("QuerySendDetails", &parameters).await?.list.rows;
            for row in rows.iter().filter(|row| row.out_id == reference) {
                // A message that was repeated stands here twice: one that may arrive is enough.
                match row.send_status {
                    1 | 3 => return Ok(SmsFate::Accepted),
                    2 => failed = true,
                    other => return Err(PortError::Unknown(format!("SendStatus {other}"))),
                }
            }
            if rows.len() < PAGE_SIZE {
                return Ok(if failed { SmsFate::Failed } else { SmsFate::NotFound });
            }
        }
        Err(PortError::Unknown(format!("more than {} messages in one day", PAGE_SIZE * PAGE_LIMIT)))
    }
}

#[cfg(test)]
mod tests;
