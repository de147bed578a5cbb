//! The search: a part of the name, a credit code, or a whole mobile.

use crate::failure::Failure;
use crate::page::page;
use crate::session::Staff;
use crate::shell::{Menu, Shell, shell};
use crate::site::Site;
use app::company::console::{self, CompanyLine};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::time;
use serde::Deserialize;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CompaniesQuery {
    kw: String,
}

#[derive(Template)]
#[template(path = "companies/list.html")]
struct ListPage {
    shell: Shell,
    word: String,
    rows: Vec<Row>,
    most: i64,
}

struct Row {
    id: i64,
    name: String,
    credit_code: String,
    mobile: String,
    disabled: bool,
    created: String,
}

/// GET /cakey/staff/companies.
pub async fn show(
    State(site): State<Site>,
    Staff(session, user): Staff,
    Query(asked): Query<CompaniesQuery>,
) -> Result<Response, Failure> {
    let word = asked.kw.trim().to_owned();
    let found = match word.as_str() {
        "" => console::newest(&site.app, &user).await?,
        word => console::search(&site.app, &user, word).await?,
    };
    page(&list_page(shell(&site, &session, Menu::Companies, "企业"), word, &found))
}

fn list_page(shell: Shell, word: String, found: &[CompanyLine]) -> ListPage {
    let row = |found: &CompanyLine| Row {
        id: found.id.get(),
        name: found.name.clone(),
        credit_code: found.credit_code.clone(),
        mobile: found.mobile.clone(),
        disabled: found.disabled,
        created: time::day_text(found.created_at),
    };
    ListPage { shell, word, rows: found.iter().map(row).collect(), most: console::FOUND_MAX }
}

#[cfg(test)]
pub fn samples() -> Vec<(String, String)> {
    use domain::id::CompanyId;
    let shell = || crate::samples::staff_shell(domain::rights::Role::Support, Menu::Companies, "企业");
    let found = |id, disabled| CompanyLine {
        id: CompanyId::new(id),
        name: "澜州青禾建设工程有限公司".into(),
        credit_code: "91990102MA7QX3T58B".into(),
        mobile: "138****0000".into(),
        disabled,
        created_at: crate::orders::sample::now(),
    };
    vec![
        ("companies".into(), list_page(shell(), String::new(), &[found(1, false), found(2, true)]).to_string()),
        ("companies none".into(), list_page(shell(), "<青禾>".into(), &[]).to_string()),
    ]
}
