//! The details of one invoice (manual 3.3 (2)) and its file.

use super::upper::upper;
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::orders::number::Number;
use crate::orders::tag::Tag;
use crate::orders::view::Moment;
use crate::page::{page, page_with};
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use crate::text::limited;
use app::invoice::{StoredInvoice, query, resend};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use domain::field::FieldErrors;
use domain::invoice::{InvoiceLine, MailForm, MailState};
use domain::money::Fen;
use domain::time;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "invoices/detail.html")]
struct DetailPage {
    shell: Shell,
    number: String,
    order: String,
    tag: Tag,
    has_pdf: bool,
    bounced: bool,
    email: String,
    mail: &'static str,
    buyer: String,
    tax_number: String,
    issued: String,
    remark: String,
    lines: Vec<AmountLine>,
    net: String,
    tax: String,
    gross: String,
    capitals: String,
    timeline: Vec<Moment>,
    /// It can be sent again: it is issued and valid.
    sendable: bool,
    per_day: i64,
    form: MailForm,
    errors: FieldErrors,
    resent: bool,
}

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct InvoiceQuery {
    done: String,
}

/// Amounts without the currency's sign, as invoices print them.
struct AmountLine {
    goods: String,
    count: i64,
    unit_price: String,
    net: String,
    rate: String,
    tax: String,
}

/// GET /cakey/invoices/{number}.
pub async fn show(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
    Query(asked): Query<InvoiceQuery>,
) -> Result<Response, Failure> {
    let invoice = query::detail(&site.app, user.id, number).await?;
    let shell = shell(&site, &session, Menu::Invoices, "发票");
    page(&DetailPage { resent: !asked.done.is_empty(), ..detail_page(shell, &invoice) })
}

/// POST /cakey/invoices/{number}/resend: 重新发送 (E14).
pub async fn resend(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
    Form(form): Form<MailForm>,
) -> Result<Response, Failure> {
    let mut errors = FieldErrors::new();
    match resend::resend(&site.app, &user, &number, &form).await {
        Ok(_) => return Ok(see_other(&format!("/cakey/invoices/{number}?done=1"))),
        Err(app::Error::Fields(wrong)) => errors = wrong,
        Err(app::Error::Limited { until, what }) => errors.add("email", limited(what, until)),
        Err(other) => return Err(other.into()),
    }
    let invoice = query::detail(&site.app, user.id, number).await?;
    let shell = shell(&site, &session, Menu::Invoices, "发票").with_errors(&errors);
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &DetailPage { form, errors, ..detail_page(shell, &invoice) })
}

/// GET /cakey/invoices/{number}/pdf.
pub async fn pdf(
    State(site): State<Site>,
    Company(_, user): Company,
    Number(number): Number,
) -> Result<Response, Failure> {
    let disposition = format!("attachment; filename=\"invoice-{number}.pdf\"");
    let file = query::pdf(&site.app, user.id, number).await?;
    let headers = [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (CONTENT_DISPOSITION, disposition),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, file).into_response())
}

fn detail_page(shell: Shell, invoice: &StoredInvoice) -> DetailPage {
    let sum = |part: fn(&InvoiceLine) -> Fen| Fen::new(invoice.ordered.lines.iter().map(|l| part(l).get()).sum());
    DetailPage {
        shell,
        number: invoice.number.clone().unwrap_or_else(|| "等待号码".to_owned()),
        order: invoice.order_number.to_string(),
        tag: Tag::of_invoice(invoice.state),
        has_pdf: invoice.has_pdf,
        bounced: invoice.mail == MailState::Bounced,
        email: invoice.email.clone(),
        mail: invoice.mail.label(),
        buyer: invoice.ordered.buyer.title.clone(),
        tax_number: invoice.ordered.buyer.tax_number.clone(),
        issued: invoice.issued_at.map_or_else(|| "开票中".to_owned(), time::minute_text),
        remark: invoice.ordered.remark.clone(),
        lines: invoice.ordered.lines.iter().map(AmountLine::of).collect(),
        net: sum(|line| line.net).to_yuan_text(),
        tax: sum(|line| line.tax).to_yuan_text(),
        gross: invoice.amount.to_string(),
        capitals: upper(invoice.amount),
        timeline: timeline(invoice),
        sendable: resend::can_be_sent(invoice),
        per_day: resend::PER_DAY,
        form: MailForm { email: invoice.email.clone() },
        errors: FieldErrors::new(),
        resent: false,
    }
}

impl AmountLine {
    fn of(line: &InvoiceLine) -> AmountLine {
        let (unit_net, _) = InvoiceLine::split_tax(line.unit_price, line.rate_bp);
        AmountLine {
            goods: format!("*{}*{}", line.class, line.goods),
            count: line.count,
            unit_price: unit_net.to_yuan_text(),
            net: line.net.to_yuan_text(),
            rate: percent(line.rate_bp),
            tax: line.tax.to_yuan_text(),
        }
    }
}

/// `6%`, `1.5%`.
fn percent(rate_bp: i64) -> String {
    match (rate_bp / 100, rate_bp % 100) {
        (whole, 0) => format!("{whole}%"),
        (whole, part) => format!("{}%", format!("{whole}.{part:02}").trim_end_matches('0')),
    }
}

/// Newest first.
fn timeline(invoice: &StoredInvoice) -> Vec<Moment> {
    let moment = |class, at, what, note: &str| Moment { class, when: time::short_text(at), what, note: note.into() };
    let mut moments = Vec::new();
    if let Some(at) = invoice.issued_at {
        match invoice.mail {
            MailState::Bounced => moments.push(moment("no", at, "邮件退信", &invoice.email)),
            MailState::Sent => moments.push(moment("now", at, "邮件已发送", &invoice.email)),
            MailState::Waiting => {}
        }
        moments.push(moment("", at, "已开票", "电子发票（普通发票）"));
    }
    moments.push(moment("", invoice.created_at, "审核通过，申请开票", ""));
    moments
}

/// An issued invoice, for samples.
#[cfg(test)]
pub fn sample() -> StoredInvoice {
    use crate::orders::sample;
    use domain::invoice::{InvoiceOrder, InvoiceRequestNumber, InvoiceState};
    let request = InvoiceRequestNumber::build(&sample::number(), 1);
    StoredInvoice {
        id: domain::id::InvoiceId::new(5),
        order: domain::id::OrderId::new(7),
        order_number: sample::number(),
        request: request.clone(),
        state: InvoiceState::Mailed,
        mail: MailState::Sent,
        email: "caiwu@qinghe.example".into(),
        amount: Fen::new(32_000),
        ordered: InvoiceOrder {
            number: request,
            ordered_at: sample::now(),
            buyer: sample::invoice_profile().to_buyer(),
            lines: sample::quote().invoice_lines(),
            remark: "订单号 DZ20261123-0127".into(),
        },
        number: Some("26000000000000004417".into()),
        pdf_url: None,
        issued_at: Some(sample::now()),
        last_error: String::new(),
        created_at: sample::now(),
        has_pdf: true,
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    let shell = || crate::orders::sample::shell(Menu::Invoices, "发票");
    let bounced = StoredInvoice { mail: MailState::Bounced, ..sample() };
    let waiting = StoredInvoice { number: None, issued_at: None, has_pdf: false, ..sample() };
    let errors = MailForm::default().check().err().unwrap_or_default();
    let mistaken = detail_page(shell().with_errors(&errors), &sample());
    let mistaken = DetailPage { form: MailForm::default(), errors, ..mistaken };
    [("invoice", sample()), ("invoice bounced", bounced), ("invoice waiting", waiting)]
        .into_iter()
        .map(|(name, invoice)| (name.to_owned(), detail_page(shell(), &invoice).to_string()))
        .chain([("invoice with mistakes".to_owned(), mistaken.to_string())])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_add_up_to_the_amount_in_figures_and_capitals() {
        let invoice = sample();
        let page = detail_page(crate::orders::sample::shell(Menu::Invoices, "发票"), &invoice);
        assert_eq!(page.capitals, "叁佰贰拾元整");
        let fen = |text: &str| Fen::from_yuan_text(text).map(Fen::get);
        assert_eq!(fen(&page.net).zip(fen(&page.tax)).map(|(net, tax)| net + tax), Some(32_000));
        assert!(page.to_string().contains("*信息技术服务*证书服务费"));
    }

    #[test]
    fn rates_are_written_without_idle_zeros() {
        assert_eq!([600, 1_300, 150, 0].map(percent), ["6%", "13%", "1.5%", "0%"]);
    }
}
