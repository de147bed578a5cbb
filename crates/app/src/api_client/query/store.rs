//! The statements of trading platforms. The project stands in each of them. A company's 统一社会信用代码 is the one that was
//! submitted: the one in its profile changes without anybody's review.

use crate::stored::moment;
use db::{Result, Row, Tx, p};
use domain::api_client::ExternalKey;
use domain::id::{OrderNumber, ProjectId};
use domain::order::StatusCode;
use jiff::Timestamp;

db::sql! {
    ORDER = "select o.number, k.key, c.name, coalesce(s.credit_code, '') as credit_code, o.status, o.certificates,
        o.seals, o.outlet_id, o.created_at, o.updated_at
        from orders o join company c on c.id = o.company_id left join external_key k on k.order_id = o.id
        left join submission s on s.order_id = o.id and s.submission = o.submission
        where o.number = $1 and o.project_id = $2";
    BY_KEY = "select o.number, k.key, c.name, coalesce(s.credit_code, '') as credit_code, o.status, o.certificates,
        o.seals, o.outlet_id, o.created_at, o.updated_at
        from external_key k join orders o on o.id = k.order_id join company c on c.id = o.company_id
        left join submission s on s.order_id = o.id and s.submission = o.submission
        where k.key = $1 and o.project_id = $2 order by k.order_id desc limit $3";
    CERTIFICATES = "select o.number, t.position, t.kind, t.role, t.years, t.seal, t.state, t.created_at
        from submission s join orders o on o.id = s.order_id
        join certificate t on t.order_id = s.order_id and t.submission = s.submission
        where s.credit_code = $1 and s.credit_code <> '' and o.project_id = $2 order by t.id desc limit $3";
}

/// An order, as its platform sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformOrder {
    /// 订单号.
    pub number: String,
    /// The platform's own key, if its link brought one.
    pub external_key: Option<String>,
    /// 企业名称.
    pub company: String,
    /// 统一社会信用代码, as it was last submitted; empty before the first submission.
    pub credit_code: String,
    /// 订单状态.
    pub status: StatusCode,
    /// 证书数量.
    pub certificates: i64,
    /// 签章数量.
    pub seals: i64,
    /// True for 网点自取, false for 快递到付.
    pub pickup: bool,
    /// When it was first saved.
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A certificate, as the platform sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformCertificate {
    /// The order that it belongs to.
    pub order: String,
    /// Its place in the order, from 1.
    pub position: i64,
    /// Stored code of 证书类型.
    pub kind: String,
    /// Stored code of 主锁 or 副锁.
    pub role: String,
    /// 年限.
    pub years: i64,
    /// Stored code of 签章类型; `None` without a seal.
    pub seal: Option<String>,
    /// Stored code of its state.
    pub state: String,
    /// When it was registered for making, which is when its order was approved.
    pub registered_at: Timestamp,
}

/// One order of a project.
pub fn order(tx: &mut Tx, project: ProjectId, number: &OrderNumber) -> Result<Option<PlatformOrder>> {
    tx.opt(&ORDER, p![number.as_str(), project.get()], order_row)
}

/// The orders of a project that carry a key.
pub fn by_key(tx: &mut Tx, project: ProjectId, key: &ExternalKey, limit: i64) -> Result<Vec<PlatformOrder>> {
    tx.all(&BY_KEY, p![key.as_str(), project.get(), limit], order_row)
}

/// The certificates of a company from orders of a project.
pub fn certificates(
    tx: &mut Tx,
    project: ProjectId,
    credit_code: &str,
    limit: i64,
) -> Result<Vec<PlatformCertificate>> {
    tx.all(&CERTIFICATES, p![credit_code, project.get(), limit], |r| {
        Ok(PlatformCertificate {
            order: r.get(0)?,
            position: r.get(1)?,
            kind: r.get(2)?,
            role: r.get(3)?,
            years: r.get(4)?,
            seal: r.get(5)?,
            state: r.get(6)?,
            registered_at: moment(r.get(7)?)?,
        })
    })
}

fn order_row(row: &Row) -> Result<PlatformOrder> {
    let status: &str = row.get(4)?;
    Ok(PlatformOrder {
        number: row.get(0)?,
        external_key: row.get(1)?,
        company: row.get(2)?,
        credit_code: row.get(3)?,
        status: StatusCode::from_code(status).ok_or_else(|| db::Error::Failed(format!("stored status {status}")))?,
        certificates: row.get(5)?,
        seals: row.get(6)?,
        pickup: row.get::<Option<i64>>(7)?.is_some(),
        created_at: moment(row.get(8)?)?,
        updated_at: moment(row.get(9)?)?,
    })
}
