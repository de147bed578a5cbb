//! The issuer of electronic invoices.

use super::PortError;
use async_trait::async_trait;
use domain::invoice::{InvoiceOrder, InvoiceReport, InvoiceRequestNumber, IssuedInvoice};

/// Orders invoices and fetches their files. Issuing takes seconds to hours.
#[async_trait]
pub trait InvoiceIssuer: Send + Sync {
    /// Orders an invoice; a number that the issuer already knows is not an error (it is fetched, not failed).
    async fn issue(&self, order: &InvoiceOrder) -> Result<(), PortError>;
    async fn query(&self, number: &InvoiceRequestNumber) -> Result<InvoiceReport, PortError>;
    /// Fetches the PDF of an issued invoice (at most 10 MB); `None` while the file is not there yet.
    async fn fetch_pdf(&self, invoice: &IssuedInvoice) -> Result<Option<Vec<u8>>, PortError>;
    /// Reads whose invoice an (unsigned) callback speaks of. A callback is a reason to query, never a fact.
    fn read_callback(&self, body: &[u8]) -> Option<InvoiceRequestNumber>;
}
