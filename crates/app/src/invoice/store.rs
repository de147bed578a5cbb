//! The table of invoices.

use crate::Tx;
use crate::stored::{moment, order_number};
use crate::vault::{Sealed, Vault};
use db::{Result, Row, p};
use domain::id::{CompanyId, InvoiceId, OrderId, OrderNumber};
use domain::invoice::{Invoice, InvoiceOrder, InvoiceRequestNumber, InvoiceState, IssuedInvoice, MailState};
use domain::money::Fen;
use domain::order::Order;
use jiff::Timestamp;

db::sql! {
    INSERT = "insert into invoice (order_id, company_id, submission, request, state, mail, email, amount, ordered,
        number, pdf_url, pdf, issued_at, last_error, created_at, updated_at)
        values ($1, $2, $3, $4, 'pending', 'waiting', $5, $6, $7, null, null, null, null, '', $8, $8)
        on conflict (order_id, submission) do nothing";
    OF_SUBMISSION = "select i.id, i.order_id, o.number, i.request, i.state, i.mail, i.email, i.amount, i.ordered,
        i.number, i.pdf_url, i.issued_at, i.last_error, i.created_at, i.pdf is not null as has_pdf
        from invoice i join orders o on o.id = i.order_id where i.order_id = $1 and i.submission = $2";
    GET = "select i.id, i.order_id, o.number, i.request, i.state, i.mail, i.email, i.amount, i.ordered,
        i.number, i.pdf_url, i.issued_at, i.last_error, i.created_at, i.pdf is not null as has_pdf
        from invoice i join orders o on o.id = i.order_id where i.id = $1";
    BY_REQUEST = "select id from invoice where request = $1";
    GET_OWN = "select i.id, i.order_id, o.number, i.request, i.state, i.mail, i.email, i.amount, i.ordered,
        i.number, i.pdf_url, i.issued_at, i.last_error, i.created_at, i.pdf is not null as has_pdf
        from invoice i join orders o on o.id = i.order_id where o.number = $1 and i.company_id = $2
        order by i.id desc limit 1";
    LOCK_OWN = "select i.id, i.order_id, o.number, i.request, i.state, i.mail, i.email, i.amount, i.ordered,
        i.number, i.pdf_url, i.issued_at, i.last_error, i.created_at, i.pdf is not null as has_pdf
        from invoice i join orders o on o.id = i.order_id where o.number = $1 and i.company_id = $2
        order by i.id desc limit 1 /*pg for update of i */";
    LIST_OWN = "select i.id, i.order_id, o.number, i.request, i.state, i.mail, i.email, i.amount, i.ordered,
        i.number, i.pdf_url, i.issued_at, i.last_error, i.created_at, i.pdf is not null as has_pdf
        from invoice i join orders o on o.id = i.order_id
        where i.company_id = $1 and i.id < $2 and i.number is not null order by i.id desc limit $3";
    RESENT_ON = "select resent from invoice where id = $1 and resent_day = $2";
    RESEND = "update invoice set email = $2, mail = $3, resent_day = $4, resent = $5, updated_at = $6 where id = $1";
    NEXT_ORDERED = "select id, ordered from invoice where id >= $1 and ordered not like $2 order by id limit $3";
    PUT_ORDERED = "update invoice set ordered = $3 where id = $1 and ordered = $2";
    PDF_OWN = "select i.pdf from invoice i join orders o on o.id = i.order_id
        where o.number = $1 and i.company_id = $2 order by i.id desc limit 1";
    PDF = "select pdf from invoice where id = $1";
    SET_STATE = "update invoice set state = $2, mail = $3, last_error = $4, updated_at = $5 where id = $1";
    SET_ISSUED = "update invoice set number = $2, pdf_url = $3, issued_at = $4, updated_at = $5 where id = $1";
    SET_PDF = "update invoice set pdf = $2, updated_at = $3 where id = $1";
}

/// The column as the vault knows it.
const ORDERED: &str = "invoice.ordered";

/// The sealed columns of this module.
pub(crate) static SEALED: &[Sealed] = &[Sealed { column: ORDERED, next: &NEXT_ORDERED, put: &PUT_ORDERED }];

/// An invoice as it is stored; the file stays in the table until it is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredInvoice {
    pub id: InvoiceId,
    pub order: OrderId,
    pub order_number: OrderNumber,
    /// Our number of the request.
    pub request: InvoiceRequestNumber,
    pub state: InvoiceState,
    /// What became of the mail.
    pub mail: MailState,
    /// 收票邮箱.
    pub email: String,
    /// 价税合计.
    pub amount: Fen,
    pub ordered: InvoiceOrder,
    /// 发票号码.
    pub number: Option<String>,
    /// Where the issuer keeps the file.
    pub pdf_url: Option<String>,
    /// 开票时间.
    pub issued_at: Option<Timestamp>,
    /// What the issuer said last, if it refused.
    pub last_error: String,
    pub created_at: Timestamp,
    pub has_pdf: bool,
}

impl StoredInvoice {
    pub fn machine(&self) -> Invoice {
        Invoice { state: self.state, mail: self.mail }
    }

    /// What the issuer made of it, once it exists.
    pub fn issued(&self) -> Option<IssuedInvoice> {
        Some(IssuedInvoice {
            number: self.number.clone()?,
            issued_at: self.issued_at?,
            pdf_url: self.pdf_url.clone(),
            gross: Some(self.amount),
        })
    }
}

fn invoice(vault: &Vault, row: &Row) -> Result<StoredInvoice> {
    let (request, state, mail): (&str, &str, &str) = (row.get(3)?, row.get(4)?, row.get(5)?);
    let unreadable = |what: &str, text: &str| db::Error::Failed(format!("stored {what} {text}"));
    Ok(StoredInvoice {
        id: InvoiceId::new(row.get(0)?),
        order: OrderId::new(row.get(1)?),
        order_number: order_number(row.get(2)?)?,
        request: InvoiceRequestNumber::parse(request).ok_or_else(|| unreadable("request", request))?,
        state: InvoiceState::from_code(state).ok_or_else(|| unreadable("invoice state", state))?,
        mail: MailState::from_code(mail).ok_or_else(|| unreadable("mail state", mail))?,
        email: row.get(6)?,
        amount: Fen::new(row.get(7)?),
        ordered: vault.open_json(ORDERED, row.get(8)?)?,
        number: row.get(9)?,
        pdf_url: row.get(10)?,
        issued_at: row.get::<Option<i64>>(11)?.map(moment).transpose()?,
        last_error: row.get(12)?,
        created_at: moment(row.get(13)?)?,
        has_pdf: row.get(14)?,
    })
}

/// Inserts the one blue invoice of a submission (I4). Asked twice, it is one row.
pub fn insert(tx: &mut Tx, order: &Order, ordered: &InvoiceOrder, email: &str, now: Timestamp) -> Result<InvoiceId> {
    let text = tx.seal_json(ORDERED, ordered)?;
    let values = p![
        order.id.get(),
        order.company.get(),
        order.submission,
        ordered.number.as_str(),
        email,
        order.amount.get(),
        &text,
        now.as_millisecond()
    ];
    tx.exec(&INSERT, values)?;
    tx.one(&BY_REQUEST, p![ordered.number.as_str()], |r| Ok(InvoiceId::new(r.get(0)?)))
}

/// The invoice of a submission.
pub fn of_submission(tx: &mut Tx, order: OrderId, submission: i64) -> Result<Option<StoredInvoice>> {
    let vault = tx.vault();
    tx.opt(&OF_SUBMISSION, p![order.get(), submission], |r| invoice(vault, r))
}

pub fn get(tx: &mut Tx, id: InvoiceId) -> Result<Option<StoredInvoice>> {
    let vault = tx.vault();
    tx.opt(&GET, p![id.get()], |r| invoice(vault, r))
}

/// The row of a request.
pub fn by_request(tx: &mut Tx, request: &InvoiceRequestNumber) -> Result<Option<InvoiceId>> {
    tx.opt(&BY_REQUEST, p![request.as_str()], |r| Ok(InvoiceId::new(r.get(0)?)))
}

/// The newest invoice of a company's own order.
pub fn get_own(tx: &mut Tx, company: CompanyId, order: &OrderNumber) -> Result<Option<StoredInvoice>> {
    let vault = tx.vault();
    tx.opt(&GET_OWN, p![order.as_str(), company.get()], |r| invoice(vault, r))
}

/// The same, and keeps others from changing it until the transaction ends.
pub fn lock_own(tx: &mut Tx, company: CompanyId, order: &OrderNumber) -> Result<Option<StoredInvoice>> {
    let vault = tx.vault();
    tx.opt(&LOCK_OWN, p![order.as_str(), company.get()], |r| invoice(vault, r))
}

/// How often an invoice was sent again on a Beijing day (as 20261123).
pub fn resent_on(tx: &mut Tx, id: InvoiceId, day: i64) -> Result<i64> {
    Ok(tx.opt(&RESENT_ON, p![id.get(), day], |r| r.get(0))?.unwrap_or(0))
}

/// An invoice that goes to its mailbox once more.
#[derive(Clone, Copy, Debug)]
pub struct Resending<'a> {
    pub email: &'a str,
    pub mail: MailState,
    /// The Beijing day, as 20261123.
    pub day: i64,
    /// How often on this day, this time included.
    pub count: i64,
}

/// Writes the mailbox to which an invoice goes again.
pub fn resend(tx: &mut Tx, id: InvoiceId, again: Resending<'_>, now: Timestamp) -> Result<()> {
    let Resending { email, mail, day, count } = again;
    tx.exec(&RESEND, p![id.get(), email, mail.code(), day, count, now.as_millisecond()]).map(drop)
}

/// A company's issued invoices, newest first, older than `before`.
pub fn list_own(tx: &mut Tx, company: CompanyId, before: InvoiceId, limit: i64) -> Result<Vec<StoredInvoice>> {
    let vault = tx.vault();
    tx.all(&LIST_OWN, p![company.get(), before.get(), limit], |r| invoice(vault, r))
}

/// The file of the newest invoice of a company's own order.
pub fn pdf_own(tx: &mut Tx, company: CompanyId, order: &OrderNumber) -> Result<Option<Vec<u8>>> {
    Ok(tx.opt(&PDF_OWN, p![order.as_str(), company.get()], |r| r.get::<Option<Vec<u8>>>(0))?.flatten())
}

pub fn pdf(tx: &mut Tx, id: InvoiceId) -> Result<Option<Vec<u8>>> {
    Ok(tx.opt(&PDF, p![id.get()], |r| r.get::<Option<Vec<u8>>>(0))?.flatten())
}

pub fn set_state(tx: &mut Tx, id: InvoiceId, state: Invoice, error: &str, now: Timestamp) -> Result<()> {
    tx.exec(&SET_STATE, p![id.get(), state.state.code(), state.mail.code(), error, now.as_millisecond()]).map(drop)
}

/// Writes what the issuer made.
pub fn set_issued(tx: &mut Tx, id: InvoiceId, issued: &IssuedInvoice, now: Timestamp) -> Result<()> {
    let values = p![id.get(), &issued.number, &issued.pdf_url, issued.issued_at.as_millisecond(), now.as_millisecond()];
    tx.exec(&SET_ISSUED, values).map(drop)
}

pub fn set_pdf(tx: &mut Tx, id: InvoiceId, pdf: &[u8], now: Timestamp) -> Result<()> {
    tx.exec(&SET_PDF, p![id.get(), pdf, now.as_millisecond()]).map(drop)
}
