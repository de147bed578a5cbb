//! `alipay.trade.refund`: gives money back, once for each `out_request_no`. `refund_fee` is the total refunded so far,
//! and only `fund_change=Y` says that this very call has moved money.

use std::time::Duration;

use super::call::{Call, Failure, Fields, numbers, with};
use crate::alipay::book::Event;
use crate::alipay::dispatch::{self, Travel};
use crate::alipay::faults::Fault;
use crate::alipay::fen;
use crate::alipay::notice::Cause;
use crate::alipay::trade::{Refund, Status, Trade};
use crate::clock::beijing;

const METHOD: &str = "alipay.trade.refund";

pub fn run(call: &mut Call<'_>) -> Result<Fields, Failure> {
    let trade = call.trade()?.clone();
    let (out_request_no, fen) = read(call, &trade)?;
    if let Some(earlier) = trade.refund(&out_request_no) {
        if earlier.fen != fen {
            return Err(Failure::business("ACQ.DISCORDANT_REPEAT_REQUEST", "同一退款请求号的金额不一致"));
        }
        return Ok(answer(&trade, earlier, "N"));
    }
    judge(call, &trade, fen)?;
    let delay = call.state.faults.take(Fault::RefundDelayed, METHOD).map(|switch| u64::from(switch.seconds));
    let settles_at = call.now + Duration::from_secs(delay.unwrap_or(0));
    let refund = Refund { out_request_no, fen, at: call.now, settles_at };
    let out_trade_no = trade.order.out_trade_no;
    call.state.book.record(Event::Refunded { out_trade_no: out_trade_no.clone(), refund: refund.clone() })?;
    announce(call, &out_trade_no, &refund, delay)?;
    let trade = call.trade()?;
    Ok(answer(trade, &refund, if delay.is_some() { "N" } else { "Y" }))
}

fn read(call: &Call<'_>, trade: &Trade) -> Result<(String, u64), Failure> {
    let fen = call
        .text("refund_amount")
        .and_then(fen::parse)
        .filter(|&fen| fen > 0)
        .ok_or_else(|| Failure::business("ACQ.INVALID_PARAMETER", "参数无效:退款金额格式错误"))?;
    match call.text("out_request_no") {
        Some(number) if number.len() <= 64 => Ok((number.to_owned(), fen)),
        Some(_) => Err(Failure::business("ACQ.INVALID_PARAMETER", "参数无效:退款请求号过长")),
        None if fen == trade.order.total_fen => Ok((trade.order.out_trade_no.clone(), fen)),
        None => Err(Failure::business("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额与订单金额不等，必须传退款请求号")),
    }
}

fn judge(call: &mut Call<'_>, trade: &Trade, fen: u64) -> Result<(), Failure> {
    match (trade.paid_at, trade.status(call.now)) {
        (Some(_), Status::TradeFinished) => {
            return Err(Failure::business("ACQ.TRADE_HAS_FINISHED", "交易已完结，不能退款"));
        }
        (Some(_), _) => {}
        (None, _) => return Err(Failure::business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")),
    }
    if fen > trade.order.total_fen - trade.refunded_fen() {
        return Err(Failure::business("ACQ.REASON_TRADE_REFUND_FEE_ERR", "退款金额超限"));
    }
    if call.state.faults.take(Fault::RefundRefused, METHOD).is_some() {
        return Err(Failure::business("ACQ.TRADE_NOT_ALLOW_REFUND", "当前交易不允许退款"));
    }
    if trade.refund_fails || call.state.faults.take(Fault::SellerBalance, METHOD).is_some() {
        return Err(Failure::business("ACQ.SELLER_BALANCE_NOT_ENOUGH", "卖家余额不足"));
    }
    Ok(())
}

fn announce(call: &mut Call<'_>, out_trade_no: &str, refund: &Refund, delay: Option<u64>) -> Result<(), Failure> {
    let full = call.trade()?.status(call.now) == Status::TradeClosed;
    if full && call.state.faults.take(Fault::FullRefundSilent, METHOD).is_some() {
        return Ok(());
    }
    let delay_s = u32::try_from(delay.unwrap_or(0)).unwrap_or(u32::MAX);
    let travel = Travel { delay_s, ..Travel::NORMAL };
    Ok(dispatch::queue(call.desk, call.state, out_trade_no, Cause::Refund(refund), travel)?)
}

fn answer(trade: &Trade, refund: &Refund, fund_change: &str) -> Fields {
    let total = fen::print(trade.refunded_fen());
    let own = fen::print(refund.fen);
    with(
        numbers(trade),
        [
            ("buyer_logon_id", "138****0000".to_owned()),
            ("fund_change", fund_change.to_owned()),
            ("refund_fee", total),
            ("send_back_fee", own),
            ("gmt_refund_pay", beijing(refund.at)),
        ],
    )
}
