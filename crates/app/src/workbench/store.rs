//! What waits, counted up to a cap, oldest first, by the role and the outlet of whoever asks.

use super::backlog::{Backlog, BacklogCount};
use crate::rights::sql::may;
use crate::stored::moment;
use db::{Result, Sql, Tx, p};
use domain::id::StaffId;
use jiff::Timestamp;

/// How many there are up to the limit $3, since when the oldest waits, how many began before $2.
macro_rules! waits {
    ($since:literal, $from:literal, [$($may:tt)+], $order:literal) => {
        concat!(
            "select count(*) as n, min(since) as oldest, count(case when since < $2 then 1 end) as overdue from (select ",
            $since,
            " as since from ",
            $from,
            " and ",
            $($may)+,
            " order by ",
            $order,
            " limit $3) w"
        )
    };
}

db::sql! {
    REVIEW = waits!("o.status_since", "orders o where o.status = 'under_review'", [may!("$1", "$4")],
        "o.status_since, o.id");
    SHIP = waits!("o.status_since", "orders o where o.status = 'to_ship'", [may!("$1", "$4")], "o.status_since, o.id");
    PICKUP = waits!("o.status_since", "orders o where o.status = 'processing'", [may!("$1", "$4", on "o.outlet_id")],
        "o.status_since, o.id");
    REFUNDS = waits!("r.created_at", "refund r where r.state = 'failed'", [may!("$1", "$4")], "r.id");
    MONEY_CASES = waits!("m.created_at", "money_case m where m.open", [may!("$1", "$4")], "m.id");
    INVOICES = waits!("b.updated_at", "outbox b where b.state = 'dead'
        and b.kind in ('issue_invoice', 'mail_invoice')", [may!("$1", "$4")], "b.run_at");
    RED_INVOICES = waits!("i.updated_at", "invoice i where i.state in ('red_requested', 'red_confirmed')",
        [may!("$1", "$4")], "i.id");
    MESSAGES = waits!("b.updated_at", "outbox b where b.state = 'dead'
        and b.kind in ('send_sms', 'tell_account', 'tell_number')", [may!("$1", "$4")], "b.run_at");
    RESCUES = waits!("a.asked_at", "account_rescue a where a.state = 'asked'", [may!("$1", "$4")], "a.id");
}

/// How much of a backlog waits, since when, and how much began before `due`.
pub fn waiting(tx: &mut Tx, staff: StaffId, backlog: Backlog, due: Timestamp, cap: i64) -> Result<BacklogCount> {
    let sql: &'static Sql = match backlog {
        Backlog::Review => &REVIEW,
        Backlog::Ship => &SHIP,
        Backlog::Pickup => &PICKUP,
        Backlog::Refunds => &REFUNDS,
        Backlog::MoneyCases => &MONEY_CASES,
        Backlog::Invoices => &INVOICES,
        Backlog::RedInvoices => &RED_INVOICES,
        Backlog::Messages => &MESSAGES,
        Backlog::Rescues => &RESCUES,
    };
    tx.one(sql, p![staff.get(), due.as_millisecond(), cap, backlog.act().roles_text()], |r| {
        let oldest = r.get::<Option<i64>>(1)?.map(moment).transpose()?;
        Ok(BacklogCount { backlog, count: r.get(0)?, oldest, overdue: r.get(2)? })
    })
}
