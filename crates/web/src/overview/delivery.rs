//! 变更获取方式: courier, or an outlet, with the user's consent (T16, E19).

use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::orders::changed::{self, StalePage};
use crate::orders::number::Number;
use crate::orders::view::DeliveryView;
use crate::page::{page, page_with};
use crate::places;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::Error;
use app::order::delivery;
use app::order::query::{self, Detail};
use app::order::store::Find;
use app::outlet;
use app::who::StaffUser;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::id::{OrderNumber, OutletId};
use domain::order::form::OrderForm;
use domain::order::staff_form::DeliveryForm;
use domain::outlet::Outlet;
use domain::rights::Act;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "overview/delivery.html")]
struct DeliveryPage {
    shell: Shell,
    number: String,
    version: i64,
    company: String,
    now: DeliveryView,
    outlets: Vec<(String, String)>,
    form: DeliveryForm,
    errors: FieldErrors,
}

#[derive(Debug, Deserialize)]
pub struct DeliveryBody {
    version: i64,
    /// The button, where it is not 变更.
    #[serde(default)]
    act: String,
    #[serde(flatten)]
    form: DeliveryForm,
}

/// GET /cakey/staff/orders/{number}/delivery.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
) -> Result<Response, Failure> {
    let detail = query::detail(&site.app, at_support(&user, &number)).await?;
    let outlets = outlet::list(&site.app).await?;
    let shell = shell(&site, &session, Menu::Overview, "变更获取方式");
    page(&delivery_page(shell, &detail, &outlets, DeliveryForm::default(), FieldErrors::new()))
}

/// POST /cakey/staff/orders/{number}/delivery.
pub async fn post(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(posted): Form<DeliveryBody>,
) -> Result<Response, Failure> {
    let outlets = outlet::list(&site.app).await?;
    let ids: Vec<OutletId> = outlets.iter().map(|outlet| outlet.id).collect();
    let again = async |form, errors: FieldErrors| {
        let detail = query::detail(&site.app, at_support(&user, &number)).await?;
        let shell = shell(&site, &session, Menu::Overview, "变更获取方式");
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        page_with(status, &delivery_page(shell, &detail, &outlets, form, errors))
    };
    if posted.act == places::AREA {
        let mut form = posted.form;
        places::clear_strange(&form.rp, &mut form.rc, &mut form.rd);
        return again(form, FieldErrors::new()).await;
    }
    let (to, consent) = match posted.form.check(&ids) {
        Ok(checked) => checked,
        Err(errors) => return again(posted.form, errors).await,
    };
    let url = format!("/cakey/staff/orders/{number}");
    match delivery::switch(&site.app, &user, &number, posted.version, to, &consent).await {
        Ok(_) => Ok(see_other(&url)),
        Err(error @ (Error::Stale { .. } | Error::Refused(_))) => {
            let find = at_support(&user, &number);
            let who = StalePage { session: &session, menu: Menu::Overview, find, url, seen: posted.version };
            changed::told(&site, who, error).await
        }
        Err(other) => Err(other.into()),
    }
}

fn at_support(user: &StaffUser, number: &OrderNumber) -> Find {
    Find::Staff(user.id, Act::SwitchDelivery, number.clone())
}

fn delivery_page(
    shell: Shell,
    detail: &Detail,
    outlets: &[Outlet],
    form: DeliveryForm,
    errors: FieldErrors,
) -> DeliveryPage {
    let order = &detail.stored.order;
    DeliveryPage {
        shell: shell.with_errors(&errors),
        number: order.number.to_string(),
        version: order.version,
        company: detail.company.clone(),
        now: DeliveryView::masked(&order.delivery, detail.outlet.as_deref()),
        outlets: outlets.iter().map(|outlet| (outlet.id.to_string(), outlet.name.clone())).collect(),
        form,
        errors,
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    let outlet = Outlet {
        id: sample::OUTLET,
        name: "东湖网点".into(),
        address: "湖滨路 1 号".into(),
        phone: "0990-0000001".into(),
        hours: "工作日".into(),
        open: true,
    };
    let page = |name: &str, form: DeliveryForm, errors: FieldErrors| {
        let shell = crate::samples::staff_shell(domain::rights::Role::Support, Menu::Overview, "变更获取方式");
        let detail = sample::detail(sample::processing(domain::order::Handover::NotReady));
        (name.to_owned(), delivery_page(shell, &detail, std::slice::from_ref(&outlet), form, errors).to_string())
    };
    let wrong = DeliveryForm { get: "courier".into(), ..DeliveryForm::default() };
    let errors = wrong.check(&[sample::OUTLET]).err().unwrap_or_default();
    vec![page("delivery", DeliveryForm::default(), FieldErrors::new()), page("delivery mistakes", wrong, errors)]
}
