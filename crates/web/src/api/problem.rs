//! Errors of the interface, as RFC 9457 has them: `application/problem+json`, in Chinese, saying what to do.

use axum::Json;
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// 400: the request is not one that can be answered.
    Malformed(&'static str),
    /// 401: no token, one that is unknown, or one that was revoked.
    Token,
    /// 404: not there, or another project's.
    NotFound,
    /// 405.
    Method,
    /// 429: come back after so many seconds.
    TooOften(i64),
    /// 503.
    Busy,
    /// 500.
    Fault,
}

/// The body of an error (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Body {
    /// Always `about:blank`: the status says what kind of error it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// In a few words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What to do.
    detail: &'static str,
}

impl Problem {
    fn status(&self) -> StatusCode {
        match self {
            Problem::Malformed(_) => StatusCode::BAD_REQUEST,
            Problem::Token => StatusCode::UNAUTHORIZED,
            Problem::NotFound => StatusCode::NOT_FOUND,
            Problem::Method => StatusCode::METHOD_NOT_ALLOWED,
            Problem::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Problem::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Problem::Malformed(detail) => ("请求有误", detail),
            Problem::Token => {
                ("令牌无效", "请在请求头写 Authorization: Bearer 加上系统管理员发给的令牌；停用的令牌不能再用")
            }
            Problem::NotFound => ("没有找到", "没有这个订单，或不属于本平台；请核对订单号"),
            Problem::Method => ("方法不支持", "这个地址只接受 GET"),
            Problem::TooOften(_) => ("请求过于频繁", "请在 Retry-After 所写的秒数之后再试"),
            Problem::Busy => ("系统繁忙", "请几秒钟后再试"),
            Problem::Fault => ("系统出错", "请稍后再试；持续出现请联系客服"),
        }
    }
}

impl From<app::Error> for Problem {
    fn from(error: app::Error) -> Problem {
        match error {
            app::Error::NotFound => Problem::NotFound,
            app::Error::Busy => Problem::Busy,
            other => {
                tracing::error!(error = %other, "the JSON interface failed");
                Problem::Fault
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (title, detail) = self.words();
        let status = self.status();
        let body = Body { kind: "about:blank", title, status: status.as_u16(), detail };
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static("zh-CN"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self {
            Problem::TooOften(seconds) => drop(headers.insert(RETRY_AFTER, HeaderValue::from(seconds))),
            Problem::Token => drop(headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
            _ => {}
        }
        response
    }
}

/// Any other address below `/cakey/api/`.
pub async fn nowhere() -> Problem {
    Problem::NotFound
}

/// Another method at an address of ours.
pub async fn method() -> Problem {
    Problem::Method
}
