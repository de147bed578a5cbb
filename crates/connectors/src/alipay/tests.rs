//! Wire tests: a responder on loopback signs as Alipay does, or cheats.

use super::*;
use crate::responder::{Asked, Responder, client};
use axum::http::StatusCode;
use std::sync::Arc;

const APP: &str = include_str!("../../tests/keys/test-only-app-private.pem");
const APP_PUBLIC: &str = include_str!("../../tests/keys/test-only-app-public.pem");
const GATEWAY: &str = include_str!("../../tests/keys/test-only-gateway-private.pem");
const GATEWAY_PUBLIC: &str = include_str!("../../tests/keys/test-only-gateway-public.pem");

/// The gateway's side: signs with its own key, verifies with the app's.
pub fn gateway_keys() -> Keys {
    Keys::parse(GATEWAY, APP_PUBLIC).unwrap()
}

pub fn alipay(gateway: &str) -> Alipay {
    let config = AlipayConfig {
        gateway: gateway.to_owned(),
        app_id: "2021000000000001".into(),
        seller_id: "2088000000000909".into(),
        app_private_key_pem: crate::Secret::new(APP),
        alipay_public_key_pem: GATEWAY_PUBLIC.into(),
        notify_url: "https://ca.example.cn/pay/alipay/notify".into(),
    };
    Alipay::new(config, client(), Arc::new(|| "2026-11-23T10:00:00Z".parse().unwrap())).unwrap()
}

fn trade() -> TradeNumber {
    TradeNumber::parse("P202611230127S1A1").unwrap()
}

fn signed(method: &str, raw: &str) -> String {
    let key = format!("alipay_trade_{method}_response");
    format!(r#"{{"{key}":{raw},"sign":"{}"}}"#, gateway_keys().sign(raw))
}

async fn answering(body: String) -> Alipay {
    alipay(&Responder::start(move |_: &Asked| body.clone()).await.url)
}

async fn query(body: String) -> Result<TradeReport, PortError> {
    answering(body).await.query(&trade()).await
}

const PAID: &str = r#"{"code":"10000","msg":"Success","subject":"a } { \" \/ 中","out_trade_no":"P202611230127S1A1","trade_no":"20261","trade_status":"TRADE_SUCCESS", "total_amount":"300.00","send_pay_date":"2026-11-23 18:01:03"}"#;

fn failure(code: &str, sub_code: &str) -> String {
    format!(r#"{{"code":"{code}","msg":"Business Failed","sub_code":"{sub_code}","sub_msg":"m"}}"#)
}

#[tokio::test]
async fn the_request_is_signed_over_every_parameter_and_names_its_charset_in_the_query() {
    let raw = r#"{"code":"10000","out_trade_no":"P202611230127S1A1","qr_code":"https:\/\/qr.example\/bax1"}"#;
    let body = signed("precreate", raw);
    let responder = Responder::start(move |_: &Asked| body.clone()).await;
    let order = TradeOrder {
        trade: trade(),
        amount: Fen::new(30_000),
        subject: "证书/UKey=2".into(),
        expires_at: "2026-11-23T10:30:00Z".parse().unwrap(),
    };
    let code = alipay(&format!("{}/gateway.do", responder.url)).open(&order).await;
    assert_eq!(code.unwrap(), "https://qr.example/bax1");
    let asked = responder.asked().remove(0);
    let (path, query) = asked.path_and_query.split_once('?').unwrap();
    assert_eq!(path, "/gateway.do");
    assert!(query.contains("charset=utf-8"));
    let mut pairs = crate::form::decode_pairs(query.as_bytes()).unwrap();
    pairs.extend(crate::form::decode_pairs(&asked.body).unwrap());
    let sign = pairs.iter().find(|(k, _)| k == "sign").unwrap().1.clone();
    pairs.retain(|(k, _)| k != "sign");
    pairs.sort();
    let text = pairs.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("&");
    assert!(gateway_keys().verify(text.as_bytes(), &sign));
    assert!(text.contains("timestamp=2026-11-23 18:00:00"));
    let content = &pairs.iter().find(|(k, _)| k == "biz_content").unwrap().1;
    let expected = json!({"out_trade_no": "P202611230127S1A1", "total_amount": "300.00", "subject": "证书 UKey 2",
        "time_expire": "2026-11-23 18:30:00"});
    assert_eq!(serde_json::from_str::<serde_json::Value>(content).unwrap(), expected);
}

#[tokio::test]
async fn a_signed_answer_with_braces_and_escapes_inside_its_texts_is_believed() {
    let report = query(signed("query", PAID)).await.unwrap();
    assert_eq!(report.status, TradeStatus::Paid);
    assert_eq!((report.amount, report.refunded), (Some(Fen::new(30_000)), Fen::ZERO));
    assert_eq!(report.paid_at, Some("2026-11-23T10:01:03Z".parse().unwrap()));
}

#[tokio::test]
async fn what_is_no_verified_answer_leaves_the_outcome_unknown() {
    let honest = signed("query", PAID);
    let again = PAID.replace("\"code\"", "\"code\":\"40004\",\"code\"");
    let cases = [
        "<html>502 Bad Gateway</html>".to_owned(),
        String::new(),
        "{}".to_owned(),
        format!(r#"{{"alipay_trade_query_response":{PAID}}}"#),
        honest.replace("300.00", "300.01"),
        honest.replace(", \"total", ",\"total"),
        honest.replace("\"sign\":\"", "\"sign\":\"A"),
        honest.replacen('{', &format!(r#"{{"alipay_trade_query_response":{PAID},"#), 1),
        honest.replacen('{', r#"{"sign":"x","#, 1),
        honest.replacen('{', &format!(r#"{{"error_response":{PAID},"#), 1),
        signed("close", PAID),
        signed("query", &again),
        signed("query", &PAID.replace("S1A1", "S1A2")),
        signed("query", &PAID.replace("TRADE_SUCCESS", "TRADE_NEW")),
        signed("query", &PAID.replace("300.00", "3e2")),
        signed("query", &PAID.replace("\"total_amount\"", "\"other\"")),
        format!(r#"{{"alipay_trade_query_response":{}}}"#, failure("40004", "ACQ.TRADE_NOT_EXIST")),
        format!("{honest}{}", " ".repeat(ANSWER_LIMIT)),
    ];
    for body in cases {
        let answer = query(body.clone()).await;
        assert!(matches!(answer, Err(PortError::Unknown(_))), "{answer:?} to {body:.200}");
    }
}

#[tokio::test]
async fn a_late_answer_and_an_html_error_are_unknown() {
    let silent = Responder::silent().await;
    assert!(matches!(alipay(&silent.url).query(&trade()).await, Err(PortError::Unknown(_))));
    let broken = Responder::start(|_: &Asked| (StatusCode::BAD_GATEWAY, "<html></html>")).await;
    assert!(matches!(alipay(&broken.url).close(&trade()).await, Err(PortError::Unknown(_))));
}

#[tokio::test]
async fn an_unscanned_code_is_no_error() {
    let missing = failure("40004", "ACQ.TRADE_NOT_EXIST");
    assert_eq!(query(signed("query", &missing)).await.unwrap().status, TradeStatus::NotScanned);
    assert_eq!(answering(signed("close", &missing)).await.close(&trade()).await, Ok(()));
}

#[tokio::test]
async fn codes_are_classified() {
    let kind = |error: PortError| match error {
        PortError::Unknown(_) => "unknown",
        PortError::Later { .. } => "later",
        PortError::Refused { .. } => "refused",
    };
    let cases = [
        ("20000", "aop.unknow-error", "unknown"),
        ("40004", "ACQ.SYSTEM_ERROR", "unknown"),
        ("40004", "AQC.SYSTEM_ERROR", "unknown"),
        ("40004", "aop.ACQ.SYSTEM_ERROR", "unknown"),
        ("10003", "", "unknown"),
        ("99999", "", "unknown"),
        ("40004", "ACQ.SELLER_BALANCE_NOT_ENOUGH", "later"),
        ("40005", "", "later"),
        ("40004", "ACQ.TRADE_HAS_SUCCESS", "refused"),
        ("40002", "isv.invalid-signature", "later"),
        ("40006", "isv.insufficient-isv-permissions", "later"),
    ];
    for (code, sub_code, expected) in cases {
        let error = query(signed("query", &failure(code, sub_code))).await.unwrap_err();
        assert_eq!(kind(error), expected, "{code} {sub_code}");
    }
    let unsigned = format!(r#"{{"error_response":{}}}"#, failure("40002", "isv.invalid-app-id"));
    assert_eq!(kind(query(unsigned).await.unwrap_err()), "later");
}

#[tokio::test]
async fn only_a_change_of_funds_is_a_refund() {
    let order =
        RefundOrder { trade: trade(), number: trade().refund_number(), amount: Fen::new(1), reason: "退款".into() };
    for (fields, expected) in [
        (r#","fund_change":"Y""#, RefundReport::Succeeded),
        (r#","fund_change":"N""#, RefundReport::Pending),
        ("", RefundReport::Pending),
    ] {
        let raw = format!(r#"{{"code":"10000","out_trade_no":"P202611230127S1A1"{fields}}}"#);
        assert_eq!(answering(signed("refund", &raw)).await.refund(&order).await, Ok(expected));
    }
}

#[tokio::test]
async fn the_query_of_a_refund_tells_success_from_nothing() {
    let number = trade().refund_number();
    for (fields, expected) in [
        (r#","refund_status":"REFUND_SUCCESS""#, Some(RefundReport::Succeeded)),
        (r#","refund_status":"REFUND_NEW""#, Some(RefundReport::Pending)),
        ("", Some(RefundReport::NotFound)),
        (r#","refund_status":"REFUND_SUCCESS","out_request_no":"R2""#, None),
    ] {
        let raw = format!(r#"{{"code":"10000"{fields}}}"#);
        let answer = answering(signed("fastpay_refund_query", &raw)).await.query_refund(&trade(), &number).await;
        assert_eq!(answer.ok(), expected, "{fields}");
    }
}
