//! What the tests of whole flows start from: a site with a platform, an outlet, a complete company whose browser is
//! logged in, and a gateway that does as it is told.
#![allow(clippy::unwrap_used)]

use crate::fixture::{Browser, gateways, site};
use crate::orders::sample;
use crate::site::Site;
use app::ports::PortError;
use app::ports::invoice::InvoiceIssuer;
use app::ports::payment::{NoticeError, PaymentGateway};
use app::{company, setup};
use async_trait::async_trait;
use axum::http::StatusCode;
use domain::id::{CompanyId, RefundNumber, TradeNumber};
use domain::invoice::{InvoiceOrder, InvoiceReport, InvoiceRequestNumber, IssuedInvoice};
use domain::money::Fen;
use domain::order::price::{Component, Per, PriceItem};
use domain::payment::{RefundOrder, RefundReport, TradeOrder, TradeReport, TradeStatus};
use std::sync::Arc;

/// Gives codes if it is up; a notice of it is the bare number of a trade, paid with 100 yuan.
struct Gateway {
    up: bool,
}

#[async_trait]
impl PaymentGateway for Gateway {
    async fn open(&self, order: &TradeOrder) -> Result<String, PortError> {
        if self.up { Ok(format!("https://qr.example/{}", order.trade)) } else { Err(PortError::Unknown("down".into())) }
    }
    async fn query(&self, _: &TradeNumber) -> Result<TradeReport, PortError> {
        Err(PortError::Unknown("down".into()))
    }
    async fn close(&self, _: &TradeNumber) -> Result<(), PortError> {
        Ok(())
    }
    async fn refund(&self, _: &RefundOrder) -> Result<RefundReport, PortError> {
        Err(PortError::Unknown("down".into()))
    }
    async fn query_refund(&self, _: &TradeNumber, _: &RefundNumber) -> Result<RefundReport, PortError> {
        Err(PortError::Unknown("down".into()))
    }
    fn read_notice(&self, body: &[u8]) -> Result<TradeReport, NoticeError> {
        let text = String::from_utf8_lossy(body).replace("trade=", "");
        Ok(TradeReport {
            trade: TradeNumber::parse(&text).ok_or(NoticeError::BadSignature)?,
            gateway_trade: None,
            status: TradeStatus::Paid,
            amount: Some(Fen::new(10_000)),
            refunded: Fen::ZERO,
            paid_at: None,
        })
    }
}

/// 快递到付.
pub const COURIER: &[(&str, &str)] = &[
    ("get", "courier"),
    ("rn", "林晓岚"),
    ("rm", "13800000000"),
    ("rp", "福建省"),
    ("rc", "厦门市"),
    ("rd", "思明区"),
    ("ra", "青禾路 88 号"),
];
/// 网点自取.
pub const PICKUP: &[(&str, &str)] = &[("get", "pickup"), ("outlet", "1")];

/// A site with one platform, one outlet and a complete company, whose browser is logged in.
pub async fn world(up: bool) -> (Site, Browser) {
    let mut site = site();
    site.app.gateways = gateways(Arc::new(Gateway { up }));
    let item = PriceItem {
        component: Component::Certificate,
        label: "证书服务费".into(),
        unit_price: Fen::new(5_000),
        per: Per::Certificate,
        kind: None,
        business: None,
        years: None,
        unit: "个".into(),
        class: "信息技术服务".into(),
        tax_code: "3040203000000000000".into(),
        rate_bp: 600,
    };
    let from = jiff::civil::date(2026, 7, 1);
    setup::add_project(&site.app, "澜州市公共资源交易平台", "2026 年 7 月起的收费标准", from, &[item]).await.unwrap();
    let place = ["东湖网点", "东湖区政务服务中心二楼", "0990-0000001", "工作日 9:00–17:00"];
    setup::add_outlet(&site.app, place[0], place[1], place[2], place[3]).await.unwrap();
    let mut browser = Browser::new(&site);
    browser.register("澜州青禾建设工程有限公司", "Tian7-lan-Shan").await;
    let now = site.app.now();
    let complete = move |tx: &mut app::Tx| {
        let mut own = company::store::lock(tx, CompanyId::new(1))?.ok_or(app::Error::NotFound)?;
        (own.profile, own.invoice_profile) = (Some(sample::profile()), Some(sample::invoice_profile()));
        own.contact = sample::contact();
        own.version += 1;
        Ok(company::store::update(tx, &own, now)?)
    };
    site.app.write(complete).await.unwrap();
    (site, browser)
}

/// The first order.
pub const NUMBER: &str = "DZ20261123-0001";

/// An address of the first order.
pub fn url(rest: &str) -> String {
    format!("/cakey/orders/{NUMBER}{rest}")
}

/// Fills in 订单申请, saves it and submits it; the browser is sent to the payment.
pub async fn submitted(browser: &mut Browser, way: &[(&str, &str)]) {
    browser.get("/cakey/orders/new").await;
    let operation = browser.input("op").to_owned();
    let counts = [("version", "0"), ("op", &operation), ("project", "1"), ("certs", "2"), ("seals", "1")];
    let fields = [&counts[..], way].concat();
    for _ in 0..2 {
        let saved = browser.post("/cakey/orders/new", &fields).await;
        assert_eq!(saved.location(), url("/check"), "a double click makes one order: {}", saved.body);
    }
    browser.get(&url("/check")).await;
    let version = browser.input("version").to_owned();
    let unticked = browser.post(&url("/submit"), &[("version", &version)]).await;
    assert_eq!(unticked.status, StatusCode::UNPROCESSABLE_ENTITY);
    for _ in 0..2 {
        let sent = browser.post(&url("/submit"), &[("version", &version), ("true", "1")]).await;
        assert_eq!(sent.location(), url("/pay"), "the second click goes where the first one led: {}", sent.body);
    }
}

/// Pays by the code that the page shows.
pub async fn paid(browser: &mut Browser) {
    browser.get(&url("/pay")).await;
    let version = browser.input("version").to_owned();
    assert_eq!(browser.post(&url("/pay"), &[("version", &version)]).await.location(), url("/pay/code"));
    let notice = browser.post_with("/cakey/notify/payment/test", &[("trade", "P202611230001S1A1")]).await;
    assert_eq!((notice.status, notice.body.as_str()), (StatusCode::OK, "success"));
}

/// An issuer whose every callback names this request, and which is asked nothing.
pub struct EveryBodyNames(pub &'static str);

#[async_trait]
impl InvoiceIssuer for EveryBodyNames {
    async fn issue(&self, _: &InvoiceOrder) -> Result<(), PortError> {
        Err(PortError::Unknown("down".into()))
    }
    async fn query(&self, _: &InvoiceRequestNumber) -> Result<InvoiceReport, PortError> {
        Err(PortError::Unknown("down".into()))
    }
    async fn fetch_pdf(&self, _: &IssuedInvoice) -> Result<Option<Vec<u8>>, PortError> {
        Err(PortError::Unknown("down".into()))
    }
    fn read_callback(&self, _: &[u8]) -> Option<InvoiceRequestNumber> {
        InvoiceRequestNumber::parse(self.0)
    }
}
