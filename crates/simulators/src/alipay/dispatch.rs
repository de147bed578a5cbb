//! Puts a notice on its way: composes it once, when its cause happens, lets the fault switches spoil it, and writes it
//! into the book. From there the courier carries it to the merchant.

use std::io;
use std::time::Duration;

use super::book::Event;
use super::desk::{Desk, State};
use super::faults::Fault;
use super::fen;
use super::notice::{Cause, Notice, compose};
use crate::chance;
use crate::clock::at_beijing;

/// How a notice travels, unless a fault switch says worse.
#[derive(Debug, Clone, Copy)]
pub struct Travel {
    /// Seconds until the first delivery.
    pub delay_s: u32,
    /// Number of deliveries at least.
    pub copies: u32,
    /// Lost on the way.
    pub never: bool,
}

impl Travel {
    /// At once, once.
    pub const NORMAL: Self = Self { delay_s: 0, copies: 1, never: false };
}

/// Composes the notice, lets the switches spoil it, and writes it into the book. Nothing happens without a `notify_url`.
///
/// # Errors
/// Those of the ledger.
pub fn queue(desk: &Desk, state: &mut State, out_trade_no: &str, cause: Cause<'_>, travel: Travel) -> io::Result<()> {
    let now = desk.clock.now();
    let Some(trade) = state.book.trades.get(out_trade_no) else { return Ok(()) };
    let Some(notify_url) = trade.order.notify_url.clone() else { return Ok(()) };
    let notify_id = format!("{}00222{}", at_beijing(now).strftime("%Y%m%d"), chance::digits(21));
    let mut params = compose(&desk.config, trade, cause, now);
    params.insert("notify_id".into(), notify_id.clone());
    let mut take = |fault| state.faults.take(fault, "");
    if take(Fault::NoticeWrongAmount).is_some() {
        params.insert("total_amount".into(), fen::print(trade.order.total_fen + 1));
    }
    if take(Fault::Fuzz).is_some() {
        params.insert("zz_new_param".into(), r#"{"a":"}{&=+ %2B","b":["新"]}"#.into());
        params.insert("subject".into(), format!("{} }}{{\"/", trade.order.subject));
    }
    let delay_s = take(Fault::NoticeDelayed).map_or(travel.delay_s, |switch| switch.seconds);
    let copies = take(Fault::NoticeDuplicated).map_or(travel.copies, |switch| switch.copies);
    let never = take(Fault::NoticeNever).is_some() || travel.never;
    let forged = take(Fault::NoticeForged).is_some();
    let notice = Notice {
        notify_id,
        out_trade_no: out_trade_no.to_owned(),
        notify_url,
        params,
        forged,
        copies,
        next_at: (!never).then(|| now + Duration::from_secs(u64::from(delay_s))),
        attempts: 0,
        acknowledged: false,
        outcome: never.then(|| "按故障开关：永远不发".to_owned()),
    };
    state.book.record(Event::NoticeQueued { notice })?;
    desk.wake.notify_one();
    Ok(())
}
