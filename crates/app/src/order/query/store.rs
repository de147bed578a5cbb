//! The statements behind the lists and details of orders.

use crate::Tx;
use crate::order::store::{DELIVERY, items};
use crate::rights::sql::{lies_at, may};
use crate::stored::{from_json, moment};
use crate::vault::Vault;
use db::{Result, Row, p};
use domain::id::{CompanyId, OrderId, OutletId, ProjectId, StaffId};
use domain::invoice::InvoiceState;
use domain::money::Fen;
use domain::order::State;
use domain::order::filter::OrderFilter;
use domain::order::form::Recipient;
use domain::order::{BusinessType, CertificateItem, Delivery, Event, StatusCode};
use domain::payment::RefundState;
use domain::rights::Act;
use jiff::Timestamp;

/// The columns that [`line()`] reads, of a company's own orders: with how the refund and the invoice stand where the list
/// says it.
macro_rules! of_company {
    ($($rest:tt)*) => {
        concat!(
            "select o.id, o.number, '' as company, p.name, o.status, o.state, o.version, o.submission, o.amount,
            o.certificates, o.seals, o.outlet_id, o.updated_at,
            case when o.submission > 0 and o.status in ('draft', 'closed') then (select r.state from refund r
                where r.order_id = o.id order by r.id desc limit 1) end as refund,
            case when o.status = 'completed' then (select i.state from invoice i
                where i.order_id = o.id order by i.id desc limit 1) end as invoice, o.business
            from orders o join project p on p.id = o.project_id
            where o.company_id = $1 and o.created_at >= $3 and o.created_at < $4
            and not (o.status = 'closed' and o.submission = 0) and ",
            $($rest)*
        )
    };
}

/// The same of every company's orders, and further columns.
macro_rules! of_everybody {
    ($more:literal, $($rest:tt)*) => {
        concat!(
            "select o.id, o.number, c.name, p.name, o.status, o.state, o.version, o.submission, o.amount,
            o.certificates, o.seals, o.outlet_id, o.updated_at, null as refund, null as invoice, o.business",
            $more,
            " from orders o join project p on p.id = o.project_id join company c on c.id = o.company_id ",
            $($rest)*
        )
    };
}
pub(crate) use of_everybody;

db::sql! {
    OWN = of_company!("o.id < $2 order by o.id desc limit $5");
    OWN_STATUS = of_company!("o.id < $2 and o.status = $6 order by o.id desc limit $5");
    OWN_BACK = of_company!("o.id > $2 order by o.id limit $5");
    OWN_BACK_STATUS = of_company!("o.id > $2 and o.status = $6 order by o.id limit $5");
    QUEUE = of_everybody!(", o.delivery", "where o.status = $1 and o.id > $2 and ", may!("$4", "$5", on "o.outlet_id"),
        " and ", lies_at!("$6"), " order by o.id limit $3");
    QUEUE_BACK = of_everybody!(", o.delivery", "where o.status = $1 and o.id < $2 and ",
        may!("$4", "$5", on "o.outlet_id"), " and ", lies_at!("$6"), " order by o.id desc limit $3");
    AT_OUTLET = of_everybody!("", "join staff m on m.outlet_id = o.outlet_id where m.id = $1
        and o.status = 'processing' and ", may!("$1", "$3", on "o.outlet_id"), " order by o.id limit $2");
    NAMES = "select c.name, p.name, t.name, coalesce(not t.open, false) as closed from orders o join company c on c.id = o.company_id
        join project p on p.id = o.project_id left join outlet t on t.id = o.outlet_id where o.id = $1";
    OPEN_ON_PROJECT = "select number, items, certificates, seals from orders
        where company_id = $1 and project_id = $2 and id <> $3
        and status in ('awaiting_payment', 'under_review', 'to_ship', 'shipped', 'processing') limit 20";
    HISTORY = "select version, at, status, event, actor_name, note from history where order_id = $1
        order by version desc";
    COUNT_UP_TO = concat!("select count(*) as n from (select 1 as one from orders o where o.status = $1 and ",
        may!("$3", "$4", on "o.outlet_id"), " and ", lies_at!("$5"), " limit $2) capped");
}

/// Where a page of a list starts: an opaque place in the order of ids, never a number of rows to skip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor {
    First,
    /// The rows that come after this one in the list.
    After(OrderId),
    /// The rows that come before this one in the list.
    Before(OrderId),
}

/// One line of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderLine {
    pub id: OrderId,
    /// 订单号.
    pub number: String,
    /// 企业名称; empty in a company's own list.
    pub company: String,
    /// 交易平台.
    pub project: String,
    /// 订单状态.
    pub status: StatusCode,
    /// The state with what is true in it.
    pub state: State,
    /// The version, for the buttons of the line.
    pub version: i64,
    /// How often it was submitted.
    pub submission: i64,
    /// 金额.
    pub amount: Fen,
    /// 业务类型.
    pub business: BusinessType,
    /// 证书数量.
    pub certificates: i64,
    /// 签章数量.
    pub seals: i64,
    /// 自取网点; `None` for courier.
    pub outlet: Option<OutletId>,
    /// Where the parcel goes: opened in the queue of shipping alone, for it is personal.
    pub recipient: Option<Recipient>,
    /// 更新时间.
    pub updated_at: Timestamp,
    /// The newest refund of a draft or closed order, if money went back.
    pub refund: Option<RefundState>,
    /// The newest invoice of a completed order.
    pub invoice: Option<InvoiceState>,
}

impl OrderLine {
    /// 快递到付 or 网点自取.
    pub fn way(&self) -> &'static str {
        if self.outlet.is_some() { Delivery::PICKUP } else { Delivery::COURIER }
    }
}

/// One line of 查看记录.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The version that it led to.
    pub version: i64,
    pub at: Timestamp,
    /// The status after it.
    pub status: StatusCode,
    pub event: Event,
    pub actor_name: String,
    pub note: String,
}

/// A company's own orders; backwards for the page before. What was never submitted and is closed is a deleted draft: its
/// owner wanted it gone.
pub fn own(
    tx: &mut Tx,
    company: CompanyId,
    filter: &OrderFilter,
    cursor: Cursor,
    limit: i64,
) -> Result<Vec<OrderLine>> {
    let from = filter.from.map_or(i64::MIN, Timestamp::as_millisecond);
    let until = filter.until.map_or(i64::MAX, Timestamp::as_millisecond);
    let (place, backwards) = match cursor {
        Cursor::First => (i64::MAX, false),
        Cursor::After(id) => (id.get(), false),
        Cursor::Before(id) => (id.get(), true),
    };
    let company = company.get();
    match (filter.status, backwards) {
        (None, false) => tx.all(&OWN, p![company, place, from, until, limit], line),
        (None, true) => tx.all(&OWN_BACK, p![company, place, from, until, limit], line),
        (Some(s), false) => tx.all(&OWN_STATUS, p![company, place, from, until, limit, s.code()], line),
        (Some(s), true) => tx.all(&OWN_BACK_STATUS, p![company, place, from, until, limit, s.code()], line),
    }
}

/// Orders of one status where this act finds them, oldest first; backwards for the page before.
pub fn queue(
    tx: &mut Tx,
    staff: StaffId,
    act: Act,
    status: StatusCode,
    cursor: Cursor,
    limit: i64,
) -> Result<Vec<OrderLine>> {
    let (sql, place) = match cursor {
        Cursor::First => (&QUEUE, 0),
        Cursor::After(id) => (&QUEUE, id.get()),
        Cursor::Before(id) => (&QUEUE_BACK, id.get()),
    };
    let vault = tx.vault();
    let values = p![status.code(), place, limit, staff.get(), act.roles_text(), act.place_text()];
    tx.all(sql, values, |r| if act == Act::ReadShipping { with_recipient(vault, r) } else { line(r) })
}

/// The pickups that wait at the outlet of this member of its staff.
pub fn at_outlet(tx: &mut Tx, staff: StaffId, limit: i64) -> Result<Vec<OrderLine>> {
    tx.all(&AT_OUTLET, p![staff.get(), limit, Act::ReadPickups.roles_text()], line)
}

/// For who sends the parcels.
fn with_recipient(vault: &Vault, row: &Row) -> Result<OrderLine> {
    let delivery: Delivery = vault.open_json(DELIVERY, row.get(16)?)?;
    Ok(OrderLine { recipient: delivery.recipient().cloned(), ..line(row)? })
}

pub(crate) fn line(row: &Row) -> Result<OrderLine> {
    let status: &str = row.get(4)?;
    let unreadable = |what: &str| db::Error::Failed(format!("stored {what} of an order"));
    Ok(OrderLine {
        id: OrderId::new(row.get(0)?),
        number: row.get(1)?,
        company: row.get(2)?,
        project: row.get(3)?,
        status: StatusCode::from_code(status).ok_or_else(|| unreadable("status"))?,
        state: from_json(row.get(5)?)?,
        version: row.get(6)?,
        submission: row.get(7)?,
        amount: Fen::new(row.get(8)?),
        certificates: row.get(9)?,
        seals: row.get(10)?,
        outlet: row.get::<Option<i64>>(11)?.map(OutletId::new),
        recipient: None,
        updated_at: moment(row.get(12)?)?,
        refund: row.get::<Option<&str>>(13)?.and_then(RefundState::from_code),
        invoice: row.get::<Option<&str>>(14)?.and_then(InvoiceState::from_code),
        business: BusinessType::parse(row.get(15)?).ok_or_else(|| unreadable("business type"))?,
    })
}

/// The names that an order refers to by id.
#[derive(Clone, Debug)]
pub struct Names {
    /// 企业名称.
    pub company: String,
    /// 交易平台.
    pub project: String,
    /// 网点.
    pub outlet: Option<String>,
    /// It takes no orders any more.
    pub outlet_closed: bool,
}

/// The names that an order refers to.
pub fn names(tx: &mut Tx, order: OrderId) -> Result<Option<Names>> {
    tx.opt(&NAMES, p![order.get()], |r| {
        Ok(Names { company: r.get(0)?, project: r.get(1)?, outlet: r.get(2)?, outlet_closed: r.get(3)? })
    })
}

/// A company's submitted orders on a platform that are not done yet, with their certificates.
pub fn open_on_project(
    tx: &mut Tx,
    company: CompanyId,
    project: ProjectId,
    except: OrderId,
) -> Result<Vec<(String, Vec<CertificateItem>)>> {
    let vault = tx.vault();
    tx.all(&OPEN_ON_PROJECT, p![company.get(), project.get(), except.get()], |r| {
        Ok((r.get(0)?, items(vault, r.get(1)?, r.get(2)?, r.get(3)?)?))
    })
}

/// The whole history, newest first.
pub fn history(tx: &mut Tx, order: OrderId) -> Result<Vec<HistoryEntry>> {
    tx.all(&HISTORY, p![order.get()], |r| {
        let (status, event): (&str, &str) = (r.get(2)?, r.get(3)?);
        let unreadable = |code: &str| db::Error::Failed(format!("stored history: {code}"));
        Ok(HistoryEntry {
            version: r.get(0)?,
            at: moment(r.get(1)?)?,
            status: StatusCode::from_code(status).ok_or_else(|| unreadable(status))?,
            event: Event::from_code(event).ok_or_else(|| unreadable(event))?,
            actor_name: r.get(4)?,
            note: r.get(5)?,
        })
    })
}

/// Counts at most `cap` orders of a status where this act finds them.
pub fn count_up_to(tx: &mut Tx, staff: StaffId, act: Act, status: StatusCode, cap: i64) -> Result<i64> {
    let values = p![status.code(), cap, staff.get(), act.roles_text(), act.place_text()];
    tx.one(&COUNT_UP_TO, values, |r| r.get(0))
}
