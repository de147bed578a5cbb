//! 撤回修改, 取消, 删除, 申请取消 and 确认收货: a page that names the consequence, and a form that carries it out.

use super::changed::{self, StalePage};
use super::number::{Number, VersionBody};
use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::page::page;
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::Error;
use app::account::Session;
use app::order::store::Find;
use app::order::{query, submit};
use app::who::CompanyUser;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::id::OrderNumber;
use domain::order::{Order, State as OrderState, Why};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "orders/ask.html")]
struct AskPage {
    shell: Shell,
    number: String,
    version: i64,
    act: &'static str,
    title: &'static str,
    question: &'static str,
    consequence: &'static str,
    button: &'static str,
    primary: bool,
}

/// What is asked before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Withdraw,
    Cancel,
    Delete,
    RequestCancel,
    InHand,
}

impl Question {
    /// The last part of the address.
    fn act(self) -> &'static str {
        match self {
            Question::Withdraw => "withdraw",
            Question::Cancel => "cancel",
            Question::Delete => "delete",
            Question::RequestCancel => "request-cancel",
            Question::InHand => "confirm",
        }
    }

    /// Title, question, consequence, button.
    fn words(self) -> [&'static str; 4] {
        match self {
            Question::Withdraw => [
                "撤回修改",
                "撤回后订单回到待提交，可以修改",
                "已显示的付款二维码作废；价格按再次提交时的收费标准计算。请勿再扫旧的二维码，误付的款项会自动退回。",
                "撤回，去修改",
            ],
            Question::Cancel => [
                "取消订单",
                "取消后订单关闭，不能恢复",
                "还没有付款，不涉及退款；误付的款项会自动退回。以后可以用“复制为新订单”重新申请。",
                "取消订单",
            ],
            Question::Delete => {
                ["删除订单", "删除后订单关闭，不能恢复", "这个订单从未提交，没有产生费用。", "删除订单"]
            }
            Question::RequestCancel => [
                "申请取消",
                "申请后由审核员处理，款项全额退回原支付账号",
                "处理前订单仍可能通过审核；处理结果会写在订单里。",
                "申请取消",
            ],
            Question::InHand => [
                "确认收货",
                "网点尚未登记交付，确定已拿到？",
                "只有证书和 UKey（锁）已经在您手里时才确认。确认后订单完成，记录里会写明网点尚未登记交付。",
                "已拿到，确认收货",
            ],
        }
    }

    /// True where the order stands so that the question makes sense.
    fn fits(self, order: &Order) -> bool {
        match self {
            Question::Withdraw | Question::Cancel => matches!(order.state, OrderState::AwaitingPayment { .. }),
            Question::Delete => matches!(order.state, OrderState::Draft { .. }) && order.submission == 0,
            Question::RequestCancel => {
                matches!(&order.state, OrderState::UnderReview(review) if !review.cancel_requested)
            }
            Question::InHand => matches!(order.state, OrderState::Shipped { .. } | OrderState::Processing { .. }),
        }
    }
}

/// GET …/withdraw.
pub async fn ask_withdraw(State(site): State<Site>, company: Company, number: Number) -> Result<Response, Failure> {
    ask(&site, company, number, Question::Withdraw).await
}

/// GET …/cancel.
pub async fn ask_cancel(State(site): State<Site>, company: Company, number: Number) -> Result<Response, Failure> {
    ask(&site, company, number, Question::Cancel).await
}

/// GET …/delete.
pub async fn ask_delete(State(site): State<Site>, company: Company, number: Number) -> Result<Response, Failure> {
    ask(&site, company, number, Question::Delete).await
}

/// GET …/request-cancel.
pub async fn ask_request_cancel(
    State(site): State<Site>,
    company: Company,
    number: Number,
) -> Result<Response, Failure> {
    ask(&site, company, number, Question::RequestCancel).await
}

/// GET …/confirm: where the browser lands after a new login; the button stands on the order's page.
pub async fn back_to_order(Number(number): Number) -> Response {
    see_other(&format!("/cakey/orders/{number}"))
}

async fn ask(
    site: &Site,
    Company(session, user): Company,
    Number(number): Number,
    question: Question,
) -> Result<Response, Failure> {
    let stored = query::plain(&site.app, Find::Own(user.id, number.clone())).await?;
    if !question.fits(&stored.order) {
        return Ok(see_other(&format!("/cakey/orders/{number}")));
    }
    page(&ask_page(shell(site, &session, Menu::Orders, question.words()[0]), &stored.order, question))
}

fn ask_page(shell: Shell, order: &Order, question: Question) -> AskPage {
    let [title, ask, consequence, button] = question.words();
    AskPage {
        shell,
        number: order.number.to_string(),
        version: order.version,
        act: question.act(),
        title,
        question: ask,
        consequence,
        button,
        primary: matches!(question, Question::Withdraw | Question::InHand),
    }
}

/// POST …/withdraw.
pub async fn withdraw(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
    Form(seen): Form<VersionBody>,
) -> Result<Response, Failure> {
    let done = submit::withdraw(&site.app, &user, &number, seen.version).await;
    finish(&site, &session, &user, &number, seen.version, done.map(|_| format!("/cakey/orders/{number}/edit"))).await
}

/// POST …/cancel.
pub async fn cancel(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
    Form(seen): Form<VersionBody>,
) -> Result<Response, Failure> {
    let done = submit::cancel(&site.app, &user, &number, seen.version).await;
    finish(&site, &session, &user, &number, seen.version, done.map(|_| format!("/cakey/orders/{number}"))).await
}

/// POST …/delete.
pub async fn delete(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
    Form(seen): Form<VersionBody>,
) -> Result<Response, Failure> {
    let done = submit::delete(&site.app, &user, &number, seen.version).await;
    finish(&site, &session, &user, &number, seen.version, done.map(|_| "/cakey/orders".to_owned())).await
}

/// POST …/request-cancel.
pub async fn request_cancel(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
    Form(seen): Form<VersionBody>,
) -> Result<Response, Failure> {
    let done = submit::request_cancel(&site.app, &user, &number, seen.version).await;
    finish(&site, &session, &user, &number, seen.version, done.map(|_| format!("/cakey/orders/{number}"))).await
}

/// What 确认收货 sends.
#[derive(Debug, Deserialize)]
pub struct ConfirmBody {
    version: i64,
    /// Sent by the page that asks (E17).
    #[serde(default)]
    sure: String,
}

/// POST …/confirm (manual 3.2 (7)). Asks first where the outlet has recorded no handover (E17).
pub async fn confirm(
    State(site): State<Site>,
    Company(session, user): Company,
    Number(number): Number,
    Form(posted): Form<ConfirmBody>,
) -> Result<Response, Failure> {
    let in_hand = domain::text::ticked(&posted.sure);
    let done = submit::confirm(&site.app, &user, &number, posted.version, in_hand).await;
    if matches!(&done, Err(Error::Refused(refusal)) if refusal.why == Why::NotHandedOver) {
        let stored = query::plain(&site.app, Find::Own(user.id, number)).await?;
        let shell = shell(&site, &session, Menu::Orders, "确认收货");
        return page(&ask_page(shell, &stored.order, Question::InHand));
    }
    finish(&site, &session, &user, &number, posted.version, done.map(|_| format!("/cakey/orders/{number}"))).await
}

async fn finish(
    site: &Site,
    session: &Session,
    user: &CompanyUser,
    number: &OrderNumber,
    seen: i64,
    done: Result<String, Error>,
) -> Result<Response, Failure> {
    match done {
        Ok(path) => Ok(see_other(&path)),
        Err(error) => {
            let (find, url) = (Find::Own(user.id, number.clone()), format!("/cakey/orders/{number}"));
            changed::told(site, StalePage { session, menu: Menu::Orders, find, url, seen }, error).await
        }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use super::sample;
    let order = sample::stored(sample::processing(domain::order::Handover::NotReady)).order;
    [Question::Withdraw, Question::Cancel, Question::Delete, Question::RequestCancel, Question::InHand]
        .into_iter()
        .map(|question| {
            let shell = sample::shell(Menu::Orders, question.words()[0]);
            (format!("ask {}", question.act()), ask_page(shell, &order, question).to_string())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::sample;

    #[test]
    fn each_question_is_asked_only_where_it_can_be_answered() {
        let fits = |question: Question| {
            let fits = |state| question.fits(&sample::stored(state).order);
            sample::states()
                .into_iter()
                .filter(|state| fits(state.clone()))
                .map(|s| s.code().label())
                .collect::<Vec<_>>()
        };
        assert_eq!(fits(Question::Withdraw), ["待支付"]);
        assert_eq!(fits(Question::Cancel), ["待支付"]);
        assert_eq!(fits(Question::RequestCancel), ["待审核"]);
        assert_eq!(fits(Question::InHand), ["已发货", "办理中", "办理中", "办理中"]);
        assert_eq!(fits(Question::Delete), Vec::<&str>::new(), "the samples were submitted once");
    }

    #[test]
    fn the_question_before_an_unrecorded_handover_is_that_of_the_design() {
        let (_, html) = samples().remove(4);
        assert!(html.contains("网点尚未登记交付，确定已拿到？") && html.contains("name=\"sure\" value=\"1\""));
    }
}
