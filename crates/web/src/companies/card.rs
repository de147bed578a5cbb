//! One company: its profiles with personal numbers masked, its orders, 停用 and 启用, 账号找回. A number in full is shown
//! by a button, and leaves a row in the trail.

use crate::failure::{Failure, see_other};
use crate::form::{Form, Nothing};
use crate::orders::tag::Tag;
use crate::page::{page, page_with};
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::Error;
use app::company::console::rescue::{self, RescueForm};
use app::company::console::{self, Card};
use app::who::StaffUser;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::company::difference::masked_number;
use domain::company::profile::LicenceTerm;
use domain::field::FieldErrors;
use domain::id::CompanyId;
use domain::rights::Act;
use domain::time;
use serde::Deserialize;

/// What was done just now.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CardQuery {
    done: String,
}

/// The form of 停用 and 启用.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Switch {
    /// `off` or `on`.
    to: String,
    why: String,
}

#[derive(Template)]
#[template(path = "companies/card.html")]
struct CardPage {
    shell: Shell,
    id: i64,
    name: String,
    told: &'static str,
    acts: bool,
    disabled: Option<String>,
    profile: Vec<(&'static str, String)>,
    invoice: Vec<(&'static str, String)>,
    contact: Vec<(&'static str, String)>,
    revealed: Option<Vec<(&'static str, String)>>,
    orders: Vec<OrderRow>,
    rescues: Vec<super::rescues::Row>,
    errors: FieldErrors,
    switch: Switch,
    rescue: RescueForm,
}

struct OrderRow {
    number: String,
    content: String,
    tag: Tag,
    amount: String,
    created: String,
}

/// What the forms of the page hold.
#[derive(Default)]
struct Typed {
    errors: FieldErrors,
    switch: Switch,
    rescue: RescueForm,
    revealed: bool,
    told: &'static str,
}

/// GET /cakey/staff/companies/{id}.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path(id): Path<i64>,
    Query(asked): Query<CardQuery>,
) -> Result<Response, Failure> {
    let card = console::card(&site.app, &user, CompanyId::new(id)).await?;
    let told = match asked.done.as_str() {
        "off" => "已停用，这家企业的登录已全部退出",
        "on" => "已启用",
        "rescue" => "已提交，等待主管放行",
        _ => "",
    };
    let shell = shell(&site, &session, Menu::Companies, "企业");
    page(&card_page(shell, &user, &card, Typed { told, ..Typed::default() }))
}

/// POST /cakey/staff/companies/{id}/reveal: the numbers in full, once, with a row in the trail.
pub async fn reveal(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path(id): Path<i64>,
    Form(_): Form<Nothing>,
) -> Result<Response, Failure> {
    let card = console::reveal(&site.app, &user, CompanyId::new(id)).await?;
    let shell = shell(&site, &session, Menu::Companies, "企业");
    page(&card_page(shell, &user, &card, Typed { revealed: true, ..Typed::default() }))
}

/// POST /cakey/staff/companies/{id}/switch.
pub async fn switch(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path(id): Path<i64>,
    Form(switch): Form<Switch>,
) -> Result<Response, Failure> {
    let company = CompanyId::new(id);
    let disabled = match switch.to.as_str() {
        "off" => true,
        "on" => false,
        _ => return Err(Failure::Malformed),
    };
    match console::set_disabled(&site.app, &user, company, disabled, &switch.why).await {
        Ok(()) => Ok(see_other(&format!("/cakey/staff/companies/{id}?done={}", switch.to))),
        Err(Error::Fields(errors)) => {
            let card = console::card(&site.app, &user, company).await?;
            let shell = shell(&site, &session, Menu::Companies, "企业");
            let typed = Typed { errors, switch, ..Typed::default() };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &card_page(shell, &user, &card, typed))
        }
        Err(other) => Err(other.into()),
    }
}

/// POST /cakey/staff/companies/{id}/rescue.
pub async fn rescue(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Path(id): Path<i64>,
    Form(form): Form<RescueForm>,
) -> Result<Response, Failure> {
    let company = CompanyId::new(id);
    match rescue::ask(&site.app, &user, company, &form).await {
        Ok(()) => Ok(see_other(&format!("/cakey/staff/companies/{id}?done=rescue"))),
        Err(Error::Fields(errors)) => {
            let card = console::card(&site.app, &user, company).await?;
            let shell = shell(&site, &session, Menu::Companies, "企业");
            let typed = Typed { errors, rescue: form, ..Typed::default() };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &card_page(shell, &user, &card, typed))
        }
        Err(other) => Err(other.into()),
    }
}

fn card_page(shell: Shell, user: &StaffUser, card: &Card, typed: Typed) -> CardPage {
    let company = &card.company;
    CardPage {
        shell: shell.with_errors(&typed.errors),
        id: company.id.get(),
        name: company.name.clone(),
        told: typed.told,
        acts: user.may(Act::SwitchCompanies),
        disabled: card.disabled.clone(),
        profile: profile(card),
        invoice: invoice(card),
        contact: vec![
            ("联系人", company.contact.name.clone()),
            ("注册手机号", company.mobile.masked()),
            ("联系人手机号", company.contact.mobile.masked()),
            ("联系人证件", masked_number(&company.contact.id_number)),
            ("邮箱", company.contact.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default()),
            ("部门职务", format!("{} {}", company.contact.department, company.contact.title).trim().to_owned()),
            ("注册时间", time::minute_text(card.created_at)),
        ],
        revealed: typed.revealed.then(|| personal(card)),
        orders: card.orders.iter().map(OrderRow::of).collect(),
        rescues: card.rescues.iter().map(|rescue| super::rescues::Row::of(rescue, user)).collect(),
        errors: typed.errors,
        switch: typed.switch,
        rescue: typed.rescue,
    }
}

fn profile(card: &Card) -> Vec<(&'static str, String)> {
    let Some(profile) = &card.company.profile else { return Vec::new() };
    let licence = match profile.licence {
        None => String::new(),
        Some(LicenceTerm::Forever) => "长期".to_owned(),
        Some(LicenceTerm::Until(day)) => day.to_string(),
    };
    vec![
        ("企业类型", profile.kind.title().to_owned()),
        (profile.id_kind.title(), profile.credit_code.clone()),
        ("法定代表人", profile.legal_name.clone()),
        ("法定代表人证件", masked_number(&profile.legal_id_number)),
        ("注册地址", profile.full_address()),
        ("单位电话", profile.phone.clone()),
        ("执照有效期", licence),
    ]
}

fn invoice(card: &Card) -> Vec<(&'static str, String)> {
    let Some(invoice) = &card.company.invoice_profile else { return Vec::new() };
    vec![
        ("发票抬头", invoice.title.clone()),
        ("纳税人识别号", invoice.tax_number.clone()),
        ("收票邮箱", invoice.email.as_str().to_owned()),
        ("开户银行", invoice.bank.clone()),
        ("银行账号", masked_number(&invoice.account)),
    ]
}

/// The numbers in full.
fn personal(card: &Card) -> Vec<(&'static str, String)> {
    let company = &card.company;
    let profile = company.profile.as_ref();
    let legal_mobile = profile.and_then(|profile| profile.legal_mobile.as_ref());
    vec![
        ("注册手机号", company.mobile.as_str().to_owned()),
        ("联系人手机号", company.contact.mobile.as_str().to_owned()),
        ("联系人证件", company.contact.id_number.clone()),
        ("法定代表人证件", profile.map(|profile| profile.legal_id_number.clone()).unwrap_or_default()),
        ("法定代表人手机号", legal_mobile.map(|mobile| mobile.as_str().to_owned()).unwrap_or_default()),
        ("银行账号", company.invoice_profile.as_ref().map(|invoice| invoice.account.clone()).unwrap_or_default()),
    ]
}

impl OrderRow {
    fn of(line: &app::order::overview::OverviewLine) -> OrderRow {
        OrderRow {
            number: line.number.clone(),
            content: crate::orders::view::short_content(line.certificates, line.seals),
            tag: Tag::of(&line.state),
            amount: line.amount.to_string(),
            created: time::minute_text(line.created_at),
        }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    use domain::rights::Role;
    let company = app::company::Company {
        id: CompanyId::new(1),
        name: "澜州青禾建设工程有限公司".into(),
        mobile: sample::contact().mobile,
        contact: sample::contact(),
        profile: Some(sample::profile()),
        invoice_profile: Some(sample::invoice_profile()),
        version: 3,
    };
    let card = |disabled: Option<String>| Card {
        company: company.clone(),
        disabled,
        created_at: sample::now(),
        orders: Vec::new(),
        rescues: vec![super::rescues::sample()],
    };
    let page = |name: &str, role, card: Card, typed: Typed| {
        let user = StaffUser { role, ..sample::reviewer() };
        let shell = crate::samples::staff_shell(role, Menu::Companies, "企业");
        (name.to_owned(), card_page(shell, &user, &card, typed).to_string())
    };
    let errors = RescueForm::default().check().err().unwrap_or_default();
    vec![
        page("company", Role::Support, card(None), Typed { told: "已启用", ..Typed::default() }),
        page("company disabled", Role::Supervisor, card(Some("<冒用>".into())), Typed::default()),
        page("company read", Role::Auditor, card(None), Typed { revealed: true, ..Typed::default() }),
        page("company mistakes", Role::Support, card(None), Typed { errors, ..Typed::default() }),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_are_masked_until_the_button_and_readers_have_no_forms() {
        let samples = super::samples();
        let html =
            |name: &str| samples.iter().find(|(n, _)| n == name).map(|(_, html)| html.clone()).unwrap_or_default();
        assert!(html("company").contains("138****0000") && !html("company").contains("13800000000"));
        assert!(html("company read").contains("13800000000"));
        assert!(html("company").contains("/rescue\"") && html("company").contains("/switch\""));
        assert!(!html("company read").contains("/rescue\"") && !html("company read").contains("/switch\""));
    }
}
