//! 发票展示 (manual 3.3 (1)): the company's invoices, newest first.

use crate::failure::Failure;
use crate::orders::place;
use crate::orders::tag::Tag;
use crate::page::page;
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::invoice::{StoredInvoice, query};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::id::InvoiceId;
use domain::invoice::MailState;
use domain::time;
use serde::Deserialize;

/// The place of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct InvoicesQuery {
    p: String,
}

#[derive(Template)]
#[template(path = "invoices/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
    page_size: i64,
    first_page: bool,
    after: Option<String>,
}

struct Row {
    order: String,
    number: String,
    amount: String,
    issued: String,
    tag: Tag,
    mail: &'static str,
    bounced: bool,
    has_pdf: bool,
}

/// GET /cakey/invoices.
pub async fn show(
    State(site): State<Site>,
    Company(session, user): Company,
    Query(asked): Query<InvoicesQuery>,
) -> Result<Response, Failure> {
    let before = place::decode(&asked.p).map(|(_, id)| InvoiceId::new(id));
    let (invoices, next) = query::list(&site.app, user.id, before).await?;
    let shell = shell(&site, &session, Menu::Invoices, "发票展示");
    page(&list_page(shell, &invoices, before.is_none(), next))
}

fn list_page(shell: Shell, invoices: &[StoredInvoice], first_page: bool, next: Option<InvoiceId>) -> ListPage {
    let after = next.map(|id| place::encode('a', id.get()));
    ListPage { shell, rows: invoices.iter().map(Row::of).collect(), page_size: query::PAGE, first_page, after }
}

impl Row {
    fn of(invoice: &StoredInvoice) -> Row {
        Row {
            order: invoice.order_number.to_string(),
            number: invoice.number.clone().unwrap_or_default(),
            amount: invoice.amount.to_string(),
            issued: invoice.issued_at.map_or_else(|| "—".to_owned(), time::minute_text),
            tag: Tag::of_invoice(invoice.state),
            mail: invoice.mail.label(),
            bounced: invoice.mail == MailState::Bounced,
            has_pdf: invoice.has_pdf,
        }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    let invoice = super::sample();
    let waiting = StoredInvoice { has_pdf: false, mail: MailState::Bounced, ..invoice.clone() };
    let shell = || sample::shell(Menu::Invoices, "发票展示");
    vec![
        ("invoices".to_owned(), list_page(shell(), &[invoice, waiting], false, Some(InvoiceId::new(3))).to_string()),
        ("invoices empty".to_owned(), list_page(shell(), &[], true, None).to_string()),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_row_leads_to_its_details_and_offers_a_file_only_if_there_is_one() {
        let (_, html) = super::samples().remove(0);
        assert!(html.contains("href=\"/cakey/invoices/DZ20261123-0127\"") && html.contains("邮箱退信"));
        assert_eq!(html.matches("下载 PDF").count(), 1);
    }
}
