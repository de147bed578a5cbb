//! Everything that a run has left behind: the product's own rows, read by the test itself, and what the vendors' ledgers
//! and inboxes say of the same things.

use crate::world::World;
use db::{Result, Tx, p};
use serde_json::Value;
use simulators::alipay::control::TradeView;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

db::sql! {
    ORDERS = "select o.number, o.id, c.name, o.status, o.version, o.submission, o.amount from orders o
        join company c on c.id = o.company_id order by o.id";
    HISTORY = "select o.number, h.version, h.event, h.status from history h join orders o on o.id = h.order_id
        order by h.order_id, h.version";
    PAYMENTS = "select o.number, a.trade, a.submission, a.state, a.amount, a.refunded, r.number, r.state
        from payment_attempt a join orders o on o.id = a.order_id left join refund r on r.attempt_id = a.id
        order by a.id";
    INVOICES = "select o.number, i.submission, i.request, i.state, i.mail, i.number, i.amount from invoice i
        join orders o on o.id = i.order_id order by i.id";
    JOBS = "select id, kind, key, state, run_at from outbox order by id";
}

/// All that still has to happen without a person happens within this: a lost notice is found by a question, and an
/// invoice is asked after at half of its age.
const SETTLES_WITHIN: Duration = Duration::from_secs(150);
/// Jobs that wait for somebody outside, or for a day to come.
const WATCHES: [&str; 3] = ["watch_trade", "watch_payment", "watch_receipt"];

#[derive(Debug)]
pub struct OrderRow {
    pub id: i64,
    pub company: String,
    pub status: String,
    pub version: i64,
    pub submission: i64,
    pub amount: i64,
    pub history: Vec<Entry>,
}

#[derive(Debug, Clone)]
pub struct Entry {
    pub version: i64,
    pub event: String,
    pub status: String,
}

#[derive(Debug)]
pub struct Payment {
    pub order: String,
    pub trade: String,
    pub submission: i64,
    pub state: String,
    pub amount: i64,
    pub refunded: i64,
    pub refund: Option<String>,
    pub refund_state: Option<String>,
}

#[derive(Debug)]
pub struct InvoiceRow {
    pub order: String,
    pub submission: i64,
    pub request: String,
    pub state: String,
    pub mail: String,
    pub number: Option<String>,
    pub amount: i64,
}

#[derive(Debug)]
pub struct JobRow {
    pub id: i64,
    pub kind: String,
    pub key: String,
    pub state: String,
    pub run_at: i64,
}

pub struct Records {
    pub orders: BTreeMap<String, OrderRow>,
    pub payments: Vec<Payment>,
    pub invoices: Vec<InvoiceRow>,
    pub jobs: Vec<JobRow>,
    /// The gateway's.
    pub ledger: BTreeMap<String, TradeView>,
    /// `orderNo` and sum in yuan, as the issuer has them; one entry for each invoice.
    pub issued: Vec<(String, String)>,
    /// Our references of the accepted messages.
    pub messages: Vec<String>,
    /// The subjects of the mails.
    pub mails: Vec<String>,
}

impl Records {
    pub async fn read(world: &World) -> Records {
        let ledger = world.ledger().await.into_iter().map(|trade| (trade.out_trade_no.clone(), trade)).collect();
        let issued = list(&format!("{}/control/ledger", world.url(5))).await;
        let issued = issued.iter().map(|i| (text(i, "orderNo"), text(i, "orderAmount"))).collect();
        let messages = list(&format!("{}/inbox.json", world.url(2))).await;
        let mails = list(&format!("{}/inbox.json", world.url(4))).await;
        let db = world.db();
        let (orders, payments, invoices, jobs) = db.read(rows).await.unwrap();
        Records {
            orders,
            payments,
            invoices,
            jobs,
            ledger,
            issued,
            messages: messages.iter().map(|m| text(m, "out_id")).collect(),
            mails: mails.iter().map(|m| text(m, "subject")).collect(),
        }
    }

    /// Waits until nothing is left to be done but by people, at most [`SETTLES_WITHIN`]; how long that took, and for
    /// what it was waited last.
    pub async fn settled(world: &World) -> (Records, String) {
        let (start, mut last) = (Instant::now(), String::new());
        loop {
            let records = Records::read(world).await;
            let open = records.unsettled();
            let Some(first) = open.first() else {
                return (records, format!("settled in {:.1?}, last {last}", start.elapsed()));
            };
            last.clone_from(first);
            assert!(start.elapsed() < SETTLES_WITHIN, "after {SETTLES_WITHIN:?} there remain {open:#?}");
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }

    /// What must still happen by itself.
    fn unsettled(&self) -> Vec<String> {
        let working = |job: &&JobRow| job.state == "ready" && !WATCHES.contains(&job.kind.as_str());
        let jobs = self.jobs.iter().filter(working).map(|job| format!("{} at {}", job.key, job.run_at));
        let settled = |trade: &str| self.payments.iter().any(|p| p.trade == trade && p.state == "settled");
        let unknown = self.ledger.values().filter(|trade| trade.paid_at.is_some() && !settled(&trade.out_trade_no));
        jobs.chain(unknown.map(|trade| format!("{} is paid", trade.out_trade_no))).collect()
    }
}

type Rows = (BTreeMap<String, OrderRow>, Vec<Payment>, Vec<InvoiceRow>, Vec<JobRow>);

fn rows(tx: &mut Tx) -> Result<Rows> {
    let orders = tx.all(&ORDERS, p![], |r| {
        let (status, amount) = (r.get(3)?, r.get(6)?);
        let row = OrderRow {
            id: r.get(1)?,
            company: r.get(2)?,
            status,
            version: r.get(4)?,
            submission: r.get(5)?,
            amount,
            history: Vec::new(),
        };
        Ok((r.get::<String>(0)?, row))
    });
    let mut orders: BTreeMap<String, OrderRow> = orders?.into_iter().collect();
    let history = tx.all(&HISTORY, p![], |r| {
        Ok((r.get::<String>(0)?, Entry { version: r.get(1)?, event: r.get(2)?, status: r.get(3)? }))
    });
    for (number, entry) in history? {
        orders.get_mut(&number).unwrap().history.push(entry);
    }
    let payments = tx.all(&PAYMENTS, p![], |r| {
        Ok(Payment {
            order: r.get(0)?,
            trade: r.get(1)?,
            submission: r.get(2)?,
            state: r.get(3)?,
            amount: r.get(4)?,
            refunded: r.get(5)?,
            refund: r.get(6)?,
            refund_state: r.get(7)?,
        })
    })?;
    let invoices = tx.all(&INVOICES, p![], |r| {
        Ok(InvoiceRow {
            order: r.get(0)?,
            submission: r.get(1)?,
            request: r.get(2)?,
            state: r.get(3)?,
            mail: r.get(4)?,
            number: r.get(5)?,
            amount: r.get(6)?,
        })
    })?;
    let jobs = tx.all(&JOBS, p![], |r| {
        Ok(JobRow { id: r.get(0)?, kind: r.get(1)?, key: r.get(2)?, state: r.get(3)?, run_at: r.get(4)? })
    })?;
    Ok((orders, payments, invoices, jobs))
}

async fn list(url: &str) -> Vec<Value> {
    let answer = reqwest::get(url).await.unwrap().error_for_status().unwrap();
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}")).to_owned()
}
