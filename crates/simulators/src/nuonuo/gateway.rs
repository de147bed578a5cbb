//! The HTTP side: the token endpoint and `POST /open/v1/services`, whose `method` header names the call.
//! Gateway codes as this simulator uses them (the vendor publishes them only as "credentials"): 070101 signature or
//! application key, 070304 unknown token, 070305 expired token or request, 070306 too many tokens, 070307 seller.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::as_result;
use super::book::Refusal;
use super::callback;
use super::order::Order;
use super::sign::{self, verify};
use super::simulator::Simulator;
use super::tokens::TOKEN_LIFE;
use crate::sms::loopback::until_stopped;

const TIMESTAMP_WINDOW_S: i64 = 15 * 60;
/// More orders in one query are refused.
const QUERY_MAX: usize = 50;

#[derive(Deserialize)]
pub(super) struct TokenRequest {
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    client_secret: String,
    #[serde(default)]
    grant_type: String,
}

/// `POST /accessToken`, a form with `client_id`, `client_secret`, `grant_type=client_credentials`.
pub(super) async fn token(State(simulator): State<Simulator>, Form(request): Form<TokenRequest>) -> Json<Value> {
    let config = &simulator.config;
    let known = request.client_id == config.app_key && request.client_secret == config.app_secret;
    if !known || request.grant_type != "client_credentials" {
        return Json(json!({"error": "070101", "error_description": "appKey或appSecret错误"}));
    }
    match simulator.tokens.issue(simulator.clock.now()) {
        Some(token) => Json(json!({"access_token": token, "expires_in": TOKEN_LIFE.as_secs()})),
        None => Json(json!({"error": "070306", "error_description": "获取accessToken次数超过上限"})),
    }
}

/// `POST /open/v1/services`.
pub(super) async fn services(
    State(simulator): State<Simulator>,
    Query(query): Query<sign::Query>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let faults = simulator.book.faults();
    tokio::time::sleep(Duration::from_millis(faults.slow_ms)).await;
    if simulator.book.fault_due(|faults| &mut faults.down) {
        return (StatusCode::BAD_GATEWAY, "<html>502 Bad Gateway</html>").into_response();
    }
    let silent = simulator.book.fault_due(|faults| &mut faults.silence);
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let answer = admit(&simulator, &query, &header, &body).and_then(|()| call(&simulator, header("method"), &body));
    if silent {
        until_stopped(simulator.stopped.clone()).await;
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    Json(answer.unwrap_or_else(|(code, words)| json!({"code": code, "describe": words}))).into_response()
}

fn admit<'a>(
    simulator: &Simulator,
    query: &sign::Query,
    header: &impl Fn(&str) -> &'a str,
    body: &[u8],
) -> Result<(), Refusal> {
    let (config, now) = (&simulator.config, simulator.clock.now());
    let signed = verify(&config.app_secret, query, body, header("x-nuonuo-sign"));
    if query.appkey != config.app_key || !signed {
        return Err(("070101", "签名校验失败".into()));
    }
    let nonce_ok = query.nonce.len() == 8 && query.nonce.bytes().all(|byte| byte.is_ascii_digit());
    if !nonce_ok || query.nonce.starts_with('0') || query.senid.len() != 32 {
        return Err(("070101", "senid或nonce格式错误".into()));
    }
    let timestamp: Option<i64> = query.timestamp.parse().ok();
    if timestamp.is_none_or(|at| (now.as_second() - at).abs() > TIMESTAMP_WINDOW_S) {
        return Err(("070305", "请求已过期".into()));
    }
    simulator.tokens.check(header("accesstoken"), now)?;
    if header("usertax") != config.seller_tax_no {
        return Err(("070307", "userTax未授权".into()));
    }
    Ok(())
}

#[derive(Deserialize)]
struct Billing {
    order: Order,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Asked {
    order_nos: Vec<String>,
    serial_nos: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Again {
    fpqqlsh: String,
    orderno: String,
}

fn call(simulator: &Simulator, method: &str, body: &[u8]) -> Result<Value, Refusal> {
    match method {
        "nuonuo.OpeMplatform.requestBillingNew" => request_billing(simulator, read::<Billing>(body)?.order),
        "nuonuo.OpeMplatform.queryInvoiceResult" => query_result(simulator, &read(body)?),
        "nuonuo.OpeMplatform.reInvoice" => re_invoice(simulator, &read(body)?),
        other => Err(("E9999", format!("本环境没有方法{other}"))),
    }
}

fn read<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| ("E9105", format!("报文格式错误:{error}")))
}

fn request_billing(simulator: &Simulator, order: Order) -> Result<Value, Refusal> {
    let now = simulator.clock.now();
    let invoice = simulator.book.accept(order, &simulator.config.seller_tax_no, now)?;
    let serial = invoice.serial.clone();
    if simulator.book.fault_due(|faults| &mut faults.forged_callback) {
        callback::forge(simulator, &invoice);
    }
    callback::schedule(simulator, invoice);
    Ok(json!({"code": "E0000", "describe": "开票提交成功", "result": {"invoiceSerialNum": serial}}))
}

fn query_result(simulator: &Simulator, asked: &Asked) -> Result<Value, Refusal> {
    let keys: Vec<&String> = asked.order_nos.iter().chain(&asked.serial_nos).collect();
    if keys.is_empty() || keys.len() > QUERY_MAX {
        return Err(("E9105", format!("一次查询1至{QUERY_MAX}张")));
    }
    let found: Vec<Value> = keys
        .into_iter()
        .filter_map(|key| simulator.book.find(key))
        .map(|invoice| as_result(&invoice, simulator))
        .collect();
    if found.is_empty() {
        return Err(("E9500", "未查询到该订单".into()));
    }
    Ok(json!({"code": "E0000", "describe": "获取成功", "result": found}))
}

fn re_invoice(simulator: &Simulator, again: &Again) -> Result<Value, Refusal> {
    let (now, delay) = (simulator.clock.now(), simulator.config.issue_delay());
    let invoice = simulator.book.retry(&again.fpqqlsh, &again.orderno, now, delay)?;
    callback::schedule(simulator, invoice.clone());
    Ok(json!({"code": "E0000", "describe": "重试提交成功", "result": {"invoiceSerialNum": invoice.serial}}))
}

/// `GET /control/faults`, for testers; not a part of the vendor's protocol.
pub(super) async fn faults(State(simulator): State<Simulator>) -> Response {
    Json(simulator.book.faults()).into_response()
}

/// `POST /control/faults` sets all faults at once; what is not named is off.
pub(super) async fn set_faults(State(simulator): State<Simulator>, body: Bytes) -> Response {
    match serde_json::from_slice(&body) {
        Ok(faults) => {
            simulator.book.set_faults(faults);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
}
