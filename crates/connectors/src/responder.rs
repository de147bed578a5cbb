//! Tiny servers on loopback for the wire tests: they answer what a test tells them and remember what they were asked.

use axum::{Router, body::Bytes, extract::Request, response::IntoResponse};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// One request as it arrived.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path_and_query: String,
    pub headers: axum::http::HeaderMap,
    pub body: Bytes,
}

pub struct Responder {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Responder {
    /// Answers each request with what `answer` makes of it.
    pub async fn start<R: IntoResponse>(answer: impl Fn(&Asked) -> R + Clone + Send + Sync + 'static) -> Responder {
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let seen = asked.clone();
        let router = Router::new().fallback(move |request: Request| {
            let (answer, seen) = (answer.clone(), seen.clone());
            async move {
                let (parts, body) = request.into_parts();
                let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
                let one = Asked { path_and_query: parts.uri.to_string(), headers: parts.headers, body };
                let response = answer(&one).into_response();
                seen.lock().unwrap().push(one);
                response
            }
        });
        Responder { url: serve(router).await, asked }
    }

    /// Takes requests and never answers them.
    pub async fn silent() -> Responder {
        let router = Router::new().fallback(|| async { std::future::pending::<String>().await });
        Responder { url: serve(router).await, asked: Arc::default() }
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

/// A client that gives up soon.
pub fn client() -> reqwest::Client {
    crate::http::client_with(Duration::from_millis(500)).unwrap()
}
