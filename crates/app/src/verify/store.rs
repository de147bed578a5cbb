//! The statements of the check. Each rule finds what breaks it; no row is a good answer.

use crate::stored::moment;
use db::{Result, Sql, Tx, p};
use domain::id::OrderId;
use domain::money::Fen;
use domain::order::{Event, StatusCode};
use jiff::Timestamp;

db::sql! {
    WALK = "select h.order_id, o.number, h.version, h.at, h.status, h.event, h.actor, h.actor_name, h.note, h.hash,
        o.version, o.status from history h join orders o on o.id = h.order_id order by h.order_id, h.version";
    MONEY = "select cast(coalesce(sum(amount), 0) as bigint) as captured,
        cast(coalesce(sum(refunded), 0) as bigint) as refunded from payment_attempt where state = 'settled'";
    NO_HISTORY = "select number from orders o
        where not exists (select 1 from history h where h.order_id = o.id and h.version = o.version) limit 50";
    UNBOOKED_REFUND = "select r.number from refund r join payment_attempt a on a.id = r.attempt_id
        where a.state <> 'settled' or r.amount > a.amount or r.amount <> a.refunded limit 50";
    TWO_COUNTING = "select o.number from payment_attempt a join orders o on o.id = a.order_id
        where a.state = 'settled' and not exists (select 1 from refund r where r.attempt_id = a.id)
        group by o.number having count(*) > 1 limit 50";
    PAID_UNDECIDED = "select o.number from payment_attempt a join orders o on o.id = a.order_id
        where a.state = 'settled' and o.status in ('draft', 'awaiting_payment', 'closed')
        and not exists (select 1 from refund r where r.attempt_id = a.id) limit 50";
    UNPAID_APPROVED = "select o.number from orders o
        where o.status in ('to_ship', 'shipped', 'processing', 'completed') and o.amount > 0
        and not exists (select 1 from payment_attempt a where a.order_id = o.id and a.submission = o.submission
            and a.state = 'settled' and a.amount = o.amount) limit 50";
    NO_INVOICE = "select o.number from orders o
        where o.status in ('to_ship', 'shipped', 'processing', 'completed') and o.amount > 0
        and not exists (select 1 from invoice i where i.order_id = o.id and i.submission = o.submission
            and i.amount = o.amount) limit 50";
    INVOICE_OF_REJECTED = "select o.number from invoice i join orders o on o.id = i.order_id
        where o.status in ('draft', 'awaiting_payment', 'under_review')
        and i.state not in ('red_requested', 'red_confirmed', 'red_issued') limit 50";
    OTHER_CERTIFICATES = "select o.number from orders o
        where o.status in ('to_ship', 'shipped', 'processing', 'completed')
        and (o.certificates <> (select count(*) from certificate t
                where t.order_id = o.id and t.submission = o.submission)
            or o.seals <> (select count(t.seal) from certificate t
                where t.order_id = o.id and t.submission = o.submission)) limit 50";
    UNPUBLISHED_PRICE = "select o.number from submission s join orders o on o.id = s.order_id
        join price_list l on l.id = s.price_list_id
        where l.published_at is null or l.project_id <> o.project_id and s.submission = o.submission
            and o.status <> 'draft' limit 50";
    NO_REFUND_JOB = "select r.number from refund r where r.state in ('requested', 'sent', 'unknown')
        and not exists (select 1 from outbox x where x.key = 'refund:' || r.attempt_id and x.state in ('ready', 'dead'))
        limit 50";
}

/// Every rule with the sentence that says what is wrong when it finds something.
pub static RULES: &[(&Sql, &str)] = &[
    (&NO_HISTORY, "an order without the history entry of its version"),
    (&UNBOOKED_REFUND, "a refund that does not fit its payment"),
    (&TWO_COUNTING, "two payments of one order are both kept"),
    (&PAID_UNDECIDED, "a payment is kept for an order that is not paid"),
    (&UNPAID_APPROVED, "an approved order without its payment"),
    (&NO_INVOICE, "an approved order without its invoice"),
    (&INVOICE_OF_REJECTED, "an order that is not approved has a valid invoice"),
    (&OTHER_CERTIFICATES, "an approved order whose certificates are not those that were ordered"),
    (&UNPUBLISHED_PRICE, "an order that was submitted under prices that do not hold for it"),
    (&NO_REFUND_JOB, "an open refund that nobody will send"),
];

/// A history entry with what its order says of itself.
pub struct HistoryLine {
    pub order: OrderId,
    pub number: String,
    pub version: i64,
    pub at: Timestamp,
    pub status: StatusCode,
    pub event: Event,
    pub actor: String,
    pub actor_name: String,
    pub note: String,
    pub hash: Vec<u8>,
    pub order_version: i64,
    pub order_status: String,
}

/// Streams every history entry, order by order.
pub fn walk(tx: &mut Tx, mut each: impl FnMut(&HistoryLine) -> Result<()>) -> Result<()> {
    tx.step(&WALK, p![], |r| {
        let (status, event): (&str, &str) = (r.get(4)?, r.get(5)?);
        let unreadable = |code: &str| db::Error::Failed(format!("stored history: {code}"));
        each(&HistoryLine {
            order: OrderId::new(r.get(0)?),
            number: r.get(1)?,
            version: r.get(2)?,
            at: moment(r.get(3)?)?,
            status: StatusCode::from_code(status).ok_or_else(|| unreadable(status))?,
            event: Event::from_code(event).ok_or_else(|| unreadable(event))?,
            actor: r.get(6)?,
            actor_name: r.get(7)?,
            note: r.get(8)?,
            hash: r.get(9)?,
            order_version: r.get(10)?,
            order_status: r.get(11)?,
        })?;
        Ok(true)
    })
    .map(drop)
}

/// What was captured, and how much of it went back or is on its way.
pub fn money(tx: &mut Tx) -> Result<(Fen, Fen)> {
    tx.one(&MONEY, p![], |r| Ok((Fen::new(r.get(0)?), Fen::new(r.get(1)?))))
}

pub fn offenders(tx: &mut Tx, rule: &'static Sql) -> Result<Vec<String>> {
    tx.all(rule, p![], |r| r.get(0))
}
