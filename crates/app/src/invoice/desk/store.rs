//! Invoices over all companies, for 财务, 客服 and 主管.

use crate::rights::sql::may;
use crate::stored::moment;
use db::{Result, Row, Sql, Tx, p};
use domain::contact::Email;
use domain::id::{InvoiceId, OrderId, StaffId};
use domain::invoice::{InvoiceState, MailState};
use domain::money::Fen;
use domain::rights::Act;
use jiff::Timestamp;

/// The columns that [`line()`] reads, and further ones, for staff $1 with the roles $2.
macro_rules! invoices {
    ($more:literal, $($rest:tt)*) => {
        concat!(
            "select i.id, i.order_id, i.submission, o.number, c.name, i.request, i.state, i.mail, i.email, i.amount,
            i.number, i.red_number, i.last_error, i.issued_at, i.created_at, i.updated_at,
            (select m.last_error from message_record m where m.order_id = i.order_id and m.channel = 'mail'
                order by m.id desc limit 1) as mail_error",
            $more,
            " from invoice i join orders o on o.id = i.order_id join company c on c.id = i.company_id where ",
            may!("$1", "$2"),
            $($rest)*
        )
    };
}

/// How many there are, up to the limit $3.
macro_rules! count {
    ($which:literal) => {
        concat!(
            "select count(*) as n from (select 1 as one from invoice i where ",
            may!("$1", "$2"),
            " and ",
            $which,
            " limit $3) capped"
        )
    };
}

db::sql! {
    FAILED = invoices!("", " and i.state = 'issue_failed' and i.id < $3 order by i.id desc limit $4");
    BOUNCED = invoices!("", " and i.mail = 'bounced' and i.state in ('issued', 'mailed') and i.id < $3
        order by i.id desc limit $4");
    TO_FLUSH = invoices!("", " and i.state in ('red_requested', 'red_confirmed') and i.id < $3
        order by i.id desc limit $4");
    WAITING = invoices!(", exists (select 1 from outbox x where x.state = 'dead'
            and x.key = 'invoice:' || i.order_id || ':' || i.submission) as given_up",
        " and i.state in ('pending', 'issuing') and i.id < $3 order by i.id desc limit $4");
    ISSUED = invoices!("", " and i.state in ('issued', 'mailed', 'red_issued') and i.id < $3
        order by i.id desc limit $4");
    GET = invoices!("", " and i.id = $3");
    COUNT_FAILED = count!("i.state = 'issue_failed'");
    COUNT_BOUNCED = count!("i.mail = 'bounced' and i.state in ('issued', 'mailed')");
    COUNT_TO_FLUSH = count!("i.state in ('red_requested', 'red_confirmed')");
    SET_RED_NUMBER = "update invoice set red_number = $2, updated_at = $3 where id = $1";
}

/// A list of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// 开票失败.
    Failed,
    /// 退信.
    Bounced,
    /// 待冲红.
    ToFlush,
    /// 开票中.
    Waiting,
    /// 已开具.
    Issued,
}

impl Shelf {
    /// Every list, what needs a person first.
    pub const ALL: [Shelf; 5] = [Shelf::Failed, Shelf::Bounced, Shelf::ToFlush, Shelf::Waiting, Shelf::Issued];

    /// As it stands in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Shelf::Failed => "failed",
            Shelf::Bounced => "bounced",
            Shelf::ToFlush => "to_flush",
            Shelf::Waiting => "waiting",
            Shelf::Issued => "issued",
        }
    }

    /// Reads a code back; the first list for anything else.
    pub fn from_code(code: &str) -> Shelf {
        Shelf::ALL.into_iter().find(|shelf| shelf.code() == code).unwrap_or(Shelf::Failed)
    }

    /// What an empty list says: what would stand there.
    pub fn empty(self) -> &'static str {
        match self {
            Shelf::Failed => "没有开票失败的发票。没有开出的发票会出现在这里，可以重新开票。",
            Shelf::Bounced => "没有退信的发票。邮件没有送达的发票会出现在这里，用户改好邮箱后重发邮件。",
            Shelf::ToFlush => "没有待冲红的发票。售后退款放行后，已开具的发票会出现在这里，等待登记红字发票。",
            Shelf::Waiting => "没有正在开具的发票。审核通过的订单自动申请开票，结果出来之前列在这里。",
            Shelf::Issued => "还没有开具过发票。订单审核通过后自动开具，成功的列在这里。",
        }
    }

    /// The word on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Shelf::Failed => "开票失败",
            Shelf::Bounced => "邮件退信",
            Shelf::ToFlush => "待冲红",
            Shelf::Waiting => "开票中",
            Shelf::Issued => "已开具",
        }
    }
}

/// An invoice as staff see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceLine {
    pub id: InvoiceId,
    pub order_id: OrderId,
    /// The submission that it is for.
    pub submission: i64,
    /// 订单号.
    pub order: String,
    /// 企业名称.
    pub company: String,
    /// Our number of the request.
    pub request: String,
    pub state: InvoiceState,
    /// What became of the mail.
    pub mail: MailState,
    /// 收票邮箱, masked.
    pub email: String,
    /// 价税合计.
    pub amount: Fen,
    /// 发票号码.
    pub number: Option<String>,
    /// 红字发票号码.
    pub red_number: Option<String>,
    /// What the issuer, or the mail server, said last.
    pub error: String,
    /// 开票时间.
    pub issued_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// It waits, but nobody asks the issuer any more: its job is dead. Known in the list 开票中 only.
    pub given_up: bool,
}

fn line(row: &Row) -> Result<InvoiceLine> {
    let (state, mail, email): (&str, &str, &str) = (row.get(6)?, row.get(7)?, row.get(8)?);
    let unreadable = |text: &str| db::Error::Failed(format!("stored invoice {text}"));
    let mail = MailState::from_code(mail).ok_or_else(|| unreadable(mail))?;
    let (error, mail_error): (&str, Option<&str>) = (row.get(12)?, row.get(16)?);
    let said = if error.is_empty() && mail == MailState::Bounced { mail_error.unwrap_or_default() } else { error };
    Ok(InvoiceLine {
        id: InvoiceId::new(row.get(0)?),
        order_id: OrderId::new(row.get(1)?),
        submission: row.get(2)?,
        order: row.get(3)?,
        company: row.get(4)?,
        request: row.get(5)?,
        state: InvoiceState::from_code(state).ok_or_else(|| unreadable(state))?,
        mail,
        email: Email::parse(email).map(|email| crate::message::masked_email(&email)).unwrap_or_default(),
        amount: Fen::new(row.get(9)?),
        number: row.get(10)?,
        red_number: row.get(11)?,
        error: said.to_owned(),
        issued_at: row.get::<Option<i64>>(13)?.map(moment).transpose()?,
        created_at: moment(row.get(14)?)?,
        updated_at: moment(row.get(15)?)?,
        given_up: false,
    })
}

fn waiting_line(row: &Row) -> Result<InvoiceLine> {
    Ok(InvoiceLine { given_up: row.get(17)?, ..line(row)? })
}

/// A list, older than `before`, newest first.
pub fn list(tx: &mut Tx, staff: StaffId, shelf: Shelf, before: i64, limit: i64) -> Result<Vec<InvoiceLine>> {
    let values = p![staff.get(), Act::ReadInvoices.roles_text(), before, limit];
    let sql: &'static Sql = match shelf {
        Shelf::Failed => &FAILED,
        Shelf::Bounced => &BOUNCED,
        Shelf::ToFlush => &TO_FLUSH,
        Shelf::Waiting => return tx.all(&WAITING, values, waiting_line),
        Shelf::Issued => &ISSUED,
    };
    tx.all(sql, values, line)
}

/// Counts at most `cap` invoices of a list that needs a person.
pub fn count(tx: &mut Tx, staff: StaffId, shelf: Shelf, cap: i64) -> Result<i64> {
    let sql: &'static Sql = match shelf {
        Shelf::Bounced => &COUNT_BOUNCED,
        Shelf::ToFlush => &COUNT_TO_FLUSH,
        Shelf::Failed | Shelf::Waiting | Shelf::Issued => &COUNT_FAILED,
    };
    tx.one(sql, p![staff.get(), Act::ReadInvoices.roles_text(), cap], |r| r.get(0))
}

/// One invoice, for those who may do this to it.
pub fn get(tx: &mut Tx, staff: StaffId, act: Act, id: InvoiceId) -> Result<Option<InvoiceLine>> {
    tx.opt(&GET, p![staff.get(), act.roles_text(), id.get()], line)
}

/// Keeps the red invoice's number.
pub fn set_red_number(tx: &mut Tx, id: InvoiceId, number: &str, now: Timestamp) -> Result<()> {
    tx.exec(&SET_RED_NUMBER, p![id.get(), number, now.as_millisecond()]).map(drop)
}
