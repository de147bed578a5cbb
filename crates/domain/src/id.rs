//! Typed row ids and the numbers that the outside sees.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! row_ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(i64);
        impl $name {
            /// Wraps a row id that came from the database.
            pub const fn new(id: i64) -> $name { $name(id) }
            pub const fn get(self) -> i64 { self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}", self.0) }
        }
    )*};
}

row_ids! {
    /// A company, the applicant (企业).
    CompanyId;
    /// A member of the authority's staff (工作人员).
    StaffId;
    /// An order (订单).
    OrderId;
    /// One attempt to pay one submission (支付).
    AttemptId;
    /// One refund (退款).
    RefundId;
    /// One invoice (发票).
    InvoiceId;
    /// An outlet (网点).
    OutletId;
    /// A trading platform (交易平台).
    ProjectId;
    /// One version of a project's price list (收费标准).
    PriceListId;
    /// A row of the outbox.
    EffectId;
    /// A program of a trading platform (接口客户端).
    ApiClientId;
    /// A session.
    SessionId;
    /// An uploaded file (附件).
    AttachmentId;
    /// An announcement (公告).
    AnnouncementId;
    /// A line of a platform's materials matrix (材料要求).
    MaterialRuleId;
}

/// An order's number as people read it: `DZ20261123-0127`, the Beijing date and that day's sequence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrderNumber(String);

impl OrderNumber {
    /// Builds the number of the `sequence`-th order (from 1) of a Beijing day.
    pub fn build(day: jiff::civil::Date, sequence: i64) -> OrderNumber {
        OrderNumber(format!("DZ{:04}{:02}{:02}-{:04}", day.year(), day.month(), day.day(), sequence))
    }

    /// Parses what stands in a URL. `None` for anything that [`OrderNumber::build`] cannot make.
    pub fn parse(text: &str) -> Option<OrderNumber> {
        let (day, sequence) = text.strip_prefix("DZ")?.split_once('-')?;
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        let ok = day.len() == 8 && digits(day) && (4..=9).contains(&sequence.len()) && digits(sequence);
        ok.then(|| OrderNumber(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OrderNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the gateway knows a payment attempt by: letters and digits only, at most 64.
/// Order, submission and attempt, never the order number alone (E2 of docs/rules.md).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TradeNumber(String);

impl TradeNumber {
    /// `P202611230127S1A2`: the second attempt of the first submission.
    pub fn build(order: &OrderNumber, submission: i64, attempt: i64) -> TradeNumber {
        let bare: String = order.as_str().chars().filter(char::is_ascii_digit).collect();
        TradeNumber(format!("P{bare}S{submission}A{attempt}"))
    }

    /// Accepts any number a gateway may legally echo: 1–64 of `[A-Za-z0-9_]`.
    pub fn parse(text: &str) -> Option<TradeNumber> {
        let ok = (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        ok.then(|| TradeNumber(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number of this payment's refund, fixed when the refund is decided: `R…`.
    /// A payment is refunded in full and once, so one number per payment is enough.
    pub fn refund_number(&self) -> RefundNumber {
        RefundNumber(format!("R{}", self.0))
    }
}

impl fmt::Display for TradeNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The idempotency number of one refund (`out_request_no`), the same on every retry.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RefundNumber(String);

impl RefundNumber {
    /// Wraps a number that came from the database.
    pub fn from_stored(text: String) -> RefundNumber {
        RefundNumber(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RefundNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_numbers_parse_back_and_nothing_else_does() {
        let number = OrderNumber::build(jiff::civil::date(2026, 11, 23), 127);
        assert_eq!(number.as_str(), "DZ20261123-0127");
        assert_eq!(OrderNumber::parse(number.as_str()), Some(number));
        for bad in ["", "DZ", "DZ20261123-", "DZ20261123-01'7", "dz20261123-0127", "DZ2026112-0127", "DZ20261123-0127 "]
        {
            assert_eq!(OrderNumber::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn trade_numbers_hold_order_submission_and_attempt() {
        let order = OrderNumber::build(jiff::civil::date(2026, 11, 23), 127);
        let trade = TradeNumber::build(&order, 2, 3);
        assert_eq!(trade.as_str(), "P202611230127S2A3");
        assert_eq!(trade.refund_number().as_str(), "RP202611230127S2A3");
        assert_eq!(TradeNumber::parse("a b"), None);
    }
}
