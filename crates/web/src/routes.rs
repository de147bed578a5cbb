//! Every URL, who may open it, and its handler. `Company` and `Staff` in a handler's arguments send anybody else to
//! the login page; `for_roles` says which staff.

use crate::error::Failure;
use crate::frame::frame;
use crate::page::see_other;
use crate::session::require_role;
use crate::site::Site;
use crate::{account, assets, desk, home, invoices, notify, orders, outlets, payment, profile, review, shipping};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use domain::actor::Role;
use tower_http::catch_panic::CatchPanicLayer;

/// The site. Serve it with `into_make_service_with_connect_info::<SocketAddr>()`: limits need the client's address.
pub fn router(site: Site) -> Router {
    let pages = everybody()
        .merge(companies())
        .merge(orders())
        .merge(staff(&site))
        .fallback(async || Failure::NotFound)
        .method_not_allowed_fallback(async || Failure::Method)
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(site.clone(), frame));
    pages.merge(machines()).with_state(site)
}

/// Pages for anybody.
fn everybody() -> Router<Site> {
    Router::new()
        .route("/", get(async || see_other("/cakey/")))
        .route("/cakey", get(async || see_other("/cakey/")))
        .route("/cakey/", get(account::login::show).post(account::login::post))
        .route("/cakey/register", get(account::register::show).post(account::register::post))
        .route("/cakey/captcha.png", get(account::captcha::picture))
        .route("/cakey/logout", post(account::logout::company))
        .route("/cakey/outlets", get(outlets::list::show))
        .route("/cakey/staff", get(account::staff::show).post(account::staff::post))
        .route("/cakey/staff/logout", post(account::logout::staff))
        .route("/cakey/assets/{name}", get(assets::show))
}

/// Pages of companies.
fn companies() -> Router<Site> {
    Router::new()
        .route("/cakey/home", get(home::page::show))
        .route("/cakey/profile/company", get(profile::company::show))
        .route("/cakey/profile/company/edit", get(profile::company_edit::show).post(profile::company_edit::post))
        .route("/cakey/profile/invoice", get(profile::invoice::show).post(profile::invoice::post))
        .route("/cakey/profile/contact", get(profile::contact::show))
        .route("/cakey/profile/contact/edit", get(profile::contact_edit::show).post(profile::contact_edit::post))
}

/// 订单服务, 订单支付 and 发票管理, of the company itself.
fn orders() -> Router<Site> {
    let order = "/cakey/orders/{number}";
    let of = |path: &str| format!("{order}{path}");
    Router::new()
        .route("/cakey/orders", get(orders::list::list))
        .route("/cakey/orders/new", get(orders::form::new).post(orders::form::create))
        .route(order, get(orders::detail::show))
        .route(&of("/edit"), get(orders::form::edit).post(orders::form::save))
        .route(&of("/check"), get(orders::check::show))
        .route(&of("/submit"), get(orders::acts::back_to_order).post(orders::check::post))
        .route(&of("/withdraw"), get(orders::acts::ask_withdraw).post(orders::acts::withdraw))
        .route(&of("/cancel"), get(orders::acts::ask_cancel).post(orders::acts::cancel))
        .route(&of("/delete"), get(orders::acts::ask_delete).post(orders::acts::delete))
        .route(&of("/request-cancel"), get(orders::acts::ask_request_cancel).post(orders::acts::request_cancel))
        .route(&of("/confirm"), get(orders::acts::back_to_order).post(orders::acts::confirm))
        .route(&of("/history"), get(orders::history::show))
        .route(&of("/pay"), get(payment::prompt::show).post(payment::prompt::post))
        .route(&of("/pay/code"), get(payment::code::show).post(payment::code::post))
        .route(&of("/pay/qr.png"), get(payment::code::picture))
        .route(&of("/pay/status"), get(payment::code::status))
        .route(&of("/pay/done"), get(payment::done::show))
        .route("/cakey/invoices", get(invoices::list::show))
        .route("/cakey/invoices/{number}", get(invoices::detail::show))
        .route("/cakey/invoices/{number}/pdf", get(invoices::detail::pdf))
}

/// The consoles of staff, and whose they are.
fn staff(site: &Site) -> Router<Site> {
    let reviewer = |handlers| for_roles(site, &[Role::Reviewer, Role::Supervisor], handlers);
    let shipper = |handlers| for_roles(site, &[Role::Shipper, Role::Supervisor], handlers);
    let outlet = |handlers| for_roles(site, &[Role::Outlet], handlers);
    Router::new()
        .route("/cakey/staff/review", reviewer(get(review::queue::show)))
        .route("/cakey/staff/review/next", reviewer(post(review::queue::next)))
        .route("/cakey/staff/review/{number}", reviewer(get(review::order::show)))
        .route("/cakey/staff/review/{number}/claim", reviewer(post(review::queue::claim)))
        .route("/cakey/staff/review/{number}/release", reviewer(post(review::queue::release)))
        .route("/cakey/staff/review/{number}/decide", reviewer(post(review::decide::post)))
        .route("/cakey/staff/shipping", shipper(get(shipping::list::show)))
        .route("/cakey/staff/shipping/{number}", shipper(get(shipping::waybill::show).post(shipping::waybill::post)))
        .route("/cakey/staff/desk", outlet(get(desk::page::show)))
        .route("/cakey/staff/desk/{number}", outlet(get(desk::page::chosen)))
        .route("/cakey/staff/desk/{number}/ready", outlet(post(desk::handover::ready)))
        .route("/cakey/staff/desk/{number}/handover", outlet(post(desk::handover::post)))
}

/// What machines ask: no pages, no sessions, answers in their own form.
fn machines() -> Router<Site> {
    Router::new()
        .route("/cakey/health", get(health))
        .route("/cakey/notify/payment", post(notify::payment::receive))
        .route("/cakey/notify/invoice", post(notify::invoice::receive))
}

/// `ok` as long as the database answers; for whatever watches over the process.
async fn health(State(site): State<Site>) -> Result<&'static str, StatusCode> {
    let answered = app::outlet::list(&site.app).await;
    answered.map(|_| "ok").map_err(|_| StatusCode::SERVICE_UNAVAILABLE)
}

/// Lets only staff of these roles pass.
fn for_roles(site: &Site, roles: &'static [Role], handlers: MethodRouter<Site>) -> MethodRouter<Site> {
    let check = async move |State(site): State<Site>, request: Request, next: Next| -> Result<Response, Failure> {
        let (mut parts, body) = request.into_parts();
        require_role(&mut parts, &site, roles).await?;
        Ok(next.run(Request::from_parts(parts, body)).await)
    };
    handlers.layer(from_fn_with_state(site.clone(), check))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fixture::{Browser, site};
    use axum::http::StatusCode;

    async fn answer(role: Role) -> (StatusCode, String) {
        let site = site();
        let guarded = for_roles(&site, &[Role::Reviewer, Role::Supervisor], get(async || "the queue"));
        let pages = Router::new().route("/cakey/staff/guarded", guarded);
        let router = pages.layer(from_fn_with_state(site.clone(), frame)).with_state(site.clone());
        let mut browser = Browser::of(&site, router);
        browser.enter_as(role).await;
        let answer = browser.get("/cakey/staff/guarded").await;
        (answer.status, answer.body)
    }

    #[tokio::test]
    async fn a_console_opens_for_its_roles_alone() {
        for role in Role::ALL {
            let (status, body) = answer(role).await;
            let expected = matches!(role, Role::Reviewer | Role::Supervisor);
            assert_eq!((status == StatusCode::OK, body == "the queue"), (expected, expected), "{role:?}");
            assert!(expected || status == StatusCode::FORBIDDEN, "{role:?}: {status}");
        }
    }

    #[tokio::test]
    async fn a_company_and_a_stranger_are_sent_to_the_login_of_staff() {
        let site = site();
        let guarded = for_roles(&site, &[Role::Reviewer], get(async || "the queue"));
        let pages = everybody().route("/cakey/staff/guarded", guarded);
        let router = pages.layer(from_fn_with_state(site.clone(), frame)).with_state(site.clone());
        let mut browser = Browser::of(&site, router);
        for _ in 0..2 {
            let answer = browser.get("/cakey/staff/guarded").await;
            assert_eq!(answer.location(), "/cakey/staff?next=/cakey/staff/guarded");
            browser.register("澜州青禾建设工程有限公司", "Tian7-lan-Shan").await;
        }
    }
}
