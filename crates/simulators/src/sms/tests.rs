//! The SMS simulator over real sockets; the client signs by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::acs3::{Wire, encode, sign};
use super::loopback::callback_client;
use super::*;
use crate::chance;

const SIGN: &str = "澜州电子认证";

fn config(dir: &str) -> SmsConfig {
    SmsConfig {
        listen: "127.0.0.1:0".parse().unwrap(),
        dir: std::env::temp_dir().join(format!("sms-{dir}-{}", chance::hex_id())),
        access_key_id: "AK".into(),
        access_key_secret: "secret".into(),
        sign_names: vec![SIGN.into()],
        templates: vec![
            Template { code: "SMS_1".into(), text: "验证码${code}，5分钟内有效。".into() },
            Template { code: "SMS_2".into(), text: "您的订单${order}已寄出，单号${no}。".into() },
        ],
        time_scale: 1000.0,
        limits: true,
        receipt_url: None,
    }
}

/// A signed request; `change` may spoil its headers after they were signed.
async fn call(
    simulator: &SmsSimulator,
    action: &str,
    params: &[(&str, &str)],
    change: &[(&str, &str)],
) -> (u16, Value) {
    let query = params.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&");
    let mut headers = HeaderMap::new();
    let now = simulator.clock().now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    for (name, value) in [
        ("host", simulator.address().to_string()),
        ("x-acs-action", action.to_owned()),
        ("x-acs-version", "2017-05-25".to_owned()),
        ("x-acs-date", now),
        ("x-acs-signature-nonce", chance::hex_id()),
        ("x-acs-content-sha256", empty.to_owned()),
    ] {
        let value = change.iter().find(|(other, _)| *other == name).map_or(value, |(_, other)| (*other).to_owned());
        headers.insert(name, value.parse().unwrap());
    }
    let wire = Wire { method: "POST", path: "/", query: &query, headers: &headers, body: b"" };
    let secret = change.iter().find(|(name, _)| *name == "secret").map_or("secret", |(_, secret)| secret);
    let authorization = sign(&wire, "AK", secret);
    let mut request = callback_client().unwrap().post(format!("{}/?{query}", simulator.url()));
    for (name, value) in &headers {
        request = request.header(name.as_str(), value.as_bytes());
    }
    let response = request.header("authorization", authorization).send().await.unwrap();
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or(Value::Null))
}

async fn send(simulator: &SmsSimulator, to: &str, template: &str, params: &str) -> Value {
    let given = [
        ("PhoneNumbers", to),
        ("SignName", SIGN),
        ("TemplateCode", template),
        ("TemplateParam", params),
        ("OutId", "ob-1"),
    ];
    call(simulator, "SendSms", &given, &[]).await.1
}

async fn fetch(url: String) -> String {
    callback_client().unwrap().get(url).send().await.unwrap().text().await.unwrap()
}

async fn set_faults(simulator: &SmsSimulator, faults: Value) {
    let url = format!("{}/control/faults", simulator.url());
    let response = callback_client().unwrap().post(url).body(faults.to_string()).send().await.unwrap();
    assert_eq!(response.status(), 204);
}

#[tokio::test]
async fn a_sent_code_is_in_the_inbox_in_the_query_and_still_there_after_a_restart() {
    let config = config("restart");
    let simulator = start(config.clone()).await.unwrap();
    let answer = send(&simulator, "13800000009", "SMS_1", r#"{"code":"407319"}"#).await;
    assert_eq!(answer["Code"], "OK");
    assert!(answer["BizId"].as_str().is_some_and(|id| !id.is_empty()) && answer["RequestId"].is_string());

    let today = crate::clock::at_beijing(simulator.clock().now()).strftime("%Y%m%d").to_string();
    let query = [("PhoneNumber", "13800000009"), ("SendDate", &today), ("PageSize", "10"), ("CurrentPage", "1")];
    let (_, details) = call(&simulator, "QuerySendDetails", &query, &[]).await;
    let row = &details["SmsSendDetailDTOs"]["SmsSendDetailDTO"][0];
    assert_eq!((&details["TotalCount"], &row["SendStatus"], &row["OutId"]), (&json!(1), &json!(3), &json!("ob-1")));
    simulator.stop().await;

    let simulator = start(config).await.unwrap();
    let inbox: Value = serde_json::from_str(&fetch(format!("{}/inbox.json", simulator.url())).await).unwrap();
    assert_eq!(inbox[0]["to"], "13800000009");
    assert_eq!(inbox[0]["text"], "【澜州电子认证】验证码407319，5分钟内有效。");
    assert_eq!(inbox[0]["params"]["code"], "407319");
    assert!(fetch(simulator.url()).await.contains("验证码407319"));
}

#[tokio::test]
async fn a_request_that_is_not_signed_right_or_comes_twice_or_late_is_refused() {
    let simulator = start(config("signature")).await.unwrap();
    let refused = async |change: &[(&str, &str)]| {
        let (status, body) = call(&simulator, "SendSms", &[("PhoneNumbers", "13800000009")], change).await;
        assert!((400..500).contains(&status), "{body}");
        body["Code"].as_str().unwrap().to_owned()
    };
    assert_eq!(refused(&[("secret", "wrong")]).await, "SignatureDoesNotMatch");
    assert_eq!(refused(&[("x-acs-date", "2020-01-01T00:00:00Z")]).await, "InvalidTimeStamp.Expired");
    assert_eq!(refused(&[("x-acs-content-sha256", "00")]).await, "InvalidContentSha256");
    assert_eq!(refused(&[("x-acs-action", "SendMms")]).await, "InvalidAction.NotFound");
    let again = [("x-acs-signature-nonce", "5f0c")];
    assert_eq!(call(&simulator, "SendSms", &[], &again).await.0, 200);
    assert_eq!(refused(&again).await, "SignatureNonceUsed");
}

#[tokio::test]
async fn wrong_templates_parameters_and_numbers_get_the_vendors_codes() {
    let simulator = start(config("codes")).await.unwrap();
    let cases = [
        ("123", "SMS_1", r#"{"code":"1"}"#, "isv.MOBILE_NUMBER_ILLEGAL"),
        ("13800000009", "SMS_9", r#"{"code":"1"}"#, "isv.SMS_TEMPLATE_ILLEGAL"),
        ("13800000009", "SMS_1", r#"{"code":1}"#, "isv.INVALID_JSON_PARAM"),
        ("13800000009", "SMS_1", r#"{}"#, "isv.TEMPLATE_MISSING_PARAMETERS"),
        ("13800000009", "SMS_1", r#"{"code":"https://a.example"}"#, "isv.PARAM_NOT_SUPPORT_URL"),
        ("13800000003", "SMS_1", r#"{"code":"1"}"#, "isv.BUSINESS_LIMIT_CONTROL"),
    ];
    for (to, template, params, code) in cases {
        assert_eq!(send(&simulator, to, template, params).await["Code"], code);
    }
    set_faults(&simulator, json!({"withdrawn_templates": ["SMS_1"]})).await;
    assert_eq!(send(&simulator, "13800000009", "SMS_1", r#"{"code":"1"}"#).await["Code"], "isv.SMS_TEMPLATE_ILLEGAL");
    assert_eq!(fetch(format!("{}/inbox.json", simulator.url())).await, "[]");
}

#[tokio::test]
async fn a_second_code_in_a_minute_is_refused_and_a_notice_is_not() {
    let simulator = start(SmsConfig { time_scale: 1.0, ..config("limits") }).await.unwrap();
    assert_eq!(send(&simulator, "13800000009", "SMS_1", r#"{"code":"1"}"#).await["Code"], "OK");
    let again = send(&simulator, "13800000009", "SMS_1", r#"{"code":"2"}"#).await;
    assert_eq!(again["Code"], "isv.BUSINESS_LIMIT_CONTROL");
    assert_eq!(send(&simulator, "13800000009", "SMS_2", r#"{"order":"C1","no":"S1"}"#).await["Code"], "OK");
    simulator.clock().advance(Duration::from_secs(60));
    assert_eq!(send(&simulator, "13800000009", "SMS_1", r#"{"code":"3"}"#).await["Code"], "OK");
}

#[tokio::test]
async fn faults_come_as_often_as_asked_for_and_a_lost_answer_is_a_sent_message() {
    let simulator = start(config("faults")).await.unwrap();
    set_faults(&simulator, json!({"html_502": 1, "system_error": 1})).await;
    assert_eq!(call(&simulator, "SendSms", &[], &[]).await, (502, Value::Null));
    let notice = r#"{"order":"C1","no":"S1"}"#;
    assert_eq!(send(&simulator, "13800000009", "SMS_2", notice).await["Code"], "isp.SYSTEM_ERROR");
    assert_eq!(send(&simulator, "13800000009", "SMS_2", notice).await["Code"], "OK");

    let lost = send(&simulator, "13800000002", "SMS_2", notice);
    assert!(tokio::time::timeout(Duration::from_millis(300), lost).await.is_err());
    let inbox: Value = serde_json::from_str(&fetch(format!("{}/inbox.json", simulator.url())).await).unwrap();
    assert_eq!(inbox[0]["to"], "13800000002");
}

#[tokio::test]
async fn a_receipt_is_pushed_until_it_is_acknowledged() {
    let tries = Arc::new(AtomicU32::new(0));
    let (heard, mut hears) = tokio::sync::mpsc::unbounded_channel::<Value>();
    let count = Arc::clone(&tries);
    let receiver = axum::routing::post(move |axum::Json(body): axum::Json<Value>| async move {
        heard.send(body).unwrap();
        let first = count.fetch_add(1, Ordering::SeqCst) == 0;
        axum::Json(if first { json!({"code": 1}) } else { json!({"code": 0, "msg": "接收成功"}) })
    });
    let listen = "127.0.0.1:0".parse().unwrap();
    let listener = Listener::start(listen, |_, _| Router::new().route("/receipt", receiver)).await.unwrap();
    let receipt_url = Some(format!("http://{}/receipt", listener.address()));
    let simulator = start(SmsConfig { receipt_url, ..config("receipts") }).await.unwrap();

    send(&simulator, "13800000001", "SMS_2", r#"{"order":"C1","no":"S1"}"#).await;
    let first = hears.recv().await.unwrap();
    let second = hears.recv().await.unwrap();
    assert_eq!(first[0]["biz_id"], second[0]["biz_id"]);
    assert_eq!((&first[0]["success"], &first[0]["out_id"]), (&json!(false), &json!("ob-1")));
    assert_eq!(first[0]["phone_number"], "13800000001");
    let third = tokio::time::timeout(Duration::from_secs(1), hears.recv()).await;
    assert!(third.is_err(), "an acknowledged receipt is not pushed again");
}
