//! 发票展示: what a company sees of its invoices.

use super::store::{self, StoredInvoice};
use crate::{App, Error};
use domain::id::{CompanyId, InvoiceId, OrderNumber};

/// Rows of one page.
pub const PAGE: i64 = 20;

/// One page of invoices, newest first. `before`: the last row of the page before. The second part is where the next
/// page starts, if there is one.
pub async fn list(
    app: &App,
    company: CompanyId,
    before: Option<InvoiceId>,
) -> Result<(Vec<StoredInvoice>, Option<InvoiceId>), Error> {
    let before = before.unwrap_or(InvoiceId::new(i64::MAX));
    app.read(move |tx| {
        let mut rows = store::list_own(tx, company, before, PAGE + 1)?;
        let more = rows.len() > PAGE as usize;
        rows.truncate(PAGE as usize);
        let next = rows.last().filter(|_| more).map(|row| row.id);
        Ok((rows, next))
    })
    .await
}

/// The invoice of one order.
pub async fn detail(app: &App, company: CompanyId, order: OrderNumber) -> Result<StoredInvoice, Error> {
    app.read(move |tx| store::get_own(tx, company, &order)?.ok_or(Error::NotFound)).await
}

/// The PDF of one order's invoice.
pub async fn pdf(app: &App, company: CompanyId, order: OrderNumber) -> Result<Vec<u8>, Error> {
    app.read(move |tx| store::pdf_own(tx, company, &order)?.ok_or(Error::NotFound)).await
}
