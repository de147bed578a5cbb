//! What the buyer's phone does: scan, pay, give up. The ways of paying include those that have hurt merchants before.

use std::io;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::book::Event;
use super::desk::{Desk, State};
use super::dispatch::{self, Travel};
use super::notice::Cause;
use super::trade::{Scan, Status, Trade};
use crate::chance;
use crate::clock::at_beijing;

/// A late payment comes so long after the expiry.
const LATE_BY: Duration = Duration::from_secs(1);

/// What the person at the phone chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Pays; the notice comes at once.
    Normal,
    /// Pays; the notice comes two minutes later.
    NoticeLate,
    /// Pays; the same notice comes three times.
    NoticeThrice,
    /// Pays; the notice never comes.
    NoticeNever,
    /// Pays; each later refund fails for want of balance.
    RefundFails,
    /// Presses the button twice. Alipay takes a trade's money once, but sends two notices with different ids.
    Twice,
    /// Confirms, and the money moves only after the expiry; at once if the trade is already closed or expired.
    Late,
    /// Scans, looks, and goes away.
    Abandon,
}

/// Why a payment did not happen, for people to read.
#[derive(Debug)]
pub enum Refused {
    /// There is no such code.
    Unknown,
    /// The trade is in this state.
    State(Status),
    /// The book could not be written.
    Disk(io::Error),
}

impl std::fmt::Display for Refused {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown => out.write_str("没有这个付款码"),
            Self::State(Status::Expired) => out.write_str("付款码已过期，请让商户重新出码"),
            Self::State(Status::TradeSuccess | Status::TradeFinished) => out.write_str("这笔交易已经付过款"),
            Self::State(status) => write!(out, "交易已关闭，不能付款（{}）", status.word()),
            Self::Disk(error) => write!(out, "账本写不进去：{error}"),
        }
    }
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// Binds the code to the demonstration's buyer, which turns it into a trade. Scanning again changes nothing.
///
/// # Errors
/// [`Refused::State`] if the code can no longer be scanned.
pub fn scan(desk: &Desk, state: &mut State, out_trade_no: &str) -> Result<(), Refused> {
    let now = desk.clock.now();
    let trade = state.book.trades.get(out_trade_no).ok_or(Refused::Unknown)?;
    match trade.status(now) {
        Status::Precreated => Ok(bind(desk, state, out_trade_no)?),
        Status::Expired => Err(Refused::State(Status::Expired)),
        Status::WaitBuyerPay | Status::TradeSuccess | Status::TradeClosed | Status::TradeFinished => Ok(()),
    }
}

/// Scans and does as chosen.
///
/// # Errors
/// [`Refused::State`] if the trade can no longer be paid in this way.
pub fn pay(desk: &Desk, state: &mut State, out_trade_no: &str, how: How) -> Result<(), Refused> {
    if how == How::Late {
        return pay_late(desk, state, out_trade_no);
    }
    scan(desk, state, out_trade_no)?;
    if how == How::Abandon {
        return Ok(());
    }
    let trade = state.book.trades.get(out_trade_no).ok_or(Refused::Unknown)?;
    let status = trade.status(desk.clock.now());
    if status != Status::WaitBuyerPay {
        return Err(Refused::State(status));
    }
    if how == How::RefundFails {
        state.book.record(Event::RefundsBroken { out_trade_no: out_trade_no.to_owned() })?;
    }
    let travel = match how {
        How::NoticeLate => Travel { delay_s: 120, ..Travel::NORMAL },
        How::NoticeThrice => Travel { copies: 3, ..Travel::NORMAL },
        How::NoticeNever => Travel { never: true, ..Travel::NORMAL },
        How::Normal | How::RefundFails | How::Twice | How::Late | How::Abandon => Travel::NORMAL,
    };
    move_money(desk, state, out_trade_no, travel)?;
    if how == How::Twice {
        dispatch::queue(desk, state, out_trade_no, Cause::Payment, Travel::NORMAL)?;
    }
    Ok(())
}

/// Lets the planned late payments happen whose moment has come.
///
/// # Errors
/// Those of the ledger.
pub fn make_late_payments(desk: &Desk) -> io::Result<()> {
    let now = desk.clock.now();
    let mut state = desk.state();
    let is_due = |trade: &&Trade| trade.late_payment_at.is_some_and(|at| at <= now);
    let due: Vec<String> =
        state.book.trades.values().filter(is_due).map(|trade| trade.order.out_trade_no.clone()).collect();
    for out_trade_no in due {
        move_money(desk, &mut state, &out_trade_no, Travel::NORMAL)?;
    }
    Ok(())
}

fn pay_late(desk: &Desk, state: &mut State, out_trade_no: &str) -> Result<(), Refused> {
    let trade = state.book.trades.get(out_trade_no).ok_or(Refused::Unknown)?;
    if trade.paid_at.is_some() {
        return Err(Refused::State(trade.status(desk.clock.now())));
    }
    let dead = matches!(trade.status(desk.clock.now()), Status::Expired | Status::TradeClosed);
    let at = trade.order.expires_at + LATE_BY;
    if trade.scan.is_none() {
        bind(desk, state, out_trade_no)?;
    }
    if dead {
        return Ok(move_money(desk, state, out_trade_no, Travel::NORMAL)?);
    }
    state.book.record(Event::LatePaymentPlanned { out_trade_no: out_trade_no.to_owned(), at })?;
    desk.wake.notify_one();
    Ok(())
}

fn bind(desk: &Desk, state: &mut State, out_trade_no: &str) -> io::Result<()> {
    let at = desk.clock.now();
    let trade_no = format!("{}22001{}", at_beijing(at).strftime("%Y%m%d"), chance::digits(15));
    let scan = Scan { trade_no, buyer: "2088000000000127".to_owned(), at };
    state.book.record(Event::Scanned { out_trade_no: out_trade_no.to_owned(), scan })
}

fn move_money(desk: &Desk, state: &mut State, out_trade_no: &str, travel: Travel) -> io::Result<()> {
    state.book.record(Event::Paid { out_trade_no: out_trade_no.to_owned(), at: desk.clock.now() })?;
    dispatch::queue(desk, state, out_trade_no, Cause::Payment, travel)
}
