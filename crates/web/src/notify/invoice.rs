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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_callback_that_names_no_request_is_refused_in_the_issuers_form() {
        let answer = receive(State(crate::fixture::site()), Body::from("orderNo=")).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
        let body = axum::body::to_bytes(answer.into_body(), 1000).await.expect("a body");
        assert_eq!(&body[..], r#"{"message":"无法识别","status":"9999"}"#.as_bytes());
    }

    #[tokio::test]
    async fn a_callback_is_answered_as_the_issuer_expects_even_for_a_request_that_is_not_ours() {
        let mut site = crate::fixture::site();
        site.app.issuer = std::sync::Arc::new(crate::orders::flow_world::EveryBodyNames("I1S1"));
        let answer = receive(State(site), Body::from("orderNo=I1S1")).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let body = axum::body::to_bytes(answer.into_body(), 1000).await.expect("a body");
        assert_eq!(&body[..], r#"{"message":"同步成功","status":"0000"}"#.as_bytes());
    }
}
