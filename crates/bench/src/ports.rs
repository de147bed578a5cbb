//! Vendors for filling the database: a gateway that gives a code at once, everything else is never called.

use app::payment::Gateway;
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
use domain::payment::{GatewayCode, GatewayWords, RefundOrder, RefundReport, TradeOrder, TradeReport};
use jiff::Timestamp;
use std::sync::Arc;

/// Stands for every vendor while the database is filled.
pub struct Nobody;

/// The gateway of the filled database, under the code of the one that the measured program is configured with.
#[allow(clippy::expect_used)]
pub fn gateway() -> Gateway {
    let code = GatewayCode::parse("alipay").expect("a code");
    Gateway { code, words: GatewayWords::UNKNOWN, port: Arc::new(Nobody) }
}

fn nobody<T>() -> Result<T, PortError> {
    Err(PortError::Unknown("no vendor here".into()))
}

#[async_trait]
impl PaymentGateway for Nobody {
    async fn open(&self, order: &TradeOrder) -> Result<String, PortError> {
        Ok(format!("https://qr.example/{}", order.trade))
    }
    async fn query(&self, _: &TradeNumber) -> Result<TradeReport, PortError> {
        nobody()
    }
    async fn close(&self, _: &TradeNumber) -> Result<(), PortError> {
        nobody()
    }
    async fn refund(&self, _: &RefundOrder) -> Result<RefundReport, PortError> {
        nobody()
    }
    async fn query_refund(&self, _: &TradeNumber, _: &RefundNumber) -> Result<RefundReport, PortError> {
        nobody()
    }
    fn read_notice(&self, _: &[u8]) -> Result<TradeReport, NoticeError> {
        Err(NoticeError::BadSignature)
    }
}

#[async_trait]
impl SmsSender for Nobody {
    async fn send(&self, _: &Mobile, _: &Sms, _: &str) -> Result<String, PortError> {
        nobody()
    }
    async fn fate(&self, _: &Mobile, _: &str, _: Timestamp) -> Result<SmsFate, PortError> {
        nobody()
    }
}

#[async_trait]
impl MailSender for Nobody {
    async fn send(&self, _: &Mail) -> Result<(), PortError> {
        nobody()
    }
}

#[async_trait]
impl InvoiceIssuer for Nobody {
    async fn issue(&self, _: &InvoiceOrder) -> Result<(), PortError> {
        nobody()
    }
    async fn query(&self, _: &InvoiceRequestNumber) -> Result<InvoiceReport, PortError> {
        nobody()
    }
    async fn fetch_pdf(&self, _: &IssuedInvoice) -> Result<Option<Vec<u8>>, PortError> {
        nobody()
    }
    fn read_callback(&self, _: &[u8]) -> Option<InvoiceRequestNumber> {
        None
    }
}
