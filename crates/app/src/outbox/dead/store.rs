//! The dead rows of the outbox.

use crate::rights::sql::may;
use crate::stored::moment;
use db::{Result, Row, Tx, p};
use domain::id::StaffId;
use domain::invoice::InvoiceState;
use domain::rights::Act;
use jiff::Timestamp;

/// The columns that [`job`] reads, of the dead rows, for staff $1 with the roles $2.
macro_rules! dead {
    ($($rest:tt)*) => {
        concat!(
            "select x.id, x.kind, x.key, x.attempts, x.last_error, x.created_at, x.updated_at, x.payload
            from outbox x where x.state = 'dead' and ",
            may!("$1", "$2"),
            $($rest)*
        )
    };
}

db::sql! {
    LIST = dead!(" and x.id < $3 order by x.id desc limit $4");
    GET = dead!(" and x.id = $3");
    INVOICE = "select state from invoice where id = $1";
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadJob {
    pub id: i64,
    pub kind: String,
    pub key: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What went wrong last.
    pub error: String,
    pub created_at: Timestamp,
    /// Since when it is dead.
    pub since: Timestamp,
    /// The row of what it is about, as its payload names it: a refund, an invoice, an order.
    pub about: Option<i64>,
    /// How the invoice stands, if it is about one.
    pub invoice: Option<InvoiceState>,
}

fn job(row: &Row) -> Result<DeadJob> {
    let payload: serde_json::Value = serde_json::from_str(row.get(7)?).unwrap_or_default();
    let about = ["refund", "invoice", "order"].iter().find_map(|name| payload.get(name)?.as_i64());
    Ok(DeadJob {
        id: row.get(0)?,
        kind: row.get(1)?,
        key: row.get(2)?,
        attempts: row.get(3)?,
        error: row.get(4)?,
        created_at: moment(row.get(5)?)?,
        since: moment(row.get(6)?)?,
        about,
        invoice: None,
    })
}

/// Dead rows older than `before`, newest first.
pub fn list(tx: &mut Tx, staff: StaffId, before: i64, limit: i64) -> Result<Vec<DeadJob>> {
    let rows = tx.all(&LIST, p![staff.get(), Act::ReadJobs.roles_text(), before, limit], job)?;
    rows.into_iter().map(|row| with_invoice(tx, row)).collect()
}

pub fn get(tx: &mut Tx, staff: StaffId, id: i64) -> Result<Option<DeadJob>> {
    let row = tx.opt(&GET, p![staff.get(), Act::ReadJobs.roles_text(), id], job)?;
    row.map(|row| with_invoice(tx, row)).transpose()
}

fn with_invoice(tx: &mut Tx, job: DeadJob) -> Result<DeadJob> {
    if job.kind != "issue_invoice" {
        return Ok(job);
    }
    let state = tx.opt(&INVOICE, p![job.about.unwrap_or_default()], |r| r.get::<String>(0))?;
    Ok(DeadJob { invoice: state.and_then(|code| InvoiceState::from_code(&code)), ..job })
}
