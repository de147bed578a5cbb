//! `/control/…`: the test's hand inside the simulator, in JSON. The real gateway has nothing of the kind.
//!
//! `GET /control/ledger` all trades · `POST /control/pay` a phone's doing · `GET|POST|DELETE /control/faults` switches ·
//! `POST /control/advance` moves the clock.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::book::Book;
use super::desk::Desk;
use super::faults::Switch;
use super::trade::{Status, Trade};
use super::wallet::{self, How, Refused};

/// One trade as tests see it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are the protocol's")]
pub struct TradeView {
    pub out_trade_no: String,
    /// Absent before the scan.
    pub trade_no: Option<String>,
    pub status: Status,
    pub qr_code: String,
    pub subject: String,
    pub total_fen: u64,
    pub refunded_fen: u64,
    pub buyer: Option<String>,
    pub created_at: Timestamp,
    pub paid_at: Option<Timestamp>,
    pub expires_at: Timestamp,
    /// When a planned late payment will happen.
    pub late_payment_at: Option<Timestamp>,
    pub notify: NotifyView,
    pub refunds: Vec<RefundView>,
}

/// All notices of a trade together.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct NotifyView {
    pub attempts: u32,
    /// Whether there is at least one notice and all are acknowledged.
    pub acknowledged: bool,
    pub notices: Vec<NoticeView>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct NoticeView {
    pub notify_id: String,
    pub trade_status: String,
    pub attempts: u32,
    pub acknowledged: bool,
    pub next_at: Option<Timestamp>,
    pub outcome: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct RefundView {
    pub out_request_no: String,
    pub fen: u64,
    /// `REFUND_SUCCESS` or `REFUND_PROCESSING`.
    pub status: String,
}

/// The body of `POST /control/pay`; one of the two names is needed.
#[derive(Debug, Deserialize)]
pub struct PayOrder {
    out_trade_no: Option<String>,
    qr_code: Option<String>,
    how: How,
}

/// The body of `POST /control/advance`.
#[derive(Debug, Deserialize)]
pub struct Advance {
    seconds: u64,
}

/// Every trade, by `out_trade_no`.
#[must_use]
pub fn view(desk: &Desk) -> Vec<TradeView> {
    let now = desk.clock.now();
    let state = desk.state();
    state.book.trades.values().map(|trade| view_one(desk, &state.book, trade, now)).collect()
}

fn view_one(desk: &Desk, book: &Book, trade: &Trade, now: Timestamp) -> TradeView {
    let refund = |refund: &super::trade::Refund| RefundView {
        out_request_no: refund.out_request_no.clone(),
        fen: refund.fen,
        status: if refund.settles_at <= now { "REFUND_SUCCESS" } else { "REFUND_PROCESSING" }.to_owned(),
    };
    TradeView {
        out_trade_no: trade.order.out_trade_no.clone(),
        trade_no: trade.scan.as_ref().map(|scan| scan.trade_no.clone()),
        status: trade.status(now),
        qr_code: desk.qr_code(&trade.qr_id),
        subject: trade.order.subject.clone(),
        total_fen: trade.order.total_fen,
        refunded_fen: trade.refunded_fen(),
        buyer: trade.scan.as_ref().map(|scan| scan.buyer.clone()),
        created_at: trade.created_at,
        paid_at: trade.paid_at,
        expires_at: trade.order.expires_at,
        late_payment_at: trade.late_payment_at,
        notify: view_notices(book, trade),
        refunds: trade.refunds.iter().map(refund).collect(),
    }
}

fn view_notices(book: &Book, trade: &Trade) -> NotifyView {
    let of_trade = book.notices.values().filter(|notice| notice.out_trade_no == trade.order.out_trade_no);
    let notices: Vec<NoticeView> = of_trade
        .map(|notice| NoticeView {
            notify_id: notice.notify_id.clone(),
            trade_status: notice.params.get("trade_status").cloned().unwrap_or_default(),
            attempts: notice.attempts,
            acknowledged: notice.acknowledged,
            next_at: notice.next_at,
            outcome: notice.outcome.clone(),
        })
        .collect();
    NotifyView {
        attempts: notices.iter().map(|notice| notice.attempts).sum(),
        acknowledged: !notices.is_empty() && notices.iter().all(|notice| notice.acknowledged),
        notices,
    }
}

pub(super) async fn ledger(State(desk): State<Arc<Desk>>) -> Json<Vec<TradeView>> {
    Json(view(&desk))
}

pub(super) async fn pay(State(desk): State<Arc<Desk>>, Json(order): Json<PayOrder>) -> Response {
    let out_trade_no = order.out_trade_no.or_else(|| {
        let qr_code = order.qr_code?;
        desk.state().book.by_qr(&qr_code).map(|trade| trade.order.out_trade_no.clone())
    });
    let Some(out_trade_no) = out_trade_no else { return refused(&Refused::Unknown) };
    // The result is bound first, so that the lock is free again before the view takes it.
    let result = wallet::pay(&desk, &mut desk.state(), &out_trade_no, order.how);
    match result {
        Ok(()) => Json(view(&desk).into_iter().find(|trade| trade.out_trade_no == out_trade_no)).into_response(),
        Err(reason) => refused(&reason),
    }
}

pub(super) async fn list_faults(State(desk): State<Arc<Desk>>) -> Json<Vec<Switch>> {
    Json(desk.state().faults.list().to_vec())
}

pub(super) async fn set_fault(State(desk): State<Arc<Desk>>, Json(switch): Json<Switch>) -> StatusCode {
    desk.state().faults.set(switch);
    StatusCode::NO_CONTENT
}

pub(super) async fn clear_faults(State(desk): State<Arc<Desk>>) -> StatusCode {
    desk.state().faults.clear();
    StatusCode::NO_CONTENT
}

pub(super) async fn advance(State(desk): State<Arc<Desk>>, Json(advance): Json<Advance>) -> StatusCode {
    desk.clock.advance(Duration::from_secs(advance.seconds));
    desk.wake.notify_one();
    StatusCode::NO_CONTENT
}

fn refused(reason: &Refused) -> Response {
    let status = if matches!(reason, Refused::Unknown) { StatusCode::NOT_FOUND } else { StatusCode::CONFLICT };
    (status, Json(json!({ "error": reason.to_string() }))).into_response()
}
