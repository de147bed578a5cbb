//! 通过 and 拒绝 (T8, T9, T9a, T10). One form, two buttons; afterwards the next order is claimed at once.

use super::case::overtaken;
use super::order::review_page;
use super::queue::go_on;
use crate::failure::Failure;
use crate::form::Form;
use crate::materials::viewer::Viewer;
use crate::orders::number::Number;
use crate::page::page_with;
use crate::session::Staff;
use crate::shell::{Menu, shell};
use crate::site::Site;
use app::Error;
use app::order::review;
use app::review::desk;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::order::staff_form::{ReviewButton, ReviewForm};

/// POST /cakey/staff/review/{number}/decide.
pub async fn post(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(form): Form<ReviewForm>,
) -> Result<Response, Failure> {
    let done = match form.button().ok_or(Failure::Malformed)? {
        ReviewButton::Approve => "approved",
        ReviewButton::Reject | ReviewButton::GrantCancel => "rejected",
    };
    match review::decide(&site.app, &user, &number, &form).await {
        Ok(_) => go_on(&site.app, &user, Some(done)).await,
        Err(Error::Fields(errors)) => {
            let desk = desk::load(&site.app, &user, &number).await?;
            let shell = shell(&site, &session, Menu::Review, &format!("审核 {number}"));
            let viewer = Viewer::load(&site, &user, &number).await?;
            let template = review_page(shell, &user, desk, form, errors, site.app.now()).with(viewer);
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &template)
        }
        Err(error) => overtaken(&site, &session, &user, number, form.version, error).await,
    }
}
