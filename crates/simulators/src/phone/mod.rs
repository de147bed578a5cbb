//! The page "模拟手机": scan a code and pay it, read the text messages and the sign-in codes of the staff, and choose
//! what goes wrong. Plain forms; it stands on the address of the Alipay simulator.

mod album;
mod config;
mod inbox;
mod page;

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use serde::Deserialize;

use crate::alipay::desk::Desk;
use crate::alipay::faults::{Fault, Switch};
use crate::alipay::wallet::{self, How, Refused};
pub use config::PhoneConfig;
use page::Phone;

#[derive(Deserialize)]
struct Chosen {
    trade: Option<String>,
}

#[derive(Deserialize)]
struct ScanForm {
    trade: String,
}

#[derive(Deserialize)]
struct PayForm {
    trade: String,
    how: How,
    /// `no` from the button 放弃.
    act: Option<String>,
}

#[derive(Deserialize)]
struct FaultForm {
    fault: Fault,
    #[serde(default)]
    method: String,
    /// Empty: until taken away.
    #[serde(default)]
    times: String,
    /// `clear` from the button 全部恢复正常.
    act: Option<String>,
}

/// The page and its forms; `GET /qr/…` is what a scanned code opens.
pub fn routes(desk: Arc<Desk>, http: reqwest::Client) -> Router {
    let album = desk.config.phone.font.clone().map(album::routes).unwrap_or_default();
    Router::new()
        .route("/", get(home))
        .route("/qr/{qr_id}", get(open_code))
        .route("/phone/scan", post(scan))
        .route("/phone/pay", post(pay))
        .route("/phone/faults", post(set_fault))
        .with_state(Phone { desk, http })
        .merge(album)
}

async fn home(State(phone): State<Phone>, Query(chosen): Query<Chosen>) -> Response {
    page::render(&phone, chosen.trade.as_deref(), None).await
}

/// Opening the code's address is the scan, as with the real one.
async fn open_code(State(phone): State<Phone>, Path(qr_id): Path<String>) -> Response {
    let found = phone.desk.state().book.by_qr(&qr_id).map(|trade| trade.order.out_trade_no.clone());
    let Some(out_trade_no) = found else {
        return page::render(&phone, None, Some(&Refused::Unknown)).await;
    };
    let scanned = wallet::scan(&phone.desk, &mut phone.desk.state(), &out_trade_no);
    page::render(&phone, Some(&out_trade_no), scanned.err().as_ref()).await
}

async fn scan(State(phone): State<Phone>, Form(form): Form<ScanForm>) -> Response {
    let scanned = wallet::scan(&phone.desk, &mut phone.desk.state(), &form.trade);
    match scanned {
        Ok(()) => to_trade(&form.trade),
        Err(reason) => page::render(&phone, Some(&form.trade), Some(&reason)).await,
    }
}

async fn pay(State(phone): State<Phone>, Form(form): Form<PayForm>) -> Response {
    let how = if form.act.as_deref() == Some("no") { How::Abandon } else { form.how };
    let paid = wallet::pay(&phone.desk, &mut phone.desk.state(), &form.trade, how);
    match paid {
        Ok(()) if how == How::Abandon => Redirect::to("/").into_response(),
        Ok(()) => to_trade(&form.trade),
        Err(reason) => page::render(&phone, Some(&form.trade), Some(&reason)).await,
    }
}

async fn set_fault(State(phone): State<Phone>, Form(form): Form<FaultForm>) -> Redirect {
    let mut state = phone.desk.state();
    if form.act.as_deref() == Some("clear") {
        state.faults.clear();
    } else {
        let switch = Switch { times: form.times.parse().ok(), ..Switch::always(form.fault) };
        state.faults.set(if form.method.is_empty() { switch } else { switch.of_method(&form.method) });
    }
    Redirect::to("/#faults")
}

/// `out_trade_no` has only letters, digits and underscores, so it needs no escaping; anything else was never accepted.
fn to_trade(out_trade_no: &str) -> Response {
    Redirect::to(&format!("/?trade={out_trade_no}")).into_response()
}
