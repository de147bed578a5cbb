//! Gathers what the page "模拟手机" shows. Everything here is for reading; the forms' actions are in the parent module.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use jiff::Timestamp;

use super::album::{PAPERS, Paper};
use super::inbox::{self, Message, SignInCode};
use crate::alipay::control::{self, TradeView};
use crate::alipay::desk::Desk;
use crate::alipay::faults::{Fault, Switch};
use crate::alipay::trade::Status;
use crate::alipay::wallet::Refused;
use crate::clock::at_beijing;

/// The table of all trades shows so many, newest first.
const SHOWN_TRADES: usize = 30;

/// How to pay: value of the form, words on the page.
const HOWS: [(&str, &str); 7] = [
    ("normal", "正常付款"),
    ("notice_late", "通知晚 2 分钟才到"),
    ("notice_thrice", "通知重复 3 次"),
    ("notice_never", "通知永远不到"),
    ("refund_fails", "付款后退款会失败"),
    ("late", "过期后才付款"),
    ("twice", "连按两次付款"),
];

/// What can go wrong: value of the form, words on the page.
const FAULTS: [(Fault, &str, &str); 17] = [
    (Fault::Html502, "html502", "网关回 502 网页"),
    (Fault::NoAnswer, "no_answer", "网关不回答（什么也没做）"),
    (Fault::TimeoutAfterCommit, "timeout_after_commit", "网关做了，但不回答"),
    (Fault::UnknowError, "unknow_error", "网关回 20000（结果不明）"),
    (Fault::SystemError, "system_error", "网关回 ACQ.SYSTEM_ERROR（结果不明）"),
    (Fault::Unsigned, "unsigned", "回答没有签名"),
    (Fault::WrongSignature, "wrong_signature", "回答的签名不对"),
    (Fault::RefundRefused, "refund_refused", "退款：平台不允许退款"),
    (Fault::SellerBalance, "seller_balance", "退款：商户余额不足"),
    (Fault::RefundDelayed, "refund_delayed", "退款：30 秒后才到账"),
    (Fault::NoticeDuplicated, "notice_duplicated", "通知重复 3 次"),
    (Fault::NoticeDelayed, "notice_delayed", "通知晚 30 秒"),
    (Fault::NoticeNever, "notice_never", "通知永远不到"),
    (Fault::NoticeWrongAmount, "notice_wrong_amount", "通知里的金额不对（签名是真的）"),
    (Fault::NoticeForged, "notice_forged", "伪造的通知（签名不对）"),
    (Fault::FullRefundSilent, "full_refund_silent", "全额退款不发通知"),
    (Fault::Fuzz, "fuzz", "怪字符和没见过的参数"),
];

/// What the page is made from, and what its forms act on.
#[derive(Clone)]
pub(super) struct Phone {
    pub(super) desk: Arc<Desk>,
    /// For the inbox of the SMS simulator.
    pub(super) http: reqwest::Client,
}

#[derive(Template)]
#[template(path = "phone/page.html")]
struct Page<'a> {
    seller_name: &'a str,
    waiting: Vec<&'a TradeView>,
    chosen: Option<&'a TradeView>,
    step: Step,
    trades: Vec<&'a TradeView>,
    messages: Result<Vec<Message>, String>,
    codes: Vec<SignInCode>,
    papers: &'static [Paper],
    switches: Vec<(&'static str, Switch)>,
    refused: Option<String>,
}

/// Which of the phone's three screens is lit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Scan,
    Confirm,
    Done,
}

pub(super) async fn render(phone: &Phone, chosen: Option<&str>, refused: Option<&Refused>) -> Response {
    let mut trades = control::view(&phone.desk);
    trades.sort_by_key(|trade| std::cmp::Reverse(trade.created_at));
    let chosen = chosen.and_then(|number| trades.iter().find(|trade| trade.out_trade_no == number));
    let config = &phone.desk.config.phone;
    let messages = match &config.sms_inbox_url {
        Some(url) => inbox::messages(&phone.http, url).await,
        None => Ok(Vec::new()),
    };
    let now = phone.desk.clock.now();
    let codes = config.totp.iter().map(|(label, secret)| inbox::sign_in_code(label, secret, now)).collect();
    let switches =
        phone.desk.state().faults.list().iter().map(|switch| (words(switch.fault), switch.clone())).collect();
    crate::page::html(&Page {
        seller_name: &phone.desk.config.seller_name,
        waiting: trades.iter().filter(|trade| is_payable(trade)).collect(),
        chosen,
        step: step(chosen),
        trades: trades.iter().take(SHOWN_TRADES).collect(),
        messages,
        codes,
        papers: if config.font.is_some() { &PAPERS } else { &[] },
        switches,
        refused: refused.map(ToString::to_string),
    })
}

fn step(chosen: Option<&TradeView>) -> Step {
    match chosen {
        None => Step::Scan,
        Some(trade) if trade.paid_at.is_some() || trade.late_payment_at.is_some() => Step::Done,
        Some(_) => Step::Confirm,
    }
}

fn is_payable(trade: &TradeView) -> bool {
    matches!(trade.status, Status::Precreated | Status::WaitBuyerPay) && trade.late_payment_at.is_none()
}

/// Whether money can still reach the trade, though only too late.
fn is_dead(trade: &TradeView) -> bool {
    matches!(trade.status, Status::Expired | Status::TradeClosed) && trade.paid_at.is_none()
}

fn words(fault: Fault) -> &'static str {
    FAULTS.iter().find(|(known, ..)| *known == fault).map_or("", |(_, _, words)| words)
}

/// `¥1,234.00`.
fn yuan(fen: &u64) -> String {
    let whole = (fen / 100).to_string();
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("¥{grouped}.{:02}", fen % 100)
}

/// `2026-11-23 10:31` in Beijing.
fn minute(at: &Timestamp) -> String {
    at_beijing(*at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// State of a trade: the words and the tag's colour.
fn state(trade: &TradeView) -> (&'static str, &'static str) {
    match trade.status {
        Status::Precreated => ("等待扫码", "t-org"),
        Status::Expired => ("没人扫，已过期", ""),
        Status::WaitBuyerPay => ("已扫码，等待付款", "t-org"),
        Status::TradeSuccess if trade.refunded_fen > 0 => ("已付款，部分退款", "t-amb"),
        Status::TradeSuccess => ("已付款", "t-grn"),
        Status::TradeClosed if trade.paid_at.is_some() => ("已全额退款", ""),
        Status::TradeClosed => ("未付款，已关闭", ""),
        Status::TradeFinished => ("已完结", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_by_thousands() {
        assert_eq!(yuan(&5), "¥0.05");
        assert_eq!(yuan(&32_000), "¥320.00");
        assert_eq!(yuan(&123_456_789), "¥1,234,567.89");
    }

    #[test]
    fn every_fault_on_the_page_has_the_name_that_the_control_endpoint_takes() {
        for (fault, value, _) in FAULTS {
            assert_eq!(serde_json::to_value(fault).ok(), Some(value.into()));
        }
    }

    #[test]
    fn every_way_to_pay_on_the_page_is_one_that_the_form_takes() {
        for (value, _) in HOWS {
            assert!(serde_json::from_value::<crate::alipay::wallet::How>(value.into()).is_ok(), "{value}");
        }
    }
}
