//! Orders over all companies. Each statement walks one index in the order of the list; where a filter has an index by
//! status only, the eight statuses are walked side by side and merged.

use crate::rights::sql::may;
use crate::stored::{from_json, moment};
use db::{Result, Row, Sql, Tx, p};
use domain::id::{CompanyId, OrderId, OutletId, ProjectId, StaffId};
use domain::money::Fen;
use domain::order::{BusinessType, State, StatusCode};
use domain::rights::Act;
use jiff::Timestamp;
use jiff::civil::Date;

/// The list under one more condition, in one direction, as far as staff $1 with the roles $11 see it. $8–$10 are 0 where the filter leaves them open.
macro_rules! list {
    ($condition:literal, $direction:literal) => {
        concat!(
            "select o.id, o.number, c.name, o.company_id, p.name, o.state, o.submission, o.amount, o.certificates,
            o.seals, w.name, o.created_at, o.status_since, o.business
            from orders o join company c on c.id = o.company_id join project p on p.id = o.project_id
            left join outlet w on w.id = o.outlet_id
            where o.id > $2 and o.id < $3 and o.created_at >= $4 and o.created_at < $5 ",
            $condition,
            " and (o.status = $7 or $7 = '') and (o.project_id = $8 or $8 = 0) and (o.outlet_id = $9 or $9 = 0)
            and (o.company_id = $10 or $10 = 0) and ",
            may!("$1", "$11", on "o.outlet_id"),
            " order by o.id ",
            $direction,
            " limit $6"
        )
    };
}

db::sql! {
    ANY = list!("", "desc");
    ANY_BACK = list!("", "asc");
    STATUS = list!("and o.status = $7", "desc");
    STATUS_BACK = list!("and o.status = $7", "asc");
    PROJECT = list!("and o.project_id = $8 and o.status = $7", "desc");
    PROJECT_BACK = list!("and o.project_id = $8 and o.status = $7", "asc");
    OUTLET = list!("and o.outlet_id = $9 and o.status = $7", "desc");
    OUTLET_BACK = list!("and o.outlet_id = $9 and o.status = $7", "asc");
    COMPANY = list!("and o.company_id = $10", "desc");
    COMPANY_BACK = list!("and o.company_id = $10", "asc");
    PROJECTS = "select id, name from project order by id";
    OUTLETS = "select id, name from outlet order by id";
    TOLD = "select state, attempts, last_error, updated_at from outbox where key = $1";
    FIRST_OF_DAY = "select id from orders where number >= $1 order by number limit 1";
}

/// The bounds of one read: ids between two, both excluded, and moments.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Above this id.
    pub above: i64,
    /// Below this id.
    pub below: i64,
    /// From this moment on, epoch milliseconds.
    pub from: i64,
    /// Before this one.
    pub until: i64,
    /// Oldest first: for the page before.
    pub backwards: bool,
    pub limit: i64,
}

/// What the list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OverviewFilter {
    /// 订单状态.
    pub status: Option<StatusCode>,
    /// 交易平台.
    pub project: Option<ProjectId>,
    /// 自取网点.
    pub outlet: Option<OutletId>,
    /// 企业.
    pub company: Option<CompanyId>,
    /// Only what was begun from this moment on.
    pub from: Option<Timestamp>,
    /// Only what was begun before this moment.
    pub until: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct OverviewLine {
    pub id: OrderId,
    /// 订单号.
    pub number: String,
    /// 企业名称.
    pub company: String,
    pub company_id: CompanyId,
    /// 交易平台.
    pub project: String,
    /// The state with what is true in it.
    pub state: State,
    /// How often it was submitted.
    pub submission: i64,
    /// 金额.
    pub amount: Fen,
    /// 证书数量.
    pub certificates: i64,
    /// 业务类型.
    pub business: BusinessType,
    /// 签章数量.
    pub seals: i64,
    /// 自取网点; `None` by courier.
    pub outlet: Option<String>,
    /// 申请时间.
    pub created_at: Timestamp,
    /// Since when it has its status.
    pub status_since: Timestamp,
}

/// What was written to the order's contact, as the outbox keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactMessage {
    pub template: String,
    /// `ready`, `done` or `dead`.
    pub state: String,
    /// Failures in a row.
    pub attempts: i64,
    /// What went wrong last; may be empty.
    pub last_error: String,
    /// When it last changed.
    pub at: Timestamp,
}

/// The rows within the bounds that the filter keeps, in the direction of the bounds.
pub fn list(tx: &mut Tx, staff: StaffId, filter: &OverviewFilter, bounds: Bounds) -> Result<Vec<OverviewLine>> {
    let pick = |forward: &'static Sql, back: &'static Sql| if bounds.backwards { back } else { forward };
    let (by_status, sql) = match filter {
        OverviewFilter { company: Some(_), .. } => (false, pick(&COMPANY, &COMPANY_BACK)),
        OverviewFilter { outlet: Some(_), .. } => (true, pick(&OUTLET, &OUTLET_BACK)),
        OverviewFilter { project: Some(_), .. } => (true, pick(&PROJECT, &PROJECT_BACK)),
        OverviewFilter { status: Some(_), .. } => (false, pick(&STATUS, &STATUS_BACK)),
        _ => (false, pick(&ANY, &ANY_BACK)),
    };
    if filter.status.is_some() || !by_status {
        return one(tx, sql, staff, filter, filter.status, bounds);
    }
    let mut lines = Vec::new();
    for status in StatusCode::ALL {
        lines.extend(one(tx, sql, staff, filter, Some(status), bounds)?);
    }
    lines.sort_by_key(|line| if bounds.backwards { line.id.get() } else { -line.id.get() });
    lines.truncate(usize::try_from(bounds.limit).unwrap_or_default());
    Ok(lines)
}

fn one(
    tx: &mut Tx,
    sql: &'static Sql,
    staff: StaffId,
    filter: &OverviewFilter,
    status: Option<StatusCode>,
    bounds: Bounds,
) -> Result<Vec<OverviewLine>> {
    let Bounds { above, below, from, until, limit, .. } = bounds;
    let status = status.map_or("", StatusCode::code);
    let project = filter.project.map_or(0, |project| project.get());
    let outlet = filter.outlet.map_or(0, |outlet| outlet.get());
    let company = filter.company.map_or(0, CompanyId::get);
    let roles = Act::ReadOrders.roles_text();
    tx.all(sql, p![staff.get(), above, below, from, until, limit, status, project, outlet, company, roles], line)
}

/// The first order of a Beijing day, or of a later one: numbers begin with their day.
pub fn first_of_day(tx: &mut Tx, day: Date) -> Result<Option<OrderId>> {
    let number = format!("DZ{}", day.strftime("%Y%m%d"));
    Ok(tx.opt(&FIRST_OF_DAY, p![&number], |r| r.get(0))?.map(OrderId::new))
}

fn line(row: &Row) -> Result<OverviewLine> {
    Ok(OverviewLine {
        id: OrderId::new(row.get(0)?),
        number: row.get(1)?,
        company: row.get(2)?,
        company_id: CompanyId::new(row.get(3)?),
        project: row.get(4)?,
        state: from_json(row.get(5)?)?,
        submission: row.get(6)?,
        amount: Fen::new(row.get(7)?),
        certificates: row.get(8)?,
        seals: row.get(9)?,
        outlet: row.get(10)?,
        created_at: moment(row.get(11)?)?,
        status_since: moment(row.get(12)?)?,
        business: business(row.get(13)?)?,
    })
}

fn business(code: &str) -> Result<BusinessType> {
    BusinessType::parse(code).ok_or_else(|| db::Error::Failed(format!("stored business type {code}")))
}

pub fn projects(tx: &mut Tx) -> Result<Vec<(ProjectId, String)>> {
    tx.all(&PROJECTS, p![], |r| Ok((ProjectId::new(r.get(0)?), r.get(1)?)))
}

pub fn outlets(tx: &mut Tx) -> Result<Vec<(OutletId, String)>> {
    tx.all(&OUTLETS, p![], |r| Ok((OutletId::new(r.get(0)?), r.get(1)?)))
}

/// The message that was stored under this key.
pub fn told(tx: &mut Tx, template: &str, key: &str) -> Result<Option<ContactMessage>> {
    tx.opt(&TOLD, p![key], |r| {
        Ok(ContactMessage {
            template: template.to_owned(),
            state: r.get(0)?,
            attempts: r.get(1)?,
            last_error: r.get(2)?,
            at: moment(r.get(3)?)?,
        })
    })
}
