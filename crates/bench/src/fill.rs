//! Fills a fresh data folder through the product's own use cases, so that what is measured is what people would have.

use crate::ports::{Nobody, gateway};
use crate::store;
use app::Fault;
use app::account::hasher::Hasher;
use app::account::session::{self, Origin};
use app::company::store::NewCompany;
use app::payment::Gateways;
use app::payment::{open, settle};
use app::settings::CompanyLimits;
use app::vault::{KeyRing, Vault};
use app::who::{CompanyUser, StaffUser, Who};
use app::{App, Error, Settings, company, order, schema, setup};
use domain::account::CompanyName;
use domain::company::{CompanyForm, Contact, InvoiceForm};
use domain::contact::Mobile;
use domain::id::OrderNumber;
use domain::money::Fen;
use domain::order::SubmitForm;
use domain::order::form::OrderForm;
use domain::order::price::{Component, Per, PriceItem};
use domain::order::staff_form::{Carrier, ReviewButton, ReviewForm};
use domain::payment::{TradeReport, TradeStatus};
use domain::rights::Role;
use ring::rand::{SecureRandom, SystemRandom};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

/// The name of the key file, beside the data.
pub const KEYS: &str = "keys.txt";

/// Companies among which the orders are spread.
pub const COMPANIES: usize = 100;

/// Orders that are written side by side while filling.
const AT_ONCE: usize = 64;

/// A life with this number (modulo 4) is lived to its end.
const COMPLETED: usize = 3;

struct Dice(SystemRandom);

impl app::chance::Chance for Dice {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.fill(buffer).expect("the operating system gives random bytes");
    }
}

/// A company with a session and an order that waits for its payment.
#[derive(Clone)]
pub struct Customer {
    pub token: String,
    pub csrf: String,
    /// A completed order of it, whose details are read.
    pub shown: OrderNumber,
    /// An order of it in 待支付, which is withdrawn and submitted.
    pub order: OrderNumber,
    pub version: i64,
}

const NO_LIMITS: CompanyLimits = CompanyLimits { orders_per_day: 0, uploads_per_day: 0 };

/// Opens the application over a SQLite file, with nobody behind its ports.
#[allow(clippy::disallowed_methods)] // a benchmark runs on the real clock and the real dice
pub async fn open_app(file: &Path) -> Result<App, Error> {
    let db = Arc::new(db::Db::sqlite(file, 4)?);
    db.migrate(schema::MIGRATIONS).await?;
    Ok(App {
        db,
        clock: Arc::new(jiff::Timestamp::now),
        chance: Arc::new(Dice(SystemRandom::new())),
        vault: Arc::new(Vault::new(&ring(file)?, Arc::new(Dice(SystemRandom::new())))?),
        gateways: Arc::new(Gateways::new(gateway(), Vec::new())),
        sms: Arc::new(Nobody),
        mail: Arc::new(Nobody),
        issuer: Arc::new(Nobody),
        // A few companies own all the orders: nobody fills a day like that.
        settings: Arc::new(Settings { company_limits: NO_LIMITS, ..Settings::default() }),
        wake: Arc::default(),
        hasher: Arc::new(Hasher::new(1)),
        files: Arc::new(app::attachment::Files::in_memory()),
    })
}

/// The keys beside the data: the folder's own, or fresh ones, readable for the owner only as `serve` asks.
#[allow(clippy::disallowed_methods)] // a benchmark runs on the real dice
fn ring(data: &Path) -> Result<KeyRing, Error> {
    let file = data.with_file_name(KEYS);
    let failed = |e| Fault::files("the keys of the benchmark", e);
    if !file.exists() {
        let made = KeyRing::generate(&Dice(SystemRandom::new()));
        let out = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file);
        out.and_then(|mut out| out.write_all(made.to_text().as_bytes())).map_err(failed)?;
    }
    let text = std::fs::read_to_string(&file).map_err(failed)?;
    KeyRing::parse(&text).map_err(|e| Fault::records(format!("the keys of the benchmark: {e}")).into())
}

/// Writes `orders` orders in every state and one customer with a session for each company.
pub async fn fill(app: &App, orders: usize) -> Result<Vec<Customer>, Error> {
    prices(app).await?;
    let reviewer = reviewer(app).await?;
    let mut users = Vec::new();
    for i in 0..COMPANIES {
        users.push(add_company(app, i).await?);
    }
    let mut running = tokio::task::JoinSet::new();
    for i in 0..orders {
        if running.len() >= AT_ONCE {
            finish(running.join_next().await)?;
        }
        let (app, user, reviewer) = (app.clone(), users[i % COMPANIES].clone(), reviewer.clone());
        running.spawn(async move { live(&app, &user, &reviewer, i).await.map(drop) });
    }
    while let Some(ended) = running.join_next().await {
        finish(Some(ended))?;
    }
    let mut customers = Vec::new();
    for (i, user) in users.iter().enumerate() {
        let shown = live(app, user, &reviewer, orders.next_multiple_of(4) + COMPLETED + 4 * i).await?;
        customers.push(customer(app, user, shown).await?);
    }
    app.write(|tx| Ok(store::quiet(tx)?)).await?;
    Ok(customers)
}

fn finish(ended: Option<Result<Result<(), Error>, tokio::task::JoinError>>) -> Result<(), Error> {
    match ended {
        None | Some(Ok(Ok(()))) => Ok(()),
        Some(Ok(Err(error))) => Err(error),
        Some(Err(error)) => Err(Fault::work("filling", error).into()),
    }
}

/// One order's life, up to a state that depends on its number: half drafts and unpaid, half paid or completed.
async fn live(app: &App, user: &CompanyUser, reviewer: &StaffUser, i: usize) -> Result<OrderNumber, Error> {
    let number = order::draft::create(app, user, &form(), &format!("fill-{i}")).await?;
    if i.is_multiple_of(4) {
        return Ok(number);
    }
    let submitted = order::submit::submit(app, user, &number, &confirmed(1)).await?;
    if i % 4 == 1 {
        return Ok(number);
    }
    let attempt = open::open(app, user, &number).await?;
    let now = app.now();
    let report = TradeReport {
        trade: attempt.trade,
        gateway_trade: Some(format!("T{i}")),
        status: TradeStatus::Paid,
        amount: Some(submitted.amount),
        refunded: Fen::ZERO,
        paid_at: Some(now),
    };
    let gateway = app.gateways.offered().code.clone();
    app.write(move |tx| settle::settle(tx, &gateway, &report, now).map(drop)).await?;
    if i % 4 == 2 {
        return Ok(number);
    }
    let seen = submitted.version + 1;
    let shipped = order::review::decide(app, reviewer, &number, &approval(seen, format!("SF{i:013}"))).await?;
    order::submit::confirm(app, user, &number, shipped.version, false).await?;
    Ok(number)
}

fn form() -> OrderForm {
    OrderForm {
        project: "1".into(),
        certs: "2".into(),
        seals: "1".into(),
        get: "courier".into(),
        rn: "林晓岚".into(),
        rm: "13800000000".into(),
        rp: "福建省".into(),
        rc: "厦门市".into(),
        rd: "思明区".into(),
        ra: "青禾路 88 号 3 幢 501 室".into(),
        ..OrderForm::default()
    }
}

async fn prices(app: &App) -> Result<(), Error> {
    let item = |component, label: &str, fen, per| PriceItem {
        component,
        label: label.into(),
        unit_price: Fen::new(fen),
        per,
        kind: None,
        business: None,
        years: None,
        unit: "份".into(),
        class: "信息技术服务".into(),
        tax_code: "3040203000000000000".into(),
        rate_bp: 600,
    };
    let items = [
        item(Component::Certificate, "证书服务费", 8_000, Per::Certificate),
        item(Component::Medium, "介质费（UKey）", 5_000, Per::Certificate),
        item(Component::Seal, "电子签章费", 6_000, Per::Seal),
    ];
    let since = jiff::civil::date(2026, 1, 1);
    setup::add_project(app, "澜州市公共资源交易平台", "2026 年收费标准", since, &items).await.map(drop)
}

/// The reviewer of every order: what staff may do is judged from their row.
async fn reviewer(app: &App) -> Result<StaffUser, Error> {
    let (login, name, role) = ("shenhe", "审核员", Role::Reviewer);
    let secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    let id = setup::add_staff(app, login, name, role, None, "nobody logs in here", secret).await?;
    Ok(StaffUser { id, role, outlet: None, outlet_name: None, name: name.to_owned() })
}

async fn add_company(app: &App, i: usize) -> Result<CompanyUser, Error> {
    let text = format!("澜州测量{i:04}工程有限公司");
    let name = CompanyName::parse(&text).map_err(|_| Fault::Records(format!("the name {text}")))?;
    let mobile = Mobile::parse("13800000000").ok_or_else(|| Fault::records("a mobile"))?;
    let contact = Contact::registered("林晓岚", mobile.clone());
    let consent_version = app.settings.consent_version.clone();
    let new = NewCompany { name, password: "none".into(), mobile, contact, consent_version };
    let now = app.now();
    let id = app.write(move |tx| company::store::insert(tx, &new, now)?.ok_or(Error::NotFound)).await?;
    let profile = CompanyForm {
        kind: "enterprise".into(),
        id_kind: "credit_code".into(),
        credit_code: "91990102MA7QX3T58B".into(),
        legal_name: "沈知行".into(),
        province: "福建省".into(),
        city: "厦门市".into(),
        district: "思明区".into(),
        address: "青禾路 88 号".into(),
        licence_forever: "on".into(),
        ..CompanyForm::default()
    };
    let invoice =
        InvoiceForm { email: "caiwu@qinghe.example".into(), ..InvoiceForm::starting(&text, "91990102MA7QX3T58B") };
    let user = CompanyUser { id, name: text, contact_name: "林晓岚".into() };
    let saved = company::save_profile(app, &user, 1, &profile).await?;
    company::save_invoice_profile(app, &user, saved.version, &invoice).await?;
    Ok(user)
}

async fn customer(app: &App, user: &CompanyUser, shown: OrderNumber) -> Result<Customer, Error> {
    let order = order::draft::create(app, user, &form(), "customer").await?;
    let submitted = order::submit::submit(app, user, &order, &confirmed(1)).await?;
    let (_, visitor) = session::start(app).await?;
    let (token, session) = session::upgrade(app, &visitor, Who::Company(user.clone()), Origin::default()).await?;
    Ok(Customer { token, csrf: session.csrf, shown, order, version: submitted.version })
}

/// 提交 as a company sends it.
fn confirmed(version: i64) -> SubmitForm {
    SubmitForm { version, confirmed: "1".into(), total: None }
}

/// 通过 with a waybill, as a reviewer sends it.
fn approval(version: i64, waybill: String) -> ReviewForm {
    let (d, carrier) = (ReviewButton::Approve.code().to_owned(), Carrier::Sf.code().to_owned());
    ReviewForm { version, d, carrier, waybill, memo: "已核实".into(), ..ReviewForm::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The measured program is built from these use cases: a change of theirs must not be found out on the day when
    /// somebody measures.
    #[tokio::test]
    async fn a_small_folder_is_filled_with_orders_of_every_state() {
        let folder = tempfile::tempdir().unwrap();
        let app = open_app(&folder.path().join("cakey.db")).await.unwrap();
        assert_eq!(fill(&app, 8).await.unwrap().len(), COMPANIES);
    }
}
