//! 订单申请 and 修改/提交 (manual 3.2 (6)–(8)). The buttons 更新价格, 重新计算 and 用注册地址填写 send the form to the same
//! address, so everything works without script; 保存 alone stores anything.

use super::number::Number;
use super::steps::{self, Step};
use super::view::Act;
use crate::error::Failure;
use crate::form::Form;
use crate::page::{page, page_with, see_other};
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::account::CompanyUser;
use app::account::Session;
use app::order::store::Find;
use app::order::{Stored, draft, query};
use app::project::Project;
use app::{Error, chance, company, outlet, project};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::id::{OrderNumber, ProjectId};
use domain::order::form::OrderForm;
use domain::order::price::Quote;
use domain::outlet::Outlet;
use serde::Deserialize;

/// What the address asks for: 再来一单 names the order to copy.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    copy: String,
}

/// What the form sends beside its inputs.
#[derive(Debug, Deserialize)]
pub struct Posted {
    /// The button: `save`, `price` or `copy`.
    #[serde(default)]
    act: String,
    /// The one-time number of a new order's form.
    #[serde(default)]
    op: String,
    /// The version that the page showed; 0 for a new order.
    version: i64,
    #[serde(flatten)]
    form: OrderForm,
}

#[derive(Template)]
#[template(path = "orders/form.html")]
struct FormPage {
    shell: Shell,
    action: String,
    saved: Option<Saved>,
    version: i64,
    operation: String,
    notice: &'static str,
    form: OrderForm,
    errors: FieldErrors,
    projects: Vec<Choice>,
    outlets: Vec<Place>,
    max_certificates: i64,
    quote: Option<Quote>,
    steps: Vec<Step>,
}

/// The order that is changed.
struct Saved {
    number: String,
    deletable: bool,
    /// Why the last submission was not approved.
    rejected: Option<String>,
}

struct Choice {
    id: String,
    name: String,
}

struct Place {
    id: String,
    name: String,
    address: String,
    phone: String,
    hours: String,
}

/// What a page shows of the form.
struct Filled {
    saved: Option<Saved>,
    version: i64,
    operation: String,
    notice: &'static str,
    form: OrderForm,
    errors: FieldErrors,
}

/// GET /cakey/orders/new.
pub async fn new(
    State(site): State<Site>,
    Company(session, user): Company,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let form = match OrderNumber::parse(&asked.copy) {
        Some(number) => {
            let stored = query::plain(&site.app, Find::Own(user.id, number)).await?;
            OrderForm::from_draft(&stored.draft)
        }
        None => first_form(&site, &user).await?,
    };
    let operation = chance::token(&*site.app.chance);
    let filled = Filled { saved: None, version: 0, operation, notice: "", form, errors: FieldErrors::new() };
    page(&form_page(&site, &session, filled).await?)
}

/// POST /cakey/orders/new.
pub async fn create(
    State(site): State<Site>,
    Company(session, user): Company,
    Form(posted): Form<Posted>,
) -> Result<Response, Failure> {
    if posted.act == "price" || posted.act == "copy" {
        return again(&site, &session, &user, None, posted).await;
    }
    match draft::create(&site.app, &user, &posted.form, &posted.op).await {
        Ok(number) => Ok(see_other(&format!("/cakey/orders/{number}/check"))),
        Err(Error::Fields(errors)) => mistakes(&site, &session, None, posted, errors).await,
        Err(other) => Err(other.into()),
    }
}

/// GET /cakey/orders/{number}/edit.
pub async fn edit(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
) -> Result<Response, Failure> {
    let stored = query::plain(&site.app, Find::Own(user.id, number.clone())).await?;
    if Act::of(&stored.order.state) != Act::Edit {
        return Ok(see_other(&format!("/cakey/orders/{number}")));
    }
    let form = OrderForm::from_draft(&stored.draft);
    let (version, operation) = (stored.order.version, String::new());
    let saved = Some(Saved::of(&stored));
    let filled = Filled { saved, version, operation, notice: "", form, errors: FieldErrors::new() };
    page(&form_page(&site, &session, filled).await?)
}

/// POST /cakey/orders/{number}/edit.
pub async fn save(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
    Form(posted): Form<Posted>,
) -> Result<Response, Failure> {
    let stored = query::plain(&site.app, Find::Own(user.id, number.clone())).await?;
    let saved = Some(Saved::of(&stored));
    if posted.act == "price" || posted.act == "copy" {
        return again(&site, &session, &user, saved, posted).await;
    }
    match draft::save(&site.app, &user, &number, posted.version, &posted.form).await {
        Ok(()) => Ok(see_other(&format!("/cakey/orders/{number}/check"))),
        Err(Error::Fields(errors)) => mistakes(&site, &session, saved, posted, errors).await,
        Err(other) => {
            let (find, url) = (Find::Own(user.id, number.clone()), format!("/cakey/orders/{number}"));
            let who =
                super::changed::Overtaken { session: &session, menu: Menu::Orders, find, url, seen: posted.version };
            super::changed::told(&site, who, other).await
        }
    }
}

async fn mistakes(
    site: &Site,
    session: &Session,
    saved: Option<Saved>,
    posted: Posted,
    errors: FieldErrors,
) -> Result<Response, Failure> {
    let Posted { op, version, form, .. } = posted;
    let filled = Filled { saved, version, operation: op, notice: "", form, errors };
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &form_page(site, session, filled).await?)
}

/// The same form again, with the price or the address that its button asked for.
async fn again(
    site: &Site,
    session: &Session,
    user: &CompanyUser,
    saved: Option<Saved>,
    posted: Posted,
) -> Result<Response, Failure> {
    let Posted { act, op, version, mut form } = posted;
    let mut notice = "";
    let mut errors = FieldErrors::new();
    if act == "copy" {
        form.get = "courier".into();
        let company = company::load(&site.app, user.id).await?;
        if !copy_address(&mut form, &company) {
            notice = "基本信息里还没有注册地址，请先完善基本信息，或直接填写收件地址";
        }
    } else {
        errors = form.check_price_inputs(site.app.settings.max_certificates).err().unwrap_or_default();
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let filled = Filled { saved, version, operation: op, notice, form, errors };
    page_with(status, &form_page(site, session, filled).await?)
}

/// A new form: what most companies order, to their own address.
async fn first_form(site: &Site, user: &CompanyUser) -> Result<OrderForm, Failure> {
    let mut form = OrderForm { certs: "1".into(), seals: "1".into(), get: "courier".into(), ..OrderForm::default() };
    copy_address(&mut form, &company::load(&site.app, user.id).await?);
    Ok(form)
}

/// Fills in the registered address, and the contact where nobody is named yet. False if there is no address.
fn copy_address(form: &mut OrderForm, company: &company::Company) -> bool {
    if form.rn.trim().is_empty() {
        form.rn.clone_from(&company.contact.name);
    }
    if form.rm.trim().is_empty() {
        form.rm = company.contact.mobile.as_str().to_owned();
    }
    let Some(profile) = &company.profile else { return false };
    form.rp.clone_from(&profile.province);
    form.rc.clone_from(&profile.city);
    form.rd.clone_from(&profile.district);
    form.ra.clone_from(&profile.address);
    true
}

async fn form_page(site: &Site, session: &Session, mut filled: Filled) -> Result<FormPage, Failure> {
    let read = site.app.read(|tx| Ok((project::store::list_open(tx)?, outlet::store::list_open(tx)?)));
    let (projects, outlets) = read.await?;
    if filled.form.project.is_empty()
        && let Some(first) = projects.first()
    {
        filled.form.project = first.id.to_string();
    }
    let quote = quote(site, &filled.form, &projects).await?;
    let title = if filled.saved.is_some() { "修改订单" } else { "订单申请" };
    Ok(shown(
        shell(site, session, Menu::Orders, title),
        filled,
        projects,
        outlets,
        quote,
        site.app.settings.max_certificates,
    ))
}

/// The price of what is filled in; `None` while it cannot be said.
async fn quote(site: &Site, form: &OrderForm, projects: &[Project]) -> Result<Option<Quote>, Failure> {
    let Ok((certificates, seals)) = form.check_price_inputs(site.app.settings.max_certificates) else {
        return Ok(None);
    };
    let wanted: Option<ProjectId> = projects.iter().map(|p| p.id).find(|id| id.to_string() == form.project);
    let Some(project) = wanted else { return Ok(None) };
    match draft::quote(&site.app, project, certificates, seals).await {
        Ok(quote) => Ok(Some(quote)),
        Err(Error::Fields(_)) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

fn shown(
    shell: Shell,
    filled: Filled,
    projects: Vec<Project>,
    outlets: Vec<Outlet>,
    quote: Option<Quote>,
    max_certificates: i64,
) -> FormPage {
    let action = match &filled.saved {
        Some(saved) => format!("/cakey/orders/{}/edit", saved.number),
        None => "/cakey/orders/new".to_owned(),
    };
    FormPage {
        shell: shell.with_errors(&filled.errors),
        action,
        saved: filled.saved,
        version: filled.version,
        operation: filled.operation,
        notice: filled.notice,
        form: filled.form,
        errors: filled.errors,
        projects: projects.into_iter().map(|p| Choice { id: p.id.to_string(), name: p.name }).collect(),
        outlets: outlets.into_iter().map(Place::of).collect(),
        max_certificates,
        quote,
        steps: steps::at(1),
    }
}

impl Saved {
    fn of(stored: &Stored) -> Saved {
        let rejected = match &stored.order.state {
            domain::order::State::Draft { rejected } => rejected.as_ref().map(|rejected| rejected.rejection.sentence()),
            _ => None,
        };
        Saved { number: stored.order.number.to_string(), deletable: stored.order.submission == 0, rejected }
    }
}

impl Place {
    fn of(outlet: Outlet) -> Place {
        let Outlet { id, name, address, phone, hours, open: _ } = outlet;
        Place { id: id.to_string(), name, address, phone, hours }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use super::sample;
    let stored = sample::stored(domain::order::State::Draft { rejected: None });
    let form = OrderForm::from_draft(&stored.draft);
    let wrong = OrderForm { seals: "3".into(), get: "pickup".into(), note: "<b>\"".into(), ..form.clone() };
    let context = domain::order::form::OrderContext { projects: &[], outlets: &[], max_certificates: 20 };
    let errors = wrong.check(&context).expect_err("mistakes");
    let page = |name: &str, saved, form, errors| {
        let filled = Filled { saved, version: 4, operation: "op-token".into(), notice: "", form, errors };
        let projects =
            vec![Project { id: ProjectId::new(1), name: "澜州市公共资源交易平台".into(), open: true }];
        let outlet = Outlet {
            id: sample::OUTLET,
            name: "东湖网点".into(),
            address: "东湖区政务服务中心二楼 B12 窗口".into(),
            phone: "0990-0000001".into(),
            hours: "工作日 9:00–17:00".into(),
            open: true,
        };
        let shell = sample::shell(Menu::Orders, "订单申请");
        let page = shown(shell, filled, projects, vec![outlet], Some(sample::quote()), 20);
        (name.to_owned(), page.to_string())
    };
    vec![
        page("order form", None, form, FieldErrors::new()),
        page("order form mistakes", Some(Saved::of(&stored)), wrong, errors),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_stand_on_top_and_at_their_fields_and_nothing_typed_is_lost() {
        let (_, html) = samples().remove(1);
        for words in [
            "还有 3 处需要修改",
            "href=\"#seals\"",
            "签章数量不能大于证书数量（2），请改为 0–2",
            "id=\"seals-e\"",
            "aria-invalid=\"true\"",
            "value=\"3\"",
            "请选择自取网点",
            "&#60;b&#62;&#34;",
            "错误：",
        ] {
            assert!(html.contains(words), "{words}");
        }
    }

    #[test]
    fn a_new_form_carries_its_one_time_number_and_the_buttons_that_need_no_script() {
        let (_, html) = samples().remove(0);
        for words in ["name=\"op\" value=\"op-token\"", "重新计算", "用注册地址填写", ">保存<", "formnovalidate"]
        {
            assert!(html.contains(words), "{words}");
        }
    }
}
