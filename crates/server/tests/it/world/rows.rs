//! What the product's own database holds, read by the test itself: the product has no back door. One function per
//! question; `state` and `status` are the stored codes.

use super::World;
use db::{Result, Tx, p};
use sha2::{Digest, Sha256};

db::sql! {
    CAPTCHA = "select captcha from session where token_hash = $1";
    ORDER = "select status, version, submission, amount, certificates, seals, note from orders where number = $1";
    ORDERS = "select number from orders o join company c on c.id = o.company_id where c.name = $1 order by o.id";
    COMPANIES = "select count(*) from company where name = $1";
    EVENTS = "select event from history h join orders o on o.id = h.order_id where o.number = $1 order by h.version";
    ATTEMPTS = "select trade, p.state, p.amount, p.refunded from payment_attempt p
        join orders o on o.id = p.order_id where o.number = $1 order by p.id";
    REFUNDS = "select r.number, r.amount, r.state, r.reason from refund r
        join orders o on o.id = r.order_id where o.number = $1 order by r.id";
    INVOICES = "select i.state, i.mail, i.request, i.number, i.amount, i.submission from invoice i
        join orders o on o.id = i.order_id where o.number = $1 order by i.id";
    CASES = "select m.kind from money_case m join payment_attempt p on p.id = m.attempt_id
        join orders o on o.id = p.order_id where o.number = $1 order by m.id";
    VERDICTS = "select verdict, body from notice order by id";
    CERTIFICATES = "select t.kind, t.role, t.years, t.seal, t.state from certificate t
        join orders o on o.id = t.order_id where o.number = $1 and t.submission = o.submission order by t.position";
    PERSONAL = "select o.items, coalesce(t.holder, '') as holder from orders o
        left join certificate t on t.order_id = o.id and t.holder is not null where o.number = $1";
    LISTS = "select l.name from submission s join orders o on o.id = s.order_id
        join price_list l on l.id = s.price_list_id where o.number = $1 order by s.submission";
    OPEN_OUTLET = "update outlet set open = $2 where name = $1";
    RAISE = "insert into price_list (project_id, name, valid_from, items, version, published_at)
        select project_id, '调整后的收费标准', valid_from + 86400000, replace(items, ':8000,', ':9000,'), version + 9,
        published_at from price_list where project_id = $1 and version = 1";
    ATTACHMENTS = "select stored from attachment where stored <> $1 order by id";
    ATTACHMENTS_OF = "select a.id from attachment a join company c on c.id = a.company_id where c.name = $1
        order by a.id";
    IDENTITY = "select h.identity from handover_record h join orders o on o.id = h.order_id where o.number = $1";
    MESSAGE_RECORDS = "select channel || ' ' || kind || ' ' || recipient || ' ' || provider_id || ' ' || last_error
        from message_record where id > $1 order by id";
    OPEN_RECOVERIES = "select request from recovery where request <> $1 or secret <> $1";
    RUN_OUT = "update session set seen_at = 0 where token_hash = $1";
    READY_NOW = "select count(*) from outbox where state = 'ready' and kind in ('recover', 'send_code')";
    DEAD_JOBS = "select kind from outbox where state = $1 order by id";
}

/// A row of `orders`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub status: String,
    pub version: i64,
    pub submission: i64,
    pub amount: i64,
    pub certificates: i64,
    pub seals: i64,
    pub note: String,
}

/// A row of `certificate`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    pub kind: String,
    pub role: String,
    pub years: i64,
    pub seal: Option<String>,
    pub state: String,
}

/// A row of `payment_attempt`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    pub trade: String,
    pub state: String,
    pub amount: i64,
    pub refunded: i64,
}

/// A row of `refund`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refund {
    pub number: String,
    pub amount: i64,
    pub state: String,
    pub reason: String,
}

/// A row of `invoice`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    pub state: String,
    pub mail: String,
    pub request: String,
    pub number: Option<String>,
    pub amount: i64,
    pub submission: i64,
}

impl World {
    /// What the image of this session says.
    pub async fn captcha(&self, token: &str) -> String {
        let hash: [u8; 32] = Sha256::digest(token).into();
        let found = self.read(move |tx| tx.one(&CAPTCHA, p![&hash], |r| r.get::<Option<String>>(0))).await;
        found.unwrap()
    }

    /// The requests for temporary passwords and codes that still hold what they were made of.
    pub async fn open_recoveries(&self) -> Vec<String> {
        self.texts(&OPEN_RECOVERIES, "").await
    }

    /// Waits until every message that was asked for has been looked up and sent, or not.
    pub async fn rest(&self) {
        let ready = async || self.read(|tx| tx.one(&READY_NOW, p![], |r| r.get::<i64>(0))).await;
        super::until("the messages' rest", async || (ready().await == 0).then_some(())).await;
    }

    /// As if nobody had used a session for an age: the binary's own clock cannot be moved.
    pub async fn let_session_run_out(&self, token: &str) {
        let hash: [u8; 32] = Sha256::digest(token).into();
        let changed: db::Result<u64> = self.db().write(move |tx| tx.exec(&RUN_OUT, p![&hash])).await;
        assert_eq!(changed.unwrap(), 1);
    }

    pub async fn order_row(&self, number: &str) -> Row {
        let number = number.to_owned();
        self.read(move |tx| {
            tx.one(&ORDER, p![&number], |r| {
                Ok(Row {
                    status: r.get(0)?,
                    version: r.get(1)?,
                    submission: r.get(2)?,
                    amount: r.get(3)?,
                    certificates: r.get(4)?,
                    seals: r.get(5)?,
                    note: r.get(6)?,
                })
            })
        })
        .await
    }

    /// The numbers of a company's orders.
    pub async fn orders_of(&self, company: &str) -> Vec<String> {
        self.texts(&ORDERS, company).await
    }

    /// How many companies have this name.
    pub async fn companies_named(&self, name: &str) -> i64 {
        let name = name.to_owned();
        self.read(move |tx| tx.one(&COMPANIES, p![&name], |r| r.get(0))).await
    }

    /// The codes of an order's history, oldest first.
    pub async fn events(&self, number: &str) -> Vec<String> {
        self.texts(&EVENTS, number).await
    }

    /// The kinds of the rows for finance.
    pub async fn money_cases(&self, number: &str) -> Vec<String> {
        self.texts(&CASES, number).await
    }

    /// The certificates that were registered for making, of the newest submission.
    pub async fn certificates(&self, number: &str) -> Vec<Certificate> {
        let number = number.to_owned();
        self.read(move |tx| {
            tx.all(&CERTIFICATES, p![&number], |r| {
                Ok(Certificate {
                    kind: r.get(0)?,
                    role: r.get(1)?,
                    years: r.get(2)?,
                    seal: r.get(3)?,
                    state: r.get(4)?,
                })
            })
        })
        .await
    }

    /// What the database holds of an order's persons, as it is stored.
    pub async fn stored_persons(&self, number: &str) -> (String, String) {
        let number = number.to_owned();
        self.read(move |tx| tx.one(&PERSONAL, p![&number], |r| Ok((r.get(0)?, r.get(1)?)))).await
    }

    /// The price lists under which an order was submitted, one for each submission.
    pub async fn price_lists(&self, number: &str) -> Vec<String> {
        self.texts(&LISTS, number).await
    }

    /// Opens or closes an outlet, as an administrator would; the embedded database only.
    pub async fn open_outlet(&self, name: &str, open: bool) {
        let name = name.to_owned();
        self.db().write(move |tx| tx.exec(&OPEN_OUTLET, p![&name, open])).await.unwrap();
    }

    /// Another price list of the first platform comes into force: a certificate of a year costs ten yuan more.
    pub async fn raise_prices(&self) {
        self.db().write(|tx| tx.exec(&RAISE, p![1_i64])).await.unwrap();
    }

    pub async fn attempts(&self, number: &str) -> Vec<Attempt> {
        let number = number.to_owned();
        self.read(move |tx| {
            tx.all(&ATTEMPTS, p![&number], |r| {
                Ok(Attempt { trade: r.get(0)?, state: r.get(1)?, amount: r.get(2)?, refunded: r.get(3)? })
            })
        })
        .await
    }

    pub async fn refunds(&self, number: &str) -> Vec<Refund> {
        let number = number.to_owned();
        self.read(move |tx| {
            tx.all(&REFUNDS, p![&number], |r| {
                Ok(Refund { number: r.get(0)?, amount: r.get(1)?, state: r.get(2)?, reason: r.get(3)? })
            })
        })
        .await
    }

    pub async fn invoices(&self, number: &str) -> Vec<Invoice> {
        let number = number.to_owned();
        self.read(move |tx| {
            tx.all(&INVOICES, p![&number], |r| {
                Ok(Invoice {
                    state: r.get(0)?,
                    mail: r.get(1)?,
                    request: r.get(2)?,
                    number: r.get(3)?,
                    amount: r.get(4)?,
                    submission: r.get(5)?,
                })
            })
        })
        .await
    }

    /// Everything that the gateway told us: what was made of it, and its body.
    pub async fn notices(&self) -> Vec<(String, String)> {
        self.read(|tx| {
            tx.all(&VERDICTS, p![], |r| {
                let body: Vec<u8> = r.get(1)?;
                Ok((r.get(0)?, String::from_utf8_lossy(&body).into_owned()))
            })
        })
        .await
    }

    /// Where the uploaded files lie that a row speaks of.
    pub async fn attachments(&self) -> Vec<String> {
        self.texts(&ATTACHMENTS, "").await
    }

    /// The numbers of a company's uploaded files.
    pub async fn attachments_of(&self, company: &str) -> Vec<i64> {
        let company = company.to_owned();
        self.read(move |tx| tx.all(&ATTACHMENTS_OF, p![&company], |r| r.get(0))).await
    }

    /// The collector's identity, as it is stored.
    pub async fn handover_identity(&self, number: &str) -> String {
        self.texts(&IDENTITY, number).await.remove(0)
    }

    /// Every message record, as it is stored.
    pub async fn message_records(&self) -> Vec<String> {
        self.read(|tx| tx.all(&MESSAGE_RECORDS, p![0_i64], |r| r.get(0))).await
    }

    /// The kinds of the jobs that were given up.
    pub async fn dead_jobs(&self) -> Vec<String> {
        self.texts(&DEAD_JOBS, "dead").await
    }

    pub(super) async fn read<T, F>(&self, question: F) -> T
    where
        T: Send + 'static,
        F: FnMut(&mut Tx) -> Result<T> + Send + 'static,
    {
        let db = self.db();
        db.read(question).await.unwrap()
    }

    pub(super) async fn texts(&self, sql: &'static db::Sql, value: &str) -> Vec<String> {
        let value = value.to_owned();
        self.read(move |tx| tx.all(sql, p![&value], |r| r.get(0))).await
    }
}
