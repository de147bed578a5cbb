//! The list of orders with its filter (manual 3.2 (8), (12)).

use super::place;
use super::tag::{MoneyBack, Tag, under};
use super::view::{NextStep, short_content};
use crate::failure::Failure;
use crate::page::page_with;
use crate::session::Company;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::App;
use app::order::query::{self, Cursor, OrderLine, Page};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode as Http;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::id::{AttemptId, OrderId};
use domain::order::filter::FilterForm;
use domain::order::{State as OrderState, StatusCode};
use domain::time;
use serde::Deserialize;
use std::collections::HashMap;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OrdersQuery {
    st: String,
    from: String,
    to: String,
    p: String,
}

#[derive(Template)]
#[template(path = "orders/list.html")]
struct ListPage {
    shell: Shell,
    form: FilterForm,
    errors: FieldErrors,
    statuses: [StatusCode; 8],
    day_max: usize,
    nothing_yet: bool,
    rows: Vec<Row>,
    page_size: i64,
    before: Option<String>,
    after: Option<String>,
}

struct Row {
    number: String,
    updated: String,
    content: String,
    project: String,
    way: &'static str,
    amount: String,
    tag: Tag,
    under: String,
    act: NextStep,
    version: i64,
    copy_word: &'static str,
}

/// GET /cakey/orders.
pub async fn list(
    State(site): State<Site>,
    Company(session, user): Company,
    Query(asked): Query<OrdersQuery>,
) -> Result<Response, Failure> {
    let cursor = place::read(&asked.p);
    let form = FilterForm { st: asked.st, from: asked.from, to: asked.to };
    let shell = shell(&site, &session, Menu::Orders, "订单服务");
    let filter = match form.check() {
        Ok(filter) => filter,
        Err(errors) => {
            let template = list_page(
                shell.with_errors(&errors),
                form,
                errors,
                Cursor::First,
                Page { lines: Vec::new(), before: None, after: None },
                &HashMap::new(),
            );
            return page_with(Http::UNPROCESSABLE_ENTITY, &template);
        }
    };
    let found = query::list(&site.app, user.id, filter, cursor).await?;
    let backs = refunds_of_rejections(&site.app, &found.lines).await?;
    page_with(Http::OK, &list_page(shell, form, FieldErrors::new(), cursor, found, &backs))
}

/// The refunds of the rejected drafts among these lines: few, and the line itself knows only their state.
async fn refunds_of_rejections(app: &App, lines: &[OrderLine]) -> Result<HashMap<OrderId, MoneyBack>, Failure> {
    let wanted: Vec<(OrderId, AttemptId)> = lines.iter().filter_map(rejected_payment).collect();
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let backs = app.read(move |tx| {
        let mut backs = HashMap::new();
        for (order, attempt) in &wanted {
            let refunds = app::payment::store::refunds_of_order(tx, *order)?;
            if let Some(refund) = refunds.iter().find(|refund| refund.attempt == *attempt) {
                backs.insert(*order, MoneyBack { amount: refund.amount, state: refund.state });
            }
        }
        Ok(backs)
    });
    Ok(backs.await?)
}

fn rejected_payment(line: &OrderLine) -> Option<(OrderId, AttemptId)> {
    match &line.state {
        OrderState::Draft { rejected: Some(rejected) } => rejected.refund_of.map(|attempt| (line.id, attempt)),
        _ => None,
    }
}

fn list_page(
    shell: Shell,
    form: FilterForm,
    errors: FieldErrors,
    cursor: Cursor,
    found: Page,
    backs: &HashMap<OrderId, MoneyBack>,
) -> ListPage {
    let unfiltered = form.st.is_empty() && form.from.is_empty() && form.to.is_empty();
    let link = |cursor: Cursor| {
        let query = [("st", &form.st), ("from", &form.from), ("to", &form.to), ("p", &place::text(cursor))]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", crate::next::encode(value)))
            .collect::<Vec<_>>();
        format!("/cakey/orders?{}", query.join("&"))
    };
    ListPage {
        before: found.before.map(|id| link(Cursor::Before(id))),
        after: found.after.map(|id| link(Cursor::After(id))),
        nothing_yet: unfiltered && found.lines.is_empty() && cursor == Cursor::First && errors.is_empty(),
        rows: found.lines.iter().map(|line| Row::of(line, backs.get(&line.id).copied())).collect(),
        statuses: StatusCode::ALL,
        day_max: FilterForm::DAY_MAX,
        page_size: query::PAGE,
        shell,
        form,
        errors,
    }
}

impl Row {
    fn of(line: &OrderLine, back: Option<MoneyBack>) -> Row {
        Row {
            number: line.number.clone(),
            updated: time::minute_text(line.updated_at),
            content: format!("{} · {}", line.business.title(), short_content(line.certificates, line.seals)),
            project: line.project.clone(),
            way: line.way(),
            amount: line.amount.to_string(),
            tag: Tag::of(&line.state),
            under: under(line, back),
            act: NextStep::of(&line.state),
            version: line.version,
            copy_word: NextStep::copy_word(&line.state),
        }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use super::sample;
    let page = |name: &str, form: FilterForm, lines: Vec<OrderLine>| {
        let errors = form.check().err().unwrap_or_default();
        let shell = crate::orders::sample::shell(Menu::Orders, "订单服务").with_errors(&errors);
        let found = Page { after: lines.last().map(|line| line.id), before: None, lines };
        let back =
            MoneyBack { amount: domain::money::Fen::new(32_000), state: domain::payment::RefundState::Succeeded };
        let backs = found.lines.iter().map(|line| (line.id, back)).collect();
        (name.to_owned(), list_page(shell, form, errors, Cursor::First, found, &backs).to_string())
    };
    let days = FilterForm { st: "draft".into(), from: "2026-11-01".into(), to: String::new() };
    let bad = FilterForm { st: String::new(), from: "昨天\"<".into(), to: String::new() };
    vec![
        page("orders list", days.clone(), sample::states().into_iter().map(sample::line).collect()),
        page("orders list empty", FilterForm::default(), Vec::new()),
        page("orders list no match", days, Vec::new()),
        page("orders list bad day", bad, Vec::new()),
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_pager_keeps_the_filter_and_says_no_row_number() {
        let (_, html) = super::samples().remove(0);
        assert!(html.contains("/cakey/orders?st=draft&#38;from=2026-11-01&#38;p="), "{html}");
        assert!(!html.contains("&#38;p=7\""));
    }

    #[test]
    fn every_row_has_its_record_and_its_one_act() {
        let (_, html) = super::samples().remove(0);
        for words in [
            "修改/提交",
            "订单支付",
            "确认收货",
            "再来一单",
            "复制为新订单",
            "查看记录",
            "¥320.00 已退款",
            "12-08 前有效",
        ] {
            assert!(html.contains(words), "{words}");
        }
    }

    #[test]
    fn a_bad_day_is_told_at_its_field_and_stays_typed() {
        let (_, html) = super::samples().remove(3);
        assert!(
            html.contains("不是日期") && html.contains("id=\"from-e\"") && html.contains("昨天&#34;&#60;"),
            "{html}"
        );
    }
}
