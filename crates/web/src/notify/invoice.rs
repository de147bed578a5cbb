//! POST /cakey/notify/invoice. The issuer's callback bears no signature that we could verify: it is a reason to ask the
//! issuer, never a fact.

use super::BODY_MAX;
use crate::site::Site;
use app::invoice::wake;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Takes a callback and brings the question to the issuer forward.
pub async fn receive(State(site): State<Site>, body: Body) -> Response {
    let read = axum::body::to_bytes(body, BODY_MAX).await.ok();
    let Some(number) = read.and_then(|body| site.app.issuer.read_callback(&body)) else {
        return said(StatusCode::BAD_REQUEST, "9999", "无法识别");
    };
    match wake::hurry(&site.app, &number).await {
        Ok(()) => said(StatusCode::OK, "0000", "同步成功"),
        Err(error) => {
            tracing::warn!(%error, number = number.as_str(), "an invoice callback could not be taken");
            said(StatusCode::SERVICE_UNAVAILABLE, "9999", "请稍后再试")
        }
    }
}

fn said(http: StatusCode, status: &str, message: &str) -> Response {
    (http, Json(json!({ "status": status, "message": message }))).into_response()
}
