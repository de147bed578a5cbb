//! `alipay.trade.fastpay.refund.query`: whether a refund has arrived. An absent `refund_status` means "not (yet)".

use super::call::{Call, Failure, Fields, numbers, with};
use crate::alipay::fen;
use crate::clock::beijing;

pub fn run(call: &mut Call<'_>) -> Result<Fields, Failure> {
    let trade = call.trade()?;
    let out_request_no = call
        .text("out_request_no")
        .ok_or_else(|| Failure::business("ACQ.INVALID_PARAMETER", "参数无效:退款请求号不能为空"))?;
    let Some(refund) = trade.refund(out_request_no).filter(|refund| refund.settles_at <= call.now) else {
        // The real gateway answers success without any field about the refund.
        return Ok(Fields::new());
    };
    Ok(with(
        numbers(trade),
        [
            ("out_request_no", refund.out_request_no.clone()),
            ("refund_status", "REFUND_SUCCESS".to_owned()),
            ("refund_amount", fen::print(refund.fen)),
            ("total_amount", fen::print(trade.order.total_fen)),
            ("gmt_refund_pay", beijing(refund.settles_at)),
        ],
    ))
}
