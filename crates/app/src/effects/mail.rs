//! Fetches the file of an issued invoice, keeps it, and sends it to the mailbox (manual 3.3).

use super::{Outcome, ours};
use crate::invoice::{self, StoredInvoice};
use crate::ports::PortError;
use crate::ports::email::{Attachment, Mail};
use crate::{App, Error};
use domain::contact::Email;
use domain::id::InvoiceId;
use domain::invoice::machine::InvoiceFact;
use domain::time;
use jiff::SignedDuration;

/// The file may follow the number by minutes.
const FILE_PAUSE: SignedDuration = SignedDuration::from_secs(5);

/// Sends an invoice's mail.
pub async fn mail_invoice(app: &App, id: InvoiceId) -> Outcome {
    match step(app, id).await {
        Ok(outcome) => outcome,
        Err(error) => ours(&error),
    }
}

async fn step(app: &App, id: InvoiceId) -> Result<Outcome, Error> {
    let stored = app.read(move |tx| invoice::store::get(tx, id)?.ok_or(Error::NotFound)).await?;
    let Some(pdf) = file(app, &stored).await? else {
        return Ok(Outcome::Again(time::after(app.now(), FILE_PAUSE)));
    };
    let Some(to) = Email::parse(&stored.email) else {
        return Ok(Outcome::Dead(format!("收票邮箱无法识别：{}", stored.email)));
    };
    match app.mail.send(&mail(app, &stored, to, pdf)).await {
        Ok(()) => {
            note(app, id, InvoiceFact::MailTaken).await?;
            Ok(Outcome::Done)
        }
        Err(error @ PortError::Refused { .. }) => {
            note(app, id, InvoiceFact::MailRefused).await?;
            Ok(Outcome::Dead(error.to_string()))
        }
        Err(error) => Ok(Outcome::Retry(error.to_string())),
    }
}

/// The file: ours, or the issuer's, which then becomes ours. `None` while it is not there yet.
async fn file(app: &App, stored: &StoredInvoice) -> Result<Option<Vec<u8>>, Error> {
    let (id, now) = (stored.id, app.now());
    if stored.has_pdf {
        return app.read(move |tx| Ok(invoice::store::pdf(tx, id)?)).await;
    }
    let issued = stored.issued().ok_or(Error::NotFound)?;
    let fetched = app.issuer.fetch_pdf(&issued).await.map_err(|e| Error::fault("fetching an invoice's file", e))?;
    if let Some(pdf) = fetched.clone() {
        app.write(move |tx| Ok(invoice::store::set_pdf(tx, id, &pdf, now)?)).await?;
    }
    Ok(fetched)
}

fn mail(app: &App, stored: &StoredInvoice, to: Email, pdf: Vec<u8>) -> Mail {
    let number = stored.number.clone().unwrap_or_default();
    let (order, amount, phone) = (&stored.order_number, stored.amount, &app.settings.phone);
    Mail {
        to,
        subject: format!("电子发票 {number}（订单 {order}）"),
        text: format!(
            "您好：\n\n订单 {order} 的电子发票已开具，发票号码 {number}，价税合计 {amount}，见附件。\n\
             也可以登录在线证书办理系统，在“发票管理 - 发票展示”里查看和下载。\n\n如有疑问请致电客服 {phone}。\n{}\n",
            app.settings.payee
        ),
        attachment: Some(Attachment {
            name: format!("fapiao_{number}.pdf"),
            content_type: "application/pdf".into(),
            content: pdf,
        }),
        reference: stored.request.as_str().to_owned(),
    }
}

async fn note(app: &App, id: InvoiceId, fact: InvoiceFact) -> Result<(), Error> {
    let now = app.now();
    app.write(move |tx| invoice::request::note(tx, id, &fact, now).map(drop)).await
}
