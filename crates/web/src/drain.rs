//! Reads what a handler left of a request. A server that answers and hangs up while the browser still sends makes the
//! browser show "connection reset" instead of the answer, and a refused upload is exactly that case.

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

/// More than any honest upload; whoever sends more is cut off.
const BYTES_MAX: u64 = 80 * 1024 * 1024;
/// Longer than it is worth to wait for an answer that refuses.
const TIME_MAX: Duration = Duration::from_secs(60);

/// The same body from both ends: the handler reads it first, then the frame.
pub struct Rest(Arc<Mutex<Body>>);

struct Tap(Arc<Mutex<Body>>);

/// Keeps hold of a request's body.
pub fn tap(request: Request) -> (Request, Rest) {
    let (parts, body) = request.into_parts();
    let shared = Arc::new(Mutex::new(body));
    (Request::from_parts(parts, Body::new(Tap(shared.clone()))), Rest(shared))
}

impl Rest {
    /// Reads to the end, within limits.
    pub async fn drain(self) {
        // Cut off or too slow: the answer goes out all the same, and may be lost.
        let _ = tokio::time::timeout(TIME_MAX, self.read()).await;
    }

    async fn read(self) {
        let mut seen = 0;
        while seen <= BYTES_MAX {
            let frame = std::future::poll_fn(|cx| poll(&self.0, cx)).await;
            match frame {
                Some(Ok(frame)) => seen += frame.data_ref().map_or(0, |data| data.len() as u64),
                Some(Err(_)) | None => return,
            }
        }
    }
}

type Frame = Result<http_body::Frame<Bytes>, axum::Error>;

fn poll(body: &Mutex<Body>, cx: &mut Context<'_>) -> Poll<Option<Frame>> {
    let mut body = body.lock().unwrap_or_else(PoisonError::into_inner);
    Pin::new(&mut *body).poll_frame(cx)
}

impl HttpBody for Tap {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Frame>> {
        poll(&self.0, cx)
    }
}
