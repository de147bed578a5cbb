//! 退出. A form with a token, so that no other site can log people out.

use crate::failure::{Failure, see_other};
use crate::form::{Form, Nothing};
use crate::session::{Holder, Staff, Visit};
use crate::site::Site;
use axum::extract::State;
use axum::response::Response;

/// POST /cakey/logout
pub async fn company(
    State(site): State<Site>,
    visit: Visit,
    Holder(session, ..): Holder,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Failure> {
    visit.log_out(&site, &session).await?;
    Ok(see_other("/cakey/"))
}

/// POST /cakey/staff/logout
pub async fn staff(
    State(site): State<Site>,
    visit: Visit,
    Staff(session, _): Staff,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Failure> {
    visit.log_out(&site, &session).await?;
    Ok(see_other("/cakey/staff"))
}
