//! Which messages are accepted, and what a phone would show: the rules of `SendSms` without HTTP and without a clock.
//! Source: protocols 3.1 and 3.4 (approved texts only, variables are strings, no links in them).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The vendor refuses longer variables.
const VARIABLE_MAX_CHARS: usize = 35;
/// A text with this word is a verification code and is limited more strictly.
const CODE_WORD: &str = "验证码";

/// An approved text. Variables stand in it as `${name}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// `SMS_` and digits, as the vendor hands them out.
    pub code: String,
    /// Without the signature: it is put in front in 【】.
    pub text: String,
}

/// A message that the simulator has accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Message {
    pub(super) biz_id: String,
    pub(super) to: String,
    pub(super) sign_name: String,
    pub(super) template: String,
    pub(super) params: BTreeMap<String, String>,
    /// What the phone shows, signature included.
    pub(super) text: String,
    pub(super) out_id: String,
    pub(super) at: Timestamp,
}

/// What becomes of a message, told by the last digits of its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Delivered,
    /// …0001: accepted, then the receipt says that it did not arrive.
    Undelivered,
    /// …0002: accepted and delivered, but the caller never gets an answer.
    AnswerLost,
    /// …0003: refused as one too many.
    OverLimit,
}

impl Fate {
    pub(super) fn of(number: &str) -> Self {
        match number.get(number.len().saturating_sub(4)..) {
            Some("0001") => Self::Undelivered,
            Some("0002") => Self::AnswerLost,
            Some("0003") => Self::OverLimit,
            _ => Self::Delivered,
        }
    }
}

/// The vendor's refusal: HTTP 200 with this code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl Refusal {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl Template {
    /// Verification codes have their own limits.
    pub(super) fn is_code(&self) -> bool {
        self.text.contains(CODE_WORD)
    }

    /// The text with its variables filled in.
    pub(super) fn fill(&self, params: &BTreeMap<String, String>) -> Result<String, Refusal> {
        let mut parts = self.text.split("${");
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap_or((part, ""));
            let value = params.get(name).filter(|value| !value.is_empty()).ok_or_else(|| {
                Refusal::new("isv.TEMPLATE_MISSING_PARAMETERS", format!("模板变量缺少对应参数值:{name}"))
            })?;
            check_variable(name, value)?;
            filled.push_str(value);
            filled.push_str(rest);
        }
        Ok(filled)
    }
}

/// `TemplateParam`: absent, or a JSON object of strings. A number is refused, as the vendor does.
pub(super) fn parse_params(json: &str) -> Result<BTreeMap<String, String>, Refusal> {
    if json.is_empty() {
        return Ok(BTreeMap::new());
    }
    serde_json::from_str(json).map_err(|_| Refusal::new("isv.INVALID_JSON_PARAM", "JSON参数不合法，只接受字符串值"))
}

/// A mainland mobile number, with or without the country code; returns its 11 digits.
/// One number per request: the vendor takes a list, but a list would make a receipt and a fate ambiguous.
pub(super) fn parse_number(text: &str) -> Result<String, Refusal> {
    let digits = text.strip_prefix("+86").or_else(|| text.strip_prefix("86")).unwrap_or(text);
    let good = digits.len() == 11
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.starts_with('1')
        && digits.as_bytes()[1] >= b'3';
    if good {
        Ok(digits.to_owned())
    } else {
        Err(Refusal::new("isv.MOBILE_NUMBER_ILLEGAL", format!("{text}invalid mobile number")))
    }
}

fn check_variable(name: &str, value: &str) -> Result<(), Refusal> {
    if value.contains("://") || value.contains("www.") {
        return Err(Refusal::new("isv.PARAM_NOT_SUPPORT_URL", format!("变量不支持传入URL:{name}")));
    }
    if value.chars().count() > VARIABLE_MAX_CHARS {
        return Err(Refusal::new("isv.PARAM_LENGTH_LIMIT", format!("参数超过长度限制:{name}")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_of<T>(result: Result<T, Refusal>) -> &'static str {
        result.err().map_or("OK", |refusal| refusal.code)
    }

    fn params(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn every_variable_is_filled_and_what_is_between_stays() {
        let template =
            Template { code: "SMS_1".into(), text: "订单${order}已由${courier}寄出，单号${no}。".into() };
        let filled = template.fill(&params(&[("order", "C1"), ("courier", "示例速递"), ("no", "SL01")])).unwrap();
        assert_eq!(filled, "订单C1已由示例速递寄出，单号SL01。");
        assert!(!template.is_code());
    }

    #[test]
    fn a_missing_or_empty_or_long_variable_or_a_link_is_refused() {
        let template = Template { code: "SMS_1".into(), text: "验证码${code}".into() };
        assert!(template.is_code());
        assert_eq!(code_of(template.fill(&params(&[]))), "isv.TEMPLATE_MISSING_PARAMETERS");
        assert_eq!(code_of(template.fill(&params(&[("code", "")]))), "isv.TEMPLATE_MISSING_PARAMETERS");
        assert_eq!(code_of(template.fill(&params(&[("code", "http://a.example")]))), "isv.PARAM_NOT_SUPPORT_URL");
        assert_eq!(code_of(template.fill(&params(&[("code", &"字".repeat(35))]))), "OK");
        assert_eq!(code_of(template.fill(&params(&[("code", &"字".repeat(36))]))), "isv.PARAM_LENGTH_LIMIT");
    }

    #[test]
    fn parameters_are_an_object_of_strings() {
        assert_eq!(parse_params(r#"{"code":"123456"}"#).unwrap(), params(&[("code", "123456")]));
        assert_eq!(code_of(parse_params(r#"{"code":123456}"#)), "isv.INVALID_JSON_PARAM");
        assert_eq!(code_of(parse_params(r#"["123456"]"#)), "isv.INVALID_JSON_PARAM");
        assert_eq!(code_of(parse_params("code=1")), "isv.INVALID_JSON_PARAM");
    }

    #[test]
    fn a_number_is_eleven_digits_with_or_without_the_country_code() {
        assert_eq!(parse_number("13800000009").unwrap(), "13800000009");
        assert_eq!(parse_number("+8613800000009").unwrap(), "13800000009");
        assert_eq!(parse_number("8613800000009").unwrap(), "13800000009");
        for wrong in ["", "1380000000", "12800000009", "23800000009", "1380000000a", "13800000009,13800000008"] {
            assert_eq!(code_of(parse_number(wrong)), "isv.MOBILE_NUMBER_ILLEGAL", "{wrong}");
        }
    }

    #[test]
    fn the_end_of_a_number_tells_its_fate() {
        assert_eq!(Fate::of("13800000001"), Fate::Undelivered);
        assert_eq!(Fate::of("13800000002"), Fate::AnswerLost);
        assert_eq!(Fate::of("13800000003"), Fate::OverLimit);
        assert_eq!(Fate::of("13800000009"), Fate::Delivered);
    }
}
