//! The tables of payment attempts, refunds, notices and cases for finance.

use crate::stored::moment;
use db::{Result, Row, Tx, p};
use domain::id::{AttemptId, OrderId, RefundId, RefundNumber, TradeNumber};
use domain::money::Fen;
use domain::order::RefundReason;
use domain::payment::{AttemptState, GatewayCode, RefundState};
use jiff::Timestamp;

/// The columns that [`attempt()`] reads.
macro_rules! attempts {
    ($rest:literal) => {
        concat!(
            "select id, order_id, submission, trade, amount, state, qr_code, gateway_trade, expires_at, created_at,
                settled_at, gateway
            from payment_attempt ",
            $rest
        )
    };
}

/// The columns that [`refund()`] reads.
macro_rules! refunds {
    ($rest:literal) => {
        concat!(
            "select id, attempt_id, order_id, number, amount, reason, state, last_error, created_at, updated_at, gateway
            from refund ",
            $rest
        )
    };
}

db::sql! {
    NEXT_SEQ = "select coalesce(max(seq), 0) + 1 as next from payment_attempt where order_id = $1 and submission = $2";
    INSERT = "insert into payment_attempt (order_id, submission, seq, trade, amount, state, qr_code, gateway_trade,
        refunded, expires_at, created_at, settled_at, gateway)
        values ($1, $2, $3, $4, $5, 'opened', null, null, 0, $6, $7, null, $8) returning id";
    GET = attempts!("where id = $1");
    BY_TRADE = attempts!("where trade = $1");
    NEWEST = attempts!("where order_id = $1 and submission = $2 order by seq desc limit 1");
    OF_ORDER = attempts!("where order_id = $1 order by id desc");
    OPEN_OF = "select id from payment_attempt
        where order_id = $1 and state in ('opened', 'qr_ready', 'scanned', 'unknown')";
    SET_STATE = "update payment_attempt set state = $2 where id = $1";
    SET_QR = "update payment_attempt set state = $2, qr_code = $3 where id = $1";
    SET_SETTLED = "update payment_attempt set state = 'settled', gateway_trade = $2, settled_at = $3 where id = $1";
    TAKE_REFUND = "update payment_attempt set refunded = refunded + $2 where id = $1 and state = 'settled'";
    INSERT_REFUND = "insert into refund
        (attempt_id, order_id, number, amount, reason, state, last_error, created_at, updated_at, gateway)
        values ($1, $2, $3, $4, $5, 'requested', '', $6, $6, $7) on conflict (attempt_id) do nothing";
    REFUND_OF = refunds!("where attempt_id = $1");
    REFUND = refunds!("where id = $1");
    REFUNDS_OF_ORDER = refunds!("where order_id = $1 order by id desc");
    SET_REFUND = "update refund set state = $2, last_error = $3, updated_at = $4 where id = $1";
    ADD_NOTICE = "insert into notice (source, body, verdict, received_at) values ($1, $2, $3, $4)";
    ADD_CASE = "insert into money_case (attempt_id, key, kind, detail, open, created_at)
        values ($1, $2, $3, $4, true, $5) on conflict (key) do update set open = true, detail = excluded.detail";
    ADD_CASE_ONCE = "insert into money_case (attempt_id, key, kind, detail, open, created_at)
        values ($1, $2, $3, $4, true, $5) on conflict (key) do nothing";
    CLOSE_REFUND_CASES = "update money_case set open = $2
        where attempt_id = $1 and kind in ('refund_stuck', 'refund_overdue') and open";
}

/// An attempt as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredAttempt {
    pub id: AttemptId,
    /// The order that it pays.
    pub order: OrderId,
    /// The submission that it pays.
    pub submission: i64,
    /// Where it is paid.
    pub gateway: GatewayCode,
    /// The number that the gateway knows.
    pub trade: TradeNumber,
    pub amount: Fen,
    pub state: AttemptState,
    /// The text of the QR code.
    pub qr_code: Option<String>,
    /// The gateway's own number.
    pub gateway_trade: Option<String>,
    /// When the code dies.
    pub expires_at: Timestamp,
    pub created_at: Timestamp,
    pub settled_at: Option<Timestamp>,
}

/// A refund as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredRefund {
    pub id: RefundId,
    /// The payment that goes back.
    pub attempt: AttemptId,
    pub order: OrderId,
    /// Where it goes back: where it was paid.
    pub gateway: GatewayCode,
    /// The idempotency number.
    pub number: RefundNumber,
    pub amount: Fen,
    pub reason: RefundReason,
    pub state: RefundState,
    /// What the gateway said last, if it was no success.
    pub last_error: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

fn attempt(row: &Row) -> Result<StoredAttempt> {
    let (trade, state): (&str, &str) = (row.get(3)?, row.get(5)?);
    Ok(StoredAttempt {
        id: AttemptId::new(row.get(0)?),
        order: OrderId::new(row.get(1)?),
        submission: row.get(2)?,
        gateway: gateway(row.get(11)?)?,
        trade: TradeNumber::parse(trade).ok_or_else(|| unreadable("trade", trade))?,
        amount: Fen::new(row.get(4)?),
        state: AttemptState::from_code(state).ok_or_else(|| unreadable("attempt state", state))?,
        qr_code: row.get(6)?,
        gateway_trade: row.get(7)?,
        expires_at: moment(row.get(8)?)?,
        created_at: moment(row.get(9)?)?,
        settled_at: row.get::<Option<i64>>(10)?.map(moment).transpose()?,
    })
}

fn refund(row: &Row) -> Result<StoredRefund> {
    let (reason, state): (&str, &str) = (row.get(5)?, row.get(6)?);
    Ok(StoredRefund {
        id: RefundId::new(row.get(0)?),
        attempt: AttemptId::new(row.get(1)?),
        order: OrderId::new(row.get(2)?),
        gateway: gateway(row.get(10)?)?,
        number: RefundNumber::from_stored(row.get(3)?),
        amount: Fen::new(row.get(4)?),
        reason: RefundReason::from_code(reason).ok_or_else(|| unreadable("refund reason", reason))?,
        state: RefundState::from_code(state).ok_or_else(|| unreadable("refund state", state))?,
        last_error: row.get(7)?,
        created_at: moment(row.get(8)?)?,
        updated_at: moment(row.get(9)?)?,
    })
}

fn gateway(code: &str) -> Result<GatewayCode> {
    GatewayCode::parse(code).ok_or_else(|| unreadable("gateway", code))
}

fn unreadable(what: &str, text: &str) -> db::Error {
    db::Error::Failed(format!("stored {what} {text}"))
}

/// The next attempt's number within a submission, from 1.
pub fn next_seq(tx: &mut Tx, order: OrderId, submission: i64) -> Result<i64> {
    tx.one(&NEXT_SEQ, p![order.get(), submission], |r| r.get(0))
}

/// A payment to be opened.
#[derive(Clone, Copy, Debug)]
pub struct NewAttempt<'a> {
    /// The order that it pays.
    pub order: OrderId,
    /// The submission that it pays.
    pub submission: i64,
    /// Counts the attempts of a submission, from 1.
    pub seq: i64,
    /// Where it is paid.
    pub gateway: &'a GatewayCode,
    /// The number that the gateway knows.
    pub trade: &'a TradeNumber,
    /// What is to be paid.
    pub amount: Fen,
    /// When the code dies.
    pub expires_at: Timestamp,
}

/// Opens an attempt; the caller holds the order's lock.
pub fn insert(tx: &mut Tx, new: &NewAttempt, now: Timestamp) -> Result<AttemptId> {
    let values = p![
        new.order.get(),
        new.submission,
        new.seq,
        new.trade.as_str(),
        new.amount.get(),
        new.expires_at.as_millisecond(),
        now.as_millisecond(),
        new.gateway.as_str()
    ];
    tx.one(&INSERT, values, |r| Ok(AttemptId::new(r.get(0)?)))
}

pub fn get(tx: &mut Tx, id: AttemptId) -> Result<Option<StoredAttempt>> {
    tx.opt(&GET, p![id.get()], attempt)
}

/// The attempt that the gateway knows by this number.
pub fn by_trade(tx: &mut Tx, trade: &TradeNumber) -> Result<Option<StoredAttempt>> {
    tx.opt(&BY_TRADE, p![trade.as_str()], attempt)
}

/// The newest attempt of a submission.
pub fn newest(tx: &mut Tx, order: OrderId, submission: i64) -> Result<Option<StoredAttempt>> {
    tx.opt(&NEWEST, p![order.get(), submission], attempt)
}

/// All attempts of an order, newest first.
pub fn of_order(tx: &mut Tx, order: OrderId) -> Result<Vec<StoredAttempt>> {
    tx.all(&OF_ORDER, p![order.get()], attempt)
}

/// The open attempts of an order.
pub fn open_of(tx: &mut Tx, order: OrderId) -> Result<Vec<AttemptId>> {
    tx.all(&OPEN_OF, p![order.get()], |r| Ok(AttemptId::new(r.get(0)?)))
}

pub fn set_state(tx: &mut Tx, id: AttemptId, state: AttemptState) -> Result<()> {
    tx.exec(&SET_STATE, p![id.get(), state.code()]).map(drop)
}

/// Writes the code that the gateway gave.
pub fn set_qr(tx: &mut Tx, id: AttemptId, state: AttemptState, code: &str) -> Result<()> {
    tx.exec(&SET_QR, p![id.get(), state.code(), code]).map(drop)
}

pub fn set_settled(tx: &mut Tx, id: AttemptId, gateway_trade: Option<&str>, at: Timestamp) -> Result<()> {
    tx.exec(&SET_SETTLED, p![id.get(), gateway_trade, at.as_millisecond()]).map(drop)
}

/// Books a refund against its payment and inserts it. Asked twice, it is one row; the table refuses to pay back more
/// than came in (I2). Returns the refund's row.
pub fn request_refund(
    tx: &mut Tx,
    attempt: &StoredAttempt,
    amount: Fen,
    reason: RefundReason,
    now: Timestamp,
) -> Result<RefundId> {
    let number = attempt.trade.refund_number();
    let values = p![
        attempt.id.get(),
        attempt.order.get(),
        number.as_str(),
        amount.get(),
        reason.code(),
        now.as_millisecond(),
        attempt.gateway.as_str()
    ];
    if tx.exec(&INSERT_REFUND, values)? == 1 && tx.exec(&TAKE_REFUND, p![attempt.id.get(), amount.get()])? != 1 {
        return Err(db::Error::Failed(format!("refund of an unsettled payment {}", attempt.trade)));
    }
    tx.one(&REFUND_OF, p![attempt.id.get()], |r| Ok(RefundId::new(r.get(0)?)))
}

pub fn get_refund(tx: &mut Tx, id: RefundId) -> Result<Option<StoredRefund>> {
    tx.opt(&REFUND, p![id.get()], refund)
}

/// The refund of a payment.
pub fn refund_of(tx: &mut Tx, attempt: AttemptId) -> Result<Option<StoredRefund>> {
    tx.opt(&REFUND_OF, p![attempt.get()], refund)
}

/// All refunds of an order, newest first.
pub fn refunds_of_order(tx: &mut Tx, order: OrderId) -> Result<Vec<StoredRefund>> {
    tx.all(&REFUNDS_OF_ORDER, p![order.get()], refund)
}

pub fn set_refund(tx: &mut Tx, id: RefundId, state: RefundState, error: &str, now: Timestamp) -> Result<()> {
    tx.exec(&SET_REFUND, p![id.get(), state.code(), error, now.as_millisecond()]).map(drop)
}

/// Stores a notice as it came, with what was made of it.
pub fn add_notice(tx: &mut Tx, source: &str, body: &[u8], verdict: &str, now: Timestamp) -> Result<()> {
    tx.exec(&ADD_NOTICE, p![source, body, verdict, now.as_millisecond()]).map(drop)
}

/// The money is back: what was open about it is over.
pub fn close_refund_cases(tx: &mut Tx, attempt: AttemptId) -> Result<()> {
    tx.exec(&CLOSE_REFUND_CASES, p![attempt.get(), false]).map(drop)
}

/// Opens a case for finance, once per key; one that was closed is opened again.
pub fn add_case(tx: &mut Tx, attempt: AttemptId, kind: &str, detail: &str, now: Timestamp) -> Result<()> {
    let key = format!("{kind}:{attempt}");
    tx.exec(&ADD_CASE, p![attempt.get(), &key, kind, detail, now.as_millisecond()]).map(drop)
}

/// Opens a case for finance unless there was one under its key: one that a person closed stays closed.
pub fn add_case_once(tx: &mut Tx, attempt: AttemptId, kind: &str, detail: &str, now: Timestamp) -> Result<()> {
    let key = format!("{kind}:{attempt}");
    tx.exec(&ADD_CASE_ONCE, p![attempt.get(), &key, kind, detail, now.as_millisecond()]).map(drop)
}
