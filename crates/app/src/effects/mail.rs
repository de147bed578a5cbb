//! Fetches the file of an issued invoice, keeps it, and sends it to the mailbox (manual 3.3).

use super::{Outcome, ours};
use crate::Fault;
use crate::invoice::{self, StoredInvoice};
use crate::message::{self, Channel, MessageState, Tried};
use crate::outbox::store::Claimed;
use crate::ports::PortError;
use crate::ports::email::{Attachment, Mail};
use crate::{App, Error};
use domain::contact::Email;
use domain::id::InvoiceId;
use domain::invoice::InvoiceReport;
use domain::invoice::machine::InvoiceFact;
use domain::time;
use jiff::SignedDuration;

/// The file may follow the number by minutes: the pause between two looks grows with the age, from here …
const FILE_PAUSE: SignedDuration = SignedDuration::from_secs(5);

/// … to here …
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(10);

/// … and after so long a person has to look.
const PATIENCE: SignedDuration = SignedDuration::from_hours(3 * 24);

/// Sends an invoice's mail; nothing for one that is flushed, or to be flushed, by now.
pub async fn mail_invoice(app: &App, row: &Claimed, id: InvoiceId) -> Outcome {
    match step(app, row, id).await {
        Ok(outcome) => outcome,
        Err(error) => ours(&error),
    }
}

async fn step(app: &App, row: &Claimed, id: InvoiceId) -> Result<Outcome, Error> {
    let stored = app.read(move |tx| invoice::store::get(tx, id)?.ok_or(Error::NotFound)).await?;
    if !invoice::resend::can_be_sent(&stored) {
        return Ok(Outcome::Done);
    }
    let Some(pdf) = file(app, &stored).await? else {
        let now = app.now();
        let age = now.duration_since(row.created_at);
        if age > PATIENCE {
            return Ok(Outcome::Dead("发票已开具，版式文件一直没有生成".into()));
        }
        return Ok(Outcome::Again(time::after(now, (age / 4).clamp(FILE_PAUSE, LONGEST_PAUSE))));
    };
    let Some(to) = Email::parse(&stored.email) else {
        return Ok(Outcome::Dead(format!("收票邮箱无法识别：{}", stored.email)));
    };
    let recipient = message::masked_email(&to);
    let sent = app.mail.send(&mail(app, &stored, to, pdf)).await;
    keep(app, row, &stored, recipient, sent.as_ref().err()).await;
    match sent {
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

/// Keeps what became of a mail, for staff. Mail servers give no number that we could ask after: it is our own.
async fn keep(app: &App, row: &Claimed, stored: &StoredInvoice, recipient: String, error: Option<&PortError>) {
    let state = match error {
        None => MessageState::Sent,
        Some(PortError::Refused { .. }) => MessageState::Failed,
        Some(_) => MessageState::Waiting,
    };
    let tried = Tried {
        job: row.id,
        channel: Channel::Mail,
        kind: "invoice",
        order: Some(stored.order),
        recipient,
        provider: stored.request.as_str().to_owned(),
        state,
        error: error.map(ToString::to_string).unwrap_or_default(),
    };
    message::record(app, tried).await;
}

/// The file: ours, or the issuer's, which then becomes ours. `None` while it is not there yet.
async fn file(app: &App, stored: &StoredInvoice) -> Result<Option<Vec<u8>>, Error> {
    let (id, now) = (stored.id, app.now());
    if stored.has_pdf {
        return app.read(move |tx| Ok(invoice::store::pdf(tx, id)?)).await;
    }
    let mut issued = stored.issued().ok_or(Error::NotFound)?;
    if issued.pdf_url.is_none() {
        issued.pdf_url = address_of_file(app, stored).await?;
    }
    let fetched = app.issuer.fetch_pdf(&issued).await.map_err(|e| Fault::vendor("fetching an invoice's file", e))?;
    if let Some(pdf) = fetched.clone() {
        app.write(move |tx| Ok(invoice::store::set_pdf(tx, id, &pdf, now)?)).await?;
    }
    Ok(fetched)
}

/// The number came without the file's address: the issuer is asked for it.
async fn address_of_file(app: &App, stored: &StoredInvoice) -> Result<Option<String>, Error> {
    let report =
        app.issuer.query(&stored.request).await.map_err(|e| Fault::vendor("asking for an invoice's file", e))?;
    Ok(match report {
        InvoiceReport::Issued(issued) => issued.pdf_url,
        InvoiceReport::NotFound | InvoiceReport::Issuing | InvoiceReport::Failed { .. } => None,
    })
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
    app.write(move |tx| invoice::observe::note(tx, id, &fact, now).map(drop)).await
}
