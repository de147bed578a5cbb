//! Wire tests against a responder on loopback that plays token endpoint, services and file host at once.

use super::*;
use crate::Secret;
use crate::responder::{Asked, Responder, client};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::invoice::{Buyer, InvoiceLine};
use domain::money::Fen;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

const START: i64 = 1_795_428_000;

/// A connector whose clock is `clock` seconds after [`START`].
fn nuonuo_at(url: &str, clock: Arc<AtomicI64>) -> Nuonuo {
    let config = NuonuoConfig {
        services_url: format!("{url}/open/v1/services"),
        token_url: format!("{url}/accessToken"),
        app_key: "app".into(),
        app_secret: Secret::new("secret"),
        tax_number: "91320000MA00000000".into(),
        seller_phone: "025-1".into(),
        seller_address: "澜州".into(),
        seller_account: "示例银行 1".into(),
        clerk: "张三".into(),
        extension_number: String::new(),
        callback_url: "https://ca.example.cn/invoice/nuonuo/callback".into(),
        file_hosts: vec![url.trim_start_matches("http://").to_owned(), "files.example".into()],
    };
    let now = move || Timestamp::from_second(START + clock.load(Ordering::SeqCst)).unwrap();
    Nuonuo::new(config, client(), Arc::new(now))
}

fn nuonuo(url: &str) -> Nuonuo {
    nuonuo_at(url, Arc::default())
}

fn is_token(asked: &Asked) -> bool {
    asked.path_and_query == "/accessToken"
}

/// Gives out tokens of an hour and answers every method with `body`.
async fn answering(body: &str) -> Responder {
    let body = body.to_owned();
    Responder::start(move |asked: &Asked| {
        if is_token(asked) { r#"{"access_token":"T1","expires_in":"3600"}"#.to_owned() } else { body.clone() }
    })
    .await
}

fn number() -> InvoiceRequestNumber {
    InvoiceRequestNumber::parse("I202611230127S1").unwrap()
}

fn order() -> InvoiceOrder {
    let buyer = Buyer {
        title: "清河建设有限公司（示例）".into(),
        tax_number: "91320100MA00000000".into(),
        address: String::new(),
        phone: String::new(),
        bank: "示例银行".into(),
        account: "62".into(),
    };
    let line = InvoiceLine {
        goods: "数字证书服务费".into(),
        class: "信息技术服务".into(),
        tax_code: "3040203000000000000".into(),
        unit: "份".into(),
        count: 2,
        unit_price: Fen::new(15_000),
        rate_bp: 600,
        gross: Fen::new(30_000),
        net: Fen::new(28_302),
        tax: Fen::new(1_698),
    };
    let ordered_at = Timestamp::from_second(START).unwrap();
    InvoiceOrder { number: number(), ordered_at, buyer, lines: vec![line], remark: "订单号 DZ20261123-0127".into() }
}

async fn query(body: &str) -> Result<InvoiceReport, PortError> {
    nuonuo(&answering(body).await.url).query(&number()).await
}

fn state(fields: &str) -> String {
    format!(r#"{{"code":"E0000","result":[{{"orderNo":"I202611230127S1","serialNo":"26",{fields}}}]}}"#)
}

#[tokio::test]
async fn an_order_is_signed_over_its_exact_body_and_holds_strings_only() {
    let responder = answering(r#"{"code":"E0000","describe":"开票提交成功","result":{"invoiceSerialNum":"26"}}"#).await;
    assert_eq!(nuonuo(&responder.url).issue(&order()).await, Ok(()));
    let asked = responder.asked();
    let token_form = crate::form::decode_pairs(&asked[0].body).unwrap();
    assert!(token_form.contains(&("grant_type".into(), "client_credentials".into())));
    let call = &asked[1];
    let pairs = crate::form::decode_pairs(call.path_and_query.split_once('?').unwrap().1.as_bytes()).unwrap();
    let value = |name: &str| pairs.iter().find(|(k, _)| k == name).unwrap().1.clone();
    let (senid, nonce, time) = (value("senid"), value("nonce"), value("timestamp"));
    let sign = gateway::signature("secret", "app", &senid, &nonce, &time, &call.body);
    assert_eq!(call.headers["x-nuonuo-sign"], sign);
    assert_eq!(call.headers["accesstoken"], "T1");
    assert_eq!(call.headers["method"], "nuonuo.OpeMplatform.requestBillingNew");
    assert_eq!(time, START.to_string());
    let body: serde_json::Value = serde_json::from_slice(&call.body).unwrap();
    let order = &body["order"];
    assert_eq!((&order["invoiceLine"], &order["pushMode"]), (&json!("pc"), &json!("-1")));
    assert_eq!(order["buyerAccount"], "示例银行 62");
    let line = &order["invoiceDetail"][0];
    assert_eq!((&line["price"], &line["num"], &line["taxRate"]), (&json!("150.00"), &json!("2"), &json!("0.06")));
    assert_eq!(line["taxExcludedAmount"], "283.02");
    let all_strings = |value: &serde_json::Value| value.as_object().unwrap().values().all(|v| !v.is_number());
    assert!(all_strings(order) && all_strings(line));
}

#[tokio::test]
async fn a_number_that_is_used_already_is_no_failure_and_other_refusals_are() {
    let used = answering(r#"{"code":"E9106","describe":"订单号已存在"}"#).await;
    assert_eq!(nuonuo(&used.url).issue(&order()).await, Ok(()));
    let refused = answering(r#"{"code":"E9105","describe":"m"}"#).await;
    let expected = PortError::Refused { code: "E9105".into(), message: "m".into() };
    assert_eq!(nuonuo(&refused.url).issue(&order()).await, Err(expected));
}

#[tokio::test]
async fn what_is_no_answer_leaves_the_outcome_unknown() {
    for body in ["<html></html>", "", "[]", r#"{"code":"E0000","code":"E9106"}"#] {
        let answer = nuonuo(&answering(body).await.url).issue(&order()).await;
        assert!(matches!(answer, Err(PortError::Unknown(_))), "{body}: {answer:?}");
    }
    let silent = Responder::silent().await;
    assert!(matches!(nuonuo(&silent.url).issue(&order()).await, Err(PortError::Unknown(_))));
}

#[tokio::test]
async fn states_are_reported_and_new_ones_are_never_failures() {
    let issued = state(
        r#""status":"2","invoiceTime":1795428000000,"allElectronicInvoiceNumber":"26322000000123456789",
           "orderAmount":"300.00","pdfUrl":"""#,
    );
    let expected = IssuedInvoice {
        number: "26322000000123456789".into(),
        issued_at: Timestamp::from_second(START).unwrap(),
        pdf_url: None,
        gross: Some(Fen::new(30_000)),
    };
    assert_eq!(query(&issued).await, Ok(InvoiceReport::Issued(expected)));
    for status in ["20", "21", "24", "3", "77"] {
        assert_eq!(query(&state(&format!(r#""status":"{status}""#))).await, Ok(InvoiceReport::Issuing), "{status}");
    }
    let failed = query(&state(r#""status":"22","failCause":"税号有误""#)).await;
    assert_eq!(failed, Ok(InvoiceReport::Failed { reason: "税号有误".into() }));
    for body in [r#"{"code":"E9500","describe":"未查询到"}"#, r#"{"code":"E0000","result":[]}"#] {
        assert_eq!(query(body).await, Ok(InvoiceReport::NotFound), "{body}");
    }
    let broken = [
        state(r#""status":"2","invoiceTime":"1795428000000","invoiceNo":"123""#),
        issued.replace("I202611230127S1", "I202611230127S2"),
        issued.replace("300.00", "3e2"),
        r#"{"code":"E0000"}"#.to_owned(),
    ];
    for body in broken {
        assert!(matches!(query(&body).await, Err(PortError::Unknown(_))), "{body}");
    }
}

#[tokio::test]
async fn a_failed_seal_is_ordered_again_once_in_a_while() {
    let responder = answering(&state(r#""status":"24""#)).await;
    let clock: Arc<AtomicI64> = Arc::default();
    let nuonuo = nuonuo_at(&responder.url, clock.clone());
    let reseals = || {
        responder
            .asked()
            .iter()
            .filter(|a| a.headers.get("method").is_some_and(|m| m.to_str().unwrap().ends_with("reInvoice")))
            .count()
    };
    for (at, expected) in [(0, 1), (60, 1), (7201, 2)] {
        clock.store(at, Ordering::SeqCst);
        assert_eq!(nuonuo.query(&number()).await, Ok(InvoiceReport::Issuing));
        assert_eq!(reseals(), expected, "after {at} s");
    }
}

#[tokio::test]
async fn a_token_is_kept_until_it_ends_and_dropped_once_when_refused() {
    let responder = answering(r#"{"code":"E9500"}"#).await;
    let clock: Arc<AtomicI64> = Arc::default();
    let kept = nuonuo_at(&responder.url, clock.clone());
    for (at, fetched) in [(0, 1), (3000, 1), (3400, 2)] {
        clock.store(at, Ordering::SeqCst);
        kept.query(&number()).await.unwrap();
        assert_eq!(responder.asked().iter().filter(|a| is_token(a)).count(), fetched, "after {at} s");
    }
    let refusing = answering(r#"{"code":"070304","describe":"token"}"#).await;
    let answer = nuonuo(&refusing.url).query(&number()).await;
    assert!(matches!(answer, Err(PortError::Later { .. })), "{answer:?}");
    assert_eq!(refusing.asked().iter().filter(|a| is_token(a)).count(), 2);
    assert_eq!(refusing.asked().len(), 4);
    let calls = Arc::new(AtomicUsize::new(0));
    let healing = Responder::start(move |asked: &Asked| match is_token(asked) {
        true => r#"{"access_token":"T","expires_in":3600}"#,
        false if calls.fetch_add(1, Ordering::SeqCst) == 0 => r#"{"code":"070304"}"#,
        false => r#"{"code":"E9500"}"#,
    })
    .await;
    assert_eq!(nuonuo(&healing.url).query(&number()).await, Ok(InvoiceReport::NotFound));
}

#[tokio::test]
async fn only_a_pdf_from_an_allowed_host_is_fetched() {
    let files = Responder::start(|asked: &Asked| -> Response {
        match asked.path_and_query.as_str() {
            "/good.pdf" => "%PDF-1.7 x".into_response(),
            "/away.pdf" => (StatusCode::FOUND, [("location", "/good.pdf")]).into_response(),
            "/page.pdf" => "<html>".into_response(),
            "/large.pdf" => vec![b'%'; PDF_LIMIT + 1].into_response(),
            _ => StatusCode::NOT_FOUND.into_response(),
        }
    })
    .await;
    let nuonuo = nuonuo(&files.url);
    let fetch = async |url: Option<String>| {
        let issued_at = Timestamp::UNIX_EPOCH;
        nuonuo.fetch_pdf(&IssuedInvoice { number: "26".into(), issued_at, pdf_url: url, gross: None }).await
    };
    let at = |path: &str| Some(format!("{}{path}", files.url));
    assert_eq!(fetch(at("/good.pdf")).await, Ok(Some(b"%PDF-1.7 x".to_vec())));
    assert_eq!(fetch(at("/soon.pdf")).await, Ok(None));
    assert_eq!(fetch(None).await, Ok(None));
    for path in ["/away.pdf", "/page.pdf", "/large.pdf"] {
        assert!(matches!(fetch(at(path)).await, Err(PortError::Unknown(_))), "{path}");
    }
    let before = files.asked().len();
    let loopback_by_name = files.url.replace("127.0.0.1", "localhost");
    for url in [loopback_by_name.as_str(), "http://files.example/a.pdf", "https://files.example.evil/a", "file:///a"] {
        assert!(matches!(fetch(Some(url.to_owned())).await, Err(PortError::Refused { .. })), "{url}");
    }
    assert_eq!(files.asked().len(), before);
}

#[test]
fn a_callback_names_a_request_and_nothing_else() {
    let nuonuo = nuonuo("http://127.0.0.1:9");
    let content = crate::form::encode(r#"{"c_orderno":"I202611230127S1","c_status":"1"}"#);
    for body in ["operater=callback&orderno=I202611230127S1".to_owned(), format!("content={content}")] {
        assert_eq!(nuonuo.read_callback(body.as_bytes()), Some(number()), "{body}");
    }
    for body in ["", "orderno=a b", "orderno=%FF", "content=%7B", "content=%7B%22c_orderno%22%3A1%7D", "x=1"] {
        assert_eq!(nuonuo.read_callback(body.as_bytes()), None, "{body}");
    }
}
