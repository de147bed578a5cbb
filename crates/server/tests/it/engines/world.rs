//! The use cases over one engine, and the steps that tests take again and again. Every write closure is rehearsed (run,
//! undone, run again), so a closure that cannot run twice fails on whichever engine it was written for.

use super::people::PRICE;
use super::ports::{CountedChance, Gateway, Issuer, Letterbox, SetClock, registered};
use app::account::hasher::Hasher;
use app::effects::worker;
use app::order::store::Find;
use app::order::{draft, query, review, submit};
use app::payment::settle::{self, Settlement};
use app::payment::{Gateways, StoredAttempt, open};
use app::vault::{KeyRing, Vault};
use app::who::{CompanyUser, StaffUser};
use app::{App, Settings, verify};
use db::Db;
use db::test_server::PostgresServer;
use domain::id::{OrderId, OrderNumber, TradeNumber};
use domain::order::form::OrderForm;
use domain::order::staff_form::{Carrier, CollectorIdentity, HandoverForm, ReviewButton, ReviewForm};
use domain::order::{Collector, Order, StatusCode, SubmitForm, Waybill};
use jiff::SignedDuration;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// More rounds of the worker than any test needs: a row that comes back for ever is a fault.
const MOST_ROUNDS: usize = 500;

/// One database and everything around it.
pub struct World {
    pub app: App,
    pub clock: Arc<SetClock>,
    pub gateway: Arc<Gateway>,
    pub sms: Arc<Letterbox>,
    pub mail: Arc<Letterbox>,
    pub issuer: Arc<Issuer>,
    operations: AtomicU32,
    /// The last field: removed after the database is closed.
    _folder: Option<Folder>,
}

/// Removed with everything in it.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl World {
    pub async fn sqlite() -> World {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("engines-{}-{number}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        let db = Db::sqlite(&folder.join("test.db"), 2).unwrap();
        World::over(db, Some(Folder(folder))).await
    }

    /// Over a database of its own on a PostgreSQL server.
    pub async fn postgres() -> World {
        let url = PostgresServer::shared().database();
        World::over(Db::postgres(&url, 2, 4).unwrap(), None).await
    }

    async fn over(db: Db, folder: Option<Folder>) -> World {
        let db = Arc::new(db.rehearsing());
        db.migrate(app::schema::MIGRATIONS).await.unwrap();
        let (clock, gateway) = (Arc::new(SetClock::starting()), Arc::new(Gateway::default()));
        let (sms, mail) = (Arc::new(Letterbox::default()), Arc::new(Letterbox::default()));
        let issuer = Arc::new(Issuer::default());
        let ring = KeyRing::generate(&CountedChance::default());
        let vault = Vault::new(&ring, Arc::new(CountedChance::default())).unwrap();
        let app = App {
            db,
            clock: clock.clone(),
            chance: Arc::new(CountedChance::default()),
            vault: Arc::new(vault),
            gateways: Arc::new(Gateways::new(registered(gateway.clone()), Vec::new())),
            sms: sms.clone(),
            mail: mail.clone(),
            issuer: issuer.clone(),
            settings: Arc::new(Settings::default()),
            wake: Arc::default(),
            hasher: Arc::new(Hasher::new(1)),
            files: Arc::new(app::attachment::Files::in_memory()),
        };
        World { app, clock, gateway, sms, mail, issuer, operations: AtomicU32::new(0), _folder: folder }
    }

    pub async fn draft(&self, user: &CompanyUser, form: &OrderForm) -> OrderNumber {
        let operation = self.operations.fetch_add(1, Ordering::Relaxed);
        draft::create(&self.app, user, form, &format!("operation {operation}")).await.unwrap()
    }

    pub async fn awaiting_payment(&self, user: &CompanyUser, form: &OrderForm) -> OrderNumber {
        let number = self.draft(user, form).await;
        submit::submit(&self.app, user, &number, &confirmed(1)).await.unwrap();
        number
    }

    /// An order that was submitted and paid; the gateway has said so.
    pub async fn under_review(&self, user: &CompanyUser, form: &OrderForm) -> OrderNumber {
        let number = self.awaiting_payment(user, form).await;
        self.pay(user, &number).await;
        number
    }

    /// Opens a payment, pays it, and lets the gateway say so.
    pub async fn pay(&self, user: &CompanyUser, number: &OrderNumber) -> StoredAttempt {
        let attempt = open::open(&self.app, user, number).await.unwrap();
        self.gateway.pay(&attempt.trade, PRICE);
        assert_eq!(self.notice(&attempt.trade).await, Settlement::Settled);
        attempt
    }

    /// The gateway's notice of a trade arrives.
    pub async fn notice(&self, trade: &TradeNumber) -> Settlement {
        let gateway = &self.app.gateways.offered().code;
        settle::receive_notice(&self.app, gateway, trade.as_str().as_bytes()).await.unwrap()
    }

    /// Approves without a waybill.
    pub async fn approve(&self, staff: &StaffUser, number: &OrderNumber) -> Order {
        let seen = self.version(number).await;
        review::decide(&self.app, staff, number, &approval(seen, None)).await.unwrap()
    }

    /// The order as it stands.
    pub async fn order(&self, number: &OrderNumber) -> Order {
        query::plain(&self.app, Find::System(number.clone())).await.unwrap().order
    }

    pub async fn version(&self, number: &OrderNumber) -> i64 {
        self.order(number).await.version
    }

    pub async fn status(&self, number: &OrderNumber) -> StatusCode {
        self.order(number).await.state.code()
    }

    pub async fn detail(&self, number: &OrderNumber) -> query::Detail {
        query::detail(&self.app, Find::System(number.clone())).await.unwrap()
    }

    pub async fn id(&self, number: &OrderNumber) -> OrderId {
        self.order(number).await.id
    }

    /// Works off the outbox until nothing is due at this moment.
    pub async fn work(&self) {
        for _ in 0..MOST_ROUNDS {
            if worker::round(&self.app).await.unwrap() == 0 {
                return;
            }
        }
        panic!("the outbox never comes to rest");
    }

    /// Works, and lets time pass in between, until all that needs no person is done.
    pub async fn work_for(&self, span: SignedDuration) {
        let step = span / 8;
        for _ in 0..8 {
            self.work().await;
            self.clock.advance(step);
        }
        self.work().await;
    }

    /// The records hold, and our money is the gateway's money, fen by fen.
    pub async fn verified(&self) {
        let report = verify::verify(&self.app.db).await.unwrap();
        assert_eq!(report.problems, Vec::<String>::new());
        assert_eq!((report.captured, report.refunded), self.gateway.totals());
    }
}

/// The contact collects, with an identity card.
pub fn collected() -> (Collector, CollectorIdentity) {
    let [who, id_kind, id_number, seen] = ["self", "resident", "11010519491231002X", "on"].map(str::to_owned);
    let form = HandoverForm { who, id_kind, id_number, seen, ..HandoverForm::default() };
    form.check("顾南乔", jiff::civil::date(2026, 11, 23)).unwrap()
}

/// 通过, with the parcel at hand or not.
pub fn approval(version: i64, waybill: Option<Waybill>) -> ReviewForm {
    let (carrier, number) = waybill.map_or_else(Default::default, |waybill| (waybill.carrier, waybill.number));
    let carrier = Carrier::ALL.iter().find(|one| one.title() == carrier).map_or("", |one| one.code());
    let (d, memo) = (ReviewButton::Approve.code().to_owned(), "已核实".to_owned());
    ReviewForm { version, d, carrier: carrier.to_owned(), waybill: number, memo, ..ReviewForm::default() }
}

/// 拒绝: 复印件未盖章.
pub fn rejection(version: i64) -> ReviewForm {
    let (d, why) = (ReviewButton::Reject.code().to_owned(), "请盖章后重新提交。".to_owned());
    ReviewForm { version, d, r: vec!["no_stamp".into()], why, ..ReviewForm::default() }
}

/// 提交, from a page that showed no price.
pub fn confirmed(version: i64) -> SubmitForm {
    SubmitForm { version, confirmed: "1".into(), total: None }
}
