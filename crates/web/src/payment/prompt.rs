//! 确认付款信息: what is paid, to whom; then the trade is opened. If the gateway gives no code, the page says that
//! nothing was charged.

use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::orders::changed::{self, StalePage};
use crate::orders::number::{Number, VersionBody};
use crate::orders::steps::{self, ProgressStep};
use crate::orders::view::content;
use crate::page::{page, page_with};
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::Error;
use app::order::query::{self, Detail};
use app::order::store::Find;
use app::payment::open;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::OrderNumber;
use domain::order::State as OrderState;

#[derive(Template)]
#[template(path = "payment/prompt.html")]
struct PromptPage {
    shell: Shell,
    number: String,
    version: i64,
    steps: Vec<ProgressStep>,
    company: String,
    content: String,
    project: String,
    way: &'static str,
    email: String,
    amount: String,
}

#[derive(Template)]
#[template(path = "payment/failed.html")]
struct FailedPage {
    shell: Shell,
    number: String,
    version: i64,
    steps: Vec<ProgressStep>,
}

/// Where an order is shown that is not to be paid now.
pub fn elsewhere(state: &OrderState, number: &OrderNumber) -> Option<String> {
    match state {
        OrderState::AwaitingPayment { .. } => None,
        OrderState::UnderReview(_) => Some(format!("/cakey/orders/{number}/pay/done")),
        _ => Some(format!("/cakey/orders/{number}")),
    }
}

/// GET /cakey/orders/{number}/pay.
pub async fn show(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
) -> Result<Response, Failure> {
    let detail = query::detail(&site.app, Find::Own(user.id, number.clone())).await?;
    if let Some(path) = elsewhere(&detail.stored.order.state, &number) {
        return Ok(see_other(&path));
    }
    page(&prompt_page(shell(&site, &session, Menu::Orders, "确认付款信息"), &detail))
}

/// POST /cakey/orders/{number}/pay: opens a trade, or finds the open one.
pub async fn post(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
    Form(seen): Form<VersionBody>,
) -> Result<Response, Failure> {
    let error = match open::open(&site.app, &user, &number).await {
        Ok(_) => return Ok(see_other(&format!("/cakey/orders/{number}/pay/code"))),
        Err(error) => error,
    };
    let find = Find::Own(user.id, number.clone());
    if let Error::Fault(fault) = &error {
        tracing::error!(order = %number, %fault, "no payment code was given");
        let stored = query::plain(&site.app, find).await?;
        let shell = shell(&site, &session, Menu::Orders, "暂时不能显示付款二维码");
        let (number, version) = (number.to_string(), stored.order.version);
        let template = FailedPage { shell, number, version, steps: steps::at(3) };
        return page_with(StatusCode::SERVICE_UNAVAILABLE, &template);
    }
    let now = query::plain(&site.app, find.clone()).await?;
    if let OrderState::UnderReview(_) = &now.order.state {
        return Ok(see_other(&format!("/cakey/orders/{number}/pay/done")));
    }
    let url = format!("/cakey/orders/{number}");
    changed::told(&site, StalePage { session: &session, menu: Menu::Orders, find, url, seen: seen.version }, error)
        .await
}

fn prompt_page(shell: Shell, detail: &Detail) -> PromptPage {
    let (order, draft) = (&detail.stored.order, &detail.stored.draft);
    let email = detail.snapshot.as_ref().map(|snapshot| snapshot.invoice.email.as_str().to_owned());
    PromptPage {
        shell,
        number: order.number.to_string(),
        version: order.version,
        steps: steps::of(&order.state, &detail.history),
        company: detail.company.clone(),
        content: content(draft.certificates(), draft.seals()),
        project: detail.project.clone(),
        way: order.delivery.title(),
        email: email.unwrap_or_default(),
        amount: order.amount.to_string(),
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    let detail = sample::detail(OrderState::AwaitingPayment { pay_until: None, reviewed: None });
    let shell = || sample::shell(Menu::Orders, "确认付款信息");
    let failed = FailedPage { shell: shell(), number: sample::number().to_string(), version: 4, steps: steps::at(3) };
    vec![
        ("pay prompt".to_owned(), prompt_page(shell(), &detail).to_string()),
        ("pay failed".to_owned(), failed.to_string()),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_gateway_without_an_answer_is_told_as_nothing_charged() {
        let (_, html) = super::samples().remove(1);
        assert!(html.contains("没有发生扣款") && html.contains("再试一次"));
    }
}
