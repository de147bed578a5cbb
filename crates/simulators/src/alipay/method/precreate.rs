//! `alipay.trade.precreate`: makes a code to pay. No trade exists before the scan; the code dies after two hours at most.

use jiff::{SignedDuration, Timestamp};

use super::call::{Call, Failure, Fields, with};
use crate::alipay::book::Event;
use crate::alipay::fen;
use crate::alipay::trade::{Precreate, Status};
use crate::chance;
use crate::clock::from_beijing;

/// "二维码最长有效期是2小时，不管该参数传递的值是多少".
const LONGEST_CODE: SignedDuration = SignedDuration::from_hours(2);
/// What is meant without `time_expire` and `timeout_express`.
const DEFAULT_EXPIRY: SignedDuration = SignedDuration::from_hours(3);

pub fn run(call: &mut Call<'_>) -> Result<Fields, Failure> {
    let order = read(call)?;
    let out_trade_no = order.out_trade_no.clone();
    let qr_id = match reusable(call, &order)? {
        Some(qr_id) => qr_id,
        None => {
            let qr_id = format!("bax{}", &chance::hex_id()[..20]);
            call.state.book.record(Event::Precreated { order, qr_id: qr_id.clone(), at: call.now })?;
            qr_id
        }
    };
    Ok(with(Fields::new(), [("out_trade_no", out_trade_no), ("qr_code", call.desk.qr_code(&qr_id))]))
}

/// The code that an equal earlier request got, or `None` if a new one is to be made.
fn reusable(call: &Call<'_>, order: &Precreate) -> Result<Option<String>, Failure> {
    let Some(old) = call.state.book.trades.get(&order.out_trade_no) else { return Ok(None) };
    let equal = old.order.request == order.request && old.order.notify_url == order.notify_url;
    match old.status(call.now) {
        Status::TradeSuccess | Status::TradeFinished => Err(Failure::business("ACQ.TRADE_HAS_SUCCESS", "交易已被支付")),
        Status::TradeClosed => Err(Failure::business("ACQ.TRADE_HAS_CLOSE", "交易已经关闭")),
        Status::WaitBuyerPay if !equal => {
            Err(Failure::business("ACQ.CONTEXT_INCONSISTENT", "交易信息与先前的请求不一致"))
        }
        Status::WaitBuyerPay => Ok(Some(old.qr_id.clone())),
        Status::Precreated if equal => Ok(Some(old.qr_id.clone())),
        Status::Precreated | Status::Expired => Ok(None),
    }
}

fn read(call: &Call<'_>) -> Result<Precreate, Failure> {
    let invalid = |sub_msg| Failure::business("ACQ.INVALID_PARAMETER", sub_msg);
    let out_trade_no = call.text("out_trade_no").ok_or_else(|| invalid("参数无效:商户订单号不能为空"))?;
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if out_trade_no.len() > 64 || !out_trade_no.bytes().all(allowed) {
        return Err(invalid("参数无效:商户订单号格式错误"));
    }
    let subject = call.text("subject").ok_or_else(|| invalid("参数无效:订单标题不能为空"))?;
    if subject.chars().count() > 256 || subject.contains(['/', '=', '&']) {
        return Err(invalid("参数无效:订单标题含有特殊字符或过长"));
    }
    let total_fen =
        call.text("total_amount").and_then(fen::parse).ok_or_else(|| invalid("参数无效:订单总金额格式错误"))?;
    if total_fen == 0 || total_fen > fen::MAX_FEN {
        return Err(Failure::business("ACQ.TOTAL_FEE_EXCEED", "订单总金额不在允许范围内"));
    }
    Ok(Precreate {
        out_trade_no: out_trade_no.to_owned(),
        total_fen,
        subject: subject.to_owned(),
        passback_params: call.text("passback_params").map(str::to_owned),
        notify_url: call.notify_url.map(str::to_owned),
        request: call.biz.clone().into(),
        expires_at: expiry(call)?,
    })
}

/// `time_expire` wins over `timeout_express`; neither reaches beyond the longest life of a code.
fn expiry(call: &Call<'_>) -> Result<Timestamp, Failure> {
    let invalid = || Failure::business("ACQ.INVALID_PARAMETER", "参数无效:超时时间格式错误或已过");
    let asked = match (call.text("time_expire"), call.text("timeout_express")) {
        (Some(moment), _) => from_beijing(moment).ok_or_else(invalid)?,
        (None, Some(span)) => call.now + parse_span(span).ok_or_else(invalid)?,
        (None, None) => call.now + DEFAULT_EXPIRY,
    };
    if asked <= call.now {
        return Err(invalid());
    }
    Ok(asked.min(call.now + LONGEST_CODE))
}

/// `90m`, `2h`, `1d`, or `1c` for the end of the day, which is never before the two hours are over, or near enough.
fn parse_span(text: &str) -> Option<SignedDuration> {
    if text == "1c" {
        return Some(LONGEST_CODE);
    }
    let count = text.get(..text.len().checked_sub(1)?)?.parse::<u16>().ok()?;
    let minutes = i64::from(count)
        * match text.as_bytes().last()? {
            b'm' => 1,
            b'h' => 60,
            b'd' => 24 * 60,
            _ => return None,
        };
    (1..=15 * 24 * 60).contains(&minutes).then(|| SignedDuration::from_mins(minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_within_one_minute_and_fifteen_days() {
        assert_eq!(parse_span("90m"), Some(SignedDuration::from_mins(90)));
        assert_eq!(parse_span("15d"), Some(SignedDuration::from_hours(360)));
        for bad in ["", "m", "0m", "16d", "90", "-1h", "1.5h", "９m"] {
            assert_eq!(parse_span(bad), None, "{bad}");
        }
    }
}
