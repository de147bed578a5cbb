//! How fast and how long a form with files may arrive: the parser of such forms would read on as long as there is
//! something, and keep it all.

use crate::failure::Failure;
use axum::body::{Body, Bytes, HttpBody};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// The head of a part, and what is read ahead of the parser, in bytes.
const AHEAD_MAX: usize = 256 * 1024;
/// How long a form may take to arrive.
const TIME_MAX: Duration = Duration::from_secs(180);

/// Tells a paced body that the parser has given something out.
pub struct Pace(Arc<AtomicUsize>);

impl Pace {
    /// The parser has looked at what it had.
    pub fn taken(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// The same body, of which a parser gets only so much at once.
pub fn paced(body: Body) -> (Body, Pace) {
    let ahead = Arc::new(AtomicUsize::new(0));
    (Body::new(Paced { body, ahead: ahead.clone(), rested: false }), Pace(ahead))
}

/// Reads a form, or gives up after a time that no honest network needs.
pub async fn in_time<T>(read: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let late = "上传用了太久，没有保存。请换一个网络，或压缩后再上传。";
    tokio::time::timeout(TIME_MAX, read).await.unwrap_or_else(|_| Err(Failure::Refused(late.into())))
}

struct Paced {
    body: Body,
    /// Bytes since the parser last gave something out.
    ahead: Arc<AtomicUsize>,
    rested: bool,
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, axum::Error>>> {
        if self.ahead.load(Ordering::Relaxed) > AHEAD_MAX {
            if self.rested {
                return Poll::Ready(Some(Err(axum::Error::new("a part of the form has no end"))));
            }
            // Nothing more before the parser has looked at what it has.
            self.rested = true;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.rested = false;
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        if let Some(Ok(frame)) = &frame {
            self.ahead.fetch_add(frame.data_ref().map_or(0, Bytes::len), Ordering::Relaxed);
        }
        Poll::Ready(frame)
    }
}
