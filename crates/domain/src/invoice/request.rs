//! An invoice as it is ordered, and what the issuer says of it.

use crate::money::Fen;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Our number of one invoice request, the issuer's idempotency number: `I` + order digits + `S` + submission.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InvoiceRequestNumber(String);

impl InvoiceRequestNumber {
    /// The number of the blue invoice of one submission (I4: exactly one per approved order).
    pub fn build(order: &crate::id::OrderNumber, submission: i64) -> InvoiceRequestNumber {
        let bare: String = order.as_str().chars().filter(char::is_ascii_digit).collect();
        InvoiceRequestNumber(format!("I{bare}S{submission}"))
    }

    /// Accepts what an issuer may legally echo: 1–40 of `[A-Za-z0-9_-]`.
    pub fn parse(text: &str) -> Option<InvoiceRequestNumber> {
        let legal = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        ((1..=40).contains(&text.len()) && text.bytes().all(legal)).then(|| InvoiceRequestNumber(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who the invoice is made out to: the 发票信息 frozen at submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    /// 发票抬头, at most 100 characters.
    pub title: String,
    /// 纳税人识别号, 15–20 of `[0-9A-Z]`.
    pub tax_number: String,
    /// 注册地址, optional.
    pub address: String,
    /// 注册电话, optional.
    pub phone: String,
    /// 开户银行, optional.
    pub bank: String,
    /// 银行账号, optional, digits only.
    pub account: String,
}

/// One line of an invoice. Amounts include the tax; `net + tax == gross`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// What was sold, without the short name of its class.
    pub goods: String,
    /// The class's short name, printed between asterisks: 信息技术服务.
    pub class: String,
    /// 税收分类编码, 19 digits.
    pub tax_code: String,
    /// 单位.
    pub unit: String,
    /// 数量, at least 1.
    pub count: i64,
    /// Price of one, tax included.
    pub unit_price: Fen,
    /// Tax rate in basis points: 600 is 6 %.
    pub rate_bp: i64,
    /// 价税合计 of the line.
    pub gross: Fen,
    /// 金额, without the tax.
    pub net: Fen,
    /// 税额.
    pub tax: Fen,
}

impl InvoiceLine {
    /// Splits the tax out of a gross amount: `tax = gross − round(gross / (1 + rate))`, half up, in fen
    /// (300.00 at 6 % = 283.02 + 16.98).
    pub fn split_tax(gross: Fen, rate_bp: i64) -> (Fen, Fen) {
        let divisor = 10_000 + rate_bp;
        let net = (gross.get() * 10_000 * 2 + divisor).div_euclid(2 * divisor);
        (Fen::new(net), Fen::new(gross.get() - net))
    }
}

/// One ordinary invoice (普票), as it is ordered from the issuer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceOrder {
    /// Our number, the same on every retry.
    pub number: InvoiceRequestNumber,
    /// When it was ordered; stays the same on every retry.
    pub ordered_at: Timestamp,
    pub buyer: Buyer,
    /// The lines; they add up to the order's price.
    pub lines: Vec<InvoiceLine>,
    /// 备注: the order's number.
    pub remark: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedInvoice {
    /// 发票号码, 20 digits.
    pub number: String,
    /// 开票时间.
    pub issued_at: Timestamp,
    /// Where the issuer keeps the PDF; empty while it is not there yet.
    pub pdf_url: Option<String>,
    /// 价税合计, as the issuer has it.
    pub gross: Option<Fen>,
}

/// What the issuer says of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum InvoiceReport {
    /// No such request known (or not yet): order it again under the same number.
    NotFound,
    /// Being issued or sealed: ask later.
    Issuing,
    /// Issued; the file may follow later.
    Issued(IssuedInvoice),
    /// Refused, with the issuer's words.
    Failed {
        /// The issuer's words.
        reason: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_is_split_as_the_tax_bureau_does() {
        assert_eq!(InvoiceLine::split_tax(Fen::new(30_000), 600), (Fen::new(28_302), Fen::new(1_698)));
        assert_eq!(InvoiceLine::split_tax(Fen::new(10_000), 1_300), (Fen::new(8_850), Fen::new(1_150)));
        assert_eq!(InvoiceLine::split_tax(Fen::new(8_000), 600), (Fen::new(7_547), Fen::new(453)));
        assert_eq!(InvoiceLine::split_tax(Fen::ZERO, 600), (Fen::ZERO, Fen::ZERO));
        assert_eq!(InvoiceLine::split_tax(Fen::new(100), 0), (Fen::new(100), Fen::ZERO));
    }
}
