//! The forms of one order, filled in and ready to stamp: 数字证书申请表, 电子签章申请表与印模采集表, 法人授权委托书 in one
//! PDF, each page with a QR code that names the order.

use super::number::Number;
use crate::error::Failure;
use crate::page::pdf_file;
use crate::paper::{self, Facts};
use crate::session::Company;
use crate::site::Site;
use app::order::application;
use app::order::store::Find;
use axum::extract::State;
use axum::response::Response;

/// GET /cakey/orders/{number}/application.pdf: the company's own.
pub async fn own(
    State(site): State<Site>,
    Company(_, user): Company,
    Number(number): Number,
) -> Result<Response, Failure> {
    answer(&site, Find::Own(user.id, number)).await
}

async fn answer(site: &Site, find: Find) -> Result<Response, Failure> {
    let application = application::load(&site.app, find).await?;
    let facts = Facts::of(&application, &site.app.settings.payee);
    let name = format!("{}.pdf", facts.number);
    let made = tokio::task::spawn_blocking(move || paper::filled(&facts)).await;
    pdf_file(&name, made.map_err(|e| Failure::Fault(format!("making the forms of an order: {e}")))?)
}
