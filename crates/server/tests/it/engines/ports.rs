//! Outside services without a network. Each keeps a ledger of its own, so that what the database says can be compared
//! with what really happened, and can be told to fail. A gateway's silence comes after the deed: the worse half of a
//! time-out.

use app::chance::Chance;
use app::clock::Clock;
use app::ports::PortError;
use app::ports::email::{Mail, MailSender};
use app::ports::invoice::InvoiceIssuer;
use app::ports::payment::{NoticeError, PaymentGateway};
use app::ports::sms::{SmsFate, SmsSender};
use async_trait::async_trait;
use domain::contact::Mobile;
use domain::id::{RefundNumber, TradeNumber};
use domain::invoice::{InvoiceOrder, InvoiceReport, InvoiceRequestNumber, IssuedInvoice};
use domain::message::Sms;
use domain::money::Fen;
use domain::payment::{GatewayCode, GatewayWords, RefundOrder, RefundReport, TradeOrder, TradeReport, TradeStatus};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

#[derive(Clone, Debug, Default)]
struct Trade {
    paid: Option<i64>,
    /// By the merchant's refund number.
    refunds: BTreeMap<String, i64>,
}

/// A payment gateway with its ledger.
#[derive(Default)]
pub struct Gateway {
    trades: Mutex<BTreeMap<String, Trade>>,
    silences: Mutex<u32>,
}

impl Gateway {
    /// Somebody pays the code of a trade.
    pub fn pay(&self, trade: &TradeNumber, amount: Fen) {
        let mut trades = self.trades.lock().unwrap();
        let trade = trades.get_mut(trade.as_str()).expect("an opened trade");
        assert_eq!(trade.paid.replace(amount.get()), None, "a trade is paid once");
    }

    /// The next `times` refunds are carried out, but nobody hears of it.
    pub fn be_silent(&self, times: u32) {
        *self.silences.lock().unwrap() = times;
    }

    /// What came in, and what went back.
    pub fn totals(&self) -> (Fen, Fen) {
        let trades = self.trades.lock().unwrap();
        let paid = trades.values().filter_map(|trade| trade.paid).sum();
        let refunded = trades.values().flat_map(|trade| trade.refunds.values()).sum();
        (Fen::new(paid), Fen::new(refunded))
    }

    /// What it says of a trade, in an answer and in a notice alike.
    pub fn report(&self, number: &TradeNumber) -> TradeReport {
        let trade = self.trades.lock().unwrap().get(number.as_str()).cloned().unwrap_or_default();
        let refunded: i64 = trade.refunds.values().sum();
        let status = match trade.paid {
            None => TradeStatus::NotScanned,
            Some(paid) if paid == refunded => TradeStatus::Closed,
            Some(_) => TradeStatus::Paid,
        };
        TradeReport {
            trade: number.clone(),
            gateway_trade: trade.paid.map(|_| format!("G{number}")),
            status,
            amount: trade.paid.map(Fen::new),
            refunded: Fen::new(refunded),
            paid_at: None,
        }
    }
}

/// It as the application knows it.
pub fn registered(port: Arc<Gateway>) -> app::payment::Gateway {
    let words = GatewayWords { name: "测试付", phone_app: "手机测试付", account: "测试付账号" };
    app::payment::Gateway { code: GatewayCode::parse("test").unwrap(), words, port }
}

#[async_trait]
impl PaymentGateway for Gateway {
    async fn open(&self, order: &TradeOrder) -> Result<String, PortError> {
        self.trades.lock().unwrap().entry(order.trade.to_string()).or_default();
        Ok(format!("https://pay.example/{}", order.trade))
    }

    async fn query(&self, trade: &TradeNumber) -> Result<TradeReport, PortError> {
        Ok(self.report(trade))
    }

    async fn close(&self, _trade: &TradeNumber) -> Result<(), PortError> {
        Ok(())
    }

    async fn refund(&self, order: &RefundOrder) -> Result<RefundReport, PortError> {
        let mut trades = self.trades.lock().unwrap();
        let trade = trades.get_mut(order.trade.as_str()).expect("refund of a known trade");
        trade.refunds.insert(order.number.to_string(), order.amount.get());
        assert!(trade.refunds.values().sum::<i64>() <= trade.paid.unwrap_or(0), "more goes back than came in");
        let mut silences = self.silences.lock().unwrap();
        if *silences > 0 {
            *silences -= 1;
            return Err(PortError::Unknown("no answer".into()));
        }
        Ok(RefundReport::Succeeded)
    }

    async fn query_refund(&self, trade: &TradeNumber, number: &RefundNumber) -> Result<RefundReport, PortError> {
        let trades = self.trades.lock().unwrap();
        let known = trades.get(trade.as_str()).is_some_and(|trade| trade.refunds.contains_key(number.as_str()));
        Ok(if known { RefundReport::Succeeded } else { RefundReport::NotFound })
    }

    /// Its notices hold the trade's number alone.
    fn read_notice(&self, body: &[u8]) -> Result<TradeReport, NoticeError> {
        let number = std::str::from_utf8(body).ok().and_then(TradeNumber::parse);
        number.map(|number| self.report(&number)).ok_or_else(|| NoticeError::Malformed("no trade".into()))
    }
}

/// Text messages and mail that were taken, by reference; refusals are laid out before.
#[derive(Default)]
pub struct Letterbox {
    taken: Mutex<Vec<(String, &'static str)>>,
    refusals: Mutex<VecDeque<PortError>>,
}

impl Letterbox {
    /// The next message is refused like this.
    pub fn refuse(&self, error: PortError) {
        self.refusals.lock().unwrap().push_back(error);
    }

    /// The templates of all that was taken, in order.
    pub fn kinds(&self) -> Vec<&'static str> {
        self.taken.lock().unwrap().iter().map(|(_, kind)| *kind).collect()
    }

    /// The references of all that was taken, in order.
    pub fn references(&self) -> Vec<String> {
        self.taken.lock().unwrap().iter().map(|(reference, _)| reference.clone()).collect()
    }

    fn take(&self, reference: &str, kind: &'static str) -> Result<(), PortError> {
        if let Some(error) = self.refusals.lock().unwrap().pop_front() {
            return Err(error);
        }
        self.taken.lock().unwrap().push((reference.to_owned(), kind));
        Ok(())
    }
}

#[async_trait]
impl SmsSender for Letterbox {
    async fn send(&self, _to: &Mobile, message: &Sms, reference: &str) -> Result<String, PortError> {
        self.take(reference, message.template())?;
        Ok(format!("B{reference}"))
    }

    async fn fate(&self, _to: &Mobile, reference: &str, _sent_at: Timestamp) -> Result<SmsFate, PortError> {
        let taken = self.references().iter().any(|one| one == reference);
        Ok(if taken { SmsFate::Accepted } else { SmsFate::NotFound })
    }
}

#[async_trait]
impl MailSender for Letterbox {
    async fn send(&self, mail: &Mail) -> Result<(), PortError> {
        self.take(&mail.reference, "mail")
    }
}

/// An issuer that has issued whatever it was asked for by the time it is asked again.
#[derive(Default)]
pub struct Issuer(Mutex<BTreeMap<String, Fen>>);

impl Issuer {
    /// The requests that it has issued, with their sums.
    pub fn issued(&self) -> BTreeMap<String, Fen> {
        self.0.lock().unwrap().clone()
    }
}

#[async_trait]
impl InvoiceIssuer for Issuer {
    async fn issue(&self, order: &InvoiceOrder) -> Result<(), PortError> {
        let sum = Fen::new(order.lines.iter().map(|line| line.gross.get()).sum());
        let before = self.0.lock().unwrap().insert(order.number.as_str().to_owned(), sum);
        assert!(before.is_none_or(|before| before == sum), "one number, two invoices");
        Ok(())
    }

    async fn query(&self, number: &InvoiceRequestNumber) -> Result<InvoiceReport, PortError> {
        let gross = self.0.lock().unwrap().get(number.as_str()).copied();
        Ok(gross.map_or(InvoiceReport::NotFound, |gross| {
            InvoiceReport::Issued(IssuedInvoice {
                number: format!("26{}", number.as_str()),
                issued_at: Timestamp::UNIX_EPOCH,
                pdf_url: None,
                gross: Some(gross),
            })
        }))
    }

    async fn fetch_pdf(&self, _invoice: &IssuedInvoice) -> Result<Option<Vec<u8>>, PortError> {
        Ok(Some(b"%PDF-1.7".to_vec()))
    }

    fn read_callback(&self, _body: &[u8]) -> Option<InvoiceRequestNumber> {
        None
    }
}

/// A clock that stands still until the test moves it.
pub struct SetClock(Mutex<Timestamp>);

impl SetClock {
    /// 2026-11-23 09:00 in Beijing.
    pub fn starting() -> SetClock {
        SetClock(Mutex::new("2026-11-23T01:00:00Z".parse().unwrap()))
    }

    pub fn advance(&self, by: SignedDuration) {
        let mut now = self.0.lock().unwrap();
        *now = domain::time::after(*now, by);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn steady(&self) -> Timestamp {
        self.now()
    }
}

/// The same bytes in every run: the SHA-256 of 0, 1, 2 …
#[derive(Default)]
pub struct CountedChance(AtomicU64);

impl Chance for CountedChance {
    fn fill(&self, buffer: &mut [u8]) {
        for part in buffer.chunks_mut(32) {
            let count = self.0.fetch_add(1, Ordering::Relaxed);
            part.copy_from_slice(&Sha256::digest(count.to_le_bytes())[..part.len()]);
        }
    }
}
