//! The addresses that ask for no login: the login pages themselves, what everybody may read, and what machines ask.

use super::entry::{Entry, anybody, machine};
use crate::failure::see_other;
use crate::site::Site;
use crate::{account, api, assets, help, notify, outlets, places, staff, templates};
use axum::extract::State;
use axum::http::StatusCode;

pub fn table() -> Vec<Entry> {
    vec![
        anybody("/").get(async || see_other("/cakey/")),
        anybody("/favicon.ico").get(assets::favicon),
        anybody("/cakey").get(async || see_other("/cakey/")),
        anybody("/cakey/").get(account::login::show).post(account::login::post),
        anybody("/cakey/register").get(account::register::show).post(account::register::post),
        anybody("/cakey/login/sms").get(account::sms_login::show).post(account::sms_login::post),
        anybody("/cakey/forgot").get(account::forgot::show).post(account::forgot::post),
        anybody("/cakey/forgot/sent").get(account::forgot::sent),
        anybody("/cakey/terms").get(async || see_other("/cakey/agreement")),
        anybody("/cakey/captcha.png").get(account::captcha::picture),
        anybody("/cakey/outlets").get(outlets::list::show),
        anybody("/cakey/places").get(places::below),
        anybody("/cakey/templates").get(templates::list::show),
        anybody("/cakey/templates/{name}").get(templates::list::file),
        anybody("/cakey/help").get(help::index::show),
        anybody("/cakey/help/{chapter}").get(help::chapter::show),
        anybody("/cakey/help/pictures/{name}").get(help::pictures::show),
        anybody("/cakey/agreement").get(help::chapter::agreement),
        anybody("/cakey/privacy").get(help::chapter::privacy),
        anybody("/cakey/staff").get(account::staff::show).post(account::staff::post),
        anybody("/cakey/staff/setup/{token}").get(staff::setup::show).post(staff::setup::post),
        anybody("/cakey/staff/activate/{token}").get(staff::activate::show).post(staff::activate::post),
        anybody("/cakey/staff/enrol").get(staff::enrol::show).post(staff::enrol::post),
        anybody("/cakey/staff/enrol/qr.png").get(staff::enrol::picture),
        anybody("/cakey/assets/{name}").get(assets::show),
        machine("/cakey/api/openapi.json").get(api::document::show),
        machine("/cakey/api/v1/orders").get(api::orders::list),
        machine("/cakey/api/v1/orders/{number}").get(api::orders::show),
        machine("/cakey/api/v1/companies/{credit_code}/certificates").get(api::certificates::list),
        machine("/cakey/api/{*rest}").get(api::problem::nowhere),
        machine("/cakey/health").get(health),
        machine("/cakey/notify/payment").post(notify::payment::receive_unnamed),
        machine("/cakey/notify/payment/{gateway}").post(notify::payment::receive),
        machine("/cakey/notify/invoice").post(notify::invoice::receive),
    ]
}

/// `ok` as long as the database answers; for whatever watches over the process.
async fn health(State(site): State<Site>) -> Result<&'static str, StatusCode> {
    let answered = app::outlet::list(&site.app).await;
    answered.map(|_| "ok").map_err(|_| StatusCode::SERVICE_UNAVAILABLE)
}
