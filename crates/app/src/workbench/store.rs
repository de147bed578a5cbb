//! What waits, counted up to a cap, oldest first, by the role and the outlet of whoever asks.

use super::{Duty, Waiting};
use crate::stored::moment;
use db::{Result, Sql, Tx, p};
use domain::id::StaffId;
use jiff::Timestamp;

db::sql! {
    REVIEW = "select count(*) as n, min(since) as oldest, count(case when since < $2 then 1 end) as overdue from (
        select o.status_since as since from orders o where o.status = 'under_review' and exists (select 1 from staff t
        where t.id = $1 and t.enabled and t.role in ('reviewer', 'support', 'supervisor', 'auditor'))
        order by o.status_since, o.id limit $3) w";
    SHIP = "select count(*) as n, min(since) as oldest, count(case when since < $2 then 1 end) as overdue from (
        select o.status_since as since from orders o where o.status = 'to_ship' and exists (select 1 from staff t
        where t.id = $1 and t.enabled and t.role in ('shipper', 'support', 'supervisor', 'auditor'))
        order by o.status_since, o.id limit $3) w";
    PICKUP = "select count(*) as n, min(since) as oldest, count(case when since < $2 then 1 end) as overdue from (
        select o.status_since as since from orders o where o.status = 'processing' and exists (select 1 from staff t
        where t.id = $1 and t.enabled and (t.role in ('support', 'supervisor', 'auditor')
        or (t.role = 'outlet' and t.outlet_id = o.outlet_id)))
        order by o.status_since, o.id limit $3) w";
    REFUNDS = "select count(*) as n, min(since) as oldest, count(case when since < $2 then 1 end) as overdue from (
        select r.created_at as since from refund r where r.state = 'failed' and exists (select 1 from staff t
        where t.id = $1 and t.enabled and t.role in ('finance', 'supervisor', 'auditor'))
        order by r.id limit $3) w";
    MONEY_CASES = "select count(*) as n, min(since) as oldest, count(case when since < $2 then 1 end) as overdue from (
        select m.created_at as since from money_case m where m.open and exists (select 1 from staff t
        where t.id = $1 and t.enabled and t.role in ('finance', 'supervisor', 'auditor'))
        order by m.id limit $3) w";
    INVOICES = "select count(*) as n, min(since) as oldest, count(case when since < $2 then 1 end) as overdue from (
        select b.updated_at as since from outbox b where b.state = 'dead'
        and b.kind in ('issue_invoice', 'mail_invoice', 'flush_invoice') and exists (select 1 from staff t
        where t.id = $1 and t.enabled and t.role in ('finance', 'support', 'supervisor', 'auditor'))
        order by b.run_at limit $3) w";
    MESSAGES = "select count(*) as n, min(since) as oldest, count(case when since < $2 then 1 end) as overdue from (
        select b.updated_at as since from outbox b
        where b.state = 'dead' and b.kind in ('send_sms', 'tell_account', 'tell_number')
        and exists (select 1 from staff t
        where t.id = $1 and t.enabled and t.role in ('support', 'supervisor', 'auditor'))
        order by b.run_at limit $3) w";
    RESCUES = "select count(*) as n, min(since) as oldest, count(case when since < $2 then 1 end) as overdue from (
        select a.asked_at as since from account_rescue a where a.state = 'asked' and exists (select 1 from staff t
        where t.id = $1 and t.enabled and t.role in ('support', 'supervisor', 'auditor'))
        order by a.id limit $3) w";
}

/// How much of a duty waits, since when, and how much began before `due`.
pub fn waiting(tx: &mut Tx, staff: StaffId, duty: Duty, due: Timestamp, cap: i64) -> Result<Waiting> {
    let sql: &'static Sql = match duty {
        Duty::Review => &REVIEW,
        Duty::Ship => &SHIP,
        Duty::Pickup => &PICKUP,
        Duty::Refunds => &REFUNDS,
        Duty::MoneyCases => &MONEY_CASES,
        Duty::Invoices => &INVOICES,
        Duty::Messages => &MESSAGES,
        Duty::Rescues => &RESCUES,
    };
    tx.one(sql, p![staff.get(), due.as_millisecond(), cap], |r| {
        let oldest = r.get::<Option<i64>>(1)?.map(moment).transpose()?;
        Ok(Waiting { duty, count: r.get(0)?, oldest, overdue: r.get(2)? })
    })
}
