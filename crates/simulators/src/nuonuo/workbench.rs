//! The page 开票员工作台, the ledger as JSON for tests, and the files of issued invoices.

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::amount::yuan;
use super::answer::{as_result, qr, xml};
use super::book::{Invoice, Status};
use super::pdf::{Sheet, draw};
use super::simulator::Simulator;
use crate::clock::{at_beijing, beijing};
use crate::page;

/// The page shows this many; the JSON shows all.
const PAGE_MAX: usize = 200;

#[derive(Template)]
#[template(path = "nuonuo/workbench.html")]
struct Workbench {
    seller: String,
    rows: Vec<Row>,
}

struct Row {
    at: String,
    serial: String,
    order_no: String,
    buyer: String,
    amount: String,
    state: &'static str,
    tag: &'static str,
    cause: String,
    number: String,
    issued: bool,
}

impl Row {
    fn new(invoice: Invoice, status: Status) -> Self {
        let (tag, numbered, failed) = match status {
            Status::Issued => ("t-grn", true, false),
            Status::Issuing => ("t-amb", false, false),
            Status::Sealing => ("t-amb", true, false),
            Status::Failed => ("t-red", false, true),
            Status::SealFailed => ("t-red", true, true),
        };
        Self {
            at: beijing(invoice.accepted_at),
            amount: yuan(invoice.amounts.included),
            state: status.words(),
            tag,
            cause: if failed { invoice.fail_cause().to_owned() } else { String::new() },
            number: if numbered { invoice.number } else { String::new() },
            issued: status == Status::Issued,
            serial: invoice.serial,
            order_no: invoice.order.order_no,
            buyer: invoice.order.buyer_name,
        }
    }
}

/// `GET /`.
pub(super) async fn show(State(simulator): State<Simulator>) -> Response {
    let (now, delay) = (simulator.clock.now(), simulator.config.issue_delay());
    let rows = simulator.book.all().into_iter().take(PAGE_MAX);
    let rows = rows.map(|invoice| {
        let status = invoice.status(now, delay);
        Row::new(invoice, status)
    });
    page::html(&Workbench { seller: simulator.config.seller_name.clone(), rows: rows.collect() })
}

/// `GET /control/ledger`: every order as `queryInvoiceResult` would tell it, newest first.
pub(super) async fn ledger(State(simulator): State<Simulator>) -> Json<Value> {
    Json(simulator.book.all().iter().map(|invoice| as_result(invoice, &simulator)).collect())
}

/// `GET /files/{serial}.pdf` and `.xml`: 404 until some time after the invoice was issued.
pub(super) async fn file(State(simulator): State<Simulator>, Path(name): Path<String>) -> Response {
    let found = name.rsplit_once('.').and_then(|(serial, kind)| Some((ready(&simulator, serial)?, kind)));
    match found {
        Some((invoice, "xml")) => {
            ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], xml(&invoice, &simulator)).into_response()
        }
        Some((invoice, "pdf")) => match pdf(&simulator, &invoice) {
            Ok(bytes) => ([(header::CONTENT_TYPE, "application/pdf")], bytes).into_response(),
            Err(reason) => (StatusCode::INTERNAL_SERVER_ERROR, reason).into_response(),
        },
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn ready(simulator: &Simulator, serial: &str) -> Option<Invoice> {
    let invoice = simulator.book.find(serial).filter(|invoice| invoice.serial == serial)?;
    let (now, delay) = (simulator.clock.now(), simulator.config.issue_delay());
    let since = now.as_millisecond() - invoice.issued_at(delay).as_millisecond();
    let file_delay = i64::try_from(simulator.config.file_delay_ms).unwrap_or(i64::MAX);
    (invoice.status(now, delay) == Status::Issued && since >= file_delay).then_some(invoice)
}

fn pdf(simulator: &Simulator, invoice: &Invoice) -> Result<Vec<u8>, String> {
    let config = &simulator.config;
    let sheet = Sheet {
        number: &invoice.number,
        qr: &qr(invoice, simulator),
        date: at_beijing(invoice.issued_at(config.issue_delay())).strftime("%Y年%m月%d日").to_string(),
        buyer: (&invoice.order.buyer_name, &invoice.order.buyer_tax_num),
        seller: (&config.seller_name, &config.seller_tax_no),
        lines: &invoice.order.invoice_detail,
        total: invoice.amounts,
        remark: &invoice.order.remark,
        clerk: &invoice.order.clerk,
    };
    draw(&sheet, &simulator.typeface)
}
