//! 支付渠道: which gateway a payment was made at. The code is data of each payment and refund, the words are what people
//! call the gateway.

use std::fmt;

/// The code of a gateway, as payments, refunds, the configuration and its notice address name it: 2 to 16 lower-case
/// letters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GatewayCode(String);

impl GatewayCode {
    /// A code that is stored, configured or part of an address.
    pub fn parse(text: &str) -> Option<GatewayCode> {
        let sound = (2..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase());
        sound.then(|| GatewayCode(text.to_owned()))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GatewayCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What pages call a gateway; in Chinese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GatewayWords {
    /// In “用…扫码付款”.
    pub name: &'static str,
    /// The program on the phone, in “打开…，点‘扫一扫’”.
    pub phone_app: &'static str,
    /// Where the money came from, in “退回原…”.
    pub account: &'static str,
}

impl GatewayWords {
    /// For a payment at a gateway that is configured no longer.
    pub const UNKNOWN: GatewayWords =
        GatewayWords { name: "扫码", phone_app: "付款软件", account: "付款账户" };

    /// What the payer is to do.
    pub fn to_pay(self) -> String {
        format!("用{}扫码付款", self.name)
    }

    /// Where a refund goes.
    pub fn back(self) -> String {
        format!("退回原{}", self.account)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_short_word_of_lower_case_letters() {
        for good in ["ab", "paypoint", "abcdefghijklmnop"] {
            assert_eq!(GatewayCode::parse(good).map(|code| code.to_string()), Some(good.to_owned()));
        }
        for bad in ["", "a", "We", "we1", "we chat", "支付", "abcdefghijklmnopq", "we/chat"] {
            assert_eq!(GatewayCode::parse(bad), None, "{bad}");
        }
    }
}
