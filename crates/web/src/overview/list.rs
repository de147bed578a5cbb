//! The list: filters by status, platform, outlet, days, number and company; keyset paging.

use crate::failure::{Failure, see_other};
use crate::orders::place;
use crate::orders::tag::Tag;
use crate::orders::view::short_content;
use crate::page::page_with;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::company::console;
use app::order::overview::{self, Choices, OverviewFilter, OverviewLine, OverviewPage};
use app::order::query::Cursor;
use app::who::StaffUser;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode as Http;
use axum::response::Response;
use domain::field::FieldErrors;
use domain::id::{CompanyId, OrderNumber, OutletId, ProjectId};
use domain::order::StatusCode;
use domain::order::filter::FilterForm;
use domain::rights::Act;
use domain::time;
use serde::Deserialize;

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OverviewQuery {
    st: String,
    from: String,
    to: String,
    pj: String,
    ot: String,
    /// 订单号或企业.
    kw: String,
    /// A company's row, from its page.
    c: String,
    p: String,
}

#[derive(Template)]
#[template(path = "overview/list.html")]
struct ListPage {
    shell: Shell,
    asked: OverviewQuery,
    errors: FieldErrors,
    statuses: [StatusCode; 8],
    projects: Vec<(String, String)>,
    outlets: Vec<(String, String)>,
    own_outlet: Option<String>,
    company: Option<(i64, String)>,
    /// Companies that the word fits, if it fits several.
    candidates: Vec<(i64, String)>,
    sees_companies: bool,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
}

struct Row {
    number: String,
    company: String,
    content: String,
    project: String,
    way: String,
    amount: String,
    tag: Tag,
    since: String,
    created: String,
}

/// What the word of the filter means.
#[derive(Default)]
struct CompanyMatch {
    company: Option<(CompanyId, String)>,
    candidates: Vec<(CompanyId, String)>,
}

/// GET /cakey/staff/orders.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<OverviewQuery>,
) -> Result<Response, Failure> {
    let word = asked.kw.trim();
    if let Some(number) = OrderNumber::parse(&word.to_uppercase()) {
        return Ok(see_other(&format!("/cakey/staff/orders/{number}")));
    }
    let meant = mean(&site, &user, &asked).await?;
    let form = FilterForm { st: asked.st.clone(), from: asked.from.clone(), to: asked.to.clone() };
    let choices = overview::choices(&site.app).await?;
    let shell = shell(&site, &session, Menu::Overview, "订单");
    let nothing = OverviewPage { lines: Vec::new(), before: None, after: None };
    let (found, errors) = match form.check() {
        Err(errors) => (nothing, errors),
        Ok(_) if meant.company.is_none() && !(word.is_empty() && asked.c.is_empty()) => (nothing, FieldErrors::new()),
        Ok(filter) => {
            let filter = OverviewFilter {
                status: filter.status,
                project: asked.pj.parse().ok().map(ProjectId::new),
                outlet: asked.ot.parse().ok().map(OutletId::new),
                company: meant.company.as_ref().map(|(id, _)| *id),
                from: filter.from,
                until: filter.until,
            };
            (overview::list(&site.app, &user, filter, place::read(&asked.p)).await?, FieldErrors::new())
        }
    };
    let status = if errors.is_empty() { Http::OK } else { Http::UNPROCESSABLE_ENTITY };
    page_with(status, &list_page(shell.with_errors(&errors), &user, asked, errors, &choices, meant, &found))
}

/// A company by its row, or by a part of its name. Outlet staff look for nobody.
async fn mean(site: &Site, user: &StaffUser, asked: &OverviewQuery) -> Result<CompanyMatch, Failure> {
    if let Ok(id) = asked.c.parse() {
        let id = CompanyId::new(id);
        let name = console::name(&site.app, user, id).await?;
        return Ok(CompanyMatch { company: name.map(|name| (id, name)), candidates: Vec::new() });
    }
    if asked.kw.trim().is_empty() {
        return Ok(CompanyMatch::default());
    }
    let mut found = console::named(&site.app, user, &asked.kw).await?;
    if found.len() == 1 {
        return Ok(CompanyMatch { company: found.pop(), candidates: Vec::new() });
    }
    Ok(CompanyMatch { company: None, candidates: found })
}

fn list_page(
    shell: Shell,
    user: &StaffUser,
    asked: OverviewQuery,
    errors: FieldErrors,
    choices: &Choices,
    meant: CompanyMatch,
    found: &OverviewPage,
) -> ListPage {
    let company = meant.company.map(|(id, name)| (id.get(), name));
    let link = |cursor: Cursor| {
        let chosen = company.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default();
        let place = place::text(cursor);
        let query: Vec<String> = [
            ("st", &asked.st),
            ("from", &asked.from),
            ("to", &asked.to),
            ("pj", &asked.pj),
            ("ot", &asked.ot),
            ("c", &chosen),
            ("p", &place),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", crate::next::encode(value)))
        .collect();
        format!("/cakey/staff/orders?{}", query.join("&"))
    };
    ListPage {
        before: found.before.map(|id| link(Cursor::Before(id))),
        after: found.after.map(|id| link(Cursor::After(id))),
        statuses: StatusCode::ALL,
        projects: choices.projects.iter().map(|(id, name)| (id.to_string(), name.clone())).collect(),
        outlets: choices.outlets.iter().map(|(id, name)| (id.to_string(), name.clone())).collect(),
        own_outlet: user.outlet_name.clone(),
        candidates: meant.candidates.into_iter().map(|(id, name)| (id.get(), name)).collect(),
        sees_companies: user.may(Act::ReadCompanies),
        rows: found.lines.iter().map(Row::of).collect(),
        shell,
        asked,
        errors,
        company,
    }
}

impl Row {
    fn of(line: &OverviewLine) -> Row {
        let content = short_content(line.certificates, line.seals);
        let again = if line.submission > 1 { format!("，第 {} 次提交", line.submission) } else { String::new() };
        Row {
            number: line.number.clone(),
            company: line.company.clone(),
            content: format!("{} · {content}{again}", line.business.title()),
            project: line.project.clone(),
            way: line.outlet.clone().map_or("快递到付".to_owned(), |outlet| format!("自取 · {outlet}")),
            amount: line.amount.to_string(),
            tag: Tag::of(&line.state),
            since: time::short_text(line.status_since),
            created: time::minute_text(line.created_at),
        }
    }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use crate::orders::sample;
    use domain::id::OrderId;
    let user = sample::reviewer();
    let shell = || sample::staff_shell(Menu::Overview, "订单");
    let choices = Choices {
        projects: vec![(ProjectId::new(1), "澜州市公共资源交易平台".into())],
        outlets: vec![(sample::OUTLET, "东湖网点".into())],
    };
    let line = |state| {
        let line = sample::line(state);
        OverviewLine {
            id: line.id,
            number: line.number,
            company: line.company,
            company_id: CompanyId::new(1),
            project: line.project,
            state: line.state,
            submission: 2,
            amount: line.amount,
            business: line.business,
            certificates: 2,
            seals: 1,
            outlet: None,
            created_at: sample::at("2026-11-20 09:00:00"),
            status_since: line.updated_at,
        }
    };
    let lines = sample::states().into_iter().map(line).collect();
    let full = OverviewPage { lines, before: Some(OrderId::new(9)), after: Some(OrderId::new(1)) };
    let empty = || OverviewPage { lines: Vec::new(), before: None, after: None };
    let several = CompanyMatch {
        company: None,
        candidates: vec![(CompanyId::new(1), "青禾一".into()), (CompanyId::new(2), "青禾二".into())],
    };
    let wrong = OverviewQuery { from: "昨天".into(), ..OverviewQuery::default() };
    let errors = FilterForm { from: "昨天".into(), ..FilterForm::default() }.check().err().unwrap_or_default();
    let page = |name: &str, asked: OverviewQuery, errors: FieldErrors, meant: CompanyMatch, found: &OverviewPage| {
        let shell = shell().with_errors(&errors);
        let page = list_page(shell, &user, asked, errors, &choices, meant, found).to_string();
        (name.to_owned(), page)
    };
    vec![
        page("overview", OverviewQuery::default(), FieldErrors::new(), CompanyMatch::default(), &full),
        page("overview empty", OverviewQuery::default(), FieldErrors::new(), CompanyMatch::default(), &empty()),
        page("overview several", OverviewQuery::default(), FieldErrors::new(), several, &empty()),
        page("overview wrong", wrong, errors, CompanyMatch::default(), &empty()),
    ]
}
