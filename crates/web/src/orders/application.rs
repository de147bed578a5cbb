//! The forms of one order, filled in and ready to stamp: 数字证书申请表, 电子签章申请表与印模采集表, 法人授权委托书 in one
//! PDF, each page with a QR code that names the order.

use super::number::Number;
use crate::failure::{Failure, Fault};
use crate::page::pdf_file;
use crate::paper::{self, Facts};
use crate::session::{Company, Staff};
use crate::site::Site;
use app::order::application::{self, Application};
use app::order::store::Find;
use axum::extract::State;
use axum::response::Response;
use domain::rights::Act;

/// GET /cakey/orders/{number}/application.pdf: the company's own.
pub async fn own(
    State(site): State<Site>,
    Company(_, user): Company,
    Number(number): Number,
) -> Result<Response, Failure> {
    answer(&site, application::load(&site.app, Find::Own(user.id, number)).await?).await
}

/// GET /cakey/staff/review/{number}/application.pdf.
pub async fn review(state: State<Site>, staff: Staff, number: Number) -> Result<Response, Failure> {
    found_by(state, staff, number, Act::ReadReviews).await
}

/// GET /cakey/staff/shipping/{number}/application.pdf.
pub async fn shipping(state: State<Site>, staff: Staff, number: Number) -> Result<Response, Failure> {
    found_by(state, staff, number, Act::ReadShipping).await
}

/// GET /cakey/staff/desk/{number}/application.pdf: of the own outlet.
pub async fn desk(state: State<Site>, staff: Staff, number: Number) -> Result<Response, Failure> {
    found_by(state, staff, number, Act::ReadPickups).await
}

async fn found_by(
    State(site): State<Site>,
    Staff(_, user): Staff,
    Number(number): Number,
    act: Act,
) -> Result<Response, Failure> {
    answer(&site, application::load_for_staff(&site.app, &user, act, number).await?).await
}

async fn answer(site: &Site, application: Application) -> Result<Response, Failure> {
    let facts = Facts::of(&application, &site.app.settings.payee);
    let (plain, name) = (format!("{}.pdf", facts.number), format!("申请表_{}.pdf", facts.number));
    let made = tokio::task::spawn_blocking(move || paper::filled(&facts)).await;
    pdf_file(&plain, &name, made.map_err(|e| Failure::Fault(Fault::file("the forms of an order", e)))?)
}
