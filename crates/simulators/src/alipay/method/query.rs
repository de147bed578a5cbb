//! `alipay.trade.query`: the state of a trade. Before the scan there is none, and the answer says so.

use serde_json::json;

use super::call::{Call, Failure, Fields, numbers, with};
use crate::alipay::fen;
use crate::clock::beijing;

pub fn run(call: &mut Call<'_>) -> Result<Fields, Failure> {
    let trade = call.trade().map_err(|failure| echo_zeros(call, failure))?;
    let amount = fen::print(trade.order.total_fen);
    let paid = if trade.paid_at.is_some() { amount.clone() } else { "0.00".to_owned() };
    let mut fields = with(
        numbers(trade),
        [
            ("trade_status", trade.status(call.now).word().to_owned()),
            ("total_amount", amount.clone()),
            ("buyer_pay_amount", paid.clone()),
            ("invoice_amount", paid.clone()),
            ("receipt_amount", paid),
            ("point_amount", "0.00".to_owned()),
            ("buyer_logon_id", "138****0000".to_owned()),
        ],
    );
    if let Some(scan) = &trade.scan {
        fields.insert("buyer_user_id".into(), scan.buyer.clone().into());
        fields.insert("buyer_open_id".into(), format!("open{}", scan.buyer).into());
    }
    if let Some(at) = trade.paid_at {
        fields.insert("send_pay_date".into(), beijing(at).into());
        fields.insert("fund_bill_list".into(), json!([{"amount": amount, "fund_channel": "ALIPAYACCOUNT"}]));
    }
    Ok(fields)
}

fn echo_zeros(call: &Call<'_>, mut failure: Failure) -> Failure {
    let zeros = ["buyer_pay_amount", "invoice_amount", "point_amount", "receipt_amount"];
    failure.fields.extend(zeros.map(|name| (name.to_owned(), "0.00".into())));
    if let Some(number) = call.text("out_trade_no") {
        failure.fields.insert("out_trade_no".into(), number.into());
    }
    failure
}
