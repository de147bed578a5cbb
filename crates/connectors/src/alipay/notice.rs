//! An asynchronous notice. The signature covers every parameter that was received, known to us or not, except `sign`
//! and `sign_type`. It is checked before a single value is believed. Order, duplicates of whole notices and amounts
//! against the order are the caller's business: a notice settles through the same function as a query.

use super::{config::AlipayConfig, keys::Keys, report, request::signing_text};
use crate::form::decode_pairs;
use app::ports::payment::NoticeError;
use domain::id::TradeNumber;
use domain::money::Fen;
use domain::payment::{TradeReport, TradeStatus};
use std::collections::BTreeMap;

/// The largest notice, in bytes; real ones have about two thousand.
const NOTICE_LIMIT: usize = 64 * 1024;

pub fn read(config: &AlipayConfig, keys: &Keys, body: &[u8]) -> Result<TradeReport, NoticeError> {
    let parameters = parse(body)?;
    verify(keys, &parameters)?;
    let text = |name: &str| parameters.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let must = |name: &str| text(name).ok_or_else(|| malformed(format!("{name} is missing")));
    for (name, ours) in [("app_id", &config.app_id), ("seller_id", &config.seller_id)] {
        let theirs = must(name)?;
        if theirs != ours {
            return Err(NoticeError::NotOurs(format!("{name} {theirs}")));
        }
    }
    let trade = TradeNumber::parse(must("out_trade_no")?).ok_or_else(|| malformed("out_trade_no"))?;
    let word = must("trade_status")?;
    let status = report::status(word).ok_or_else(|| malformed(format!("trade_status {word:?}")))?;
    let amount = report::amount(text("total_amount")).map_err(malformed)?;
    if matches!(status, TradeStatus::Paid | TradeStatus::Finished) && amount.is_none() {
        return Err(malformed("total_amount is missing"));
    }
    let refunded = report::amount(text("refund_fee")).map_err(malformed)?;
    if refunded.is_none() && text("gmt_refund").is_some() {
        // Without its amount a refund's notice would read like a new payment (E5).
        return Err(malformed("gmt_refund without refund_fee"));
    }
    Ok(TradeReport {
        trade,
        gateway_trade: text("trade_no").map(str::to_owned),
        status,
        amount,
        refunded: refunded.unwrap_or(Fen::ZERO),
        paid_at: report::moment(text("gmt_payment")).map_err(malformed)?,
    })
}

fn parse(body: &[u8]) -> Result<BTreeMap<String, String>, NoticeError> {
    if body.len() > NOTICE_LIMIT {
        return Err(malformed("too large"));
    }
    let pairs = decode_pairs(body).filter(|pairs| !pairs.is_empty()).ok_or_else(|| malformed("not a form"))?;
    let mut parameters = BTreeMap::new();
    for (name, value) in pairs {
        if parameters.contains_key(&name) {
            return Err(malformed(format!("{name:?} comes twice")));
        }
        parameters.insert(name, value);
    }
    Ok(parameters)
}

fn verify(keys: &Keys, parameters: &BTreeMap<String, String>) -> Result<(), NoticeError> {
    let covered = parameters.iter().filter(|(k, v)| !v.is_empty() && *k != "sign" && *k != "sign_type");
    let text = signing_text(covered.map(|(k, v)| (k.as_str(), v.as_str())));
    let sign = parameters.get("sign").ok_or(NoticeError::BadSignature)?;
    if keys.verify(text.as_bytes(), sign) { Ok(()) } else { Err(NoticeError::BadSignature) }
}

fn malformed(what: impl Into<String>) -> NoticeError {
    NoticeError::Malformed(what.into())
}
