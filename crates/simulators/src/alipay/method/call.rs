//! What every method is given and gives back, and how it reads the trade that `biz_content` names.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::alipay::book::Book;
use crate::alipay::desk::{Desk, State};
use crate::alipay::trade::{Status, Trade};

/// The fields of an answer beside `code` and `msg`.
pub type Fields = Map<String, Value>;

/// A business failure.
#[derive(Debug)]
pub struct Failure {
    /// `40004` for a refusal, `20000` for an unknown outcome.
    pub code: &'static str,
    /// Such as `ACQ.TRADE_NOT_EXIST`.
    pub sub_code: &'static str,
    /// Why, for people.
    pub sub_msg: &'static str,
    /// What is echoed nevertheless.
    pub fields: Fields,
}

impl Failure {
    /// Code 40004.
    #[must_use]
    pub fn business(sub_code: &'static str, sub_msg: &'static str) -> Self {
        Self { code: "40004", sub_code, sub_msg, fields: Fields::new() }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        tracing::error!(%error, "the alipay simulator could not write its ledger");
        Self { code: "20000", sub_code: "aop.unknow-error", sub_msg: "系统繁忙", fields: Fields::new() }
    }
}

/// One call of a method.
pub struct Call<'a> {
    /// Keys, clock, configuration.
    pub desk: &'a Desk,
    /// Book and switches.
    pub state: &'a mut State,
    /// `biz_content`.
    pub biz: &'a Fields,
    /// The request's `notify_url`.
    pub notify_url: Option<&'a str>,
    /// The moment of the call.
    pub now: Timestamp,
}

impl Call<'_> {
    /// A text field of `biz_content`; empty counts as absent.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.biz.get(name)?.as_str().filter(|text| !text.is_empty())
    }

    /// The scanned trade that `trade_no` or else `out_trade_no` names. A code without a scan is not a trade.
    pub(super) fn trade(&self) -> Result<&Trade, Failure> {
        let book: &Book = &self.state.book;
        let (trade_no, out_trade_no) = (self.text("trade_no"), self.text("out_trade_no"));
        if trade_no.is_none() && out_trade_no.is_none() {
            return Err(Failure::business("ACQ.INVALID_PARAMETER", "参数无效：缺少 out_trade_no 或 trade_no"));
        }
        let found = match trade_no {
            Some(number) => book.by_trade_no(number),
            None => out_trade_no.and_then(|number| book.trades.get(number)),
        };
        found
            .filter(|trade| !matches!(trade.status(self.now), Status::Precreated | Status::Expired))
            .ok_or_else(|| Failure::business("ACQ.TRADE_NOT_EXIST", "交易不存在"))
    }
}

/// The two numbers that name a trade.
pub(super) fn numbers(trade: &Trade) -> Fields {
    let mut fields = Fields::new();
    fields.insert("out_trade_no".into(), trade.order.out_trade_no.clone().into());
    if let Some(scan) = &trade.scan {
        fields.insert("trade_no".into(), scan.trade_no.clone().into());
    }
    fields
}

pub(super) fn with<'a>(mut fields: Fields, pairs: impl IntoIterator<Item = (&'a str, String)>) -> Fields {
    fields.extend(pairs.into_iter().map(|(name, value)| (name.to_owned(), Value::String(value))));
    fields
}
