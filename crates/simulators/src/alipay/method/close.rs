//! `alipay.trade.close`: ends a trade that was scanned but not paid. It cannot revoke a code that nobody has scanned.

use super::call::{Call, Failure, Fields, numbers};
use crate::alipay::book::Event;
use crate::alipay::trade::Status;

pub fn run(call: &mut Call<'_>) -> Result<Fields, Failure> {
    let trade = call.trade()?;
    if trade.status(call.now) != Status::WaitBuyerPay {
        return Err(Failure::business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法"));
    }
    let fields = numbers(trade);
    let out_trade_no = trade.order.out_trade_no.clone();
    call.state.book.record(Event::Closed { out_trade_no, at: call.now })?;
    Ok(fields)
}
