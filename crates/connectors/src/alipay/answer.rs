//! A synchronous answer: envelope, signature, classification. The signature covers the bytes of the value of
//! `…_response` exactly as they came, so the envelope is read as raw values and nothing is ever serialised again.

use super::keys::Keys;
use crate::http::excerpt;
use app::ports::PortError;
use domain::id::TradeNumber;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// The fields of every method's answer that we read. A field that comes twice makes the answer unreadable.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    code: String,
    msg: String,
    sub_code: String,
    sub_msg: String,
    out_trade_no: Option<String>,
    pub out_request_no: Option<String>,
    pub trade_no: Option<String>,
    pub qr_code: Option<String>,
    pub trade_status: Option<String>,
    pub total_amount: Option<String>,
    pub refund_fee: Option<String>,
    pub send_pay_date: Option<String>,
    pub fund_change: Option<String>,
    pub refund_status: Option<String>,
}

impl Answer {
    /// A success must speak of the trade that was asked for; a replayed answer speaks of another.
    pub fn must_name(&self, trade: &TradeNumber) -> Result<(), PortError> {
        let named = self.out_trade_no.as_deref() == Some(trade.as_str());
        if named { Ok(()) } else { Err(PortError::Unknown("the answer speaks of another trade".into())) }
    }

    /// For methods that may leave the number out.
    pub fn must_not_name_another(&self, trade: &TradeNumber) -> Result<(), PortError> {
        if self.out_trade_no.is_none() { Ok(()) } else { self.must_name(trade) }
    }
}

/// An explicit failure, signed or (at gateway level) not.
#[derive(Debug)]
pub struct Failure {
    signed: bool,
    answer: Answer,
}

impl Failure {
    /// True for a signed business failure with this sub-code.
    pub fn is_signed(&self, sub_code: &str) -> bool {
        self.signed && self.answer.code == "40004" && self.answer.sub_code == sub_code
    }
}

/// Classes of codes (docs/connectors/alipay.md). A code that is not listed proves nothing.
impl From<Failure> for PortError {
    fn from(Failure { signed, answer }: Failure) -> PortError {
        let code = if answer.sub_code.is_empty() { answer.code.clone() } else { answer.sub_code.clone() };
        let message = if answer.sub_msg.is_empty() { answer.msg } else { answer.sub_msg };
        match answer.code.as_str() {
            // Also spelled `AQC.SYSTEM_ERROR` and `aop.ACQ.SYSTEM_ERROR` in the wild.
            _ if code.ends_with(".SYSTEM_ERROR") => PortError::Unknown(format!("{code} {message}")),
            "40005" => PortError::Later { code, message },
            // Business failures are always signed; one that is not comes from somebody else.
            "40004" if !signed => PortError::Unknown(format!("unsigned business failure {code}")),
            "40004" if code == "ACQ.SELLER_BALANCE_NOT_ENOUGH" => PortError::Later { code, message },
            "40004" => PortError::Refused { code, message },
            // Ours to mend (key, clock, contract), and unsigned where the signature itself is refused: once mended, the
            // same request may succeed.
            "20001" | "40001" | "40002" | "40003" | "40006" => PortError::Later { code, message },
            _ => PortError::Unknown(format!("{} {code} {message}", answer.code)),
        }
    }
}

/// Reads the answer to `method`. The outer error: it cannot be read or verified.
pub fn read(keys: &Keys, method: &str, body: &[u8]) -> Result<Result<Answer, Failure>, PortError> {
    let unknown = |what: &str| PortError::Unknown(format!("{method}: {what}: {}", excerpt(body)));
    let text = std::str::from_utf8(body).map_err(|_| unknown("answer is not UTF-8"))?;
    let Envelope(mut members) = serde_json::from_str(text).map_err(|_| unknown("answer is not an envelope"))?;
    let key = format!("{}_response", method.replace('.', "_"));
    let raw = match (members.remove(key.as_str()), members.remove("error_response")) {
        (Some(raw), None) | (None, Some(raw)) => raw.get(),
        _ => return Err(unknown("no or two responses in the envelope")),
    };
    let signed = match members.get("sign") {
        None => false,
        Some(sign) => {
            let sign: String = serde_json::from_str(sign.get()).map_err(|_| unknown("sign is not a text"))?;
            if !keys.verify(raw.as_bytes(), &sign) {
                return Err(unknown("the signature does not verify"));
            }
            true
        }
    };
    let answer: Answer = serde_json::from_str(raw).map_err(|_| unknown("fields cannot be read"))?;
    match (answer.code.as_str(), signed) {
        ("10000", true) => Ok(Ok(answer)),
        ("10000", false) => Err(unknown("success without a signature")),
        _ => Ok(Err(Failure { signed, answer })),
    }
}

/// The outer object, each value as its own bytes. Two members of one name are refused: two readers could each
/// believe another one.
struct Envelope<'a>(BTreeMap<String, &'a RawValue>);

impl<'de> Deserialize<'de> for Envelope<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Envelope<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Envelope<'de>, A::Error> {
                let mut members = BTreeMap::new();
                while let Some((name, value)) = map.next_entry::<String, &'de RawValue>()? {
                    if members.insert(name, value).is_some() {
                        return Err(A::Error::custom("a member comes twice"));
                    }
                }
                Ok(Envelope(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}
