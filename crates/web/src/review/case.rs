//! One order under review: where its page is, how it is found, and what a reviewer is told who came too late.

use crate::failure::Failure;
use crate::orders::changed::{self, StalePage};
use crate::shell::Menu;
use crate::site::Site;
use app::account::Session;
use app::order::store::Find;
use app::who::StaffUser;
use axum::response::Response;
use domain::id::OrderNumber;
use domain::rights::Act;

/// The address of an order's review.
pub fn path(number: &OrderNumber) -> String {
    format!("/cakey/staff/review/{number}")
}

/// Tells a member of staff who was faster.
pub async fn overtaken(
    site: &Site,
    session: &Session,
    user: &StaffUser,
    number: OrderNumber,
    seen: i64,
    error: app::Error,
) -> Result<Response, Failure> {
    let (url, find) = (path(&number), in_review(user, &number));
    changed::told(site, StalePage { session, menu: Menu::Review, find, url, seen }, error).await
}

/// An order as a reviewer may see it.
pub fn in_review(user: &StaffUser, number: &OrderNumber) -> Find {
    Find::Staff(user.id, Act::ReadReviews, number.clone())
}
