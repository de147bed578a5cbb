//! The frame around every page of a simulator, in the look of the system itself, so that a demonstration looks like one
//! thing; the head says on each page that this is not the real vendor. No script, no outside host.
//!
//! A template says `{% extends "page/layout.html" %}` and fills the blocks `title`, `brand` (defaults to the title),
//! `warning` (such as 演示环境，不是真的支付宝), `head` and `main`.

use askama::Template;
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

/// The style sheet, served at `/style.css`.
pub const STYLE: &str = include_str!("style.css");

/// Adds the style sheet to a simulator's server.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/style.css", get(async || ([(header::CONTENT_TYPE, "text/css;charset=utf-8")], STYLE)))
}

pub fn html(template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => Html(text).into_response(),
        Err(error) => {
            tracing::error!(%error, "a simulator's page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
