//! The gateway's words for a trade, turned into a [`TradeReport`]. Query and notice share the status and the amounts;
//! what cannot be read is an error, never a guess.

use super::answer::Answer;
use app::ports::PortError;
use domain::id::TradeNumber;
use domain::money::Fen;
use domain::payment::{TradeReport, TradeStatus};
use domain::time::from_second_text;
use jiff::Timestamp;

/// `trade_status` as we know it; `None` for a new word.
pub fn status(text: &str) -> Option<TradeStatus> {
    match text {
        "WAIT_BUYER_PAY" => Some(TradeStatus::WaitingBuyer),
        "TRADE_SUCCESS" => Some(TradeStatus::Paid),
        "TRADE_FINISHED" => Some(TradeStatus::Finished),
        "TRADE_CLOSED" => Some(TradeStatus::Closed),
        _ => None,
    }
}

/// An optional amount in yuan: absent and empty are `None`, unreadable is an error.
pub fn amount(text: Option<&str>) -> Result<Option<Fen>, &'static str> {
    optional(text, Fen::from_yuan_text).ok_or("an amount that is no amount")
}

/// An optional Beijing time.
pub fn moment(text: Option<&str>) -> Result<Option<Timestamp>, &'static str> {
    optional(text, from_second_text).ok_or("a time that is no time")
}

fn optional<T>(text: Option<&str>, read: fn(&str) -> Option<T>) -> Option<Option<T>> {
    match text {
        None | Some("") => Some(None),
        Some(text) => read(text).map(Some),
    }
}

/// The report of `alipay.trade.query`, already verified.
pub fn from_query(answer: &Answer, trade: &TradeNumber) -> Result<TradeReport, PortError> {
    let unknown = |what: &str| PortError::Unknown(format!("query of {trade}: {what}"));
    let word = answer.trade_status.as_deref().unwrap_or_default();
    let status = status(word).ok_or_else(|| unknown(&format!("trade_status {word:?}")))?;
    let amount_paid = amount(answer.total_amount.as_deref()).map_err(unknown)?;
    if matches!(status, TradeStatus::Paid | TradeStatus::Finished) && amount_paid.is_none() {
        return Err(unknown("paid, but no total_amount"));
    }
    Ok(TradeReport {
        trade: trade.clone(),
        gateway_trade: answer.trade_no.clone().filter(|number| !number.is_empty()),
        status,
        amount: amount_paid,
        refunded: amount(answer.refund_fee.as_deref()).map_err(unknown)?.unwrap_or(Fen::ZERO),
        paid_at: moment(answer.send_pay_date.as_deref()).map_err(unknown)?,
    })
}
