//! The day's payments and refunds as a file, sent while it is read.

use crate::failure::Failure;
use crate::session::Staff;
use crate::site::Site;
use app::finance::export::{self, Export};
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::time;
use http_body::Frame;
use serde::Deserialize;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Pieces that wait for a slow reader; the database is read no further ahead.
const AHEAD: usize = 2;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ExportQuery {
    day: String,
}

/// The pieces of a file as they come.
struct Pieces(Receiver<Bytes>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(cx).map(|piece| piece.map(|bytes| Ok(Frame::data(bytes))))
    }
}

/// GET /cakey/staff/finance/export.
pub async fn show(
    State(site): State<Site>,
    Staff(_, user): Staff,
    Query(asked): Query<ExportQuery>,
) -> Result<Response, Failure> {
    let Some(day) = time::parse_day(&asked.day) else {
        return Err(Failure::Refused("没有导出：日期请按 2026-11-23 的样子填写。".into()));
    };
    let export = export::begin(&site.app, &user, day).await?;
    let (sender, receiver) = channel(AHEAD);
    tokio::spawn(send(site, export, sender));
    let name = format!("attachment; filename=\"money-{day}.csv\"");
    let headers = [(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, Body::new(Pieces(receiver))).into_response())
}

/// Sends until the end, or until nobody reads any more.
async fn send(site: Site, mut export: Export, sender: Sender<Bytes>) {
    let mut piece = Ok(Some(export::HEAD.to_owned()));
    loop {
        match piece {
            Ok(Some(text)) => {
                if sender.send(Bytes::from(text)).await.is_err() {
                    return;
                }
            }
            Ok(None) => return,
            Err(error) => {
                tracing::error!(%error, "an export broke off");
                let told = "导出中断，请重新导出\r\n".to_owned();
                let _ = sender.send(Bytes::from(told)).await;
                return;
            }
        }
        piece = export.next(&site.app).await;
    }
}
