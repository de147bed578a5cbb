//! The waybill of one order, first or corrected; each new number is sent to the user by SMS.

use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::orders::changed::{self, StalePage};
use crate::orders::number::Number;
use crate::orders::tag::Tag;
use crate::orders::view::{DeliveryView, content};
use crate::page::{page, page_with};
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::order::handover;
use app::order::query::{self, Detail};
use app::order::store::Find;
use app::who::StaffUser;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::id::OrderNumber;
use domain::order::staff_form::{Carrier, WaybillForm};
use domain::order::{Delivery, State as OrderState};
use domain::rights::Act;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "shipping/waybill.html")]
struct WaybillPage {
    shell: Shell,
    number: String,
    version: i64,
    tag: Tag,
    company: String,
    content: String,
    way: DeliveryView,
    open: bool,
    old: Option<String>,
    warning: Option<String>,
    carriers: &'static [Carrier],
    form: WaybillForm,
    errors: FieldErrors,
}

#[derive(Debug, Deserialize)]
pub struct WaybillBody {
    version: i64,
    #[serde(flatten)]
    form: WaybillForm,
}

/// GET /cakey/staff/shipping/{number}.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
) -> Result<Response, Failure> {
    let detail = courier_order(&site, &user, &number).await?;
    let shell = shell(&site, &session, Menu::Shipping, "登记快递单号");
    page(&waybill_page(shell, &detail, WaybillForm::default(), FieldErrors::new()))
}

/// POST /cakey/staff/shipping/{number}.
pub async fn post(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(posted): Form<WaybillBody>,
) -> Result<Response, Failure> {
    let waybill = match posted.form.check() {
        Ok(waybill) => waybill,
        Err(errors) => {
            let detail = courier_order(&site, &user, &number).await?;
            let shell = shell(&site, &session, Menu::Shipping, "登记快递单号");
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &waybill_page(shell, &detail, posted.form, errors));
        }
    };
    let url = format!("/cakey/staff/shipping/{number}");
    let next = if waybill.warning().is_some() { url.clone() } else { "/cakey/staff/shipping?done=shipped".to_owned() };
    match handover::ship(&site.app, &user, &number, posted.version, waybill).await {
        Ok(_) => Ok(see_other(&next)),
        Err(error) => {
            let find = to_ship(&user, &number);
            let who = StalePage { session: &session, menu: Menu::Shipping, find, url, seen: posted.version };
            changed::told(&site, who, error).await
        }
    }
}

/// Shippers see approved courier orders alone.
pub async fn courier_order(site: &Site, user: &StaffUser, number: &OrderNumber) -> Result<Detail, Failure> {
    let detail = query::detail(&site.app, to_ship(user, number)).await?;
    let order = &detail.stored.order;
    let theirs = order.state.approved().is_some() && matches!(order.delivery, Delivery::Courier(_));
    if theirs { Ok(detail) } else { Err(Failure::NotFound) }
}

/// An order as a shipper may see it.
pub fn to_ship(user: &StaffUser, number: &OrderNumber) -> Find {
    Find::Staff(user.id, Act::ReadShipping, number.clone())
}

fn waybill_page(shell: Shell, detail: &Detail, form: WaybillForm, errors: FieldErrors) -> WaybillPage {
    let (order, draft) = (&detail.stored.order, &detail.stored.draft);
    let old = match &order.state {
        OrderState::Shipped { waybill, .. } => Some(waybill),
        _ => None,
    };
    let open = matches!(order.state, OrderState::ToShip(_) | OrderState::Shipped { .. });
    // Whoever sends the parcel needs the whole address; afterwards nobody does.
    let way = if open { DeliveryView::full } else { DeliveryView::masked };
    WaybillPage {
        number: order.number.to_string(),
        version: order.version,
        tag: Tag::of(&order.state),
        company: detail.company.clone(),
        content: content(draft.certificates(), draft.seals()),
        way: way(&order.delivery, detail.outlet.as_deref()),
        open,
        old: old.map(|waybill| waybill.sentence()),
        warning: old.and_then(|waybill| waybill.warning()).map(|warning| warning.message()),
        carriers: Carrier::ALL,
        shell: shell.with_errors(&errors),
        form,
        errors,
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    let page = |name: &str, state, form: WaybillForm, errors| {
        let shell = crate::samples::staff_shell(domain::rights::Role::Shipper, Menu::Shipping, "登记快递单号");
        (name.to_owned(), waybill_page(shell, &sample::detail(state), form, errors).to_string())
    };
    let to_ship = || OrderState::ToShip(sample::approved());
    let wrong = WaybillForm { carrier: "sf".into(), waybill: "12".into() };
    let errors = wrong.check().err().unwrap_or_default();
    let mut odd = sample::shipped();
    if let OrderState::Shipped { waybill, .. } = &mut odd {
        waybill.number = "12345678".into();
    }
    let blank = WaybillForm::default;
    vec![
        page("waybill", to_ship(), blank(), FieldErrors::new()),
        page("waybill mistakes", to_ship(), wrong, errors),
        page("waybill correction", odd, blank(), FieldErrors::new()),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_correction_shows_the_old_number_and_the_doubt_about_it() {
        let (_, html) = super::samples().remove(2);
        for words in ["现在的单号：顺丰速运 12345678", "单号不像顺丰速运的单号", "更正并再发短信"]
        {
            assert!(html.contains(words), "{words}");
        }
    }

    #[test]
    fn whoever_writes_the_waybill_sees_the_whole_number_and_afterwards_nobody() {
        use super::*;
        assert!(samples().remove(0).1.contains("13800000000"));
        let shell = crate::samples::staff_shell(domain::rights::Role::Shipper, Menu::Shipping, "登记快递单号");
        let detail = crate::orders::sample::detail(OrderState::UnderReview(crate::orders::sample::review()));
        let later = waybill_page(shell, &detail, WaybillForm::default(), FieldErrors::new()).to_string();
        assert!(later.contains("138****0000") && !later.contains("13800000000"), "{later}");
    }
}
