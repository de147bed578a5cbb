//! Who and what a test needs before it begins. Passwords are not hashed: nobody logs in here.

use super::world::World;
use app::account::store::staff::NewStaff;
use app::company::store::NewCompany;
use app::who::{CompanyUser, StaffUser};
use app::{account, company, setup};
use domain::account::CompanyName;
use domain::company::{CompanyForm, Contact, InvoiceForm};
use domain::contact::Mobile;
use domain::id::{OutletId, ProjectId};
use domain::money::Fen;
use domain::order::form::OrderForm;
use domain::order::price::{Component, Per, PriceItem};
use domain::rights::Role;
use jiff::civil::date;

pub const MOBILE: &str = "13800001234";
const CREDIT_CODE: &str = "91990102MA7QX3T58B";

/// What two certificates and one seal cost by [`World::project`].
pub const PRICE: Fen = Fen::new(50_000);

impl World {
    /// A company with all three profiles, ready to submit orders.
    pub async fn company(&self, name: &str) -> CompanyUser {
        let contact = Contact::registered("顾南乔", Mobile::parse(MOBILE).unwrap());
        let new = NewCompany {
            name: CompanyName::parse(name).unwrap(),
            password: String::new(),
            mobile: contact.mobile.clone(),
            contact,
            consent_version: "2026-11".into(),
        };
        let now = self.app.now();
        let today = domain::time::beijing(now).date();
        let id = self.app.write(move |tx| Ok(company::store::insert(tx, &new, now)?)).await.unwrap().unwrap();
        let mut company = company::load(&self.app, id).await.unwrap();
        company.profile = Some(company_form().check(None, today).unwrap());
        let invoice = InvoiceForm { email: "caiwu@qinghe.example".into(), ..InvoiceForm::starting(name, CREDIT_CODE) };
        company.invoice_profile = Some(invoice.check(None).unwrap());
        self.app.write(move |tx| Ok(company::store::update(tx, &company, now)?)).await.unwrap();
        CompanyUser { id, name: name.to_owned(), contact_name: "顾南乔".into() }
    }

    /// 东湖网点.
    pub async fn outlet(&self) -> OutletId {
        let place = ("澜州市东湖区湖滨路 1 号", "0990-0000001", "工作日 9:00–17:00");
        setup::add_outlet(&self.app, "东湖网点", place.0, place.1, place.2).await.unwrap()
    }

    /// 澜州市公共资源交易平台: 200 yuan for a certificate, 100 for a seal.
    pub async fn project(&self) -> ProjectId {
        let items = [item(Component::Certificate, 20_000, Per::Certificate), item(Component::Seal, 10_000, Per::Seal)];
        let name = "澜州市公共资源交易平台";
        setup::add_project(&self.app, name, "2026 年收费标准", date(2026, 1, 1), &items).await.unwrap()
    }

    /// A member of staff; of 东湖网点 if the role is of an outlet. `login` is free to choose.
    pub async fn staff(&self, role: Role, login: &str) -> StaffUser {
        let outlet = if role == Role::Outlet { Some(self.outlet().await) } else { None };
        let new = NewStaff {
            login: login.to_owned(),
            name: format!("{}甲", role.title()),
            role,
            outlet,
            password: String::new(),
            totp_secret: String::new(),
        };
        let now = self.app.now();
        let stored = self.app.write(move |tx| {
            account::store::staff::insert_staff(tx, &new, now)?;
            Ok(account::store::staff::find_staff(tx, &new.login)?)
        });
        stored.await.unwrap().unwrap().user
    }

    /// Two certificates and one seal, by courier.
    pub async fn by_courier(&self) -> OrderForm {
        OrderForm {
            project: self.project().await.to_string(),
            certs: "2".into(),
            seals: "1".into(),
            get: "courier".into(),
            rn: "顾南乔".into(),
            rm: MOBILE.into(),
            rp: "福建省".into(),
            rc: "厦门市".into(),
            rd: "思明区".into(),
            ra: "青禾路 88 号".into(),
            ..OrderForm::default()
        }
    }

    /// The same, to be collected at 东湖网点.
    pub async fn by_pickup(&self) -> OrderForm {
        let outlet = self.outlet().await.to_string();
        OrderForm { get: "pickup".into(), outlet, ..self.by_courier().await }
    }
}

fn company_form() -> CompanyForm {
    CompanyForm {
        kind: "enterprise".into(),
        id_kind: "credit_code".into(),
        credit_code: CREDIT_CODE.into(),
        legal_name: "沈知行".into(),
        legal_mobile: MOBILE.into(),
        province: "福建省".into(),
        city: "厦门市".into(),
        district: "思明区".into(),
        address: "青禾路 88 号".into(),
        ..CompanyForm::default()
    }
}

fn item(component: Component, fen: i64, per: Per) -> PriceItem {
    PriceItem {
        component,
        label: component.title().into(),
        unit_price: Fen::new(fen),
        per,
        kind: None,
        business: None,
        years: None,
        unit: "个".into(),
        class: "信息技术服务".into(),
        tax_code: "3040203000000000000".into(),
        rate_bp: 600,
    }
}
