//! 售后退款 (T17): the supervisor asks for it by the order's number, finance releases it; either calls it off before.
//! The page says what happens.

use crate::failure::{Failure, see_other};
use crate::form::Form;
use crate::orders::changed::{self, StalePage};
use crate::orders::number::{Number, VersionBody};
use crate::orders::tag::Tag;
use crate::orders::view::content;
use crate::page::{page, page_with};
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::account::Session;
use app::finance::after_sale::{self, store::Waiting};
use app::order::query::{self, Detail};
use app::order::store::Find;
use app::who::StaffUser;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::id::OrderNumber;
use domain::order::staff_form::ExplanationForm;
use domain::rights::Act;
use domain::rights::Role;
use domain::time;
use serde::Deserialize;

/// The order that is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AfterSalesQuery {
    order: String,
}

#[derive(Template)]
#[template(path = "finance/after_sale.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
    order: String,
    lost: bool,
}

struct Row {
    order: String,
    company: String,
    amount: String,
    reason: String,
    at: String,
}

#[derive(Template)]
#[template(path = "finance/after_sale_order.html")]
struct OrderPage {
    shell: Shell,
    number: String,
    version: i64,
    tag: Tag,
    facts: Vec<(&'static str, String)>,
    amount: String,
    stage: Stage,
    reason: String,
    form: ExplanationForm,
    errors: FieldErrors,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// The order is not approved, or closed.
    Nothing,
    /// A supervisor may ask.
    Ask,
    /// Finance waits for a supervisor to ask.
    AskSupervisor,
    /// It waits for finance.
    Waiting,
    /// Finance may release.
    Release,
}

impl Stage {
    /// Something waits to be released, and can be called off.
    fn waits(self) -> bool {
        matches!(self, Stage::Waiting | Stage::Release)
    }
}

#[derive(Debug, Deserialize)]
pub struct AfterSaleBody {
    version: i64,
    #[serde(flatten)]
    form: ExplanationForm,
}

/// GET /cakey/staff/finance/after-sale.
pub async fn list(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<AfterSalesQuery>,
) -> Result<Response, Failure> {
    let typed = domain::text::compact(&asked.order).to_uppercase();
    if let Some(number) = OrderNumber::parse(&typed)
        && query::plain(&site.app, find(&user, &number)).await.is_ok()
    {
        return Ok(see_other(&format!("/cakey/staff/finance/after-sale/{number}")));
    }
    let waiting = after_sale::waiting(&site.app, &user).await?;
    let shell = shell(&site, &session, Menu::Finance, "售后退款");
    page(&list_page(shell, &waiting, asked.order.clone(), !typed.is_empty()))
}

/// GET /cakey/staff/finance/after-sale/{number}.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
) -> Result<Response, Failure> {
    let detail = query::detail(&site.app, find(&user, &number)).await?;
    let shell = shell(&site, &session, Menu::Finance, "售后退款");
    page(&order_page(shell, user.role, &detail, ExplanationForm::default(), FieldErrors::new()))
}

/// POST /cakey/staff/finance/after-sale/{number}/ask: 申请.
pub async fn ask(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(posted): Form<AfterSaleBody>,
) -> Result<Response, Failure> {
    let reason = match posted.form.check("退款原因") {
        Ok(reason) => reason,
        Err(errors) => return mistaken(&site, &session, &user, &number, posted.form, errors).await,
    };
    let asked = after_sale::ask(&site.app, &user, &number, posted.version, reason).await;
    answered(&site, &session, &user, &number, posted.version, asked.map(drop)).await
}

/// POST /cakey/staff/finance/after-sale/{number}/cancel: 撤销.
pub async fn cancel(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(posted): Form<AfterSaleBody>,
) -> Result<Response, Failure> {
    let reason = match posted.form.check("撤销原因") {
        Ok(reason) => reason,
        Err(errors) => return mistaken(&site, &session, &user, &number, posted.form, errors).await,
    };
    let cancelled = after_sale::cancel(&site.app, &user, &number, posted.version, reason).await;
    answered(&site, &session, &user, &number, posted.version, cancelled.map(drop)).await
}

/// The order's page again, with what was typed and what is wrong with it.
async fn mistaken(
    site: &Site,
    session: &Session,
    user: &StaffUser,
    number: &OrderNumber,
    form: ExplanationForm,
    errors: FieldErrors,
) -> Result<Response, Failure> {
    let detail = query::detail(&site.app, find(user, number)).await?;
    let shell = shell(site, session, Menu::Finance, "售后退款");
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &order_page(shell, user.role, &detail, form, errors))
}

/// POST /cakey/staff/finance/after-sale/{number}/release: 放行.
pub async fn release(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Number(number): Number,
    Form(seen): Form<VersionBody>,
) -> Result<Response, Failure> {
    let released = after_sale::release(&site.app, &user, &number, seen.version).await;
    answered(&site, &session, &user, &number, seen.version, released.map(drop)).await
}

async fn answered(
    site: &Site,
    session: &Session,
    user: &StaffUser,
    number: &OrderNumber,
    seen: i64,
    result: Result<(), app::Error>,
) -> Result<Response, Failure> {
    let url = format!("/cakey/staff/finance/after-sale/{number}");
    match result {
        Ok(()) => Ok(see_other(&url)),
        Err(app::Error::Denied(sentence)) => Err(Failure::Refused(sentence.to_owned())),
        Err(error) => {
            let who = StalePage { session, menu: Menu::Finance, find: find(user, number), url, seen };
            changed::told(site, who, error).await
        }
    }
}

fn find(user: &StaffUser, number: &OrderNumber) -> Find {
    Find::Staff(user.id, Act::ReadAfterSale, number.clone())
}

fn list_page(shell: Shell, waiting: &[Waiting], order: String, lost: bool) -> ListPage {
    let row = |waiting: &Waiting| Row {
        order: waiting.order.to_string(),
        company: waiting.company.clone(),
        amount: waiting.amount.to_string(),
        reason: asked(&waiting.state).unwrap_or_default(),
        at: time::minute_text(waiting.asked_at),
    };
    ListPage { shell, rows: waiting.iter().map(row).collect(), order, lost }
}

/// The reason that was given, once it was asked for.
fn asked(state: &domain::order::State) -> Option<String> {
    state.approved()?.after_sale.as_ref().map(|asked| asked.reason.clone())
}

fn order_page(shell: Shell, role: Role, detail: &Detail, form: ExplanationForm, errors: FieldErrors) -> OrderPage {
    let (order, draft) = (&detail.stored.order, &detail.stored.draft);
    let reason = asked(&order.state);
    let stage = match (order.state.approved().is_some(), &reason) {
        (false, _) => Stage::Nothing,
        (true, None) if Act::AskAfterSale.is_for(role) => Stage::Ask,
        (true, None) => Stage::AskSupervisor,
        (true, Some(_)) if Act::ReleaseAfterSale.is_for(role) => Stage::Release,
        (true, Some(_)) => Stage::Waiting,
    };
    let invoice = detail.invoice.as_ref().map_or("没有发票", |invoice| invoice.state.label());
    OrderPage {
        shell: shell.with_errors(&errors),
        number: order.number.to_string(),
        version: order.version,
        tag: Tag::of(&order.state),
        facts: vec![
            ("企业", detail.company.clone()),
            ("内容", content(draft.certificates(), draft.seals())),
            ("已付", order.amount.to_string()),
            ("发票", invoice.to_owned()),
        ],
        amount: order.amount.to_string(),
        stage,
        reason: reason.unwrap_or_default(),
        form,
        errors,
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    use domain::order::state::AfterSale;
    use domain::order::{Approved, State as OrderState};
    let shell = |role| crate::samples::staff_shell(role, Menu::Finance, "售后退款");
    let waits = || {
        let asked = AfterSale { by: domain::id::StaffId::new(9), reason: "同一证书重复办理".into() };
        OrderState::ToShip(Approved { after_sale: Some(asked), ..sample::approved() })
    };
    let waiting = Waiting {
        order: sample::number(),
        company: "澜州青禾建设工程有限公司".into(),
        amount: domain::money::Fen::new(32_000),
        state: waits(),
        version: 6,
        asked_at: sample::now(),
    };
    let wrong = ExplanationForm { reason: "退".into() };
    let errors = wrong.check("退款原因").err().unwrap_or_default();
    let page = |name: &str, role, state, form, errors| {
        (name.to_owned(), order_page(shell(role), role, &sample::detail(state), form, errors).to_string())
    };
    let (approved, blank) = (|| OrderState::ToShip(sample::approved()), ExplanationForm::default);
    vec![
        ("after sale".to_owned(), list_page(shell(Role::Finance), &[waiting], String::new(), false).to_string()),
        ("after sale lost".to_owned(), list_page(shell(Role::Supervisor), &[], "DZ1".into(), true).to_string()),
        page("after sale ask", Role::Supervisor, approved(), blank(), FieldErrors::new()),
        page("after sale mistakes", Role::Supervisor, approved(), wrong, errors),
        page("after sale release", Role::Finance, waits(), blank(), FieldErrors::new()),
        page("after sale waiting", Role::Supervisor, waits(), blank(), FieldErrors::new()),
        page("after sale finance", Role::Finance, approved(), blank(), FieldErrors::new()),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn supervisors_ask_and_finance_releases() {
        let samples = super::samples();
        let has = |n: usize, words: &str| samples[n].1.contains(words);
        assert!(has(2, "申请售后退款</button>") && !has(2, "/release\""));
        assert!(has(4, "/release\"") && has(4, "同一证书重复办理"));
        assert!(!has(5, "/release\"") && has(5, "等待财务放行"));
        assert!((4..6).all(|n| has(n, "/cancel\"")) && !has(3, "/cancel\"") && !has(6, "/cancel\""));
        assert!(!has(6, "申请售后退款</button>"));
    }
}
