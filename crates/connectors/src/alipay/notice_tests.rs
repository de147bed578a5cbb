//! Notices: forged, for somebody else, malformed, and in any order.

use super::tests::{alipay, gateway_keys};
use super::*;
use crate::form::encode_pairs;

const PAID: [(&str, &str); 13] = [
    ("gmt_create", "2026-11-23 18:01:02"),
    ("charset", "utf-8"),
    ("subject", "数字证书 + 100% {\"a\"}"),
    ("fund_bill_list", "[{\"amount\":\"300.00\",\"fundChannel\":\"ALIPAYACCOUNT\"}]"),
    ("trade_status", "TRADE_SUCCESS"),
    ("app_id", "2021000000000001"),
    ("sign_type", "RSA2"),
    ("seller_id", "2088000000000909"),
    ("gmt_payment", "2026-11-23 18:01:03"),
    ("passback_params", ""),
    ("out_trade_no", "P202611230127S1A1"),
    ("total_amount", "300.00"),
    ("trade_no", "2026112322001489861008118997"),
];

/// Signs as Alipay does, and keeps the order of the pairs.
fn signed(pairs: &[(&str, &str)]) -> Vec<u8> {
    let mut covered: Vec<_> = pairs.iter().filter(|(k, v)| *k != "sign_type" && !v.is_empty()).collect();
    covered.sort();
    let text = covered.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("&");
    let sign = gateway_keys().sign(&text);
    encode_pairs(pairs.iter().copied().chain([("sign", sign.as_str())])).into_bytes()
}

/// The paid notice with one parameter changed, added, or (empty) emptied.
fn with(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut pairs = PAID.to_vec();
    pairs.retain(|(k, _)| *k != name);
    pairs.push((name, value));
    pairs
}

fn read(body: &[u8]) -> Result<TradeReport, NoticeError> {
    alipay("http://127.0.0.1:9/").read_notice(body)
}

#[test]
fn a_paid_notice_is_read_in_any_order_and_with_parameters_that_nobody_knows() {
    let expected = TradeReport {
        trade: TradeNumber::parse("P202611230127S1A1").unwrap(),
        gateway_trade: Some("2026112322001489861008118997".into()),
        status: TradeStatus::Paid,
        amount: Some(Fen::new(30_000)),
        refunded: Fen::ZERO,
        paid_at: Some("2026-11-23T10:01:03Z".parse().unwrap()),
    };
    assert_eq!(read(&signed(&PAID)), Ok(expected.clone()));
    let mut reversed = PAID.to_vec();
    reversed.reverse();
    assert_eq!(read(&signed(&reversed)), Ok(expected.clone()));
    assert_eq!(read(&signed(&with("new_in_2027", "x=y&z"))), Ok(expected));
}

#[test]
fn a_notice_about_a_refund_says_how_much() {
    let mut pairs = with("refund_fee", "300.00");
    pairs.push(("gmt_refund", "2026-11-23 19:00:00.123"));
    assert_eq!(read(&signed(&pairs)).unwrap().refunded, Fen::new(30_000));
    assert!(matches!(read(&signed(&with("gmt_refund", "2026-11-23 19:00:00"))), Err(NoticeError::Malformed(_))));
}

#[test]
fn every_parameter_is_under_the_signature() {
    let honest = String::from_utf8(signed(&PAID)).unwrap();
    let forgeries = [
        honest.replace("300.00", "3.00"),
        honest.replace("TRADE_SUCCESS", "TRADE_CLOSED"),
        format!("{honest}&refund_fee=1.00"),
        format!("{honest}&never_seen=1"),
        honest.replace("charset=utf-8&", ""),
        honest.replace("sign=", "sing="),
        honest.split("&sign=").next().unwrap().to_owned(),
        format!("{}&sign=%21", honest.split("&sign=").next().unwrap()),
    ];
    for forgery in forgeries {
        assert_eq!(read(forgery.as_bytes()), Err(NoticeError::BadSignature), "{forgery}");
    }
    // What the merchant's own key signs is forged as well.
    let own = alipay("http://127.0.0.1:9/").keys.sign("a=1");
    assert_eq!(read(encode_pairs([("a", "1"), ("sign", &own)]).as_bytes()), Err(NoticeError::BadSignature));
}

#[test]
fn a_notice_for_another_app_or_seller_is_not_ours() {
    for name in ["app_id", "seller_id"] {
        assert!(matches!(read(&signed(&with(name, "2088000000000000"))), Err(NoticeError::NotOurs(_))), "{name}");
    }
}

#[test]
fn signed_nonsense_is_malformed() {
    let cases = [
        ("seller_id", ""),
        ("out_trade_no", "a b"),
        ("trade_status", "TRADE_NEW"),
        ("total_amount", "1e3"),
        ("total_amount", ""),
        ("refund_fee", "-1"),
        ("gmt_payment", "yesterday"),
    ];
    for (name, value) in cases {
        assert!(matches!(read(&signed(&with(name, value))), Err(NoticeError::Malformed(_))), "{name}={value}");
    }
}

#[test]
fn what_is_no_form_or_names_a_parameter_twice_is_malformed() {
    let twice = [signed(&PAID), b"&total_amount=300.00".to_vec()].concat();
    let sign_twice = [signed(&PAID), b"&sign=x".to_vec()].concat();
    let large = vec![b'a'; 70_000];
    for body in [b"".as_slice(), b"<html>", b"a=%FF", &twice, &sign_twice, &large] {
        assert!(matches!(read(body), Err(NoticeError::Malformed(_))));
    }
}
