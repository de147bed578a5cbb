//! 登记到货 and 登记交付. The collector's identity is checked face to face; its number is kept sealed.

use super::page::{at_desk, with_form};
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::orders::changed::{self, StalePage};
use crate::orders::number::{Number, VersionBody};
use crate::page::page_with;
use crate::session::Staff;
use crate::shell::Menu;
use crate::site::Site;
use app::account::Session;
use app::desk;
use app::order::{handover, query};
use app::who::StaffUser;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::OrderNumber;
use domain::order::staff_form::HandoverForm;
use domain::time;
use serde::Deserialize;

/// What the form of the handover sends.
#[derive(Debug, Deserialize)]
pub struct HandoverBody {
    version: i64,
    #[serde(flatten)]
    form: HandoverForm,
}

/// POST /cakey/staff/desk/{number}/ready.
pub async fn ready(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(seen): Form<VersionBody>,
) -> Result<Response, Failure> {
    match handover::mark_ready(&site.app, &user, &number, seen.version).await {
        Ok(_) => Ok(see_other("/cakey/staff/desk?tab=ready&done=ready")),
        Err(error) => overtaken(&site, &session, &user, number, seen.version, error).await,
    }
}

/// POST /cakey/staff/desk/{number}/handover.
pub async fn post(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(posted): Form<HandoverBody>,
) -> Result<Response, Failure> {
    let detail = query::detail(&site.app, at_desk(&user, &number)).await?;
    let contact = detail.snapshot.as_ref().map_or("", |snapshot| snapshot.contact.name.as_str());
    let today = time::beijing(site.app.now()).date();
    let collector = match posted.form.check(contact, today) {
        Ok(collector) => collector,
        Err(errors) => {
            let template = with_form(&site, &session, &user, &number, posted.form, errors).await?;
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &template);
        }
    };
    match desk::hand_over(&site.app, &user, &number, posted.version, collector).await {
        Ok(_) => Ok(see_other("/cakey/staff/desk?tab=handed&done=handed")),
        Err(error) => overtaken(&site, &session, &user, number, posted.version, error).await,
    }
}

async fn overtaken(
    site: &Site,
    session: &Session,
    user: &StaffUser,
    number: OrderNumber,
    seen: i64,
    error: app::Error,
) -> Result<Response, Failure> {
    let url = "/cakey/staff/desk".to_owned();
    let find = at_desk(user, &number);
    changed::told(site, StalePage { session, menu: Menu::Desk, find, url, seen }, error).await
}
