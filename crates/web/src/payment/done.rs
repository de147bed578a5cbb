//! 支付成功，等待审核: what happens next, and when.

use crate::failure::{Failure, see_other};
use crate::orders::number::Number;
use crate::orders::steps::{self, ProgressStep};
use crate::orders::tag::review_day;
use crate::page::page;
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::order::query::{self, Detail};
use app::order::store::Find;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::order::{Delivery, Review, State as OrderState};
use domain::time;

#[derive(Template)]
#[template(path = "payment/done.html")]
struct DonePage {
    shell: Shell,
    number: String,
    steps: Vec<ProgressStep>,
    paid: Option<PaidLine>,
    review_day: String,
    email: String,
    courier: bool,
}

struct PaidLine {
    amount: String,
    at: String,
}

/// GET …/pay/done.
pub async fn show(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
) -> Result<Response, Failure> {
    let detail = query::detail(&site.app, Find::Own(user.id, number.clone())).await?;
    match &detail.stored.order.state {
        OrderState::UnderReview(review) => {
            let title = if review.paid.is_some() { "支付成功" } else { "提交成功" };
            page(&done_page(shell(&site, &session, Menu::Orders, title), &detail, review))
        }
        OrderState::AwaitingPayment { .. } => Ok(see_other(&format!("/cakey/orders/{number}/pay/code"))),
        _ => Ok(see_other(&format!("/cakey/orders/{number}"))),
    }
}

fn done_page(shell: Shell, detail: &Detail, review: &Review) -> DonePage {
    let order = &detail.stored.order;
    let paid = review.paid.map(|paid| {
        let attempt = detail.attempts.iter().find(|attempt| attempt.id == paid.attempt);
        let at = attempt.and_then(|attempt| attempt.settled_at).unwrap_or(review.since);
        PaidLine { amount: paid.amount.to_string(), at: time::minute_text(at) }
    });
    let email = detail.snapshot.as_ref().map(|snapshot| snapshot.invoice.email.as_str().to_owned());
    DonePage {
        shell,
        number: order.number.to_string(),
        steps: steps::of(&order.state, &detail.history),
        paid,
        review_day: review_day(review.since).strftime("%-m 月 %-d 日").to_string(),
        email: email.unwrap_or_default(),
        courier: matches!(order.delivery, Delivery::Courier(_)),
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    let page = |name: &str, review: Review| {
        let detail = sample::detail(OrderState::UnderReview(review.clone()));
        (name.to_owned(), done_page(sample::shell(Menu::Orders, "支付成功"), &detail, &review).to_string())
    };
    let free = Review { paid: None, ..sample::review() };
    vec![page("pay done", sample::review()), page("pay done free", free)]
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_result_says_when_the_review_ends_and_a_free_order_speaks_of_no_money() {
        let samples = super::samples();
        assert!(samples[0].1.contains("11 月 25 日") && samples[0].1.contains("已付 <b class=\"num\">¥320.00</b>"));
        assert!(samples[1].1.contains("提交成功") && !samples[1].1.contains("已付"));
    }
}
