//! The issuer says that something happened to an invoice. Its word is not signed, so it books nothing: it only brings
//! our next question to the issuer forward.

use super::store;
use crate::order::store as orders;
use crate::{App, Error, outbox};
use domain::invoice::InvoiceRequestNumber;
use domain::order::Effect;

/// Asks the issuer after this request now. A number that is not ours changes nothing and is no error.
pub async fn hurry(app: &App, number: &InvoiceRequestNumber) -> Result<(), Error> {
    let (now, number) = (app.now(), number.clone());
    app.write(move |tx| {
        let Some(id) = store::by_request(tx, &number)? else { return Ok(()) };
        let invoice = store::get(tx, id)?.ok_or(Error::NotFound)?;
        let order = orders::by_id(tx, invoice.order)?.ok_or(Error::NotFound)?.order;
        Ok(outbox::store::hurry(tx, &Effect::IssueInvoice.key(&order), now)?)
    })
    .await
}
