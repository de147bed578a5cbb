//! `POST /gateway.do`: reads the common parameters, checks who asks, runs the method, signs the very bytes of the answer,
//! and misbehaves as the switches say.

use std::pin::Pin;
use std::sync::{Arc, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use bytes::Bytes;
use serde_json::Value;

use super::desk::Desk;
use super::faults::{Fault, Switch};
use super::method::{self, Call, Failure, Fields};
use super::signature::{Params, request_text, sign, verifies};
use crate::clock::from_beijing;

/// A request whose `timestamp` is farther from our clock than this is refused.
const LARGEST_SKEW_S: i64 = 15 * 60;

/// A refusal of the gateway itself, before any method: `(code, sub_code, sub_msg)`. It comes as `error_response`
/// without a signature, as the real one's often do.
type GatewayError = (&'static str, &'static str, &'static str);

pub async fn handle(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery, body: String) -> Response {
    let Some(params) = merge(query.as_deref().unwrap_or(""), &body) else {
        return text(gateway_error(("40002", "isv.invalid-parameter", "参数重复或无法读取")));
    };
    let method = params.get("method").cloned().unwrap_or_default();
    if let Some(fault) = take(&desk, Fault::Html502, &method) {
        tracing::info!(?fault, "switched fault");
        return (StatusCode::BAD_GATEWAY, Html("<html><head><title>502 Bad Gateway</title></head></html>"))
            .into_response();
    }
    if let Some(switch) = take(&desk, Fault::NoAnswer, &method) {
        return hang_up(&desk, switch).await;
    }
    let answer = match check(&desk, &params) {
        Ok(biz) => signed(&desk, &method, run(&desk, &method, &params, &biz)),
        Err(error) => gateway_error(error),
    };
    match take(&desk, Fault::TimeoutAfterCommit, &method) {
        Some(switch) => hang_up(&desk, switch).await,
        None => text(answer),
    }
}

/// Query and body together; `None` if one name comes twice with different values.
fn merge(query: &str, body: &str) -> Option<Params> {
    let mut params = Params::new();
    for part in [query, body] {
        for (name, value) in serde_html_form::from_str::<Vec<(String, String)>>(part).ok()? {
            if params.get(&name).is_some_and(|old| *old != value) {
                return None;
            }
            params.insert(name, value);
        }
    }
    Some(params)
}

/// Everything that does not depend on the method; returns `biz_content`.
fn check(desk: &Desk, params: &Params) -> Result<Fields, GatewayError> {
    let get = |name: &str| params.get(name).map_or("", String::as_str);
    for (name, sub_code) in [
        ("method", "isv.missing-method"),
        ("sign", "isv.missing-signature"),
        ("sign_type", "isv.missing-signature-type"),
        ("app_id", "isv.missing-app-id"),
        ("timestamp", "isv.missing-timestamp"),
        ("version", "isv.missing-version"),
    ] {
        if get(name).is_empty() {
            return Err(("40001", sub_code, "缺少必选参数"));
        }
    }
    if method::by_name(get("method")).is_none() {
        return Err(("40002", "isv.invalid-method", "不存在的方法名"));
    }
    if get("app_id") != desk.config.app_id {
        return Err(("40002", "isv.invalid-app-id", "无效的AppID参数"));
    }
    if get("version") != "1.0" || !["", "JSON"].contains(&get("format")) {
        return Err(("40002", "isv.invalid-parameter", "version 或 format 无效"));
    }
    if !get("charset").eq_ignore_ascii_case("utf-8") {
        return Err(("40002", "isv.invalid-charset", "字符集错误，演示网关只认 utf-8"));
    }
    if get("sign_type") != "RSA2" {
        return Err(("40002", "isv.invalid-signature-type", "无效的签名类型"));
    }
    let skew = from_beijing(get("timestamp")).map(|at| at.duration_since(desk.clock.now()).as_secs().abs());
    if skew.is_none_or(|seconds| seconds > LARGEST_SKEW_S) {
        return Err(("40002", "isv.invalid-timestamp", "非法的时间戳参数"));
    }
    let app_key = desk.app_key.read().unwrap_or_else(PoisonError::into_inner);
    if !app_key.as_ref().is_some_and(|key| verifies(key, &request_text(params), get("sign"))) {
        return Err(("40002", "isv.invalid-signature", "验签出错，请检查签名内容与密钥"));
    }
    serde_json::from_str(get("biz_content"))
        .map_err(|_| ("40002", "isv.invalid-parameter", "biz_content 不是 JSON 对象"))
}

fn run(desk: &Desk, name: &str, params: &Params, biz: &Fields) -> Result<Fields, Failure> {
    let mut state = desk.state();
    if state.faults.take(Fault::UnknowError, name).is_some() {
        let (code, sub_code, sub_msg) = ("20000", "isp.unknow-error", "系统繁忙");
        return Err(Failure { code, sub_code, sub_msg, fields: Fields::new() });
    }
    if state.faults.take(Fault::SystemError, name).is_some() {
        return Err(Failure::business("ACQ.SYSTEM_ERROR", "系统错误"));
    }
    let notify_url = params.get("notify_url").map(String::as_str).filter(|url| !url.is_empty());
    let method = method::by_name(name).ok_or_else(|| Failure::business("isv.invalid-method", "不存在的方法名"))?;
    let mut call = Call { desk, now: desk.clock.now(), biz, notify_url, state: &mut state };
    method(&mut call)
}

/// The whole answer, signed over exactly the bytes that stand in it.
fn signed(desk: &Desk, method: &str, answer: Result<Fields, Failure>) -> String {
    let mut fields = match answer {
        Ok(fields) => headed("10000", "Success", fields),
        Err(failure) => {
            let mut fields = failure.fields;
            fields.insert("sub_code".into(), failure.sub_code.into());
            fields.insert("sub_msg".into(), failure.sub_msg.into());
            let msg = if failure.code == "20000" { "Service Currently Unavailable" } else { "Business Failed" };
            headed(failure.code, msg, fields)
        }
    };
    let key = format!("{}_response", method.replace('.', "_"));
    let fuzz = take(desk, Fault::Fuzz, method).is_some();
    if fuzz {
        fields.insert("zz_new_field".into(), r#"}{"],"sign":"no" http://a/b"#.into());
        fields.insert("store_name".into(), r#"东湖网点/{1号窗"}\"#.into());
    }
    let mut body = Value::Object(fields).to_string();
    if fuzz {
        // A slash stands only inside strings, where JSON allows the escape; Java servers write it so.
        body = body.replace('/', r"\/");
    }
    if take(desk, Fault::Unsigned, method).is_some() {
        return format!(r#"{{"{key}":{body}}}"#);
    }
    let spoiled = if take(desk, Fault::WrongSignature, method).is_some() { "x" } else { "" };
    let signature = sign(&desk.key, &format!("{body}{spoiled}"));
    format!(r#"{{"{key}":{body},"sign":"{signature}"}}"#)
}

fn gateway_error((code, sub_code, sub_msg): GatewayError) -> String {
    let msg = if code == "40001" { "Missing Required Arguments" } else { "Invalid Arguments" };
    let mut fields = headed(code, msg, Fields::new());
    fields.insert("sub_code".into(), sub_code.into());
    fields.insert("sub_msg".into(), sub_msg.into());
    format!(r#"{{"error_response":{}}}"#, Value::Object(fields))
}

fn headed(code: &str, msg: &str, mut fields: Fields) -> Fields {
    fields.insert("code".into(), code.into());
    fields.insert("msg".into(), msg.into());
    fields
}

/// The real gateway calls its JSON text/html as well.
fn text(answer: String) -> Response {
    ([(header::CONTENT_TYPE, "text/html;charset=utf-8")], answer).into_response()
}

fn take(desk: &Desk, fault: Fault, method: &str) -> Option<Switch> {
    desk.state().faults.take(fault, method)
}

/// Holds the connection, then breaks it before the announced body is complete.
async fn hang_up(desk: &Desk, switch: Switch) -> Response {
    let mut stopping = desk.stopping.subscribe();
    tokio::select! {
        () = tokio::time::sleep(Duration::from_secs(u64::from(switch.seconds))) => {}
        _ = stopping.wait_for(|stop| *stop) => {}
    }
    ([(header::CONTENT_LENGTH, "64")], Body::new(BrokenBody)).into_response()
}

/// A body that fails at its first byte, which makes the server drop the connection.
struct BrokenBody;

impl http_body::Body for BrokenBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
        Poll::Ready(Some(Err(std::io::Error::other("switched fault: no answer"))))
    }
}
